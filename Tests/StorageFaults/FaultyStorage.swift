public import Saccade
import Synchronization

/// A storage whose calls fail when a test wants them to.
///
/// It counts every call that changes something or reads; a closure decides which of them fail, and how.
public final class FaultyStorage: Storage {
    /// A call of ``Storage`` or of one of its files.
    public enum Call: String, Sendable, Hashable, CaseIterable {
        case open, create, openForAppending, rename, remove, createFolder, list, entry, syncFolder
        case read, write, sync, truncate, close
    }

    /// How a call fails.
    public enum Fault: String, Sendable, Hashable, CaseIterable {
        /// ENOSPC, and nothing of a write reaches the file.
        case noSpace = "No space left on device"
        /// EIO, and nothing of a write reaches the file.
        case inputOutput = "Input/output error"
        /// ENOSPC after half of a write has reached the file, as a disk does that fills up.
        case shortWrite = "No space left on device (after a part)"
        /// EIO after all of a write has reached the file: the error came late.
        case lateError = "Input/output error (late)"
    }

    /// Decides about a call, given its kind and how many calls there were before it.
    public typealias Decision = @Sendable (_ call: Call, _ number: Int) -> Fault?

    private let base: any Storage
    private let state: Mutex<State>

    private struct State {
        var decide: Decision
        var calls: [Call] = []
        var failures = 0
    }

    /// Lets the calls of another storage fail.
    public init(_ base: any Storage, decide: @escaping Decision = { _, _ in nil }) {
        self.base = base
        state = Mutex(State(decide: decide))
    }

    /// The calls so far, those that failed too.
    public var calls: [Call] { state.withLock { $0.calls } }

    /// How many calls failed.
    public var failures: Int { state.withLock { $0.failures } }

    /// Decides otherwise from now on; the default lets nothing fail.
    public func decide(_ decide: @escaping Decision = { _, _ in nil }) { state.withLock { $0.decide = decide } }

    /// Counts a call and returns how it fails.
    fileprivate func fault(of call: Call) -> Fault? {
        state.withLock { state in
            let fault = state.decide(call, state.calls.count)
            state.calls.append(call)
            if fault != nil { state.failures += 1 }
            return fault
        }
    }

    fileprivate static func error(_ fault: Fault, _ call: Call, _ path: String) -> TraceError {
        TraceError(.fileSystem, "cannot \(call.rawValue) \(path): \(fault.rawValue)")
    }

    private func allow(_ call: Call, _ path: String) throws(TraceError) {
        if let fault = fault(of: call) { throw FaultyStorage.error(fault, call, path) }
    }

    /// Opens a file for reading, unless the call fails.
    public func open(_ path: String) throws(TraceError) -> any StorageFile {
        try allow(.open, path)
        return FaultyFile(try base.open(path), path, self)
    }

    /// Creates a file, unless the call fails.
    public func create(_ path: String, replacing: Bool) throws(TraceError) -> any StorageFile {
        try allow(.create, path)
        return FaultyFile(try base.create(path, replacing: replacing), path, self)
    }

    /// Reopens a file, unless the call fails.
    public func openForAppending(_ path: String) throws(TraceError) -> any StorageFile {
        try allow(.openForAppending, path)
        return FaultyFile(try base.openForAppending(path), path, self)
    }

    /// Renames a file, unless the call fails.
    public func rename(_ path: String, to newPath: String) throws(TraceError) {
        try allow(.rename, path)
        try base.rename(path, to: newPath)
    }

    /// Removes a file, unless the call fails.
    public func remove(_ path: String) throws(TraceError) {
        try allow(.remove, path)
        try base.remove(path)
    }

    /// Creates a folder, unless the call fails.
    public func createFolder(_ path: String) throws(TraceError) {
        try allow(.createFolder, path)
        try base.createFolder(path)
    }

    /// Lists a folder, unless the call fails.
    public func list(_ path: String) throws(TraceError) -> [String] {
        try allow(.list, path)
        return try base.list(path)
    }

    /// Says what a path names, unless the call fails.
    public func entry(_ path: String) throws(TraceError) -> StorageEntry? {
        try allow(.entry, path)
        return try base.entry(path)
    }

    /// Syncs a folder, unless the call fails.
    public func syncFolder(_ path: String) throws(TraceError) {
        try allow(.syncFolder, path)
        try base.syncFolder(path)
    }
}

/// A file of a faulty storage.
private final class FaultyFile: StorageFile {
    private let base: any StorageFile
    private let path: String
    private let storage: FaultyStorage

    init(_ base: any StorageFile, _ path: String, _ storage: FaultyStorage) {
        self.base = base
        self.path = path
        self.storage = storage
    }

    private func allow(_ call: FaultyStorage.Call) throws(TraceError) {
        if let fault = storage.fault(of: call) { throw FaultyStorage.error(fault, call, path) }
    }

    func read(upTo count: Int) throws(TraceError) -> [UInt8] {
        try allow(.read)
        return try base.read(upTo: count)
    }

    func read(into memory: UnsafeMutableRawBufferPointer, at offset: Int) throws(TraceError) -> Int {
        try allow(.read)
        return try base.read(into: memory, at: offset)
    }

    func size() throws(TraceError) -> Int? { try base.size() }

    func write(_ bytes: UnsafeRawBufferPointer) throws(TraceError) {
        guard let fault = storage.fault(of: .write) else { return try base.write(bytes) }
        switch fault {
        case .noSpace, .inputOutput: break
        case .shortWrite: try base.write(UnsafeRawBufferPointer(rebasing: bytes.prefix(bytes.count / 2)))
        case .lateError: try base.write(bytes)
        }
        throw FaultyStorage.error(fault, .write, path)
    }

    func sync() throws(TraceError) {
        try allow(.sync)
        try base.sync()
    }

    func truncate(to size: Int) throws(TraceError) {
        try allow(.truncate)
        try base.truncate(to: size)
    }

    func close() throws(TraceError) {
        // Linux gives the descriptor up even where closing reports an error.
        try base.close()
        try allow(.close)
    }
}
