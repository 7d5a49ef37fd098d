import Saccade

extension RecordFormat {
    /// Messages as Qwen-Agent keeps them.
    public static let qwenAgent = RecordFormat(
        name: "qwen-agent",
        summary:
            "messages with parts {\"image\"} and {\"text\"}, reasoning_content, function_call and the role function",
        notes: """
            `img_idx` of a zoom counts the images of the conversation from 0, each path once. The picture that a function returns is made \
            from the image that the call names: the recipe of Qwen-Agent's zoom tool explains its size and its pixels to the bit, which \
            proves the space.
            """, examples: QwenExamples.all,
        detect: { record in
            guard let contents = record.contents else { return false }
            return contents.hasFunctions
                || contents.parts.contains { $0["type"] == nil && ($0["image"] ?? $0["text"])?.string != nil }
        },
        read: { record in
            var conversation = Conversation()
            guard let list = MessageList(record.value, pointer: record.pointer) else {
                return .unreadable(record, expected: "a list of messages")
            }
            list.describe(&conversation)
            for (index, message) in list.messages.enumerated() {
                conversation.messages.append(qwenMessage(message, at: "\(list.pointer)/\(index)"))
            }
            return conversation
        })
}

private func qwenMessage(_ value: JSONValue, at pointer: String) -> Message {
    let role = value["role"]?.string ?? ""
    var message = Message(role: .user, pointer: pointer)
    switch role {
    case "user": message.role = .user
    case "assistant": message.role = .assistant
    case "system": message.role = .system
    case "function", "tool": message.role = .tool
    default:
        message.parts.append(
            MessagePart(
                content: .unreadable(
                    reason: "expected the role user, assistant, system or function, found \"\(role)\"",
                    excerpt: value.excerpt), pointer: pointer))
    }
    message.name = value["name"]?.string
    if let text = value["reasoning_content"]?.string, !text.isEmpty {
        message.parts.append(MessagePart(content: .reasoning(text), pointer: pointer + "/reasoning_content"))
    } else if let parts = value["reasoning_content"]?.array {
        for (index, part) in parts.enumerated() {
            if let text = part["text"]?.string, !text.isEmpty {
                message.parts.append(
                    MessagePart(content: .reasoning(text), pointer: "\(pointer)/reasoning_content/\(index)"))
            }
        }
    }
    switch value["content"] {
    case nil, .null: break
    case .string(let text): message.parts.append(MessagePart(content: .text(text), pointer: pointer + "/content"))
    case .array(let parts):
        for (index, part) in parts.enumerated() {
            message.parts.append(qwenPart(part, at: "\(pointer)/content/\(index)"))
        }
    case .some(let other): message.parts.append(qwenPart(other, at: pointer + "/content"))
    }
    if let call = value["function_call"], call != .null {
        let place = pointer + "/function_call"
        if let name = call["name"]?.string {
            let id = value["extra"]?["function_id"]?.string
            let written = WrittenCall(name: name, arguments: call["arguments"], id: id, pointer: place)
            message.parts.append(MessagePart(content: .call(written), pointer: place))
        } else {
            message.parts.append(
                MessagePart(
                    content: .unreadable(reason: "expected a call with a name", excerpt: call.excerpt), pointer: place))
        }
    }
    if message.role == .tool { message.callID = value["extra"]?["function_id"]?.string }
    return message
}

private func qwenPart(_ part: JSONValue, at pointer: String) -> MessagePart {
    if let text = part.string ?? part["text"]?.string {
        return MessagePart(content: .text(text), pointer: pointer)
    }
    if let image = part["image"]?.string ?? part["image"]?["url"]?.string {
        return MessagePart(content: .image(image), pointer: pointer)
    }
    return MessagePart(
        content: .unreadable(reason: "expected a part {\"text\"} or {\"image\"}", excerpt: part.excerpt),
        pointer: pointer)
}
