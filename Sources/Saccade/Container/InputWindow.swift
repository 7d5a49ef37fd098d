/// The part of a file that a reader is looking at, from its beginning to its end.
///
/// Memory grows with what has arrived and not with what a length promises.
struct InputWindow: ~Copyable {
    private let file: any StorageFile
    private var buffer = RawBuffer(capacity: InputWindow.step)
    private var start = 0
    private var isAtEnd = false
    /// The offset in the file of the next byte.
    private(set) var offset = 0
    /// The size of the file; `nil` for a pipe.
    let size: Int?

    /// How many bytes are asked for at once, beyond what is needed.
    private static let step = 1 << 16
    /// By how much memory grows at once while a large record arrives.
    private static let growth = 8 << 20

    init(_ file: any StorageFile) throws(TraceError) {
        self.file = file
        size = try file.size()
    }

    /// The bytes that have arrived and not been consumed; valid until the window changes.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer.bytes[start...]) }

    /// Reads until a number of bytes is there, or the file ends.
    ///
    /// - Returns: Whether they are there.
    @inline(__always) mutating func fill(_ needed: Int) throws(TraceError) -> Bool {
        if buffer.count &- start >= needed { return true }
        return try fillSlowly(needed)
    }

    @inline(never) private mutating func fillSlowly(_ needed: Int) throws(TraceError) -> Bool {
        buffer.removeFirst(start)
        start = 0
        while buffer.count < needed, !isAtEnd {
            let missing = min(needed - buffer.count, InputWindow.growth)
            buffer.reserveExactly(max(missing, InputWindow.step))
            let wanted = max(missing, InputWindow.step)
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer.room[..<min(buffer.room.count, wanted)])
            // A file may have been read before; only a pipe goes on where that ended.
            let count = size == nil ? try file.read(into: room) : try file.read(into: room, at: offset + buffer.count)
            if count == 0 { isAtEnd = true }
            buffer.didAppend(count)
        }
        return buffer.count >= needed
    }

    /// Goes on behind a number of bytes, which must be there.
    @inline(__always) mutating func consume(_ count: Int) {
        start &+= count
        offset &+= count
    }

    /// Gives memory back that a large record needed.
    mutating func shrink() {
        guard start == buffer.count else { return }
        buffer.removeAll()
        start = 0
        buffer.shrink(to: 4 << 20)
    }
}
