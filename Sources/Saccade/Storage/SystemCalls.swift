// The system calls that `FileStorage` uses, under names that its methods do not hide. Beside `Lock`, the only file that
// differs between systems.
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

enum SystemCalls {
    static var lastError: Int32 { errno }
    static var lastErrorText: String { String(cString: strerror(errno)) }

    static func openForReading(_ path: String) -> Int32 { retrying { open(path, O_RDONLY | O_CLOEXEC) } }

    static func openFolder(_ path: String) -> Int32 { retrying { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) } }

    /// Creates a file whose writes go to its end, wherever that is after it was cut.
    static func create(_ path: String, replacing: Bool) -> Int32 {
        retrying { open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (replacing ? O_TRUNC : O_EXCL), 0o666) }
    }

    static func openForLocking(_ path: String) -> Int32 { retrying { open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666) } }

    /// Takes the lock of an open file unless somebody else has it.
    static func lock(_ descriptor: Int32) -> Bool { retrying { flock(descriptor, LOCK_EX | LOCK_NB) } == 0 }

    /// Whether the last call was interrupted by a signal and did nothing.
    static var wasInterrupted: Bool { errno == EINTR }

    /// Closes a descriptor; where a signal interrupts that, Linux has closed it all the same.
    @discardableResult static func closeDescriptor(_ descriptor: Int32) -> Bool {
        close(descriptor) == 0 || errno == EINTR
    }

    static func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        read(descriptor, buffer, count)
    }

    static func writeBytes(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
        write(descriptor, buffer, count)
    }

    /// Reads at an offset without moving the place of ``readBytes(_:_:_:)``.
    static func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int, at offset: Int) -> Int
    {
        pread(descriptor, buffer, count, off_t(offset))
    }

    /// Opens a file for reading and for appending.
    static func openForAppending(_ path: String) -> Int32 { retrying { open(path, O_RDWR | O_APPEND | O_CLOEXEC) } }

    /// Gives memory another size and keeps its first bytes; large blocks are moved by the page table and not by copying.
    static func reallocate(_ memory: UnsafeMutableRawPointer, used: Int, to size: Int) -> UnsafeMutableRawPointer {
        if let moved = realloc(memory, size) { return moved }
        // As with every other allocation of Swift, running out of memory ends the process here.
        let copy = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        copy.copyMemory(from: memory, byteCount: used)
        memory.deallocate()
        return copy
    }

    /// Returns the first offset of a byte in some bytes.
    static func index(of byte: UInt8, in bytes: UnsafeRawBufferPointer) -> Int? {
        guard let start = bytes.baseAddress, let found = memchr(start, Int32(byte), bytes.count) else { return nil }
        return UnsafeRawPointer(found) - start
    }

    /// Syncs a file's data; pipes and terminals, which cannot be synced, count as synced.
    static func syncData(_ descriptor: Int32) -> Bool {
        #if canImport(Darwin)
        let result = fsync(descriptor)
        #else
        let result = fdatasync(descriptor)
        #endif
        return result == 0 || errno == EINVAL || errno == EROFS
    }

    static func syncAll(_ descriptor: Int32) -> Bool { fsync(descriptor) == 0 }

    static func cut(_ descriptor: Int32, to size: Int) -> Bool {
        retrying { ftruncate(descriptor, off_t(size)) } == 0
    }

    static func renameFile(_ path: String, to newPath: String) -> Bool { rename(path, newPath) == 0 }

    static func removeFile(_ path: String) -> Bool { unlink(path) == 0 }

    static func makeFolder(_ path: String) -> Bool { mkdir(path, 0o777) == 0 }

    static var wasMissing: Bool { errno == ENOENT || errno == ENOTDIR }
    static var existedAlready: Bool { errno == EEXIST }
    static var wouldBlock: Bool { errno == EWOULDBLOCK }

    /// Returns what a path or an open file names, or `nil` if the call fails.
    static func look(_ path: String) -> StorageEntry? {
        var status = stat()
        return stat(path, &status) == 0 ? describe(status) : nil
    }

    static func look(_ descriptor: Int32) -> StorageEntry? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? describe(status) : nil
    }

    private static func describe(_ status: stat) -> StorageEntry {
        let kind = status.st_mode & S_IFMT
        return StorageEntry(
            isFolder: kind == S_IFDIR, size: Int(status.st_size), isStream: kind != S_IFDIR && kind != S_IFREG)
    }

    /// Returns the size of an open file that can be read at any offset; `nil` for a pipe, a terminal or a device.
    static func sizeOfFile(_ descriptor: Int32) -> Int? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Returns the names in a folder, or `nil` if it cannot be read.
    static func names(in path: String) -> [String]? {
        guard let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        var names: [String] = []
        while let item = readdir(folder) {
            let capacity = MemoryLayout.size(ofValue: item.pointee.d_name)
            let name = withUnsafePointer(to: &item.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: capacity) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// Repeats a call that a signal interrupts.
    private static func retrying(_ call: () -> Int32) -> Int32 {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }
}
