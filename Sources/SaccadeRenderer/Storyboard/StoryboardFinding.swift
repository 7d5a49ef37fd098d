/// What a checker found, as a page shows it.
public struct StoryboardFinding: Sendable, Hashable {
    /// How bad it is.
    public var tone: Tone
    /// The rule's id.
    public var rule: String
    /// The sentence that a person can act on.
    public var text: String
    /// The agent that it is about.
    public var agent: Int?
    /// The step that it is about.
    public var step: Int?
    /// The image that it is about; without a step, the finding is shown on the step that made it.
    public var image: Int?

    /// Creates a finding.
    public init(tone: Tone, rule: String, text: String, agent: Int? = nil, step: Int? = nil, image: Int? = nil) {
        self.tone = tone
        self.rule = rule
        self.text = text
        self.agent = agent
        self.step = step
        self.image = image
    }
}
