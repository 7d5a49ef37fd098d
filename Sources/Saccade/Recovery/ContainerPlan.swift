/// What must be put between the whole events of a damaged MCAP file, trace by trace.
///
/// Events of several traces may be interleaved. What is lost may have been of any trace that was under way; where messages
/// carry the ordinals of their events, those tell of which.
struct ContainerPlan {
    private let recorder: Recorder
    /// What was found so far.
    private(set) var report = RecoveryReport()
    /// The first packing that a chunk has.
    private(set) var compression = MCAP.Compression.none
    private var traces: [UInt16: Trace] = [:]
    private var order: [UInt16] = []

    /// What is known of one trace.
    private struct Trace {
        var id: String
        var tracker = HoleTracker()
        var insertions: [Int: [Event]] = [:]
        /// The ordinal that the next message should carry.
        var next: UInt32 = 0
        /// Whether messages carry the ordinals of their events.
        var isSequenced = true
        var hasEnded = false
        var hasHeader = true
        /// The ordinal of its first event in this file, where its channel says that it begins in an earlier one.
        var first: UInt32?
        /// How many events are known to be missing.
        var missing = 0
        /// The losses, by their place in the report, since the last event.
        var pending: Range<Int>?
    }

    init(recorder: Recorder) { self.recorder = recorder }

    /// Takes a chunk's packing.
    mutating func add(_ compression: MCAP.Compression) {
        if self.compression == .none { self.compression = compression }
    }

    /// Takes damage that holds no event.
    mutating func add(repair: String) { report.repairs.append(repair) }

    /// Takes something that is lost at this place.
    mutating func add(_ loss: Loss) {
        let index = report.losses.count
        report.losses.append(loss)
        for channel in order where traces[channel]?.hasEnded == false {
            let first = traces[channel]?.pending?.lowerBound ?? index
            traces[channel]?.pending = first..<index + 1
        }
    }

    /// Takes the next whole event of a trace.
    mutating func add(_ event: Event, channel: MCAP.Channel, sequence: UInt32) {
        var trace = traces.removeValue(forKey: channel.id) ?? begin(channel, with: event, sequence: sequence)
        report.events += 1
        let missing = Int(Int32(bitPattern: sequence &- trace.next))
        if trace.tracker.events == 0, trace.first == nil {
            // The ordinals count from the first event; what stands before a lost header is not known.
        } else if missing != 0, trace.pending == nil, missing < 0 || missing > ContainerPlan.longestJump {
            trace.isSequenced = false
        } else if trace.isSequenced, missing > 0 {
            trace.missing += missing
            trace.tracker.add(hole(in: &trace, events: missing))
        } else if !trace.isSequenced, trace.pending != nil {
            trace.tracker.add(hole(in: &trace, events: nil))
        }
        trace.pending = nil
        trace.tracker.add(event)
        trace.next = sequence &+ 1
        switch event.body {
        case .traceEnd, .layerEnd: trace.hasEnded = true
        default: break
        }
        traces[channel.id] = trace
    }

    /// The most events that a jump of the ordinals is believed to have lost.
    private static let longestJump = 1 << 24

    private mutating func begin(_ channel: MCAP.Channel, with event: Event, sequence: UInt32) -> Trace {
        order.append(channel.id)
        report.traces += 1
        var trace = Trace(id: channel[ContainerFormat.traceKey] ?? RecoveryPlan.id(for: Array(channel.topic.utf8)))
        switch event.body {
        case .traceBegin, .layerBegin: break
        default:
            if let first = channel[ContainerFormat.firstKey].flatMap({ UInt32($0) }), first > 0 {
                trace.hasHeader = false
                trace.first = first
                trace.next = first
                let losses = report.losses.count
                trace.pending = losses > 0 ? losses - 1..<losses : nil
                break
            }
            // Without damage before it, the trace goes on from an earlier segment.
            guard let loss = report.losses.last else {
                trace.hasHeader = false
                break
            }
            let header = TraceBegin(
                format: FormatVersion.current.description, id: trace.id, recorder: recorder,
                task: "recovered without its header")
            trace.insertions[0] = [Event(.traceBegin(header))]
            let missing = sequence > 0 && sequence <= ContainerPlan.longestJump ? Int(sequence) : nil
            trace.tracker.add(
                Loss(offset: loss.offset, bytes: loss.bytes, events: missing, reason: loss.reason, note: loss.note))
            report.losses[report.losses.count - 1].events = missing
        }
        return trace
    }

    /// Describes the hole before the next event of a trace; the losses of the file that may have caused it count its events.
    private mutating func hole(in trace: inout Trace, events: Int?) -> Loss {
        guard let pending = trace.pending, let first = report.losses[pending].first else {
            let loss = Loss(offset: 0, events: events, note: "events are missing from trace \(trace.id)")
            report.losses.append(loss)
            return loss
        }
        var loss = report.losses[pending].dropFirst().reduce(into: first) { $0.merge($1) }
        loss.events = events
        if let events, let last = pending.last {
            report.losses[last].events = (report.losses[last].events ?? 0) + events
        }
        return loss
    }

    /// Takes the end of the file.
    ///
    /// - Parameter totals: How many messages each channel had, where a whole summary says so.
    mutating func finish(totals: [UInt16: Int]?) {
        for channel in order {
            guard var trace = traces[channel] else { continue }
            if !trace.hasEnded { report.unfinished += 1 }
            let seen = trace.tracker.events + trace.missing
            let missing = totals.map { max(0, ($0[channel] ?? 0) - seen) }
            if !trace.hasEnded, trace.pending != nil, missing != 0 {
                trace.tracker.add(hole(in: &trace, events: missing))
            }
            for placed in trace.tracker.gaps() {
                trace.insertions[placed.position, default: []].append(Event(.gap(placed.gap)))
            }
            traces[channel] = trace
        }
    }

    /// Takes out what stands in a trace before its event with a number.
    mutating func takeInsertions(_ channel: UInt16, before number: Int) -> [Event] {
        traces[channel]?.insertions.removeValue(forKey: number) ?? []
    }

    /// The channels of traces in which something is to be put in at the end.
    var unfinishedChannels: [UInt16] { order.filter { traces[$0]?.insertions.isEmpty == false } }

    /// The ordinal of the first event of a trace in this file; `nil` if it goes on from an earlier segment and its channel
    /// does not say where.
    func firstNumber(of channel: UInt16) -> UInt32? {
        guard let trace = traces[channel] else { return 0 }
        return trace.hasHeader ? 0 : trace.first
    }

    /// The number of whole events of a trace.
    func events(of channel: UInt16) -> Int { traces[channel]?.tracker.events ?? 0 }
}
