import Saccade

extension RecordFormat {
    /// Rollout dumps of verl.
    public static let verlRollouts = RecordFormat(
        name: "verl-rollouts",
        summary:
            "rollout dumps of verl: lines of {input, output, score, step}; the samples of one prompt are parallel agents",
        notes: """
            Lines of the same `input`, one after another, are one trace: the root agent has the prompt, every `output` is an agent of kind \
            sample with its `score` and the other numbers of its line. The flat texts are split at the marks of the chat template, or at \
            roles alone on a line where special tokens were skipped. The dump has no images: they are missing, unless the lines name \
            them under `images`.
            """, shape: .groups, examples: VerlExamples.all,
        detect: { record in
            let line = record.value[0]
            return line?["input"]?.string != nil && line?["output"]?.string != nil
        },
        read: { record in
            var conversation = Conversation()
            let lines = record.value.array ?? []
            let images = (lines.first?["images"] ?? lines.first?["image"]).map { $0.array ?? [$0] } ?? []
            var next = 0
            for turn in TurnSplitter.turns(of: lines.first?["input"]?.string ?? "", opening: .user) {
                conversation.messages.append(message(turn, images, &next, at: "\(record.pointer)/0/input"))
            }
            // What the template opens for the model to go on is no turn.
            conversation.messages.removeAll { $0.role == .assistant }
            if let truth = lines.first?["gts"] ?? lines.first?["ground_truth"], truth != .null {
                conversation.truth = WrittenTruth(
                    answer: truth.string ?? truth.canonicalText, source: "\(record.pointer)/0/gts")
            }
            for (index, line) in lines.enumerated() {
                let pointer = "\(record.pointer)/\(index)/output"
                var thread = AgentThread(kind: .sample)
                thread.role = "sample \(index)"
                var sampled = next
                for turn in TurnSplitter.turns(of: line["output"]?.string ?? "", opening: .assistant) {
                    thread.messages.append(message(turn, images, &sampled, at: pointer))
                }
                for member in line.object ?? [] where member.key != "step" {
                    if let value = member.value.number {
                        thread.scores.append(Score(name: member.key, value: value, source: "verl"))
                    }
                }
                conversation.threads.append(thread)
            }
            return conversation
        })

    private static func message(
        _ turn: TurnSplitter.Turn, _ images: [JSONValue], _ next: inout Int, at pointer: String
    ) -> Message {
        var message = Message(role: turn.role, pointer: pointer)
        if turn.role == .assistant {
            message.add(.text(turn.text))
            return message
        }
        for piece in TurnSplitter.pieces(of: turn.text) {
            if let piece {
                message.add(.text(piece))
            } else {
                let name = images.indices.contains(next) ? images[next].string : nil
                message.add(.image(name ?? "data:image/png;base64,"), at: "\(pointer)#image\(next)")
                next += 1
            }
        }
        return message
    }
}
