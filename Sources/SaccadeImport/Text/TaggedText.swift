import Saccade

/// Reads texts with tags: `<think>`, `<tool_call>`, `<code>`, `<answer>`, and `\boxed{}`.
enum TaggedText {
    /// Returns what a text says.
    static func sayings(of text: String, at pointer: String) -> [Saying] {
        let pieces = TagScanner.pieces(of: text)
        var sayings: [Saying] = []
        sayings.reserveCapacity(pieces.count)
        for piece in pieces {
            if !piece.isClosed, case .tag(let name) = piece.kind {
                sayings.append(
                    .remark(
                        Remark(
                            .warning, "unclosed-tag", "expected </\(name)>, found the end of the text", at: pointer,
                            excerpt: piece.text)))
            }
            switch piece.kind {
            case .output:
                sayings.append(.output(piece.text))
                if let boxed = boxed(in: piece.text) { sayings.append(.answer(boxed, isQuoted: true)) }
            case .reasoning: sayings.append(.reasoning(piece.text))
            case .tag("answer"):
                let words = piece.text.trimmed
                sayings.append(.answer(boxed(in: words) ?? words, isQuoted: false))
            case .tag("tool_call"), .tag("grounding"): call(piece, at: pointer, into: &sayings)
            case .tag("code"):
                let code = fenced(piece.text) ?? piece.text.trimmed
                sayings.append(.call(TaggedText.codeCall(code, at: pointer)))
            case .tag(let name):
                sayings.append(.output(piece.text))
                sayings.append(
                    .remark(
                        Remark(
                            .warning, "self-written-observation",
                            "the model wrote a <\(name)> itself, which only a tool may write", at: pointer,
                            excerpt: piece.text)))
            }
        }
        return sayings
    }

    /// Returns a call that runs code, with the crop that the code makes and the file that it opens.
    static func codeCall(_ code: String, at pointer: String) -> WrittenCall {
        var call = WrittenCall(name: "python", written: code, arguments: nil, isInText: true, pointer: pointer)
        call.crop = CodeScanner.crop(in: code)
        call.image = call.crop?.file.map { .named($0) }
        return call
    }

    /// Adds the calls that a tag holds as JSON.
    private static func call(_ piece: TagScanner.Piece, at pointer: String, into sayings: inout [Saying]) {
        let written = piece.text.trimmed
        func made(_ name: String, _ written: String, _ arguments: JSONValue?) -> Saying {
            .call(
                WrittenCall(
                    name: name, written: written, arguments: arguments, id: nil, isInText: true, pointer: pointer))
        }
        func take(_ call: JSONValue) {
            guard let name = (call["name"] ?? call["API_name"] ?? call["api_name"])?.string else {
                return sayings.append(made("tool_call", written, call))
            }
            let arguments = call["arguments"] ?? call["parameters"] ?? call["API_params"]
            sayings.append(
                .call(WrittenCall(name: name, arguments: arguments, id: nil, isInText: true, pointer: pointer)))
        }
        do throws(TraceError) {
            let value = try JSONValue(parsing: fenced(written) ?? written)
            if piece.kind == .tag("grounding") {
                sayings.append(made("grounding", written, value))
            } else if let calls = value.array {
                for call in calls { take(call) }
            } else {
                take(value)
            }
        } catch {
            let name = quoted("name", in: Array(written.utf8)) ?? "tool_call"
            sayings.append(
                .remark(
                    Remark(
                        .warning, "malformed-arguments", "expected a call as JSON: \(error.message)", at: pointer,
                        excerpt: written)))
            sayings.append(made(name, written, nil))
        }
    }

    /// Returns the text that follows a key in something like JSON.
    private static func quoted(_ key: String, in bytes: [UInt8]) -> String? {
        guard let range = bytes.range(of: Array("\"\(key)\"".utf8)) else { return nil }
        let rest = bytes[range.upperBound...].drop { $0.isSpace || $0 == UInt8(ascii: ":") }
        guard rest.first == UInt8(ascii: "\"") else { return nil }
        let name = rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
        return name.isEmpty || name.count > 100 ? nil : name.text
    }

    /// Returns what the last fence of three backticks holds, without the language after its first one.
    static func fenced(_ text: String) -> String? {
        guard text.holds("```") else { return nil }
        let bytes = Array(text.utf8)
        let fence = Array("```".utf8)
        let fences = bytes.ranges(of: fence)
        guard fences.count >= 2 else { return nil }
        let open = fences[(fences.count / 2) * 2 - 2]
        let close = fences[(fences.count / 2) * 2 - 1]
        var start = open.upperBound
        while start < close.lowerBound, bytes[start].isWord { start += 1 }
        return bytes[start..<close.lowerBound].trimmed.text
    }

    /// Returns what the last `\boxed{}` of a text holds.
    static func boxed(in text: String) -> String? {
        guard text.holds("\\boxed{") else { return nil }
        let bytes = Array(text.utf8)
        guard let open = bytes.ranges(of: Array("\\boxed{".utf8)).last else { return nil }
        var depth = 1
        var index = open.upperBound
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "{") { depth += 1 }
            if bytes[index] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return bytes[open.upperBound..<index].text }
            index += 1
        }
        return nil
    }
}
