import Saccade

/// A way of writing thoughts, calls and answers into one text.
struct TextDialect: Sendable {
    /// The name, for messages.
    var name: String
    /// Whether a text of a model is in this dialect.
    var isSpoken: @Sendable (_ text: String) -> Bool
    /// Whether words behind a call belong to the step of the call.
    var keepsWordsAfterCalls = false
    /// Returns what was asked, where the dialect buries it in a prompt.
    var request: (@Sendable (Conversation) -> String?)?
    /// Returns what a text says.
    var sayings: @Sendable (_ text: String, _ pointer: String) -> [Saying]

    /// Tags: `<think>`, `<tool_call>`, `<answer>`; what is spoken unless it is another.
    static let tagged = TextDialect(
        name: "tags", isSpoken: { _ in true }, sayings: { TaggedText.sayings(of: $0, at: $1) })

    /// THOUGHT, ACTION and OBSERVATION with code.
    static let sketchpad = TextDialect(
        name: "sketchpad", isSpoken: { SketchpadText.isSpoken(in: $0) }, keepsWordsAfterCalls: true,
        request: { conversation in
            for part in conversation.messages.first(where: { $0.role == .user })?.parts ?? [] {
                if case .text(let text) = part.content, let request = SketchpadText.request(in: text) {
                    return request
                }
            }
            return nil
        }, sayings: { SketchpadText.sayings(of: $0, at: $1) })

    /// The dialects that are told from their words, the more particular ones first.
    static let all: [TextDialect] = [.sketchpad, .actionScript, .actionList]

    /// Returns the dialect of a record: the first one that a text of a model is in.
    static func spoken(in conversation: Conversation) -> TextDialect {
        let threads = [conversation.messages] + conversation.threads.map(\.messages)
        for dialect in all {
            for messages in threads {
                // By their indices: a copy of a message or a part counts references to all that it holds.
                for index in messages.indices where messages[index].role == .assistant {
                    for part in messages[index].parts.indices {
                        if case .text(let text) = messages[index].parts[part].content, dialect.isSpoken(text) {
                            return dialect
                        }
                    }
                }
            }
        }
        return .tagged
    }
}
