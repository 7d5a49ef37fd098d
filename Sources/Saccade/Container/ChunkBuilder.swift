/// The records of the chunk that is being written, and the index of its messages.
///
/// The buffer has room before the records for what is known only when the chunk is closed, and the message indexes go
/// behind them, so that a chunk is written with one call and without copying.
struct ChunkBuilder: ~Copyable {
    /// The gap, the records and, once closed, the message indexes.
    private(set) var buffer: RawBuffer
    /// The bytes before the records.
    let gap: Int
    /// The channels that have messages, in the order of their first.
    private(set) var channels: [UInt16] = []
    /// The number of messages.
    private(set) var messages = 0
    private(set) var startTime = UInt64.max
    private(set) var endTime: UInt64 = 0
    /// One entry a message: slot, time, offset.
    private var entries = RawBuffer(capacity: 4096)
    private static let entrySize = 20

    init(gap: Int, capacity: Int) {
        self.gap = gap
        buffer = RawBuffer(capacity: gap + capacity)
        removeAll()
    }

    /// The number of bytes of records.
    var size: Int { buffer.count - gap }
    var isEmpty: Bool { size == 0 }

    /// The records; valid until the builder changes.
    var records: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer.bytes[gap...]) }

    mutating func removeAll() {
        buffer.removeAll()
        buffer.appendZeros(gap)
        entries.removeAll()
        channels.removeAll(keepingCapacity: true)
        messages = 0
        startTime = .max
        endTime = 0
    }

    /// Gives memory back that a large message needed.
    mutating func shrink(to size: Int) { buffer.shrink(to: gap + size) }

    /// Appends records as they are.
    mutating func append(_ records: UnsafeRawBufferPointer) { buffer.append(records) }

    /// Appends a record from its content.
    mutating func append(_ content: UnsafeRawBufferPointer, as opcode: MCAP.Opcode) {
        buffer.record(opcode) { $0.append(content) }
    }

    /// Counts a channel that has its first message in this chunk, and returns its slot.
    mutating func addChannel(_ id: UInt16) -> UInt32 {
        channels.append(id)
        return UInt32(truncatingIfNeeded: channels.count - 1)
    }

    /// Appends a message whose data is in two pieces.
    @inline(__always)
    mutating func append(
        _ head: MCAP.MessageHead, _ prefix: UnsafeRawBufferPointer, _ data: UnsafeRawBufferPointer, slot: UInt32,
        isIndexed: Bool
    ) {
        if isIndexed {
            entries.reserve(ChunkBuilder.entrySize)
            entries.append(slot)
            entries.append(head.logTime)
            entries.append(UInt64(size))
        }
        buffer.append(head, prefix, data)
        messages &+= 1
        startTime = min(startTime, head.logTime)
        endTime = max(endTime, head.logTime)
    }

    /// The number of indexed messages of each of ``channels``.
    var messageCounts: [Int] { ChunkBuilder.messageCounts(channels.count, entries, messages) }

    private static func messageCounts(_ channels: Int, _ entries: borrowing RawBuffer, _ messages: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: channels)
        if channels == 1 {
            counts[0] = messages
        } else {
            forEachEntry(entries.bytes) { slot, _ in counts[slot] += 1 }
        }
        return counts
    }

    /// Writes the message indexes of all channels behind the records, in the order of ``channels``.
    ///
    /// - Returns: The offset of each from the beginning of the buffer.
    mutating func appendIndexes() -> [Int] {
        ChunkBuilder.writeIndexes(channels, entries, messages, into: &buffer)
    }

    /// Writes the message indexes behind what another buffer holds.
    func appendIndexes(to other: inout RawBuffer) -> [Int] {
        ChunkBuilder.writeIndexes(channels, entries, messages, into: &other)
    }

    /// Takes away the message indexes, where writing the chunk failed and it stays open.
    mutating func removeIndexes(keeping size: Int) { buffer.truncate(to: gap + size) }

    /// Writes what is known only now into the end of the gap, and returns where it begins.
    mutating func fillGap(_ head: borrowing RawBuffer) -> Int {
        let start = gap - head.count
        buffer.store(head.bytes, at: start)
        return start
    }

    private static func writeIndexes(
        _ channels: [UInt16], _ entries: borrowing RawBuffer, _ messages: Int, into target: inout RawBuffer
    ) -> [Int] {
        let counts = messageCounts(channels.count, entries, messages)
        // Each channel's record has a known size, so the entries can be dealt out in one pass.
        var starts: [Int] = []
        var places: [Int] = []
        for (slot, channel) in channels.enumerated() {
            starts.append(target.count)
            target.append(MCAP.Opcode.messageIndex.rawValue)
            target.append(UInt64(6 + counts[slot] * 16))
            target.append(channel)
            target.append(UInt32(truncatingIfNeeded: counts[slot] * 16))
            places.append(target.count)
            target.appendZeros(counts[slot] * 16)
        }
        let base = target.base
        forEachEntry(entries.bytes) { slot, entry in
            (base + places[slot]).copyMemory(from: entry, byteCount: 16)
            places[slot] &+= 16
        }
        return starts
    }

    @inline(__always)
    private static func forEachEntry(_ all: UnsafeRawBufferPointer, _ body: (Int, UnsafeRawPointer) -> Void) {
        guard let base = all.baseAddress else { return }
        for offset in stride(from: 0, to: all.count, by: entrySize) {
            let slot = UInt32(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            body(Int(slot), base + offset + 4)
        }
    }
}
