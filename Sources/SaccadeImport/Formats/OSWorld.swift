import Saccade

extension RecordFormat {
    /// Trajectories of OSWorld.
    public static let osWorld = RecordFormat(
        name: "osworld",
        summary: "trajectories of OSWorld: traj.jsonl with an action and the screenshot after it on each line",
        notes: """
            `screenshot_file` shows the screen *after* its action, so an action lies on the screenshot of the line before; the first \
            one on `step_0.png`, if that is there. Lines of one `step_num` are actions of one step's name. `instruction.txt` is the \
            task and `result.txt` a score. Actions are pyautogui code in pixels of the screen, parsed and never run.
            """, shape: .lines, examples: OSWorldExamples.all,
        detect: { record in
            record.value[0]?["step_num"] != nil && record.value[0]?["action"] != nil
        },
        read: { record in
            var conversation = Conversation()
            conversation.task = record.folder.text("instruction.txt")
            var first = Message(role: .user, pointer: "")
            first.imageKind = .screenshot
            if let task = conversation.task { first.add(.text(task)) }
            if let name = ["step_0.png", "initial_state.png"].first(where: record.folder.has) {
                first.add(.image(name))
            }
            if !first.parts.isEmpty { conversation.messages.append(first) }
            var began: Int?
            for (index, line) in (record.value.array ?? []).enumerated() {
                let pointer = "\(record.pointer)/\(index)"
                var model = Message(role: .assistant, pointer: pointer)
                model.isCall = true
                model.title = "step \(line["step_num"]?.integer.map { "\($0)" } ?? "?")"
                if let time = (line["action_timestamp"]?.string).flatMap(Timestamp.nanoseconds) {
                    if began == nil { began = time }
                    model.time = Timestamp.elapsed(from: began ?? time, to: time)
                }
                for key in ["response", "thought", "model_response"] {
                    guard let text = line[key]?.string, !text.isEmpty else { continue }
                    model.add(.reasoning(text), at: "\(pointer)/\(key)")
                    break
                }
                act(line["action"], in: &model, at: pointer + "/action")
                conversation.messages.append(model)
                if let name = line["screenshot_file"]?.string {
                    var after = Message(role: .user, pointer: pointer)
                    after.imageKind = .screenshot
                    after.add(.image(name), at: pointer + "/screenshot_file")
                    conversation.messages.append(after)
                }
                if line["done"]?.bool == true, let reward = line["reward"]?.number {
                    conversation.scores.append(Score(name: "reward", value: reward, source: "traj.jsonl"))
                }
            }
            if let result = record.folder.text("result.txt").flatMap({ Double($0) }) {
                conversation.scores.append(Score(name: "result", value: result, source: "result.txt"))
            }
            return conversation
        })

    private static func act(_ value: JSONValue?, in message: inout Message, at pointer: String) {
        guard let value else { return }
        if let code = value.string {
            if ["DONE", "FAIL"].contains(code) { return message.add(.answer(code), at: pointer) }
            let actions = code == "WAIT" ? [] : ActionScript.actions(in: code)
            for action in actions {
                message.add(
                    .call(ActionScript.call(action, reading: .usual(.pixels), group: "actions", at: pointer)),
                    at: pointer)
            }
            guard actions.isEmpty else { return }
            var call = WrittenCall(
                name: code == "WAIT" ? "wait" : "python", written: code, arguments: nil, pointer: pointer)
            call.isAction = true
            call.isDone = true
            return message.add(.call(call), at: pointer)
        }
        // The action space of computer_13: {"action_type": "CLICK", "x": …, "y": …}.
        let name = (value["action_type"] ?? value["type"])?.string ?? "action"
        var call = WrittenCall(name: name, arguments: value, id: nil, pointer: pointer)
        call.isAction = true
        call.isDone = true
        call.image = .latest
        call.places = []
        let parameters = value["parameters"] ?? value
        if let x = parameters["x"]?.number, let y = parameters["y"]?.number {
            var place = WrittenPlace(written: "x=\(x.plain), y=\(y.plain)", numbers: [x, y])
            place.role = .action
            place.reading = .usual(.pixels)
            place.image = .latest
            place.group = "actions"
            call.places = [place]
        }
        message.add(.call(call), at: pointer)
    }
}
