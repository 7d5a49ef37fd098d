import Saccade

extension RecordFormat {
    /// Training records of Thyme.
    public static let thyme = RecordFormat(
        name: "thyme",
        summary:
            "records of Thyme: a question, and one response that holds several rounds of <code> and <sandbox_output>",
        notes: """
            The response is split where the sandbox speaks: each `<code>` is a call of `python`, the `<sandbox_output>` after it its \
            result, and `<image>` in it the next of `image`. The crop is read from the code, without running it, and compared with the \
            size of the stored picture.
            """,
        examples: ThymeExamples.all,
        detect: { record in
            let images = record.value["image"] ?? record.value["images"]
            return record.value["response"]?.string?.holds("<code>") ?? false && images != nil
        },
        read: { record in
            var conversation = Conversation()
            conversation.describe(record.value, at: record.pointer)
            conversation.task = nil
            let images = RecordFormat.images(of: record)
            var next = 0
            var question = Message(role: .user, pointer: record.pointer + "/question")
            add(record.value["question"]?.string ?? "", to: &question, images, &next)
            conversation.messages.append(question)
            let response = record.value["response"]?.string ?? ""
            for piece in InlineResults.pieces(of: response, tags: ["sandbox_output"]) {
                var message = Message(role: piece.isResult ? .user : .assistant, pointer: record.pointer + "/response")
                if piece.isResult {
                    add(piece.text, to: &message, images, &next)
                } else {
                    message.add(.text(piece.text))
                }
                conversation.messages.append(message)
            }
            if next != images.count {
                conversation.remarks.append(
                    Remark(
                        .error, "placeholder-count",
                        "expected as many images as <image> placeholders, found \(images.count) images and \(next) "
                            + "placeholders", at: record.pointer))
            }
            return conversation
        })

    private static func add(
        _ text: String, to message: inout Message, _ images: [(value: JSONValue, pointer: String)], _ next: inout Int
    ) {
        let bytes = Array(text.utf8)
        var start = 0
        for range in bytes.ranges(of: Array("<image>".utf8)) {
            let words = bytes[start..<range.lowerBound].trimmed
            if !words.isEmpty { message.add(.text(words.text)) }
            if images.indices.contains(next), let name = images[next].value.string {
                message.add(.image(name), at: images[next].pointer)
            }
            next += 1
            start = range.upperBound
        }
        let words = bytes[start...].trimmed
        if !words.isEmpty { message.add(.text(words.text)) }
    }
}
