/// Where files live: the disk, memory, or a test that fails on purpose.
///
/// All file access of the library goes through here, so that full disks, torn writes and power loss can be tested.
/// Paths are as the user names them, with `/` between components.
public protocol Storage: Sendable {
    /// Opens a file for reading.
    func open(_ path: String) throws(TraceError) -> any StorageFile
    /// Creates a file for writing; it must not exist unless `replacing` is true, and is then emptied.
    func create(_ path: String, replacing: Bool) throws(TraceError) -> any StorageFile
    /// Opens a file that exists, for reading at any offset and for writing after its end.
    func openForAppending(_ path: String) throws(TraceError) -> any StorageFile
    /// Gives a file a new name, replacing what has that name.
    func rename(_ path: String, to newPath: String) throws(TraceError)
    /// Removes a file.
    func remove(_ path: String) throws(TraceError)
    /// Creates a folder and those around it; one that exists is left alone.
    func createFolder(_ path: String) throws(TraceError)
    /// Returns the names in a folder, sorted by their bytes.
    func list(_ path: String) throws(TraceError) -> [String]
    /// Returns what a path names, or `nil` if it names nothing.
    func entry(_ path: String) throws(TraceError) -> StorageEntry?
    /// Makes the names in a folder survive a loss of power.
    func syncFolder(_ path: String) throws(TraceError)
    /// Takes a lock that is a file, against other programs and within this one; it is given back when the result goes away
    /// or the process dies.
    ///
    /// - Returns: `nil` if somebody else has it.
    func lock(_ path: String) throws(TraceError) -> (any StorageLock)?
}

/// A lock of ``Storage/lock(_:)``, held until it goes away.
public protocol StorageLock: AnyObject {}

/// What a path names.
public struct StorageEntry: Sendable, Hashable {
    /// Whether it is a folder.
    public var isFolder: Bool
    /// The size of a file in bytes.
    public var size: Int
    /// Whether it is a device, a pipe or a socket: what is written there is gone, and nothing takes its name.
    public var isStream: Bool

    /// Creates a description.
    public init(isFolder: Bool, size: Int, isStream: Bool = false) {
        self.isFolder = isFolder
        self.size = size
        self.isStream = isStream
    }
}

/// An open file.
///
/// It is closed when nothing refers to it any more.
public protocol StorageFile: AnyObject {
    /// Reads on from where the last read ended: at least one byte, or none at the end.
    func read(upTo count: Int) throws(TraceError) -> [UInt8]
    /// Reads on into memory, as ``read(upTo:)`` does, and returns how many bytes; 0 at the end.
    func read(into memory: UnsafeMutableRawBufferPointer) throws(TraceError) -> Int
    /// Reads at an offset, whatever was read before, and returns how many bytes; fewer than there is room for only at the
    /// end of the file.
    ///
    /// - Throws: ``TraceError`` with code `file-system`, also where the file has no offsets because it is a pipe.
    func read(into memory: UnsafeMutableRawBufferPointer, at offset: Int) throws(TraceError) -> Int
    /// Returns the size in bytes of a file that can be read at any offset, and `nil` for a pipe and whatever else has none.
    func size() throws(TraceError) -> Int?
    /// Writes all the bytes after what was written before.
    func write(_ bytes: UnsafeRawBufferPointer) throws(TraceError)
    /// Makes what was written survive a loss of power.
    func sync() throws(TraceError)
    /// Cuts the file to a size in bytes.
    func truncate(to size: Int) throws(TraceError)
    /// Closes the file; errors of the last writes may show only here.
    func close() throws(TraceError)
}

extension StorageFile {
    /// Reads on into memory and returns how many bytes; 0 at the end.
    public func read(into memory: UnsafeMutableRawBufferPointer) throws(TraceError) -> Int {
        let piece = try read(upTo: memory.count)
        memory.copyBytes(from: piece.prefix(memory.count))
        return piece.count
    }

    /// Refuses: a file that is not made for it is read from its beginning to its end.
    public func read(into memory: UnsafeMutableRawBufferPointer, at offset: Int) throws(TraceError) -> Int {
        throw TraceError(
            .fileSystem, "cannot read at byte \(offset): the input can only be read from its beginning to its end")
    }

    /// Returns `nil`: a file that is not made for offsets has no size.
    public func size() throws(TraceError) -> Int? { nil }
}

extension Storage {
    /// Refuses: a storage that is not made for it only creates files and reads them.
    public func openForAppending(_ path: String) throws(TraceError) -> any StorageFile {
        throw TraceError(.fileSystem, "cannot append to \(path): this storage does not reopen files")
    }

    /// Gives everybody a lock: a storage that is not made for it is used by one program.
    public func lock(_ path: String) throws(TraceError) -> (any StorageLock)? { NoLock() }

    /// Reads a whole file of at most a number of bytes.
    ///
    /// - Throws: ``TraceError`` with code `file-system`, or `limit-exceeded` if the file is larger.
    public func contents(of path: String, limit: Int = 1 << 30) throws(TraceError) -> [UInt8] {
        let file = try open(path)
        var result: [UInt8] = []
        while true {
            let piece = try file.read(upTo: 1 << 20)
            if piece.isEmpty { return result }
            guard result.count + piece.count <= limit else {
                throw TraceError(.limitExceeded, "expected a file of at most \(limit) bytes: \(path)")
            }
            result.append(contentsOf: piece)
        }
    }

    /// Writes a whole file so that its name never stands for a part of it: under another name first, then renamed.
    public func write(_ bytes: [UInt8], to path: String) throws(TraceError) {
        let file = try PendingFile(path: path, storage: self, isDurable: false)
        try file.write(bytes)
        try file.finish()
    }
}

/// What a storage without locks gives.
private final class NoLock: StorageLock {}

/// Helpers for paths with `/` between components.
public enum StoragePath {
    /// Returns the folder of a path, `.` for a bare name.
    public static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Returns the last component of a path.
    public static func name(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(path[path.utf8.index(after: slash)...])
    }

    /// Returns a path below a folder.
    public static func join(_ folder: String, _ name: String) -> String {
        if folder == "." || folder.isEmpty { return name }
        return folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }
}
