/// A remark of an importer or a checker.
public struct Diagnostic: EventPayload, Hashable {
    static let kind = EventKind.diagnostic

    /// How much it matters.
    public var severity: Severity
    /// Kind of remark, in kebab case.
    public var code: String
    /// What is wrong, in words.
    public var message: String
    /// Agent that it is about.
    public var agent: Int?
    /// Step that it is about.
    public var step: Int?
    /// Image that it is about.
    public var image: Int?
    /// Place in the record: path and JSON pointer, or line.
    public var source: String?
    /// What stands there, cut to 4 KiB.
    public var excerpt: String?

    /// Creates the value from its fields.
    public init(
        severity: Severity, code: String, message: String, agent: Int? = nil, step: Int? = nil,
        image: Int? =
            nil, source: String? = nil, excerpt: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.agent = agent
        self.step = step
        self.image = image
        self.source = source
        self.excerpt = excerpt
    }

    init() { self.init(severity: Severity(rawValue: ""), code: "", message: "") }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("severity", &severity, "how much it matters")
        try coder.required("code", &code, "kind of remark, in kebab case")
        try coder.required("message", &message, "what is wrong, in words")
        try coder.optional("agent", &agent, "agent that it is about")
        try coder.optional("step", &step, "step that it is about")
        try coder.optional("image", &image, "image that it is about")
        try coder.optional("source", &source, "place in the record: path and JSON pointer, or line")
        try coder.optional("excerpt", &excerpt, "what stands there, cut to 4 KiB")
    }
}

/// A named value.
public struct Score: EventPayload, Hashable {
    static let kind = EventKind.score

    /// What is measured.
    public var name: String
    /// The value.
    public var value: Double
    /// Who measured.
    public var source: String?
    /// Agent that it is about.
    public var agent: Int?
    /// Step that it is about.
    public var step: Int?
    /// Answer of that agent that it is about.
    public var answer: Int?

    /// Creates the value from its fields.
    public init(
        name: String, value: Double, source: String? = nil, agent: Int? = nil, step: Int? = nil, answer: Int? = nil
    ) {
        self.name = name
        self.value = value
        self.source = source
        self.agent = agent
        self.step = step
        self.answer = answer
    }

    init() { self.init(name: "", value: 0) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("name", &name, "what is measured")
        try coder.required("value", &value, "the value")
        try coder.optional("source", &source, "who measured")
        try coder.optional("agent", &agent, "agent that it is about")
        try coder.optional("step", &step, "step that it is about")
        try coder.optional("answer", &answer, "answer of that agent that it is about")
    }
}

/// A comment on a trace.
public struct Annotation: EventPayload, Hashable {
    static let kind = EventKind.annotation

    /// The comment.
    public var text: String
    /// Who wrote it.
    public var by: String?
    /// Agent that it is about.
    public var agent: Int?
    /// Step that it is about.
    public var step: Int?
    /// Image that it is about.
    public var image: Int?
    /// Region of that agent that it is about.
    public var region: Int?

    /// Creates the value from its fields.
    public init(
        text: String, by: String? = nil, agent: Int? = nil, step: Int? = nil, image: Int? = nil, region: Int? = nil
    ) {
        self.text = text
        self.by = by
        self.agent = agent
        self.step = step
        self.image = image
        self.region = region
    }

    init() { self.init(text: "") }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("text", &text, "the comment")
        try coder.optional("by", &by, "who wrote it")
        try coder.optional("agent", &agent, "agent that it is about")
        try coder.optional("step", &step, "step that it is about")
        try coder.optional("image", &image, "image that it is about")
        try coder.optional("region", &region, "region of that agent that it is about")
    }
}

/// Something was made unreadable.
public struct Redaction: EventPayload, Hashable {
    static let kind = EventKind.redaction

    /// What: `text`, `pixels`, `image`.
    public var kind: String
    /// Who or what did it.
    public var by: String
    /// Rule that it follows.
    public var rule: String?
    /// Agent that it is about.
    public var agent: Int?
    /// Step that it is about.
    public var step: Int?
    /// Image that it is about.
    public var image: Int?
    /// Boxes that were painted over, in pixels.
    public var regions: [Box]
    /// How many places.
    public var count: Int?

    /// Creates the value from its fields.
    public init(
        kind: String, by: String, rule: String? = nil, agent: Int? = nil, step: Int? = nil, image: Int? = nil,
        regions: [Box] = [], count: Int? = nil
    ) {
        self.kind = kind
        self.by = by
        self.rule = rule
        self.agent = agent
        self.step = step
        self.image = image
        self.regions = regions
        self.count = count
    }

    init() { self.init(kind: "", by: "") }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("kind", &kind, "what: `text`, `pixels`, `image`")
        try coder.required("by", &by, "who or what did it")
        try coder.optional("rule", &rule, "rule that it follows")
        try coder.optional("agent", &agent, "agent that it is about")
        try coder.optional("step", &step, "step that it is about")
        try coder.optional("image", &image, "image that it is about")
        try coder.list("regions", &regions, "boxes that were painted over, in pixels")
        try coder.optional("count", &count, "how many places")
    }
}
