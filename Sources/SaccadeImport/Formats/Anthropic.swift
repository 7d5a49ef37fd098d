import Saccade

extension RecordFormat {
    /// Messages of Anthropic's interface, computer use included.
    public static let anthropic = RecordFormat(
        name: "anthropic-messages",
        summary:
            "messages of Anthropic's interface: blocks text, thinking, tool_use, tool_result and image; computer use",
        notes: """
            A `tool_use` and the `tool_result` of its `tool_use_id` are a call with its outcome; several of a turn are several \
            calls; `is_error` makes it fail. A `coordinate` of the tool `computer` is an action on the last screenshot before it, in \
            the pixels that the tool's definition states (`display_width_px` × `display_height_px`), else in those of the screenshot. \
            Thinking that is redacted is kept as encrypted.
            """,
        examples: AnthropicExamples.all,
        detect: { record in
            record.contents?.parts.contains { block in
                switch block["type"]?.string {
                case "tool_use", "tool_result", "redacted_thinking": true
                case "image": block["source"] != nil
                case "thinking": block["signature"] != nil
                default: false
                }
            } ?? false
        },
        read: { record in
            guard let list = MessageList(record.value, pointer: record.pointer) else {
                return .unreadable(record, expected: "a list of messages")
            }
            var conversation = Conversation()
            list.describe(&conversation)
            let reader = AnthropicReader(screen: AnthropicReader.screen(of: list.wrapper))
            if let system = list.wrapper?["system"] {
                var message = Message(role: .system, pointer: record.pointer + "/system")
                message.add(
                    .text(
                        system.string ?? system.array?.compactMap { $0["text"]?.string }.joined(separator: "\n") ?? ""))
                conversation.messages.append(message)
            }
            for (index, message) in list.messages.enumerated() {
                conversation.messages += reader.messages(message, at: "\(list.pointer)/\(index)")
            }
            return conversation
        })
}

/// Reads the blocks of Anthropic's messages.
private struct AnthropicReader {
    /// The space of the coordinates of the tool `computer`.
    let screen: WrittenPlace.Reading

    /// Returns the screen that the tools' definitions state.
    static func screen(of wrapper: JSONValue?) -> WrittenPlace.Reading {
        for tool in wrapper?["tools"]?.array ?? [] {
            if let width = tool["display_width_px"]?.integer, let height = tool["display_height_px"]?.integer,
                width > 0,
                height > 0
            {
                return .declared(SpaceRule(CoordinateSpace(unit: .resized, size: [width, height])))
            }
        }
        return .usual(.pixels)
    }

    /// Returns what a message says: results of tools are messages of their own.
    func messages(_ value: JSONValue, at pointer: String) -> [Message] {
        let isModel = value["role"]?.string == "assistant"
        var message = Message(role: isModel ? .assistant : .user, pointer: pointer)
        message.usage = Usage(record: value["usage"])
        message.model = value["model"]?.string
        message.finish = value["stop_reason"]?.string
        var messages: [Message] = []
        switch value["content"] {
        case .string(let text): message.add(.text(text), at: pointer + "/content")
        case .array(let blocks):
            for (index, block) in blocks.enumerated() {
                let place = "\(pointer)/content/\(index)"
                if block["type"]?.string == "tool_result" {
                    messages.append(result(block, at: place))
                } else {
                    self.block(block, into: &message, at: place)
                }
            }
        default:
            message.add(
                .unreadable(reason: "expected a text or a list of blocks", excerpt: value.excerpt), at: pointer)
        }
        return messages + (message.parts.isEmpty && !messages.isEmpty ? [] : [message])
    }

    private func block(_ block: JSONValue, into message: inout Message, at pointer: String) {
        switch block["type"]?.string {
        case "text": message.add(.text(block["text"]?.string ?? ""), at: pointer)
        case "thinking": message.add(.reasoning(block["thinking"]?.string ?? ""), at: pointer)
        case "redacted_thinking":
            message.add(.withheld(block["data"]?.string ?? "", form: .encrypted), at: pointer)
        case "image":
            guard let name = AnthropicReader.image(block["source"]) else { fallthrough }
            message.add(.image(name), at: pointer)
        case "tool_use", "server_tool_use":
            guard let name = block["name"]?.string else { fallthrough }
            message.add(.call(call(name, block, at: pointer)), at: pointer)
        default:
            message.add(
                .unreadable(reason: "expected a block of text, thinking, image or tool_use", excerpt: block.excerpt),
                at: pointer)
        }
    }

    private func call(_ name: String, _ block: JSONValue, at pointer: String) -> WrittenCall {
        let input = block["input"]
        var call = WrittenCall(name: name, arguments: input, id: block["id"]?.string, pointer: pointer)
        guard name == "computer" || name.hasPrefix("computer_"), let action = input?["action"]?.string else {
            return call
        }
        call.isAction = true
        call.image = .latest
        call.places = []
        let from = input?["start_coordinate"]
        if let value = input?["coordinate"] {
            let numbers = value.array?.compactMap(\.number) ?? []
            var place = WrittenPlace(written: value.canonicalText, numbers: numbers)
            if let start = from?.array?.compactMap(\.number), start.count == 2, numbers.count == 2 {
                place = WrittenPlace(
                    written: "\(from?.canonicalText ?? "") → \(value.canonicalText)", form: .arrow(start + numbers))
            }
            place.role = .action
            place.reading = screen
            place.image = .latest
            place.group = "computer"
            place.label = action
            call.places = [place]
        }
        return call
    }

    private func result(_ block: JSONValue, at pointer: String) -> Message {
        var message = Message(role: .tool, pointer: pointer)
        message.callID = block["tool_use_id"]?.string
        message.isError = block["is_error"]?.bool ?? false
        switch block["content"] {
        case .string(let text): message.add(.text(text), at: pointer + "/content")
        case .array(let parts):
            for (index, part) in parts.enumerated() {
                if let name = AnthropicReader.image(part["source"]) {
                    message.add(.image(name), at: "\(pointer)/content/\(index)")
                } else {
                    message.add(.text(part["text"]?.string ?? part.canonicalText), at: "\(pointer)/content/\(index)")
                }
            }
        default: break
        }
        return message
    }

    private static func image(_ source: JSONValue?) -> String? {
        if let url = source?["url"]?.string { return url }
        guard let data = source?["data"]?.string else { return nil }
        return "data:\(source?["media_type"]?.string ?? "image/png");base64,\(data)"
    }
}
