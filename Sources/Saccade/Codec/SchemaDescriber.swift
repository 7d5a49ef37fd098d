/// The JSON Schemas of the groups that have been met, by name.
struct SchemaDefinitions {
    private(set) var entries: [JSONMember] = []
    /// The groups among them, in the order in which they were met.
    private(set) var groups: [(name: String, description: GroupDescription)] = []
    private var names: Set<String> = []

    init() {}

    /// Returns a reference to a group's schema, describing the group when it is met first.
    mutating func reference<G: FieldGroup>(to group: G.Type) -> JSONValue {
        let name = group.typeName
        if names.insert(name).inserted {
            let description = GroupDescription(of: group, &self)
            groups.append((name, description))
            entries.append(JSONMember(name, description.schema(constant: nil)))
        }
        return .object([JSONMember("$ref", .string("#/$defs/\(name)"))])
    }

    /// Returns a reference to a schema that is written by hand.
    mutating func reference(to name: String, _ schema: @autoclosure () -> JSONValue) -> JSONValue {
        if names.insert(name).inserted { entries.append(JSONMember(name, schema())) }
        return .object([JSONMember("$ref", .string("#/$defs/\(name)"))])
    }
}

/// What a group of fields looks like: the source of the schema and of the tables.
struct GroupDescription {
    /// One field.
    struct Field {
        var key: String
        var typeName: String
        var isRequired: Bool
        /// What the field is when it is absent, if that is a value.
        var standard: JSONValue?
        var meaning: String
        var schema: JSONValue
    }

    var fields: [Field]

    init<G: FieldGroup>(of group: G.Type, _ definitions: inout SchemaDefinitions) {
        var describer = FieldDescriber(definitions: definitions)
        var example = G()
        example.fields(&describer)
        definitions = describer.definitions
        fields = describer.fields
    }

    /// Returns the schema of the group; an event's begins with its kind.
    func schema(constant kind: String?) -> JSONValue {
        var properties: [JSONMember] = []
        var required: [JSONValue] = []
        if let kind {
            properties.append(JSONMember("t", .object([JSONMember("const", .string(kind))])))
            required.append(.string("t"))
        }
        for field in fields {
            var members = field.schema.object ?? []
            members.append(JSONMember("description", .string(field.meaning)))
            if let standard = field.standard { members.append(JSONMember("default", standard)) }
            properties.append(JSONMember(field.key, .object(members)))
            if field.isRequired { required.append(.string(field.key)) }
        }
        return .object([
            JSONMember("type", .string("object")), JSONMember("properties", .object(properties)),
            JSONMember("required", .array(required)),
        ])
    }
}

/// Collects the fields of a group.
private struct FieldDescriber: FieldCoder {
    typealias Failure = Never

    var definitions: SchemaDefinitions
    var fields: [GroupDescription.Field] = []

    mutating func required<V: FieldValue>(_ key: StaticString, _ value: inout V, _ meaning: StaticString) {
        add(V.self, key, meaning, isRequired: true)
    }

    mutating func optional<V: FieldValue>(_ key: StaticString, _ value: inout V?, _ meaning: StaticString) {
        add(V.self, key, meaning, isRequired: false)
    }

    mutating func defaulted<V: FieldValue & Equatable>(
        _ key: StaticString, _ value: inout V, _ standard: V, _ meaning: StaticString
    ) {
        var emitter = JSONEmitter()
        standard.encode(into: &emitter)
        add(V.self, key, meaning, isRequired: false, standard: try? JSONValue(parsing: emitter.bytes))
    }

    private mutating func add<V: FieldValue>(
        _ type: V.Type, _ key: StaticString, _ meaning: StaticString, isRequired: Bool, standard: JSONValue? = nil
    ) {
        let schema = V.schema(&definitions)
        fields.append(
            GroupDescription.Field(
                key: "\(key)", typeName: V.typeName, isRequired: isRequired, standard: standard, meaning: "\(meaning)",
                schema: schema))
    }
}

extension FieldGroup {
    static func schema(_ definitions: inout SchemaDefinitions) -> JSONValue { definitions.reference(to: Self.self) }

    static var typeName: String {
        let name = String(describing: Self.self)
        return name.hasSuffix("Fields") ? String(name.dropLast(6)) : name
    }
}
