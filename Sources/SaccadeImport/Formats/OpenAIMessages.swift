import Saccade

extension RecordFormat {
    /// Messages as the chat interface of OpenAI has them, which most servers and evaluation harnesses write.
    public static let openAIMessages = RecordFormat(
        name: "openai-messages",
        summary:
            "chat messages with parts of type text and image_url, tool_calls and the role tool; also calls as tags "
            + "in the text and the THOUGHT/ACTION/OBSERVATION dialect",
        notes: """
            A list of messages, or an object with the list under `messages`, `pred_output`, `conversation` or `history`: so \
            also the results of DeepEyes and Chain-of-Focus, whose `question`, `answer`, `acc` and `status` are kept, and whose \
            pictures are missing because the harness stripped them. A text of the model is split at `<think>`, `<tool_call>`, \
            `<grounding>`, `<code>` and `<answer>`; the message of the user after a call in the text is its result. \
            Chain-of-Focus crops from the image as it was resized: a crop is mapped back to the image, and its recipe is named \
            where the resize changes nothing.
            """,
        examples: OpenAIExamples.all + OpenAIBoxExamples.all,
        detect: { record in
            record.holdsMessages && record.messages?.messages.isEmpty == false
        },
        read: { record in
            guard let list = MessageList(record.value, pointer: record.pointer) else {
                return .unreadable(record, expected: "a list of messages")
            }
            var conversation = Conversation()
            list.describe(&conversation)
            var reader = ChatMessageReader()
            conversation.messages.reserveCapacity(list.messages.count)
            for (index, message) in list.messages.enumerated() {
                conversation.messages.append(reader.message(message, at: list.pointer.pointer(to: index)))
            }
            conversation.nameStrippedImage(by: list.wrapper, at: record.pointer)
            return conversation
        })
}

extension Conversation {
    /// Gives the first image its name where the harness stripped its bytes and kept its file's name beside the messages.
    mutating func nameStrippedImage(by wrapper: JSONValue?, at pointer: String) {
        guard let name = wrapper?["image"]?.string else { return }
        for (m, message) in messages.enumerated() {
            for (p, part) in message.parts.enumerated() {
                guard case .image(let written, _) = part.content else { continue }
                guard written.hasPrefix("data:"), let comma = written.utf8.firstIndex(of: UInt8(ascii: ",")) else {
                    return
                }
                let body = written.utf8[written.utf8.index(after: comma)...]
                let isFocus = body.elementsEqual("base64_image".utf8)
                guard body.isEmpty || isFocus else { return }
                if isFocus { profiles.append(.chainOfFocus) }
                messages[m].parts[p].content = .image(name)
                remarks.append(
                    Remark(
                        .info, "stripped-image-named",
                        "the bytes of the first image were stripped; the record calls it \(name)", at: pointer))
                return
            }
        }
    }
}
