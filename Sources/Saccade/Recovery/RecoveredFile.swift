/// The file that a recovery writes: messages with the heads and in the chunks that they had, and an index of its own.
final class RecoveredFile {
    /// What it takes over from the damaged file.
    struct Source {
        /// Whether that was this library's own.
        var isOwn: Bool
        var profile: String
        var library: String
        var layout: ContainerWriter.Layout
        var compression: MCAP.Compression
        /// The number in sync records.
        var number: UInt64
    }

    let writer: MCAP.Writer
    private let source: Source
    private var blobs = BlobIndex()
    private var steps = StepIndexBuilder()
    /// The digest of the blob in the open chunk.
    private var announced: Digest?

    init(_ file: any StorageFile, source: Source) throws(TraceError) {
        self.source = source
        var options = MCAP.WriterOptions()
        options.compression = source.compression
        options.definesInEveryChunk = true
        options.syncFile = source.number
        let profile = source.isOwn ? ContainerFormat.profile : source.profile
        writer = try MCAP.Writer(
            file, header: MCAP.Header(profile: profile, library: source.library), options: options)
        guard source.isOwn else { return }
        try writer.append(ContainerFormat.metadata(source.layout))
    }

    func append(_ head: MCAP.MessageHead, data: UnsafeRawBufferPointer, isEvent: Bool) throws(TraceError) {
        try writer.append(head, data: data, closes: false)
        if isEvent { steps.note(data, channel: head.channel) }
    }

    func append(_ attachment: MCAP.Attachment) throws(TraceError) {
        let place = try attachment.data.withBytes { (data) throws(TraceError) in
            try writer.append(
                attachment: attachment.name, media: attachment.media, logTime: attachment.logTime,
                createTime: attachment.createTime, data: data)
        }
        if let digest = BlobStore.digest(ofName: attachment.name) {
            blobs.add(digest, BlobIndex.Place(opcode: .attachment, record: place))
        }
    }

    /// Takes a metadata record; this library's own is written anew, because no checksum proves the old one.
    func append(_ metadata: MCAP.Metadata) throws(TraceError) {
        if !source.isOwn { try writer.append(metadata) }
    }

    /// Takes a private record of the open chunk.
    func append(_ opcode: MCAP.Opcode, _ content: UnsafeRawBufferPointer) throws(TraceError) {
        try writer.append(privately: opcode) { $0.append(content) }
        if source.isOwn, opcode == .blob, content.count >= 32 { announced = Digest(bytes: content.prefix(32)) }
    }

    func closeChunk(packs: Bool) throws(TraceError) {
        guard let place = try writer.closeChunk(packs: packs) else { return }
        steps.close(chunkAt: place.lowerBound)
        if let announced { blobs.add(announced, BlobIndex.Place(opcode: .chunk, record: place)) }
        announced = nil
    }

    /// Writes the summary.
    func finish() throws(TraceError) {
        try closeChunk(packs: true)
        if source.isOwn {
            writer.appendToSummary(.blobIndex) { blobs.write(into: &$0) }
            writer.appendToSummary(.stepIndex) { steps.write(into: &$0) }
        }
        try writer.finish()
    }
}
