/// An answer of an agent.
public struct Answer: EventPayload, Hashable {
    static let kind = EventKind.answer

    /// The agent.
    public var agent: Int
    /// Ordinal among the answers of the agent.
    public var n: Int
    /// Step that gives it.
    public var step: Int?
    /// Whether it is the agent's last word.
    public var final: Bool
    /// The answer.
    public var text: String
    /// How sure the agent is.
    public var score: Double?
    /// Regions that it rests on.
    public var regions: [ScopedOrdinal]
    /// Images that it rests on.
    public var images: [Int]
    /// Texts that it rests on.
    public var spans: [Span]
    /// Earlier answer of the agent that it replaces.
    public var supersedes: Int?

    /// Creates the value from its fields.
    public init(
        agent: Int, n: Int, step: Int? = nil, final: Bool = false, text: String, score: Double? = nil,
        regions: [ScopedOrdinal] = [], images: [Int] = [], spans: [Span] = [], supersedes: Int? = nil
    ) {
        self.agent = agent
        self.n = n
        self.step = step
        self.final = final
        self.text = text
        self.score = score
        self.regions = regions
        self.images = images
        self.spans = spans
        self.supersedes = supersedes
    }

    init() { self.init(agent: 0, n: 0, text: "") }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("agent", &agent, "the agent")
        try coder.required("n", &n, "ordinal among the answers of the agent")
        try coder.optional("step", &step, "step that gives it")
        try coder.flag("final", &final, "whether it is the agent's last word")
        try coder.required("text", &text, "the answer")
        try coder.optional("score", &score, "how sure the agent is")
        try coder.list("regions", &regions, "regions that it rests on")
        try coder.list("images", &images, "images that it rests on")
        try coder.list("spans", &spans, "texts that it rests on")
        try coder.optional("supersedes", &supersedes, "earlier answer of the agent that it replaces")
    }
}

/// How candidate answers became one.
public struct Aggregate: EventPayload, Hashable {
    static let kind = EventKind.aggregate

    /// Agent that decides.
    public var agent: Int
    /// The step.
    public var step: Int?
    /// How.
    public var method: AggregateMethod
    /// Answers to choose from.
    public var candidates: [ScopedOrdinal]
    /// Weight of each candidate.
    public var weights: [Double]
    /// Candidate that was chosen.
    public var chosen: ScopedOrdinal?
    /// Reason, in words.
    public var why: String?

    /// Creates the value from its fields.
    public init(
        agent: Int, step: Int? = nil, method: AggregateMethod, candidates: [ScopedOrdinal] = [],
        weights:
            [Double] = [], chosen: ScopedOrdinal? = nil, why: String? = nil
    ) {
        self.agent = agent
        self.step = step
        self.method = method
        self.candidates = candidates
        self.weights = weights
        self.chosen = chosen
        self.why = why
    }

    init() { self.init(agent: 0, method: AggregateMethod(rawValue: "")) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("agent", &agent, "agent that decides")
        try coder.optional("step", &step, "the step")
        try coder.required("method", &method, "how")
        try coder.list("candidates", &candidates, "answers to choose from")
        try coder.list("weights", &weights, "weight of each candidate")
        try coder.optional("chosen", &chosen, "candidate that was chosen")
        try coder.optional("why", &why, "reason, in words")
    }
}
