import Saccade

extension RecordFormat {
    /// The plain output of a model, with the images that it saw.
    ///
    /// It is no format that can be told from a record: the user names the model's family.
    static func modelOutput(_ options: ImportOptions) -> RecordFormat {
        RecordFormat(
            name: "model-output", summary: "the plain output of a model", shape: .text, detect: { _ in true },
            read: { record in
                var conversation = Conversation()
                conversation.model = options.family?.name
                var turn = Message(role: .user, pointer: "")
                for picture in options.pictures { turn.add(.image(picture)) }
                if let question = options.question { turn.add(.text(question)) }
                if !turn.parts.isEmpty { conversation.messages.append(turn) }
                var answer = Message(role: .assistant, pointer: "")
                answer.add(.text(record.value.string ?? ""))
                conversation.messages.append(answer)
                conversation.dialect = .tagged
                return conversation
            })
    }
}
