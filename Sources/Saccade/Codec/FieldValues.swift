// The values that fields are made of.

extension Int: FieldValue {
    static let largest = 9_007_199_254_740_991

    @inline(__always) static func decode(_ reader: inout ValueReader) throws(TraceError) -> Int {
        if let value = reader.cursor.shortInteger() { return value }
        let byte = reader.cursor.current
        guard byte == UInt8(ascii: "-") || byte &- UInt8(ascii: "0") <= 9 else { throw reader.mismatch("an integer") }
        let start = reader.cursor
        let token = try reader.cursor.number()
        if token.isInteger, token.isExact, token.mantissa <= UInt64(largest) {
            return token.isNegative ? -Int(token.mantissa) : Int(token.mantissa)
        }
        return try unusual(token, start, reader)
    }

    /// Reads an integer that is spelled with a fraction or an exponent.
    @inline(never) private static func unusual(
        _ token: JSONCursor.NumberToken, _ start: JSONCursor, _ reader: ValueReader
    ) throws(TraceError) -> Int {
        if let double = start.double(token), let value = Int(exactly: double), value.magnitude <= UInt(largest) {
            return value
        }
        var reader = reader
        reader.cursor = start
        throw reader.mismatch("an integer within ±(2^53 − 1)")
    }

    @inline(__always) func encode(into emitter: inout JSONEmitter) { emitter.integer(Int64(self)) }

    static func schema(_ definitions: inout SchemaDefinitions) -> JSONValue {
        .object([
            JSONMember("type", .string("integer")), JSONMember("minimum", .integer(-Int64(largest))),
            JSONMember("maximum", .integer(Int64(largest))),
        ])
    }

    static var typeName: String { "integer" }
}

extension Double: FieldValue {
    @inline(__always) static func decode(_ reader: inout ValueReader) throws(TraceError) -> Double {
        if let value = reader.cursor.shortInteger() { return Double(value) }
        let byte = reader.cursor.current
        guard byte == UInt8(ascii: "-") || byte &- UInt8(ascii: "0") <= 9 else { throw reader.mismatch("a number") }
        let start = reader.cursor.position
        let token = try reader.cursor.number()
        guard let value = reader.cursor.double(token) else {
            reader.cursor.position = start
            throw reader.mismatch("a number in the range of doubles")
        }
        return value
    }

    @inline(__always) func encode(into emitter: inout JSONEmitter) { emitter.double(self) }

    static func schema(_ definitions: inout SchemaDefinitions) -> JSONValue {
        .object([JSONMember("type", .string("number"))])
    }

    static var typeName: String { "number" }
}

extension Bool: FieldValue {
    @inline(__always) static func decode(_ reader: inout ValueReader) throws(TraceError) -> Bool {
        switch reader.cursor.current {
        case UInt8(ascii: "t"):
            try reader.cursor.literal("true")
            return true
        case UInt8(ascii: "f"):
            try reader.cursor.literal("false")
            return false
        default: throw reader.mismatch("true or false")
        }
    }

    @inline(__always) func encode(into emitter: inout JSONEmitter) { emitter.bool(self) }

    static func schema(_ definitions: inout SchemaDefinitions) -> JSONValue {
        .object([JSONMember("type", .string("boolean"))])
    }

    static var typeName: String { "true or false" }
}

extension String: FieldValue {
    @inline(__always) static func decode(_ reader: inout ValueReader) throws(TraceError) -> String {
        guard reader.cursor.current == UInt8(ascii: "\"") else { throw reader.mismatch("a string") }
        let token = try reader.cursor.string()
        return reader.cursor.text(token)
    }

    @inline(__always) func encode(into emitter: inout JSONEmitter) { emitter.string(self) }

    static func schema(_ definitions: inout SchemaDefinitions) -> JSONValue {
        .object([JSONMember("type", .string("string"))])
    }

    static var typeName: String { "string" }
}

extension Digest: FieldValue {
    static func decode(_ reader: inout ValueReader) throws(TraceError) -> Digest {
        let cursor = reader.cursor
        guard cursor.current == UInt8(ascii: "\"") else { throw reader.mismatch("a SHA-256 as 64 hexadecimal digits") }
        let token = try reader.cursor.string()
        guard token.end - token.start == 64,
            let digest = Digest(hexDigits: UnsafeBufferPointer(start: cursor.base + token.start, count: 64))
        else {
            reader.cursor = cursor
            throw reader.mismatch("a SHA-256 as 64 lower-case hexadecimal digits")
        }
        return digest
    }

    func encode(into emitter: inout JSONEmitter) {
        emitter.reserve(66)
        emitter.byte(UInt8(ascii: "\""))
        emitter.hexadecimal(words.0)
        emitter.hexadecimal(words.1)
        emitter.hexadecimal(words.2)
        emitter.hexadecimal(words.3)
        emitter.byte(UInt8(ascii: "\""))
    }

    static func schema(_ definitions: inout SchemaDefinitions) -> JSONValue {
        .object([JSONMember("type", .string("string")), JSONMember("pattern", .string("^[0-9a-f]{64}$"))])
    }

    static var typeName: String { "SHA-256" }
}

extension JSONValue: FieldValue {
    static func decode(_ reader: inout ValueReader) throws(TraceError) -> JSONValue {
        try reader.cursor.value(depth: reader.depth)
    }

    func encode(into emitter: inout JSONEmitter) { emitter.value(self) }

    static func schema(_ definitions: inout SchemaDefinitions) -> JSONValue { .bool(true) }

    static var typeName: String { "any JSON" }
}

extension Array: FieldValue where Element: FieldValue {
    @inline(__always) static func decode(_ reader: inout ValueReader) throws(TraceError) -> [Element] {
        var result: [Element] = []
        try reader.elements { (reader) throws(TraceError) in result.append(try Element.decode(&reader)) }
        return result
    }

    @inline(__always) func encode(into emitter: inout JSONEmitter) {
        emitter.byte(UInt8(ascii: "["))
        // By their places: a copy of an element counts references to all that it holds.
        for index in indices {
            if index > 0 { emitter.byte(UInt8(ascii: ",")) }
            self[index].encode(into: &emitter)
        }
        emitter.byte(UInt8(ascii: "]"))
    }

    static func schema(_ definitions: inout SchemaDefinitions) -> JSONValue {
        .object([JSONMember("type", .string("array")), JSONMember("items", Element.schema(&definitions))])
    }

    static var typeName: String { "array of \(Element.typeName)" }
}

/// A name from a list that may grow: a reader keeps the names that it does not know.
public protocol OpenName: RawRepresentable, Sendable, Hashable, CustomStringConvertible where RawValue == String {
    /// Creates the name from its text, known or not.
    init(rawValue: String)
    /// The names that this version knows.
    static var known: [Self] { get }
}

extension OpenName {
    /// The name's text.
    public var description: String { rawValue }
    /// Whether this version knows the name.
    public var isKnown: Bool { Self.known.contains(self) }
}

// `OpenName` types declare `FieldValue` themselves and take the implementation from here.
extension FieldValue where Self: OpenName {
    @inline(__always) static func decode(_ reader: inout ValueReader) throws(TraceError) -> Self {
        Self(rawValue: try String.decode(&reader))
    }

    @inline(__always) func encode(into emitter: inout JSONEmitter) { emitter.string(rawValue) }

    static func schema(_ definitions: inout SchemaDefinitions) -> JSONValue {
        .object([
            JSONMember("type", .string("string")),
            JSONMember("examples", .array(known.map { .string($0.rawValue) })),
        ])
    }

    static var typeName: String { known.map { "`\($0.rawValue)`" }.joined(separator: ", ") + ", …" }
}
