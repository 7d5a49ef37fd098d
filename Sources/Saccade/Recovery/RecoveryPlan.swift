/// What must be put between the whole events of a damaged log, so that it is a log again: gaps, and headers in place of
/// those that are lost.
struct RecoveryPlan {
    private let recorder: Recorder
    /// The events to put in, by the number of whole events before them.
    var insertions: [Int: [Event]] = [:]
    /// What was found so far.
    var report = RecoveryReport()

    private var tracker = HoleTracker()
    /// The number of whole events before the trace.
    private var start = 0
    private var state = State.before
    /// What was lost where no trace can take it: before the first one, or after the end of one.
    private var unplaced: Loss?

    private enum State {
        case before
        case inTrace
        case ended
    }

    init(recorder: Recorder) { self.recorder = recorder }

    /// Takes a loss at this place.
    mutating func add(_ loss: Loss) {
        guard state != .inTrace else { return tracker.add(loss) }
        if unplaced == nil {
            unplaced = loss
        } else {
            unplaced?.merge(loss)
        }
    }

    /// Takes the next whole event.
    mutating func add(_ event: Event, source: [UInt8]) {
        switch event.body {
        case .traceBegin, .layerBegin:
            endTrace()
            if let loss = unplaced { report.losses.append(loss) }
            unplaced = nil
            begin()
        default:
            if state == .before || unplaced != nil {
                beginWithoutHeader(source)
            } else if tracker.restarts(at: event) {
                endTrace()
                beginWithoutHeader(source)
            }
        }
        tracker.add(event)
        report.events += 1
        switch event.body {
        case .traceEnd, .layerEnd: state = .ended
        default: break
        }
    }

    /// Takes the end of the log.
    mutating func finish() {
        endTrace()
        if let loss = unplaced { report.losses.append(loss) }
        unplaced = nil
    }

    private mutating func begin() {
        tracker = HoleTracker()
        start = report.events
        state = .inTrace
        report.traces += 1
    }

    /// Begins a trace whose header is lost; it gets one that says so.
    private mutating func beginWithoutHeader(_ source: [UInt8]) {
        endTrace()
        let loss = unplaced ?? Loss(offset: 0, note: "the log begins without its header")
        unplaced = nil
        begin()
        let header = TraceBegin(
            format: FormatVersion.current.description, id: RecoveryPlan.id(for: source), recorder: recorder,
            task: "recovered without its header: the id is not the original one")
        insertions[start, default: []].append(Event(.traceBegin(header)))
        tracker.add(loss)
    }

    private mutating func endTrace() {
        guard state != .before else { return }
        for placed in tracker.gaps() {
            insertions[start + placed.position, default: []].append(Event(.gap(placed.gap)))
        }
        report.losses += tracker.losses
        if state == .inTrace { report.unfinished += 1 }
        state = .before
    }

    /// Returns an id for a trace whose own is lost: the same for the same first event.
    static func id(for source: [UInt8]) -> String {
        var digits = ""
        for seed in [0xCBF2_9CE4_8422_2325, 0x9AE1_6A3B_2F90_404F] as [UInt64] {
            let hash = source.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } | 1
            let text = String(hash, radix: 16)
            digits += String(repeating: "0", count: 16 - text.count) + text
        }
        return digits
    }
}
