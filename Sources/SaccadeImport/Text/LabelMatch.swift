/// Finds the words of a region's label in a text.
enum LabelMatch {
    /// A text with its words, found once for all labels.
    struct Text {
        /// A word: where it stands, and a number from 0 to 63 that equal words have in common.
        fileprivate struct Word {
            var start: UInt32
            var count: UInt32
            var mark: UInt8

            var range: Range<Int> { Int(start)..<Int(start + count) }
            /// One of 64 bits, to tell quickly that a word is none of a few.
            var bit: UInt64 { 1 &<< UInt64(mark) }
        }

        fileprivate let text: String
        fileprivate let words: [Word]

        /// Finds the words of at most a number of bytes.
        init(_ text: String, limit: Int = 1 << 18) {
            var source = text
            words = source.withUTF8 { Text.words(of: UnsafeBufferPointer(rebasing: $0.prefix(limit))) }
            self.text = source
        }

        /// Finds words by where letters begin and end, 64 bytes at a time: to ask byte by byte whether a word goes on is
        /// what a processor cannot foresee.
        fileprivate static func words(of bytes: UnsafeBufferPointer<UInt8>) -> [Word] {
            var words: [Word] = []
            words.reserveCapacity(bytes.count / 4 + 1)
            var (start, before) = (0, UInt64(0))
            // One piece more, empty perhaps: it ends a word that ends with the text.
            for piece in stride(from: 0, through: bytes.count, by: 64) {
                let letters = letters(of: bytes, in: piece..<min(piece + 64, bytes.count))
                var edges = letters ^ (letters &<< 1 | before)
                before = letters >> 63
                while edges != 0 {
                    let place = edges.trailingZeroBitCount
                    edges &= edges &- 1
                    if letters &>> UInt64(place) & 1 == 1 {
                        start = piece + place
                    } else {
                        words.append(Word(start..<(piece + place), of: bytes))
                    }
                }
            }
            return words
        }

        /// Returns which of up to 64 bytes are parts of words, the first one as the lowest bit.
        private static func letters(of bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> UInt64 {
            LabelMatch.isLetter.withUnsafeBufferPointer { isLetter in
                var letters: UInt64 = 0
                for index in range {
                    letters |=
                        UInt64(isLetter[Int(bytes[index])]) &<< UInt64(truncatingIfNeeded: index &- range.lowerBound)
                }
                return letters
            }
        }
    }

    /// What a region is called, made ready to be looked for.
    struct Label {
        /// Its bytes, capital letters made small; of a long one only the first.
        fileprivate let letters: [UInt8]
        /// Its words, of many only the first.
        fileprivate let words: ArraySlice<Text.Word>
        /// How many of them carry meaning.
        fileprivate let meaning: Int
        /// The bits of its words.
        fileprivate let bits: UInt64

        /// Reads the words of a label, of a long one only the first.
        init(_ label: String) {
            letters = label.utf8.prefix(400).map(\.lowercased)
            (words, meaning, bits) = letters.withUnsafeBufferPointer { bytes in
                let words = Text.words(of: bytes).prefix(32)
                return (
                    words, words.count { !bytes.isSmall($0.range) }, words.reduce(0) { $0 | $1.bit }
                )
            }
        }
    }

    /// For each byte 1 if it is part of a word, else 0.
    private static let isLetter: [UInt8] = (UInt8.min...UInt8.max).map { $0.isWord ? 1 : 0 }

    /// The words that carry no meaning.
    fileprivate static let small = "a an the of on in at to for and or with from by is this that it its"
        .split(separator: " ").map { Array($0.utf8) }

    /// Returns the bytes of the longest run of a label's words that stands in a text, the last of the longest ones.
    ///
    /// At least two words that carry meaning must stand there, or the one that the label has.
    static func range(of label: String, in text: String) -> Range<Int>? { range(of: Label(label), in: Text(text)) }

    /// Returns the bytes of the longest run of a label's words that stands in a text.
    static func range(of label: Label, in text: Text) -> Range<Int>? {
        guard label.meaning > 0 else { return nil }
        var source = text.text
        return source.withUTF8 { bytes in
            guard var best = longestRun(of: label, in: text.words, bytes) else { return nil }
            var first = best.last - best.length + 1
            // Small words at the ends carry nothing.
            while first < best.last, bytes.isSmall(text.words[first].range) { first += 1 }
            while best.last > first, bytes.isSmall(text.words[best.last].range) { best.last -= 1 }
            let found = (first...best.last).count { !bytes.isSmall(text.words[$0].range) }
            guard found >= min(2, label.meaning) else { return nil }
            return text.words[first].range.lowerBound..<text.words[best.last].range.upperBound
        }
    }

    /// Returns the length of the longest run of a label's words in a text and the text's word at its end.
    private static func longestRun(
        of label: Label, in words: [Text.Word], _ bytes: UnsafeBufferPointer<UInt8>
    ) -> (length: Int, last: Int)? {
        let count = label.words.count
        return withUnsafeTemporaryAllocation(of: Int.self, capacity: count + 1) { lengths in
            // lengths[j]: how many words before and with label[j] equal those before and with the text's word.
            lengths.initialize(repeating: 0)
            var best: (length: Int, last: Int)?
            var isRunning = false
            words.withUnsafeBufferPointer { words in
                for position in words.indices {
                    // Most words of a text are none of the label's.
                    if !isRunning, words[position].bit & label.bits == 0 { continue }
                    isRunning = false
                    for index in stride(from: count, through: 1, by: -1) {
                        guard label.words[index - 1].isSame(label.letters, as: words[position], of: bytes) else {
                            lengths[index] = 0
                            continue
                        }
                        lengths[index] = lengths[index - 1] + 1
                        isRunning = true
                        if lengths[index] >= best?.length ?? 1 { best = (lengths[index], position) }
                    }
                }
            }
            return best
        }
    }
}

extension LabelMatch.Text.Word {
    fileprivate init(_ range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) {
        start = UInt32(truncatingIfNeeded: range.lowerBound)
        count = UInt32(truncatingIfNeeded: range.count)
        let (first, last) = (bytes[range.lowerBound].lowercased, bytes[range.upperBound - 1].lowercased)
        let sum = UInt(first) &* 7 &+ UInt(last) &+ UInt(bitPattern: range.count) &* 19
        mark = UInt8(truncatingIfNeeded: sum & 63)
    }

    /// Whether a word among small letters is a word of a text.
    @inline(__always) fileprivate func isSame(
        _ letters: [UInt8], as other: LabelMatch.Text.Word, of bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard mark == other.mark, count == other.count else { return false }
        for offset in 0..<Int(count) where letters[Int(start) + offset] != bytes[Int(other.start) + offset].lowercased {
            return false
        }
        return true
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether a word carries no meaning.
    fileprivate func isSmall(_ word: Range<Int>) -> Bool {
        word.count <= 4
            && LabelMatch.small.contains { small in
                small.count == word.count
                    && small.indices.allSatisfy { small[$0] == self[word.lowerBound + $0].lowercased }
            }
    }
}
