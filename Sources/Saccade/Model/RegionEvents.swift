/// A place on a named image.
public struct Region: EventPayload, Hashable {
    static let kind = EventKind.region

    /// Agent that named it, or whose work it belongs to.
    public var agent: Int
    /// Ordinal among the regions of the agent.
    public var n: Int
    /// The step.
    public var step: Int?
    /// The image.
    public var image: Int
    /// Coordinates as written.
    public var written: String?
    /// The numbers as written, in their space.
    public var shape: Shape
    /// Space of the numbers; absent for pixels.
    public var space: CoordinateSpace
    /// How the space is known.
    public var spaceSource: SpaceSource
    /// Place in pixels of the image, rounded to 1/1000; absent if the space is unresolved or the shape is in pixels
    /// already.
    public var pixels: Shape?
    /// Who named it.
    public var by: RegionAuthor
    /// What it is for.
    public var role: RegionRole?
    /// What is there.
    public var label: String?
    /// How sure its author is.
    public var score: Double?
    /// Other labels that were considered.
    public var alternatives: [Alternative]
    /// Text that names it.
    public var span: Span?
    /// Tool call whose arguments or result name it.
    public var call: Int?
    /// For video: begin and end in seconds, each as numerator and denominator.
    public var timeRange: [[Int]]
    /// For video: what it follows over time.
    public var track: String?

    /// Creates the value from its fields.
    public init(
        agent: Int, n: Int, step: Int? = nil, image: Int, written: String? = nil, shape: Shape,
        space:
            CoordinateSpace = .pixels, spaceSource: SpaceSource = .declared, pixels: Shape? = nil,
        by:
            RegionAuthor = .model, role: RegionRole? = nil, label: String? = nil, score: Double? = nil,
        alternatives: [Alternative] = [], span: Span? = nil, call: Int? = nil, timeRange: [[Int]] = [],
        track:
            String? = nil
    ) {
        self.agent = agent
        self.n = n
        self.step = step
        self.image = image
        self.written = written
        self.shape = shape
        self.space = space
        self.spaceSource = spaceSource
        self.pixels = pixels
        self.by = by
        self.role = role
        self.label = label
        self.score = score
        self.alternatives = alternatives
        self.span = span
        self.call = call
        self.timeRange = timeRange
        self.track = track
    }

    /// A region to read into.
    ///
    /// Every region of a log begins as one, and going through the other initialiser would copy it.
    init() {
        (agent, n, image) = (0, 0, 0)
        shape = .invalid(reason: "")
        space = CoordinateSpace()
        spaceSource = .declared
        by = .model
        (alternatives, timeRange) = ([], [])
    }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("agent", &agent, "agent that named it, or whose work it belongs to")
        try coder.required("n", &n, "ordinal among the regions of the agent")
        try coder.optional("step", &step, "the step")
        try coder.required("image", &image, "the image")
        try coder.optional("written", &written, "coordinates as written")
        try coder.required("shape", &shape, "the numbers as written, in their space")
        try coder.defaulted("space", &space, .pixels, "space of the numbers; absent for pixels")
        try coder.defaulted("spaceSource", &spaceSource, .declared, "how the space is known")
        try coder.optional(
            "pixels", &pixels,
            "place in pixels of the image, rounded to 1/1000; absent if the space is unresolved or the shape is in pixels already"
        )
        try coder.defaulted("by", &by, .model, "who named it")
        try coder.optional("role", &role, "what it is for")
        try coder.optional("label", &label, "what is there")
        try coder.optional("score", &score, "how sure its author is")
        try coder.list("alternatives", &alternatives, "other labels that were considered")
        try coder.optional("span", &span, "text that names it")
        try coder.optional("call", &call, "tool call whose arguments or result name it")
        try coder.list(
            "timeRange", &timeRange,
            "for video: begin and end in seconds, each as numerator and denominator")
        try coder.optional("track", &track, "for video: what it follows over time")
    }
}

/// Another label that was considered.
public struct Alternative: FieldGroup, Hashable {
    /// The label.
    public var label: String
    /// How likely.
    public var score: Double?

    /// Creates the value from its fields.
    public init(label: String, score: Double? = nil) {
        self.label = label
        self.score = score
    }

    init() { self.init(label: "") }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("label", &label, "the label")
        try coder.optional("score", &score, "how likely")
    }
}

/// A piece of a step's text.
public struct Span: FieldGroup, Hashable {
    /// The step.
    public var step: Int
    /// The channel.
    public var channel: TextChannel
    /// First byte and the one after the last, in UTF-8 of the channel.
    public var bytes: [Int]

    /// Creates the value from its fields.
    public init(step: Int, channel: TextChannel, bytes: [Int] = []) {
        self.step = step
        self.channel = channel
        self.bytes = bytes
    }

    init() { self.init(step: 0, channel: TextChannel(rawValue: "")) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.required("step", &step, "the step")
        try coder.required("channel", &channel, "the channel")
        try coder.required("bytes", &bytes, "first byte and the one after the last, in UTF-8 of the channel")
    }

    var contradiction: String? { Span.contradiction(in: bytes) }

    /// Returns what is wrong with a range of bytes.
    static func contradiction(in bytes: [Int]) -> String? {
        guard bytes.count == 2, bytes[0] >= 0, bytes[0] <= bytes[1] else {
            return "expected \"bytes\" as [first, end] with 0 ≤ first ≤ end, found \(bytes)"
        }
        return nil
    }
}
