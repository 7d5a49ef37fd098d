/// Finds the words of a region's label in a text.
enum LabelMatch {
    /// A text with its words, found once for all labels.
    struct Text {
        fileprivate let bytes: [UInt8]
        fileprivate let words: [Range<Int>]

        /// Finds the words of at most a number of bytes.
        init(_ text: String, limit: Int = 1 << 18) {
            let bytes = text.utf8.prefix(limit).map(\.lowercased)
            var words: [Range<Int>] = []
            var index = 0
            while index < bytes.count {
                guard bytes[index].isWord else {
                    index += 1
                    continue
                }
                let start = index
                while index < bytes.count, bytes[index].isWord { index += 1 }
                words.append(start..<index)
            }
            self.bytes = bytes
            self.words = words
        }

        fileprivate func isSmall(_ word: Int) -> Bool {
            let range = words[word]
            return range.count <= 4 && LabelMatch.small.contains { bytes[range].elementsEqual($0) }
        }

        fileprivate func has(_ word: Int, equalTo other: Int, of text: Text) -> Bool {
            let (a, b) = (words[word], text.words[other])
            guard a.count == b.count, bytes[a.lowerBound] == text.bytes[b.lowerBound] else { return false }
            return bytes[a].elementsEqual(text.bytes[b])
        }
    }

    fileprivate static let small = [
        "a", "an", "the", "of", "on", "in", "at", "to", "for", "and", "or", "with", "from", "by", "is", "this", "that",
        "it", "its",
    ].map { Array($0.utf8) }

    /// Returns the bytes of the longest run of a label's words that stands in a text, the last of the longest ones.
    ///
    /// At least two words that carry meaning must stand there, or the one that the label has.
    static func range(of label: String, in text: String) -> Range<Int>? { range(of: label, in: Text(text)) }

    /// Returns the bytes of the longest run of a label's words that stands in a text.
    static func range(of label: String, in text: Text) -> Range<Int>? {
        let label = Text(label, limit: 400)
        let count = min(32, label.words.count)
        let meaning = (0..<count).count { !label.isSmall($0) }
        guard meaning > 0 else { return nil }
        // lengths[j]: how many words before and with label[j] equal those before and with the text's word.
        var lengths = [Int](repeating: 0, count: count + 1)
        var best: (length: Int, last: Int)?
        for position in text.words.indices {
            for index in stride(from: count, through: 1, by: -1) {
                lengths[index] = label.has(index - 1, equalTo: position, of: text) ? lengths[index - 1] + 1 : 0
                if lengths[index] > 0, lengths[index] >= best?.length ?? 1 { best = (lengths[index], position) }
            }
        }
        guard var best else { return nil }
        var first = best.last - best.length + 1
        // Small words at the ends carry nothing.
        while first < best.last, text.isSmall(first) { first += 1 }
        while best.last > first, text.isSmall(best.last) { best.last -= 1 }
        let found = (first...best.last).count { !text.isSmall($0) }
        guard found >= min(2, meaning) else { return nil }
        return text.words[first].lowerBound..<text.words[best.last].upperBound
    }
}
