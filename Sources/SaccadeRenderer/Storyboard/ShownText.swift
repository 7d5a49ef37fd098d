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
    /// Marks words between single backticks as code, as models write it; the backticks go where no region is marked.
    mutating func markCode() {
        let bytes = Array(text.utf8)
        let ticks = bytes.indices.filter { bytes[$0] == UInt8(ascii: "`") }
        // Offsets of regions would shift, and fences hold several lines: such texts stay as they are.
        guard spans.isEmpty, ticks.count >= 2, ticks.count.isMultiple(of: 2) else { return }
        guard !zip(ticks, ticks.dropFirst()).contains(where: { $1 == $0 + 1 }) else { return }
        var result: [UInt8] = []
        var marks: [Span] = []
        var last = 0
        for pair in stride(from: 0, to: ticks.count, by: 2) {
            let (open, close) = (ticks[pair], ticks[pair + 1])
            guard !bytes[open..<close].contains(UInt8(ascii: "\n")) else { return }
            result += bytes[last..<open]
            let start = result.count
            result += bytes[(open + 1)..<close]
            marks.append(Span(start..<result.count, .code))
            last = close + 1
        }
        result += bytes[last...]
        self = RichText(String(decoding: result, as: UTF8.self), spans: marks)
    }

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
    /// The text as it is compared with others: in lower case, without emphasis and with single spaces.
    var comparable: String {
        split { $0.isWhitespace || $0 == "*" }.joined(separator: " ").lowercased()
    }
}
