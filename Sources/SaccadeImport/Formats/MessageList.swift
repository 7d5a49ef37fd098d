import Saccade

/// Where the messages of a record stand, and what stands around them.
struct MessageList: Sendable {
    /// The keys that records keep their messages under.
    private static let keys = ["messages", "pred_output", "conversation", "conversations", "history"]

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

    /// Whether every element is a message of ShareGPT: an object that says from whom it is.
    var holdsTurns: Bool { !messages.isEmpty && messages.allSatisfy { $0["from"]?.string != nil } }

    /// Reads what the object around the messages says of the whole record.
    func describe(_ conversation: inout Conversation) {
        guard let wrapper else { return }
        conversation.describe(wrapper, at: String(pointer.prefix { $0 != "/" }))
    }
}

extension Conversation {
    /// The conversation of a record that lacks what its format needs.
    static func unreadable(_ record: SourceRecord, expected: String) -> Conversation {
        var conversation = Conversation()
        conversation.remarks.append(
            Remark(
                .error, "unreadable-record", "expected \(expected), found \(record.value.kindName)", at: record.pointer,
                excerpt: record.value.excerpt))
        return conversation
    }

    /// Reads what a record says of the whole task: question, model, tools, right answer, scores.
    mutating func describe(_ wrapper: JSONValue, at pointer: String) {
        task = task ?? (wrapper["question"] ?? wrapper["instruction"] ?? wrapper["task"])?.string
        model = model ?? (wrapper["model"] ?? wrapper["model_name"])?.string
        if let tools = wrapper["tools"], tools.array?.isEmpty == false { self.tools = tools.canonicalText }
        for key in ["answer", "ground_truth", "solution"] where truth == nil {
            if let answer = wrapper[key]?.string ?? wrapper[key]?.number?.plain, !answer.isEmpty {
                truth = WrittenTruth(answer: answer, source: "\(pointer)/\(key)")
            }
        }
        for name in ["acc", "score", "reward"] {
            if let value = wrapper[name]?.number { scores.append(Score(name: name, value: value, source: "record")) }
        }
    }
}
