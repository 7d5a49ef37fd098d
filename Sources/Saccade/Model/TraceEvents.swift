/// The beginning of a trace: what it is, and what it was recorded with.
public struct TraceBegin: EventPayload, Hashable {
    static let kind = EventKind.traceBegin

    /// Format version, `major.minor`.
    public var format: String
    /// Trace id: 32 lower-case hexadecimal digits, not all zero, as W3C Trace Context has it.
    public var id: String
    /// Session that the trace belongs to.
    public var session: String?
    /// Id of the trace that spawned this one.
    public var parentTrace: String?
    /// Id of the trace that this one continues.
    public var continues: String?
    /// Program that wrote the log.
    public var recorder: Recorder
    /// What the recorder ran on.
    public var environment: Environment?
    /// Model of agents and generations that name none.
    public var model: String?
    /// What the task is, in words.
    public var task: String?
    /// Wall clock at the beginning, as RFC 3339.
    public var wall: String?
    /// Record that the trace was imported from.
    public var source: String?
    /// Span that it was recorded in: 16 lower-case hexadecimal digits, as W3C Trace Context has it.
    public var spanId: String?

    /// Creates the value from its fields.
    public init(
        format: String, id: String, session: String? = nil, parentTrace: String? = nil,
        continues: String? =
            nil, recorder: Recorder, environment: Environment? = nil, model: String? = nil, task: String? = nil,
        wall: String? = nil, source: String? = nil, spanId: String? = nil
    ) {
        self.format = format
        self.id = id
        self.session = session
        self.parentTrace = parentTrace
        self.continues = continues
        self.recorder = recorder
        self.environment = environment
        self.model = model
        self.task = task
        self.wall = wall
        self.source = source
        self.spanId = spanId
    }

    init() { self.init(format: "", id: "", recorder: Recorder()) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("format", &format, "format version, `major.minor`")
        try coder.required(
            "id", &id,
            "trace id: 32 lower-case hexadecimal digits, not all zero, as W3C Trace Context has it")
        try coder.optional("session", &session, "session that the trace belongs to")
        try coder.optional("parentTrace", &parentTrace, "id of the trace that spawned this one")
        try coder.optional("continues", &continues, "id of the trace that this one continues")
        try coder.required("recorder", &recorder, "program that wrote the log")
        try coder.optional("environment", &environment, "what the recorder ran on")
        try coder.optional("model", &model, "model of agents and generations that name none")
        try coder.optional("task", &task, "what the task is, in words")
        try coder.optional("wall", &wall, "wall clock at the beginning, as RFC 3339")
        try coder.optional("source", &source, "record that the trace was imported from")
        try coder.optional(
            "spanId", &spanId,
            "span that it was recorded in: 16 lower-case hexadecimal digits, as W3C Trace Context has it")
    }

    var contradiction: String? {
        let digits = id.utf8
        let isHexadecimal = digits.allSatisfy {
            ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) || ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "f"))
        }
        guard digits.count == 32, isHexadecimal, digits.contains(where: { $0 != UInt8(ascii: "0") }) else {
            return "expected 32 lower-case hexadecimal digits, not all zero, as the trace id"
        }
        return nil
    }
}

/// A program that writes logs.
public struct Recorder: FieldGroup, Hashable {
    /// Its name.
    public var name: String
    /// Its version.
    public var version: String

    /// Creates the value from its fields.
    public init(name: String, version: String) {
        self.name = name
        self.version = version
    }

    init() { self.init(name: "", version: "") }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("name", &name, "its name")
        try coder.required("version", &version, "its version")
    }
}

/// What a recorder ran on: replay compares pixels exactly only where these agree.
public struct Environment: FieldGroup, Hashable {
    /// Operating system and architecture.
    public var system: String?
    /// Id of the set of pixel operations.
    public var kernels: String?
    /// Image decoders, as `libpng/1.6.39`.
    public var decoders: [String]
    /// Tools and their versions.
    public var tools: [String]

    /// Creates the value from its fields.
    public init(system: String? = nil, kernels: String? = nil, decoders: [String] = [], tools: [String] = []) {
        self.system = system
        self.kernels = kernels
        self.decoders = decoders
        self.tools = tools
    }

    init() { self.init(system: nil) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.optional("system", &system, "operating system and architecture")
        try coder.optional("kernels", &kernels, "id of the set of pixel operations")
        try coder.list("decoders", &decoders, "image decoders, as `libpng/1.6.39`")
        try coder.list("tools", &tools, "tools and their versions")
    }
}

/// The end of a trace: nothing follows.
public struct TraceEnd: EventPayload, Hashable {
    static let kind = EventKind.traceEnd

    /// How the trace ended.
    public var status: EndStatus
    /// What the log holds, for the reader to compare.
    public var counts: EventCounts
    /// SHA-256 of every line before this one, line ends included.
    public var digest: Digest?

    /// Creates the value from its fields.
    public init(status: EndStatus = .ok, counts: EventCounts, digest: Digest? = nil) {
        self.status = status
        self.counts = counts
        self.digest = digest
    }

    init() { self.init(counts: EventCounts()) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.defaulted("status", &status, .ok, "how the trace ended")
        try coder.required("counts", &counts, "what the log holds, for the reader to compare")
        try coder.optional("digest", &digest, "SHA-256 of every line before this one, line ends included")
    }
}

/// How much a log holds.
public struct EventCounts: FieldGroup, Hashable {
    /// Events, from `trace.begin` to the one before `trace.end`.
    public var events: Int
    /// Turns.
    public var turns: Int
    /// Agents, the root included.
    public var agents: Int
    /// Images.
    public var images: Int
    /// Generations of all agents.
    public var generations: Int
    /// Steps of all agents.
    public var steps: Int
    /// Regions of all agents.
    public var regions: Int
    /// Tool calls of all agents.
    public var calls: Int
    /// Answers of all agents.
    public var answers: Int

    /// Creates the value from its fields.
    public init(
        events: Int, turns: Int = 0, agents: Int = 1, images: Int = 0, generations: Int = 0, steps: Int = 0,
        regions: Int = 0, calls: Int = 0, answers: Int = 0
    ) {
        self.events = events
        self.turns = turns
        self.agents = agents
        self.images = images
        self.generations = generations
        self.steps = steps
        self.regions = regions
        self.calls = calls
        self.answers = answers
    }

    init() { self.init(events: 0) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("events", &events, "events, from `trace.begin` to the one before `trace.end`")
        try coder.defaulted("turns", &turns, 0, "turns")
        try coder.defaulted("agents", &agents, 1, "agents, the root included")
        try coder.defaulted("images", &images, 0, "images")
        try coder.defaulted("generations", &generations, 0, "generations of all agents")
        try coder.defaulted("steps", &steps, 0, "steps of all agents")
        try coder.defaulted("regions", &regions, 0, "regions of all agents")
        try coder.defaulted("calls", &calls, 0, "tool calls of all agents")
        try coder.defaulted("answers", &answers, 0, "answers of all agents")
    }
}

/// The beginning of a layer: a second log that adds to a finished trace what was learned later.
public struct LayerBegin: EventPayload, Hashable {
    static let kind = EventKind.layerBegin

    /// Format version, `major.minor`.
    public var format: String
    /// Id of the trace.
    public var trace: String
    /// Digest in the `trace.end` of the trace.
    public var digest: Digest
    /// Program that wrote the layer.
    public var recorder: Recorder
    /// Wall clock at the beginning, as RFC 3339.
    public var wall: String?

    /// Creates the value from its fields.
    public init(format: String, trace: String, digest: Digest, recorder: Recorder, wall: String? = nil) {
        self.format = format
        self.trace = trace
        self.digest = digest
        self.recorder = recorder
        self.wall = wall
    }

    init() { self.init(format: "", trace: "", digest: .zero, recorder: Recorder()) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("format", &format, "format version, `major.minor`")
        try coder.required("trace", &trace, "id of the trace")
        try coder.required("digest", &digest, "digest in the `trace.end` of the trace")
        try coder.required("recorder", &recorder, "program that wrote the layer")
        try coder.optional("wall", &wall, "wall clock at the beginning, as RFC 3339")
    }
}

/// The end of a layer: nothing follows.
public struct LayerEnd: EventPayload, Hashable {
    static let kind = EventKind.layerEnd

    /// Events of the layer before this one.
    public var events: Int

    /// Creates the value from its fields.
    public init(events: Int) {
        self.events = events
    }

    init() { self.init(events: 0) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("events", &events, "events of the layer before this one")
    }
}

/// An honest hole: what it swallowed is unknown, never an error.
public struct Gap: EventPayload, Hashable {
    static let kind = EventKind.gap

    /// Why something is missing.
    public var reason: GapReason
    /// More about it.
    public var note: String?
    /// How many events are missing, if that is known.
    public var events: Int?
    /// How many bytes are missing, if that is known.
    public var bytes: Int?
    /// Next ordinal of turns after the hole.
    public var turns: Int?
    /// Next ordinal of agents after the hole.
    public var agents: Int?
    /// Next ordinal of images after the hole.
    public var images: Int?
    /// Agents that the hole touched.
    public var scopes: [GapScope]

    /// Creates the value from its fields.
    public init(
        reason: GapReason, note: String? = nil, events: Int? = nil, bytes: Int? = nil, turns: Int? = nil,
        agents: Int? = nil, images: Int? = nil, scopes: [GapScope] = []
    ) {
        self.reason = reason
        self.note = note
        self.events = events
        self.bytes = bytes
        self.turns = turns
        self.agents = agents
        self.images = images
        self.scopes = scopes
    }

    init() { self.init(reason: GapReason(rawValue: "")) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("reason", &reason, "why something is missing")
        try coder.optional("note", &note, "more about it")
        try coder.optional("events", &events, "how many events are missing, if that is known")
        try coder.optional("bytes", &bytes, "how many bytes are missing, if that is known")
        try coder.optional("turns", &turns, "next ordinal of turns after the hole")
        try coder.optional("agents", &agents, "next ordinal of agents after the hole")
        try coder.optional("images", &images, "next ordinal of images after the hole")
        try coder.list("scopes", &scopes, "agents that the hole touched")
    }
}

/// The next ordinals of one agent after a hole; absent ones were not touched.
public struct GapScope: FieldGroup, Hashable {
    /// The agent.
    public var agent: Int
    /// Next generation.
    public var generations: Int?
    /// Next step.
    public var steps: Int?
    /// Next region.
    public var regions: Int?
    /// Next tool call.
    public var calls: Int?
    /// Next answer.
    public var answers: Int?
    /// Next message.
    public var messages: Int?

    /// Creates the value from its fields.
    public init(
        agent: Int, generations: Int? = nil, steps: Int? = nil, regions: Int? = nil, calls: Int? = nil,
        answers: Int? = nil, messages: Int? = nil
    ) {
        self.agent = agent
        self.generations = generations
        self.steps = steps
        self.regions = regions
        self.calls = calls
        self.answers = answers
        self.messages = messages
    }

    init() { self.init(agent: 0) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("agent", &agent, "the agent")
        try coder.optional("generations", &generations, "next generation")
        try coder.optional("steps", &steps, "next step")
        try coder.optional("regions", &regions, "next region")
        try coder.optional("calls", &calls, "next tool call")
        try coder.optional("answers", &answers, "next answer")
        try coder.optional("messages", &messages, "next message")
    }
}

/// The truth that a trace can be measured against.
public struct Truth: EventPayload, Hashable {
    static let kind = EventKind.reference

    /// Right answer.
    public var answer: String?
    /// Right places.
    public var regions: [TruthRegion]
    /// Where the truth comes from.
    public var source: String?

    /// Creates the value from its fields.
    public init(answer: String? = nil, regions: [TruthRegion] = [], source: String? = nil) {
        self.answer = answer
        self.regions = regions
        self.source = source
    }

    init() { self.init(answer: nil) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.optional("answer", &answer, "right answer")
        try coder.list("regions", &regions, "right places")
        try coder.optional("source", &source, "where the truth comes from")
    }
}

/// A right place on an image.
public struct TruthRegion: FieldGroup, Hashable {
    /// The image.
    public var image: Int
    /// Place in pixels of the image.
    public var pixels: Shape
    /// What is there.
    public var label: String?

    /// Creates the value from its fields.
    public init(image: Int, pixels: Shape, label: String? = nil) {
        self.image = image
        self.pixels = pixels
        self.label = label
    }

    init() { self.init(image: 0, pixels: .invalid(reason: "")) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("image", &image, "the image")
        try coder.required("pixels", &pixels, "place in pixels of the image")
        try coder.optional("label", &label, "what is there")
    }
}
