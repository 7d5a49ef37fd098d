/// Finds the words of a region's label in a text.
enum LabelMatch {
    /// A text with its words, found once for all labels.
    struct Text {
        /// A word: where it stands, and a hash of its letters.
        fileprivate struct Word {
            var start: UInt32
            var count: UInt32
            var hash: UInt64

            var range: Range<Int> { Int(start)..<Int(start + count) }
        }

        fileprivate let bytes: [UInt8]
        fileprivate let words: [Word]

        /// Finds the words of at most a number of bytes.
        init(_ text: String, limit: Int = 1 << 18) {
            var text = text
            var words: [Word] = []
            bytes = text.withUTF8 { source in
                let count = min(limit, source.count)
                words.reserveCapacity(count / 6 + 1)
                return [UInt8](unsafeUninitializedCapacity: count) { target, filled in
                    filled = count
                    LabelMatch.letters.withUnsafeBufferPointer { letters in
                        var index = 0
                        while index < count {
                            var letter = letters[Int(source[index])]
                            guard letter & LabelMatch.wordMark != 0 else {
                                target[index] = UInt8(truncatingIfNeeded: letter)
                                index &+= 1
                                continue
                            }
                            let start = index
                            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
                            repeat {
                                let byte = UInt8(truncatingIfNeeded: letter)
                                target[index] = byte
                                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
                                index &+= 1
                                letter = index < count ? letters[Int(source[index])] : 0
                            } while letter & LabelMatch.wordMark != 0
                            words.append(
                                Word(
                                    start: UInt32(truncatingIfNeeded: start),
                                    count: UInt32(truncatingIfNeeded: index &- start), hash: hash))
                        }
                    }
                }
            }
            self.words = words
        }

        fileprivate func isSmall(_ word: Int) -> Bool {
            let word = words[word]
            return word.count <= 4 && LabelMatch.small.contains { bytes[word.range].elementsEqual($0) }
        }

        @inline(__always) fileprivate func has(_ word: Int, equalTo other: Int, of text: Text) -> Bool {
            let (a, b) = (words[word], text.words[other])
            guard a.hash == b.hash, a.count == b.count else { return false }
            return bytes[a.range].elementsEqual(text.bytes[b.range])
        }
    }

    /// Says in ``letters`` that a byte is part of a word.
    private static let wordMark: UInt16 = 0x100
    /// What each byte becomes, a capital letter made small, and whether it is part of a word.
    private static let letters: [UInt16] = (0...255).map { value in
        let byte = UInt8(truncatingIfNeeded: value)
        return UInt16(byte.lowercased) | (byte.isWord ? wordMark : 0)
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
        guard var best = longestRun(of: label, count, in: text) else { return nil }
        var first = best.last - best.length + 1
        // Small words at the ends carry nothing.
        while first < best.last, text.isSmall(first) { first += 1 }
        while best.last > first, text.isSmall(best.last) { best.last -= 1 }
        let found = (first...best.last).count { !text.isSmall($0) }
        guard found >= min(2, meaning) else { return nil }
        return text.words[first].range.lowerBound..<text.words[best.last].range.upperBound
    }

    /// Returns the length of the longest run of a label's words in a text and the text's word at its end.
    private static func longestRun(of label: Text, _ count: Int, in text: Text) -> (length: Int, last: Int)? {
        // lengths[j]: how many words before and with label[j] equal those before and with the text's word.
        var lengths = [Int](repeating: 0, count: count + 1)
        var best: (length: Int, last: Int)?
        let hashes = label.words.prefix(count).map(\.hash)
        lengths.withUnsafeMutableBufferPointer { lengths in
            var isRunning = false
            for position in text.words.indices {
                let hash = text.words[position].hash
                // Most words of a text are none of the label's.
                if !isRunning, !hashes.contains(hash) { continue }
                isRunning = false
                for index in stride(from: count, through: 1, by: -1) {
                    guard hashes[index - 1] == hash, label.has(index - 1, equalTo: position, of: text) else {
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
