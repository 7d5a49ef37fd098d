import Saccade

extension RecordFormat {
    /// Trajectories of Mini-o3.
    public static let miniO3 = RecordFormat(
        name: "mini-o3",
        summary: "trajectories of Mini-o3: traj.jsonl with a turn a line, and observation images beside it",
        notes: """
            The first line is the prompt, every other one a turn of the model or an `error_info`. A `<grounding>` is a call whose \
            `source` is `original_image` or `observation_i`, so that crops of crops keep their chain; its picture is \
            `observation_i_original_image.jpg`. Whether coordinates are 0 to 1 or pixels is a setting of the run that the log lacks: \
            the crops decide.
            """, shape: .lines, examples: MiniO3Examples.all,
        detect: { record in
            let line = record.value[0]
            return line?["initial_prompt"] != nil || (line?["doc_id"] != nil && line?["ground_truth"] != nil)
        },
        read: { record in
            var conversation = Conversation()
            let lines = record.value.array ?? []
            var first = Message(role: .user, pointer: "\(record.pointer)/0")
            if let name = ["original_image.jpg", "original_image.png"].first(where: record.folder.has) {
                first.add(.image(name, alias: "original_image"))
            } else {
                first.add(.image("original_image.jpg", alias: "original_image"))
            }
            let prompt = lines.first?["initial_prompt"]
            first.add(.text(prompt?.string ?? prompt?.canonicalText ?? ""), at: "\(record.pointer)/0/initial_prompt")
            conversation.messages.append(first)
            if let answer = lines.first?["ground_truth"] {
                conversation.truth = WrittenTruth(
                    answer: answer.string ?? answer.canonicalText, source: "\(record.pointer)/0/ground_truth")
            }
            var looks = 0
            for (index, line) in lines.enumerated().dropFirst() {
                let pointer = "\(record.pointer)/\(index)"
                if let error = line["error_info"] {
                    var message = Message(role: .user, pointer: pointer)
                    message.add(
                        .text("Execution Error: \(error.string ?? error.canonicalText)"), at: pointer + "/error_info")
                    conversation.messages.append(message)
                    continue
                }
                guard let text = line["text_output"]?.string else {
                    conversation.remarks.append(
                        Remark(
                            .warning, "unreadable-part", "expected text_output or error_info", at: pointer,
                            excerpt: line.excerpt))
                    continue
                }
                var model = Message(role: .assistant, pointer: pointer)
                model.add(.text(text), at: pointer + "/text_output")
                conversation.messages.append(model)
                guard text.holds("<grounding>"), lines.indices.contains(index + 1) else { continue }
                if lines[index + 1]["error_info"] != nil { continue }
                looks += 1
                var result = Message(role: .user, pointer: pointer)
                result.add(.image(observation(looks, in: record.folder), alias: "observation_\(looks)"))
                conversation.messages.append(result)
            }
            return conversation
        })

    private static func observation(_ number: Int, in folder: RecordFolder) -> String {
        // Runs count their observations from 0 or from 1.
        let first = folder.has("observation_0_original_image.jpg") ? number - 1 : number
        return "observation_\(first)_original_image.jpg"
    }
}
