/// A tool is called.
public struct ToolRequest: EventPayload, Hashable {
    static let kind = EventKind.toolRequest

    /// The agent.
    public var agent: Int
    /// Ordinal among the calls of the agent.
    public var n: Int
    /// Step that calls.
    public var step: Int?
    /// Name of the tool.
    public var name: String
    /// Arguments as the model wrote them.
    public var written: String?
    /// Arguments as they were executed.
    public var arguments: JSONValue?
    /// Text that makes the call.
    public var span: Span?
    /// Id of the call in the record.
    public var id: String?
    /// Call that this one repeats.
    public var retryOf: Int?

    /// Creates the value from its fields.
    public init(
        agent: Int, n: Int, step: Int? = nil, name: String, written: String? = nil,
        arguments: JSONValue? =
            nil, span: Span? = nil, id: String? = nil, retryOf: Int? = nil
    ) {
        self.agent = agent
        self.n = n
        self.step = step
        self.name = name
        self.written = written
        self.arguments = arguments
        self.span = span
        self.id = id
        self.retryOf = retryOf
    }

    init() { self.init(agent: 0, n: 0, name: "") }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("agent", &agent, "the agent")
        try coder.required("n", &n, "ordinal among the calls of the agent")
        try coder.optional("step", &step, "step that calls")
        try coder.required("name", &name, "name of the tool")
        try coder.optional("written", &written, "arguments as the model wrote them")
        try coder.optional("arguments", &arguments, "arguments as they were executed")
        try coder.optional("span", &span, "text that makes the call")
        try coder.optional("id", &id, "id of the call in the record")
        try coder.optional("retryOf", &retryOf, "call that this one repeats")
    }
}

/// A tool has succeeded.
public struct ToolResult: EventPayload, Hashable {
    static let kind = EventKind.toolResult

    /// The agent.
    public var agent: Int
    /// The call.
    public var call: Int
    /// What it returned, in order.
    public var parts: [Part]

    /// Creates the value from its fields.
    public init(agent: Int, call: Int, parts: [Part] = []) {
        self.agent = agent
        self.call = call
        self.parts = parts
    }

    init() { self.init(agent: 0, call: 0) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("agent", &agent, "the agent")
        try coder.required("call", &call, "the call")
        try coder.list("parts", &parts, "what it returned, in order")
    }
}

/// A tool has failed.
public struct ToolFail: EventPayload, Hashable {
    static let kind = EventKind.toolFail

    /// The agent.
    public var agent: Int
    /// The call.
    public var call: Int
    /// How it failed.
    public var kind: CallFailure
    /// What the tool said.
    public var message: String?
    /// What it returned all the same.
    public var parts: [Part]

    /// Creates the value from its fields.
    public init(agent: Int, call: Int, kind: CallFailure, message: String? = nil, parts: [Part] = []) {
        self.agent = agent
        self.call = call
        self.kind = kind
        self.message = message
        self.parts = parts
    }

    init() { self.init(agent: 0, call: 0, kind: CallFailure(rawValue: "")) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("agent", &agent, "the agent")
        try coder.required("call", &call, "the call")
        try coder.required("kind", &kind, "how it failed")
        try coder.optional("message", &message, "what the tool said")
        try coder.list("parts", &parts, "what it returned all the same")
    }
}

/// A tool call was cancelled.
public struct ToolCancel: EventPayload, Hashable {
    static let kind = EventKind.toolCancel

    /// The agent.
    public var agent: Int
    /// The call.
    public var call: Int
    /// Why.
    public var reason: String?

    /// Creates the value from its fields.
    public init(agent: Int, call: Int, reason: String? = nil) {
        self.agent = agent
        self.call = call
        self.reason = reason
    }

    init() { self.init(agent: 0, call: 0) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("agent", &agent, "the agent")
        try coder.required("call", &call, "the call")
        try coder.optional("reason", &reason, "why")
    }
}
