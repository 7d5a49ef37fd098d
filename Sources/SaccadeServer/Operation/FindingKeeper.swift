public import Saccade
public import SaccadeRecorder
public import SaccadeReplay
import Synchronization

/// Keeps a share of the traces, and all in which a rule finds something wrong: keep-on-finding.
///
///     options.keep(.init(share: 0.01))
///
/// Each trace is held in memory until its end, as with every decision at the end, and goes by the rules as it is recorded;
/// pixels are not computed. What is not kept is counted as sampled out.
public final class FindingKeeper: Sendable {
    /// The share that is kept whatever is found, from 0 to 1, by trace id.
    public let share: TraceSampling
    /// What is looked for.
    public let check: CheckOptions
    /// A finding of this severity keeps its trace, or of a worse one.
    public let severity: Severity
    /// The traces that have ended and in which something was found.
    private let found = Mutex<Set<String>>([])

    /// Creates a keeper.
    ///
    /// - Parameters:
    ///   - share: The share of traces that is kept whatever is found, from 0 to 1.
    ///   - check: What is looked for; by default what each rule at L2 finds that runs by default.
    ///   - severity: How bad a finding must be; by default an error, which the trace itself proves.
    public init(share: Double = 0, check: CheckOptions = CheckOptions(level: .l2), severity: Severity = .error) {
        self.share = TraceSampling(rate: share)
        self.check = check
        self.severity = severity
    }

    /// Whether a trace that has ended is kept.
    func keeps(_ id: String) -> Bool { found.withLock { $0.contains(id) } || share.includes(id) }

    /// How many traces are remembered.
    var remembered: Int { found.withLock { $0.count } }

    /// Forgets a trace that is over.
    fileprivate func forget(_ id: String) { found.withLock { _ = $0.remove(id) } }

    fileprivate func note(_ report: TraceReport, of id: String) {
        let severities: [Severity] = [.error, .warning, .info]
        let wanted = severities.prefix { $0 != severity } + [severity]
        if report.findings.contains(where: { wanted.contains($0.severity) }) { _ = found.withLock { $0.insert(id) } }
    }
}

extension RecorderOptions {
    /// Keeps traces as a keeper decides, after what is set already: a filter is asked before, and what `keepTrace` keeps is
    /// kept.
    public mutating func keep(_ keeper: FindingKeeper) {
        traceFilter = CheckedFilter(keeper: keeper, inner: traceFilter)
        let other = keepTrace
        keepTrace = { summary in
            keeper.keeps(summary.id) || other?(summary) ?? false
        }
    }
}

/// Lets a check look at what another filter passes on.
private struct CheckedFilter: TraceFilter {
    let keeper: FindingKeeper
    let inner: (any TraceFilter)?

    func begin(_ header: TraceBegin) -> any FilteredTrace {
        CheckedTrace(keeper, header.id, inner?.begin(header))
    }
}

private final class CheckedTrace: FilteredTrace {
    private let keeper: FindingKeeper
    private let id: String
    private let inner: (any FilteredTrace)?
    private let engine: ReplayEngine
    private var count = 0

    init(_ keeper: FindingKeeper, _ id: String, _ inner: (any FilteredTrace)?) {
        (self.keeper, self.id, self.inner) = (keeper, id, inner)
        engine = ReplayEngine(options: keeper.check)
    }

    // Nobody asks about a trace that was written before its end or left out by sampling.
    deinit { keeper.forget(id) }

    func take(_ record: FilteredRecord, pass: (FilteredRecord) -> Void) {
        guard let inner else { return look(record, pass) }
        inner.take(record) { look($0, pass) }
    }

    func finish(pass: (FilteredRecord) -> Void) {
        inner?.finish { look($0, pass) }
        keeper.note(engine.finish(), of: id)
    }

    private func look(_ record: FilteredRecord, _ pass: (FilteredRecord) -> Void) {
        var event = Event(record.body, time: record.time)
        if case .image(var declaration) = record.body, record.image != nil {
            // It gets its digest when it is stored.
            declaration.digest = .zero
            event.body = .image(declaration)
        }
        engine.apply(LogEntry(event: event, source: EventEncoder.bytes(of: event), line: count + 1, index: count))
        count += 1
        pass(record)
    }
}
