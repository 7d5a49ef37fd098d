/// The schema of a protobuf message as other programs need it: a serialized `FileDescriptorSet` of the file that declares
/// the message and of all that it imports, each after what it imports.
enum ProtobufSchema {
    /// Returns the descriptor set of a message.
    static func descriptorSet<M: ProtobufMessage>(of type: M.Type) -> [UInt8] {
        var files = DescriptorFiles()
        files.add(type)
        var set = ProtobufWriter()
        for file in files.serialized { set.lengthDelimited(1, file) }
        return set.bytes
    }
}

/// The files that a message needs, in the order in which they can be read.
private struct DescriptorFiles {
    private var known: Set<String> = []
    private(set) var serialized: [[UInt8]] = []

    /// Adds the file of a message, after the files of the messages in it.
    mutating func add<M: ProtobufMessage>(_ type: M.Type) {
        guard known.insert(M.file).inserted else { return }
        var describer = MessageDescriber(message: M.name)
        M().fields(&describer)
        for imported in describer.imports { imported.add(&self) }
        serialized.append(DescriptorFiles.file(of: type, describer))
    }

    /// Returns the `FileDescriptorProto` of a message's file.
    private static func file<M: ProtobufMessage>(of type: M.Type, _ message: MessageDescriber) -> [UInt8] {
        let (package, simpleName) = split(M.name)
        var file = ProtobufWriter()
        file.string("name", 1, M.file)
        file.string("package", 2, package)
        file.strings(3, message.imports.map(\.file).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        file.lengthDelimited(4, message.descriptor(named: simpleName))
        file.string("syntax", 12, "proto3")
        return file.bytes
    }

    /// Splits a full name into its package and the rest.
    private static func split(_ name: String) -> (package: String, rest: String) {
        let parts = name.split(separator: ".")
        return (parts.dropLast().joined(separator: "."), parts.last.map(String.init) ?? name)
    }
}

/// Describes the fields of one message as a `DescriptorProto`.
private struct MessageDescriber: ProtobufVisitor {
    /// A file that the message's file imports.
    struct Import {
        var file: String
        var add: (inout DescriptorFiles) -> Void
    }

    /// The types of fields, by their number in `FieldDescriptorProto.Type`.
    private enum FieldType: Int32 {
        case double = 1
        case int64 = 3
        case int32 = 5
        case fixed32 = 7
        case string = 9
        case message = 11
        case bytes = 12
        case enumeration = 14
    }

    private let message: String
    private(set) var imports: [Import] = []
    private var fields: [[UInt8]] = []
    private var enums: [[UInt8]] = []
    private var choices: [[UInt8]] = []

    init(message: String) { self.message = message }

    /// Returns the `DescriptorProto`.
    func descriptor(named name: String) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.string("name", 1, name)
        for field in fields { writer.lengthDelimited(2, field) }
        for enumeration in enums { writer.lengthDelimited(4, enumeration) }
        for choice in choices { writer.lengthDelimited(8, choice) }
        return writer.bytes
    }

    mutating func int64(_ name: StaticString, _ number: Int, _ value: Int64) { field(name, number, .int64) }
    mutating func int32(_ name: StaticString, _ number: Int, _ value: Int32) { field(name, number, .int32) }
    mutating func fixed32(_ name: StaticString, _ number: Int, _ value: UInt32) { field(name, number, .fixed32) }
    mutating func double(_ name: StaticString, _ number: Int, _ value: Double) { field(name, number, .double) }
    mutating func string(_ name: StaticString, _ number: Int, _ value: String) { field(name, number, .string) }
    mutating func data(_ name: StaticString, _ number: Int, _ value: [UInt8]) { field(name, number, .bytes) }

    mutating func enumeration<E: ProtobufEnum>(_ name: StaticString, _ number: Int, _ value: E) {
        var writer = ProtobufWriter()
        writer.string("name", 1, E.name)
        for value in E.allCases {
            var item = ProtobufWriter()
            item.string("name", 1, value.caseName)
            item.explicitIndex(2, Int(value.rawValue))
            writer.lengthDelimited(2, item.bytes)
        }
        enums.append(writer.bytes)
        field(name, number, .enumeration, typeName: "\(message).\(E.name)")
    }

    mutating func message<M: ProtobufMessage>(_ name: StaticString, _ number: Int, _ value: M?) {
        uses(M.self)
        field(name, number, .message, typeName: M.name)
    }

    mutating func optionalMessage<M: ProtobufMessage>(_ name: StaticString, _ number: Int, _ value: M?) {
        uses(M.self)
        // An optional field of proto3 stands alone in a choice whose name begins with an underscore.
        var choice = ProtobufWriter()
        choice.string("name", 1, "_\(name)")
        field(name, number, .message, typeName: M.name, choice: choices.count)
        choices.append(choice.bytes)
    }

    mutating func messages<M: ProtobufMessage>(_ name: StaticString, _ number: Int, _ values: [M]) {
        uses(M.self)
        field(name, number, .message, typeName: M.name, isRepeated: true)
    }

    private mutating func uses<M: ProtobufMessage>(_ type: M.Type) {
        guard !imports.contains(where: { $0.file == M.file }) else { return }
        imports.append(Import(file: M.file) { $0.add(M.self) })
    }

    private mutating func field(
        _ name: StaticString, _ number: Int, _ type: FieldType, typeName: String = "", isRepeated: Bool = false,
        choice: Int? = nil
    ) {
        var writer = ProtobufWriter()
        writer.string("name", 1, "\(name)")
        writer.int64("number", 3, Int64(number))
        writer.int64("label", 4, isRepeated ? 3 : 1)
        writer.int32("type", 5, type.rawValue)
        if !typeName.isEmpty { writer.string("type_name", 6, ".\(typeName)") }
        if let choice { writer.explicitIndex(9, choice) }
        writer.string("json_name", 10, MessageDescriber.jsonName("\(name)"))
        if choice != nil { writer.int64("proto3_optional", 17, 1) }
        fields.append(writer.bytes)
    }

    /// Returns a field's name in JSON: `fill_color` becomes `fillColor`.
    private static func jsonName(_ name: String) -> String {
        let words = name.split(separator: "_")
        return words.enumerated().map { $0.offset == 0 ? String($0.element) : capitalized($0.element) }.joined()
    }

    private static func capitalized(_ word: Substring) -> String { word.prefix(1).uppercased() + word.dropFirst() }
}
