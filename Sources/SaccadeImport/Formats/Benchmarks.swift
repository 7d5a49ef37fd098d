import Saccade

extension RecordFormat {
    /// Questions of the V* benchmark.
    public static let vStar = RecordFormat(
        name: "vstar",
        summary: "questions of the V* benchmark: target objects with boxes of left, top, width and height",
        notes: """
            The image is the one beside the record with the record's name. The boxes are reference regions in pixels, as left, top, width \
            and height. The first of `options` is the right answer.
            """,
        examples: BenchmarkExamples.vStar,
        detect: { $0.value["target_object"]?.array != nil && $0.value["bbox"]?.array != nil },
        read: { record in
            var stem = record.fileName
            if let dot = stem.lastIndex(of: ".") { stem = String(stem[..<dot]) }
            let found = [".jpg", ".png", ".jpeg", ".webp"].map { stem + $0 }.first(where: record.folder.has)
            let image = record.value["image"]?.string ?? found ?? stem + ".jpg"
            let labels = record.value["target_object"]?.array?.map(\.string) ?? []
            let boxes = record.value["bbox"]?.array ?? []
            return question(
                record, image: image,
                boxes: boxes.enumerated().map { ($1, labels.indices.contains($0) ? labels[$0] : nil) },
                order: .xywh, answer: record.value["options"]?[0]?.string)
        })

    /// Questions of TreeBench.
    public static let treeBench = RecordFormat(
        name: "treebench",
        summary: "questions of TreeBench: a table with the image as base64 and the boxes of the target instances",
        notes: """
            `target_instances` is a list of boxes in pixels, often as a text; they are reference regions. The table may be its `.tsv` or \
            lines of JSON with the same keys.
            """,
        examples: BenchmarkExamples.treeBench,
        detect: { $0.value["target_instances"] != nil && $0.value["question"] != nil },
        read: { record in
            var boxes = record.value["target_instances"]?.array ?? []
            if let text = record.value["target_instances"]?.string {
                let groups = NumberList.groups(in: Array(text.utf8)[...])
                boxes = groups.map { .array(($0.numbers ?? []).map { .double($0) }) }
            }
            return question(
                record, image: record.value["image"]?.string ?? "", boxes: boxes.map { ($0, nil) }, order: .xyxy,
                answer: record.value["answer"]?.string)
        })

    private static func question(
        _ record: SourceRecord, image: String, boxes: [(box: JSONValue, label: String?)], order: CoordinateOrder,
        answer: String?
    ) -> Conversation {
        var conversation = Conversation()
        var turn = Message(role: .user, pointer: record.pointer)
        turn.add(.image(image), at: record.pointer + "/image")
        if let text = record.value["question"]?.string { turn.add(.text(text), at: record.pointer + "/question") }
        let options = record.value["options"] ?? record.value["multi-choice options"]
        if let list = options?.array?.compactMap(\.string), !list.isEmpty {
            turn.add(.text(list.joined(separator: "\n")), at: record.pointer + "/options")
        } else if let text = options?.string, !text.isEmpty {
            turn.add(.text(text), at: record.pointer + "/options")
        }
        conversation.messages.append(turn)
        var truth = WrittenTruth(answer: answer, source: record.pointer)
        for (index, item) in boxes.enumerated() {
            var place = WrittenPlace(
                written: item.box.canonicalText, numbers: item.box.array?.compactMap(\.number) ?? [])
            place.reading = .declared(SpaceRule(CoordinateSpace(order: order)))
            place.label = item.label
            place.author = .reference
            place.pointer = "\(record.pointer)/bbox/\(index)"
            truth.places.append(place)
        }
        conversation.truth = truth
        return conversation
    }
}
