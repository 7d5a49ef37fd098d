import Saccade

extension RecordFormat {
    /// Training sets of LLaMA-Factory, ms-swift, LLaVA and ShareGPT.
    public static let imagePlaceholders = RecordFormat(
        name: "image-placeholders",
        summary: "training sets of LLaMA-Factory, ms-swift, LLaVA and ShareGPT: messages or conversations with <image> "
            + "placeholders, and a list of images beside them",
        notes: """
            The n-th `<image>` is the n-th of `images` (or `image`, a text or a list). If there are not as many of the one as of \
            the other, that is an error that names both numbers. Roles go by `role` and `content` or by `from` and `value`; \
            `function_call` and `observation` are calls and results. `objects` of ms-swift stand in for `<ref-object>` and \
            `<bbox>`, and their `bbox_type` declares the space.
            """,
        examples: ShareGPTExamples.all,
        detect: { record in
            guard record.value.object != nil, let list = record.messages else { return false }
            let images = record.value["images"] ?? record.value["image"]
            if list.holdsTurns { return true }
            guard let contents = record.contents, !list.messages.isEmpty, record.value["pred_output"] == nil else {
                return false
            }
            return images?.array != nil || contents.texts.contains { $0.holds("<image>") }
        },
        read: { record in
            guard let list = MessageList(record.value, pointer: record.pointer) else {
                return .unreadable(record, expected: "an object with messages or conversations")
            }
            return conversation(record, list)
        })

    private static func conversation(_ record: SourceRecord, _ list: MessageList) -> Conversation {
        var conversation = Conversation()
        list.describe(&conversation)
        let images = images(of: record)
        var reader = ChatMessageReader(placeholders: ChatMessageReader.Placeholders(images: images))
        reader.boxes = DatasetBoxes(record.value["objects"], at: record.pointer + "/objects")
        if let system = record.value["system"]?.string, !system.isEmpty {
            var message = Message(role: .system, pointer: record.pointer + "/system")
            message.add(.text(system))
            conversation.messages.append(message)
        }
        for (index, message) in list.messages.enumerated() {
            conversation.messages.append(reader.message(message, at: "\(list.pointer)/\(index)"))
        }
        if reader.met != images.count {
            if reader.met == 0, let first = conversation.messages.firstIndex(where: { $0.role == .user }) {
                // ms-swift lets the placeholders away: the images come before the first words.
                let parts = images.compactMap { image in
                    image.value.string.map { MessagePart(content: .image($0), pointer: image.pointer) }
                }
                conversation.messages[first].parts.insert(contentsOf: parts, at: 0)
            }
            let severity: Severity = reader.met == 0 ? .warning : .error
            conversation.remarks.append(
                Remark(
                    severity, "placeholder-count",
                    "expected as many images as <image> placeholders, found \(images.count) "
                        + "\(images.count == 1 ? "image" : "images") and \(reader.met) "
                        + "\(reader.met == 1 ? "placeholder" : "placeholders")", at: record.pointer))
        }
        if let boxes = reader.boxes, boxes.nextBox != boxes.count {
            conversation.remarks.append(
                Remark(
                    .error, "placeholder-count",
                    "expected as many boxes as <bbox> placeholders, found \(boxes.count) boxes and \(boxes.nextBox) "
                        + "placeholders", at: record.pointer + "/objects"))
        }
        return conversation
    }

    /// Returns the images of a record, each with its JSON pointer.
    static func images(of record: SourceRecord) -> [(value: JSONValue, pointer: String)] {
        for key in ["images", "image"] {
            switch record.value[key] {
            case .array(let list):
                return list.enumerated().map { ($1, "\(record.pointer)/\(key)/\($0)") }
            case .string(let name) where !name.isEmpty: return [(.string(name), "\(record.pointer)/\(key)")]
            default: continue
            }
        }
        return []
    }
}
