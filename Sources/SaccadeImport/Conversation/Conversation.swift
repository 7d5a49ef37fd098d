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
    /// The definitions of the tools, as JSON.
    var tools: String?
    /// The messages, in order.
    var messages: [Message] = []
    /// The truth to measure against.
    var truth: Truth?
    /// Values that the record has for the whole of it.
    var scores: [Score] = []
    /// Pictures that lie beside the record and that no message may hold.
    var strays: [StrayImage] = []
    /// Remarks about the record as a whole.
    var remarks: [Remark] = []

    /// Whether the model speaks the dialect of THOUGHT, ACTION and OBSERVATION.
    var isSketchpad: Bool {
        messages.contains { message in
            message.role == .assistant
                && message.parts.contains { part in
                    if case .text(let text) = part.content { return SketchpadText.isSpoken(in: text) }
                    return false
                }
        }
    }
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
    /// JSON pointer of the message in the record.
    var pointer: String
}

/// One part of a message and where it stands.
struct MessagePart: Sendable {
    /// What a part holds.
    enum Content: Sendable {
        case text(String)
        case reasoning(String)
        /// An image as the record names it: a path, a URL, base64.
        case image(String)
        case call(WrittenCall)
        /// Something that cannot be read, with the reason.
        case unreadable(reason: String, excerpt: String)
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
    var pointer: String
}

/// A picture beside a record.
struct StrayImage: Sendable {
    var name: String
    /// Whether a tool of the record may have drawn it.
    var isDrawing: Bool
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
    /// The value as text for a diagnostic.
    var excerpt: String { canonicalText }
}
