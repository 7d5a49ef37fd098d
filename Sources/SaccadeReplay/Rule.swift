public import Saccade

/// One thing that can be wrong in a trace: what it is, why it matters, examples, and the code that finds it.
///
/// The id names what is wrong. It is permanent and is never used again for something else.
public struct Rule: Sendable, Identifiable {
    /// The permanent name, in kebab case.
    public let id: String
    /// The rule of the catalogue that it implements, as `STR-05`.
    public let code: String
    /// How much a finding matters, unless the finding or the caller says otherwise.
    public let severity: Severity
    /// The level from which on the rule runs.
    public let level: Level
    /// The first version that has it.
    public let since: String
    /// Whether it runs without being asked for: its findings on real records are true.
    public let isDefault: Bool
    /// Whether a hole in the log before the event explains what it finds.
    public let isExplainedByGap: Bool
    /// What must hold, in one sentence.
    public let summary: String
    /// Why it matters.
    public let rationale: String
    /// How to put it right.
    public let hint: String
    /// Logs that keep the rule.
    public let good: [Example]
    /// Logs that break it where they are marked.
    public let bad: [Example]
    /// The kinds of events that it reads.
    public let reads: [EventKind]
    /// Whether it reads events of unknown kinds, too.
    let readsUnknown: Bool
    /// Makes a fresh run of the rule; `nil` if the reader or the structure finds it.
    let makeRun: (@Sendable (RuleReport) -> RuleRun)?

    /// Creates a rule that keeps nothing between events.
    public init(
        _ id: String, code: String, severity: Severity, level: Level, since: String, isDefault: Bool = true,
        isExplainedByGap: Bool = false, reads: [EventKind], readsUnknown: Bool = false, summary: String,
        rationale: String, hint: String, good: [Example], bad: [Example],
        check: @escaping @Sendable (_ entry: LogEntry, _ state: ReplayState, _ report: RuleReport) -> Void
    ) {
        self.init(
            id, code: code, severity: severity, level: level, since: since, isDefault: isDefault,
            isExplainedByGap: isExplainedByGap, reads: reads, readsUnknown: readsUnknown, summary: summary,
            rationale: rationale, hint: hint, good: good, bad: bad, makeRun: { PlainRun($0, check) })
    }

    /// Creates a rule that keeps a scratch value between the events of one trace and may look back at the end.
    ///
    /// The scratch must forget what is closed, so that memory does not grow with the trace.
    public init<Scratch>(
        _ id: String, code: String, severity: Severity, level: Level, since: String, isDefault: Bool = true,
        isExplainedByGap: Bool = false, reads: [EventKind], summary: String, rationale: String, hint: String,
        good: [Example], bad: [Example], scratch: @escaping @Sendable () -> Scratch,
        check:
            @escaping @Sendable (
                _ entry: LogEntry, _ state: ReplayState, _ scratch: inout Scratch, _ report: RuleReport
            ) -> Void,
        finish: (@Sendable (_ state: ReplayState, _ scratch: inout Scratch, _ report: RuleReport) -> Void)? = nil
    ) {
        self.init(
            id, code: code, severity: severity, level: level, since: since, isDefault: isDefault,
            isExplainedByGap: isExplainedByGap, reads: reads, summary: summary, rationale: rationale, hint: hint,
            good: good, bad: bad, makeRun: { ScratchRun($0, scratch(), check, finish) })
    }

    /// Creates a rule whose findings come from the reader or from the structure of the log.
    init(
        builtIn id: String, code: String, severity: Severity = .error, level: Level, since: String, summary: String,
        rationale: String, hint: String, good: [Example], bad: [Example]
    ) {
        self.init(
            id, code: code, severity: severity, level: level, since: since, isDefault: true, isExplainedByGap: false,
            reads: [], summary: summary, rationale: rationale, hint: hint, good: good, bad: bad, makeRun: nil)
    }

    private init(
        _ id: String, code: String, severity: Severity, level: Level, since: String, isDefault: Bool,
        isExplainedByGap: Bool, reads: [EventKind], readsUnknown: Bool = false, summary: String, rationale: String,
        hint: String, good: [Example], bad: [Example], makeRun: (@Sendable (RuleReport) -> RuleRun)?
    ) {
        self.id = id
        self.code = code
        self.severity = severity
        self.level = level
        self.since = since
        self.isDefault = isDefault
        self.isExplainedByGap = isExplainedByGap
        self.reads = reads
        self.readsUnknown = readsUnknown
        self.summary = summary
        self.rationale = rationale
        self.hint = hint
        self.good = good
        self.bad = bad
        self.makeRun = makeRun
    }
}
