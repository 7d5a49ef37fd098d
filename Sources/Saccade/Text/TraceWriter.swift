/// Computes the digest of a stream of bytes.
///
/// `SaccadeDigest` has the one implementation.
public protocol StreamingDigest {
    /// Adds bytes to what is hashed.
    mutating func update(_ bytes: UnsafeRawBufferPointer)
    /// Returns the digest of all the bytes so far; more may follow.
    func finalize() -> Digest
}

/// Writes a log in the text encoding, one event after another, from one thread.
///
/// The writer is the one place that fixes the order of the file, so it gives out the ordinals. It refuses an event that
/// does not fit: nothing is used before it is declared. The file appears under its name when it is finished; until then
/// it is called `….part`.
public final class TraceWriter {
    /// The structure of the log so far.
    public private(set) var structure = LogStructure()
    /// The images and other blobs of the trace.
    public let blobs: BlobStore?

    private let file: PendingFile
    private var encoder = EventEncoder()
    private let freshDigest: any StreamingDigest
    private var digest: any StreamingDigest
    private var declared: [Digest: Int] = [:]

    /// Creates a writer.
    ///
    /// - Parameters:
    ///   - path: The file, replaced when the log is finished; `-` for standard output, which takes no blobs.
    ///   - digest: A fresh digest for the lines of the log.
    ///   - storage: Where the file and its blobs go.
    public init(path: String, digest: any StreamingDigest, storage: any Storage = FileStorage()) throws(TraceError) {
        self.freshDigest = digest
        self.digest = digest
        self.blobs = path == "-" ? nil : BlobStore(besideTrace: path, storage: storage)
        self.file = try PendingFile(path: path, storage: storage)
    }

    /// Appends an event.
    ///
    /// - Throws: ``TraceError`` with code `misplaced-event` if the event does not fit, or `file-system`.
    public func append(_ event: Event) throws(TraceError) {
        if let misfit = structure.misfit(of: event) {
            throw TraceError(.misplacedEvent, "event \(structure.counts.events): \(misfit.message)")
        }
        structure.apply(event)
        encoder.encode(event)
        encoder.endLine()
        if encoder.count >= 1 << 16 { try writeOut() }
    }

    /// Appends an event at a time in nanoseconds since `trace.begin`.
    public func append(_ body: EventBody, at time: Int? = nil) throws(TraceError) {
        try append(Event(body, time: time))
    }

    /// Writes the bytes of an image beside the trace and declares it, once per digest.
    ///
    /// - Parameters:
    ///   - bytes: The image's file.
    ///   - digest: The SHA-256 of the bytes.
    ///   - declaration: What is known of it; its ordinal, digest and size in bytes are set here.
    /// - Returns: The image's ordinal, that of the earlier declaration if the same bytes came before.
    public func image(
        _ bytes: [UInt8], digest: Digest, as declaration: ImageDeclaration, at time: Int? = nil
    ) throws(TraceError) -> Int {
        if let known = declared[digest] { return known }
        var declaration = declaration
        declaration.n = structure.counts.images
        declaration.digest = digest
        declaration.bytes = bytes.count
        if let blobs {
            try blobs.write(bytes, digest: digest, media: declaration.media)
        } else if bytes.count <= TraceWriter.largestInlineBlob {
            declaration.inline = Base64.encode(bytes)
        } else {
            declaration.elided = "written to standard output, which has no folder for blobs"
        }
        try append(.image(declaration), at: time)
        declared[digest] = declaration.n
        return declaration.n
    }

    /// Ends the log: writes `trace.end` with counts and digest, and gives the file its name.
    public func finish(status: EndStatus = .ok, at time: Int? = nil) throws(TraceError) {
        try writeEnd(status: status, at: time)
        try close()
    }

    /// Writes `trace.end` with counts and digest; another trace may begin in the same file.
    public func endTrace(status: EndStatus = .ok, at time: Int? = nil) throws(TraceError) {
        try writeEnd(status: status, at: time)
        structure = LogStructure()
        digest = freshDigest
        declared.removeAll()
    }

    private func writeEnd(status: EndStatus, at time: Int?) throws(TraceError) {
        try writeOut()
        let end: EventBody
        if structure.layer != nil {
            end = .layerEnd(LayerEnd(events: structure.counts.events))
        } else {
            end = .traceEnd(TraceEnd(status: status, counts: structure.counts, digest: digest.finalize()))
        }
        try append(end, at: time)
        try writeOut()
    }

    /// Gives the file its name, after ``endTrace(status:at:)`` of the last trace.
    public func close() throws(TraceError) {
        try writeOut()
        try file.finish()
    }

    private func writeOut() throws(TraceError) {
        var failure: TraceError?
        encoder.withBytes { bytes in
            let raw = UnsafeRawBufferPointer(bytes)
            digest.update(raw)
            do throws(TraceError) { try file.write(raw) } catch { failure = error }
        }
        if let failure { throw failure }
        encoder.removeAll()
    }

    /// The most bytes of a blob that may stand in the log itself: 4 KiB.
    public static let largestInlineBlob = 4096
}
