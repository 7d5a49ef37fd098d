import Saccade

extension RecordFormat {
    /// Chains of thought and action of TACO.
    public static let taco = RecordFormat(
        name: "taco",
        summary: "chains of TACO and CoTA: texts of {thought, actions}, observations as Python's print around pictures",
        notes: """
            A list of messages, alone or under `user_agent` or `conversations`. A text of the model is one object with `thought` and \
            `actions`; `Terminate` gives the answer. An OBSERVATION is Python's print, which is no JSON: the picture in it takes the \
            name that stands before it (`image-1`), and its `regions` are what the tool found, 0 to 1. Pickles are not read; turn them \
            into JSON first.
            """,
        examples: TacoExamples.all,
        detect: { record in
            guard let list = messages(of: record) else { return false }
            return list.messages.contains { message in
                let role = (message["role"] ?? message["from"])?.string
                guard role == "assistant" || role == "gpt" else { return false }
                return text(of: message).map { TextDialect.actionList.isSpoken($0) } ?? false
            }
        },
        read: { record in
            guard let list = messages(of: record) else { return .unreadable(record, expected: "a list of messages") }
            var conversation = Conversation()
            conversation.describe(record.value, at: record.pointer)
            let images = RecordFormat.images(of: record)
            var reader = ChatMessageReader(
                placeholders: images.isEmpty ? nil : ChatMessageReader.Placeholders(images: images))
            var number = 0
            for (index, value) in list.messages.enumerated() {
                var message = reader.message(value, at: "\(list.pointer)/\(index)")
                name(&message, &number)
                conversation.messages.append(message)
            }
            conversation.dialect = .actionList
            return conversation
        })

    private static func messages(of record: SourceRecord) -> MessageList? {
        if let agent = record.value["user_agent"] { return MessageList(agent, pointer: record.pointer + "/user_agent") }
        return MessageList(record.value, pointer: record.pointer)
    }

    private static func text(of message: JSONValue) -> String? {
        let content = message["content"] ?? message["value"]
        return content?.string ?? content?.array?.compactMap { $0["text"]?.string }.joined()
    }

    /// Gives every picture the name `image-N`, and finds what an observation reports.
    private static func name(_ message: inout Message, _ number: inout Int) {
        guard message.role != .assistant else { return }
        var places: [WrittenPlace] = []
        for (index, part) in message.parts.enumerated() {
            switch part.content {
            case .image(let name, _):
                message.parts[index].content = .image(name, alias: "image-\(number)")
                number += 1
            case .text(let text) where text.holds("regions") || text.holds("bbox"):
                places += regions(in: text, image: max(0, number - 1), at: part.pointer)
            default: break
            }
        }
        for place in places { message.add(.place(place)) }
    }

    /// Finds `{'label': 'cat', 'bbox': [0.1, 0.2, 0.3, 0.4], 'score': 0.87}` in Python's print.
    private static func regions(in text: String, image: Int, at pointer: String) -> [WrittenPlace] {
        let bytes = Array(text.utf8)
        let score = Array("score".utf8)
        return PlaceGrammar.keyed(["bbox"], in: bytes).map { place in
            var place = place
            if let range = place.range {
                let end = bytes[range.upperBound...].firstIndex(of: UInt8(ascii: "}")) ?? bytes.count
                let start = bytes[..<range.lowerBound].lastIndex(of: UInt8(ascii: "{")) ?? 0
                let object = Array(bytes[start..<end])
                place.label = quoted("label", in: object) ?? place.label
                if let found = object.range(of: score) {
                    let rest = object[found.upperBound...].drop { $0 == 0x27 || $0 == 0x22 || $0 == 0x3A || $0.isSpace }
                    place.score = NumberList.number(in: rest, at: rest.startIndex)?.value
                }
            }
            place.range = nil
            place.reading = .declared(.unit)
            place.author = .tool
            place.role = .detection
            place.image = .latest
            place.pointer = pointer
            return place
        }
    }

    private static func quoted(_ key: String, in object: [UInt8]) -> String? {
        guard let found = object.range(of: Array(key.utf8)) else { return nil }
        let rest = object[found.upperBound...].drop { $0 == 0x27 || $0 == 0x22 || $0 == 0x3A || $0.isSpace }
        // The quote before the value was dropped with the rest.
        let value = rest.prefix { $0 != 0x27 && $0 != 0x22 && $0 != UInt8(ascii: "}") }
        return value.isEmpty ? nil : value.text
    }
}
