/// What the user said.
public struct Turn: EventPayload, Hashable {
    static let kind = EventKind.turn

    /// Ordinal in the trace.
    public var n: Int
    /// What was said, in order.
    public var parts: [Part]
    /// Who said it.
    public var name: String?

    /// Creates the value from its fields.
    public init(n: Int, parts: [Part] = [], name: String? = nil) {
        self.n = n
        self.parts = parts
        self.name = name
    }

    init() { self.init(n: 0) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("n", &n, "ordinal in the trace")
        try coder.list("parts", &parts, "what was said, in order")
        try coder.optional("name", &name, "who said it")
    }
}

/// The birth of an agent.
///
/// Agent 0, the root, needs none.
public struct AgentSpawn: EventPayload, Hashable {
    static let kind = EventKind.agentSpawn

    /// Ordinal in the trace, from 1.
    public var n: Int
    /// What the agent is for.
    public var kind: AgentKind
    /// Agent that spawned it.
    public var parent: Int
    /// Step of the parent that spawned it.
    public var step: Int?
    /// Its role, in words.
    public var role: String?
    /// Its model.
    public var model: String?
    /// Trace that holds its events, if another process records it.
    public var trace: String?

    /// Creates the value from its fields.
    public init(
        n: Int, kind: AgentKind, parent: Int, step: Int? = nil, role: String? = nil, model: String? = nil,
        trace: String? = nil
    ) {
        self.n = n
        self.kind = kind
        self.parent = parent
        self.step = step
        self.role = role
        self.model = model
        self.trace = trace
    }

    init() { self.init(n: 0, kind: AgentKind(rawValue: ""), parent: 0) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("n", &n, "ordinal in the trace, from 1")
        try coder.required("kind", &kind, "what the agent is for")
        try coder.required("parent", &parent, "agent that spawned it")
        try coder.optional("step", &step, "step of the parent that spawned it")
        try coder.optional("role", &role, "its role, in words")
        try coder.optional("model", &model, "its model")
        try coder.optional("trace", &trace, "trace that holds its events, if another process records it")
    }
}

/// The end of an agent.
public struct AgentEnd: EventPayload, Hashable {
    static let kind = EventKind.agentEnd

    /// The agent.
    public var agent: Int
    /// How it ended.
    public var status: EndStatus
    /// What failed.
    public var error: String?

    /// Creates the value from its fields.
    public init(agent: Int, status: EndStatus = .ok, error: String? = nil) {
        self.agent = agent
        self.status = status
        self.error = error
    }

    init() { self.init(agent: 0) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("agent", &agent, "the agent")
        try coder.defaulted("status", &status, .ok, "how it ended")
        try coder.optional("error", &error, "what failed")
    }
}

/// An agent takes the result of one that has ended.
public struct AgentJoin: EventPayload, Hashable {
    static let kind = EventKind.agentJoin

    /// Agent that joins.
    public var agent: Int
    /// Agent that has ended.
    public var joined: Int
    /// Step of the joining agent.
    public var step: Int?

    /// Creates the value from its fields.
    public init(agent: Int, joined: Int, step: Int? = nil) {
        self.agent = agent
        self.joined = joined
        self.step = step
    }

    init() { self.init(agent: 0, joined: 0) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("agent", &agent, "agent that joins")
        try coder.required("joined", &joined, "agent that has ended")
        try coder.optional("step", &step, "step of the joining agent")
    }
}

/// An agent sends a message.
public struct MessageSend: EventPayload, Hashable {
    static let kind = EventKind.messageSend

    /// Sender.
    public var agent: Int
    /// Ordinal among the messages of the sender.
    public var n: Int
    /// Receiver.
    public var to: Int
    /// Step of the sender.
    public var step: Int?
    /// Content.
    public var parts: [Part]

    /// Creates the value from its fields.
    public init(agent: Int, n: Int, to: Int, step: Int? = nil, parts: [Part] = []) {
        self.agent = agent
        self.n = n
        self.to = to
        self.step = step
        self.parts = parts
    }

    init() { self.init(agent: 0, n: 0, to: 0) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("agent", &agent, "sender")
        try coder.required("n", &n, "ordinal among the messages of the sender")
        try coder.required("to", &to, "receiver")
        try coder.optional("step", &step, "step of the sender")
        try coder.list("parts", &parts, "content")
    }
}

/// An agent receives a message.
public struct MessageReceive: EventPayload, Hashable {
    static let kind = EventKind.messageReceive

    /// Receiver.
    public var agent: Int
    /// Message: sender and ordinal.
    public var message: ScopedOrdinal
    /// Step of the receiver.
    public var step: Int?

    /// Creates the value from its fields.
    public init(agent: Int, message: ScopedOrdinal, step: Int? = nil) {
        self.agent = agent
        self.message = message
        self.step = step
    }

    init() { self.init(agent: 0, message: ScopedOrdinal(agent: 0, n: 0)) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("agent", &agent, "receiver")
        try coder.required("message", &message, "message: sender and ordinal")
        try coder.optional("step", &step, "step of the receiver")
    }
}
