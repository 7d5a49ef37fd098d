/// The beginning of one unit of reasoning.
public struct StepBegin: EventPayload, Hashable {
    static let kind = EventKind.stepBegin

    /// The agent.
    public var agent: Int
    /// Ordinal among the steps of the agent.
    public var n: Int
    /// What the step is for.
    public var kind: StepKind
    /// Generation that the step belongs to.
    public var generation: Int?
    /// Open step of the same agent around this one.
    public var parent: Int?
    /// Short title.
    public var title: String?

    /// Creates the value from its fields.
    public init(agent: Int, n: Int, kind: StepKind, generation: Int? = nil, parent: Int? = nil, title: String? = nil) {
        self.agent = agent
        self.n = n
        self.kind = kind
        self.generation = generation
        self.parent = parent
        self.title = title
    }

    init() { self.init(agent: 0, n: 0, kind: StepKind(rawValue: "")) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("agent", &agent, "the agent")
        try coder.required("n", &n, "ordinal among the steps of the agent")
        try coder.required("kind", &kind, "what the step is for")
        try coder.optional("generation", &generation, "generation that the step belongs to")
        try coder.optional("parent", &parent, "open step of the same agent around this one")
        try coder.optional("title", &title, "short title")
    }
}

/// A piece of a step's text; the pieces of one channel make its text.
public struct StepText: EventPayload, Hashable {
    static let kind = EventKind.stepText

    /// The agent.
    public var agent: Int
    /// The step.
    public var step: Int
    /// Where the text belongs.
    public var channel: TextChannel
    /// Whole Unicode scalars.
    public var text: String
    /// How it relates to what the model produced.
    public var form: TextForm

    /// Creates the value from its fields.
    public init(agent: Int, step: Int, channel: TextChannel, text: String, form: TextForm = .verbatim) {
        self.agent = agent
        self.step = step
        self.channel = channel
        self.text = text
        self.form = form
    }

    init() { self.init(agent: 0, step: 0, channel: TextChannel(rawValue: ""), text: "") }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("agent", &agent, "the agent")
        try coder.required("step", &step, "the step")
        try coder.required("channel", &channel, "where the text belongs")
        try coder.required("text", &text, "whole Unicode scalars")
        try coder.defaulted("form", &form, .verbatim, "how it relates to what the model produced")
    }
}

/// Text that was taken back.
public struct StepRetract: EventPayload, Hashable {
    static let kind = EventKind.stepRetract

    /// The agent.
    public var agent: Int
    /// The step.
    public var step: Int
    /// The channel.
    public var channel: TextChannel
    /// First byte and the one after the last, in UTF-8 of the channel.
    public var bytes: [Int]

    /// Creates the value from its fields.
    public init(agent: Int, step: Int, channel: TextChannel, bytes: [Int] = []) {
        self.agent = agent
        self.step = step
        self.channel = channel
        self.bytes = bytes
    }

    init() { self.init(agent: 0, step: 0, channel: TextChannel(rawValue: "")) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("agent", &agent, "the agent")
        try coder.required("step", &step, "the step")
        try coder.required("channel", &channel, "the channel")
        try coder.required("bytes", &bytes, "first byte and the one after the last, in UTF-8 of the channel")
    }

    var contradiction: String? { Span.contradiction(in: bytes) }
}

/// The end of a step.
public struct StepEnd: EventPayload, Hashable {
    static let kind = EventKind.stepEnd

    /// The agent.
    public var agent: Int
    /// The step.
    public var step: Int
    /// How it ended.
    public var status: EndStatus
    /// What failed.
    public var error: String?

    /// Creates the value from its fields.
    public init(agent: Int, step: Int, status: EndStatus = .ok, error: String? = nil) {
        self.agent = agent
        self.step = step
        self.status = status
        self.error = error
    }

    init() { self.init(agent: 0, step: 0) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("agent", &agent, "the agent")
        try coder.required("step", &step, "the step")
        try coder.defaulted("status", &status, .ok, "how it ended")
        try coder.optional("error", &error, "what failed")
    }
}
