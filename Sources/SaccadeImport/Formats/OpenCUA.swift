import Saccade

extension RecordFormat {
    /// Trajectories of OpenCUA and AgentNetBench.
    public static let openCUA = RecordFormat(
        name: "opencua",
        summary:
            "trajectories of OpenCUA and AgentNetBench: steps with a screenshot, inner monologue and pyautogui code",
        notes: """
            A step is a screenshot and what the model thought and did on it; its number is kept as its name. Actions are 0 to 1. The \
            boxes of `ground_truth_actions` are reference regions: their `rel_bbox` is 0 to 1 with width and height, and needs no \
            screen resolution, which these records state wrongly. Code is parsed by a small grammar and never run.
            """,
        examples: OpenCUAExamples.all,
        detect: { record in
            if record.value["steps"]?[0]?["step_num"] != nil, record.value["steps"]?[0]?["image"] != nil { return true }
            return record.value["traj"]?[0]?["value"]?["code"] != nil
        },
        read: { record in
            var conversation = Conversation()
            let value = record.value
            conversation.task =
                (value["user_task_description"] ?? value["instruction"] ?? value["high_level_task_description"])?.string
            var truth = WrittenTruth(source: "\(record.pointer)/steps")
            if let steps = value["steps"]?.array {
                for (index, step) in steps.enumerated() {
                    let pointer = "\(record.pointer)/steps/\(index)"
                    conversation.messages += benchStep(step, at: pointer)
                    truth.places += reference(step, at: pointer)
                }
            } else {
                for (index, step) in (value["traj"]?.array ?? []).enumerated() {
                    conversation.messages += rawStep(step, at: "\(record.pointer)/traj/\(index)")
                }
            }
            if !truth.places.isEmpty { conversation.truth = truth }
            if let task = conversation.task, let first = conversation.messages.first, first.role == .user {
                conversation.messages[0].parts.insert(
                    MessagePart(content: .text(task), pointer: record.pointer), at: 0)
            }
            return conversation
        })

    private static func benchStep(_ step: JSONValue, at pointer: String) -> [Message] {
        let thoughts = step["inner_monologue"]
        var model = Message(role: .assistant, pointer: pointer)
        model.title = "step \(step["step_num"]?.integer.map { "\($0)" } ?? "?")"
        for key in ["observation", "thought"] {
            if let text = thoughts?[key]?.string, !text.isEmpty {
                model.add(.reasoning(text), at: "\(pointer)/inner_monologue/\(key)")
            }
        }
        if let text = thoughts?["low_level_instruction"]?.string, !text.isEmpty {
            model.add(.text(text), at: "\(pointer)/inner_monologue/low_level_instruction")
        }
        act(step["action"]?.string ?? "", in: &model, at: pointer + "/action")
        return screen(step["image"], at: pointer) + [model]
    }

    private static func rawStep(_ step: JSONValue, at pointer: String) -> [Message] {
        var model = Message(role: .assistant, pointer: pointer)
        model.title = "step \(step["index"]?.integer.map { "\($0)" } ?? "?")"
        for key in ["observation", "thought", "action"] {
            if let text = step["value"]?[key]?.string, !text.isEmpty { model.add(.reasoning(text)) }
        }
        act(step["value"]?["code"]?.string ?? "", in: &model, at: pointer + "/value/code")
        return screen(step["image"], at: pointer) + [model]
    }

    private static func screen(_ image: JSONValue?, at pointer: String) -> [Message] {
        guard let name = image?.string else { return [] }
        var message = Message(role: .user, pointer: pointer)
        message.imageKind = .screenshot
        message.add(.image(name), at: pointer + "/image")
        return [message]
    }

    /// Adds the actions of a piece of code to what the model said.
    private static func act(_ code: String, in message: inout Message, at pointer: String) {
        let actions = ActionScript.actions(in: code)
        if actions.isEmpty, !code.isEmpty {
            message.add(
                .remark(
                    Remark(
                        .warning, "malformed-action", "expected an action like pyautogui.click(x=0.5, y=0.5)",
                        at: pointer,
                        excerpt: code)), at: pointer)
        }
        for action in actions {
            if action.name == "terminate" {
                message.add(.answer(action.text("status", "answer") ?? action.written), at: pointer)
            } else {
                message.add(
                    .call(ActionScript.call(action, reading: .declared(.unit), group: "actions", at: pointer)),
                    at: pointer)
            }
        }
    }

    private static func reference(_ step: JSONValue, at pointer: String) -> [WrittenPlace] {
        guard let image = step["image"]?.string else { return [] }
        var places: [WrittenPlace] = []
        for (a, action) in (step["ground_truth_actions"]?.array ?? []).enumerated() {
            for (b, box) in (action["metadata"]?["bboxes"]?.array ?? []).enumerated() {
                guard let written = box["rel_bbox"], let numbers = written.array?.compactMap(\.number) else { continue }
                var place = WrittenPlace(written: written.canonicalText, numbers: numbers)
                place.reading = .declared(SpaceRule(CoordinateSpace(unit: .unit, order: .xywh)))
                place.image = .named(image)
                place.author = .reference
                place.role = .target
                place.label = action["type"]?.string
                place.pointer = "\(pointer)/ground_truth_actions/\(a)/metadata/bboxes/\(b)"
                places.append(place)
            }
        }
        return places
    }
}
