import Saccade
import Synchronization

/// The files of the disk, and standard input as `-`: kept in memory if it is an MCAP file, whose images are read after its
/// events; a text log is read as it comes.
final class StandardInput: Storage {
    private let disk = FileStorage()
    private let memory = MemoryStorage()

    private static let path = "-"

    func open(_ path: String) throws(TraceError) -> any StorageFile {
        guard path == Self.path else { return try disk.open(path) }
        if memory[path] != nil { return try memory.open(path) }
        let input = try disk.open(path)
        var head: [UInt8] = []
        while head.count < MCAP.magic.count {
            let piece = try input.read(upTo: MCAP.magic.count - head.count)
            if piece.isEmpty { break }
            head += piece
        }
        guard head == MCAP.magic else { return PrefixedFile(head, input) }
        while true {
            let piece = try input.read(upTo: 1 << 20)
            if piece.isEmpty { break }
            head += piece
            guard head.count <= Self.mostBytes else {
                throw TraceError(
                    .limitExceeded,
                    "expected an MCAP file of at most \(Self.mostBytes) bytes on standard input, found more: name the file"
                )
            }
        }
        memory[path] = head
        return try memory.open(path)
    }

    /// The most bytes that are kept: 4 GiB.
    private static let mostBytes = 1 << 32

    func entry(_ path: String) throws(TraceError) -> StorageEntry? {
        path == Self.path && memory[path] != nil ? try memory.entry(path) : try disk.entry(path)
    }

    func create(_ path: String, replacing: Bool) throws(TraceError) -> any StorageFile {
        try disk.create(path, replacing: replacing)
    }
    func rename(_ path: String, to newPath: String) throws(TraceError) { try disk.rename(path, to: newPath) }
    func remove(_ path: String) throws(TraceError) { try disk.remove(path) }
    func createFolder(_ path: String) throws(TraceError) { try disk.createFolder(path) }
    func list(_ path: String) throws(TraceError) -> [String] { try disk.list(path) }
    func syncFolder(_ path: String) throws(TraceError) { try disk.syncFolder(path) }
}
