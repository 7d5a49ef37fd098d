/// Memory that grows at its end and keeps its room when it is emptied.
///
/// Chunks are built and unpacked here: appending costs what the copy costs.
package struct RawBuffer: ~Copyable {
    package private(set) var base: UnsafeMutableRawPointer
    package private(set) var count = 0
    private var capacity: Int

    package init(capacity: Int = 256) {
        self.capacity = max(capacity, 64)
        self.base = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { base.deallocate() }

    package var isEmpty: Bool { count == 0 }

    /// The bytes; valid until the buffer changes.
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// Forgets the bytes and keeps the memory.
    package mutating func removeAll() { count = 0 }

    /// Forgets the bytes after a count.
    package mutating func truncate(to newCount: Int) { count = min(count, max(0, newCount)) }

    /// Forgets the first bytes and moves the others to the front.
    package mutating func removeFirst(_ removed: Int) {
        let rest = max(0, count - removed)
        if rest > 0, removed > 0 { base.copyMemory(from: base + (count - rest), byteCount: rest) }
        count = rest
    }

    /// Makes room for more bytes.
    @inline(__always) package mutating func reserve(_ extra: Int) {
        if extra > capacity &- count { grow(by: extra, step: capacity) }
    }

    /// Makes room for more bytes and for little beyond, where the bytes may be many.
    package mutating func reserveExactly(_ extra: Int) {
        if extra > capacity &- count { grow(by: extra, step: 0) }
    }

    @inline(never) private mutating func grow(by extra: Int, step: Int) {
        capacity = max(capacity + step, count + extra)
        base = SystemCalls.reallocate(base, used: count, to: capacity)
    }

    /// Gives the memory back beyond a size, if the bytes need no more.
    package mutating func shrink(to size: Int) {
        guard capacity > size, count <= size else { return }
        capacity = max(size, 64)
        base = SystemCalls.reallocate(base, used: count, to: capacity)
    }

    /// The room after the bytes; what is written there counts after ``didAppend(_:)``.
    package var room: UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: base + count, count: capacity - count)
    }

    /// Counts bytes that were written into the room.
    package mutating func didAppend(_ added: Int) { count += min(max(0, added), capacity - count) }

    @inline(__always) package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + count).copyMemory(from: start, byteCount: bytes.count)
        count &+= bytes.count
    }

    package mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

    /// Appends an integer, least significant byte first.
    @inline(__always) package mutating func append<T: FixedWidthInteger>(_ value: T) {
        reserve(MemoryLayout<T>.size)
        (base + count).storeBytes(of: value.littleEndian, as: T.self)
        count &+= MemoryLayout<T>.size
    }

    /// Appends bytes that are written later.
    package mutating func appendZeros(_ number: Int) {
        reserve(number)
        (base + count).initializeMemory(as: UInt8.self, repeating: 0, count: number)
        count &+= number
    }

    /// Overwrites bytes at an offset.
    package mutating func store(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        precondition(offset >= 0 && offset <= count &- bytes.count, "an offset inside the buffer")
        if let start = bytes.baseAddress { (base + offset).copyMemory(from: start, byteCount: bytes.count) }
    }

    /// Overwrites an integer at an offset.
    @inline(__always) package mutating func store<T: FixedWidthInteger>(_ value: T, at offset: Int) {
        precondition(offset >= 0 && offset <= count &- MemoryLayout<T>.size, "an offset inside the buffer")
        (base + offset).storeBytes(of: value.littleEndian, as: T.self)
    }

    /// Appends a text as MCAP has it: its length in 32 bits, then its UTF-8.
    package mutating func append(text: String) {
        var text = text
        text.withUTF8 { utf8 in
            append(UInt32(truncatingIfNeeded: utf8.count))
            append(UnsafeRawBufferPointer(utf8))
        }
    }

    /// A copy of the bytes.
    package var array: [UInt8] { Array(bytes) }
}

extension [UInt8] {
    /// Calls a closure with the bytes; the closure throws what the caller throws.
    func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws(TraceError) -> R) throws(TraceError) -> R {
        try span.bytes.withUnsafeBytes(body)
    }
}
