/// Files in memory, for tests and for what never touches a disk.
public final class MemoryStorage: Storage {
    fileprivate struct State {
        var files: [String: [UInt8]] = [:]
        var folders: Set<String> = ["."]
    }

    fileprivate let state = Lock(State())

    /// Creates a storage without files.
    public init() {}

    /// The contents of a file, or `nil`.
    public subscript(path: String) -> [UInt8]? {
        get { state.withLock { $0.files[path] } }
        set { state.withLock { $0.files[path] = newValue } }
    }

    /// Opens a file for reading.
    public func open(_ path: String) throws(TraceError) -> any StorageFile {
        guard self[path] != nil else { throw TraceError(.fileSystem, "cannot open \(path): no such file") }
        return MemoryFile(storage: self, path: path)
    }

    /// Creates a file for writing.
    public func create(_ path: String, replacing: Bool) throws(TraceError) -> any StorageFile {
        guard replacing || self[path] == nil else {
            throw TraceError(.fileSystem, "cannot create \(path): the file exists")
        }
        self[path] = []
        return MemoryFile(storage: self, path: path)
    }

    /// Opens a file that exists, for reading at any offset and for writing after its end.
    public func openForAppending(_ path: String) throws(TraceError) -> any StorageFile { try open(path) }

    /// Gives a file a new name, replacing what has that name.
    public func rename(_ path: String, to newPath: String) throws(TraceError) {
        let found = state.withLock { state in
            guard let bytes = state.files.removeValue(forKey: path) else { return false }
            state.files[newPath] = bytes
            return true
        }
        guard found else { throw TraceError(.fileSystem, "cannot rename \(path): no such file") }
    }

    /// Removes a file.
    public func remove(_ path: String) throws(TraceError) {
        let found = state.withLock { $0.files.removeValue(forKey: path) != nil }
        guard found else { throw TraceError(.fileSystem, "cannot remove \(path): no such file") }
    }

    /// Creates a folder and those around it.
    public func createFolder(_ path: String) throws(TraceError) {
        state.withLock { _ = $0.folders.insert(path) }
    }

    /// Returns the names in a folder, sorted by their bytes.
    public func list(_ path: String) throws(TraceError) -> [String] {
        let names = state.withLock { state in
            state.files.keys.filter { StoragePath.folder(of: $0) == path }.map { StoragePath.name(of: $0) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Returns what a path names, or `nil` if it names nothing.
    public func entry(_ path: String) throws(TraceError) -> StorageEntry? {
        state.withLock { state in
            if let bytes = state.files[path] { return StorageEntry(isFolder: false, size: bytes.count) }
            let holdsFiles = state.files.keys.contains { StoragePath.folder(of: $0) == path }
            return holdsFiles || state.folders.contains(path) ? StorageEntry(isFolder: true, size: 0) : nil
        }
    }

    /// Makes the names in a folder survive a loss of power.
    public func syncFolder(_ path: String) throws(TraceError) {}
}

/// A file of a memory storage.
private final class MemoryFile: StorageFile {
    private let storage: MemoryStorage
    private let path: String
    private var position = 0

    init(storage: MemoryStorage, path: String) {
        self.storage = storage
        self.path = path
    }

    func read(upTo count: Int) throws(TraceError) -> [UInt8] {
        let piece = storage.state.withLock { state in
            Array((state.files[path] ?? []).dropFirst(position).prefix(count))
        }
        position += piece.count
        return piece
    }

    func read(into memory: UnsafeMutableRawBufferPointer, at offset: Int) throws(TraceError) -> Int {
        storage.state.withLock { state in
            let piece = (state.files[path] ?? []).dropFirst(max(0, offset)).prefix(memory.count)
            memory.copyBytes(from: piece)
            return piece.count
        }
    }

    func size() -> Int? { storage.state.withLock { $0.files[path]?.count ?? 0 } }

    func write(_ bytes: UnsafeRawBufferPointer) throws(TraceError) {
        storage.state.withLock { state in state.files[path, default: []].append(contentsOf: bytes) }
    }

    func sync() throws(TraceError) {}

    func truncate(to size: Int) throws(TraceError) {
        storage.state.withLock { state in
            let excess = (state.files[path]?.count ?? 0) - size
            if excess > 0 { state.files[path]?.removeLast(excess) }
        }
    }

    func close() throws(TraceError) {}
}
