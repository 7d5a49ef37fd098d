/// Reads a file without a summary from its beginning as far as it is whole, and notes what a summary would say.
struct ContainerScan: ~Copyable {
    /// One chunk and the message indexes behind it.
    struct Chunk {
        var place: Range<Int>
        var head: MCAP.ChunkHead
        /// The channels that have messages in it, in the order of their first, with the offset of their message index; 0
        /// where there is none.
        var indexes: [MCAP.ChannelOffset] = []
        /// The end of the last message index.
        var end: Int
    }

    private(set) var header: MCAP.Header?
    private(set) var chunks: [Chunk] = []
    private(set) var attachments: [MCAP.AttachmentIndex] = []
    private(set) var metadata: [MCAP.MetadataIndex] = []
    /// The schemas and channels, as records: there may be many, and an array of each would take more than they do.
    private var definitionRecords = RawBuffer()
    private(set) var blobs = BlobIndex()
    private(set) var steps = StepIndexBuilder()
    private(set) var statistics = MCAP.Statistics()
    /// The last sync record with something behind it.
    private(set) var latestSync: MCAP.Sync?
    private var pendingSync: MCAP.Sync?
    /// The channel and the log time of each image.
    private(set) var images: [Digest: (channel: UInt16, time: UInt64)] = [:]
    /// What the metadata record of this library says, if there is one.
    private(set) var facts: [MCAP.Entry] = []
    /// The number of messages of each channel.
    private(set) var messages: [UInt16: UInt64] = [:]
    /// The sequence number of the next event on each channel of events.
    private(set) var nextEvents: [UInt16: UInt32] = [:]
    /// Why the scan stopped; `nil` if the file is finished.
    private(set) var ending: TraceError?
    /// How many bytes from the beginning are whole records of the data section.
    private(set) var wholeSize = 0

    /// Reads the file; `nil` once it has been read.
    private var reader: MCAP.StreamReader?
    private let limits: MCAP.Limits
    private var known: Set<UInt32> = []
    /// The channels of events.
    private var eventChannels: Set<UInt16> = []
    /// The digest that the blob record of the open chunk says.
    private var announced: Digest?
    private var latest: UInt16?

    init(_ file: any StorageFile, limits: MCAP.Limits = MCAP.Limits()) throws(TraceError) {
        reader = try MCAP.StreamReader(file, limits: limits)
        self.limits = limits
    }

    /// Reads on to the end of what is whole, and gives each event to a closure, with the number of its channel.
    mutating func run(_ event: (UInt16, UnsafeRawBufferPointer) -> Void = { _, _ in }) {
        guard let reader else { return }
        do throws(TraceError) {
            while let record = try reader.next() {
                if header == nil { header = reader.header }
                if record.opcode == .dataEnd { break }
                try note(record, from: reader, event)
                if !record.isInChunk, record.opcode != .sync {
                    wholeSize = record.offset + MCAP.recordHead + record.content.count
                }
            }
            // What follows the data section is a summary, which must be whole too before the file counts as finished.
            while try reader.next() != nil {}
        } catch {
            ending = error
        }
        wholeSize = max(wholeSize, chunks.last?.end ?? 0)
        closeChunk()
        finishStatistics()
        self.reader = nil
    }

    /// Gives each schema and channel to a closure, as the content of its record, in the order of the file.
    func forEachDefinition(
        _ body: (MCAP.Opcode, UnsafeRawBufferPointer) throws(TraceError) -> Void
    ) throws(TraceError) {
        var rest = definitionRecords.bytes
        while rest.count > 0 {
            let (opcode, content, after) = try ChunkOpener.split(rest, at: 0)
            rest = after
            try body(opcode, content)
        }
    }

    private mutating func note(
        _ record: MCAP.RawRecord, from reader: MCAP.StreamReader, _ event: (UInt16, UnsafeRawBufferPointer) -> Void
    ) throws(TraceError) {
        if record.isInChunk {
            if chunks.last?.place != reader.chunkPlace { beginChunk(of: reader) }
        } else if record.opcode != .messageIndex {
            closeChunk()
        }
        if record.opcode != .sync, let pendingSync {
            latestSync = pendingSync
            self.pendingSync = nil
        }
        switch record.opcode {
        case .message:
            guard let (head, data) = record.message else { return }
            noteMessage(head)
            if let announced, images[announced] == nil { images[announced] = (head.channel, head.logTime) }
            if eventChannels.contains(head.channel) {
                nextEvents[head.channel] = head.sequence &+ 1
                steps.note(data, channel: head.channel)
                event(head.channel, data)
            }
        case .schema, .channel: try noteDefinition(record, from: reader)
        case .messageIndex: noteIndex(record)
        case .blob:
            if record.isInChunk, record.content.count >= 32 { announced = Digest(bytes: record.content.prefix(32)) }
        case .attachment: try noteAttachment(record, requiresChecksum: reader.requiresChecksums)
        case .metadata:
            var cursor = RecordCursor(record.content, at: record.offset, limits: limits)
            let value = try MCAP.Metadata(&cursor)
            if value.name == ContainerFormat.metadataName, facts.isEmpty { facts = value.entries }
            let length = UInt64(MCAP.recordHead + record.content.count)
            metadata.append(MCAP.MetadataIndex(offset: UInt64(record.offset), length: length, name: value.name))
        case .sync:
            if case .sync(let sync) = try MCAP.Record(record.opcode, record.content, at: record.offset) {
                pendingSync = sync
            }
        default: break
        }
    }

    private mutating func beginChunk(of reader: MCAP.StreamReader) {
        closeChunk()
        guard let head = reader.chunk else { return }
        chunks.append(Chunk(place: reader.chunkPlace, head: head, end: reader.chunkPlace.upperBound))
        latest = nil
    }

    /// Gives what was noted in the open chunk its place.
    private mutating func closeChunk() {
        guard let chunk = chunks.last else { return }
        steps.close(chunkAt: chunk.place.lowerBound)
        if let announced { blobs.add(announced, BlobIndex.Place(opcode: .chunk, record: chunk.place)) }
        announced = nil
    }

    private mutating func noteMessage(_ head: MCAP.MessageHead) {
        if statistics.messages == 0 { statistics.startTime = head.logTime }
        statistics.messages += 1
        statistics.startTime = min(statistics.startTime, head.logTime)
        statistics.endTime = max(statistics.endTime, head.logTime)
        messages[head.channel, default: 0] += 1
        guard latest != head.channel, !chunks.isEmpty else { return }
        latest = head.channel
        if !chunks[chunks.count - 1].indexes.contains(where: { $0.channel == head.channel }) {
            chunks[chunks.count - 1].indexes.append(MCAP.ChannelOffset(channel: head.channel, offset: 0))
        }
    }

    private mutating func noteIndex(_ record: MCAP.RawRecord) {
        guard !chunks.isEmpty, record.content.count >= 2 else { return }
        let channel = UInt16(littleEndian: record.content.loadUnaligned(as: UInt16.self))
        let last = chunks.count - 1
        if let index = chunks[last].indexes.firstIndex(where: { $0.channel == channel }) {
            chunks[last].indexes[index].offset = UInt64(record.offset)
        }
        chunks[last].end = record.offset + MCAP.recordHead + record.content.count
    }

    private mutating func noteDefinition(
        _ record: MCAP.RawRecord, from reader: MCAP.StreamReader
    ) throws(TraceError) {
        guard record.content.count >= 2 else { return }
        let id = UInt16(littleEndian: record.content.loadUnaligned(as: UInt16.self))
        guard known.insert(UInt32(record.opcode.rawValue) << 16 | UInt32(id)).inserted else { return }
        definitionRecords.record(record.opcode) { $0.append(record.content) }
        guard record.opcode == .channel, let channel = try reader.channel(id) else { return }
        if channel.topic == ContainerFormat.eventsTopic { eventChannels.insert(id) }
    }

    private mutating func noteAttachment(
        _ record: MCAP.RawRecord, requiresChecksum: Bool
    ) throws(TraceError) {
        var cursor = RecordCursor(record.content, at: record.offset + MCAP.recordHead, limits: limits)
        let value = try MCAP.Attachment(
            &cursor, content: record.content, requiresChecksum: requiresChecksum)
        let place = record.offset..<record.offset + MCAP.recordHead + record.content.count
        attachments.append(
            MCAP.AttachmentIndex(
                offset: UInt64(place.lowerBound), length: UInt64(place.count), logTime: value.logTime,
                createTime: value.createTime, dataSize: UInt64(value.data.count), name: value.name, media: value.media))
        if let digest = BlobStore.digest(ofName: value.name) {
            blobs.add(digest, BlobIndex.Place(opcode: .attachment, record: place))
        }
    }

    private mutating func finishStatistics() {
        statistics.schemas = UInt16(clamping: known.count { MCAP.Opcode(rawValue: UInt8($0 >> 16)) == .schema })
        statistics.channels = UInt32(clamping: known.count - Int(statistics.schemas))
        statistics.attachments = UInt32(clamping: attachments.count)
        statistics.metadata = UInt32(clamping: metadata.count)
        statistics.chunks = UInt32(clamping: chunks.count)
        statistics.messagesByChannel = messages.sorted { $0.key < $1.key }.map {
            MCAP.ChannelCount(channel: $0.key, count: $0.value)
        }
    }
}
