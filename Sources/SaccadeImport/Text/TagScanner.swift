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

    /// The tags whose words are thinking.
    static let thinking = ["think", "thinking", "rethink", "reasoning"]
    /// The tags that are taken whole.
    static let whole = [
        "tool_call", "tool_response", "answer", "code", "observation", "sandbox_output", "interpreter", "grounding",
    ]

    /// Returns the pieces of a text, none of them empty but those of tags.
    static func pieces(of text: String) -> [Piece] {
        let bytes = Array(text.utf8)
        guard bytes.index(of: UInt8(ascii: "<"), from: 0) != nil else {
            return bytes[...].trimmed.isEmpty ? [] : [Piece(kind: .output, text: text)]
        }
        var pieces: [Piece] = []
        var depth = 0
        var start = 0
        var position = 0
        func words(upTo end: Int) {
            let slice = bytes[start..<end]
            if !slice.trimmed.isEmpty {
                pieces.append(Piece(kind: depth > 0 ? .reasoning : .output, text: slice.text))
            }
        }
        while position < bytes.count {
            guard let open = bytes.index(of: UInt8(ascii: "<"), from: position) else { break }
            position = open
            guard let tag = tag(in: bytes, at: position) else {
                position += 1
                continue
            }
            if thinking.contains(tag.name) {
                if tag.closes, depth == 0 {
                    // Chat templates put the first tag into the prompt: all so far was thinking.
                    for index in pieces.indices where pieces[index].kind == .output { pieces[index].kind = .reasoning }
                    depth = 1
                }
                words(upTo: position)
                depth = tag.closes ? max(0, depth - 1) : depth + 1
                position = tag.end
                start = position
                continue
            }
            guard !tag.closes else {
                // An end without a beginning is markup of nothing; it stays in the words.
                position = tag.end
                continue
            }
            words(upTo: position)
            let close = bytes.range(of: Array("</\(tag.name)>".utf8), from: tag.end)
            let end = close?.lowerBound ?? bytes.count
            pieces.append(Piece(kind: .tag(tag.name), text: bytes[tag.end..<end].text, isClosed: close != nil))
            position = close?.upperBound ?? bytes.count
            start = position
        }
        words(upTo: bytes.count)
        return pieces
    }

    private static func tag(in bytes: [UInt8], at position: Int) -> (name: String, closes: Bool, end: Int)? {
        var index = position + 1
        let closes = index < bytes.count && bytes[index] == UInt8(ascii: "/")
        if closes { index += 1 }
        let first = index
        while index < bytes.count, index - first <= 16, bytes[index].isWord || bytes[index] == UInt8(ascii: "_") {
            index += 1
        }
        guard index < bytes.count, bytes[index] == UInt8(ascii: ">"), index > first else { return nil }
        let name = bytes[first..<index].text
        guard thinking.contains(name) || whole.contains(name) else { return nil }
        return (name, closes, index + 1)
    }
}
