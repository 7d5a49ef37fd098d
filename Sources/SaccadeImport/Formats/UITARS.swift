import Saccade

extension RecordFormat {
    /// Messages of UI-TARS.
    public static let uiTARS = RecordFormat(
        name: "ui-tars",
        summary: "messages of UI-TARS: texts of Thought and Action, screenshots as image parts or as tokens",
        notes: """
            An Action is a call on the last screenshot before it. Screenshots that the log replaced by tokens are missing. The first \
            version wrote thousandths, 1.5 writes pixels after the processor's resize: the record says which only if it names its model; \
            else `--family ui-tars` or `--space` does.
            """,
        examples: UITARSExamples.all,
        detect: { record in
            record.contents?.said.contains {
                $0.holds("Action:") && ($0.holds("start_box=") || $0.holds("<point>"))
            } ?? false
        },
        read: { record in
            guard let list = MessageList(record.value, pointer: record.pointer) else {
                return .unreadable(record, expected: "a list of messages")
            }
            var conversation = Conversation()
            list.describe(&conversation)
            conversation.dialect = .actionScript
            if conversation.model?.holds("1.5") ?? false { conversation.family = .uiTARS }
            let images = RecordFormat.images(of: record)
            var reader = ChatMessageReader(
                placeholders: images.isEmpty ? nil : ChatMessageReader.Placeholders(images: images))
            for (index, value) in list.messages.enumerated() {
                let pointer = "\(list.pointer)/\(index)"
                var message = reader.message(value, at: pointer)
                if message.role == .assistant {
                    message.isCall = true
                } else {
                    let hasImage = message.parts.contains { if case .image = $0.content { true } else { false } }
                    if hasImage { message.imageKind = .screenshot }
                    tokens(of: &message)
                }
                conversation.messages.append(message)
            }
            return conversation
        })

    /// Puts a missing image in place of the tokens that the log has for a screenshot.
    private static func tokens(of message: inout Message) {
        var parts: [MessagePart] = []
        for part in message.parts {
            guard case .text(let text) = part.content, text.holds("<|vision_start|>") else {
                parts.append(part)
                continue
            }
            message.imageKind = .screenshot
            for (index, piece) in TurnSplitter.pieces(of: text).enumerated() {
                let content: MessagePart.Content = piece.map { .text($0) } ?? .image("data:image/png;base64,")
                parts.append(MessagePart(content: content, pointer: "\(part.pointer)#\(index)"))
            }
        }
        message.parts = parts
    }
}
