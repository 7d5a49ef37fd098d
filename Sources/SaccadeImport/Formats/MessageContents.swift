import Saccade

/// What the messages of a record hold, gone through once for all the formats that ask.
struct MessageContents: Sendable {
    /// What the models said: the contents of the messages of the role `assistant`, and the texts of their parts.
    private(set) var said: [String] = []
    /// The contents that are one text, whoever wrote them.
    private(set) var texts: [String] = []
    /// The parts of all other contents.
    private(set) var parts: [JSONValue] = []
    /// Whether a message calls a function, or is what a function returned.
    private(set) var hasFunctions = false

    /// Goes through messages; `nil` unless every one of them is an object with a role.
    init?(_ messages: [JSONValue]) {
        texts.reserveCapacity(messages.count)
        said.reserveCapacity(messages.count)
        for message in messages {
            guard let role = message["role"]?.string else { return nil }
            let isModel = role == "assistant"
            if role == "function" || message["function_call"]?["name"] != nil { hasFunctions = true }
            switch message["content"] {
            case .string(let text):
                texts.append(text)
                if isModel { said.append(text) }
            case .array(let parts):
                self.parts += parts
                if isModel { said += parts.compactMap { $0["text"]?.string } }
            default: break
            }
        }
    }
}
