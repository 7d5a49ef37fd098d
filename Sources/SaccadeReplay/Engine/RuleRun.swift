import Saccade

/// One run of a rule over one trace; subclasses hide the type of the scratch.
class RuleRun {
    /// Looks at an event, with the state before it.
    func event(_ entry: LogEntry, _ state: ReplayState, _ report: RuleReport) {}
    /// Looks back at the end of the trace.
    func finish(_ state: ReplayState, _ report: RuleReport) {}
}

/// A run without scratch.
final class PlainRun: RuleRun {
    private let check: @Sendable (LogEntry, ReplayState, RuleReport) -> Void

    init(_ check: @escaping @Sendable (LogEntry, ReplayState, RuleReport) -> Void) { self.check = check }

    override func event(_ entry: LogEntry, _ state: ReplayState, _ report: RuleReport) { check(entry, state, report) }
}

/// A run with scratch.
final class ScratchRun<Scratch>: RuleRun {
    private var scratch: Scratch
    private let check: @Sendable (LogEntry, ReplayState, inout Scratch, RuleReport) -> Void
    private let end: (@Sendable (ReplayState, inout Scratch, RuleReport) -> Void)?

    init(
        _ scratch: Scratch, _ check: @escaping @Sendable (LogEntry, ReplayState, inout Scratch, RuleReport) -> Void,
        _ end: (@Sendable (ReplayState, inout Scratch, RuleReport) -> Void)?
    ) {
        self.scratch = scratch
        self.check = check
        self.end = end
    }

    override func event(_ entry: LogEntry, _ state: ReplayState, _ report: RuleReport) {
        check(entry, state, &scratch, report)
    }

    override func finish(_ state: ReplayState, _ report: RuleReport) { end?(state, &scratch, report) }
}
