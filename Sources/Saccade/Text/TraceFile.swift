/// A file in either encoding that holds one trace or several.
public struct TraceFile: Sendable {
    /// The path, `-` for standard input.
    public let path: String
    /// The storage that it lies in.
    public let storage: any Storage
    /// The blobs beside the file, for logs in the text encoding.
    public let blobs: BlobStore
    private let container = ContainerCache()

    /// Names a file; its blobs are in the folder `blobs` beside it unless they are elsewhere.
    public init(path: String, storage: any Storage = FileStorage(), blobs: BlobStore? = nil) {
        self.path = path
        self.storage = storage
        self.blobs = blobs ?? BlobStore(besideTrace: path, storage: storage)
    }

    /// Reads the whole of the file's traces into memory, or of those that a selector names.
    ///
    /// - Throws: ``TraceError`` with the place of the first event that cannot be read.
    public func load(selecting selector: TraceSelector? = nil) throws(TraceError) -> [TraceState] {
        var traces: [TraceState] = []
        try forEach(selecting: selector) { traces.append($0) }
        return traces
    }

    /// Reads the file's traces one after another and calls a closure with each, so that only one is in memory.
    ///
    /// - Returns: The number of traces in the file, whether they were selected or not.
    /// - Throws: ``TraceError`` with the place of the first event that cannot be read.
    @discardableResult public func forEach(
        selecting selector: TraceSelector? = nil, _ body: (TraceState) throws(TraceError) -> Void
    ) throws(TraceError) -> Int {
        let reader = try TraceReader(path: path, storage: storage, selecting: selector)
        var state: TraceState?
        while let entry = try reader.next() {
            if entry.index == 0 {
                if let state { try body(state) }
                state = TraceState()
            }
            state?.apply(entry.event)
        }
        if let state { try body(state) }
        return reader.traces
    }

    /// Why a file of the binary encoding has no more than what is whole of it, because it was not finished or is damaged;
    /// `nil` for a file that is whole, for text, and for one that cannot be opened.
    public var ending: TraceError? { (try? container.ending(path: path, storage: storage)) ?? nil }

    /// Returns what is wrong with images and other blobs in a file of the binary encoding, by the checksums of its chunks;
    /// nothing for a file that is whole, for text, and for one that cannot be opened.
    ///
    /// Reading the events compares the checksums of their chunks alone.
    public func damagedBlobs() -> [TraceError] {
        (try? container.damagedBlobs(path: path, storage: storage)) ?? []
    }

    /// Returns the bytes of an image: its blob, or what stands in the log itself.
    ///
    /// - Throws: ``TraceError`` with code `missing-blob` where the trace has none or the file is gone.
    public func bytes(of image: ImageDeclaration, limit: Int = 1 << 28) throws(TraceError) -> [UInt8] {
        if let inline = image.inline {
            guard let bytes = Base64.decode(inline.utf8) else {
                throw TraceError(.invalidField, "image \(image.n) \"inline\": expected base64")
            }
            return bytes
        }
        if let reason = image.missing { throw TraceError(.missingBlob, "image \(image.n) is missing: \(reason)") }
        if let reason = image.elided { throw TraceError(.missingBlob, "image \(image.n) was elided: \(reason)") }
        guard let digest = image.digest else {
            throw TraceError(.missingBlob, "image \(image.n) has no digest to find its bytes by")
        }
        return try blob(digest, media: image.media, limit: limit)
    }

    /// Returns the bytes with a digest: what the file has, or for a text log the blob beside it.
    ///
    /// - Throws: ``TraceError`` with code `missing-blob` where they are not.
    public func blob(_ digest: Digest, media: String? = nil, limit: Int = 1 << 28) throws(TraceError) -> [UInt8] {
        guard let found = try container.blob(digest, path: path, storage: storage) else {
            return try blobs.read(digest, media: media, limit: limit)
        }
        guard let bytes = found.bytes else {
            throw TraceError(
                .missingBlob, "expected the bytes \(BlobStore.name(of: digest, media: media)) in \(path), found none")
        }
        guard bytes.count <= limit else {
            throw TraceError(.limitExceeded, "expected at most \(limit) bytes in a blob, found \(bytes.count)")
        }
        return bytes
    }
}

/// The reader of a file of the binary encoding, opened when the first image is asked for.
private final class ContainerCache: Sendable {
    private enum State {
        case unopened
        case text
        case container(SegmentChain)
    }

    private let state = Lock(State.unopened)

    /// Returns what a container has for a digest, or `nil` if the file is none.
    func blob(
        _ digest: Digest, path: String, storage: any Storage
    ) throws(TraceError) -> (bytes: [UInt8]?, Void)? {
        try withReader(path, storage) { (reader) throws(TraceError) in
            try reader.map { (reader) throws(TraceError) in (try reader.blob(digest), ()) }
        }
    }

    /// Returns what is wrong with what a container holds beside events.
    func damagedBlobs(path: String, storage: any Storage) throws(TraceError) -> [TraceError] {
        try withReader(path, storage) { $0?.reader.damagedBlobs() ?? [] }
    }

    /// Returns why a container has no more than what is whole of it.
    func ending(path: String, storage: any Storage) throws(TraceError) -> TraceError? {
        try withReader(path, storage) { $0?.ending }
    }

    private func withReader<R: Sendable>(
        _ path: String, _ storage: any Storage, _ body: (SegmentChain?) throws(TraceError) -> R
    ) throws(TraceError) -> R {
        try state.withLock { (state) throws(TraceError) in
            if case .unopened = state { state = try ContainerCache.open(path, storage) }
            guard case .container(let reader) = state else { return try body(nil) }
            return try body(reader)
        }
    }

    private static func open(_ path: String, _ storage: any Storage) throws(TraceError) -> State {
        guard try storage.entry(path)?.isFolder == false else { return .text }
        let file = try storage.open(path)
        guard try ContainerFormat.isContainer(file) else { return .text }
        return .container(SegmentChain(try ContainerReader(file, path: path), storage: storage))
    }
}
