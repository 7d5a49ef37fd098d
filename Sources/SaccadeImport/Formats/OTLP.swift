import Saccade

extension RecordFormat {
    /// Spans of OpenTelemetry as JSON.
    public static let otlp = RecordFormat(
        name: "otlp-spans",
        summary: "spans of OpenTelemetry as OTLP JSON, with the attributes of GenAI or of OpenInference",
        notes: """
            A span of a model call is a generation, with its times, tokens and model; the messages that it was sent and that stood in the \
            call before it are not repeated. Spans below a span of an agent are that agent's; further agents are workers. Images stand in \
            attributes as URLs or data URIs; what the exporter redacted is missing.
            """,
        examples: OTLPExamples.all,
        detect: { record in
            if record.value["resourceSpans"]?.array != nil { return true }
            guard let first = record.value[0] ?? record.value["spans"]?[0] else { return false }
            return (first["spanId"] ?? first["span_id"] ?? first["context"]?["span_id"]) != nil
                && first["attributes"] != nil
        },
        read: { record in SpanReader(record).conversation() })
}

/// Turns spans into a conversation.
private struct SpanReader {
    private struct Span {
        var id: String
        var parent: String?
        var name: String
        var start: Int?
        var end: Int?
        var attributes: [String: JSONValue]
        var pointer: String

        func text(_ keys: String...) -> String? {
            for key in keys { if let value = attributes[key]?.string { return value } }
            return nil
        }

        func count(_ keys: String...) -> Int? {
            for key in keys {
                if let value = attributes[key]?.integer ?? attributes[key]?.string.flatMap({ Int($0) }) { return value }
            }
            return nil
        }

        var isModelCall: Bool {
            text("openinference.span.kind") == "LLM"
                || ["chat", "text_completion", "generate_content"].contains(text("gen_ai.operation.name") ?? "")
                || attributes["gen_ai.output.messages"] != nil
        }

        var isAgent: Bool {
            text("openinference.span.kind") == "AGENT" || text("gen_ai.operation.name") == "invoke_agent"
        }
    }

    private var spans: [Span] = []
    private let record: SourceRecord

    init(_ record: SourceRecord) {
        self.record = record
        var found: [(JSONValue, String)] = []
        for (r, resource) in (record.value["resourceSpans"]?.array ?? []).enumerated() {
            for (s, scope) in (resource["scopeSpans"]?.array ?? []).enumerated() {
                for (i, span) in (scope["spans"]?.array ?? []).enumerated() {
                    found.append((span, "\(record.pointer)/resourceSpans/\(r)/scopeSpans/\(s)/spans/\(i)"))
                }
            }
        }
        for (i, span) in (record.value.array ?? record.value["spans"]?.array ?? []).enumerated() {
            found.append((span, "\(record.pointer)/\(i)"))
        }
        spans = found.map { SpanReader.span($0.0, at: $0.1) }
        spans.sort { ($0.start ?? 0) < ($1.start ?? 0) }
    }

    private static func span(_ value: JSONValue, at pointer: String) -> Span {
        var attributes: [String: JSONValue] = [:]
        for attribute in value["attributes"]?.array ?? [] {
            if let key = attribute["key"]?.string { attributes[key] = plain(attribute["value"]) }
        }
        if let nested = value["attributes"], nested.object != nil {
            flatten(nested, into: &attributes, under: "", depth: 0)
        }
        func time(_ keys: String...) -> Int? {
            for key in keys {
                if let text = value[key]?.string { return Int(text).map { max(0, $0) } ?? Timestamp.nanoseconds(text) }
                if let number = value[key]?.integer { return max(0, number) }
            }
            return nil
        }
        return Span(
            id: (value["spanId"] ?? value["span_id"] ?? value["context"]?["span_id"])?.string ?? pointer,
            parent: (value["parentSpanId"] ?? value["parent_id"] ?? value["parent_span_id"])?.string.flatMap {
                $0.isEmpty ? nil : $0
            }, name: value["name"]?.string ?? "", start: time("startTimeUnixNano", "start_time"),
            end: time("endTimeUnixNano", "end_time"), attributes: attributes, pointer: pointer)
    }

    /// Returns a value of OTLP as plain JSON.
    private static func plain(_ value: JSONValue?) -> JSONValue {
        if let text = value?["stringValue"] { return text }
        if let number = value?["intValue"] {
            return number.string.flatMap { Int64($0) }.map { .integer($0) } ?? number
        }
        if let number = value?["doubleValue"] ?? value?["boolValue"] { return number }
        if let list = value?["arrayValue"]?["values"]?.array { return .array(list.map { plain($0) }) }
        if let list = value?["kvlistValue"]?["values"]?.array {
            return .object(list.map { JSONMember($0["key"]?.string ?? "", plain($0["value"])) }.uniqueKeys)
        }
        return value ?? .null
    }

    private static func flatten(
        _ value: JSONValue, into result: inout [String: JSONValue], under prefix: String, depth: Int
    ) {
        guard depth < 16 else { return }
        for member in value.object ?? [] {
            let key = prefix.isEmpty ? member.key : prefix + "." + member.key
            result[key] = member.value
            if member.value.object != nil { flatten(member.value, into: &result, under: key, depth: depth + 1) }
            for (index, element) in (member.value.array ?? []).enumerated() where element.object != nil {
                flatten(element, into: &result, under: "\(key).\(index)", depth: depth + 1)
            }
        }
    }

    // MARK: Agents

    func conversation() -> Conversation {
        var conversation = Conversation()
        let calls = spans.filter(\.isModelCall)
        if let session = spans.compactMap({ $0.text("session.id", "gen_ai.conversation.id") }).first {
            conversation.session = session
        }
        conversation.model =
            calls.compactMap { $0.text("gen_ai.request.model", "gen_ai.response.model", "llm.model_name") }.first
        let began = spans.compactMap(\.start).min()
        var agents: [(id: String?, calls: [Span])] = []
        for call in calls {
            let owner = self.owner(of: call)
            if let index = agents.firstIndex(where: { $0.id == owner?.id }) {
                agents[index].calls.append(call)
            } else {
                agents.append((owner?.id, [call]))
            }
        }
        for (index, agent) in agents.enumerated() {
            let messages = messages(of: agent.calls, began: began)
            if index == 0 {
                conversation.messages = messages
                continue
            }
            var thread = AgentThread(kind: .worker)
            thread.role = spans.first { $0.id == agent.id }.map {
                $0.text("gen_ai.agent.name", "agent.name") ?? $0.name
            }
            thread.messages = messages
            thread.sharesPrompt = false
            thread.isJoined = true
            let above = spans.first { $0.id == agent.id }.flatMap { owner(of: $0) }
            thread.parent = agents.firstIndex { $0.id == above?.id } ?? 0
            if thread.parent >= index { thread.parent = 0 }
            conversation.threads.append(thread)
        }
        return conversation
    }

    /// Returns the nearest span of an agent above a span.
    private func owner(of span: Span) -> Span? {
        var current = span
        for _ in 0..<64 {
            guard let parent = current.parent, let above = spans.first(where: { $0.id == parent }) else { return nil }
            if above.isAgent { return above }
            current = above
        }
        return nil
    }

    // MARK: Messages

    private func messages(of calls: [Span], began: Int?) -> [Message] {
        var messages: [Message] = []
        var known = 0
        for call in calls {
            let input = inputs(of: call)
            // A call is sent all that was said before: only what is new was received now.
            let new = input.count >= known ? Array(input[known...]) : input
            messages += new.filter { $0.role != .assistant || known == 0 }
            var outputs = self.outputs(of: call)
            for index in outputs.indices {
                outputs[index].isCall = index == 0
                outputs[index].model = call.text("gen_ai.response.model", "gen_ai.request.model", "llm.model_name")
                if let began, let start = call.start {
                    outputs[index].time = Timestamp.elapsed(from: began, to: start)
                    outputs[index].endTime = call.end.flatMap { Timestamp.elapsed(from: began, to: $0) }
                }
            }
            if !outputs.isEmpty {
                let input = call.count("gen_ai.usage.input_tokens", "llm.token_count.prompt")
                let output = call.count("gen_ai.usage.output_tokens", "llm.token_count.completion")
                if input != nil || output != nil { outputs[0].usage = Usage(input: input, output: output) }
            }
            messages += outputs
            known = input.count + outputs.count
        }
        messages += toolResults(after: messages)
        return messages
    }

    /// Results of tools that no later call was sent.
    private func toolResults(after messages: [Message]) -> [Message] {
        guard let last = messages.last, last.role == .assistant else { return [] }
        let ids = last.parts.compactMap { part -> String? in
            if case .call(let call) = part.content { return call.id }
            return nil
        }
        return spans.compactMap { span in
            guard let id = span.text("gen_ai.tool.call.id", "tool_call.id"), ids.contains(id),
                let output = span.text("gen_ai.tool.call.result", "output.value")
            else { return nil }
            var message = Message(role: .tool, pointer: span.pointer)
            message.callID = id
            message.add(.text(output))
            return message
        }
    }

    private func inputs(of span: Span) -> [Message] {
        if let list = parsed(span.attributes["gen_ai.input.messages"]) {
            return list.map { genAI($0, at: span.pointer) }
        }
        return openInference(span, under: "llm.input_messages")
    }

    private func outputs(of span: Span) -> [Message] {
        if let list = parsed(span.attributes["gen_ai.output.messages"]) {
            return list.map { genAI($0, at: span.pointer) }
        }
        return openInference(span, under: "llm.output_messages")
    }

    private func parsed(_ value: JSONValue?) -> [JSONValue]? {
        if let text = value?.string { return (try? JSONValue(parsing: text))?.array }
        return value?.array
    }

    private static let roles: [String: Message.Role] = [
        "user": .user, "assistant": .assistant, "system": .system, "tool": .tool,
    ]

    /// Reads a message of the GenAI conventions.
    private func genAI(_ value: JSONValue, at pointer: String) -> Message {
        var message = Message(role: SpanReader.roles[value["role"]?.string ?? ""] ?? .user, pointer: pointer)
        message.finish = value["finish_reason"]?.string
        for part in value["parts"]?.array ?? [] {
            switch part["type"]?.string {
            case "text": message.add(.text(part["content"]?.string ?? ""))
            case "reasoning", "thinking": message.add(.reasoning(part["content"]?.string ?? ""))
            case "tool_call":
                message.add(
                    .call(
                        WrittenCall(
                            name: part["name"]?.string ?? "tool", arguments: part["arguments"], id: part["id"]?.string,
                            pointer: pointer)))
            case "tool_call_response":
                message.role = .tool
                message.callID = part["id"]?.string
                let response = part["response"] ?? part["result"]
                message.add(.text(response?.string ?? response?.canonicalText ?? ""))
            case "uri": message.add(.image(part["uri"]?.string ?? ""))
            case "blob":
                let media = part["mime_type"]?.string ?? "image/png"
                message.add(.image("data:\(media);base64,\(part["content"]?.string ?? "")"))
            default:
                message.add(.unreadable(reason: "expected a part of a known type", excerpt: part.excerpt))
            }
        }
        return message
    }

    /// Reads messages of OpenInference, whose lists are flattened into numbered attributes.
    private func openInference(_ span: Span, under prefix: String) -> [Message] {
        var messages: [Message] = []
        while messages.count < 4096 {
            let base = "\(prefix).\(messages.count).message"
            guard let role = span.text("\(base).role") else { return messages }
            var message = Message(role: SpanReader.roles[role] ?? .user, pointer: span.pointer)
            message.callID = span.text("\(base).tool_call_id")
            if let text = span.text("\(base).content"), !text.isEmpty { message.add(.text(text)) }
            for index in 0..<1024 {
                let part = "\(base).contents.\(index).message_content"
                if let text = span.text("\(part).text") {
                    message.add(.text(text))
                } else if let url = span.text("\(part).image.image.url") {
                    message.add(.image(url))
                } else {
                    break
                }
            }
            for index in 0..<1024 {
                let call = "\(base).tool_calls.\(index).tool_call"
                guard let name = span.text("\(call).function.name") else { break }
                message.add(
                    .call(
                        WrittenCall(
                            name: name, arguments: span.attributes["\(call).function.arguments"],
                            id: span.text("\(call).id"), pointer: span.pointer)))
            }
            messages.append(message)
        }
        return messages
    }
}
