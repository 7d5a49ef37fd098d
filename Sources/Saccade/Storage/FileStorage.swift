/// The files of the disk.
///
/// The path `-` reads from standard input and writes to standard output.
public struct FileStorage: Storage {
    private let calls: FileCalls

    /// Creates the storage.
    public init() { calls = FileCalls() }

    /// Creates a storage whose files make other system calls, for tests.
    init(calls: FileCalls) { self.calls = calls }

    /// Opens a file for reading.
    public func open(_ path: String) throws(TraceError) -> any StorageFile {
        if path == "-" { return DescriptorFile(descriptor: 0, path: "standard input", isOwned: false, calls: calls) }
        let descriptor = SystemCalls.openForReading(path)
        guard descriptor >= 0 else { throw FileStorage.failure("cannot open", path) }
        let file = DescriptorFile(descriptor: descriptor, path: path, isOwned: true, calls: calls)
        if SystemCalls.look(descriptor)?.isFolder == true {
            throw TraceError(.fileSystem, "cannot read \(path): expected a file, found a folder")
        }
        return file
    }

    /// Creates a file for writing.
    public func create(_ path: String, replacing: Bool) throws(TraceError) -> any StorageFile {
        if path == "-" { return DescriptorFile(descriptor: 1, path: "standard output", isOwned: false, calls: calls) }
        let descriptor = SystemCalls.create(path, replacing: replacing)
        guard descriptor >= 0 else { throw FileStorage.failure("cannot create", path) }
        return DescriptorFile(descriptor: descriptor, path: path, isOwned: true, calls: calls)
    }

    /// Opens a file that exists, for reading at any offset and for writing after its end.
    public func openForAppending(_ path: String) throws(TraceError) -> any StorageFile {
        let descriptor = SystemCalls.openForAppending(path)
        guard descriptor >= 0 else { throw FileStorage.failure("cannot open for appending", path) }
        return DescriptorFile(descriptor: descriptor, path: path, isOwned: true, calls: calls)
    }

    /// Gives a file a new name, replacing what has that name.
    public func rename(_ path: String, to newPath: String) throws(TraceError) {
        guard SystemCalls.renameFile(path, to: newPath) else {
            throw FileStorage.failure("cannot rename to \(newPath)", path)
        }
    }

    /// Removes a file.
    public func remove(_ path: String) throws(TraceError) {
        guard SystemCalls.removeFile(path) else { throw FileStorage.failure("cannot remove", path) }
    }

    /// Creates a folder and those around it.
    public func createFolder(_ path: String) throws(TraceError) {
        if SystemCalls.look(path)?.isFolder == true { return }
        let parent = StoragePath.folder(of: path)
        if parent != path, SystemCalls.look(parent) == nil { try createFolder(parent) }
        guard SystemCalls.makeFolder(path) || SystemCalls.existedAlready else {
            throw FileStorage.failure("cannot create the folder", path)
        }
    }

    /// Returns the names in a folder, sorted by their bytes.
    public func list(_ path: String) throws(TraceError) -> [String] {
        guard let names = SystemCalls.names(in: path) else { throw FileStorage.failure("cannot list", path) }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Returns what a path names, or `nil` if it names nothing.
    public func entry(_ path: String) throws(TraceError) -> StorageEntry? {
        // Standard input and output have no name in a folder.
        if path == "-" { return nil }
        if let entry = SystemCalls.look(path) { return entry }
        guard SystemCalls.wasMissing else { throw FileStorage.failure("cannot look at", path) }
        return nil
    }

    /// Makes the names in a folder survive a loss of power.
    public func syncFolder(_ path: String) throws(TraceError) {
        let descriptor = SystemCalls.openFolder(path)
        guard descriptor >= 0 else { throw FileStorage.failure("cannot open the folder", path) }
        defer { SystemCalls.closeDescriptor(descriptor) }
        guard SystemCalls.syncAll(descriptor) else { throw FileStorage.failure("cannot sync the folder", path) }
    }

    /// Takes a lock that is a file; the file stays.
    public func lock(_ path: String) throws(TraceError) -> (any StorageLock)? {
        let descriptor = SystemCalls.openForLocking(path)
        guard descriptor >= 0 else { throw FileStorage.failure("cannot open", path) }
        if SystemCalls.lock(descriptor) { return FileLock(descriptor: descriptor) }
        let isTaken = SystemCalls.wouldBlock
        let failure = FileStorage.failure("cannot lock", path)
        SystemCalls.closeDescriptor(descriptor)
        guard isTaken else { throw failure }
        return nil
    }

    /// Returns the error of the last system call.
    fileprivate static func failure(_ action: String, _ path: String) -> TraceError {
        TraceError(.fileSystem, "\(action) \(path): \(SystemCalls.lastErrorText)")
    }
}

/// A lock on a file, which the system gives back with the descriptor.
private final class FileLock: StorageLock {
    private let descriptor: Int32

    init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { SystemCalls.closeDescriptor(descriptor) }
}

/// The system calls that a file makes, each of which may be interrupted or do only a part.
struct FileCalls: Sendable {
    var read: @Sendable (Int32, UnsafeMutableRawPointer?, Int) -> Int = { SystemCalls.readBytes($0, $1, $2) }
    var readAt: @Sendable (Int32, UnsafeMutableRawPointer?, Int, Int) -> Int = {
        SystemCalls.readBytes($0, $1, $2, at: $3)
    }
    var write: @Sendable (Int32, UnsafeRawPointer?, Int) -> Int = { SystemCalls.writeBytes($0, $1, $2) }
    var sync: @Sendable (Int32) -> Bool = { SystemCalls.syncData($0) }

    /// Repeats a call while signals interrupt it; anything below 0 is an error.
    static func retrying(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 || !SystemCalls.wasInterrupted { return result }
        }
    }
}

/// A file behind a descriptor, used by one thread at a time.
private final class DescriptorFile: StorageFile {
    private var descriptor: Int32
    private let path: String
    private let isOwned: Bool
    private let calls: FileCalls

    init(descriptor: Int32, path: String, isOwned: Bool, calls: FileCalls) {
        self.descriptor = descriptor
        self.path = path
        self.isOwned = isOwned
        self.calls = calls
    }

    deinit { if isOwned, descriptor >= 0 { SystemCalls.closeDescriptor(descriptor) } }

    func read(upTo count: Int) throws(TraceError) -> [UInt8] {
        var received = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            received = FileCalls.retrying { calls.read(descriptor, buffer.baseAddress, count) }
            initialized = max(0, received)
        }
        guard received >= 0 else { throw FileStorage.failure("cannot read", path) }
        return bytes
    }

    func read(into memory: UnsafeMutableRawBufferPointer) throws(TraceError) -> Int {
        let received = FileCalls.retrying { calls.read(descriptor, memory.baseAddress, memory.count) }
        guard received >= 0 else { throw FileStorage.failure("cannot read", path) }
        return received
    }

    func read(into memory: UnsafeMutableRawBufferPointer, at offset: Int) throws(TraceError) -> Int {
        var done = 0
        while done < memory.count {
            let next = memory.baseAddress?.advanced(by: done)
            let received = FileCalls.retrying { calls.readAt(descriptor, next, memory.count - done, offset + done) }
            guard received >= 0 else { throw FileStorage.failure("cannot read", path) }
            if received == 0 { break }
            done += received
        }
        return done
    }

    func size() -> Int? { SystemCalls.sizeOfFile(descriptor) }

    func write(_ bytes: UnsafeRawBufferPointer) throws(TraceError) {
        var done = 0
        while done < bytes.count {
            // A disk that fills up takes a part first and says so only at the next call.
            let next = bytes.baseAddress?.advanced(by: done)
            let written = FileCalls.retrying { calls.write(descriptor, next, bytes.count - done) }
            guard written >= 0 else { throw FileStorage.failure("cannot write", path) }
            guard written > 0 else {
                throw TraceError(.fileSystem, "cannot write \(path): the system takes no more bytes")
            }
            done += written
        }
    }

    func sync() throws(TraceError) {
        // An interrupted sync has lost nothing, unlike a failed one.
        guard FileCalls.retrying({ calls.sync(descriptor) ? 0 : -1 }) == 0 else {
            throw FileStorage.failure("cannot sync", path)
        }
    }

    func truncate(to size: Int) throws(TraceError) {
        guard SystemCalls.cut(descriptor, to: size) else { throw FileStorage.failure("cannot cut", path) }
    }

    func close() throws(TraceError) {
        guard isOwned, descriptor >= 0 else { return }
        let closing = descriptor
        descriptor = -1
        guard SystemCalls.closeDescriptor(closing) else { throw FileStorage.failure("cannot close", path) }
    }
}
