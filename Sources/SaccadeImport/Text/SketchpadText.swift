import Saccade

/// Reads the dialect of Visual Sketchpad and its kin: `THOUGHT 0:`, `ACTION 0:` with code, `OBSERVATION:`,
/// `ANSWER: … TERMINATE`, the headings sometimes with `#` before and after.
///
/// Only what the model said is read so: the prompt of these records has examples in the same dialect.
enum SketchpadText {
    /// A heading and where it stands.
    private struct Heading {
        enum Kind { case thought, action, observation, answer, request }
        var kind: Kind
        var range: Range<Int>
    }

    private static let words: [(String, Heading.Kind)] = [
        ("THOUGHT", .thought), ("ACTION", .action), ("OBSERVATION", .observation), ("ANSWER", .answer),
        ("USER REQUEST", .request),
    ]

    /// Whether a text of a model is in this dialect.
    static func isSpoken(in text: String) -> Bool {
        guard text.holds("THOUGHT") else { return false }
        let kinds = headings(in: Array(text.utf8)).map(\.kind)
        return kinds.contains(.thought) && (kinds.contains(.action) || kinds.contains(.answer))
    }

    /// Whether a text is what the program around the model reports of an action.
    static func isObservation(_ text: String) -> Bool {
        Array(text.utf8)[...].trimmed.starts(with: Array("OBSERVATION".utf8))
    }

    /// Returns the request of a prompt: what follows its last `USER REQUEST`, without the instructions at the end.
    static func request(in prompt: String) -> String? {
        let bytes = Array(prompt.utf8)
        guard let heading = headings(in: bytes).last(where: { $0.kind == .request }) else { return nil }
        var rest = bytes[heading.range.upperBound...]
        if let end = bytes.range(of: Array("Now please generate only THOUGHT".utf8), from: rest.startIndex) {
            rest = bytes[rest.startIndex..<end.lowerBound]
        } else if let end = bytes.range(of: Array("# RESULT #".utf8), from: rest.startIndex) {
            rest = bytes[rest.startIndex..<end.lowerBound]
        }
        // ReFocus says after the request what the boxes and the image are called.
        if let end = bytes.range(of: Array("\n# USER ".utf8), from: rest.startIndex), end.lowerBound < rest.endIndex {
            rest = bytes[rest.startIndex..<end.lowerBound]
        }
        let request = rest.trimmed
        return request.isEmpty ? nil : request.text
    }

    /// Returns what a text says.
    static func sayings(of text: String, at pointer: String) -> [Saying] {
        let bytes = Array(text.utf8)
        let headings = headings(in: bytes)
        var sayings: [Saying] = []
        let opening = bytes[..<(headings.first?.range.lowerBound ?? bytes.count)].trimmed
        if !opening.isEmpty { sayings.append(.output(opening.text)) }
        for (index, heading) in headings.enumerated() {
            let end = index + 1 < headings.count ? headings[index + 1].range.lowerBound : bytes.count
            let body = bytes[heading.range.upperBound..<end].trimmed
            switch heading.kind {
            case .thought: if !body.isEmpty { sayings.append(.reasoning(body.text)) }
            case .action: sayings += action(body, at: pointer)
            case .answer:
                let said = answer(body)
                if let last = final(said) {
                    sayings += [.output(said), .answer(last, isQuoted: true)]
                } else {
                    sayings.append(.answer(said, isQuoted: false))
                }
            case .observation, .request:
                let written = bytes[heading.range.lowerBound..<end].trimmed.text
                sayings.append(.output(written))
                sayings.append(
                    .remark(
                        Remark(
                            .warning, "self-written-observation",
                            "the model wrote an OBSERVATION itself, before its action had run", at: pointer,
                            excerpt: written)))
            }
        }
        return sayings
    }

    /// An action: words, and a call if there is code.
    private static func action(_ body: ArraySlice<UInt8>, at pointer: String) -> [Saying] {
        let bytes = Array(body)
        let fences = bytes.ranges(of: Array("```".utf8))
        guard let open = fences.first else { return body.isEmpty ? [] : [.output(body.text)] }
        var sayings: [Saying] = []
        let before = bytes[..<open.lowerBound].trimmed
        if !before.isEmpty { sayings.append(.output(before.text)) }
        var start = open.upperBound
        while start < bytes.count, bytes[start].isWord { start += 1 }
        let close = fences.count > 1 ? fences[1] : bytes.count..<bytes.count
        let code = bytes[min(start, close.lowerBound)..<close.lowerBound].trimmed.text
        var call = WrittenCall(name: "python", written: code, arguments: nil, isInText: true, pointer: pointer)
        call.focuses = FocusScanner.focuses(in: code)
        sayings.append(.call(call))
        let after = bytes[close.upperBound...].trimmed
        if !after.isEmpty { sayings.append(.output(after.text)) }
        return sayings
    }

    private static func answer(_ body: ArraySlice<UInt8>) -> String {
        let end = Array("TERMINATE".utf8)
        let bytes = Array(body)
        guard let last = bytes.ranges(of: end).last else { return body.text }
        return bytes[..<last.lowerBound].trimmed.text
    }

    /// Returns what ReFocus asks for at the end of an answer: `FINAL ANSWER: 100.` is 100.
    private static func final(_ answer: String) -> String? {
        let bytes = Array(answer.utf8)
        guard let mark = bytes.ranges(of: Array("FINAL ANSWER:".utf8)).last else { return nil }
        var rest = bytes[mark.upperBound...].trimmed
        if rest.last == UInt8(ascii: ".") { rest.removeLast() }
        return rest.isEmpty ? nil : rest.text
    }

    /// Finds the headings: at the beginning of a line, perhaps after `#` or `*`, with a number and a colon.
    private static func headings(in bytes: [UInt8]) -> [Heading] {
        var found: [Heading] = []
        var lineStart = 0
        while lineStart < bytes.count {
            let lineEnd = bytes[lineStart...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            if let heading = heading(in: bytes, line: lineStart..<lineEnd) { found.append(heading) }
            lineStart = lineEnd + 1
        }
        return found
    }

    private static func heading(in bytes: [UInt8], line: Range<Int>) -> Heading? {
        func isMark(_ byte: UInt8) -> Bool { byte.isSpace || byte == UInt8(ascii: "#") || byte == UInt8(ascii: "*") }
        var index = line.lowerBound
        while index < line.upperBound, isMark(bytes[index]) { index += 1 }
        guard let word = words.first(where: { bytes[index..<line.upperBound].starts(with: $0.0.utf8) }) else {
            return nil
        }
        index += word.0.utf8.count
        while index < line.upperBound, isMark(bytes[index]) || bytes[index].isDigit { index += 1 }
        guard index < line.upperBound, bytes[index] == UInt8(ascii: ":") else { return nil }
        index += 1
        while index < line.upperBound, bytes[index] == UInt8(ascii: "*") { index += 1 }
        return Heading(kind: word.1, range: line.lowerBound..<index)
    }
}
