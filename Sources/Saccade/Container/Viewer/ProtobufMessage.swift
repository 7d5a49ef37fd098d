/// A protobuf message that goes through its fields once, for whoever visits: the writer of its bytes, or the describer
/// of its schema.
protocol ProtobufMessage: Sendable {
    /// The full name, as `foxglove.Log`.
    static var name: String { get }
    /// The file that declares it, as `foxglove/Log.proto`.
    static var file: String { get }

    /// Creates a message whose fields have their defaults.
    init()

    /// Visits the fields in the order of their declaration.
    func fields(_ visitor: inout some ProtobufVisitor)
}

extension ProtobufMessage {
    /// The file of a message of the package `foxglove`: one message a file, named for it.
    static var file: String { name.split(separator: ".").joined(separator: "/") + ".proto" }

    /// The message in the wire format.
    var serialized: [UInt8] {
        var writer = ProtobufWriter()
        fields(&writer)
        return writer.bytes
    }
}

/// An enumeration that is nested in a message; its first case is 0.
protocol ProtobufEnum: RawRepresentable, CaseIterable, Sendable where RawValue == Int32 {
    /// The name within its message.
    static var name: String { get }
}

extension ProtobufEnum {
    /// The name of the case in the schema: `lineLoop` is `LINE_LOOP` there.
    var caseName: String {
        "\(self)".reduce(into: "") { name, letter in
            if letter.isUppercase { name += "_" }
            name += letter.uppercased()
        }
    }
}

/// What goes over the fields of a message: the name and the number of each are its identity in the schema.
protocol ProtobufVisitor {
    mutating func int64(_ name: StaticString, _ number: Int, _ value: Int64)
    mutating func int32(_ name: StaticString, _ number: Int, _ value: Int32)
    mutating func fixed32(_ name: StaticString, _ number: Int, _ value: UInt32)
    mutating func double(_ name: StaticString, _ number: Int, _ value: Double)
    mutating func string(_ name: StaticString, _ number: Int, _ value: String)
    mutating func data(_ name: StaticString, _ number: Int, _ value: [UInt8])
    mutating func enumeration<E: ProtobufEnum>(_ name: StaticString, _ number: Int, _ value: E)
    mutating func message<M: ProtobufMessage>(_ name: StaticString, _ number: Int, _ value: M?)
    /// A message that the schema declares with `optional`.
    mutating func optionalMessage<M: ProtobufMessage>(_ name: StaticString, _ number: Int, _ value: M?)
    mutating func messages<M: ProtobufMessage>(_ name: StaticString, _ number: Int, _ values: [M])
}
