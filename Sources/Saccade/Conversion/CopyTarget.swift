/// A file that traces are copied into.
protocol CopyTarget: AnyObject {
    /// Whether the file keeps bytes that events name.
    var keepsBlobs: Bool { get }
    /// Begins the next trace; its first event follows.
    func begin() throws(TraceError)
    /// Takes an event as it stood; the bytes that it names came before.
    func append(_ entry: LogEntry) throws(TraceError)
    /// Takes bytes that the next event names.
    func blob(_ bytes: [UInt8], _ reference: BlobReference, at time: Int?) throws(TraceError)
    /// Returns whether the file has bytes already, so that they need not be read.
    func contains(_ reference: BlobReference) throws(TraceError) -> Bool
    /// Ends the file and gives it its name; without this call nothing is left of it.
    func finish() throws(TraceError)
}

/// A text log, with its blobs beside it.
final class TextTarget: CopyTarget {
    private let file: PendingFile
    private let blobs: BlobStore?

    init(path: String, storage: any Storage) throws(TraceError) {
        file = try PendingFile(path: path, storage: storage)
        blobs = path == "-" ? nil : BlobStore(besideTrace: path, storage: storage)
    }

    var keepsBlobs: Bool { blobs != nil }

    func begin() {}

    func append(_ entry: LogEntry) throws(TraceError) { try file.write(entry.source + [UInt8(ascii: "\n")]) }

    func blob(_ bytes: [UInt8], _ reference: BlobReference, at time: Int?) throws(TraceError) {
        try blobs?.write(bytes, digest: reference.digest, media: reference.media)
    }

    func contains(_ reference: BlobReference) throws(TraceError) -> Bool {
        // Bytes that stand in the event itself are not written beside it.
        guard let blobs, reference.image?.inline == nil else { return true }
        return try blobs.path(of: reference.digest, media: reference.media) != nil
    }

    func finish() throws(TraceError) { try file.finish() }
}

/// A file of the binary encoding.
final class ContainerTarget: CopyTarget {
    private let container: ContainerWriter
    private let makeProjection: () -> ViewerProjection?
    private var sink: ContainerSink<ContainerWriter>?
    private var isFinished = false

    init(
        path: String, layout: ContainerWriter.Layout, options: ContainerOptions, storage: any Storage,
        projection: @escaping () -> ViewerProjection?
    ) throws(TraceError) {
        // What is unfinished under the same name may be what a server is writing, or the very file that is copied.
        container = try ContainerWriter(path: path, layout: layout, options: options, storage: storage)
        makeProjection = projection
    }

    deinit { if !isFinished { try? container.abandon() } }

    var keepsBlobs: Bool { true }

    func begin() throws(TraceError) {
        try sink?.endTrace()
        sink = ContainerSink(container, isOwned: false, viewer: makeProjection())
    }

    func append(_ entry: LogEntry) throws(TraceError) {
        try entry.source.withBytes { (bytes) throws(TraceError) in try sink?.append(entry.event, bytes) }
    }

    func blob(_ bytes: [UInt8], _ reference: BlobReference, at time: Int?) throws(TraceError) {
        if let image = reference.image {
            _ = try sink?.image(bytes, digest: reference.digest, as: image, at: time)
        } else {
            try sink?.blob(bytes, digest: reference.digest, media: reference.media, at: time)
        }
    }

    func contains(_ reference: BlobReference) -> Bool {
        // An image that has another ordinal too is named once for each, so that its regions find it.
        reference.image == nil && container.contains(reference.digest)
    }

    func finish() throws(TraceError) {
        try sink?.endTrace()
        try container.finish()
        isFinished = true
    }
}
