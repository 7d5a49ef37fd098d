import Saccade
import Synchronization

/// What callers share of one trace: its counters, and whether it is still being recorded.
final class TraceCore: Sendable {
    let slot: Int32
    let serial: Int32
    let header: TraceBegin
    /// The steady clock at the beginning.
    let began: Int
    /// Nanoseconds since 1970 at the beginning.
    let wall: Int
    /// Whether it is held in memory until its end.
    let isHeld: Bool
    /// Whether sampling has chosen it; if not, it is kept only if it fails.
    let isSampled: Bool
    let scope: Lock<TraceScope>
    /// The root's lane.
    let root: AgentCore

    private let state = Atomic<UInt8>(0)
    /// Events and bytes lost that no gap in the ring speaks of yet.
    let lostEvents = Atomic<Int>(0)
    let lostBytes = Atomic<Int>(0)
    /// How it ended, for one whose end finds no room in the ring.
    let lateEnd = Lock<(status: EndStatus, time: Int)?>(nil)

    /// What must not be seen of images of which only the declaration is in the ring: for a filter, which must also hide it
    /// in what is made from them.
    let hidden = Lock<[Int: [Box]]>([:])

    private static let surrendered: UInt8 = 1
    private static let ended: UInt8 = 2

    init(slot: Int32, serial: Int32, header: TraceBegin, began: Int, wall: Int, isHeld: Bool, isSampled: Bool) {
        self.slot = slot
        self.serial = serial
        self.header = header
        self.began = began
        self.wall = wall
        self.isHeld = isHeld
        self.isSampled = isSampled
        root = AgentCore(n: 0)
        scope = Lock(TraceScope(root: root))
    }

    /// Whether calls still record something.
    @inline(__always) var isRecording: Bool { state.load(ordering: .relaxed) == 0 }
    var isSurrendered: Bool { state.load(ordering: .acquiring) & TraceCore.surrendered != 0 }
    var isEnded: Bool { state.load(ordering: .acquiring) & TraceCore.ended != 0 }

    /// Gives the trace up; returns whether that was done just now.
    func surrender() -> Bool {
        state.bitwiseOr(TraceCore.surrendered, ordering: .acquiringAndReleasing).oldValue & TraceCore.surrendered == 0
    }

    /// Marks the trace as ended; returns whether that was done just now.
    func end() -> Bool {
        state.bitwiseOr(TraceCore.ended, ordering: .acquiringAndReleasing).oldValue & TraceCore.ended == 0
    }
}

/// The counters of a whole trace, and memory to pack its events in.
struct TraceScope: ~Copyable {
    var ordinals = Ordinals()
    var agents: [AgentCore]
    var packer = EventPacker()

    init(root: AgentCore) { agents = [root] }
}

/// The next ordinals of a scope, one for each kind of thing that is counted in it.
struct Ordinals {
    /// What is counted: turns, images and videos of a trace, the others of an agent.
    enum Kind: Int {
        case turns, images, videos
        case generations, steps, regions, calls, answers, messages
    }

    private var counts: InlineArray<9, Int> = InlineArray(repeating: 0)

    subscript(kind: Kind) -> Int {
        @inline(__always) get { counts[kind.rawValue] }
        @inline(__always) set { counts[kind.rawValue] = newValue }
    }
}

/// One lane: an agent's counters behind a lock of its own, so that lanes never wait for each other.
final class AgentCore: Sendable {
    let n: Int
    let scope = Lock(AgentScope())

    init(n: Int) { self.n = n }
}

/// The counters of an agent, and memory to pack its events in.
struct AgentScope: ~Copyable {
    var ordinals = Ordinals()
    /// Texts that were lost since the last gap.
    var lostEvents = 0
    var lostBytes = 0
    var packer = EventPacker()
}

/// The traces that are open, by slot, and what the worker has to know of them.
struct TraceTable {
    /// The traces, at their slots.
    private(set) var traces: [TraceCore?] = []
    private var free: [Int32] = []
    private var serial: Int32 = 0
    private(set) var count = 0
    /// Traces that the worker has not seen.
    var fresh: [TraceCore] = []
    /// Traces that have ended without a place in the ring for it.
    var finished: [TraceCore] = []

    mutating func add(_ make: (_ slot: Int32, _ serial: Int32) -> TraceCore) -> TraceCore {
        serial &+= 1
        let slot = free.popLast() ?? Int32(clamping: traces.count)
        let trace = make(slot, serial)
        if Int(slot) < traces.count { traces[Int(slot)] = trace } else { traces.append(trace) }
        fresh.append(trace)
        count += 1
        return trace
    }

    mutating func remove(_ trace: TraceCore) {
        let slot = Int(trace.slot)
        guard traces.indices.contains(slot), traces[slot] === trace else { return }
        traces[slot] = nil
        free.append(trace.slot)
        count -= 1
    }
}
