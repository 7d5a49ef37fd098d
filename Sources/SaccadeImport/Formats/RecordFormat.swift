import Saccade

/// A format of records: how it is recognised, and what its fields mean.
///
/// A format is a thin value. It turns a record into a conversation; all that formats share is done after that.
public struct RecordFormat: Sendable {
    /// The name, as `openai-messages`.
    public let name: String
    /// What it is, in one sentence.
    public let summary: String
    /// Whether a record is of this format.
    let detect: @Sendable (JSONValue) -> Bool
    /// Says who said what in a record.
    let read: @Sendable (SourceRecord) -> Conversation

    init(
        name: String, summary: String, detect: @escaping @Sendable (JSONValue) -> Bool,
        read: @escaping @Sendable (SourceRecord) -> Conversation
    ) {
        self.name = name
        self.summary = summary
        self.detect = detect
        self.read = read
    }
}

/// Where the messages of a record stand, and what stands around them.
struct MessageList {
    /// The keys that records keep their messages under.
    private static let keys = ["messages", "pred_output", "conversation", "history"]

    var messages: [JSONValue]
    /// JSON pointer of the list.
    var pointer: String
    /// The object around the list, if there is one.
    var wrapper: JSONValue?

    /// Finds the list in a record, or returns `nil` if there is none.
    init?(_ value: JSONValue, pointer: String = "") {
        if let list = value.array {
            self.init(messages: list, pointer: pointer, wrapper: nil)
            return
        }
        for key in MessageList.keys {
            if let list = value[key]?.array {
                self.init(messages: list, pointer: pointer + "/" + key, wrapper: value)
                return
            }
        }
        return nil
    }

    private init(messages: [JSONValue], pointer: String, wrapper: JSONValue?) {
        self.messages = messages
        self.pointer = pointer
        self.wrapper = wrapper
    }

    /// Whether every element is a message: an object with a role.
    var holdsMessages: Bool { messages.allSatisfy { $0["role"]?.string != nil } }

    /// Reads what the object around the messages says of the whole record.
    func describe(_ conversation: inout Conversation) {
        guard let wrapper else { return }
        conversation.task = wrapper["question"]?.string
        conversation.model = wrapper["model"]?.string
        if let tools = wrapper["tools"], tools.array?.isEmpty == false { conversation.tools = tools.canonicalText }
        if let answer = wrapper["answer"]?.string, !answer.isEmpty {
            conversation.truth = Truth(answer: answer, source: "\(pointer.prefix { $0 != "/" })/answer")
        }
        for name in ["acc", "score", "reward"] {
            if let value = wrapper[name]?.number {
                conversation.scores.append(Score(name: name, value: value, source: "record"))
            }
        }
    }
}
