/// Finds the words of a region's label in a text.
enum LabelMatch {
    /// A word and the bytes that it takes.
    private struct Word {
        var bytes: [UInt8]
        var range: Range<Int>
    }

    private static let small = [
        "a", "an", "the", "of", "on", "in", "at", "to", "for", "and", "or", "with", "from", "by", "is", "this", "that",
        "it", "its",
    ].map { Array($0.utf8) }

    /// Returns the bytes of the longest run of a label's words that stands in a text, the last of the longest ones.
    ///
    /// At least two words that carry meaning must stand there, or the one that the label has.
    static func range(of label: String, in text: String) -> Range<Int>? {
        let label = Array(words(of: Array(label.utf8.prefix(400))).prefix(32))
        let meaning = label.count { !small.contains($0.bytes) }
        guard meaning > 0 else { return nil }
        let text = words(of: Array(text.utf8.prefix(1 << 18)))
        // lengths[j]: how many words before and with label[j] equal those before and with the text's word.
        var lengths = [Int](repeating: 0, count: label.count + 1)
        var best: (length: Int, last: Int, label: Int)?
        for (position, word) in text.enumerated() {
            for index in stride(from: label.count, through: 1, by: -1) {
                lengths[index] = label[index - 1].bytes == word.bytes ? lengths[index - 1] + 1 : 0
                if lengths[index] > 0, lengths[index] >= best?.length ?? 1 {
                    best = (lengths[index], position, index)
                }
            }
        }
        guard var best else { return nil }
        var first = best.last - best.length + 1
        // Small words at the ends carry nothing.
        while first < best.last, small.contains(text[first].bytes) { first += 1 }
        while best.last > first, small.contains(text[best.last].bytes) { best.last -= 1 }
        let found = text[first...best.last].count { !small.contains($0.bytes) }
        guard found >= min(2, meaning) else { return nil }
        return text[first].range.lowerBound..<text[best.last].range.upperBound
    }

    private static func words(of bytes: [UInt8]) -> [Word] {
        var words: [Word] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index].isWord else {
                index += 1
                continue
            }
            let start = index
            while index < bytes.count, bytes[index].isWord { index += 1 }
            words.append(Word(bytes: bytes[start..<index].map(\.lowercased), range: start..<index))
        }
        return words
    }
}
