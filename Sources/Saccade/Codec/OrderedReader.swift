/// Reads the fields of one object in one pass, as long as they stand in canonical order.
///
/// A field that does not stand next counts as absent; if a member is left at the end, `finish` fails, and the caller
/// reads the object again with ``FieldReader``. So every error here only says that the fast way is closed: its message
/// is not seen.
struct OrderedReader: FieldCoder {
    private var value: ValueReader

    /// Steps into the object at a reader's position.
    @inline(__always) init(_ reader: ValueReader) throws(TraceError) {
        value = reader
        guard value.cursor.current == UInt8(ascii: "{") else { throw Self.closed }
        value.isOrdered = true
        value.depth += 1
        value.cursor.position &+= 1
        value.cursor.skipWhitespace()
    }

    /// The offset after what has been read.
    @inline(__always) var position: Int { value.cursor.position }

    /// Whether nothing but white space follows.
    var isAtEnd: Bool {
        var rest = value.cursor
        rest.skipWhitespace()
        return rest.position == rest.end
    }

    @inline(__always) private static var closed: TraceError { TraceError(.invalidField, "") }

    /// Reads the kind of an event, which a writer puts first; `nil` if it is not known.
    @inline(__always) mutating func kind() throws(TraceError) -> EventKind? {
        guard take("t"), value.cursor.current == UInt8(ascii: "\"") else { return nil }
        let token = try value.cursor.string()
        guard !token.isEscaped,
            let kind = EventKind.named(value.cursor.base + token.start, count: token.end &- token.start)
        else { return nil }
        try advance()
        return kind
    }

    /// Steps over a key and its colon if it is the one that stands next.
    @inline(__always) private mutating func take(_ key: StaticString) -> Bool {
        let length = key.utf8CodeUnitCount
        let start = value.cursor.position
        guard start &+ length &+ 3 <= value.cursor.end else { return false }
        let place = value.cursor.base + start
        guard place[0] == UInt8(ascii: "\""), place[length &+ 1] == UInt8(ascii: "\""),
            JSONCursor.isEqual(place + 1, key.utf8Start, length)
        else { return false }
        if place[length &+ 2] == UInt8(ascii: ":") {
            value.cursor.position = start &+ length &+ 3
            if value.cursor.current <= 0x20 { value.cursor.skipWhitespace() }
            return true
        }
        return takeSpaced(start &+ length &+ 2)
    }

    /// Steps over a colon with white space before it.
    @inline(never) private mutating func takeSpaced(_ position: Int) -> Bool {
        var cursor = value.cursor
        cursor.position = position
        cursor.skipWhitespace()
        guard cursor.current == UInt8(ascii: ":") else { return false }
        cursor.position += 1
        cursor.skipWhitespace()
        value.cursor = cursor
        return true
    }

    /// Steps from the end of a value to the next key or to the end of the object.
    @inline(__always) private mutating func advance() throws(TraceError) {
        if value.cursor.current <= 0x20 { value.cursor.skipWhitespace() }
        let byte = value.cursor.current
        if byte == UInt8(ascii: ",") {
            value.cursor.position &+= 1
            if value.cursor.current <= 0x20 { value.cursor.skipWhitespace() }
            // A comma before the end of the object is not seen again.
            guard value.cursor.current == UInt8(ascii: "\"") else { throw Self.closed }
        } else if byte != UInt8(ascii: "}") {
            throw Self.closed
        }
    }

    @inline(__always) mutating func required<V: FieldValue>(
        _ key: StaticString, _ value: inout V, _ meaning: StaticString
    ) throws(TraceError) {
        guard take(key) else { throw Self.closed }
        value = try V.decode(&self.value)
        try advance()
    }

    @inline(__always) mutating func optional<V: FieldValue>(
        _ key: StaticString, _ value: inout V?, _ meaning: StaticString
    ) throws(TraceError) {
        guard take(key) else { return }
        value = try V.decode(&self.value)
        try advance()
    }

    @inline(__always) mutating func defaulted<V: FieldValue & Equatable>(
        _ key: StaticString, _ value: inout V, _ standard: V, _ meaning: StaticString
    ) throws(TraceError) {
        guard take(key) else { return }
        value = try V.decode(&self.value)
        try advance()
    }

    /// Steps out of the object, of which nothing may be left.
    @inline(__always) mutating func finish() throws(TraceError) {
        guard value.cursor.current == UInt8(ascii: "}") else { throw Self.closed }
        value.cursor.position &+= 1
    }
}

extension JSONCursor {
    /// Returns whether two runs of bytes are equal; for a constant count this becomes a few comparisons of words.
    @inline(__always) static func isEqual(
        _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int
    ) -> Bool {
        let (a, b) = (UnsafeRawPointer(a), UnsafeRawPointer(b))
        var index = 0
        while index &+ 8 <= count {
            guard
                (a + index).loadUnaligned(as: UInt64.self) == (b + index).loadUnaligned(as: UInt64.self)
            else { return false }
            index &+= 8
        }
        if index &+ 4 <= count {
            guard
                (a + index).loadUnaligned(as: UInt32.self) == (b + index).loadUnaligned(as: UInt32.self)
            else { return false }
            index &+= 4
        }
        if index &+ 2 <= count {
            guard
                (a + index).loadUnaligned(as: UInt16.self) == (b + index).loadUnaligned(as: UInt16.self)
            else { return false }
            index &+= 2
        }
        return index == count
            || a.load(fromByteOffset: index, as: UInt8.self) == b.load(fromByteOffset: index, as: UInt8.self)
    }
}
