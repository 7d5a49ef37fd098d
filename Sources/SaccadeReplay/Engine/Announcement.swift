/// Finds sentences in which a model announces a call: "I will now search for …".
enum Announcement {
    /// The most bytes that an announcement has up to its verb, with the next word.
    static let longest = 96

    private static let openings: [[UInt8]] = [
        "i will", "i'll", "i’ll", "i am going to", "i'm going to", "i’m going to", "let me", "we will", "let us",
    ].map { Array($0.utf8) }
    private static let adverbs: Set<String> = [
        "now", "then", "also", "next", "first", "again", "quickly", "therefore", "use", "perform", "do", "run", "a",
        "an",
        "the", "tool", "to", "call", "web", "online", "reverse", "image", "internet", "google",
    ]
    private static let verbs: Set<String> = ["search", "zoom", "crop", "google"]
    /// What follows `search` when it means looking at the picture.
    private static let figurative: Set<String> = ["image", "picture", "photo", "photograph", "scene", "my"]

    /// The most bytes of an opening, with the byte that ends its last word.
    private static let longestOpening = (openings.map(\.count).max() ?? 0) + 1

    /// Looks for the first announcement in a text that may go on.
    ///
    /// - Parameters:
    ///   - text: The UTF-8 bytes.
    ///   - start: Where to begin; the byte before it says whether a word begins there.
    /// - Returns: The words of the announcement in lower case, or `nil`; then `open` is the first place at which one may
    ///   begin that the text does not end yet, or the end of the text.
    static func find(in text: [UInt8], from start: Int = 0) -> (words: String?, open: Int) {
        text.withUnsafeBufferPointer { find(in: $0, from: start) }
    }

    private static func find(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> (words: String?, open: Int) {
        var open: Int?
        var position = start
        while position < text.count {
            guard canBegin(text, position) else {
                position += 1
                continue
            }
            guard let opening = openings.first(where: { matches($0, text, position) }) else {
                if open == nil, text.count - position < longestOpening { open = position }
                position += 1
                continue
            }
            if let words = words(after: position + opening.count, in: text) {
                return (String(decoding: opening, as: UTF8.self) + words, position)
            }
            open = open ?? position
            position += opening.count
        }
        return (nil, open ?? text.count)
    }

    /// Returns the words up to the verb if they announce a call.
    private static func words(after start: Int, in text: UnsafeBufferPointer<UInt8>) -> String? {
        var words: [String] = []
        var position = start
        while words.count < 7, let (word, end) = word(in: text, from: position) {
            words.append(word)
            position = end
            if verbs.contains(word) {
                guard word == "search" else { return " " + words.joined(separator: " ") }
                // What is searched decides: "search the image" is looking, "search for" may still follow.
                let next = self.word(in: text, from: position)
                if let next, ["the", "this", "through", "in"].contains(next.word) {
                    let object = self.word(in: text, from: next.end)?.word
                    if object.map(figurative.contains) ?? true { return nil }
                }
                return " " + words.joined(separator: " ")
            }
            guard adverbs.contains(word) else { return nil }
        }
        return nil
    }

    /// Returns the next word in lower case and where it ends; `nil` at the end of a sentence or of the text.
    private static func word(
        in text: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> (word: String, end: Int)? {
        var position = start
        while position < text.count, text[position] == 0x20 || text[position] == 0x0A { position += 1 }
        let first = position
        while position < text.count, isLetter(text[position]) { position += 1 }
        guard position > first else { return nil }
        return (String(decoding: text[first..<position].map(lowercased), as: UTF8.self), position)
    }

    /// Whether an opening can begin at a byte, by its first two letters as far as they are there: every byte of every
    /// text comes through here.
    @inline(__always) private static func canBegin(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        let first = text[index] | 0x20
        guard first == UInt8(ascii: "i") || first == UInt8(ascii: "l") || first == UInt8(ascii: "w"),
            index == 0 || !isLetter(text[index - 1])
        else { return false }
        guard index + 1 < text.count else { return true }
        let second = text[index + 1]
        guard first == UInt8(ascii: "i") else { return second | 0x20 == UInt8(ascii: "e") }
        return second == 0x20 || second == UInt8(ascii: "'") || second == 0xE2
    }

    private static func matches(_ pattern: [UInt8], _ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
        guard start + pattern.count < text.count else { return false }
        for (offset, byte) in pattern.enumerated() where lowercased(text[start + offset]) != byte { return false }
        return !isLetter(text[start + pattern.count])
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowercased(byte))
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
