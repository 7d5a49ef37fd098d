import Saccade

extension RecordFormat {
    /// Evaluation dumps of Pixel-Reasoner.
    public static let pixelReasoner = RecordFormat(
        name: "pixel-reasoner",
        summary: "evaluation dumps of Pixel-Reasoner: conv.json with messages, the prompt and the printed pictures",
        notes: """
            The record is a list of three: the messages, the prompt as text, and Python's print of the pictures, which has their \
            sizes and no more. Pictures are `iterK.jpg` beside the record, in order; one that is not there is missing and keeps its \
            size. `target_image` counts from 1 and may name a crop.
            """,
        examples: PixelReasonerExamples.all,
        detect: { record in
            guard let list = record.value.array, list.count >= 2, let messages = list[0].array, !messages.isEmpty else {
                return false
            }
            return messages.allSatisfy { $0["role"]?.string != nil } && list.dropFirst().allSatisfy { $0.string != nil }
        },
        read: { record in
            var conversation = Conversation()
            let sizes = sizes(in: record.value[2]?.string ?? "")
            let files = record.folder.names.filter { RecordFolder.isPicture($0) && $0.hasPrefix("iter") }
                .sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
            var images = 0
            func name() -> String {
                defer { images += 1 }
                let name = files.indices.contains(images) ? files[images] : "image \(images + 1)"
                if sizes.indices.contains(images) { conversation.sizes.append((name, sizes[images])) }
                return name
            }
            var reader = ChatMessageReader()
            for (index, value) in (record.value[0]?.array ?? []).enumerated() {
                var message = reader.message(value, at: "\(record.pointer)/0/\(index)")
                // A picture was an object of Python: what the JSON has for it names nothing.
                for (p, part) in message.parts.enumerated() {
                    switch part.content {
                    case .image: message.parts[p].content = .image(name())
                    case .unreadable where (value["content"]?[p]?["type"]?.string ?? "").hasPrefix("image"):
                        message.parts[p].content = .image(name())
                    default: break
                    }
                }
                conversation.messages.append(message)
            }
            return conversation
        })

    /// Returns the sizes in Python's print of pictures: `<PIL.Image.Image image mode=RGB size=1024x768 at 0x…>`.
    private static func sizes(in text: String) -> [PixelSize] {
        let bytes = Array(text.utf8)
        return bytes.ranges(of: Array("size=".utf8)).compactMap { range in
            let words = bytes[range.upperBound...].prefix { $0.isDigit || $0 == UInt8(ascii: "x") }
            let sides = words.split(separator: UInt8(ascii: "x")).compactMap { Int($0.text) }
            return sides.count == 2 ? PixelSize(width: sides[0], height: sides[1]) : nil
        }
    }
}
