extension MCAP {
    /// Reads a finished file by its summary: any chunk, attachment or metadata record, without what lies between.
    ///
    /// Opening reads the header, the footer and the summary. Nothing else is read before somebody asks for it.
    package final class IndexedReader {
        package let header: Header
        /// How many bytes the file has.
        package let size: Int
        let limits: Limits
        let requiresChecksums: Bool
        private let file: any StorageFile
        private var summary: ContainerSummary
        private var opener: ChunkOpener
        private var buffer = RawBuffer()

        /// Where a chunk is.
        package struct ChunkPlace: Sendable {
            /// The offset of the chunk's record.
            package let offset: Int
            /// The size of the whole record.
            package let size: Int
            package let startTime: UInt64
            package let endTime: UInt64
            /// The numbers of the channels with messages in it, as they stand in the summary.
            let channels: Range<Int>
        }

        /// Opens a finished file.
        ///
        /// - Throws: ``TraceError`` with code `truncated` if the file was not finished, `file-system` if it is a pipe, and
        ///   what is wrong with its summary.
        package init(_ file: any StorageFile, limits: Limits = Limits()) throws(TraceError) {
            let size = try IndexedReader.size(of: file)
            self.file = file
            self.size = size
            self.limits = limits
            header = try IndexedReader.readHeader(file, limits: limits)
            requiresChecksums = header.profile == ContainerFormat.profile
            opener = ChunkOpener(limits: limits)
            summary = try ContainerSummary(file, size: size, limits: limits, requiresChecksum: requiresChecksums)
        }

        /// Opens a file without a summary: reads it from its beginning as far as it is whole.
        ///
        /// - Parameter reason: What is wrong with its summary, if it has one.
        /// - Throws: ``TraceError`` with code `file-system` if it is a pipe, and what is wrong with its beginning.
        package init(
            scanning file: any StorageFile, because reason: TraceError? = nil, limits: Limits = Limits()
        ) throws(TraceError) {
            size = try IndexedReader.size(of: file)
            self.file = file
            self.limits = limits
            opener = ChunkOpener(limits: limits)
            summary = try ContainerSummary(scanning: file, limits: limits)
            header = summary.header ?? Header(profile: "", library: "")
            requiresChecksums = header.profile == ContainerFormat.profile
            ending = summary.ending ?? reason
        }

        /// Why a file that was scanned has no more: it was not finished, or is damaged.
        package private(set) var ending: TraceError?

        private static func size(of file: any StorageFile) throws(TraceError) -> Int {
            guard let size = try file.size() else {
                throw TraceError(.fileSystem, "expected a file that can be read at any place, found a pipe")
            }
            return size
        }

        package var statistics: Statistics? { summary.statistics }
        /// The chunks, in the order of the file.
        package var chunks: [ChunkPlace] { summary.chunks }
        package var attachments: [AttachmentIndex] { summary.attachments }
        package var metadata: [MetadataIndex] { summary.metadata }

        private static func readHeader(_ file: any StorageFile, limits: Limits) throws(TraceError) -> Header {
            var buffer = RawBuffer(capacity: 1 << 12)
            let first = magic.count + recordHead
            buffer.didAppend(try file.read(into: buffer.room, at: 0))
            guard buffer.count >= first, buffer.bytes.starts(with: magic) else {
                throw .container(
                    "expected an MCAP file, which begins with the bytes \(magic), found other bytes", at: 0)
            }
            let length = UInt64(
                littleEndian: buffer.bytes.loadUnaligned(fromByteOffset: magic.count + 1, as: UInt64.self))
            guard buffer.bytes[magic.count] == Opcode.header.rawValue, length <= UInt64(buffer.count - first) else {
                throw .container(
                    "expected a header of at most \(buffer.count - first) bytes, found none", at: magic.count)
            }
            let content = UnsafeRawBufferPointer(rebasing: buffer.bytes[first..<first + Int(length)])
            var cursor = RecordCursor(content, at: first, limits: limits)
            return try Header(&cursor)
        }

        // MARK: Definitions

        /// The ids of the channels, in rising order.
        package var channelIDs: [UInt16] { summary.definitions.channelIDs }
        /// The ids of the schemas, in rising order.
        package var schemaIDs: [UInt16] { summary.definitions.schemaIDs }

        /// Returns the channel of an id.
        package func channel(_ id: UInt16) throws(TraceError) -> Channel? { try summary.definitions.channel(id) }

        /// Returns the schema of an id.
        package func schema(_ id: UInt16) throws(TraceError) -> Schema? { try summary.definitions.schema(id) }

        /// Returns the first channel with an entry in its metadata; reads no channel whole.
        package func channel(withMetadata key: String, _ value: String) throws(TraceError) -> UInt16? {
            try summary.definitions.channel(withMetadata: Array(key.utf8), Array(value.utf8))
        }

        /// Returns the channels of a topic, in rising order; reads no channel whole.
        package func channels(topic: String) throws(TraceError) -> [UInt16] {
            try summary.definitions.channels(topic: Array(topic.utf8))
        }

        /// Gives the content of each private record of the summary with an opcode to a closure.
        package func withSummaryRecords(_ opcode: Opcode, _ body: (UnsafeRawBufferPointer) -> Void) {
            for (found, range) in summary.privateRecords where found == opcode { body(summary.bytes(range)) }
        }

        /// Returns whether a chunk has messages of a channel.
        package func chunk(_ chunk: ChunkPlace, has channel: UInt16) -> Bool {
            let map = summary.bytes(chunk.channels)
            return stride(from: 0, to: map.count, by: 10).contains { IndexedReader.channel(in: map, at: $0) == channel }
        }

        /// The channels that a chunk has messages of.
        package func channels(of chunk: ChunkPlace) -> [UInt16] {
            let map = summary.bytes(chunk.channels)
            return stride(from: 0, to: map.count, by: 10).map { IndexedReader.channel(in: map, at: $0) }
        }

        /// Gives the channels that a chunk has messages of to a closure.
        func forEachChannel(of chunk: ChunkPlace, _ body: (UInt16) -> Void) {
            let map = summary.bytes(chunk.channels)
            for offset in stride(from: 0, to: map.count, by: 10) { body(IndexedReader.channel(in: map, at: offset)) }
        }

        private static func channel(in map: UnsafeRawBufferPointer, at offset: Int) -> UInt16 {
            UInt16(littleEndian: map.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
        }

        // MARK: Contents

        /// Reads a chunk and gives each of its records to a closure, until that returns false.
        ///
        /// The records are whole and undamaged, or an error says what is wrong and the closure is not called.
        package func read(
            _ chunk: ChunkPlace, _ body: (Opcode, UnsafeRawBufferPointer) throws(TraceError) -> Bool
        ) throws(TraceError) {
            try read(at: chunk.offset..<chunk.offset + chunk.size, body)
        }

        /// Reads the chunk at some offsets, as ``read(_:_:)`` does.
        package func read(
            at place: Range<Int>, _ body: (Opcode, UnsafeRawBufferPointer) throws(TraceError) -> Bool
        ) throws(TraceError) {
            let content = try record(.chunk, at: place.lowerBound, size: place.count)
            var (_, rest) = try opener.open(
                content, at: place.lowerBound + recordHead, requiresChecksum: requiresChecksums)
            while rest.count > 0 {
                let (opcode, content, after) = try ChunkOpener.split(rest, at: place.lowerBound)
                rest = after
                try summary.definitions.note(opcode, content, at: place.lowerBound)
                guard try body(opcode, content) else { break }
            }
            if buffer.count > 4 << 20 {
                buffer.removeAll()
                buffer.shrink(to: 4 << 20)
            }
        }

        /// Reads the attachment at some offsets.
        package func attachment(at place: Range<Int>) throws(TraceError) -> Attachment {
            let content = try record(.attachment, at: place.lowerBound, size: place.count)
            var cursor = RecordCursor(content, at: place.lowerBound + recordHead, limits: limits)
            return try Attachment(&cursor, content: content, requiresChecksum: requiresChecksums)
        }

        /// Reads an attachment.
        package func attachment(_ index: AttachmentIndex) throws(TraceError) -> Attachment {
            let (offset, content) = try record(.attachment, at: index.offset, size: index.length)
            var cursor = RecordCursor(content, at: offset + recordHead, limits: limits)
            return try Attachment(&cursor, content: content, requiresChecksum: requiresChecksums)
        }

        /// Reads a metadata record.
        package func metadata(_ index: MetadataIndex) throws(TraceError) -> Metadata {
            let (offset, content) = try record(.metadata, at: index.offset, size: index.length)
            var cursor = RecordCursor(content, at: offset + recordHead, limits: limits)
            return try Metadata(&cursor)
        }

        private func record(
            _ opcode: Opcode, at offset: UInt64, size: UInt64
        ) throws(TraceError) -> (offset: Int, content: UnsafeRawBufferPointer) {
            guard let offset = Int(exactly: offset), let size = Int(exactly: size) else {
                throw .container("expected a record inside the file, found byte \(offset)", at: summary.start)
            }
            return (offset, try record(opcode, at: offset, size: size))
        }

        /// Reads the record that the index says is at an offset, and returns its content, valid until the next call.
        private func record(
            _ opcode: Opcode, at offset: Int, size: Int
        ) throws(TraceError) -> UnsafeRawBufferPointer {
            guard offset >= magic.count, size >= recordHead, size <= limits.record, offset <= summary.start,
                size <= summary.start - offset
            else {
                throw .container(
                    "expected a record before the summary at byte \(summary.start), found an index of \(size) bytes",
                    at: max(0, offset))
            }
            buffer.removeAll()
            buffer.reserveExactly(size)
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer.room[..<size])
            buffer.didAppend(try file.read(into: room, at: offset))
            guard buffer.count == size else {
                throw TraceError(
                    .truncated, "byte \(offset): expected a record of \(size) bytes, found \(buffer.count)",
                    offset: offset)
            }
            let length = UInt64(littleEndian: buffer.bytes.loadUnaligned(fromByteOffset: 1, as: UInt64.self))
            guard buffer.bytes[0] == opcode.rawValue, length == UInt64(size - recordHead) else {
                throw .container(
                    "expected a record with opcode \(opcode.rawValue) of \(size) bytes, as the index says, found another",
                    at: offset)
            }
            return UnsafeRawBufferPointer(rebasing: buffer.bytes[recordHead...])
        }
    }
}
