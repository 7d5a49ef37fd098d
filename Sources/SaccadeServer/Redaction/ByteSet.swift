/// A set of bytes.
struct ByteSet: Sendable, Hashable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    static let all = ByteSet().inverted
    static let digits = ByteSet("0"..."9")
    static let word = ByteSet("a"..."z").union(ByteSet("A"..."Z")).union(digits).union(ByteSet("_"..."_"))
    static let space: ByteSet = {
        var set = ByteSet()
        for byte in " \t\n\u{B}\u{C}\r".utf8 { set.insert(byte) }
        return set
    }()

    init() {}

    init(_ range: ClosedRange<Unicode.Scalar>) {
        for value in range.lowerBound.value...range.upperBound.value where value < 256 {
            insert(UInt8(truncatingIfNeeded: value))
        }
    }

    @inline(__always) func contains(_ byte: UInt8) -> Bool {
        let word =
            switch byte >> 6 {
            case 0: words.0
            case 1: words.1
            case 2: words.2
            default: words.3
            }
        return word >> UInt64(byte & 63) & 1 == 1
    }

    mutating func insert(_ byte: UInt8) {
        let bit = UInt64(1) << UInt64(byte & 63)
        switch byte >> 6 {
        case 0: words.0 |= bit
        case 1: words.1 |= bit
        case 2: words.2 |= bit
        default: words.3 |= bit
        }
    }

    func union(_ other: ByteSet) -> ByteSet {
        var result = self
        result.words = (
            words.0 | other.words.0, words.1 | other.words.1, words.2 | other.words.2, words.3 | other.words.3
        )
        return result
    }

    /// All bytes that are not in the set.
    var inverted: ByteSet {
        var result = self
        result.words = (~words.0, ~words.1, ~words.2, ~words.3)
        return result
    }

    /// The set with both cases of each ASCII letter of which it has one.
    var withoutCase: ByteSet {
        var result = self
        for lower in UInt8(ascii: "a")...UInt8(ascii: "z") {
            if contains(lower) { result.insert(lower - 32) }
            if contains(lower - 32) { result.insert(lower) }
        }
        return result
    }

    static func == (a: ByteSet, b: ByteSet) -> Bool { a.words == b.words }

    func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}
