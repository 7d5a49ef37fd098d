/// One part of what somebody said, sent, returned or received: exactly one of its fields is there.
public struct Part: FieldGroup, Hashable {
    /// A text.
    public var text: String?
    /// An image, by its ordinal.
    public var image: Int?
    /// A video, by its ordinal.
    public var video: Int?
    /// A system prompt.
    public var system: String?
    /// The definitions of the tools, as they were sent.
    public var tools: String?
    /// A whole turn of the user, by its ordinal.
    public var turn: Int?
    /// The outcome of a tool call of the same agent, by its ordinal.
    public var call: Int?
    /// A message that the agent received.
    public var message: ScopedOrdinal?
    /// The output of an earlier generation of the same agent, by its ordinal.
    public var generation: Int?
    /// What was done to the image before the model saw it.
    public var preprocessing: Preprocessing?

    init() {}

    /// A text.
    public static func text(_ text: String) -> Part {
        var part = Part()
        part.text = text
        return part
    }

    /// An image, with what was done to it before the model saw it.
    public static func image(_ image: Int, _ preprocessing: Preprocessing? = nil) -> Part {
        var part = Part()
        part.image = image
        part.preprocessing = preprocessing
        return part
    }

    /// A video.
    public static func video(_ video: Int) -> Part {
        var part = Part()
        part.video = video
        return part
    }

    /// A system prompt.
    public static func system(_ text: String) -> Part {
        var part = Part()
        part.system = text
        return part
    }

    /// The definitions of the tools, as they were sent.
    public static func tools(_ text: String) -> Part {
        var part = Part()
        part.tools = text
        return part
    }

    /// A whole turn of the user.
    public static func turn(_ turn: Int) -> Part {
        var part = Part()
        part.turn = turn
        return part
    }

    /// The outcome of a tool call of the same agent.
    public static func call(_ call: Int) -> Part {
        var part = Part()
        part.call = call
        return part
    }

    /// A message that the agent received.
    public static func message(_ message: ScopedOrdinal) -> Part {
        var part = Part()
        part.message = message
        return part
    }

    /// The output of an earlier generation of the same agent.
    public static func generation(_ generation: Int) -> Part {
        var part = Part()
        part.generation = generation
        return part
    }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.optional("text", &text, "a text")
        try coder.optional("image", &image, "an image, by its ordinal")
        try coder.optional("video", &video, "a video, by its ordinal")
        try coder.optional("system", &system, "a system prompt")
        try coder.optional("tools", &tools, "definitions of the tools, as they were sent")
        try coder.optional("turn", &turn, "a whole turn of the user")
        try coder.optional("call", &call, "outcome of a tool call of the same agent")
        try coder.optional("message", &message, "a message that the agent received")
        try coder.optional("generation", &generation, "output of an earlier generation of the same agent")
        try coder.optional("preprocessing", &preprocessing, "beside `image`: what was done before the model saw it")
    }

    var contradiction: String? {
        let present = [
            text != nil, image != nil, video != nil, system != nil, tools != nil, turn != nil, call != nil,
            message != nil,
            generation != nil,
        ]
        let count = present.count { $0 }
        // A part of a kind from a newer version has none of these.
        if count > 1 { return "expected one kind of content in a part, found \(count)" }
        if preprocessing != nil, image == nil { return "expected \"preprocessing\" only beside \"image\"" }
        return nil
    }
}

/// What was done to an image before a model saw it.
public struct Preprocessing: FieldGroup, Hashable {
    /// The named recipe, as `qwen2.5vl@1`.
    public var recipe: String?
    /// The width after the resize, in pixels.
    public var width: Int?
    /// The height after the resize, in pixels.
    public var height: Int?
    /// The padding in pixels after the resize: left, top, right, bottom.
    public var padding: [Int]
    /// The tiles: columns, rows.
    public var tiles: [Int]
    /// The patches: columns, rows.
    public var patches: [Int]
    /// The tokens of the image in the input: the first and the one after the last.
    public var tokens: [Int]

    /// Creates the description from its fields.
    public init(
        recipe: String? = nil, width: Int? = nil, height: Int? = nil, padding: [Int] = [], tiles: [Int] = [],
        patches: [Int] = [], tokens: [Int] = []
    ) {
        self.recipe = recipe
        self.width = width
        self.height = height
        self.padding = padding
        self.tiles = tiles
        self.patches = patches
        self.tokens = tokens
    }

    init() { self.init(recipe: nil) }

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.optional("recipe", &recipe, "named recipe, as `qwen2.5vl@1`")
        try coder.optional("width", &width, "width after the resize, in pixels")
        try coder.optional("height", &height, "height after the resize, in pixels")
        try coder.list("padding", &padding, "padding after the resize, in pixels: left, top, right, bottom")
        try coder.list("tiles", &tiles, "tiles: columns, rows")
        try coder.list("patches", &patches, "patches: columns, rows")
        try coder.list("tokens", &tokens, "tokens in the input: the first and the one after the last")
    }
}
