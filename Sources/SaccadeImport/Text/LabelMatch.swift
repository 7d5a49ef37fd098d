/// Finds the words of a region's label in a text.
enum LabelMatch {
    /// A text with its words, found once for all labels.
    struct Text {
        /// A word: where it stands, and its letters, small, turned into one number.
        ///
        /// Two words of up to eight bytes are the same if their lengths and numbers are; longer ones may differ all the same.
        fileprivate struct Word {
            var start: UInt32
            var count: UInt32
            var key: UInt64

            var range: Range<Int> { Int(start)..<Int(start + count) }
            /// One of 64 bits, to tell quickly that a word is none of a few.
            var bit: UInt64 { 1 << ((key &* 0x9E37_79B9_7F4A_7C15) >> 58) }
        }

        fileprivate let text: String
        fileprivate let words: [Word]

        /// Finds the words of at most a number of bytes.
        init(_ text: String, limit: Int = 1 << 18) {
            var source = text
            var words: [Word] = []
            source.withUTF8 { bytes in
                let count = min(limit, bytes.count)
                words.reserveCapacity(count / 5 + 1)
                LabelMatch.letters.withUnsafeBufferPointer { letters in
                    var index = 0
                    while index < count {
                        var letter = letters[Int(bytes[index])]
                        guard letter != 0 else {
                            index &+= 1
                            continue
                        }
                        let start = index
                        var key: UInt64 = 0
                        repeat {
                            key = (key << 8 | key >> 56) ^ UInt64(letter)
                            index &+= 1
                            letter = index < count ? letters[Int(bytes[index])] : 0
                        } while letter != 0
                        words.append(
                            Word(
                                start: UInt32(truncatingIfNeeded: start),
                                count: UInt32(truncatingIfNeeded: index &- start), key: key))
                    }
                }
            }
            self.text = text
            self.words = words
        }

        fileprivate func isSmall(_ word: Int) -> Bool {
            words[word].count <= 4 && LabelMatch.small.contains(words[word].key)
        }

        @inline(__always) fileprivate func has(_ word: Int, equalTo other: Int, of text: Text) -> Bool {
            let (a, b) = (words[word], text.words[other])
            guard a.key == b.key, a.count == b.count else { return false }
            return a.count <= 8 || letters(of: a) == text.letters(of: b)
        }

        private func letters(of word: Word) -> [UInt8] {
            Array(text.utf8.dropFirst(Int(word.start)).prefix(Int(word.count)).map(\.lowercased))
        }
    }

    /// What a region is called, made ready to be looked for.
    struct Label {
        fileprivate let text: Text
        /// How many of its words count.
        fileprivate let count: Int
        /// How many of them carry meaning.
        fileprivate let meaning: Int
        /// The bits of its words.
        fileprivate let bits: UInt64

        /// Reads the words of a label, of a long one only the first.
        init(_ label: String) {
            text = Text(label, limit: 400)
            let (words, first) = (text, min(32, text.words.count))
            count = first
            meaning = (0..<first).count { !words.isSmall($0) }
            bits = words.words.prefix(first).reduce(0) { $0 | $1.bit }
        }
    }

    /// What each byte that is part of a word becomes, a capital letter made small; 0 for all others.
    private static let letters: [UInt8] = (UInt8.min...UInt8.max).map { $0.isWord ? $0.lowercased : 0 }

    /// The words that carry no meaning, as the keys of their letters.
    fileprivate static let small = Text(
        "a an the of on in at to for and or with from by is this that it its"
    ).words.map(\.key)

    /// Returns the bytes of the longest run of a label's words that stands in a text, the last of the longest ones.
    ///
    /// At least two words that carry meaning must stand there, or the one that the label has.
    static func range(of label: String, in text: String) -> Range<Int>? { range(of: Label(label), in: Text(text)) }

    /// Returns the bytes of the longest run of a label's words that stands in a text.
    static func range(of label: Label, in text: Text) -> Range<Int>? {
        guard label.meaning > 0, var best = longestRun(of: label, in: text) else { return nil }
        var first = best.last - best.length + 1
        // Small words at the ends carry nothing.
        while first < best.last, text.isSmall(first) { first += 1 }
        while best.last > first, text.isSmall(best.last) { best.last -= 1 }
        let found = (first...best.last).count { !text.isSmall($0) }
        guard found >= min(2, label.meaning) else { return nil }
        return text.words[first].range.lowerBound..<text.words[best.last].range.upperBound
    }

    /// Returns the length of the longest run of a label's words in a text and the text's word at its end.
    private static func longestRun(of label: Label, in text: Text) -> (length: Int, last: Int)? {
        // lengths[j]: how many words before and with label[j] equal those before and with the text's word.
        var lengths = [Int](repeating: 0, count: label.count + 1)
        var best: (length: Int, last: Int)?
        lengths.withUnsafeMutableBufferPointer { lengths in
            var isRunning = false
            for position in text.words.indices {
                // Most words of a text are none of the label's.
                if !isRunning, text.words[position].bit & label.bits == 0 { continue }
                isRunning = false
                for index in stride(from: label.count, through: 1, by: -1) {
                    guard label.text.has(index - 1, equalTo: position, of: text) else {
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
