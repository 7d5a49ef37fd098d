/// One member of an object that is being read: the places of its key and its value.
struct MemberToken {
    var keyStart: Int
    var keyEnd: Int
    var valueStart: Int
    var valueEnd: Int
    var isEscaped: Bool
    var isUsed: Bool

    var key: JSONCursor.StringToken { .init(start: keyStart, end: keyEnd, isEscaped: isEscaped) }
}

/// A stack of members that nested objects share, kept between events so that reading one allocates nothing.
///
/// The storage is reached through a pointer: it belongs to one decoder, which one thread uses at a time and which
/// outlives every reader.
final class MemberStack {
    struct Storage {
        var members: UnsafeMutablePointer<MemberToken>
        var count: Int
        var capacity: Int
    }

    let storage: UnsafeMutablePointer<Storage>

    init() {
        storage = .allocate(capacity: 1)
        storage.initialize(to: Storage(members: .allocate(capacity: 64), count: 0, capacity: 64))
    }

    deinit {
        storage.pointee.members.deallocate()
        storage.deallocate()
    }
}

/// Reads the fields of one object: first all members are found and checked, then each field takes its own.
struct FieldReader: FieldCoder {
    let cursor: JSONCursor
    let stack: UnsafeMutablePointer<MemberStack.Storage>
    /// The event or group that is read, for messages.
    var context: StaticString
    let depth: Int
    private let first: Int
    private let count: Int
    /// The member that a writer in canonical order has put next.
    private var next: Int
    /// A bit for each length and first byte of a key, so that absent fields cost one test.
    private var signatures: UInt64

    init(_ reader: ValueReader) throws(TraceError) {
        guard reader.cursor.current == UInt8(ascii: "{") else { throw reader.mismatch("an object") }
        try self.init(reader.cursor, stack: reader.stack, context: reader.context, depth: reader.depth)
    }

    /// Finds the members of the object at the cursor's position.
    init(
        _ start: JSONCursor, stack: UnsafeMutablePointer<MemberStack.Storage>, context: StaticString, depth: Int
    ) throws(TraceError) {
        var cursor = start
        guard cursor.current == UInt8(ascii: "{") else {
            throw TraceError(
                cursor.position < cursor.end ? .invalidField : .truncated,
                "\(context): expected an object, found \(cursor.describeValue(at: cursor.position))",
                offset: cursor.position)
        }
        guard depth < cursor.limits.depth else { throw cursor.tooDeep() }
        cursor.position += 1
        let storage = stack
        let first = storage.pointee.count
        var signatures: UInt64 = 0
        cursor.skipWhitespace()
        if cursor.current == UInt8(ascii: "}") {
            cursor.position += 1
        } else {
            while true {
                guard cursor.current == UInt8(ascii: "\"") else {
                    throw cursor.malformed("expected a key in double quotes, found \(cursor.found())")
                }
                let key = try cursor.string()
                cursor.skipWhitespace()
                guard cursor.current == UInt8(ascii: ":") else {
                    throw cursor.malformed("expected ':' after a key, found \(cursor.found())")
                }
                cursor.position += 1
                cursor.skipWhitespace()
                let valueStart = cursor.position
                try cursor.skipValue(depth: depth + 1)
                if storage.pointee.count == storage.pointee.capacity { Self.grow(storage) }
                guard storage.pointee.count - first < cursor.limits.members else {
                    throw TraceError(
                        .limitExceeded, "expected at most \(cursor.limits.members) members in an object",
                        offset: key.start)
                }
                (storage.pointee.members + storage.pointee.count).initialize(
                    to: MemberToken(
                        keyStart: key.start, keyEnd: key.end, valueStart: valueStart, valueEnd: cursor.position,
                        isEscaped: key.isEscaped, isUsed: false))
                storage.pointee.count += 1
                signatures |=
                    key.isEscaped ? ~0 : Self.signature(key.end &- key.start, cursor.base[key.start])
                cursor.skipWhitespace()
                if cursor.current == UInt8(ascii: ",") {
                    cursor.position += 1
                    cursor.skipWhitespace()
                } else if cursor.current == UInt8(ascii: "}") {
                    cursor.position += 1
                    break
                } else {
                    throw cursor.malformed("expected ',' or '}', found \(cursor.found())")
                }
            }
        }
        self.cursor = cursor
        self.stack = stack
        self.context = context
        self.depth = depth
        self.first = first
        self.count = storage.pointee.count - first
        self.next = 0
        self.signatures = signatures
    }

    @inline(never) private static func grow(_ storage: UnsafeMutablePointer<MemberStack.Storage>) {
        let larger = UnsafeMutablePointer<MemberToken>.allocate(capacity: storage.pointee.capacity * 2)
        larger.update(from: storage.pointee.members, count: storage.pointee.count)
        storage.pointee.members.deallocate()
        storage.pointee.members = larger
        storage.pointee.capacity *= 2
    }

    @inline(__always) private static func signature(_ length: Int, _ first: UInt8) -> UInt64 {
        1 << UInt64(truncatingIfNeeded: (length &* 7 &+ Int(first)) & 63)
    }

    private var members: UnsafeMutablePointer<MemberToken> { stack.pointee.members + first }

    /// Returns the member with a key and marks it as used.
    @inline(__always) mutating func take(_ key: StaticString) -> MemberToken? {
        let length = key.utf8CodeUnitCount
        guard signatures & Self.signature(length, key.utf8Start[0]) != 0 else { return nil }
        if next < count, matches(members[next], key, length) {
            members[next].isUsed = true
            next &+= 1
            return members[next &- 1]
        }
        return search(key, length)
    }

    @inline(never) private mutating func search(_ key: StaticString, _ length: Int) -> MemberToken? {
        for index in 0..<count where !members[index].isUsed && matches(members[index], key, length) {
            members[index].isUsed = true
            next = index + 1
            return members[index]
        }
        return nil
    }

    @inline(__always) private func matches(_ member: MemberToken, _ key: StaticString, _ length: Int) -> Bool {
        if member.isEscaped { return matchesEscaped(member, key) }
        guard member.keyEnd &- member.keyStart == length else { return false }
        for index in 0..<length where cursor.base[member.keyStart &+ index] != key.utf8Start[index] { return false }
        return true
    }

    @inline(never) private func matchesEscaped(_ member: MemberToken, _ key: StaticString) -> Bool {
        cursor.unescaped(member.key).elementsEqual(
            UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
    }

    @inline(__always) func reader(_ member: MemberToken, _ key: StaticString) -> ValueReader {
        var cursor = cursor
        cursor.position = member.valueStart
        return ValueReader(cursor: cursor, stack: stack, context: context, key: key, depth: depth + 1)
    }

    @inline(__always) mutating func required<V: FieldValue>(
        _ key: StaticString, _ value: inout V, _ meaning: StaticString
    ) throws(TraceError) {
        guard let member = take(key) else { throw missing(key, meaning) }
        var reader = reader(member, key)
        value = try V.decode(&reader)
    }

    @inline(__always) mutating func optional<V: FieldValue>(
        _ key: StaticString, _ value: inout V?, _ meaning: StaticString
    ) throws(TraceError) {
        guard let member = take(key) else { return }
        var reader = reader(member, key)
        value = try V.decode(&reader)
    }

    @inline(__always) mutating func defaulted<V: FieldValue & Equatable>(
        _ key: StaticString, _ value: inout V, _ standard: V, _ meaning: StaticString
    ) throws(TraceError) {
        guard let member = take(key) else { return }
        var reader = reader(member, key)
        value = try V.decode(&reader)
    }

    @inline(never) private func missing(_ key: StaticString, _ meaning: StaticString) -> TraceError {
        TraceError(
            .invalidField, "\(context): expected a field \"\(key)\" (\(meaning)), found none",
            offset: cursor.position - 1)
    }

    /// Ends the reading: checks that no key stands twice, and gives the members' memory back.
    @inline(__always) func finish() throws(TraceError) {
        if hasUnknown { try checkUnique() }
        stack.pointee.count = first
    }

    /// Throws if two members have one key.
    ///
    /// Fields take only the first of them, so this is asked only if some member is left.
    @inline(never) private func checkUnique() throws(TraceError) {
        var keys = JSONCursor.KeySet()
        keys.tokens.reserveCapacity(count)
        for index in 0..<count { keys.tokens.append(members[index].key) }
        try keys.checkUnique(in: cursor)
    }

    /// Whether some member was not taken by any field.
    @inline(__always) var hasUnknown: Bool {
        for index in 0..<count where !members[index].isUsed { return true }
        return false
    }

    /// Ends the reading and returns the members that no field took.
    mutating func finishKeepingUnknown() throws(TraceError) -> [JSONMember] {
        try checkUnique()
        var unknown: [JSONMember] = []
        for index in 0..<count where !members[index].isUsed {
            var value = cursor
            value.position = members[index].valueStart
            unknown.append(JSONMember(cursor.text(members[index].key), try value.value(depth: depth + 1)))
        }
        stack.pointee.count = first
        return unknown
    }
}

/// Reads the value of one field.
struct ValueReader {
    var cursor: JSONCursor
    let stack: UnsafeMutablePointer<MemberStack.Storage>
    /// The event or group that the field belongs to, for messages.
    let context: StaticString
    var key: StaticString
    /// How many objects and arrays stand around the value.
    var depth: Int
    /// Whether groups are read by ``OrderedReader`` alone; if that fails, everything is read again.
    var isOrdered = false

    /// Returns the error of a value of the wrong kind.
    @inline(never) func mismatch(_ expected: String) -> TraceError {
        invalid("expected \(expected), found \(cursor.describeValue(at: cursor.position))")
    }

    /// Returns an error that names the field.
    @inline(never) func invalid(_ message: String) -> TraceError {
        TraceError(.invalidField, "\(context) \"\(key)\": \(message)", offset: cursor.position)
    }

    /// Reads an array's elements one by one.
    @inline(__always) mutating func elements(
        _ body: (inout ValueReader) throws(TraceError) -> Void
    ) throws(TraceError) {
        guard cursor.current == UInt8(ascii: "[") else { throw mismatch("an array") }
        cursor.position += 1
        cursor.skipWhitespace()
        if cursor.current == UInt8(ascii: "]") {
            cursor.position += 1
            return
        }
        while true {
            try body(&self)
            cursor.skipWhitespace()
            let byte = cursor.current
            guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") else {
                throw cursor.malformed("expected ',' or ']', found \(cursor.found())")
            }
            cursor.position += 1
            if byte == UInt8(ascii: "]") { return }
            cursor.skipWhitespace()
        }
    }
}

extension JSONCursor {
    /// Says what value begins at an offset, for a message.
    func describeValue(at offset: Int) -> String {
        var probe = self
        probe.position = offset
        switch probe.current {
        case UInt8(ascii: "{"): return "an object"
        case UInt8(ascii: "["): return "an array"
        case UInt8(ascii: "\""):
            guard let token = try? probe.string() else { return "a string" }
            let text = text(token)
            return text.unicodeScalars.count <= 40 ? "\"\(text)\"" : "\"\(text.prefix(40))…\""
        default:
            guard (try? probe.skipScalar()) != nil else { return probe.found() }
            let text = UnsafeBufferPointer(start: base + offset, count: min(probe.position - offset, 40))
            return String(decoding: text, as: UTF8.self)
        }
    }
}
