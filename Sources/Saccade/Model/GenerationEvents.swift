/// The beginning of one model call.
public struct GenerationBegin: EventPayload, Hashable {
    static let kind = EventKind.generationBegin

    /// Agent that calls.
    public var agent: Int
    /// Ordinal among the generations of the agent.
    public var n: Int
    /// Model, if not that of the agent or the trace.
    public var model: String?
    /// Sampling parameters.
    public var sampling: Sampling?
    /// Id of the request.
    public var request: String?
    /// How many times it was tried before, from 0.
    public var attempt: Int?
    /// Generation that this one repeats.
    public var retryOf: Int?
    /// What the model received, as the change since the generation before.
    public var input: Input
    /// Span of the call: 16 lower-case hexadecimal digits, as W3C Trace Context has it.
    public var spanId: String?

    /// Creates the value from its fields.
    public init(
        agent: Int, n: Int, model: String? = nil, sampling: Sampling? = nil, request: String? = nil,
        attempt:
            Int? = nil, retryOf: Int? = nil, input: Input = Input(add: []), spanId: String? = nil
    ) {
        self.agent = agent
        self.n = n
        self.model = model
        self.sampling = sampling
        self.request = request
        self.attempt = attempt
        self.retryOf = retryOf
        self.input = input
        self.spanId = spanId
    }

    init() { self.init(agent: 0, n: 0) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("agent", &agent, "agent that calls")
        try coder.required("n", &n, "ordinal among the generations of the agent")
        try coder.optional("model", &model, "model, if not that of the agent or the trace")
        try coder.optional("sampling", &sampling, "sampling parameters")
        try coder.optional("request", &request, "id of the request")
        try coder.optional("attempt", &attempt, "how many times it was tried before, from 0")
        try coder.optional("retryOf", &retryOf, "generation that this one repeats")
        try coder.defaulted(
            "input", &input, Input(add: []),
            "what the model received, as the change since the generation before")
        try coder.optional(
            "spanId", &spanId, "span of the call: 16 lower-case hexadecimal digits, as W3C Trace Context has it")
    }
}

/// How a model chose its tokens.
public struct Sampling: FieldGroup, Hashable {
    /// Temperature.
    public var temperature: Double?
    /// Share of probability to choose from.
    public var topP: Double?
    /// Number of tokens to choose from.
    public var topK: Int?
    /// Random seed.
    public var seed: Int?
    /// Most tokens to write.
    public var maxTokens: Int?

    /// Creates the value from its fields.
    public init(
        temperature: Double? = nil, topP: Double? = nil, topK: Int? = nil, seed: Int? = nil,
        maxTokens: Int? =
            nil
    ) {
        self.temperature = temperature
        self.topP = topP
        self.topK = topK
        self.seed = seed
        self.maxTokens = maxTokens
    }

    init() { self.init(temperature: nil) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.optional("temperature", &temperature, "temperature")
        try coder.optional("topP", &topP, "share of probability to choose from")
        try coder.optional("topK", &topK, "number of tokens to choose from")
        try coder.optional("seed", &seed, "random seed")
        try coder.optional("maxTokens", &maxTokens, "most tokens to write")
    }
}

/// What a generation received, as the change of the agent's context since its generation before.
public struct Input: FieldGroup, Hashable {
    /// Parts that were added, in order; each takes the next position of the context.
    public var add: [Part]
    /// Positions of parts that were taken out.
    public var remove: [Int]
    /// Runs of parts that were replaced by a text.
    public var compact: [Compaction]

    /// Creates the value from its fields.
    public init(add: [Part] = [], remove: [Int] = [], compact: [Compaction] = []) {
        self.add = add
        self.remove = remove
        self.compact = compact
    }

    init() { self.init(add: []) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.list("add", &add, "parts that were added, in order; each takes the next position of the context")
        try coder.list("remove", &remove, "positions of parts that were taken out")
        try coder.list("compact", &compact, "runs of parts that were replaced by a text")
    }
}

/// A run of parts that was replaced by a text.
public struct Compaction: FieldGroup, Hashable {
    /// Position of the first part.
    public var first: Int
    /// Position of the last part.
    public var last: Int
    /// What stands for them.
    public var text: String?

    /// Creates the value from its fields.
    public init(first: Int, last: Int, text: String? = nil) {
        self.first = first
        self.last = last
        self.text = text
    }

    init() { self.init(first: 0, last: 0) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("first", &first, "position of the first part")
        try coder.required("last", &last, "position of the last part")
        try coder.optional("text", &text, "what stands for them")
    }
}

/// The end of one model call.
public struct GenerationEnd: EventPayload, Hashable {
    static let kind = EventKind.generationEnd

    /// The agent.
    public var agent: Int
    /// The generation.
    public var n: Int
    /// How it ended.
    public var status: EndStatus
    /// Finish reason, as the provider gives it.
    public var finish: String?
    /// Id of the response.
    public var response: String?
    /// Time to the first token in nanoseconds.
    public var firstToken: Int?
    /// Tokens used.
    public var usage: Usage?
    /// What failed.
    public var error: String?

    /// Creates the value from its fields.
    public init(
        agent: Int, n: Int, status: EndStatus = .ok, finish: String? = nil, response: String? = nil,
        firstToken: Int? = nil, usage: Usage? = nil, error: String? = nil
    ) {
        self.agent = agent
        self.n = n
        self.status = status
        self.finish = finish
        self.response = response
        self.firstToken = firstToken
        self.usage = usage
        self.error = error
    }

    init() { self.init(agent: 0, n: 0) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("agent", &agent, "the agent")
        try coder.required("n", &n, "the generation")
        try coder.defaulted("status", &status, .ok, "how it ended")
        try coder.optional("finish", &finish, "finish reason, as the provider gives it")
        try coder.optional("response", &response, "id of the response")
        try coder.optional("firstToken", &firstToken, "time to the first token in nanoseconds")
        try coder.optional("usage", &usage, "tokens used")
        try coder.optional("error", &error, "what failed")
    }
}

/// The tokens of one model call.
public struct Usage: FieldGroup, Hashable {
    /// Input tokens, all of them.
    public var input: Int?
    /// Input tokens that were cached.
    public var cached: Int?
    /// Input tokens of images.
    public var image: Int?
    /// Output tokens of reasoning.
    public var reasoning: Int?
    /// Output tokens, all of them.
    public var output: Int?

    /// Creates the value from its fields.
    public init(input: Int? = nil, cached: Int? = nil, image: Int? = nil, reasoning: Int? = nil, output: Int? = nil) {
        self.input = input
        self.cached = cached
        self.image = image
        self.reasoning = reasoning
        self.output = output
    }

    init() { self.init(input: nil) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.optional("input", &input, "input tokens, all of them")
        try coder.optional("cached", &cached, "input tokens that were cached")
        try coder.optional("image", &image, "input tokens of images")
        try coder.optional("reasoning", &reasoning, "output tokens of reasoning")
        try coder.optional("output", &output, "output tokens, all of them")
    }
}
