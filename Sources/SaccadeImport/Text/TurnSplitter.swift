/// Splits a flat text into turns at the marks of chat templates.
enum TurnSplitter {
    struct Turn {
        var role: Message.Role
        var text: String
    }

    private static let roles: [(String, Message.Role)] = [
        ("system", .system), ("developer", .system), ("user", .user), ("human", .user), ("assistant", .assistant),
        ("model", .assistant), ("tool", .tool), ("ipython", .tool),
    ]

    /// Returns the turns of a text; words before the first mark belong to a role that the caller knows.
    ///
    /// It knows `<|im_start|>role`, `<|start_header_id|>role<|end_header_id|>`, `<start_of_turn>role`, and a role alone on its line,
    /// which is what is left of ChatML when special tokens are skipped.
    static func turns(of text: String, opening: Message.Role) -> [Turn] {
        let bytes = Array(text.utf8)
        var marks = tokens(in: bytes, open: "<|im_start|>", close: "\n")
        if marks.isEmpty { marks = tokens(in: bytes, open: "<|start_header_id|>", close: "<|end_header_id|>") }
        if marks.isEmpty { marks = tokens(in: bytes, open: "<start_of_turn>", close: "\n") }
        if marks.isEmpty { marks = lines(in: bytes) }
        var turns: [Turn] = []
        func add(_ role: Message.Role, _ range: Range<Int>) {
            let words = bytes[range].text.stripped
            if !words.isEmpty { turns.append(Turn(role: role, text: words)) }
        }
        add(opening, 0..<(marks.first?.range.lowerBound ?? bytes.count))
        for (index, mark) in marks.enumerated() {
            let end = index + 1 < marks.count ? marks[index + 1].range.lowerBound : bytes.count
            add(mark.role, mark.range.upperBound..<end)
        }
        return turns
    }

    private static func role(_ name: ArraySlice<UInt8>) -> Message.Role? {
        let name = name.trimmed.map(\.lowercased)
        return roles.first { $0.0.utf8.elementsEqual(name) }?.1
    }

    private static func tokens(
        in bytes: [UInt8], open: String, close: String
    ) -> [(range: Range<Int>, role: Message.Role)] {
        bytes.ranges(of: Array(open.utf8)).compactMap { found in
            let end = bytes.range(of: Array(close.utf8), from: found.upperBound) ?? bytes.count..<bytes.count
            guard end.lowerBound - found.upperBound <= 32, let role = role(bytes[found.upperBound..<end.lowerBound])
            else {
                return nil
            }
            return (found.lowerBound..<end.upperBound, role)
        }
    }

    /// Finds roles that stand alone on a line.
    private static func lines(in bytes: [UInt8]) -> [(range: Range<Int>, role: Message.Role)] {
        var marks: [(range: Range<Int>, role: Message.Role)] = []
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let name = bytes[start..<end]
            if name.count <= 12, let role = role(name), name.first.map({ $0 == $0.lowercased }) ?? false {
                marks.append((start..<min(end + 1, bytes.count), role))
            }
            start = end + 1
        }
        return marks
    }

    /// Splits a text at the tokens that stand for images; `nil` is an image.
    static func pieces(of text: String) -> [String?] {
        let bytes = Array(text.utf8)
        var pieces: [String?] = []
        var position = 0
        func words(_ range: Range<Int>) {
            let words = bytes[range].trimmed
            if !words.isEmpty { pieces.append(words.text) }
        }
        while true {
            let token = bytes.between("<|vision_start|>", "<|vision_end|>", from: position)
            let plain = bytes.range(of: Array("<image>".utf8), from: position)
            if let token, plain.map({ token.whole.lowerBound < $0.lowerBound }) ?? true {
                words(position..<token.whole.lowerBound)
                pieces.append(nil)
                position = token.whole.upperBound
            } else if let plain {
                words(position..<plain.lowerBound)
                pieces.append(nil)
                position = plain.upperBound
            } else {
                words(position..<bytes.count)
                return pieces
            }
        }
    }
}

extension String {
    /// The text without the tokens that end turns and the white space around it.
    fileprivate var stripped: String {
        var text = trimmed
        for token in ["<|im_end|>", "<|endoftext|>", "<|eot_id|>", "<end_of_turn>"] {
            while text.hasSuffix(token) { text = String(text.dropLast(token.count)).trimmed }
        }
        return text
    }
}
