import Saccade
import Synchronization

/// What every record in the ring begins with.
struct RecordHead: BitwiseCopyable {
    /// Where the trace is in the worker's table, and which of those that were there.
    var slot: Int32
    var serial: Int32
    /// Nanoseconds since the trace began.
    var time: Int
    /// A ``Payload`` that the record owns, or 0.
    var payload: UInt
}

/// What becomes of a record when there is little room.
enum RecordClass {
    /// It may be lost, and is counted.
    case text
    /// Without it the trace makes no sense: if there is no room for it, the trace is given up.
    case structure
    /// It says something of the trace that can be said later: it is neither counted nor a reason to give up the trace.
    case remark
}

/// The kinds of records: the kinds of events, from 1, because 0 is padding.
enum RecordKind {
    /// Added where the fields lie in the payload, because they are many.
    static let boxed: UInt8 = 0x80
    /// A ``PackedLook``: a piece of text, and places on an image.
    static let look: UInt8 = 0x7F
    static let region = of(.region)
    static let text = of(.stepText)
    static let image = of(.image)
    static let gap = of(.gap)
    static let traceEnd = of(.traceEnd)

    private static let kinds = EventKind.allCases
    private static let numbers = Dictionary(
        kinds.enumerated().map { ($1, UInt8(truncatingIfNeeded: $0 + 1)) }
    ) { first, _ in first }

    static func of(_ kind: EventKind) -> UInt8 { numbers[kind] ?? 0 }

    static func kind(_ number: UInt8) -> EventKind? {
        let index = Int(number & ~boxed) - 1
        return kinds.indices.contains(index) ? kinds[index] : nil
    }
}

/// Bytes that a record owns and that lie beside the ring.
final class Payload: Sendable {
    let content: Content
    let size: Int

    enum Content: Sendable {
        /// The bytes of an image.
        case image([UInt8], redacting: [Box]?)
        /// The path of an image's file, which the worker reads.
        case file(String, redacting: [Box]?)
        /// The packed fields of a large event.
        case fields([UInt8])
    }

    init(_ content: Content, size: Int) {
        self.content = content
        self.size = size
    }

    /// What the caller says must not be stored of the image.
    var redacting: [Box]? {
        switch content {
        case .image(_, let redacting), .file(_, let redacting): redacting
        case .fields: nil
        }
    }
}

/// What callers and the worker share.
final class RecorderCore: Sendable {
    let options: RecorderOptions
    let ring: RecordRing
    let table = Lock(TraceTable())
    let bell = Bell()
    let tickets = Lock(Tickets())
    let counters = Counters()

    /// The limits of the ring for text and for new traces, and of payloads.
    let textLimit: Int
    /// Below this, text that was let go of is recorded again, so that a stall leaves one gap and not hundreds.
    let resumeLimit: Int
    let traceLimit: Int
    let imageLimit: Int
    let payloadLimit: Int

    private let payloadBytes = Atomic<Int>(0)
    private let pressure = Atomic<Int>(0)
    private let closing = Atomic<Bool>(false)
    private let forkGeneration: Int

    init(_ options: RecorderOptions) throws(RecorderError) {
        self.options = options
        ring = try RecordRing(capacity: options.ringSize)
        imageLimit = ring.capacity / 2
        textLimit = ring.capacity / 4 * 3
        resumeLimit = ring.capacity / 2
        traceLimit = ring.capacity / 8 * 7
        payloadLimit = options.memoryLimit - ring.capacity
        _ = ForkGuard.isWatching
        forkGeneration = ForkGuard.generation
    }

    /// Whether this is the process that opened the recorder.
    @inline(__always) var isHere: Bool { forkGeneration == ForkGuard.generation }
    /// Whether records are taken.
    @inline(__always) var isOpen: Bool { isHere && !closing.load(ordering: .relaxed) }

    /// Stops taking records; returns whether that was done just now.
    func close() -> Bool { !closing.exchange(true, ordering: .acquiringAndReleasing) }

    /// The bytes that wait for the disk.
    var memory: Int { ring.used + payloadBytes.load(ordering: .relaxed) }

    // MARK: Records

    /// Puts an event into the ring.
    ///
    /// - Parameter size: What is lost in bytes if it is lost.
    /// - Returns: False if it was lost; then it was counted, and a structural one has given up its trace.
    @inline(__always) func put(
        _ kind: UInt8, of trace: TraceCore, at time: Int, _ importance: RecordClass, _ packed: UnsafeRawBufferPointer,
        size: Int? = nil
    ) -> Bool {
        let head = RecordHead(slot: trace.slot, serial: trace.serial, time: time, payload: 0)
        let limit = importance == .text ? textLimit : traceLimit
        if ring.write(kind, head, packed, limit: limit) { return true }
        return putSlowly(kind, of: trace, at: time, importance, packed, size ?? packed.count)
    }

    @inline(never) private func putSlowly(
        _ kind: UInt8, of trace: TraceCore, at time: Int, _ importance: RecordClass, _ packed: UnsafeRawBufferPointer,
        _ size: Int
    ) -> Bool {
        var payload: Unmanaged<Payload>?
        var kind = kind
        var content = packed
        let isLarge = packed.count > largestFields
        let deadline = self.deadline
        if isLarge {
            guard takePayload(packed.count, of: trace, importance, deadline) else {
                return lose(trace, importance, size)
            }
            payload = Unmanaged.passRetained(Payload(.fields(Array(packed)), size: packed.count))
            kind |= RecordKind.boxed
            content = UnsafeRawBufferPointer(start: nil, count: 0)
        }
        let head = RecordHead(
            slot: trace.slot, serial: trace.serial, time: time,
            payload: payload.map { UInt(bitPattern: $0.toOpaque()) } ?? 0)
        while trace.isRecording {
            if ring.write(kind, head, content, limit: importance == .text ? textLimit : traceLimit) { return true }
            if waits(until: deadline) { continue }
            if importance == .text { break }
            // The newest trace makes room for the others; the last part of the ring is for the oldest.
            makeWay()
            if trace.isRecording, ring.write(kind, head, content, limit: ring.capacity) { return true }
            break
        }
        payload?.release()
        if isLarge { returnPayload(packed.count) }
        return lose(trace, importance, size)
    }

    /// How many bytes of fields a record of the ring can have.
    private var largestFields: Int { ring.largestRecord - RecordRing.headSize - MemoryLayout<RecordHead>.size }

    /// Puts an image's record into the ring, with its bytes beside it, for which room was taken.
    ///
    /// - Returns: False if there is no room; then that of the bytes was given back.
    func put(
        image packed: UnsafeRawBufferPointer, of trace: TraceCore, at time: Int, _ payload: Payload
    ) -> Bool {
        let owned = Unmanaged.passRetained(payload)
        let head = RecordHead(
            slot: trace.slot, serial: trace.serial, time: time, payload: UInt(bitPattern: owned.toOpaque()))
        let deadline = self.deadline
        repeat {
            if ring.write(RecordKind.image, head, packed, limit: textLimit) { return true }
        } while packed.count <= largestFields && trace.isRecording && waits(until: deadline)
        owned.release()
        returnPayload(payload.size)
        return false
    }

    /// Takes room for the bytes of an image, before it is recorded.
    ///
    /// - Returns: False if there is none: the image is elided.
    func takeImage(_ count: Int) -> Bool {
        let deadline = self.deadline
        while true {
            if ring.used <= imageLimit, takePayload(count) { return true }
            guard count <= payloadLimit, waits(until: deadline) else { return false }
        }
    }

    private func takePayload(
        _ count: Int, of trace: TraceCore, _ importance: RecordClass, _ deadline: Int?
    ) -> Bool {
        while true {
            if takePayload(count) { return true }
            guard trace.isRecording, count <= payloadLimit, waits(until: deadline) else { return false }
        }
    }

    private func takePayload(_ count: Int) -> Bool {
        let (_, new) = payloadBytes.wrappingAdd(count, ordering: .relaxed)
        guard new <= payloadLimit else {
            payloadBytes.wrappingSubtract(count, ordering: .relaxed)
            return false
        }
        counters.raisePeak(to: memory)
        return true
    }

    /// Gives back the room of bytes that have been written or let go.
    func returnPayload(_ count: Int) { payloadBytes.wrappingSubtract(count, ordering: .relaxed) }

    // MARK: Pressure

    /// When a call that waits gives up; `nil` for never.
    private var deadline: Int? {
        switch options.mode {
        case .neverBlock: 0
        case .block(let maxWait): SystemClock.steady(after: maxWait)
        case .mustKeep: nil
        }
    }

    /// Waits a little if the mode allows it; the caller then tries again.
    private func waits(until deadline: Int?) -> Bool {
        guard isOpen else { return false }
        if let deadline, SystemClock.steady() >= deadline { return false }
        SystemClock.sleep(nanoseconds: 50_000)
        return true
    }

    func lose(_ trace: TraceCore, _ importance: RecordClass, _ bytes: Int, events: Int = 1) -> Bool {
        if importance == .remark { return false }
        if importance == .structure { surrender(trace) }
        trace.lostEvents.wrappingAdd(events, ordering: .relaxed)
        trace.lostBytes.wrappingAdd(bytes, ordering: .relaxed)
        counters.lostEvents.wrappingAdd(events, ordering: .relaxed)
        counters.lostBytes.wrappingAdd(bytes, ordering: .relaxed)
        return false
    }

    /// Counts the events of a call on a trace that was given up or has ended.
    func refuse(_ trace: TraceCore, events: Int = 1, bytes: Int = 0) {
        if !isOpen || trace.isEnded {
            counters.refusedEvents.wrappingAdd(events, ordering: .relaxed)
        } else {
            _ = lose(trace, .text, bytes, events: events)
        }
    }

    func surrender(_ trace: TraceCore) {
        if trace.surrender() { counters.surrenderedTraces.wrappingAdd(1, ordering: .relaxed) }
    }

    /// Gives up the newest traces, the more the fuller the last part of the ring is.
    private func makeWay() {
        let part = ring.capacity - traceLimit
        let level = min(RecorderCore.levels, max(0, ring.used - traceLimit) * RecorderCore.levels / part + 1)
        // Each level is done once until the ring has room again: looking through the traces takes a while.
        guard pressure.max(level, ordering: .acquiringAndReleasing).oldValue < level else { return }
        table.withLock { table in
            let newestFirst = table.traces.compactMap { $0 }.filter(\.isRecording).sorted { $0.began > $1.began }
            let allowed = max(1, newestFirst.count * (RecorderCore.levels - level) / RecorderCore.levels)
            for newest in newestFirst.dropLast(allowed) { surrender(newest) }
        }
    }

    /// In how many steps the traces are given up.
    private static let levels = 8

    /// Notes that the ring has room again.
    func relax() { if pressure.load(ordering: .relaxed) > 0 { pressure.store(0, ordering: .relaxed) } }
}

/// Counters that many threads raise.
final class Counters: Sendable {
    let traces = Atomic<Int>(0)
    let sampledOut = Atomic<Int>(0)
    let events = Atomic<Int>(0)
    let images = Atomic<Int>(0)
    let elidedImages = Atomic<Int>(0)
    let elidedBytes = Atomic<Int>(0)
    let lostEvents = Atomic<Int>(0)
    let lostBytes = Atomic<Int>(0)
    let surrenderedTraces = Atomic<Int>(0)
    let refusedEvents = Atomic<Int>(0)
    let failedWrites = Atomic<Int>(0)
    let failedSyncs = Atomic<Int>(0)
    let writtenBytes = Atomic<Int>(0)
    let problem = Lock<String?>(nil)
    private let peak = Atomic<Int>(0)

    func raisePeak(to memory: Int) { peak.max(memory, ordering: .relaxed) }

    func snapshot(of core: RecorderCore) -> RecorderStatistics {
        let memory = core.memory
        raisePeak(to: memory)
        var result = RecorderStatistics()
        result.traces = traces.load(ordering: .relaxed)
        result.sampledOut = sampledOut.load(ordering: .relaxed)
        result.events = events.load(ordering: .relaxed)
        result.images = images.load(ordering: .relaxed)
        result.elidedImages = elidedImages.load(ordering: .relaxed)
        result.elidedBytes = elidedBytes.load(ordering: .relaxed)
        result.lostEvents = lostEvents.load(ordering: .relaxed)
        result.lostBytes = lostBytes.load(ordering: .relaxed)
        result.surrenderedTraces = surrenderedTraces.load(ordering: .relaxed)
        result.refusedEvents = refusedEvents.load(ordering: .relaxed)
        result.failedWrites = failedWrites.load(ordering: .relaxed)
        result.failedSyncs = failedSyncs.load(ordering: .relaxed)
        result.writtenBytes = writtenBytes.load(ordering: .relaxed)
        result.ringFill = Double(core.ring.used) / Double(core.ring.capacity)
        result.memory = memory
        result.peakMemory = peak.load(ordering: .relaxed)
        result.problem = problem.withLock { $0 }
        return result
    }
}
