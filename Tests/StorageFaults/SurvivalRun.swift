public import Saccade
import Synchronization

/// Writes events into a file or into segments and looks, after every change of the storage, at what a kill and some losses
/// of power would leave.
public struct SurvivalRun: Sendable {
    /// What is written.
    public typealias Layout = ContainerWriter.Layout

    /// What was found.
    public struct Outcome: Sendable {
        /// How many states were looked at.
        public var states = 0
        /// In how many of them some events were lost that nobody had promised to keep.
        public var partial = 0
        /// What should not be.
        public var failures: [String] = []

        /// Creates the outcome of no run.
        public init() {}
    }

    private let layout: Layout
    private let seed: UInt64
    private let statesPerChange: Int

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - layout: One trace's own file, or segments of several traces.
    ///   - seed: Decides when the writer flushes and syncs, and what a loss of power leaves.
    ///   - statesPerChange: How many losses of power are looked at after each change.
    public init(_ layout: Layout, seed: UInt64, statesPerChange: Int) {
        self.layout = layout
        self.seed = seed
        self.statesPerChange = statesPerChange
    }

    /// What was promised so far: how many events of each trace.
    private struct Promise {
        var taken: [Int]
        var written: [Int]
        var durable: [Int]
        var outcome = Outcome()
        var generator: Splitmix
    }

    /// Does the work and returns what was found.
    public func run() throws -> Outcome {
        let traces = layout == .trace ? 1 : 3
        let zeros = [Int](repeating: 0, count: traces)
        let promise = Mutex(
            Promise(taken: zeros, written: zeros, durable: zeros, generator: Splitmix(state: seed)))
        let statesPerChange = statesPerChange
        let storage = PowerLossStorage { storage in
            promise.withLock { promise in
                SurvivalRun.look(at: storage.afterKill(), "kill", promise.written, &promise.outcome, promise.taken)
                for _ in 0..<statesPerChange {
                    let state = storage.afterPowerLoss(using: &promise.generator)
                    SurvivalRun.look(at: state, "power", promise.durable, &promise.outcome, promise.taken)
                }
            }
        }
        let log = try Log(layout, traces: traces, storage: storage)
        var generator = Splitmix(state: seed ^ 0xA5A5)
        for number in 0..<120 {
            let trace = Int.random(in: 0..<traces, using: &generator)
            let count = promise.withLock { promise in
                // A call that is under way may have written its event before it returns.
                promise.taken[trace] += 1
                return promise.taken[trace]
            }
            try log.append(SurvivalRun.event(trace: trace, number: count - 1), to: trace, at: UInt64(number))
            switch Int.random(in: 0..<12, using: &generator) {
            case 0:
                try log.flush()
                promise.withLock { $0.written = $0.taken }
            case 1:
                try log.sync()
                promise.withLock { promise in
                    promise.written = promise.taken
                    promise.durable = promise.taken
                }
            default: break
            }
        }
        try log.finish()
        promise.withLock { promise in
            promise.durable = promise.taken
            let state = storage.afterPowerLoss(using: &promise.generator)
            SurvivalRun.look(at: state, "after the end", promise.durable, &promise.outcome, promise.taken)
        }
        return promise.withLock { $0.outcome }
    }

    private static func event(trace: Int, number: Int) -> [UInt8] {
        if number == 0 {
            let id = id(trace)
            return Array(
                #"{"t":"trace.begin","format":"0.1","id":"\#(id)","recorder":{"name":"a","version":"1"}}"#.utf8)
        }
        return Array(#"{"t":"score","name":"trace \#(trace)","value":\#(number)}"#.utf8)
    }

    private static func id(_ trace: Int) -> String { String(repeating: "0", count: 31) + "\(trace + 1)" }

    /// Compares what a state of the storage holds with what was promised.
    private static func look(
        at storage: MemoryStorage, _ what: String, _ promised: [Int], _ outcome: inout Outcome, _ taken: [Int]
    ) {
        outcome.states += 1
        let place = "\(what) \(outcome.states)"
        var found: [String: [[UInt8]]] = [:]
        for path in (try? TraceFolder.files(at: "log", storage: storage)) ?? [] {
            // A file whose first bytes never came cannot be read; whether something is missing shows below.
            guard let reader = try? TraceReader(path: path, storage: storage) else { continue }
            var id = ""
            var errors = 0
            // A reader goes on behind what it cannot read.
            while errors < 1000 {
                do throws(TraceError) {
                    guard let entry = try reader.next() else { break }
                    if case .traceBegin(let begin) = entry.event.body { id = begin.id }
                    found[id, default: []].append(entry.source)
                } catch {
                    errors += 1
                }
            }
        }
        for trace in promised.indices {
            let events = found[id(trace)] ?? []
            if events.count < promised[trace] {
                outcome.failures.append(
                    "\(place): \(events.count) of \(promised[trace]) events of trace \(trace) in \(describe(storage))")
            }
            if events.count < taken[trace] { outcome.partial += 1 }
            for (number, bytes) in events.enumerated() where bytes != event(trace: trace, number: number) {
                outcome.failures.append("\(place): event \(number) of trace \(trace) is another")
                break
            }
        }
    }
}

/// Says what files there are, and why not all of each is read.
private func describe(_ storage: MemoryStorage) -> String {
    let names = (try? storage.list("log")) ?? []
    return names.map { name in
        let size = storage["log/" + name]?.count ?? 0
        do throws(TraceError) {
            let reader = try ContainerReader(path: "log/" + name, storage: storage)
            return
                "\(name) (\(size) bytes, traces \(reader.traces.map { "\($0.id.suffix(1)):\($0.first)+\($0.events)" }), \(reader.ending?.message ?? "whole"))"
        } catch {
            return "\(name) (\(size) bytes, \(error))"
        }
    }.joined(separator: ", ")
}

/// One file of a trace, or segments of several.
private struct Log {
    private let container: ContainerWriter?
    private let segments: SegmentedWriter?
    private var handles: [ContainerWriter.Handle] = []
    private var segmentHandles: [SegmentedWriter.Handle] = []

    init(_ layout: SurvivalRun.Layout, traces: Int, storage: any Storage) throws(TraceError) {
        var options = ContainerOptions()
        options.chunkSize = 500
        options.segmentSize = 2_500
        options.fileNumber = 7
        let ids = (0..<traces).map { String(repeating: "0", count: 31) + "\($0 + 1)" }
        if layout == .trace {
            let container = try ContainerWriter(path: "log/t.mcap", layout: .trace, options: options, storage: storage)
            handles = [try container.begin(trace: ids[0])]
            self.container = container
            segments = nil
        } else {
            var all = SegmentedWriter.Options()
            all.container = options
            let segments = try SegmentedWriter(folder: "log", options: all, storage: storage)
            segmentHandles = ids.map { segments.begin(trace: $0) }
            self.segments = segments
            container = nil
        }
    }

    func append(_ event: [UInt8], to trace: Int, at time: UInt64) throws(TraceError) {
        if let container { try container.append(event, to: handles[trace], at: time) }
        if let segments { try segments.append(event, to: segmentHandles[trace], at: time) }
    }

    func flush() throws(TraceError) {
        try container?.flush()
        try segments?.flush()
    }

    func sync() throws(TraceError) {
        try container?.sync()
        try segments?.sync()
    }

    func finish() throws(TraceError) {
        try container?.finish()
        try segments?.finish()
    }
}

/// A small generator of random numbers from a seed.
public struct Splitmix: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Creates a generator.
    public init(state: UInt64) { self.state = state }

    /// Returns the next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
