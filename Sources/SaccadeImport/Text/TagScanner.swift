/// Splits what a model said at the tags that models are trained to write.
///
/// A tag that says who speaks (`think`) may hold others; one that holds something (`tool_call`) is taken whole.
struct TagScanner {
    /// A piece of a text.
    struct Piece: Sendable, Hashable {
        /// What a piece is.
        enum Kind: Sendable, Hashable {
            /// Words outside all tags.
            case output
            /// Words in a tag for thinking.
            case reasoning
            /// All that a tag holds.
            case tag(String)
        }

        var kind: Kind
        var text: String
        /// Whether the end tag is there.
        var isClosed = true
    }

    /// A tag that models are trained to write.
    private struct Tag {
        var name: String
        var letters: [UInt8]
        /// The tag at its end.
        var end: [UInt8]
        /// Whether its words are thinking; else it is taken whole.
        var isThinking: Bool

        init(_ name: String, isThinking: Bool) {
            self.name = name
            letters = Array(name.utf8)
            end = Array("</\(name)>".utf8)
            self.isThinking = isThinking
        }
    }

    /// The tags whose words are thinking.
    static let thinking = ["think", "thinking", "rethink", "reasoning"]

    private static let tags =
        thinking.map { Tag($0, isThinking: true) }
        + [
            "tool_call", "tool_response", "answer", "code", "observation", "sandbox_output", "interpreter", "grounding",
        ].map { Tag($0, isThinking: false) }

    /// Returns the pieces of a text, none of them empty but those of tags.
    static func pieces(of text: String) -> [Piece] {
        var text = text
        let pieces = text.withUTF8 { bytes in
            bytes.index(of: UInt8(ascii: "<"), from: 0) == nil ? nil : TagScanner.pieces(of: bytes)
        }
        return pieces ?? (text.trimmed.isEmpty ? [] : [Piece(kind: .output, text: text)])
    }

    private static func pieces(of bytes: UnsafeBufferPointer<UInt8>) -> [Piece] {
        var pieces: [Piece] = []
        pieces.reserveCapacity(4)
        var depth = 0
        var start = 0
        var position = 0
        func words(upTo end: Int) {
            if !bytes.trimmed(start..<end).isEmpty {
                pieces.append(Piece(kind: depth > 0 ? .reasoning : .output, text: bytes.text(start..<end)))
            }
        }
        while let open = bytes.index(of: UInt8(ascii: "<"), from: position) {
            position = open
            guard let (number, closes, end) = tag(in: bytes, at: position) else {
                position += 1
                continue
            }
            if tags[number].isThinking {
                if closes, depth == 0 {
                    // Chat templates put the first tag into the prompt: all so far was thinking.
                    for index in pieces.indices where pieces[index].kind == .output { pieces[index].kind = .reasoning }
                    depth = 1
                }
                words(upTo: position)
                depth = closes ? max(0, depth - 1) : depth + 1
                position = end
                start = position
                continue
            }
            guard !closes else {
                // An end without a beginning is markup of nothing; it stays in the words.
                position = end
                continue
            }
            words(upTo: position)
            let close = tags[number].end.withUnsafeBufferPointer { bytes.range(of: $0, from: end) }
            let inside = end..<(close?.lowerBound ?? bytes.count)
            pieces.append(
                Piece(kind: .tag(tags[number].name), text: bytes.text(inside), isClosed: close != nil))
            position = close?.upperBound ?? bytes.count
            start = position
        }
        words(upTo: bytes.count)
        return pieces
    }

    /// Returns which tag begins at a position, and where it ends.
    private static func tag(
        in bytes: UnsafeBufferPointer<UInt8>, at position: Int
    ) -> (number: Int, closes: Bool, end: Int)? {
        var index = position + 1
        let closes = index < bytes.count && bytes[index] == UInt8(ascii: "/")
        if closes { index += 1 }
        let first = index
        while index < bytes.count, index - first <= 16, bytes[index].isWord || bytes[index] == UInt8(ascii: "_") {
            index += 1
        }
        guard index < bytes.count, bytes[index] == UInt8(ascii: ">") else { return nil }
        let name = bytes[first..<index]
        guard let number = tags.firstIndex(where: { $0.letters.elementsEqual(name) }) else { return nil }
        return (number, closes, index + 1)
    }
}
