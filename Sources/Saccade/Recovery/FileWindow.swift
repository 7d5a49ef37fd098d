/// The bytes of a file at any offset, seen through a window.
final class FileWindow {
    /// The size of the file.
    let size: Int
    let file: any StorageFile
    private var buffer = RawBuffer()
    /// The offset in the file of the buffer.
    private var start = 0

    /// How many bytes are read at once, beyond what is asked for.
    private static let step = 1 << 20

    /// Opens the window on a file that has offsets.
    init(_ file: any StorageFile) throws(TraceError) {
        guard let size = try file.size() else {
            throw TraceError(.fileSystem, "expected a file that can be read at any place, found a pipe")
        }
        self.file = file
        self.size = size
    }

    /// Returns bytes, valid until the next call; `nil` if the file does not have them all.
    func bytes(at offset: Int, _ count: Int) throws(TraceError) -> UnsafeRawBufferPointer? {
        guard offset >= 0, count >= 0, offset <= size, count <= size - offset else { return nil }
        if offset < start || offset + count > start + buffer.count {
            let wanted = min(size - offset, max(count, FileWindow.step))
            buffer.removeAll()
            buffer.shrink(to: max(wanted, 4 << 20))
            buffer.reserveExactly(wanted)
            start = offset
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer.room[..<wanted])
            buffer.didAppend(try file.read(into: room, at: offset))
            guard buffer.count >= count else { return nil }
        }
        return UnsafeRawBufferPointer(rebasing: buffer.bytes[(offset - start)..<(offset - start + count)])
    }

    /// Returns the CRC-32 of the bytes from the beginning to an offset.
    func checksum(to end: Int) throws(TraceError) -> UInt32 {
        var checksum = Checksum()
        var offset = 0
        while offset < end, let piece = try bytes(at: offset, min(FileWindow.step, end - offset)) {
            checksum.update(piece)
            offset += piece.count
        }
        return checksum.value
    }
}
