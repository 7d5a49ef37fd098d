/// Splits a text that holds what the model said and what came back, one after the other.
///
/// Some records keep all rounds in one text of the model: the results stand between tags that only a tool writes.
enum InlineResults {
    struct Piece {
        var text: String
        /// Whether it came back, instead of being said.
        var isResult: Bool
    }

    /// Returns the pieces of a text; none of them is empty.
    ///
    /// A tag for thinking that is open where a result stands is closed before it and opened again after it, so that every
    /// piece can be read by itself.
    static func pieces(of text: String, tags: [String]) -> [Piece] {
        let bytes = Array(text.utf8)
        var pieces: [Piece] = []
        var position = 0
        var isThinking = false
        func say(_ range: Range<Int>) {
            let words = bytes[range].trimmed
            guard !words.isEmpty else { return }
            let opens = words.count(of: "<think>")
            let closes = words.count(of: "</think>")
            let wasThinking = isThinking
            isThinking = (wasThinking ? 1 : 0) + opens > closes
            pieces.append(
                Piece(
                    text: (wasThinking ? "<think>" : "") + words.text + (isThinking ? "</think>" : ""), isResult: false)
            )
        }
        while position < bytes.count {
            var first: (inside: Range<Int>, whole: Range<Int>)?
            for tag in tags {
                if let found = bytes.between("<\(tag)>", "</\(tag)>", from: position),
                    first.map({ found.whole.lowerBound < $0.whole.lowerBound }) ?? true
                {
                    first = found
                }
            }
            guard let found = first else { break }
            say(position..<found.whole.lowerBound)
            pieces.append(Piece(text: bytes[found.inside].trimmed.text, isResult: true))
            position = found.whole.upperBound
        }
        if position < bytes.count { say(position..<bytes.count) }
        return pieces
    }
}

extension ArraySlice<UInt8> {
    /// Returns how often a text occurs.
    fileprivate func count(of text: String) -> Int { Array(self).ranges(of: Array(text.utf8)).count }
}
