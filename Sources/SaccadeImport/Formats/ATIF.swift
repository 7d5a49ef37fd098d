import Saccade

extension RecordFormat {
    /// Trajectories in the Agent Trajectory Interchange Format.
    public static let atif = RecordFormat(
        name: "atif",
        summary: "trajectories in the Agent Trajectory Interchange Format, versions 1.0 to 1.7",
        notes: """
            Steps of the user and the system are turns, each step of the agent is a model call with reasoning, tool calls and their \
            observations by `source_call_id`; `metrics` become tokens, `timestamp` the time. Images are files below the record's folder. \
            `subagent_trajectories` are agents of kind worker, spawned by the step that refers to them.
            """,
        examples: ATIFExamples.all,
        detect: { record in
            record.value["schema_version"]?.string?.hasPrefix("ATIF") ?? false
                || (record.value["steps"]?[0]?["source"]?.string != nil && record.value["steps"]?[0]?["step_id"] != nil)
        },
        read: { record in
            var conversation = Conversation()
            let value = record.value
            conversation.session = value["session_id"]?.string
            conversation.model = value["agent"]?["model_name"]?.string
            if let tools = value["agent"]?["tool_definitions"], tools != .null {
                conversation.tools = tools.canonicalText
            }
            let stamps = (value["steps"]?.array ?? []).compactMap { $0["timestamp"]?.string }
            conversation.wall = stamps.first.flatMap { Timestamp.nanoseconds($0) == nil ? nil : $0 }
            let began = stamps.first.flatMap(Timestamp.nanoseconds)
            conversation.messages = messages(of: value, began: began, at: record.pointer)
            for (index, inner) in (value["subagent_trajectories"]?.array ?? []).enumerated() {
                let pointer = "\(record.pointer)/subagent_trajectories/\(index)"
                var thread = AgentThread(kind: .worker)
                thread.role = inner["agent"]?["name"]?.string
                thread.model = inner["agent"]?["model_name"]?.string
                thread.step = spawningStep(of: inner["trajectory_id"]?.string ?? inner["session_id"]?.string, in: value)
                thread.messages = messages(of: inner, began: began, at: pointer)
                thread.isJoined = true
                thread.sharesPrompt = false
                conversation.threads.append(thread)
            }
            return conversation
        })

    private static func messages(of value: JSONValue, began: Int?, at pointer: String) -> [Message] {
        var messages: [Message] = []
        for (index, step) in (value["steps"]?.array ?? []).enumerated() {
            let place = "\(pointer)/steps/\(index)"
            let source = step["source"]?.string
            var message = Message(
                role: source == "agent" ? .assistant : source == "system" ? .system : .user, pointer: place)
            if let began, let time = (step["timestamp"]?.string).flatMap(Timestamp.nanoseconds) {
                message.time = Timestamp.elapsed(from: began, to: time)
            }
            if message.role == .assistant {
                message.isCall = true
                message.title = "step \(step["step_id"]?.integer.map { "\($0)" } ?? "?")"
                message.model = step["model_name"]?.string
                message.usage = Usage(record: step["metrics"])
                if let text = step["reasoning_content"]?.string, !text.isEmpty {
                    message.add(.reasoning(text), at: place + "/reasoning_content")
                }
            }
            content(step["message"], of: &message, at: place + "/message")
            for (c, call) in (step["tool_calls"]?.array ?? []).enumerated() {
                let pointer = "\(place)/tool_calls/\(c)"
                guard let name = call["function_name"]?.string else {
                    message.add(
                        .unreadable(reason: "expected a call with function_name", excerpt: call.excerpt), at: pointer)
                    continue
                }
                message.add(
                    .call(
                        WrittenCall(
                            name: name, arguments: call["arguments"], id: call["tool_call_id"]?.string, pointer: pointer
                        )),
                    at: pointer)
            }
            messages.append(message)
            for (r, result) in (step["observation"]?["results"]?.array ?? []).enumerated() {
                let pointer = "\(place)/observation/results/\(r)"
                var observation = Message(role: .tool, pointer: pointer)
                observation.callID = result["source_call_id"]?.string
                if observation.callID == nil, step["tool_calls"]?.array?.isEmpty ?? true { observation.role = .user }
                content(result["content"], of: &observation, at: pointer + "/content")
                messages.append(observation)
            }
        }
        return messages
    }

    private static func content(_ value: JSONValue?, of message: inout Message, at pointer: String) {
        switch value {
        case nil, .null: break
        case .string(let text): if !text.isEmpty { message.add(.text(text), at: pointer) }
        case .array(let parts):
            for (index, part) in parts.enumerated() {
                let place = "\(pointer)/\(index)"
                if let text = part["text"]?.string {
                    message.add(.text(text), at: place)
                } else if let path = (part["source"]?["path"] ?? part["source"]?["url"] ?? part["path"])?.string {
                    message.add(.image(path), at: place)
                } else {
                    message.add(
                        .unreadable(reason: "expected a part with text or an image", excerpt: part.excerpt), at: place)
                }
            }
        case .some(let other):
            message.add(.unreadable(reason: "expected a text or a list of parts", excerpt: other.excerpt), at: pointer)
        }
    }

    /// Returns the place among the agent's steps of the one whose observation refers to a trajectory.
    private static func spawningStep(of id: String?, in value: JSONValue) -> Int? {
        guard let id else { return nil }
        var number = 0
        for step in value["steps"]?.array ?? [] where step["source"]?.string == "agent" {
            let references = (step["observation"]?["results"]?.array ?? []).compactMap { $0["subagent_trajectory_ref"] }
                .flatMap { $0.array ?? [$0] }
            if references.contains(where: { ($0["trajectory_id"] ?? $0["session_id"])?.string == id || $0.string == id }
            ) {
                return number
            }
            number += 1
        }
        return nil
    }
}
