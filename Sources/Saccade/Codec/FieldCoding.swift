/// Something that goes through the fields of a group one by one: a reader, a writer or a describer.
///
/// Each event lists its fields once, in canonical order, each with its meaning in words. From that one list come the
/// decoder, the encoder, the JSON Schema and the tables of `Docs/Format.md`, so that none of them can disagree.
protocol FieldCoder: ~Copyable {
    /// What can go wrong: nothing when writing and describing.
    associatedtype Failure: Error

    /// Whether fields that contradict each other are refused.
    var refusesContradictions: Bool { get }

    /// A field that must be there.
    mutating func required<V: FieldValue>(
        _ key: StaticString, _ value: inout V, _ meaning: StaticString) throws(Failure)
    /// A field that may be absent.
    mutating func optional<V: FieldValue>(
        _ key: StaticString, _ value: inout V?, _ meaning: StaticString) throws(Failure)
    /// A field that is absent when it equals its default.
    mutating func defaulted<V: FieldValue & Equatable>(
        _ key: StaticString, _ value: inout V, _ standard: V, _ meaning: StaticString) throws(Failure)
}

extension FieldCoder where Self: ~Copyable {
    var refusesContradictions: Bool { true }

    /// An array that is absent when it is empty.
    @inline(__always) mutating func list<V: FieldValue & Equatable>(
        _ key: StaticString, _ value: inout [V], _ meaning: StaticString
    ) throws(Failure) {
        try defaulted(key, &value, [], meaning)
    }

    /// A truth value that is absent when it is false.
    @inline(__always) mutating func flag(
        _ key: StaticString, _ value: inout Bool, _ meaning: StaticString
    ) throws(Failure) {
        try defaulted(key, &value, false, meaning)
    }
}

/// A type that can be the value of a field.
protocol FieldValue: Sendable {
    static func decode(_ reader: inout ValueReader) throws(TraceError) -> Self
    func encode(into emitter: inout JSONEmitter)
    /// Packs the value into the private form that a recorder hands from thread to thread.
    func pack(into packer: inout EventPacker)
    static func unpack(_ unpacker: inout EventUnpacker) throws(TraceError) -> Self
    /// The JSON Schema of the value; groups put theirs into the describer and return a reference.
    static func schema(_ definitions: inout SchemaDefinitions) -> JSONValue
    /// What the value is, in a few words, for tables.
    static var typeName: String { get }
}

/// A group of fields that is one JSON object.
protocol FieldGroup: FieldValue {
    init()
    /// Goes through the fields in canonical order.
    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure)
    /// Returns what is wrong if the fields contradict each other; asked once they are read.
    var contradiction: String? { get }
}

extension FieldGroup {
    var contradiction: String? { nil }
}

// MARK: Writing

extension JSONEmitter: FieldCoder {
    typealias Failure = Never

    @inline(__always) mutating func required<V: FieldValue>(
        _ key: StaticString, _ value: inout V, _ meaning: StaticString
    ) {
        self.key(key)
        value.encode(into: &self)
    }

    @inline(__always) mutating func optional<V: FieldValue>(
        _ key: StaticString, _ value: inout V?, _ meaning: StaticString
    ) {
        guard let value else { return }
        self.key(key)
        value.encode(into: &self)
    }

    @inline(__always) mutating func defaulted<V: FieldValue & Equatable>(
        _ key: StaticString, _ value: inout V, _ standard: V, _ meaning: StaticString
    ) {
        guard value != standard else { return }
        self.key(key)
        value.encode(into: &self)
    }
}

extension JSONEmitter {
    /// Writes the fields of a group.
    ///
    /// The list of fields takes the group as `inout` for the sake of readers. A writer only looks, so it goes through a
    /// pointer instead of a copy, which would count every reference in the group up and down.
    @inline(__always) mutating func fields<G: FieldGroup>(of group: borrowing G) {
        withUnsafePointer(to: group) { UnsafeMutablePointer(mutating: $0).pointee.fields(&self) }
    }
}

extension FieldGroup {
    @inline(__always) func encode(into emitter: inout JSONEmitter) {
        emitter.byte(UInt8(ascii: "{"))
        emitter.fields(of: self)
        emitter.byte(UInt8(ascii: "}"))
    }

    @inline(__always) static func decode(_ reader: inout ValueReader) throws(TraceError) -> Self {
        if reader.isOrdered { return try decodeOrdered(&reader) }
        var fields = try FieldReader(reader)
        var group = Self()
        try group.fields(&fields)
        try fields.finish()
        if let contradiction = group.contradiction { throw reader.invalid(contradiction) }
        // What follows in an array is read from here.
        reader.cursor = fields.cursor
        return group
    }

    /// Reads a group whose fields stand in canonical order.
    @inline(__always) private static func decodeOrdered(_ reader: inout ValueReader) throws(TraceError) -> Self {
        var fields = try OrderedReader(reader)
        var group = Self()
        try group.fields(&fields)
        try fields.finish()
        if let contradiction = group.contradiction { throw reader.invalid(contradiction) }
        reader.cursor.position = fields.position
        return group
    }
}
