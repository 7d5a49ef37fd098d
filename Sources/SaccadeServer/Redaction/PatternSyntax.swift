/// A pattern as a tree.
indirect enum PatternSyntax: Sendable {
    case byte(ByteSet)
    case sequence([PatternSyntax])
    case choice([PatternSyntax])
    /// A number of repetitions; `most` is `nil` for any.
    case repetition(PatternSyntax, least: Int, most: Int?)

    static func literal(_ bytes: [UInt8], ignoresCase: Bool) -> PatternSyntax {
        .sequence(
            bytes.map { byte in
                var set = ByteSet()
                set.insert(byte)
                return .byte(ignoresCase ? set.withoutCase : set)
            })
    }

    /// Whether it fits the empty text.
    var isNullable: Bool {
        switch self {
        case .byte: false
        case .sequence(let items): items.allSatisfy(\.isNullable)
        case .choice(let items): items.contains(where: \.isNullable)
        case .repetition(let item, let least, _): least == 0 || item.isNullable
        }
    }

    /// How many places of a text it looks at once written out, up to a limit.
    func size(limit: Int) -> Int {
        switch self {
        case .byte: return 1
        case .sequence(let items), .choice(let items):
            return items.reduce(0) { min(limit, $0 + $1.size(limit: limit)) }
        case .repetition(let item, let least, let most):
            let (size, isTooLarge) = item.size(limit: limit).multipliedReportingOverflow(by: max(1, most ?? least + 1))
            return isTooLarge ? limit : min(limit, size)
        }
    }
}

/// Reads a regular expression.
struct PatternParser {
    private let bytes: [UInt8]
    private var position = 0
    private let ignoresCase: Bool
    /// The most places that a pattern may have: repetitions are written out.
    static let largest = 8_192
    private static let deepest = 32

    init(_ expression: String, ignoresCase: Bool) {
        bytes = Array(expression.utf8)
        self.ignoresCase = ignoresCase
    }

    mutating func parse() throws(ServerError) -> PatternSyntax {
        let result = try choice(depth: 0)
        guard position == bytes.count else { throw problem("expected the end or an opening parenthesis before") }
        if result.isNullable { throw problem("expected a pattern that does not fit the empty text") }
        if result.size(limit: Self.largest + 1) > Self.largest {
            throw problem("expected a pattern of at most \(Self.largest) places, repetitions written out")
        }
        return result
    }

    private mutating func choice(depth: Int) throws(ServerError) -> PatternSyntax {
        guard depth <= Self.deepest else { throw problem("expected at most \(Self.deepest) groups inside each other") }
        var branches = [try sequence(depth: depth)]
        while take("|") { branches.append(try sequence(depth: depth)) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence(depth: Int) throws(ServerError) -> PatternSyntax {
        var items: [PatternSyntax] = []
        while let next, next != UInt8(ascii: "|"), next != UInt8(ascii: ")") {
            var item = try atom(depth: depth)
            while let (least, most) = try quantifier() { item = .repetition(item, least: least, most: most) }
            items.append(item)
        }
        return items.count == 1 ? items[0] : .sequence(items)
    }

    private mutating func atom(depth: Int) throws(ServerError) -> PatternSyntax {
        guard let byte = next else { throw problem("expected something") }
        position += 1
        switch byte {
        case UInt8(ascii: "("):
            // Groups are only for grouping.
            if take("?"), !take(":") { throw problem("expected `(` or `(?:`; there are no look-arounds") }
            let inner = try choice(depth: depth + 1)
            guard take(")") else { throw problem("expected `)`") }
            return inner
        case UInt8(ascii: "["): return .byte(cased(try characterClass()))
        case UInt8(ascii: "."):
            var line = ByteSet()
            line.insert(UInt8(ascii: "\n"))
            return .byte(line.inverted)
        case UInt8(ascii: "\\"): return .byte(cased(try escape()))
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"):
            throw problem("expected something to repeat")
        case UInt8(ascii: "^"), UInt8(ascii: "$"): throw problem("there are no anchors; write `\\^` for the character")
        default:
            // A character beyond ASCII is the sequence of its bytes, which belong together in a repetition.
            let start = position - 1
            while let next, next & 0xC0 == 0x80 { position += 1 }
            let literal = PatternSyntax.literal(Array(bytes[start..<position]), ignoresCase: ignoresCase)
            if case .sequence(let items) = literal, items.count == 1 { return items[0] }
            return literal
        }
    }

    private func cased(_ set: ByteSet) -> ByteSet { ignoresCase ? set.withoutCase : set }

    private mutating func escape() throws(ServerError) -> ByteSet {
        guard let byte = next else { throw problem("expected a character after `\\`") }
        position += 1
        switch byte {
        case UInt8(ascii: "d"): return .digits
        case UInt8(ascii: "D"): return ByteSet.digits.inverted
        case UInt8(ascii: "w"): return .word
        case UInt8(ascii: "W"): return ByteSet.word.inverted
        case UInt8(ascii: "s"): return .space
        case UInt8(ascii: "S"): return ByteSet.space.inverted
        default: break
        }
        var set = ByteSet()
        switch byte {
        case UInt8(ascii: "n"): set.insert(UInt8(ascii: "\n"))
        case UInt8(ascii: "t"): set.insert(UInt8(ascii: "\t"))
        case UInt8(ascii: "r"): set.insert(UInt8(ascii: "\r"))
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            throw problem("expected one of `\\d \\w \\s \\n \\t \\r` or a sign after `\\`")
        default: set.insert(byte)
        }
        return set
    }

    private mutating func characterClass() throws(ServerError) -> ByteSet {
        let isNegated = take("^")
        var set = ByteSet()
        var isFirst = true
        while let byte = next, byte != UInt8(ascii: "]") || isFirst {
            isFirst = false
            position += 1
            guard byte < 0x80 else { throw problem("expected ASCII characters in a class") }
            guard byte != UInt8(ascii: "\\") else {
                set = set.union(try escape())
                continue
            }
            guard next == UInt8(ascii: "-"), position + 1 < bytes.count, bytes[position + 1] != UInt8(ascii: "]") else {
                set.insert(byte)
                continue
            }
            position += 1
            guard let end = next, end < 0x80, end >= byte, end != UInt8(ascii: "\\") else {
                throw problem("expected a range of ASCII characters, the lower one first")
            }
            position += 1
            for member in byte...end { set.insert(member) }
        }
        guard take("]") else { throw problem("expected `]`") }
        return isNegated ? set.inverted : set
    }

    private mutating func quantifier() throws(ServerError) -> (least: Int, most: Int?)? {
        if take("?") { return (0, 1) }
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        guard take("{") else { return nil }
        guard let least = number() else { throw problem("expected a number after `{`") }
        var most: Int? = least
        if take(",") { most = number() }
        guard take("}") else { throw problem("expected `}`") }
        if let most, most < max(1, least) { throw problem("expected at least 1 repetition and no fewer than \(least)") }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
            value = min(Self.largest + 1, (value ?? 0) * 10 + Int(byte - UInt8(ascii: "0")))
            position += 1
        }
        return value
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let next, UInt32(next) == character.value else { return false }
        position += 1
        return true
    }

    private func problem(_ message: String) -> ServerError {
        ServerError(.invalidPattern, "\(message), at byte \(position) of a pattern of \(bytes.count) bytes")
    }
}
