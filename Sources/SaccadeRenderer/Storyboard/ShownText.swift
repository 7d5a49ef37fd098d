extension String {
    /// The text with at most so many characters: cut between words where that loses little, with an ellipsis.
    func cut(to limit: Int) -> String {
        guard let end = index(startIndex, offsetBy: limit, limitedBy: endIndex), end < endIndex else { return self }
        var kept = self[..<end]
        if !self[end].isWhitespace, let space = kept.lastIndex(where: \.isWhitespace),
            distance(from: space, to: end) < max(12, limit / 6)
        {
            kept = kept[..<space]
        }
        while let last = kept.last, last.isWhitespace || last == "." || last == "," || last == "…" { kept.removeLast() }
        return kept + "…"
    }
}

extension RichText {
    /// The text with at most so many line breaks; the rest is counted.
    func cut(toLines limit: Int) -> RichText {
        let breaks = text.utf8.enumerated().filter { $0.element == UInt8(ascii: "\n") }.map(\.offset)
        guard breaks.count > limit else { return self }
        let end = breaks[limit]
        let kept = String(decoding: Array(text.utf8)[..<end], as: UTF8.self)
        let rest = "\n… \(grouped(breaks.count - limit)) more lines"
        var result = RichText(kept + rest, spans: spans.filter { $0.range.lowerBound < end })
        result.spans.append(Span(end..<end + rest.utf8.count, .quiet))
        return result
    }

    /// The parts between empty lines, each with its marks.
    var paragraphs: [RichText] {
        let bytes = Array(text.utf8)
        var ranges: [Range<Int>] = []
        var start = 0
        var place = 0
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
        while place < bytes.count {
            guard bytes[place] == 0x0A else {
                place += 1
                continue
            }
            var end = place + 1
            var breaks = 1
            var last = end
            while end < bytes.count, bytes[end] == 0x0A || isSpace(bytes[end]) {
                if bytes[end] == 0x0A {
                    breaks += 1
                    last = end + 1
                }
                end += 1
            }
            if breaks > 1 {
                if start < place { ranges.append(start..<place) }
                start = last
            }
            place = max(last, place + 1)
        }
        if start < bytes.count { ranges.append(start..<bytes.count) }
        guard !ranges.isEmpty, ranges != [0..<bytes.count] else { return [self] }
        return ranges.map { range in
            let own = spans.compactMap { span -> Span? in
                let shared = span.range.clamped(to: range)
                guard !shared.isEmpty || range.contains(span.range.lowerBound) else { return nil }
                return Span(shared.lowerBound - range.lowerBound..<shared.upperBound - range.lowerBound, span.mark)
            }
            return RichText(String(decoding: bytes[range], as: UTF8.self), spans: own)
        }
    }

    /// Says how much of a text comes before the part that is shown.
    mutating func addRest(before shown: Range<Int>, of whole: String) {
        let left = whole[..<whole.utf8.index(whole.utf8.startIndex, offsetBy: shown.lowerBound)]
        guard left.contains(where: { !$0.isWhitespace }) else { return }
        let rest = "\(grouped(left.count)) characters … "
        text = rest + text
        spans = spans.map { $0.moved(by: rest.utf8.count) }
        spans.append(Span(0..<rest.utf8.count, .quiet))
    }

    /// Says how much of a text follows the part that is shown.
    mutating func addRest(after shown: Range<Int>, of whole: String) {
        let rest = whole.utf8.count - shown.upperBound
        guard rest > 0 else { return }
        let end = whole.utf8.index(whole.utf8.startIndex, offsetBy: shown.upperBound)
        let left = whole[end...]
        guard left.contains(where: { !$0.isWhitespace }) else { return }
        let start = text.utf8.count + "…".utf8.count
        text += "… \(grouped(left.count)) more characters"
        spans.append(Span(start..<text.utf8.count, .quiet))
    }
}

extension String {
    /// The text as it is compared with others: in lower case, without emphasis and a full stop at its end, and with single
    /// spaces.
    var comparable: String {
        var text = split { $0.isWhitespace || $0 == "*" }.joined(separator: " ").lowercased()
        while let last = text.last, [".", "!", " "].contains(last) { text.removeLast() }
        return text
    }
}

extension String {
    /// The text without words of letters in angle brackets, as `<tool_response>` or `</tool_response>`.
    var withoutTags: String {
        var result = ""
        var rest = self[...]
        while let start = rest.firstIndex(of: "<") {
            guard let end = rest[start...].firstIndex(of: ">") else { break }
            let name = rest[rest.index(after: start)..<end].drop { $0 == "/" }
            let isTag = !name.isEmpty && name.count <= 40 && name.allSatisfy { $0.isLetter || $0 == "_" || $0 == "-" }
            result += rest[..<(isTag ? start : rest.index(after: start))]
            rest = rest[(isTag ? rest.index(after: end) : rest.index(after: start))...]
        }
        return result + rest
    }

    /// The text with tags of images, whose addresses nobody wants to read, as `[image]`.
    var withoutImageTags: String {
        var result = ""
        var rest = self[...]
        while let start = rest.firstRange(of: "<img") {
            guard let end = rest[start.upperBound...].firstIndex(of: ">") else { break }
            result += rest[..<start.lowerBound] + "[image]"
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }
}
