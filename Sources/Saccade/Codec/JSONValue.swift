/// A JSON value as a tree, for what has no fixed form: tool arguments, parameters, foreign records.
///
/// Members keep their order. Keys are compared as bytes, never as Swift strings, whose equality folds different
/// spellings of one character.
public enum JSONValue: Sendable, Hashable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number that is written without fraction and exponent and fits 64 bits.
    case integer(Int64)
    /// Any other number; always finite.
    case double(Double)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object, its members in order.
    case object([JSONMember])

    /// Returns the value of a key of an object, or `nil`.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        // Most keys differ in their length, which costs nothing to find out. By their places: a copy of a member counts
        // references to all that it holds.
        let count = key.utf8.count
        for index in members.indices
        where members[index].key.utf8.count == count && members[index].key.isSameBytes(as: key) {
            return members[index].value
        }
        return nil
    }

    /// Returns an element of an array, or `nil`.
    public subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// The text of a string.
    public var string: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    /// The elements of an array.
    public var array: [JSONValue]? {
        if case .array(let elements) = self { return elements }
        return nil
    }

    /// The members of an object.
    public var object: [JSONMember]? {
        if case .object(let members) = self { return members }
        return nil
    }

    /// The value of a number.
    public var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }

    /// The value of a number that is whole and fits.
    public var integer: Int? {
        switch self {
        case .integer(let value): Int(value)
        case .double(let value): Int(exactly: value)
        default: nil
        }
    }

    /// The value of a truth value.
    public var bool: Bool? {
        if case .bool(let value) = self { return value }
        return nil
    }

    /// What kind of value this is, for messages: `an object`.
    public var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "a truth value"
        case .integer, .double: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The value as canonical JSON in one line (RFC 8785, but members keep their order).
    public var canonicalText: String {
        var emitter = JSONEmitter()
        emitter.value(self)
        return emitter.text
    }

    /// The value as JSON with two spaces of indentation a level, one member or element a line and a line end.
    public var prettyText: String {
        var emitter = JSONEmitter()
        emitter.value(self, isPretty: true)
        emitter.byte(UInt8(ascii: "\n"))
        return emitter.text
    }
}

extension String {
    /// Whether two texts of one length have the same bytes.
    @inline(__always) fileprivate func isSameBytes(as other: String) -> Bool {
        let isSame = utf8.withContiguousStorageIfAvailable { bytes in
            other.utf8.withContiguousStorageIfAvailable { others in
                var index = 0
                while index < bytes.count, bytes[index] == others[index] { index &+= 1 }
                return index == bytes.count
            }
        }
        return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
    }
}

/// One member of an object.
public struct JSONMember: Sendable, Hashable {
    /// The key.
    public var key: String
    /// The value.
    public var value: JSONValue

    /// Creates a member.
    public init(_ key: String, _ value: JSONValue) {
        self.key = key
        self.value = value
    }
}

extension JSONValue {
    /// Reads one JSON value by RFC 8259, strictly: no BOM, no comments, no trailing comma, no duplicate keys, valid UTF-8.
    ///
    /// - Throws: ``TraceError`` with the offset of the first byte that is wrong.
    public init(parsing bytes: [UInt8], limits: JSONLimits = .document) throws(TraceError) {
        self = try bytes.withUnsafeBufferPointer { JSONValue.parse($0, limits) }.get()
    }

    /// Reads one JSON value by RFC 8259, strictly.
    public init(parsing text: String, limits: JSONLimits = .document) throws(TraceError) {
        var text = text
        self = try text.withUTF8 { JSONValue.parse($0, limits) }.get()
    }

    private static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, _ limits: JSONLimits
    ) -> Result<JSONValue, TraceError> {
        var cursor = JSONCursor(bytes, limits: limits)
        do throws(TraceError) { return .success(try cursor.document()) } catch { return .failure(error) }
    }
}

extension JSONCursor {
    /// Reads the whole text as one value.
    mutating func document() throws(TraceError) -> JSONValue {
        let value = try value(depth: 0)
        skipWhitespace()
        guard position == end else { throw malformed("expected nothing after the value, found \(found())") }
        return value
    }

    /// A container whose end has not been seen.
    private struct Open {
        /// Where its values begin among those of all open containers.
        var first: Int
        /// Where its keys begin among those of all open objects.
        var firstKey: Int
        /// The key of the member that is being read; `nil` in an array.
        var key: StringToken?
    }

    /// Reads one value into a tree, keeping the open containers on a stack of its own.
    mutating func value(depth: Int) throws(TraceError) -> JSONValue {
        var open: [Open] = []
        // One list for all open containers: most are small, and growing a list for each would cost more than what is in it.
        var pending = PendingMembers()
        var keys = KeySet()
        keys.tokens.reserveCapacity(8)
        open.reserveCapacity(8)
        while true {
            skipWhitespace()
            var value: JSONValue
            switch current {
            case UInt8(ascii: "{"):
                guard depth + open.count < limits.depth else { throw tooDeep() }
                position += 1
                skipWhitespace()
                if current == UInt8(ascii: "}") {
                    position += 1
                    value = .object([])
                } else {
                    let firstKey = keys.tokens.count
                    let key = try key(into: &keys, from: firstKey)
                    open.append(Open(first: pending.count, firstKey: firstKey, key: key))
                    continue
                }
            case UInt8(ascii: "["):
                guard depth + open.count < limits.depth else { throw tooDeep() }
                position += 1
                skipWhitespace()
                if current == UInt8(ascii: "]") {
                    position += 1
                    value = .array([])
                } else {
                    open.append(Open(first: pending.count, firstKey: keys.tokens.count))
                    continue
                }
            default:
                value = try scalar()
            }
            closing: while true {
                guard let last = open.indices.last else { return value }
                skipWhitespace()
                let isComma = current == UInt8(ascii: ",")
                if let key = open[last].key {
                    pending.append(text(key), value)
                    if isComma {
                        position += 1
                        skipWhitespace()
                        open[last].key = try self.key(into: &keys, from: open[last].firstKey)
                        break closing
                    }
                    guard current == UInt8(ascii: "}") else { throw malformed("expected ',' or '}', found \(found())") }
                    try keys.checkUnique(in: self, from: open[last].firstKey)
                    keys.tokens.removeLast(keys.tokens.count - open[last].firstKey)
                    value = .object(pending.takeMembers(from: open[last].first))
                } else {
                    pending.append("", value)
                    if isComma {
                        position += 1
                        break closing
                    }
                    guard current == UInt8(ascii: "]") else { throw malformed("expected ',' or ']', found \(found())") }
                    value = .array(pending.takeValues(from: open[last].first))
                }
                open.removeLast()
                position += 1
            }
        }
    }

    private mutating func key(into keys: inout KeySet, from first: Int) throws(TraceError) -> StringToken {
        try skipKey(into: &keys, from: first)
        // `skipKey` has just appended it.
        return keys.tokens[keys.tokens.count - 1]
    }

    private mutating func scalar() throws(TraceError) -> JSONValue {
        switch current {
        case UInt8(ascii: "\""): return .string(text(try string()))
        case UInt8(ascii: "t"):
            try literal("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try literal("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try literal("null")
            return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let token = try number()
            if token.isInteger, token.isExact, token.mantissa <= UInt64(Int64.max),
                !(token.isNegative && token.mantissa == 0)
            {
                return .integer(token.isNegative ? -Int64(token.mantissa) : Int64(token.mantissa))
            }
            guard let double = double(token) else {
                throw malformed("expected a number in the range of doubles", at: token.start)
            }
            return .double(double)
        default: throw malformed("expected a value, found \(found())")
        }
    }
}

extension JSONEmitter {
    /// Writes a tree without recursion, in one line or with one member or element a line.
    mutating func value(_ value: JSONValue, isPretty: Bool = false) {
        let outer = open.count
        begin(value)
        while open.count > outer { proceed(isPretty, depth: open.count - outer) }
    }

    /// Writes a value that holds no others, or the beginning of one that does.
    private mutating func begin(_ value: JSONValue) {
        if leaf(value) { return }
        if open.isEmpty { open.reserveCapacity(8) }
        byte(value.array == nil ? UInt8(ascii: "{") : UInt8(ascii: "["))
        open.append(OpenContainer(value: value))
    }

    /// Goes on with the innermost open container, up to the beginning of one inside it or to its end.
    private mutating func proceed(_ isPretty: Bool, depth: Int) {
        let last = open.count - 1
        var next = open[last].next
        let end: UInt8
        switch open[last].value {
        case .array(let elements):
            while next < elements.count {
                separate(next, isPretty, depth)
                next += 1
                if !leaf(elements[next - 1]) {
                    open[last].next = next
                    return begin(elements[next - 1])
                }
            }
            end = UInt8(ascii: "]")
        case .object(let members):
            while next < members.count {
                separate(next, isPretty, depth)
                string(members[next].key)
                byte(UInt8(ascii: ":"))
                if isPretty { byte(UInt8(ascii: " ")) }
                next += 1
                if !leaf(members[next - 1].value) {
                    open[last].next = next
                    return begin(members[next - 1].value)
                }
            }
            end = UInt8(ascii: "}")
        default:
            open.removeLast()
            return
        }
        open.removeLast()
        if isPretty { breakLine(depth - 1) }
        byte(end)
    }

    /// Writes what stands before a member or an element.
    private mutating func separate(_ ordinal: Int, _ isPretty: Bool, _ depth: Int) {
        if ordinal > 0 { byte(UInt8(ascii: ",")) }
        if isPretty { breakLine(depth) }
    }

    private mutating func breakLine(_ depth: Int) {
        byte(UInt8(ascii: "\n"))
        for _ in 0..<depth { raw("  ") }
    }

    /// Writes a value that holds no others; says whether it is one.
    private mutating func leaf(_ value: JSONValue) -> Bool {
        switch value {
        case .null: raw("null")
        case .bool(let value): bool(value)
        case .integer(let value):
            // RFC 8785 numbers are doubles: a larger integer is written as the double that its readers see.
            if value.magnitude <= 1 << 53 { integer(value) } else { double(Double(value)) }
        case .double(let value): double(value)
        case .string(let text): string(text)
        case .array(let elements):
            guard elements.isEmpty else { return false }
            raw("[]")
        case .object(let members):
            guard members.isEmpty else { return false }
            raw("{}")
        }
        return true
    }
}

extension JSONEmitter {
    /// A container whose end has not been written.
    struct OpenContainer {
        var value: JSONValue
        /// The ordinal of the member or element that is due.
        var next = 0
    }
}
