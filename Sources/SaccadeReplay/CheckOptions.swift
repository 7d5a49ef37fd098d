public import Saccade

/// What a check looks for and how strict it is.
public struct CheckOptions: Sendable {
    /// How deeply to check.
    public var level: Level
    /// The rules to run.
    public var rules: [Rule]
    /// Severities other than the rules' own, by rule id.
    public var severities: [String: Severity]
    /// The ids of rules whose findings are allowed, and which therefore do not run.
    public var allowed: Set<String>
    /// Whether warnings fail a trace as errors do.
    public var isStrict: Bool
    /// The most findings of one rule in one trace that are kept; the rest is counted.
    public var findingsPerRule: Int

    /// Creates options.
    public init(
        level: Level = .l2, rules: [Rule] = Rule.standard, severities: [String: Severity] = [:],
        allowed: Set<String> = [], isStrict: Bool = false, findingsPerRule: Int = 20
    ) {
        self.level = level
        self.rules = rules
        self.severities = severities
        self.allowed = allowed
        self.isStrict = isStrict
        self.findingsPerRule = findingsPerRule
    }
}
