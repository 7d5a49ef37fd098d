import Saccade
import Synchronization

/// A bounded ring of records: many threads write, one reads, and nobody waits for a lock.
///
/// A writer reserves room by moving the tail, copies its record and then commits it by storing the record's first word.
/// The order of reservations is the order of the file. The reader takes committed records from the head, zeroes them, and
/// gives the room back. A writer that is interrupted between the two holds up the reader and no other writer.
///
/// After a drain the ring begins again at its first byte, so that at a modest rate only the first pages are ever touched:
/// they stay in the processor's cache, and the rest of the ring costs address space and no memory.
final class RecordRing: @unchecked Sendable {
    // Records are reached through raw memory. A writer touches only what it has reserved, the reader only what was
    // committed before, and the first word of a record is an atomic that orders the two.

    /// The number of bytes, a power of two.
    let capacity: Int
    /// The largest record, its head included.
    let largestRecord: Int

    private let memory: UnsafeMutableRawPointer
    /// Where the next record is reserved, in bytes since the beginning.
    private let tail = Atomic<Int>(0)
    // The two positions are on cache lines of their own: writers change one and the reader the other.
    private let spacing: InlineArray<16, Int> = InlineArray(repeating: 0)
    /// Up to where records have been taken.
    private let head = Atomic<Int>(0)
    /// How often the reader has begun again at the first byte, twice over: odd while it is about to, when the two positions
    /// do not fit each other for a moment.
    private let rewinds = Atomic<Int>(0)

    /// The first word of a record, which commits it, and the one after.
    static let headSize = 8
    private static let alignment = 8

    /// What the first word says.
    struct Tag {
        /// The size with the head, rounded up.
        var size: Int
        /// What the record is; 0 is kept for padding.
        var kind: UInt8
        /// How many bytes at the end are there for alignment only.
        var slack: Int

        init(size: Int, kind: UInt8, slack: Int) {
            self.size = size
            self.kind = kind
            self.slack = slack
        }

        init?(word: UInt64) {
            guard word != 0 else { return nil }
            size = Int(word & 0xFFFF_FFFF)
            kind = UInt8(truncatingIfNeeded: word >> 32)
            slack = Int(word >> 40 & 0xFF)
        }

        var word: UInt64 { UInt64(size) | UInt64(kind) << 32 | UInt64(slack) << 40 }
    }

    /// Creates a ring.
    ///
    /// - Throws: ``RecorderError`` with code `no-memory`.
    init(capacity: Int) throws(RecorderError) {
        self.capacity = capacity
        largestRecord = capacity / 16
        // Fresh pages of the system are zero, and are memory only once they are touched.
        memory = try SystemMemory.zeroed(capacity)
    }

    deinit { SystemMemory.free(memory, capacity) }

    /// The number of bytes that wait for the reader.
    var used: Int {
        let before = rewinds.load(ordering: .acquiring)
        let count = tail.load(ordering: .acquiring) &- head.load(ordering: .acquiring)
        // Nothing waited at the moment at which the reader began again.
        let isSteady = before & 1 == 0 && rewinds.load(ordering: .relaxed) == before
        return isSteady ? max(0, count) : 0
    }

    /// Where the next record will be reserved: whatever was recorded before lies below.
    var end: Int { tail.load(ordering: .acquiring) }

    /// Up to where the reader has come.
    var taken: Int { head.load(ordering: .acquiring) }

    /// Writes a record of two pieces if there is room below a limit.
    ///
    /// - Parameter limit: How many bytes of the ring may be used after this record.
    /// - Returns: False if there is no room; then nothing was written.
    @inline(__always) func write<First>(
        _ kind: UInt8, _ first: First, _ second: UnsafeRawBufferPointer, limit: Int
    ) -> Bool where First: BitwiseCopyable {
        let exact = RecordRing.headSize &+ MemoryLayout<First>.size &+ second.count
        let size = (exact &+ (RecordRing.alignment &- 1)) & ~(RecordRing.alignment &- 1)
        guard size <= largestRecord, let offset = reserve(size, limit: limit) else { return false }
        let place = memory + offset
        (place + RecordRing.headSize).storeBytes(of: first, as: First.self)
        if let source = second.baseAddress {
            (place + (RecordRing.headSize &+ MemoryLayout<First>.size)).copyMemory(
                from: source, byteCount: second.count)
        }
        commit(offset, Tag(size: size, kind: kind, slack: size &- exact))
        return true
    }

    /// Moves the tail and returns the offset of the room that was won.
    @inline(__always) private func reserve(_ size: Int, limit: Int) -> Int? {
        var position = tail.load(ordering: .relaxed)
        while true {
            let offset = position & (capacity &- 1)
            let rest = capacity &- offset
            // A record is never split: what is left at the end of the ring is padding.
            let padding = rest >= size ? 0 : rest
            let needed = padding &+ size
            guard position &+ needed &- head.load(ordering: .acquiring) <= limit else {
                // What did not fit may be a moment of the reader's beginning again.
                guard used &+ needed <= limit else { return nil }
                position = tail.load(ordering: .acquiring)
                continue
            }
            let (exchanged, found) = tail.weakCompareExchange(
                expected: position, desired: position &+ needed, ordering: .acquiringAndReleasing)
            if exchanged {
                guard padding > 0 else { return offset }
                commit(offset, Tag(size: padding, kind: 0, slack: 0))
                return 0
            }
            position = found
        }
    }

    @inline(__always) private func commit(_ offset: Int, _ tag: Tag) {
        word(at: offset).pointee.store(tag.word, ordering: .releasing)
    }

    @inline(__always) private func word(at offset: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
        (memory + offset).assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    /// Gives the committed records below a position to a closure, in order, and takes them out.
    ///
    /// - Returns: Whether everything below the position was taken; false if a writer has not committed its record yet.
    func drain(to end: Int, _ body: (UInt8, UnsafeRawBufferPointer) -> Void) -> Bool {
        var position = head.load(ordering: .relaxed)
        while position < end {
            let offset = position & (capacity &- 1)
            guard let tag = Tag(word: word(at: offset).pointee.load(ordering: .acquiring)) else { return false }
            let place = memory + offset
            if tag.kind != 0 {
                let content = UnsafeRawBufferPointer(
                    start: place + RecordRing.headSize, count: tag.size &- RecordRing.headSize &- tag.slack)
                body(tag.kind, content)
            }
            place.initializeMemory(as: UInt8.self, repeating: 0, count: tag.size)
            position &+= tag.size
            head.store(position, ordering: .releasing)
        }
        return true
    }

    /// Begins again at the first byte if nothing waits.
    func rewind() {
        let position = head.load(ordering: .relaxed)
        let offset = position & (capacity &- 1)
        guard offset > 0 else { return }
        let next = position &+ (capacity &- offset)
        rewinds.wrappingAdd(1, ordering: .acquiringAndReleasing)
        // A writer that comes in between makes this fail, and then there is something to take.
        let (exchanged, _) = tail.compareExchange(
            expected: position, desired: next, ordering: .acquiringAndReleasing)
        if exchanged { head.store(next, ordering: .releasing) }
        rewinds.wrappingAdd(1, ordering: .releasing)
    }
}
