/// A file that traces are copied from, and where the bytes are that its events name.
final class CopySource {
    /// What the user calls it.
    let name: String
    private let file: TraceFile
    private let selector: TraceSelector?

    /// Opens a file; standard input is read to its end first, because a copy may need to read it twice.
    init(_ path: String, selecting selector: TraceSelector?, storage: any Storage) throws(TraceError) {
        self.selector = selector
        name = path == "-" ? "<standard input>" : path
        guard path == "-" else {
            file = TraceFile(path: path, storage: storage)
            return
        }
        let memory = MemoryStorage()
        memory[name] = try storage.contents(of: path)
        file = TraceFile(path: name, storage: memory, blobs: BlobStore(besideTrace: path, storage: storage))
    }

    /// Returns a reader from the beginning.
    func reader() throws(TraceError) -> TraceReader {
        try TraceReader(path: file.path, storage: file.storage, selecting: selector)
    }

    /// Returns the number of traces that are to be copied.
    func traceCount() throws(TraceError) -> Int {
        let reader = try reader()
        while try reader.next() != nil {}
        return reader.found
    }

    /// Returns what the file holds that no copy of its traces has, in words.
    func foreignContents() throws(TraceError) -> [String] {
        guard try file.storage.entry(file.path)?.isFolder == false,
            try ContainerFormat.isContainer(file.storage.open(file.path))
        else { return [] }
        return try ContainerReader(path: file.path, storage: file.storage).foreignContents()
    }

    /// Returns the bytes that an event names, or `nil` if they are not to be had.
    func bytes(of blob: BlobReference) throws(TraceError) -> [UInt8]? {
        do throws(TraceError) {
            if let image = blob.image { return try file.bytes(of: image, limit: CopySource.largestBlob) }
            return try file.blob(blob.digest, media: blob.media, limit: CopySource.largestBlob)
        } catch {
            if error.code == .missingBlob { return nil }
            throw error
        }
    }

    /// The most bytes of a blob: 1 GiB.
    private static let largestBlob = 1 << 30
}
