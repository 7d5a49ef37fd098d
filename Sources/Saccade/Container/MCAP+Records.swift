extension MCAP {
    /// The first record of a file.
    package struct Header: Sendable, Hashable {
        /// What the file is for, as `saccade`.
        package var profile: String
        /// Who wrote it.
        package var library: String

        package init(profile: String, library: String) {
            self.profile = profile
            self.library = library
        }
    }

    /// The last record: where the summary begins.
    package struct Footer: Sendable, Hashable {
        /// The offset of the summary section; 0 if there is none.
        package var summaryStart: UInt64
        /// The offset of the summary offset section; 0 if there is none.
        package var summaryOffsetStart: UInt64
        /// The CRC-32 of the bytes from the beginning of the summary to this field; 0 if it was not computed.
        package var summaryChecksum: UInt32

        package init(summaryStart: UInt64, summaryOffsetStart: UInt64, summaryChecksum: UInt32) {
            self.summaryStart = summaryStart
            self.summaryOffsetStart = summaryOffsetStart
            self.summaryChecksum = summaryChecksum
        }
    }

    /// How the data of messages is to be understood.
    package struct Schema: Sendable, Hashable {
        /// From 1.
        package var id: UInt16
        package var name: String
        /// As `protobuf` or `jsonschema`.
        package var encoding: String
        package var data: [UInt8]

        package init(id: UInt16, name: String, encoding: String, data: [UInt8]) {
            self.id = id
            self.name = name
            self.encoding = encoding
            self.data = data
        }
    }

    /// One stream of messages.
    package struct Channel: Sendable, Hashable {
        package var id: UInt16
        /// 0 for none.
        package var schema: UInt16
        package var topic: String
        /// As `protobuf` or `json`.
        package var encoding: String
        /// In the order of the file.
        package var metadata: [Entry]

        package init(id: UInt16, schema: UInt16, topic: String, encoding: String, metadata: [Entry] = []) {
            self.id = id
            self.schema = schema
            self.topic = topic
            self.encoding = encoding
            self.metadata = metadata
        }

        /// Returns the value of a key of the metadata.
        package subscript(key: String) -> String? { metadata.first { $0.key == key }?.value }
    }

    /// One entry of a map of texts.
    package struct Entry: Sendable, Hashable {
        package var key: String
        package var value: String

        package init(_ key: String, _ value: String) {
            self.key = key
            self.value = value
        }
    }

    /// What stands before the data of a message.
    package struct MessageHead: Sendable, Hashable {
        package var channel: UInt16
        package var sequence: UInt32
        /// Nanoseconds.
        package var logTime: UInt64
        /// Nanoseconds.
        package var publishTime: UInt64

        /// The bytes that it takes in a record.
        package static let size = 22

        package init(channel: UInt16, sequence: UInt32, logTime: UInt64, publishTime: UInt64) {
            self.channel = channel
            self.sequence = sequence
            self.logTime = logTime
            self.publishTime = publishTime
        }
    }

    /// What stands before the records of a chunk.
    package struct ChunkHead: Sendable, Hashable {
        /// The earliest log time; 0 without messages.
        package var startTime: UInt64
        /// The latest log time; 0 without messages.
        package var endTime: UInt64
        package var unpackedSize: UInt64
        /// The CRC-32 of the unpacked records; 0 if it was not computed.
        package var checksum: UInt32
        /// The name of a ``Compression``, or one that this library does not know.
        package var compression: String
        package var packedSize: UInt64

        package init(
            startTime: UInt64, endTime: UInt64, unpackedSize: UInt64, checksum: UInt32, compression: String,
            packedSize: UInt64
        ) {
            self.startTime = startTime
            self.endTime = endTime
            self.unpackedSize = unpackedSize
            self.checksum = checksum
            self.compression = compression
            self.packedSize = packedSize
        }

        /// The bytes that it takes in a record.
        package var size: Int { 40 + compression.utf8.count }
    }

    /// Where the messages of one channel are in the chunk before it.
    package struct MessageIndex: Sendable, Hashable {
        package var channel: UInt16
        package var entries: [TimedOffset]

        package init(channel: UInt16, entries: [TimedOffset]) {
            self.channel = channel
            self.entries = entries
        }
    }

    /// A log time and an offset in the unpacked records of a chunk.
    package struct TimedOffset: Sendable, Hashable {
        package var time: UInt64
        package var offset: UInt64
    }

    /// Where a chunk is, and which channels have messages in it.
    package struct ChunkIndex: Sendable, Hashable {
        package var startTime: UInt64
        package var endTime: UInt64
        /// The offset of the chunk record.
        package var offset: UInt64
        /// The length of the whole chunk record.
        package var length: UInt64
        package var messageIndexOffsets: [ChannelOffset]
        package var messageIndexLength: UInt64
        package var compression: String
        package var packedSize: UInt64
        package var unpackedSize: UInt64
    }

    /// A channel and the offset of its message index.
    package struct ChannelOffset: Sendable, Hashable {
        package var channel: UInt16
        package var offset: UInt64
    }

    /// A file within the file.
    package struct Attachment: Sendable, Hashable {
        package var logTime: UInt64
        package var createTime: UInt64
        package var name: String
        package var media: String
        package var data: [UInt8]

        package init(logTime: UInt64, createTime: UInt64, name: String, media: String, data: [UInt8]) {
            self.logTime = logTime
            self.createTime = createTime
            self.name = name
            self.media = media
            self.data = data
        }
    }

    /// Where an attachment is.
    package struct AttachmentIndex: Sendable, Hashable {
        package var offset: UInt64
        package var length: UInt64
        package var logTime: UInt64
        package var createTime: UInt64
        package var dataSize: UInt64
        package var name: String
        package var media: String
    }

    /// How much of everything the file has.
    package struct Statistics: Sendable, Hashable {
        package var messages: UInt64 = 0
        package var schemas: UInt16 = 0
        package var channels: UInt32 = 0
        package var attachments: UInt32 = 0
        package var metadata: UInt32 = 0
        package var chunks: UInt32 = 0
        /// The earliest log time; 0 without messages.
        package var startTime: UInt64 = 0
        /// The latest log time; 0 without messages.
        package var endTime: UInt64 = 0
        /// By channel, in the order of ids.
        package var messagesByChannel: [ChannelCount] = []

        package init() {}
    }

    /// A channel and a number of messages.
    package struct ChannelCount: Sendable, Hashable {
        package var channel: UInt16
        package var count: UInt64
    }

    /// Named texts about the file.
    package struct Metadata: Sendable, Hashable {
        package var name: String
        package var entries: [Entry]

        package init(name: String, entries: [Entry]) {
            self.name = name
            self.entries = entries
        }
    }

    /// Where a metadata record is.
    package struct MetadataIndex: Sendable, Hashable {
        package var offset: UInt64
        package var length: UInt64
        package var name: String
    }

    /// Where the records of one kind are in the summary.
    package struct SummaryOffset: Sendable, Hashable {
        package var opcode: Opcode
        package var start: UInt64
        package var length: UInt64
    }

    /// The end of the data section.
    package struct DataEnd: Sendable, Hashable {
        /// The CRC-32 of everything before it in the file; 0 if it was not computed.
        package var checksum: UInt32
    }

    /// Saccade's private record before each chunk and attachment: where a reader can go on after damage.
    package struct Sync: Sendable, Hashable {
        /// What the content begins with, so that a search finds it.
        package static let marker: [UInt8] = [0x89, 0x53, 0x41, 0x43, 0x43, 0x0D, 0x0A, 0x1A]
        /// The bytes of the content.
        package static let size = 44

        /// The same number in all sync records of a file, so that one of another file in an attachment misleads nobody.
        package var file: UInt64
        /// How many sync records came before.
        package var ordinal: UInt64
        /// The offset of this record in the file.
        package var offset: UInt64
        /// How many bytes of the next record ``headChecksum`` covers, from its opcode on.
        package var headLength: UInt32
        /// The CRC-32 of the next record's first bytes, which nothing else covers.
        package var headChecksum: UInt32

        package init(file: UInt64, ordinal: UInt64, offset: UInt64, headLength: UInt32, headChecksum: UInt32) {
            self.file = file
            self.ordinal = ordinal
            self.offset = offset
            self.headLength = headLength
            self.headChecksum = headChecksum
        }
    }
}
