/// The summary of a file, in memory: what stands there often is kept as bytes and found by offsets.
struct ContainerSummary: ~Copyable {
    private(set) var statistics: MCAP.Statistics?
    /// The chunks, in the order of the file.
    private(set) var chunks: [MCAP.IndexedReader.ChunkPlace] = []
    private(set) var attachments: [MCAP.AttachmentIndex] = []
    private(set) var metadata: [MCAP.MetadataIndex] = []
    private(set) var privateRecords: [(MCAP.Opcode, Range<Int>)] = []
    /// The header of a file that was scanned.
    private(set) var header: MCAP.Header?
    /// Why a file that was scanned has no more.
    private(set) var ending: TraceError?
    /// The offset of the summary in the file.
    private(set) var start = 0
    /// The schemas and channels, and the bytes of the summary, in which they stand.
    var definitions: MCAP.Definitions
    private let limits: MCAP.Limits
    /// The size of the summary without the footer.
    private var end = 0

    /// Reads the end of a file, from its summary on.
    init(_ file: any StorageFile, size: Int, limits: MCAP.Limits, requiresChecksum: Bool) throws(TraceError) {
        self.limits = limits
        definitions = MCAP.Definitions(limits: limits)
        let tail = MCAP.footerRecord + MCAP.magic.count
        let footerOffset = size - tail
        var foot = RawBuffer(capacity: tail)
        if footerOffset >= MCAP.magic.count {
            let room = UnsafeMutableRawBufferPointer(rebasing: foot.room[..<tail])
            foot.didAppend(try file.read(into: room, at: footerOffset))
        }
        guard foot.count == tail, foot.bytes[MCAP.footerRecord...].elementsEqual(MCAP.magic) else {
            throw TraceError(
                .truncated, "byte \(size): the file ends without its footer: it was not finished", offset: size)
        }
        var cursor = RecordCursor(
            UnsafeRawBufferPointer(rebasing: foot.bytes[MCAP.recordHead..<MCAP.footerRecord]),
            at: footerOffset + MCAP.recordHead, limits: limits)
        let footer = try MCAP.Footer(&cursor)
        guard foot.bytes[0] == MCAP.Opcode.footer.rawValue,
            foot.bytes.loadUnaligned(fromByteOffset: 1, as: UInt64.self).littleEndian == 20
        else { throw .container("expected a footer, found other bytes", at: footerOffset) }
        guard let start = Int(exactly: footer.summaryStart),
            start == 0 || (MCAP.magic.count...footerOffset).contains(start)
        else {
            throw .container(
                "expected a summary before the footer, found it at byte \(footer.summaryStart)", at: footerOffset)
        }
        self.start = start == 0 ? footerOffset : start
        end = footerOffset - self.start
        var buffer = RawBuffer(capacity: end + MCAP.footerRecord)
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer.room[..<(end + MCAP.footerRecord)])
        buffer.didAppend(try file.read(into: room, at: self.start))
        guard buffer.count == end + MCAP.footerRecord else {
            throw TraceError(
                .truncated, "byte \(self.start): expected a summary, found the file's end", offset: self.start)
        }
        if footer.summaryChecksum != 0 || requiresChecksum {
            let found = Checksum.of(UnsafeRawBufferPointer(rebasing: buffer.bytes.dropLast(4)))
            guard found == footer.summaryChecksum else {
                throw .checksum(of: "a summary", expected: footer.summaryChecksum, found: found, at: self.start)
            }
        }
        definitions = MCAP.Definitions(limits: limits, allowsMissingSchemas: true, in: buffer)
        try readRecords()
        try sortChunks()
    }

    /// Makes a summary by reading a file from its beginning to where it is not whole.
    init(scanning file: any StorageFile, limits: MCAP.Limits) throws(TraceError) {
        self.limits = limits
        definitions = MCAP.Definitions(limits: limits)
        var scan = try ContainerScan(file, limits: limits)
        scan.run()
        if scan.header == nil, let ending = scan.ending { throw ending }
        header = scan.header
        ending = scan.ending
        start = scan.wholeSize
        statistics = scan.statistics
        attachments = scan.attachments
        metadata = scan.metadata
        var buffer = RawBuffer()
        chunks.reserveCapacity(scan.chunks.count)
        for chunk in scan.chunks {
            let first = buffer.count
            for index in chunk.indexes {
                buffer.append(index.channel)
                buffer.append(index.offset)
            }
            chunks.append(
                MCAP.IndexedReader.ChunkPlace(
                    offset: chunk.place.lowerBound, size: chunk.place.count, startTime: chunk.head.startTime,
                    endTime: chunk.head.endTime, channels: first..<buffer.count))
        }
        var first = buffer.count
        scan.blobs.write(into: &buffer)
        privateRecords.append((.blobIndex, first..<buffer.count))
        first = buffer.count
        scan.steps.write(into: &buffer)
        privateRecords.append((.stepIndex, first..<buffer.count))
        definitions = MCAP.Definitions(limits: limits, allowsMissingSchemas: true, in: buffer)
        try scan.forEachDefinition { (opcode, content) throws(TraceError) in
            try definitions.note(opcode, content, at: 0)
        }
    }

    private mutating func readRecords() throws(TraceError) {
        var rest = bytes(0..<end)
        while rest.count > 0 {
            let position = end - rest.count
            let offset = start + position
            let (opcode, content, after) = try ChunkOpener.split(rest, at: offset)
            rest = after
            var cursor = RecordCursor(content, at: offset + MCAP.recordHead, limits: limits)
            switch opcode {
            case .schema, .channel: try definitions.note(opcode, content, at: offset + MCAP.recordHead)
            case .chunkIndex:
                // One growing array of all chunks would touch its memory twice.
                if chunks.isEmpty { chunks.reserveCapacity(rest.count / ContainerSummary.smallestChunkIndex + 1) }
                try addChunk(&cursor, at: position + MCAP.recordHead)
            case .statistics: statistics = try MCAP.Statistics(&cursor)
            case .attachmentIndex: attachments.append(try MCAP.AttachmentIndex(&cursor))
            case .metadataIndex: metadata.append(try MCAP.MetadataIndex(&cursor))
            default:
                if opcode.isPrivate {
                    let first = position + MCAP.recordHead
                    privateRecords.append((opcode, first..<first + content.count))
                }
            }
        }
    }

    /// The size of a chunk index without channels and compression.
    private static let smallestChunkIndex = MCAP.recordHead + 64

    private mutating func addChunk(_ cursor: inout RecordCursor, at position: Int) throws(TraceError) {
        let first = cursor.offset
        let startTime = try cursor.integer(UInt64.self, "message start time")
        let endTime = try cursor.integer(UInt64.self, "message end time")
        let chunk = try cursor.integer(UInt64.self, "chunk offset")
        let length = try cursor.integer(UInt64.self, "chunk length")
        let map = try cursor.bytes("message index offsets")
        guard map.count % 10 == 0 else {
            throw .container(
                "expected message index offsets in pieces of 10 bytes, found \(map.count) bytes", at: first)
        }
        guard let chunkOffset = Int(exactly: chunk), let size = Int(exactly: length), chunkOffset <= start,
            size <= start - chunkOffset, size >= MCAP.recordHead
        else {
            throw .container(
                "expected a chunk before the summary, found one of \(length) bytes at byte \(chunk)", at: first)
        }
        let channels = position + (cursor.offset - first) - map.count
        chunks.append(
            MCAP.IndexedReader.ChunkPlace(
                offset: chunkOffset, size: size, startTime: startTime, endTime: endTime,
                channels: channels..<channels + map.count))
    }

    /// Puts the chunks into the order of the file; no two may overlap.
    private mutating func sortChunks() throws(TraceError) {
        if !zip(chunks, chunks.dropFirst()).allSatisfy({ $0.offset < $1.offset }) {
            chunks.sort { $0.offset < $1.offset }
        }
        for (chunk, next) in zip(chunks, chunks.dropFirst()) where chunk.offset + chunk.size > next.offset {
            throw .container(
                "expected chunks that do not overlap, found those at bytes \(chunk.offset) and \(next.offset)",
                at: start)
        }
    }

    /// The bytes of the summary at some offsets from its beginning.
    func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: definitions.given.bytes[range])
    }
}
