import Saccade

/// Reads chat messages one after another; `<image>` in a text stands for the next of a list of images.
struct ChatMessageReader {
    /// The images that the placeholders stand for; `nil` if the record lists none.
    private let placeholders: Placeholders?
    /// How many placeholders were met.
    private(set) var met = 0
    /// The places that `<bbox>` in a text stands for.
    var boxes: DatasetBoxes?

    /// What a record lists apart from its messages.
    struct Placeholders {
        /// The images as the record names them, each with its JSON pointer.
        var images: [(value: JSONValue, pointer: String)]
        /// The text that stands for one.
        var mark = "<image>"
    }

    init(placeholders: Placeholders? = nil) { self.placeholders = placeholders }

    private static let roles: [(String, Message.Role)] = [
        ("user", .user), ("human", .user), ("assistant", .assistant), ("gpt", .assistant), ("model", .assistant),
        ("bot", .assistant), ("function_call", .assistant), ("tool_call", .assistant), ("system", .system),
        ("developer", .system), ("tool", .tool), ("function", .tool), ("observation", .tool),
        ("tool_response", .tool), ("tool_results", .tool), ("ipython", .tool),
    ]

    /// Returns a message of `role` and `content`, or of `from` and `value`.
    mutating func message(_ value: JSONValue, at pointer: String) -> Message {
        let name = (value["role"] ?? value["from"])?.string ?? ""
        let role = ChatMessageReader.roles.first { $0.0 == name }?.1
        var message = Message(role: role ?? .user, pointer: pointer)
        if role == nil {
            message.parts.append(
                unreadable("expected a role like user or assistant, found \"\(name.cut(to: 60))\"", value, at: pointer))
        }
        message.name = value["name"]?.string
        message.callID = value["tool_call_id"]?.string
        message.usage = Usage(record: value["usage"])
        for key in ["reasoning_content", "reasoning"] {
            if let text = value[key]?.string, !text.isEmpty {
                message.add(.reasoning(text), at: "\(pointer)/\(key)")
                break
            }
        }
        let key = value["content"] == nil && value["value"] != nil ? "value" : "content"
        if name == "function_call" || name == "tool_call", let call = calls(value[key], at: pointer.pointer(to: key)) {
            message.parts += call
        } else {
            content(value[key], of: &message, at: pointer.pointer(to: key))
        }
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
            for (index, part) in parts.enumerated() { self.part(part, into: &message, at: pointer.pointer(to: index)) }
        case .some(let other):
            message.parts.append(unreadable("expected a text or a list of parts", other, at: pointer))
        }
    }

    private mutating func part(_ part: JSONValue, into message: inout Message, at pointer: String) {
        if let text = part.string { return self.text(text, into: &message, at: pointer) }
        switch part["type"]?.string {
        case "text", "input_text", "output_text":
            guard let text = part["text"]?.string else { break }
            return self.text(text, into: &message, at: pointer.pointer(to: "text"))
        case "image_url", "input_image", "image":
            if let placeholders, part["image_url"] == nil, part["image"] == nil, part["url"] == nil {
                // A part that only says where an image stands.
                return image(from: placeholders, into: &message, at: pointer)
            }
            let image = part["image_url"] ?? part["image"] ?? part["url"]
            guard let name = image?.string ?? image?["url"]?.string else { break }
            return message.add(.image(name), at: pointer)
        case "thinking", "reasoning":
            guard let text = part["thinking"]?.string ?? part["text"]?.string else { break }
            return message.add(.reasoning(text), at: pointer)
        case nil:
            // Some logs leave the type out.
            if let text = part["text"]?.string { return self.text(text, into: &message, at: pointer + "/text") }
            let image = part["image_url"] ?? part["image"]
            if let name = image?.string ?? image?["url"]?.string { return message.add(.image(name), at: pointer) }
        default: break
        }
        message.parts.append(unreadable("expected a part of type text or image_url", part, at: pointer))
    }

    /// Adds a text, with images in place of `<image>` where the record lists them apart, and places in place of `<bbox>`.
    private mutating func text(_ text: String, into message: inout Message, at pointer: String) {
        guard let placeholders else { return words(text, into: &message, at: pointer) }
        let bytes = Array(text.utf8)
        var start = 0
        for range in bytes.ranges(of: Array(placeholders.mark.utf8)) {
            if range.lowerBound > start { words(bytes[start..<range.lowerBound].text, into: &message, at: pointer) }
            start = range.upperBound
            image(from: placeholders, into: &message, at: pointer)
        }
        if start < bytes.count || start == 0 { words(bytes[start...].text, into: &message, at: pointer) }
    }

    private mutating func words(_ text: String, into message: inout Message, at pointer: String) {
        guard boxes != nil else { return message.add(.text(text), at: pointer) }
        let (words, places) = boxes?.take(from: text, by: message.role) ?? (text, [])
        message.add(.text(words), at: pointer)
        for place in places { message.add(.place(place), at: pointer) }
    }

    private mutating func image(from placeholders: Placeholders, into message: inout Message, at pointer: String) {
        defer { met += 1 }
        guard placeholders.images.indices.contains(met) else { return }
        let (value, place) = placeholders.images[met]
        guard let name = value.string ?? value["path"]?.string ?? value["url"]?.string ?? value["bytes"]?.string else {
            message.parts.append(unreadable("expected the path of an image", value, at: place))
            return
        }
        message.add(.image(name), at: place)
    }

    // MARK: Calls

    private func call(_ value: JSONValue, at pointer: String) -> MessagePart {
        let function = value["function"] ?? value
        guard let name = function["name"]?.string else {
            return unreadable("expected a call with a function's name", value, at: pointer)
        }
        let call = WrittenCall(
            name: name, arguments: function["arguments"], id: value["id"]?.string, pointer: pointer)
        return MessagePart(content: .call(call), pointer: pointer)
    }

    /// Returns the calls of a message whose text is JSON: `{"name": …, "arguments": …}` or a list of these.
    private func calls(_ value: JSONValue?, at pointer: String) -> [MessagePart]? {
        guard let text = value?.string, let parsed = try? JSONValue(parsing: text) else { return nil }
        let list = parsed.array ?? [parsed]
        guard !list.isEmpty, list.allSatisfy({ $0["name"]?.string != nil }) else { return nil }
        return list.map { self.call($0, at: pointer) }
    }

    private func unreadable(_ reason: String, _ value: JSONValue, at pointer: String) -> MessagePart {
        MessagePart(content: .unreadable(reason: reason, excerpt: value.excerpt), pointer: pointer)
    }
}

extension Usage {
    /// Reads the tokens that a record counts, by the names that providers give them; `nil` if it counts none.
    init?(record value: JSONValue?) {
        guard let value else { return nil }
        func count(_ keys: String...) -> Int? {
            for key in keys { if let count = value[key]?.integer, count >= 0 { return count } }
            return nil
        }
        let input = count("prompt_tokens", "input_tokens")
        let output = count("completion_tokens", "output_tokens")
        guard input != nil || output != nil else { return nil }
        self.init(
            input: input,
            cached: count("cached_tokens", "cache_read_input_tokens")
                ?? (value["prompt_tokens_details"] ?? value["input_tokens_details"])?["cached_tokens"]?.integer,
            reasoning: (value["completion_tokens_details"] ?? value["output_tokens_details"])?["reasoning_tokens"]?
                .integer, output: output)
    }
}
