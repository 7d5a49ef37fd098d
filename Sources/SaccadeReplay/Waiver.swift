/// A finding that a project has looked at and lives with, with the reason.
public struct Waiver: Sendable, Hashable {
    /// The id of the rule.
    public var rule: String
    /// Why the finding is no trouble; never empty.
    public var reason: String
    /// The fingerprint of the one finding; `nil` for all that fit the rest.
    public var fingerprint: String?
    /// The id of the trace; `nil` for all.
    public var trace: String?
    /// The agent; `nil` for all.
    public var agent: Int?
    /// The step; `nil` for all.
    public var step: Int?
    /// The image; `nil` for all.
    public var image: Int?

    /// Creates a waiver.
    public init(
        rule: String, reason: String, fingerprint: String? = nil, trace: String? = nil, agent: Int? = nil,
        step: Int? = nil, image: Int? = nil
    ) {
        self.rule = rule
        self.reason = reason
        self.fingerprint = fingerprint
        self.trace = trace
        self.agent = agent
        self.step = step
        self.image = image
    }

    /// Whether it covers a finding of its rule.
    func covers(_ finding: Finding, trace id: String?) -> Bool {
        if let trace, trace != id { return false }
        if let agent, agent != finding.agent { return false }
        if let step, step != finding.step { return false }
        if let image, image != finding.image { return false }
        if let fingerprint, fingerprint != finding.fingerprint { return false }
        return true
    }
}
