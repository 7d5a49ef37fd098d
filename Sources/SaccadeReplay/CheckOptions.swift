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
    /// The findings that a project lives with.
    public var waivers: [Waiver]
    /// What a trace must have.
    public var requirements: Set<Requirement>
    /// Whether warnings fail a trace as errors do.
    public var isStrict: Bool
    /// The share, from 0 to 1, of regions at L2 and of derived images at L3 that must be verified for a pass.
    public var minimumCoverage: Double
    /// The most findings of one rule in one trace that are kept; the rest is counted.
    public var findingsPerRule: Int
    /// What decodes and computes pixels at L3; without it nothing is verified there.
    public var pixels: (any PixelKit)?
    /// What runs tools again at L4; without it the recorded outcomes alone are matched.
    public var tools: (any ToolRunner)?

    /// Creates options.
    public init(
        level: Level = .l2, rules: [Rule] = Rule.standard, severities: [String: Severity] = [:],
        allowed: Set<String> = [], waivers: [Waiver] = [], requirements: Set<Requirement> = [], isStrict: Bool = false,
        minimumCoverage: Double = 1, findingsPerRule: Int = 20, pixels: (any PixelKit)? = nil,
        tools: (any ToolRunner)? = nil
    ) {
        self.level = level
        self.rules = rules
        self.severities = severities
        self.allowed = allowed
        self.waivers = waivers
        self.requirements = requirements
        self.isStrict = isStrict
        self.minimumCoverage = minimumCoverage
        self.findingsPerRule = findingsPerRule
        self.pixels = pixels
        self.tools = tools
    }
}
