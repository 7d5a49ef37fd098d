public import Saccade
import Synchronization

/// A storage that knows what a loss of power may leave of it.
///
/// A write survives for sure only once its file has been synced, and a name once its folder has. Until then each write may
/// be there, not there, or there in some of its sectors; a later one may have come before an earlier one, with zeros
/// between; a file may have grown before its bytes came; and a new name, a rename or a removal may be undone.
public final class PowerLossStorage: Storage {
    /// A file's bytes, whatever it is called.
    private struct Inode {
        /// What is on the disk for sure.
        var durable: [UInt8] = []
        /// What was done since the last sync, in order.
        var pending: [Change] = []
        /// What programs see.
        var current: [UInt8] = []
    }

    private enum Change {
        case write(offset: Int, bytes: [UInt8])
        case truncate(size: Int)
    }

    /// A change of a folder that has not been synced.
    private enum NameChange {
        case set(path: String, inode: Int)
        case remove(path: String)
        case rename(from: String, to: String, inode: Int)
    }

    private struct State {
        var inodes: [Inode] = []
        var names: [String: Int] = [:]
        var durableNames: [String: Int] = [:]
        var pendingNames: [NameChange] = []
        var folders: Set<String> = ["."]
        var operations = 0
    }

    private let state = Mutex(State())
    private let observe: @Sendable (PowerLossStorage) -> Void

    /// Creates an empty storage; the closure is called after every change, when power may go.
    public init(observe: @escaping @Sendable (PowerLossStorage) -> Void = { _ in }) { self.observe = observe }

    /// How many changes there were.
    public var operations: Int { state.withLock { $0.operations } }

    // MARK: After the loss

    /// Returns what is there after the process was killed: all that was written.
    public func afterKill() -> MemoryStorage {
        state.withLock { state in
            PowerLossStorage.storage(state.names.mapValues { state.inodes[$0].current })
        }
    }

    /// Returns one of the states that a loss of power may leave.
    public func afterPowerLoss(using generator: inout some RandomNumberGenerator) -> MemoryStorage {
        state.withLock { state in
            let names = PowerLossStorage.names(of: state, using: &generator)
            // In a fixed order, so that a seed gives the same state every time.
            var files: [String: [UInt8]] = [:]
            for name in names.keys.sorted() {
                guard let inode = names[name] else { continue }
                files[name] = PowerLossStorage.bytes(of: state.inodes[inode], using: &generator)
            }
            return PowerLossStorage.storage(files)
        }
    }

    private static func storage(_ files: [String: [UInt8]]) -> MemoryStorage {
        let storage = MemoryStorage()
        for (path, bytes) in files { storage[path] = bytes }
        return storage
    }

    /// Undoes some changes of names: all from one on, as a journal does, or any.
    private static func names(
        of state: State, using generator: inout some RandomNumberGenerator
    ) -> [String: Int] {
        var names = state.durableNames
        let kept = Int.random(in: 0...state.pendingNames.count, using: &generator)
        let isJournal = Bool.random(using: &generator)
        for (number, change) in state.pendingNames.enumerated() {
            guard isJournal ? number < kept : Bool.random(using: &generator) else { continue }
            switch change {
            case .set(let path, let inode): names[path] = inode
            case .remove(let path): names[path] = nil
            case .rename(let from, let to, let inode):
                // A name that never came to the disk cannot be renamed there.
                guard names[from] == inode else { continue }
                names[from] = nil
                names[to] = inode
            }
        }
        return names
    }

    /// The size of what a disk writes at once.
    private static let sector = 512

    /// Applies some of the changes since the last sync.
    private static func bytes(of inode: Inode, using generator: inout some RandomNumberGenerator) -> [UInt8] {
        var bytes = inode.durable
        let count = inode.pending.count
        let kept = Int.random(in: 0...count, using: &generator)
        // In order with the last one torn, or in any order with any torn.
        let isOrdered = Bool.random(using: &generator)
        for (number, change) in inode.pending.enumerated() {
            switch change {
            case .truncate(let size):
                guard isOrdered ? number < kept : Bool.random(using: &generator) else { continue }
                if bytes.count > size { bytes.removeLast(bytes.count - size) }
            case .write(let offset, let written):
                let isWhole = isOrdered ? number < kept : Int.random(in: 0..<3, using: &generator) == 0
                let isTorn = isOrdered ? number == kept : Bool.random(using: &generator)
                guard isWhole || isTorn else { continue }
                let grown = isWhole ? written.count : Int.random(in: 0...written.count, using: &generator)
                grow(&bytes, to: offset + grown)
                for start in stride(from: 0, to: written.count, by: sector) {
                    guard isWhole || Bool.random(using: &generator) else { continue }
                    for index in start..<min(start + sector, written.count) where offset + index < bytes.count {
                        bytes[offset + index] = written[index]
                    }
                }
            }
        }
        return bytes
    }

    private static func grow(_ bytes: inout [UInt8], to size: Int) {
        if bytes.count < size { bytes += [UInt8](repeating: 0, count: size - bytes.count) }
    }

    // MARK: Storage

    private func change<R>(_ body: (inout State) throws(TraceError) -> R) throws(TraceError) -> R {
        let result = try state.withLock { (state) throws(TraceError) in
            state.operations += 1
            return try body(&state)
        }
        observe(self)
        return result
    }

    private static func missing(_ path: String) -> TraceError {
        TraceError(.fileSystem, "cannot find \(path): no such file")
    }

    /// Opens a file for reading.
    public func open(_ path: String) throws(TraceError) -> any StorageFile {
        guard let inode = state.withLock({ $0.names[path] }) else { throw PowerLossStorage.missing(path) }
        return PowerLossFile(self, inode)
    }

    /// Creates a file for writing.
    public func create(_ path: String, replacing: Bool) throws(TraceError) -> any StorageFile {
        let inode = try change { (state) throws(TraceError) in
            guard replacing || state.names[path] == nil else {
                throw TraceError(.fileSystem, "cannot create \(path): the file exists")
            }
            if let known = state.names[path] {
                state.inodes[known].current = []
                state.inodes[known].pending.append(.truncate(size: 0))
                return known
            }
            state.inodes.append(Inode())
            state.names[path] = state.inodes.count - 1
            state.pendingNames.append(.set(path: path, inode: state.inodes.count - 1))
            return state.inodes.count - 1
        }
        return PowerLossFile(self, inode)
    }

    /// Opens a file that exists, for reading and for writing after its end.
    public func openForAppending(_ path: String) throws(TraceError) -> any StorageFile { try open(path) }

    /// Gives a file a new name, which may be undone until the folder is synced.
    public func rename(_ path: String, to newPath: String) throws(TraceError) {
        try change { (state) throws(TraceError) in
            guard let inode = state.names.removeValue(forKey: path) else { throw PowerLossStorage.missing(path) }
            state.names[newPath] = inode
            state.pendingNames.append(.rename(from: path, to: newPath, inode: inode))
        }
    }

    /// Removes a file, which may be undone until the folder is synced.
    public func remove(_ path: String) throws(TraceError) {
        try change { (state) throws(TraceError) in
            guard state.names.removeValue(forKey: path) != nil else { throw PowerLossStorage.missing(path) }
            state.pendingNames.append(.remove(path: path))
        }
    }

    /// Creates a folder; folders survive.
    public func createFolder(_ path: String) throws(TraceError) { state.withLock { _ = $0.folders.insert(path) } }

    /// Returns the names in a folder, sorted by their bytes.
    public func list(_ path: String) throws(TraceError) -> [String] {
        let names = state.withLock { $0.names.keys.filter { StoragePath.folder(of: $0) == path } }
        return names.map { StoragePath.name(of: $0) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Returns what a path names, or `nil` if it names nothing.
    public func entry(_ path: String) throws(TraceError) -> StorageEntry? {
        state.withLock { state in
            if let inode = state.names[path] {
                return StorageEntry(isFolder: false, size: state.inodes[inode].current.count)
            }
            return state.folders.contains(path) ? StorageEntry(isFolder: true, size: 0) : nil
        }
    }

    /// Makes the names in a folder survive; those of every folder, as a journal does.
    public func syncFolder(_ path: String) throws(TraceError) {
        try change { (state) throws(TraceError) in
            state.durableNames = state.names
            state.pendingNames = []
        }
    }

    // MARK: Files

    fileprivate func read(_ inode: Int, at offset: Int, _ count: Int) -> [UInt8] {
        state.withLock { Array($0.inodes[inode].current.dropFirst(max(0, offset)).prefix(count)) }
    }

    fileprivate func size(_ inode: Int) -> Int { state.withLock { $0.inodes[inode].current.count } }

    fileprivate func write(_ bytes: [UInt8], to inode: Int) throws(TraceError) {
        try change { (state) throws(TraceError) in
            let offset = state.inodes[inode].current.count
            state.inodes[inode].pending.append(.write(offset: offset, bytes: bytes))
            state.inodes[inode].current += bytes
        }
    }

    fileprivate func truncate(_ inode: Int, to size: Int) throws(TraceError) {
        try change { (state) throws(TraceError) in
            let excess = state.inodes[inode].current.count - size
            guard excess > 0 else { return }
            state.inodes[inode].current.removeLast(excess)
            state.inodes[inode].pending.append(.truncate(size: size))
        }
    }

    fileprivate func sync(_ inode: Int) throws(TraceError) {
        try change { (state) throws(TraceError) in
            state.inodes[inode].durable = state.inodes[inode].current
            state.inodes[inode].pending = []
        }
    }
}

/// A file of a storage that may lose power.
private final class PowerLossFile: StorageFile {
    private let storage: PowerLossStorage
    private let inode: Int
    private var position = 0

    init(_ storage: PowerLossStorage, _ inode: Int) {
        self.storage = storage
        self.inode = inode
    }

    func read(upTo count: Int) -> [UInt8] {
        let piece = storage.read(inode, at: position, count)
        position += piece.count
        return piece
    }

    func read(into memory: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        let piece = storage.read(inode, at: offset, memory.count)
        memory.copyBytes(from: piece)
        return piece.count
    }

    func size() -> Int? { storage.size(inode) }
    func write(_ bytes: UnsafeRawBufferPointer) throws(TraceError) { try storage.write(Array(bytes), to: inode) }
    func sync() throws(TraceError) { try storage.sync(inode) }
    func truncate(to size: Int) throws(TraceError) { try storage.truncate(inode, to: size) }
    func close() throws(TraceError) {}
}
