import Saccade

/// One run of a rule over one trace; subclasses hide the type of the scratch.
class RuleRun {
    /// Where the rule puts what it finds.
    final let report: RuleReport

    init(_ report: RuleReport) { self.report = report }

    /// Looks at an event, with the state before it.
    func event(_ entry: LogEntry, _ state: ReplayState) {}
    /// Looks back at the end of the trace.
    func finish(_ state: ReplayState) {}
}

/// A run without scratch.
final class PlainRun: RuleRun {
    private let check: @Sendable (LogEntry, ReplayState, RuleReport) -> Void

    init(_ report: RuleReport, _ check: @escaping @Sendable (LogEntry, ReplayState, RuleReport) -> Void) {
        self.check = check
        super.init(report)
    }

    override func event(_ entry: LogEntry, _ state: ReplayState) { check(entry, state, report) }
}

/// A run with scratch.
final class ScratchRun<Scratch>: RuleRun {
    /// No rule comes back to its own run while it is called (Docs/Decisions/0072).
    @exclusivity(unchecked) private var scratch: Scratch
    private let check: @Sendable (LogEntry, ReplayState, inout Scratch, RuleReport) -> Void
    private let end: (@Sendable (ReplayState, inout Scratch, RuleReport) -> Void)?

    init(
        _ report: RuleReport, _ scratch: Scratch,
        _ check: @escaping @Sendable (LogEntry, ReplayState, inout Scratch, RuleReport) -> Void,
        _ end: (@Sendable (ReplayState, inout Scratch, RuleReport) -> Void)?
    ) {
        self.scratch = scratch
        self.check = check
        self.end = end
        super.init(report)
    }

    override func event(_ entry: LogEntry, _ state: ReplayState) {
        check(entry, state, &scratch, report)
    }

    override func finish(_ state: ReplayState) { end?(state, &scratch, report) }
}
