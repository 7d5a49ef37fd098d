import Saccade

extension RecordFormat {
    /// Results of octotools.
    public static let octotools = RecordFormat(
        name: "octotools",
        summary: "results of octotools: a memory of steps with tool, sub-goal, command and result",
        notes: """
            Each step is a call of its tool: the sub-goal is the reasoning, the command the call as written. Boxes of detectors stand in \
            results as text, `(x1, y1, x2, y2)`, with `label` and `confidence score`; they are regions that the tool found, in pixels. \
            Saved patches are the pictures that came back. A fixed patch of the zoomer is twice its size, by bilinear interpolation.
            """,
        examples: OctotoolsExamples.all,
        detect: { record in
            guard let memory = memory(of: record.value), !memory.isEmpty else { return false }
            return memory.contains { ($0.value["tool"] ?? $0.value["tool_name"]) != nil && $0.value["command"] != nil }
        },
        read: { record in
            var conversation = Conversation()
            let value = record.value
            conversation.describe(value, at: record.pointer)
            var turn = Message(role: .user, pointer: record.pointer)
            if let image = (value["image"] ?? value["image_path"])?.string, !image.isEmpty {
                turn.add(.image(image), at: record.pointer + "/image")
            }
            if let text = (value["query"] ?? value["question"])?.string {
                turn.add(.text(text), at: record.pointer + "/query")
            }
            if !turn.parts.isEmpty { conversation.messages.append(turn) }
            for (step, key) in memory(of: value) ?? [] {
                conversation.messages += messages(step, named: key, at: "\(record.pointer)/memory/\(key)")
            }
            for key in ["direct_output", "final_output", "final_answer"] {
                guard let text = value[key]?.string, !text.isEmpty else { continue }
                var last = Message(role: .assistant, pointer: "\(record.pointer)/\(key)")
                last.add(.answer(text))
                conversation.messages.append(last)
                break
            }
            return conversation
        })

    /// Returns the steps: a list, or an object whose keys name them.
    private static func memory(of value: JSONValue) -> [(value: JSONValue, key: String)]? {
        guard let memory = value["memory"] ?? value["actions"] else { return nil }
        if let list = memory.array { return list.enumerated().map { ($1, "\($0)") } }
        return memory.object?.map { ($0.value, $0.key) }
    }

    private static func messages(_ step: JSONValue, named key: String, at pointer: String) -> [Message] {
        var model = Message(role: .assistant, pointer: pointer)
        model.isCall = true
        model.title = key.utf8.allSatisfy(\.isDigit) ? "step \(key)" : key
        if let goal = (step["sub_goal"] ?? step["subgoal"])?.string, !goal.isEmpty {
            model.add(.reasoning(goal), at: pointer + "/sub_goal")
        }
        let name = (step["tool"] ?? step["tool_name"])?.string ?? "tool"
        let command = step["command"]?.string ?? step["command"]?.canonicalText ?? ""
        var call = WrittenCall(name: name, written: command, arguments: nil, places: [], pointer: pointer + "/command")
        call.id = key
        call.isCode = true
        call.isDone = true
        model.add(.call(call))
        var result = Message(role: .tool, pointer: pointer + "/result")
        result.callID = key
        if let value = step["result"] {
            result.add(.text(value.string ?? value.canonicalText))
            found(in: value, into: &result, depth: 0)
        }
        return step["result"] == nil ? [model] : [model, result]
    }

    /// Finds what a detector reports: objects with a label and a box, and pictures that were saved.
    private static func found(in value: JSONValue, into result: inout Message, depth: Int) {
        guard depth < 6 else { return }
        for element in value.array ?? [] { found(in: element, into: &result, depth: depth + 1) }
        guard let members = value.object else { return }
        if let box = value["box"] ?? value["bbox"] {
            for var place in ArgumentScanner.places(of: box) {
                place.reading = .declared(.pixels)
                place.label = ArgumentScanner.label(of: value)
                place.score = (value["confidence score"] ?? value["score"])?.number
                place.author = .tool
                place.role = .detection
                place.pointer = result.pointer
                result.add(.place(place))
            }
        }
        for member in members {
            if ["saved_image_path", "path", "image_path", "zoomed_image_path"].contains(member.key),
                let name = member.value.string, RecordFolder.isPicture(name)
            {
                result.add(.image(name))
            } else {
                found(in: member.value, into: &result, depth: depth + 1)
            }
        }
    }
}
