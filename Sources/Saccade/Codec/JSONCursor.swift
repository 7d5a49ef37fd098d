/// A strict reader of RFC 8259 text over bytes that its creator keeps alive.
///
/// Every method checks before it reads, so that no input makes it trap or read past the end. It never recurses: nesting
/// is counted, not stacked. `base` must stay valid while the cursor is used, which `withUnsafeBufferPointer` around
/// each use guarantees.
struct JSONCursor {
    let base: UnsafePointer<UInt8>
    let end: Int
    var position: Int
    let limits: JSONLimits

    init(_ bytes: UnsafeBufferPointer<UInt8>, from position: Int = 0, limits: JSONLimits = .event) {
        // An empty buffer may have no address; nothing is read through the replacement, because `end` is 0.
        self.base = bytes.baseAddress ?? UnsafePointer(bitPattern: 1).unsafelyUnwrapped
        self.end = bytes.count
        self.position = position
        self.limits = limits
    }

    init(base: UnsafePointer<UInt8>, from position: Int, end: Int, limits: JSONLimits) {
        self.base = base
        self.end = end
        self.position = position
        self.limits = limits
    }

    /// The byte at the position, or 0 at the end; a real NUL is never valid JSON outside a string.
    @inline(__always) var current: UInt8 { position < end ? base[position] : 0 }

    @inline(__always) mutating func skipWhitespace() {
        while position < end {
            let byte = base[position]
            if byte > 0x20 { return }
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }

    func malformed(_ message: String, at offset: Int? = nil) -> TraceError {
        TraceError(position >= end && offset == nil ? .truncated : .malformedJSON, message, offset: offset ?? position)
    }

    /// Says what stands at the position, for a message.
    func found() -> String {
        guard position < end else { return "the end of the text" }
        let byte = base[position]
        if byte == 0x0A { return "the end of the line" }
        if byte > 0x20 && byte < 0x7F { return "'\(Character(Unicode.Scalar(byte)))'" }
        let digits = String(byte, radix: 16)
        return "byte 0x\(byte < 16 ? "0" : "")\(digits)"
    }

    // MARK: Strings

    /// A string's place between its quotes, and whether it holds a backslash.
    struct StringToken {
        var start: Int
        var end: Int
        var isEscaped: Bool
    }

    /// Reads a string whose opening quote is at the position, checking escapes and UTF-8.
    @inline(__always) mutating func string() throws(TraceError) -> StringToken {
        guard current == UInt8(ascii: "\"") else { throw malformed("expected a string, found \(found())") }
        position += 1
        let start = position
        var escaped = false
        while true {
            // Eight bytes at a time while they are plain ASCII without quote, backslash or control character.
            while position &+ 8 <= end {
                let word = UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self)
                let ones: UInt64 = 0x0101_0101_0101_0101
                let tops: UInt64 = 0x8080_8080_8080_8080
                let quote = word ^ (ones &* 0x22)
                let slash = word ^ (ones &* 0x5C)
                let special =
                    ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash) | ((word &- ones &* 0x20) & ~word) | word
                let hits = special & tops
                if hits == 0 {
                    position &+= 8
                } else {
                    position &+= hits.trailingZeroBitCount >> 3
                    break
                }
            }
            guard position < end else { throw malformed("the string that begins at byte \(start) has no end") }
            let byte = base[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return StringToken(start: start, end: position - 1, isEscaped: escaped)
            }
            if byte >= 0x80 {
                try skipMultibyte()
            } else if byte == UInt8(ascii: "\\") {
                escaped = true
                try skipEscape()
            } else if byte < 0x20 {
                throw malformed("a control character in a string must be escaped, found \(found())")
            } else {
                position += 1
            }
        }
    }

    /// Steps over one UTF-8 sequence of two to four bytes.
    @inline(never) private mutating func skipMultibyte() throws(TraceError) {
        let length = UTF8Validation.sequenceLength(base, at: position, end: end)
        guard length > 0 else { throw malformed("expected valid UTF-8, found \(found())", at: position) }
        position += length
    }

    /// Steps over one escape, a surrogate pair counting as one.
    @inline(never) private mutating func skipEscape() throws(TraceError) {
        let start = position
        position += 1
        switch current {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        case UInt8(ascii: "u"):
            position += 1
            let unit = try hexUnit(start)
            if unit & 0xFC00 == 0xD800 {
                guard position + 1 < end, base[position] == UInt8(ascii: "\\"), base[position + 1] == UInt8(ascii: "u")
                else { throw malformed("a lone surrogate is no character", at: start) }
                position += 2
                let low = try hexUnit(start)
                guard low & 0xFC00 == 0xDC00 else { throw malformed("a lone surrogate is no character", at: start) }
            } else if unit & 0xFC00 == 0xDC00 {
                throw malformed("a lone surrogate is no character", at: start)
            }
        default:
            throw malformed("expected an escape, found \(found()) after '\\'")
        }
    }

    private mutating func hexUnit(_ start: Int) throws(TraceError) -> UInt32 {
        guard position + 4 <= end else { throw malformed("an escape needs four hexadecimal digits", at: start) }
        var value: UInt32 = 0
        for offset in 0..<4 {
            guard let digit = Self.hexDigit(base[position + offset]) else {
                throw malformed("an escape needs four hexadecimal digits", at: start)
            }
            value = value << 4 | digit
        }
        position += 4
        return value
    }

    static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    /// Returns the text of a string token that this cursor has read.
    @inline(__always) func text(_ token: StringToken) -> String {
        if token.isEscaped {
            return String(unsafeUninitializedCapacity: token.end - token.start) { unescape(token, into: $0) }
        }
        return String(
            decoding: UnsafeBufferPointer(start: base + token.start, count: token.end - token.start), as: UTF8.self)
    }

    /// Returns the UTF-8 bytes of a string token with its escapes resolved.
    func unescaped(_ token: StringToken) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: token.end - token.start) { $1 = unescape(token, into: $0) }
    }

    /// Resolves the escapes of a string token; returns the number of bytes, which is never larger than that of the token.
    @inline(never) private func unescape(_ token: StringToken, into result: UnsafeMutableBufferPointer<UInt8>) -> Int {
        guard let target = result.baseAddress else { return 0 }
        var count = 0
        func append(_ byte: UInt8) {
            target[count] = byte
            count &+= 1
        }
        var index = token.start
        while index < token.end {
            let rest = token.end - index
            let plain = JSONCursor.plainPrefix(base + index, rest)
            if plain > 0 {
                (target + count).update(from: base + index, count: plain)
                count &+= plain
                index += plain
                continue
            }
            guard rest > 1 else {
                append(base[index])
                index += 1
                continue
            }
            let kind = base[index + 1]
            index += 2
            switch kind {
            case UInt8(ascii: "b"): append(0x08)
            case UInt8(ascii: "f"): append(0x0C)
            case UInt8(ascii: "n"): append(0x0A)
            case UInt8(ascii: "r"): append(0x0D)
            case UInt8(ascii: "t"): append(0x09)
            case UInt8(ascii: "u"):
                var value = unit(at: index, end: token.end)
                index += 4
                if value & 0xFC00 == 0xD800 {
                    let low = unit(at: index + 2, end: token.end)
                    value = 0x10000 + ((value & 0x3FF) << 10) + (low & 0x3FF)
                    index += 6
                }
                // Six bytes of an escape are at most three of UTF-8, twelve of a pair are four.
                if let scalar = Unicode.Scalar(value) { for byte in UTF8.encode(scalar) ?? .init() { append(byte) } }
            default: append(kind)
            }
        }
        return count
    }

    /// Returns how many bytes come before the first backslash.
    @inline(__always) private static func plainPrefix(_ source: UnsafePointer<UInt8>, _ count: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var index = 0
        while index &+ 8 <= count {
            let slash = UnsafeRawPointer(source + index).loadUnaligned(as: UInt64.self) ^ (ones &* 0x5C)
            if (slash &- ones) & ~slash & 0x8080_8080_8080_8080 != 0 { break }
            index &+= 8
        }
        while index < count, source[index] != UInt8(ascii: "\\") { index &+= 1 }
        return index
    }

    private func unit(at index: Int, end: Int) -> UInt32 {
        guard index + 4 <= end else { return 0 }
        var value: UInt32 = 0
        for offset in 0..<4 { value = value << 4 | (Self.hexDigit(base[index + offset]) ?? 0) }
        return value
    }

    // MARK: Numbers

    /// Reads a number of at most 15 digits without sign, fraction and exponent; moves only if that is what stands there.
    @inline(__always) mutating func shortInteger() -> Int? {
        var index = position
        var value = 0
        while index < end {
            let digit = base[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            value = value &* 10 &+ Int(digit)
            index &+= 1
        }
        let count = index &- position
        guard count > 0, count <= 15, count == 1 || base[position] != UInt8(ascii: "0") else { return nil }
        if index < end {
            let next = base[index]
            if next == UInt8(ascii: ".") || next | 0x20 == UInt8(ascii: "e") { return nil }
        }
        position = index
        return value
    }

    /// A number's place, and what is needed to read it: its value is ±`mantissa` × 10^`exponent`.
    struct NumberToken {
        var start: Int
        var end: Int
        var mantissa: UInt64
        var exponent: Int
        var isNegative: Bool
        /// Whether the text has neither a fraction nor an exponent.
        var isInteger: Bool
        /// Whether `mantissa` holds every digit.
        var isExact: Bool
    }

    /// Reads a number at the position.
    @inline(__always) mutating func number() throws(TraceError) -> NumberToken {
        var token = NumberToken(
            start: position, end: position, mantissa: 0, exponent: 0, isNegative: false, isInteger: true, isExact: true)
        if current == UInt8(ascii: "-") {
            token.isNegative = true
            position += 1
        }
        let first = position
        if current == UInt8(ascii: "0") {
            position += 1
            let next = current &- UInt8(ascii: "0")
            if next <= 9 { throw malformed("a number has no leading zero", at: token.start) }
        } else {
            digits(&token)
            guard position > first else { throw malformed("expected a number, found \(found())") }
        }
        var significant = position - first
        if current == UInt8(ascii: ".") {
            token.isInteger = false
            position += 1
            let fraction = position
            digits(&token)
            guard position > fraction else { throw malformed("expected a digit after '.', found \(found())") }
            token.exponent = fraction - position
            significant += position - fraction
        }
        if significant > 18 { token.isExact = false }
        if current | 0x20 == UInt8(ascii: "e") {
            token.isInteger = false
            try exponent(&token)
        }
        token.end = position
        return token
    }

    @inline(__always) private mutating func digits(_ token: inout NumberToken) {
        while position < end {
            let digit = base[position] &- UInt8(ascii: "0")
            guard digit <= 9 else { return }
            token.mantissa = token.mantissa &* 10 &+ UInt64(digit)
            position &+= 1
        }
    }

    @inline(never) private mutating func exponent(_ token: inout NumberToken) throws(TraceError) {
        position += 1
        var isNegative = false
        if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") {
            isNegative = current == UInt8(ascii: "-")
            position += 1
        }
        let start = position
        var value = 0
        while position < end {
            let digit = base[position] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            if value < 100_000 { value = value * 10 + Int(digit) }
            position += 1
        }
        guard position > start else { throw malformed("expected a digit in the exponent, found \(found())") }
        token.exponent += isNegative ? -value : value
    }

    /// Returns the double nearest to a number, or `nil` beyond the range of doubles.
    @inline(__always) func double(_ token: NumberToken) -> Double? {
        if token.isExact, token.mantissa <= 1 << 53, token.exponent >= -22, token.exponent <= 22 {
            var value = Double(token.mantissa)
            if token.exponent >= -3 && token.exponent < 0 {
                // The usual numbers have up to three decimals.
                value /= token.exponent == -1 ? 10 : token.exponent == -2 ? 100 : 1000
            } else if token.exponent < 0 {
                value /= Self.powersOfTen[-token.exponent]
            } else if token.exponent > 0 {
                value *= Self.powersOfTen[token.exponent]
            }
            return token.isNegative ? -value : value
        }
        return slowDouble(token)
    }

    @inline(never) private func slowDouble(_ token: NumberToken) -> Double? {
        let text = String(
            decoding: UnsafeBufferPointer(start: base + token.start, count: token.end - token.start), as: UTF8.self)
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20,
        1e21, 1e22,
    ]

    // MARK: Values

    @inline(__always) mutating func literal(_ text: StaticString) throws(TraceError) {
        let count = text.utf8CodeUnitCount
        for index in 0..<count where position + index >= end || base[position + index] != text.utf8Start[index] {
            throw malformed("expected \(text), found \(found())")
        }
        position += count
    }

    /// Steps over one value that is no object and no array, checking it.
    @inline(__always) mutating func skipScalar() throws(TraceError) {
        switch current {
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            // A number out of the range of doubles is not held against an unknown field; reading it is.
            _ = try number()
        case UInt8(ascii: "t"): try literal("true")
        case UInt8(ascii: "f"): try literal("false")
        case UInt8(ascii: "n"): try literal("null")
        default: throw malformed("expected a value, found \(found())")
        }
    }
}

/// What a JSON reader accepts.
public struct JSONLimits: Sendable, Hashable {
    /// How many objects and arrays may stand inside each other.
    public var depth: Int
    /// How many members one object may have.
    public var members: Int
    /// Whether an object may name one key twice, as RFC 8259 lets it; both members are kept.
    public var allowsDuplicateKeys: Bool

    /// Creates limits.
    public init(depth: Int, members: Int, allowsDuplicateKeys: Bool = false) {
        self.depth = depth
        self.members = members
        self.allowsDuplicateKeys = allowsDuplicateKeys
    }

    /// The limits of one event: depth 64, 4,096 members an object, no duplicate keys.
    public static let event = JSONLimits(depth: 64, members: 4096)
    /// The limits of a foreign document: depth 512, 1,048,576 members an object, no duplicate keys.
    public static let document = JSONLimits(depth: 512, members: 1 << 20)
    /// The limits of a foreign document whose objects may name one key twice.
    public static let duplicates = JSONLimits(depth: 512, members: 1 << 20, allowsDuplicateKeys: true)
}
