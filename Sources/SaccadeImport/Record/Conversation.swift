import Saccade

/// A record as a conversation: what every format is turned into before anything is interpreted.
///
/// A format says who said what, in which parts, and where it stands in the record. Tags inside texts, images, regions and
/// derivations are the engine's work, the same for all formats.
struct Conversation: Sendable {
    /// The task, where the record states it apart from the messages.
    var task: String?
    /// The model, where the record names it.
    var model: String?
    /// The session, where the record names one.
    var session: String?
    /// The wall clock at the beginning, as RFC 3339; times of messages count from it.
    var wall: String?
    /// The definitions of the tools, as JSON.
    var tools: String?
    /// The messages of the root agent, in order.
    var messages: [Message] = []
    /// Other agents: samples of the same prompt, branches, workers.
    var threads: [AgentThread] = []
    /// The truth to measure against.
    var truth: WrittenTruth?
    /// Values that the record has for the whole of it.
    var scores: [Score] = []
    /// Pictures that lie beside the record and that no message may hold.
    var strays: [StrayImage] = []
    /// The sizes that the record states for images, for those that are missing.
    var sizes: [(name: String, size: PixelSize)] = []
    /// The dialect of what the models said; `nil` to tell it from their words.
    var dialect: TextDialect?
    /// Whether all answers are parts of their own, so that no last words are taken for one.
    var statesAnswers = false
    /// How places in texts are read; `nil` for the unmistakable syntaxes alone.
    var family: ModelFamily?
    /// What the format knows of tools, before what is generally known of them.
    var profiles: [ToolProfile] = []
    /// What the variables of the models' code hold, where the record has it apart from the code.
    var variables: [JSONMember] = []
    /// Remarks about the record as a whole.
    var remarks: [Remark] = []
}

/// Another agent of a record.
struct AgentThread: Sendable {
    /// What the agent is for.
    var kind: AgentKind
    /// The agent that spawned it: 0 for the root, n for the thread n − 1.
    var parent = 0
    /// The step of the parent that spawned it, by its place among the parent's steps.
    var step: Int?
    /// Its role, in words.
    var role: String?
    /// Its model.
    var model: String?
    /// Its messages, in order.
    var messages: [Message] = []
    /// Values that the record has for it.
    var scores: [Score] = []
    /// Whether its parent took its result.
    var isJoined = false
    /// Whether it sees all that the user said to the root so far.
    var sharesPrompt = true
}

/// One message.
struct Message: Sendable {
    /// Who speaks.
    enum Role: Sendable, Hashable {
        case system
        case user
        case assistant
        case tool
    }

    var role: Role
    var parts: [MessagePart] = []
    /// The tool, for a result.
    var name: String?
    /// The id of the call that a result belongs to.
    var callID: String?
    /// Whether a result says that the call failed.
    var isError = false
    /// A short title for the step that the message makes, for example its name in the record.
    var title: String?
    /// The model, if it is not that of the record.
    var model: String?
    /// Tokens used, for what a model said.
    var usage: Usage?
    /// Why the model stopped, as the record has it.
    var finish: String?
    /// When it began, in nanoseconds since the beginning of the record.
    var time: Int?
    /// When it ended.
    var endTime: Int?
    /// What images this message shows: a screen, unless it is the user's own.
    var imageKind: OriginKind?
    /// Whether the message is a model call of its own even after another one of the model.
    var isCall = false
    /// JSON pointer of the message in the record.
    var pointer: String

    /// Adds a part that stands at a place of the record.
    mutating func add(_ content: MessagePart.Content, at pointer: String? = nil) {
        parts.append(MessagePart(content: content, pointer: pointer ?? self.pointer))
    }
}

/// One part of a message and where it stands.
struct MessagePart: Sendable {
    /// What a part holds; what is large lies apart, so that the many texts are small.
    enum Content: Sendable {
        case text(String)
        case reasoning(String)
        /// Reasoning that the provider sums up, encrypts or keeps.
        case withheld(String, form: TextForm)
        /// An image as the record names it: a path, a URL, base64; with a further name that the record has for it.
        case image(String, alias: String?)
        indirect case call(WrittenCall)
        /// A place that the record states apart from any text.
        indirect case place(WrittenPlace)
        /// An answer that the record states apart from any text.
        case answer(String)
        case remark(Remark)
        /// Something that cannot be read, with the reason.
        case unreadable(reason: String, excerpt: String)

        /// An image with no further name.
        static func image(_ name: String) -> Content { .image(name, alias: nil) }
    }

    var content: Content
    var pointer: String
}

/// A tool call as a model wrote it.
struct WrittenCall: Sendable {
    var name: String
    /// The arguments, to the letter.
    var written: String
    /// The arguments, parsed; `nil` if they are no JSON.
    var arguments: JSONValue?
    var id: String?
    /// Whether the call stands in the text, so that the next user message is its result.
    var isInText = false
    /// The places that it names, where the format knows; `nil` to find them in the arguments.
    var places: [WrittenPlace]?
    /// The image that it works on, where the format knows.
    var image: ImageMention?
    /// The crop that its code makes, where it is code that can be read.
    var crop: CodedCrop?
    /// What it looks at by the tools of ReFocus.
    var focuses: [CodedFocus] = []
    /// Whether it is written in a language of its own instead of JSON.
    var isCode = false
    /// Whether it acts on a screen instead of asking for something.
    var isAction = false
    /// Whether the record has no place for its result, so that it counts as done.
    var isDone = false
    var pointer: String

    /// Whether its picture is the image with something drawn on it: the tools of ReFocus draw in place.
    var drawsInPlace: Bool {
        !focuses.isEmpty && !written.holds(".crop(") && !written.holds("resize(") && !written.holds("rotate(")
    }

}

extension WrittenCall {
    /// Creates a call from its arguments, which are a text that holds JSON, or JSON itself.
    init(name: String, arguments: JSONValue?, id: String?, isInText: Bool = false, pointer: String) {
        let written = arguments?.string ?? arguments?.canonicalText ?? ""
        var parsed = arguments
        if case .string(let text) = arguments { parsed = try? JSONValue(parsing: text) }
        self.init(name: name, written: written, arguments: parsed, id: id, isInText: isInText, pointer: pointer)
    }
}

/// A picture beside a record.
struct StrayImage: Sendable {
    var name: String
    /// Whether a tool of the record may have drawn it.
    var isDrawing: Bool
}

/// The truth as a record writes it.
struct WrittenTruth: Sendable {
    var answer: String?
    var places: [WrittenPlace] = []
    var source: String?

    init(answer: String? = nil, places: [WrittenPlace] = [], source: String? = nil) {
        self.answer = answer
        self.places = places
        self.source = source
    }
}

/// A remark that becomes a diagnostic.
struct Remark: Sendable {
    var severity: Severity
    var code: String
    var message: String
    var pointer: String
    var excerpt: String?

    init(_ severity: Severity, _ code: String, _ message: String, at pointer: String, excerpt: String? = nil) {
        self.severity = severity
        self.code = code
        self.message = message
        self.pointer = pointer
        self.excerpt = excerpt
    }
}

extension JSONValue {
    /// The value as text for a diagnostic, cut short.
    var excerpt: String { canonicalText.cut(to: 400) }
}
