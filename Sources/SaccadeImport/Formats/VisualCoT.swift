import Saccade

extension RecordFormat {
    /// Records of Visual-CoT.
    public static let visualCoT = RecordFormat(
        name: "visual-cot",
        summary:
            "records of Visual-CoT: training lines with bboxs, benchmark dialogues with ### crops, detection lines",
        notes: """
            `bboxs`, `bbox` and the list behind `###` are reference regions in pixels; several `bboxs` stay several. In the dialogue of \
            the benchmark the model's `[x, y, x, y]` is 0 to 1 of the image padded to a square, which the reference confirms where the \
            size of the image is known: from the image, from `width` and `height`, or from the detection lines beside the record. The \
            second image is a crop that only the evaluator makes; it is declared as missing.
            """,
        examples: VisualCoTExamples.all,
        detect: { record in
            let value = record.value
            if value["bboxs"]?.array != nil, value["question"] != nil { return true }
            if value["img_path"] != nil, value["expression"] != nil, value["bbox"] != nil { return true }
            return value["conversations"] != nil
                && (value["image"]?.array?.contains { $0.string?.holds("###[") ?? false } ?? false)
        },
        read: { record in
            record.value["conversations"] == nil ? lineConversation(record) : dialogue(record)
        })

    private static func lineConversation(_ record: SourceRecord) -> Conversation {
        var conversation = Conversation()
        let value = record.value
        let name = (value["image"] ?? value["img_path"])?.string ?? ""
        let question = (value["question"] ?? value["expression"])?.string
        var turn = Message(role: .user, pointer: record.pointer)
        turn.add(.image(name), at: "\(record.pointer)/image")
        if let question { turn.add(.text(question), at: "\(record.pointer)/question") }
        conversation.messages.append(turn)
        if let width = value["width"]?.integer, let height = value["height"]?.integer {
            conversation.sizes.append((name, PixelSize(width: width, height: height)))
        }
        var truth = WrittenTruth(answer: value["answer"]?.string, source: record.pointer)
        let boxes = value["bboxs"]?.array ?? value["bbox"].map { [$0] } ?? []
        for (index, box) in boxes.enumerated() {
            truth.places.append(reference(box, of: name, at: "\(record.pointer)/bboxs/\(index)"))
        }
        conversation.truth = truth
        return conversation
    }

    private static func dialogue(_ record: SourceRecord) -> Conversation {
        var conversation = Conversation()
        let names = record.value["image"]?.array?.compactMap(\.string) ?? []
        var truth = WrittenTruth(source: "\(record.pointer)/image")
        for (index, name) in names.enumerated() {
            guard let (file, list) = split(name), let box = try? JSONValue(parsing: list) else { continue }
            truth.places.append(reference(box, of: file, at: "\(record.pointer)/image/\(index)"))
            if let size = size(of: file, in: record.folder) { conversation.sizes.append((file, size)) }
        }
        var next = 0
        for (index, turn) in (record.value["conversations"]?.array ?? []).enumerated() {
            let pointer = "\(record.pointer)/conversations/\(index)"
            let isModel = turn["from"]?.string == "gpt"
            var message = Message(role: isModel ? .assistant : .user, pointer: pointer)
            let text = turn["value"]?.string ?? ""
            if isModel {
                let isPlace = text.utf8.first { !$0.isSpace } == UInt8(ascii: "[")
                if !isPlace, index + 1 == record.value["conversations"]?.array?.count { truth.answer = text }
                message.add(.text(text), at: pointer + "/value")
            } else {
                let pieces = text.replacingAll("<image>", with: "\u{0}").split(
                    separator: "\u{0}", omittingEmptySubsequences: false)
                for (number, piece) in pieces.enumerated() {
                    if number > 0 {
                        if names.indices.contains(next) {
                            message.add(.image(names[next]), at: "\(record.pointer)/image/\(next)")
                        }
                        next += 1
                    }
                    let words = String(piece).trimmed
                    if !words.isEmpty { message.add(.text(words), at: pointer + "/value") }
                }
            }
            conversation.messages.append(message)
        }
        if next != names.count {
            conversation.remarks.append(
                Remark(
                    .error, "placeholder-count",
                    "expected as many images as <image> placeholders, found \(names.count) images and \(next) placeholders",
                    at: record.pointer))
        }
        conversation.truth = truth
        conversation.family = ModelFamily.llava.asUsual
        return conversation
    }

    private static func reference(_ box: JSONValue, of image: String, at pointer: String) -> WrittenPlace {
        let numbers = box.array?.compactMap(\.number) ?? []
        var place = WrittenPlace(written: box.canonicalText, numbers: numbers)
        place.reading = .declared(.pixels)
        place.image = .named(image)
        place.author = .reference
        place.pointer = pointer
        return place
    }

    /// Returns the file and the list of `file###[x1, y1, x2, y2]`.
    private static func split(_ name: String) -> (file: String, list: String)? {
        let bytes = Array(name.utf8)
        guard let mark = bytes.range(of: Array("###".utf8)) else { return nil }
        return (bytes[..<mark.lowerBound].text, bytes[mark.upperBound...].text)
    }

    /// Finds the size of an image in the detection lines beside a record.
    private static func size(of image: String, in folder: RecordFolder) -> PixelSize? {
        for name in folder.names where name.holds("det") && name.hasSuffix(".jsonl") {
            let needle = Array("\"\(image)\"".utf8)
            guard let bytes = folder.bytes(name), let found = bytes.range(of: needle) else { continue }
            let start = bytes[..<found.lowerBound].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            let end = bytes[found.upperBound...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            guard let line = try? JSONValue(parsing: Array(bytes[start..<end])), let width = line["width"]?.integer,
                let height = line["height"]?.integer
            else { continue }
            return PixelSize(width: width, height: height)
        }
        return nil
    }
}
