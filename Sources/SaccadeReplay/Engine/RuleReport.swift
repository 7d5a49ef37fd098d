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

    init(rule: Rule, path: String?, limit: Int, severity: Severity?, gaps: GapMemory) {
        self.rule = rule
        self.path = path
        self.limit = limit
        self.severity = severity ?? rule.severity
        self.isFixed = severity != nil
        self.gaps = gaps
    }

    /// Whether the caller has chosen the severity, so that the rule cannot.
    private let isFixed: Bool

    /// Adds a finding at an event.
    ///
    /// - Parameters:
    ///   - message: What is wrong; lower case, no full stop. Built only if the finding is kept.
    ///   - field: The top-level field that is wrong, for the column.
    ///   - severity: How much it matters, if not as the rule says.
    public func add(
        _ message: @autoclosure () -> String, at entry: LogEntry, field: String? = nil, severity: Severity? = nil,
        expected: @autoclosure () -> String? = nil, found: @autoclosure () -> String? = nil, hint: String? = nil
    ) {
        let body = entry.event.body
        guard admit(body.agent, severity) else { return }
        var finding = make(message(), severity, line: entry.line, expected: expected(), found: found(), hint: hint)
        if let field { finding.location.column = entry.column(of: field) }
        finding.event = entry.index
        finding.agent = body.agent
        finding.step = body.step
        finding.image = body.image
        if case .region(let region) = body { finding.region = ScopedOrdinal(agent: region.agent, n: region.n) }
        findings.append(finding)
    }

    /// Adds a finding at a place that was kept.
    public func add(
        _ message: @autoclosure () -> String, at place: Place, severity: Severity? = nil,
        expected: @autoclosure () -> String? = nil, found: @autoclosure () -> String? = nil, hint: String? = nil
    ) {
        guard admit(place.agent, severity) else { return }
        var finding = make(message(), severity, line: place.line, expected: expected(), found: found(), hint: hint)
        finding.event = place.event
        finding.agent = place.agent
        finding.step = place.step
        finding.image = place.image
        findings.append(finding)
    }

    /// Adds a line that cannot be read.
    func add(_ error: TraceError, line: Int, column: Int) {
        guard admit(nil, nil, always: true) else { return }
        var finding = make(error.message, nil, line: line, expected: nil, found: nil, hint: nil)
        finding.location.column = column
        findings.append(finding)
    }

    /// Counts a finding that a gap explains.
    func explain() { explained += 1 }

    /// Counts a finding; returns whether it is to be kept.
    private func admit(_ agent: Int?, _ severity: Severity?, always: Bool = false) -> Bool {
        if !always, rule.isExplainedByGap, gaps.touches(agent) {
            explained += 1
            return false
        }
        counts.add(isFixed ? self.severity : severity ?? self.severity)
        return findings.count < limit
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
