/// Computes the digest of a stream of bytes.
///
/// `SaccadeDigest` has the one implementation.
public protocol StreamingDigest {
    /// Adds bytes to what is hashed.
    mutating func update(_ bytes: UnsafeRawBufferPointer)
    /// Returns the digest of all the bytes so far; more may follow.
    func finalize() -> Digest
}

/// Writes a log in either encoding, one event after another, from one thread.
///
/// The writer is the one place that fixes the order of the file, so it gives out the ordinals. It refuses an event that
/// does not fit: nothing is used before it is declared. The file appears under its name when it is finished; until then
/// it is called `….part` or, in the binary encoding, `….open`.
public final class TraceWriter {
    /// The structure of the log so far.
    public var structure: LogStructure { log.structure }
    /// How many of everything the log holds so far; cheaper to ask for than ``structure``, which is copied.
    public var counts: EventCounts { log.structure.counts }
    /// The images and other blobs of the trace, where they are files beside it.
    public let blobs: BlobStore?

    private let sink: any TraceSink
    /// Not checked for exclusive access, as Docs/Decisions/0072 says: nothing that is called while it changes comes back.
    @exclusivity(unchecked) private var log = OpenLog()
    private let freshDigest: any StreamingDigest
    private var digest: any StreamingDigest
    /// How many of the bytes that wait to be written are in the digest.
    private var hashed = 0
    private var declared: [Digest: Int] = [:]
    private var isFinished = false

    /// Creates a writer.
    ///
    /// - Parameters:
    ///   - path: The file, replaced when the log is finished: in the binary encoding if its name ends in `.mcap`, else as
    ///     text; `-` for standard output, which takes no blobs.
    ///   - digest: A fresh digest for the lines of the log.
    ///   - storage: Where the file and its blobs go.
    public convenience init(
        path: String, digest: any StreamingDigest, storage: any Storage = FileStorage()
    ) throws(TraceError) {
        if path.hasSuffix(".mcap") {
            let container = try ContainerWriter(path: path, layout: .trace, replacing: true, storage: storage)
            self.init(own: container, digest: digest)
        } else {
            let sink = try TextSink(path: path, storage: storage)
            self.init(sink, digest: digest, blobs: sink.blobs)
        }
    }

    /// Creates a writer of the trace whose own file a container is; it is finished with the trace.
    ///
    /// - Parameters:
    ///   - container: The file.
    ///   - digest: A fresh digest for the lines of the log.
    ///   - hasViewerChannels: Whether messages for viewers are derived: regions and a line for each event.
    public convenience init(
        own container: ContainerWriter, digest: any StreamingDigest, hasViewerChannels: Bool = true
    ) {
        self.init(
            ContainerSink(container, isOwned: true, viewer: hasViewerChannels ? ViewerProjection() : nil),
            digest: digest, blobs: nil)
    }

    /// Creates a writer of one trace among others in a segment, which is finished by whoever made it.
    public convenience init(in container: ContainerWriter, digest: any StreamingDigest) {
        self.init(ContainerSink(container, isOwned: false, viewer: nil), digest: digest, blobs: nil)
    }

    /// Creates a writer of one trace among others in a log of segments; the trace goes on where one segment ends.
    public convenience init(in segments: SegmentedWriter, digest: any StreamingDigest) {
        self.init(ContainerSink(segments, isOwned: false, viewer: nil), digest: digest, blobs: nil)
    }

    private init(_ sink: any TraceSink, digest: any StreamingDigest, blobs: BlobStore?) {
        self.sink = sink
        self.freshDigest = digest
        self.digest = digest
        self.blobs = blobs
    }

    deinit {
        // A writer that was given up leaves nothing behind.
        if !isFinished { sink.abandon() }
    }

    /// Appends an event.
    ///
    /// - Throws: ``TraceError`` with code `misplaced-event` if the event does not fit, or `file-system`.
    public func append(_ event: Event) throws(TraceError) {
        try makeRoom()
        try log.append(event, to: sink) { $0.encode($1) }
    }

    /// Appends an event that was read, as the very bytes that it had, so that fields of newer versions survive.
    ///
    /// - Throws: ``TraceError`` with code `misplaced-event` if the event does not fit, or `file-system`.
    public func append(_ entry: LogEntry) throws(TraceError) {
        try makeRoom()
        try log.append(entry.event, to: sink) { encoder, _ in encoder.append(entry.source) }
    }

    /// Appends an event at a time in nanoseconds since `trace.begin`.
    public func append(_ body: consuming EventBody, at time: Int? = nil) throws(TraceError) {
        try append(Event(body, time: time))
    }

    /// Makes room before an event is taken: a full disk must not refuse one that is in the log already.
    private func makeRoom() throws(TraceError) {
        if log.encoder.count >= 1 << 16 { try writeOut() }
    }

    /// Keeps the bytes of an image and declares it, once per digest.
    ///
    /// - Parameters:
    ///   - bytes: The image's file.
    ///   - digest: The SHA-256 of the bytes.
    ///   - declaration: What is known of it; its ordinal, digest and size in bytes are set here.
    ///   - time: When, in nanoseconds since `trace.begin`.
    /// - Returns: The image's ordinal, that of the earlier declaration if the same bytes came before.
    public func image(
        _ bytes: [UInt8], digest: Digest, as declaration: ImageDeclaration, at time: Int? = nil
    ) throws(TraceError) -> Int {
        if let known = declared[digest] { return known }
        var declaration = declaration
        declaration.n = log.structure.counts.images
        declaration.digest = digest
        declaration.bytes = bytes.count
        switch try sink.image(bytes, digest: digest, as: declaration, at: time) {
        case .stored: break
        case .inline: declaration.inline = Base64.encode(bytes)
        case .elided(let reason): declaration.elided = reason
        }
        try append(.image(declaration), at: time)
        declared[digest] = declaration.n
        return declaration.n
    }

    /// Ends the log: writes `trace.end` with counts and digest, and gives the file its name; may be tried again.
    public func finish(status: EndStatus = .ok, at time: Int? = nil) throws(TraceError) {
        try writeEnd(status: status, at: time)
        try close()
    }

    /// Writes `trace.end` with counts and digest; another trace may begin in the same file.
    public func endTrace(status: EndStatus = .ok, at time: Int? = nil) throws(TraceError) {
        try writeEnd(status: status, at: time)
        log.structure = LogStructure()
        digest = freshDigest
        hashed = log.encoder.count
        declared.removeAll()
    }

    private func writeEnd(status: EndStatus, at time: Int?) throws(TraceError) {
        hash()
        if !log.structure.isEnded {
            let end: EventBody
            if log.structure.layer != nil {
                end = .layerEnd(LayerEnd(events: counts.events))
            } else {
                end = .traceEnd(TraceEnd(status: status, counts: counts, digest: digest.finalize()))
            }
            try append(end, at: time)
        }
        // The next trace goes to the disk together with this one, unless somebody waits for it.
        if sink.isStream { try writeOut() }
        try sink.endTrace()
    }

    /// Gives the file its name, after ``endTrace(status:at:)`` of the last trace.
    public func close() throws(TraceError) {
        try writeOut()
        try sink.finish()
        isFinished = true
    }

    private func writeOut() throws(TraceError) {
        hash()
        var failure: TraceError?
        log.encoder.withBytes { bytes in
            do throws(TraceError) { try sink.write(UnsafeRawBufferPointer(bytes)) } catch { failure = error }
        }
        if let failure { throw failure }
        log.encoder.removeAll()
        hashed = 0
    }

    /// Brings the digest up to date.
    private func hash() {
        digest.update(UnsafeRawBufferPointer(rebasing: log.encoder.rawBytes[hashed...]))
        hashed = log.encoder.count
    }

    /// The most bytes of a blob that may stand in the log itself: 4 KiB.
    public static let largestInlineBlob = 4096
}

/// The end of a log that has not been written out, and what tells whether an event fits to it.
///
/// One value, so that an append asks a writer once for it and not for each part.
private struct OpenLog: ~Copyable {
    var structure = LogStructure()
    var encoder = EventEncoder()

    /// Appends an event, which goes to the sink as the bytes that a closure adds.
    @inline(__always) mutating func append(
        _ event: borrowing Event, to sink: any TraceSink, _ encode: (inout EventEncoder, borrowing Event) -> Void
    ) throws(TraceError) {
        if let misfit = structure.misfitInPlace(of: event) {
            throw TraceError(.misplacedEvent, "event \(structure.counts.events): \(misfit.message)")
        }
        let start = encoder.count
        encode(&encoder, event)
        do throws(TraceError) {
            try sink.append(event, UnsafeRawBufferPointer(rebasing: encoder.rawBytes[start...]))
        } catch {
            encoder.truncate(to: start)
            throw error
        }
        structure.apply(event)
        encoder.endLine()
    }
}
