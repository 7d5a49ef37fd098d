import Saccade

extension RecordFormat {
    /// Transcripts in Markdown, as READMEs and web pages show them.
    public static let transcript = RecordFormat(
        name: "transcript",
        summary:
            "transcripts in Markdown: a picture, a prompt, and what a model said with <think>, <code>, <tool_call> or <answer>",
        notes: """
            What README files and reports show of Thyme, DeepEyesV2 and their kin. Pictures stand in Markdown's notation or as `<img src="path">`; headings \
            like *User Prompt* and *Model Response* say who speaks, without them all before the first tag is the user's. Signs of \
            quotation, `\\<` and `<br>` are undone. What stands in `<sandbox_output>`, `<interpreter>`, `<tool_response>` or `<observation>`, and \
            what follows *Code execution result:*, came back from the tool. Code is read by a small grammar and never run.
            """,
        shape: .text, examples: TranscriptExamples.all,
        detect: { record in
            guard let text = record.value.string, text.utf8.count < 1 << 22 else { return false }
            let plain = MarkdownText.plain(text)
            return ["<think>", "<code>", "<tool_call>", "<answer>"].contains {
                plain.range(of: Array($0.utf8)) != nil
            }
        },
        read: { record in
            var conversation = Conversation()
            for section in MarkdownText.sections(of: MarkdownText.plain(record.value.string ?? "")) {
                if section.isModel {
                    conversation.messages += said(section.text)
                } else {
                    let message = shown(section.text)
                    if !message.parts.isEmpty { conversation.messages.append(message) }
                    // What stands before the prompt is the page's own heading.
                    let isFirst = !conversation.messages.contains { $0.role == .assistant }
                    for part in message.parts where isFirst {
                        if case .text(let text) = part.content { conversation.task = text }
                    }
                }
            }
            // The tools of these transcripts are code and tags.
            conversation.dialect = .tagged
            return conversation
        })

    private static func shown(_ text: String) -> Message {
        var message = Message(role: .user, pointer: "")
        for piece in MarkdownText.pieces(of: text) {
            switch piece {
            case .image(let path): message.add(.image(path))
            case .words(let words): message.add(.text(words))
            }
        }
        return message
    }

    /// Splits what a model said at what came back from its tools.
    private static func said(_ text: String) -> [Message] {
        let tags = ["sandbox_output", "interpreter", "tool_response", "observation"]
        return InlineResults.pieces(of: MarkdownText.resultsTagged(text), tags: tags).compactMap { piece in
            var message = shown(piece.text)
            guard !message.parts.isEmpty else { return nil }
            if piece.isResult { return message }
            message.role = .assistant
            return message
        }
    }
}

/// Reads Markdown as far as transcripts use it.
enum MarkdownText {
    enum Piece {
        case words(String)
        case image(String)
    }

    /// Returns the bytes of a text without the signs that Markdown and HTML put around what was said.
    static func plain(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        var isFenced = false
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            var line = Array(line)[...]
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            if !isFenced || line.first == UInt8(ascii: ">") { line = unquoted(line) }
            if line.trimmed.starts(with: "```".utf8) { isFenced.toggle() }
            result += isFenced ? Array(line) : unmarked(line)
            result.append(UInt8(ascii: "\n"))
        }
        return result
    }

    /// Returns a line without the signs of quotation at its beginning.
    private static func unquoted(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = line
        while true {
            let inner = rest.drop { $0 == 0x20 }
            guard inner.first == UInt8(ascii: ">") else { return rest }
            rest = inner.dropFirst()
            if rest.first == 0x20 { rest = rest.dropFirst() }
        }
    }

    private static let lineTags = ["<details>", "</details>", "<summary>", "</summary>", "<br>", "<br/>", "<br />"]

    /// Returns a line without backslashes before signs, line breaks of HTML and tags that fold.
    private static func unmarked(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var index = line.startIndex
        while index < line.endIndex {
            let byte = line[index]
            if byte == UInt8(ascii: "\\"), index + 1 < line.endIndex,
                [UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "_"), UInt8(ascii: "*")].contains(line[index + 1])
            {
                result.append(line[index + 1])
                index += 2
            } else if byte == UInt8(ascii: "*"), index + 1 < line.endIndex, line[index + 1] == byte,
                line.first != byte
            {
                // Bold words; a line that begins so may be a heading.
                index += 2
            } else if byte == UInt8(ascii: "<"),
                let tag = lineTags.first(where: { line[index...].starts(with: $0.utf8) })
            {
                index += tag.utf8.count
            } else {
                result.append(byte)
                index += 1
            }
        }
        return result
    }

    // MARK: Sections

    /// Returns who says what: by headings that name a speaker, else at the first tag of a model.
    static func sections(of text: [UInt8]) -> [(text: String, isModel: Bool)] {
        var sections: [(start: Int, end: Int, isModel: Bool)] = []
        var lineStart = 0
        var hasSpeaker = false
        while lineStart < text.count {
            let end = text.index(of: UInt8(ascii: "\n"), from: lineStart) ?? text.count
            let next = min(end + 1, text.count)
            if let isModel = speaker(of: text[lineStart..<end]) {
                hasSpeaker = true
                sections.append((next, next, isModel))
            } else if sections.isEmpty {
                sections.append((lineStart, next, false))
            }
            sections[sections.count - 1].end = next
            lineStart = next
        }
        if !hasSpeaker {
            let tags = TagScanner.thinking.map { "<\($0)>" } + ["<code>", "<tool_call>", "<answer>"]
            let first = tags.compactMap { text.range(of: Array($0.utf8))?.lowerBound }.min() ?? text.count
            sections = [(0, first, false), (first, text.count, true)]
        }
        return sections.map { section in (ruled(text[section.start..<section.end]), section.isModel) }
            .filter { !$0.0.isEmpty }
    }

    /// Returns the words of a section without rules between sections and fences around a whole prompt.
    private static func ruled(_ text: ArraySlice<UInt8>) -> String {
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let kept = lines.filter { line in
            let line = line.trimmed
            return line.count < 3 || !line.allSatisfy { $0 == UInt8(ascii: "-") }
        }
        return Array(kept.joined(separator: [UInt8(ascii: "\n")]))[...].trimmed.text
    }

    /// Returns whether a heading names a model or a user; `nil` for anything else.
    private static func speaker(of line: ArraySlice<UInt8>) -> Bool? {
        let line = line.trimmed
        let isBold = line.starts(with: "**".utf8) && line.count < 40
        guard line.first == UInt8(ascii: "#") || isBold else { return nil }
        let words = line.map(\.lowercased).split { !$0.isWord }.map { $0.text }
        if words.contains(where: ["model", "assistant", "response", "agent"].contains) { return true }
        return words.contains(where: ["user", "prompt", "question", "human"].contains) ? false : nil
    }

    // MARK: Results

    /// Returns a text in which what DeepEyesV2's harness reports has the tags that others write around it: from a line that
    /// begins with *Code execution result:* to the model's next tag.
    static func resultsTagged(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let tags = (TagScanner.thinking.map { "<\($0)>" } + ["<code>", "<tool_call>", "<answer>"]).map {
            Array($0.utf8)
        }
        var result: [UInt8] = []
        var position = 0
        for mark in bytes.ranges(of: Array("Code execution result:".utf8)) where mark.lowerBound >= position {
            guard mark.lowerBound == 0 || bytes[mark.lowerBound - 1] == UInt8(ascii: "\n") else { continue }
            let end = firstTag(of: tags, in: bytes, from: mark.upperBound) ?? bytes.count
            result += bytes[position..<mark.lowerBound]
            result += "<sandbox_output>".utf8
            result += bytes[mark.lowerBound..<end]
            result += "</sandbox_output>\n".utf8
            position = end
        }
        return (result + bytes[position...]).text
    }

    /// Returns where the first of some tags stands: every byte is looked at once, however many results a text has.
    private static func firstTag(of tags: [[UInt8]], in bytes: [UInt8], from start: Int) -> Int? {
        var position = start
        while let open = bytes.index(of: UInt8(ascii: "<"), from: position) {
            if tags.contains(where: { bytes[open...].starts(with: $0) }) { return open }
            position = open + 1
        }
        return nil
    }

    // MARK: Pictures

    /// Splits a text at its pictures; fences around a piece of words are left out unless they hold code.
    static func pieces(of text: String) -> [Piece] {
        let bytes = Array(text.utf8)
        var pieces: [Piece] = []
        var position = 0
        func words(_ range: Range<Int>) {
            var words = bytes[range].trimmed
            if words.starts(with: "```\n".utf8), words.suffix(3).elementsEqual("```".utf8), words.count > 7 {
                words = words.dropFirst(4).dropLast(3).trimmed
            }
            if !words.isEmpty { pieces.append(.words(words.text)) }
        }
        while let found = picture(in: bytes, from: position) {
            words(position..<found.range.lowerBound)
            pieces.append(.image(found.path))
            position = found.range.upperBound
        }
        words(position..<bytes.count)
        return pieces
    }

    private static func picture(in bytes: [UInt8], from start: Int) -> (path: String, range: Range<Int>)? {
        var found: (path: String, range: Range<Int>)?
        if let tag = bytes.range(of: Array("<img ".utf8), from: start),
            let end = bytes.index(of: UInt8(ascii: ">"), from: tag.upperBound),
            let source = Array(bytes[tag.upperBound..<end]).between("src=\"", "\"", from: 0)
        {
            let inside = Array(bytes[tag.upperBound..<end])
            found = (inside[source.inside].text, tag.lowerBound..<(end + 1))
        }
        if let mark = bytes.range(of: Array("![".utf8), from: start),
            mark.lowerBound < found?.range.lowerBound ?? .max,
            let middle = bytes.range(of: Array("](".utf8), from: mark.upperBound),
            let end = bytes.index(of: UInt8(ascii: ")"), from: middle.upperBound)
        {
            let path = bytes[middle.upperBound..<end].trimmed.prefix { !$0.isSpace }
            found = (path.text, mark.lowerBound..<(end + 1))
        }
        return found
    }
}
