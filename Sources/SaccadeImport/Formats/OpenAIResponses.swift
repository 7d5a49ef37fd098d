import Saccade

extension RecordFormat {
    /// Items of OpenAI's Responses interface.
    public static let openAIResponses = RecordFormat(
        name: "openai-responses",
        summary: "items of OpenAI's Responses interface: message, reasoning, function_call, computer_call, "
            + "code_interpreter_call and their outputs",
        notes: """
            The items stand in a list, or under `input`, `output` and `items` of an object. A call and the output of its `call_id` are \
            a call with its outcome. A click of `computer_call` is an action in the pixels of the last screenshot before it. The \
            summary of reasoning is kept as a summary, encrypted reasoning as encrypted.
            """,
        examples: ResponsesExamples.all,
        detect: { record in
            let items = ResponsesReader.items(of: record)
            return !items.isEmpty
                && items.allSatisfy { $0.value["type"]?.string != nil || $0.value["role"]?.string != nil }
                && items.contains { ResponsesReader.kinds.contains($0.value["type"]?.string ?? "") }
        },
        read: { record in
            var conversation = Conversation()
            if record.value.object != nil { conversation.describe(record.value, at: record.pointer) }
            if let text = record.value["instructions"]?.string {
                var message = Message(role: .system, pointer: record.pointer + "/instructions")
                message.add(.text(text))
                conversation.messages.append(message)
            }
            if let text = record.value["input"]?.string {
                var message = Message(role: .user, pointer: record.pointer + "/input")
                message.add(.text(text))
                conversation.messages.append(message)
            }
            for (item, pointer) in ResponsesReader.items(of: record) {
                conversation.messages.append(ResponsesReader.message(item, at: pointer))
            }
            if let usage = Usage(record: record.value["usage"]),
                let last = conversation.messages.lastIndex(where: { $0.role == .assistant })
            {
                conversation.messages[last].usage = usage
            }
            return conversation
        })
}

/// Reads the items of a response.
private enum ResponsesReader {
    /// The kinds of items that nothing else has.
    static let kinds = [
        "reasoning", "function_call", "function_call_output", "computer_call", "computer_call_output",
        "code_interpreter_call", "image_generation_call", "message",
    ]

    static func items(of record: SourceRecord) -> [(value: JSONValue, pointer: String)] {
        if let list = record.value.array { return list.enumerated().map { ($1, "\(record.pointer)/\($0)") } }
        var items: [(value: JSONValue, pointer: String)] = []
        for key in ["input", "items", "output"] {
            for (index, item) in (record.value[key]?.array ?? []).enumerated() {
                items.append((item, "\(record.pointer)/\(key)/\(index)"))
            }
        }
        return items
    }

    static func message(_ item: JSONValue, at pointer: String) -> Message {
        var message = Message(role: .assistant, pointer: pointer)
        let id = (item["call_id"] ?? item["id"])?.string
        switch item["type"]?.string {
        case nil, "message":
            message.role =
                ["user": .user, "system": .system, "developer": .system][item["role"]?.string ?? ""] ?? .assistant
            content(item["content"], of: &message, at: pointer + "/content")
        case "reasoning":
            let parts = (item["summary"]?.array ?? []) + (item["content"]?.array ?? [])
            let text = parts.compactMap { $0["text"]?.string }.joined(separator: "\n\n")
            if !text.isEmpty {
                message.add(.withheld(text, form: item["summary"]?.array?.isEmpty == false ? .summary : .verbatim))
            } else if let data = item["encrypted_content"]?.string {
                message.add(.withheld(data, form: .encrypted))
            } else {
                message.add(.withheld("", form: .withheld))
            }
        case "function_call", "custom_tool_call":
            let arguments = item["arguments"] ?? item["input"]
            message.add(
                .call(
                    WrittenCall(
                        name: item["name"]?.string ?? "function", arguments: arguments, id: id, pointer: pointer)))
        case "computer_call": message.add(.call(computer(item, id: id, at: pointer)))
        case "code_interpreter_call":
            var call = TaggedText.codeCall(item["code"]?.string ?? "", at: pointer)
            call.id = id
            call.isInText = false
            call.isCode = true
            call.isDone = true
            message.add(.call(call))
            for output in item["outputs"]?.array ?? [] {
                if let url = (output["url"] ?? output["image_url"])?.string { message.add(.image(url)) }
                if let logs = output["logs"]?.string { message.add(.remark(note(logs, at: pointer))) }
            }
        case "function_call_output", "computer_call_output", "custom_tool_call_output":
            message.role = .tool
            message.callID = id
            output(item["output"], of: &message, at: pointer + "/output")
        case .some(let type):
            message.add(.unreadable(reason: "expected an item of a known type, found \(type)", excerpt: item.excerpt))
        }
        return message
    }

    private static func note(_ logs: String, at pointer: String) -> Remark {
        Remark(.info, "code-output", "the code printed a text", at: pointer, excerpt: logs)
    }

    private static func content(_ value: JSONValue?, of message: inout Message, at pointer: String) {
        if let text = value?.string { return message.add(.text(text), at: pointer) }
        for (index, part) in (value?.array ?? []).enumerated() {
            let place = "\(pointer)/\(index)"
            if let text = (part["text"] ?? part["refusal"])?.string {
                message.add(.text(text), at: place)
            } else if let url = part["image_url"]?.string ?? part["image_url"]?["url"]?.string {
                message.add(.image(url), at: place)
            } else {
                message.add(
                    .unreadable(reason: "expected a part with text or image_url", excerpt: part.excerpt), at: place)
            }
        }
    }

    private static func output(_ value: JSONValue?, of message: inout Message, at pointer: String) {
        if let text = value?.string { return message.add(.text(text), at: pointer) }
        if let url = value?["image_url"]?.string { return message.add(.image(url), at: pointer) }
        if value?.array != nil { return content(value, of: &message, at: pointer) }
        if let value, value != .null { message.add(.text(value.canonicalText), at: pointer) }
    }

    private static func computer(_ item: JSONValue, id: String?, at pointer: String) -> WrittenCall {
        let action = item["action"]
        let kind = action?["type"]?.string ?? "computer"
        var call = WrittenCall(name: kind, arguments: action, id: id, pointer: pointer)
        call.isAction = true
        call.image = .latest
        call.places = []
        var place: WrittenPlace?
        if let x = action?["x"]?.number, let y = action?["y"]?.number {
            place = WrittenPlace(written: "x=\(x.plain), y=\(y.plain)", numbers: [x, y])
        }
        if let path = action?["path"]?.array {
            let points = path.map { [$0["x"]?.number, $0["y"]?.number].compactMap { $0 } }
            if points.count >= 2, let first = points.first, let last = points.last, points.allSatisfy({ $0.count == 2 })
            {
                place = WrittenPlace(written: action?["path"]?.canonicalText ?? "", form: .arrow(first + last))
            }
        }
        if var place {
            place.role = .action
            place.reading = .usual(.pixels)
            place.image = .latest
            place.group = "computer"
            place.label = kind
            call.places = [place]
        }
        return call
    }
}
