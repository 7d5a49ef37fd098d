import Saccade

extension RecordFormat {
    /// Messages as the chat interface of OpenAI has them, which most servers and evaluation harnesses write.
    public static let openAIMessages = RecordFormat(
        name: "openai-messages",
        summary:
            "chat messages with parts of type text and image_url, tool_calls and the role tool; also calls as tags "
            + "in the text and the THOUGHT/ACTION/OBSERVATION dialect",
        detect: { value in
            guard let list = MessageList(value) else { return false }
            return list.holdsMessages
        },
        read: { record in
            var conversation = Conversation()
            guard let list = MessageList(record.value, pointer: record.pointer) else {
                conversation.remarks.append(
                    Remark(
                        .error, "no-messages", "expected a list of messages, found \(record.value.kindName)",
                        at: record.pointer, excerpt: record.value.excerpt))
                return conversation
            }
            list.describe(&conversation)
            var reader = OpenAIMessageReader(placeholders: list.wrapper?["images"]?.array)
            for (index, message) in list.messages.enumerated() {
                conversation.messages.append(reader.message(message, at: "\(list.pointer)/\(index)"))
            }
            return conversation
        })
}

/// Reads messages one after another; `<image>` in a text stands for the next of a list of images.
private struct OpenAIMessageReader {
    var placeholders: [JSONValue]?
    private var nextPlaceholder = 0

    init(placeholders: [JSONValue]?) { self.placeholders = placeholders }

    private static let roles: [(String, Message.Role)] = [
        ("user", .user), ("human", .user), ("assistant", .assistant), ("gpt", .assistant), ("system", .system),
        ("developer", .system), ("tool", .tool), ("function", .tool),
    ]

    mutating func message(_ value: JSONValue, at pointer: String) -> Message {
        let name = value["role"]?.string ?? ""
        let role = OpenAIMessageReader.roles.first { $0.0 == name }?.1
        var message = Message(role: role ?? .user, pointer: pointer)
        if role == nil {
            message.parts.append(
                unreadable("expected a role like user or assistant, found \"\(name)\"", value, at: pointer))
        }
        message.name = value["name"]?.string
        message.callID = value["tool_call_id"]?.string
        for key in ["reasoning_content", "reasoning"] {
            if let text = value[key]?.string, !text.isEmpty {
                message.parts.append(MessagePart(content: .reasoning(text), pointer: "\(pointer)/\(key)"))
                break
            }
        }
        content(value["content"], of: &message, at: pointer + "/content")
        for (index, call) in (value["tool_calls"]?.array ?? []).enumerated() {
            message.parts.append(self.call(call, at: "\(pointer)/tool_calls/\(index)"))
        }
        return message
    }

    private mutating func content(_ value: JSONValue?, of message: inout Message, at pointer: String) {
        switch value {
        case nil, .null: break
        case .string(let text): self.text(text, into: &message, at: pointer)
        case .array(let parts):
            for (index, part) in parts.enumerated() { self.part(part, into: &message, at: "\(pointer)/\(index)") }
        case .some(let other):
            message.parts.append(unreadable("expected a text or a list of parts", other, at: pointer))
        }
    }

    private mutating func part(_ part: JSONValue, into message: inout Message, at pointer: String) {
        if let text = part.string { return self.text(text, into: &message, at: pointer) }
        switch part["type"]?.string {
        case "text", "input_text", "output_text":
            guard let text = part["text"]?.string else { break }
            return self.text(text, into: &message, at: pointer + "/text")
        case "image_url", "input_image", "image":
            let image = part["image_url"] ?? part["image"] ?? part["url"]
            guard let name = image?.string ?? image?["url"]?.string else { break }
            message.parts.append(MessagePart(content: .image(name), pointer: pointer))
            return
        case "thinking", "reasoning":
            guard let text = part["thinking"]?.string ?? part["text"]?.string else { break }
            message.parts.append(MessagePart(content: .reasoning(text), pointer: pointer))
            return
        default: break
        }
        message.parts.append(unreadable("expected a part of type text or image_url", part, at: pointer))
    }

    /// Adds a text, with images in place of `<image>` where the record lists them apart.
    private mutating func text(_ text: String, into message: inout Message, at pointer: String) {
        guard let placeholders else {
            message.parts.append(MessagePart(content: .text(text), pointer: pointer))
            return
        }
        let bytes = Array(text.utf8)
        var start = 0
        for range in bytes.ranges(of: Array("<image>".utf8)) {
            if range.lowerBound > start {
                message.parts.append(
                    MessagePart(
                        content: .text(String(decoding: bytes[start..<range.lowerBound], as: UTF8.self)),
                        pointer: pointer))
            }
            start = range.upperBound
            if placeholders.indices.contains(nextPlaceholder), let name = placeholders[nextPlaceholder].string {
                message.parts.append(MessagePart(content: .image(name), pointer: pointer))
            } else {
                message.parts.append(
                    MessagePart(
                        content: .unreadable(
                            reason: "expected image \(nextPlaceholder) in \"images\", which has \(placeholders.count)",
                            excerpt: "<image>"), pointer: pointer))
            }
            nextPlaceholder += 1
        }
        if start < bytes.count || start == 0 {
            message.parts.append(
                MessagePart(content: .text(String(decoding: bytes[start...], as: UTF8.self)), pointer: pointer))
        }
    }

    private func call(_ value: JSONValue, at pointer: String) -> MessagePart {
        let function = value["function"] ?? value
        guard let name = function["name"]?.string else {
            return unreadable("expected a call with a function's name", value, at: pointer)
        }
        let call = WrittenCall(
            name: name, arguments: function["arguments"], id: value["id"]?.string, pointer: pointer)
        return MessagePart(content: .call(call), pointer: pointer)
    }

    private func unreadable(_ reason: String, _ value: JSONValue, at pointer: String) -> MessagePart {
        MessagePart(content: .unreadable(reason: reason, excerpt: value.excerpt), pointer: pointer)
    }
}

extension WrittenCall {
    /// Creates a call from its arguments, which are a text that holds JSON, or JSON itself.
    init(name: String, arguments: JSONValue?, id: String?, isInText: Bool = false, pointer: String) {
        let written = arguments?.string ?? arguments?.canonicalText ?? ""
        var parsed = arguments
        if case .string(let text) = arguments { parsed = try? JSONValue(parsing: text) }
        self.init(
            name: name, written: written, arguments: parsed, id: id, isInText: isInText, pointer: pointer)
    }
}
