/// Notes in which chunk each step begins, so that a reader finds a step without reading what is before it.
struct StepIndexBuilder: ~Copyable {
    /// A run of steps of one agent that begin in one chunk.
    struct Run: Hashable {
        var channel: UInt16
        var agent: UInt32
        var first: UInt32
        var last: UInt32
        /// The offset of the chunk's record.
        var chunk: UInt64

        /// The bytes of a run in the index.
        static let size = 22
    }

    /// The runs of the open chunk; their offset is not known yet.
    private var open: [Run] = []
    private var closed = RawBuffer()
    private let decoder = EventDecoder()

    init() {}

    private static let canonicalStart = Array(#"{"t":""#.utf8)
    private static let stepBegin = Array(#"{"t":"step.begin""#.utf8)

    /// Takes an event of the open chunk into account.
    @inline(__always) mutating func note(_ event: UnsafeRawBufferPointer, channel: UInt16) {
        // Whoever writes canonically says what it is in the first bytes; any other spelling must be read.
        let isCanonical = StepIndexBuilder.begins(event, with: StepIndexBuilder.canonicalStart)
        if isCanonical, !StepIndexBuilder.begins(event, with: StepIndexBuilder.stepBegin) { return }
        noteStep(event, channel: channel)
    }

    @inline(__always) private static func begins(_ event: UnsafeRawBufferPointer, with start: [UInt8]) -> Bool {
        guard event.count >= start.count else { return false }
        for index in start.indices where event[index] != start[index] { return false }
        return true
    }

    @inline(never) private mutating func noteStep(_ event: UnsafeRawBufferPointer, channel: UInt16) {
        guard let event = try? decoder.decode(event.bindMemory(to: UInt8.self)), case .stepBegin(let step) = event.body,
            let agent = UInt32(exactly: step.agent), let number = UInt32(exactly: step.n)
        else { return }
        note(step: number, agent: agent, channel: channel)
    }

    /// Takes a step of the open chunk into account.
    mutating func note(step number: UInt32, agent: UInt32, channel: UInt16) {
        if let index = open.firstIndex(where: { $0.channel == channel && $0.agent == agent }) {
            open[index].first = min(open[index].first, number)
            open[index].last = max(open[index].last, number)
        } else {
            open.append(Run(channel: channel, agent: agent, first: number, last: number, chunk: 0))
        }
    }

    /// Gives the runs of the open chunk its offset.
    mutating func close(chunkAt offset: Int) {
        for run in open {
            closed.append(run.channel)
            closed.append(run.agent)
            closed.append(run.first)
            closed.append(run.last)
            closed.append(UInt64(offset))
        }
        open.removeAll(keepingCapacity: true)
    }

    /// Goes on from what another has noted.
    mutating func restore(_ other: borrowing StepIndexBuilder) {
        closed.removeAll()
        closed.append(other.closed.bytes)
    }

    /// Writes the content of the index record.
    func write(into buffer: inout RawBuffer) { buffer.append(closed.bytes) }

    /// Reads the content of an index record.
    static func runs(_ content: UnsafeRawBufferPointer) -> [Run] {
        (0..<content.count / Run.size).map { number in
            let at = number * Run.size
            func integer<T: FixedWidthInteger>(_ offset: Int, _: T.Type) -> T {
                T(littleEndian: content.loadUnaligned(fromByteOffset: at + offset, as: T.self))
            }
            return Run(
                channel: integer(0, UInt16.self), agent: integer(2, UInt32.self), first: integer(6, UInt32.self),
                last: integer(10, UInt32.self), chunk: integer(14, UInt64.self))
        }
    }
}
