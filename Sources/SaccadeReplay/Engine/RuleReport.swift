public import Saccade

/// Where a rule puts what it finds in one trace.
///
/// It keeps the first findings of the rule and counts the rest, so that a log with a million of them costs no memory.
public final class RuleReport {
    /// The rule that reports.
    public let rule: Rule
    private let path: String?
    private let limit: Int
    private let severity: Severity
    private let gaps: GapMemory
    /// The findings that were kept, in the order of the log.
    private(set) var findings: [Finding] = []
    /// The number of findings by severity: errors, warnings, others.
    private(set) var counts = SeverityCounts()
    /// The number of findings that a gap explains.
    private(set) var explained = 0

    /// The findings that a waiver covers, as many as are kept of the others.
    private(set) var waived: [WaivedFinding] = []
    /// The number of findings that a waiver covers.
    private(set) var waivedCount = 0
    private let waivers: [Waiver]
    /// Whether the caller has chosen the severity, so that the rule cannot.
    private let isFixed: Bool

    init(rule: Rule, path: String?, options: CheckOptions, gaps: GapMemory, trace: @escaping () -> String?) {
        let chosen = options.severities[rule.id]
        self.rule = rule
        self.path = path
        self.limit = options.findingsPerRule
        self.severity = chosen ?? rule.severity
        self.isFixed = chosen != nil
        self.gaps = gaps
        self.waivers = options.waivers.filter { $0.rule == rule.id }
        self.trace = trace
    }

    /// The id of the trace, once it is known.
    private let trace: () -> String?

    /// Adds a finding at an event.
    ///
    /// - Parameters:
    ///   - message: What is wrong; lower case, no full stop. Built only if the finding is kept.
    ///   - entry: The event.
    ///   - field: The top-level field that is wrong, for the column.
    ///   - agent: The agent that it concerns, if that is not the one of the event.
    ///   - severity: How much it matters, if not as the rule says.
    ///   - expected: What should be there, for the report.
    ///   - found: What is there.
    ///   - hint: How to put it right, if not as the rule says.
    public func add(
        _ message: @autoclosure () -> String, at entry: LogEntry, field: String? = nil, agent: Int? = nil,
        severity: Severity? = nil, expected: @autoclosure () -> String? = nil, found: @autoclosure () -> String? = nil,
        hint: String? = nil
    ) {
        let body = entry.event.body
        let agent = agent ?? body.agent
        guard !isExplained(agent) else { return }
        keep(severity) {
            var finding = make(message(), severity, line: entry.line, expected: expected(), found: found(), hint: hint)
            if let field { finding.location.column = entry.column(of: field) }
            finding.event = entry.index
            finding.agent = agent
            finding.step = body.step
            finding.image = body.image
            if case .region(let region) = body { finding.region = ScopedOrdinal(agent: region.agent, n: region.n) }
            return finding
        }
    }

    /// Adds a finding at a place that was kept.
    public func add(
        _ message: @autoclosure () -> String, at place: Place, severity: Severity? = nil,
        expected: @autoclosure () -> String? = nil, found: @autoclosure () -> String? = nil, hint: String? = nil
    ) {
        guard !isExplained(place.agent) else { return }
        keep(severity) {
            var finding = make(message(), severity, line: place.line, expected: expected(), found: found(), hint: hint)
            finding.event = place.event
            finding.agent = place.agent
            finding.step = place.step
            finding.image = place.image
            return finding
        }
    }

    /// Adds a line that cannot be read.
    func add(_ error: TraceError, line: Int, column: Int) {
        // A finding names its file once, before the message.
        let prefix = path.map { "\($0): " } ?? ""
        let message = error.message.hasPrefix(prefix) ? String(error.message.dropFirst(prefix.count)) : error.message
        keep(nil) {
            var finding = make(message, nil, line: line, expected: nil, found: nil, hint: nil)
            finding.location.column = column
            return finding
        }
    }

    /// Counts a finding that a gap explains.
    func explain() { explained += 1 }

    private func isExplained(_ agent: Int?) -> Bool {
        guard rule.isExplainedByGap, gaps.touches(agent) else { return false }
        explained += 1
        return true
    }

    /// Counts a finding, and keeps it unless there are enough of them; it is built only if that is needed.
    private func keep(_ severity: Severity?, _ make: () -> Finding) {
        let mustCompare = !waivers.isEmpty
        let finding = mustCompare || findings.count < limit ? make() : nil
        if let finding, let waiver = waivers.first(where: { $0.covers(finding, trace: trace()) }) {
            waivedCount += 1
            if waived.count < limit { waived.append(WaivedFinding(finding: finding, waiver: waiver)) }
            return
        }
        counts.add(isFixed ? self.severity : severity ?? self.severity)
        if let finding, findings.count < limit { findings.append(finding) }
    }

    private func make(
        _ message: String, _ severity: Severity?, line: Int, expected: String?, found: String?, hint: String?
    ) -> Finding {
        Finding(
            ruleID: rule.id, code: rule.code, severity: isFixed ? self.severity : severity ?? self.severity,
            location: TraceError.Location(file: path, line: line, column: 1), message: message, expected: expected,
            found: found, hint: hint ?? rule.hint)
    }
}

/// A finding with the waiver that covers it.
public struct WaivedFinding: Sendable, Hashable {
    /// The finding.
    public var finding: Finding
    /// The waiver.
    public var waiver: Waiver
}

/// How many findings there are of each severity.
public struct SeverityCounts: Sendable, Hashable {
    /// Errors.
    public var errors = 0
    /// Warnings.
    public var warnings = 0
    /// Everything else.
    public var others = 0

    /// Creates the counts of no findings.
    public init() {}

    /// All of them.
    public var total: Int { errors + warnings + others }

    mutating func add(_ severity: Severity) {
        switch severity {
        case .error: errors += 1
        case .warning: warnings += 1
        default: others += 1
        }
    }

    static func + (a: SeverityCounts, b: SeverityCounts) -> SeverityCounts {
        var sum = a
        sum.errors += b.errors
        sum.warnings += b.warnings
        sum.others += b.others
        return sum
    }
}
