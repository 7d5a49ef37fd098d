import Saccade

/// How often each field of the format stands in the logs that were counted.
struct FieldReach {
    private let definitions: JSONValue
    private(set) var counts: [String: Int] = [:]

    /// Reads the fields from the schema, which a test holds to be that of the code.
    init() throws {
        let path = StoragePath.join(StoragePath.folder(of: Logs.tests), "Docs/trace.schema.json")
        let schema = try JSONValue(parsing: try FileStorage().contents(of: path))
        definitions = schema["$defs"] ?? .null
        for definition in definitions.object ?? [] {
            for field in definition.value["properties"]?.object ?? [] { counts["\(definition.key).\(field.key)"] = 0 }
        }
    }

    /// Counts the fields of every line of a log.
    mutating func count(_ log: [UInt8]) throws {
        for line in log.split(separator: UInt8(ascii: "\n")) {
            let event = try JSONValue(parsing: Array(line))
            if let kind = event["t"]?.string { count(event, as: kind) }
        }
    }

    private mutating func count(_ value: JSONValue, as name: String) {
        let fields = definitions[name]?["properties"]
        for member in value.object ?? [] {
            guard let field = fields?[member.key] else { continue }
            counts["\(name).\(member.key)", default: 0] += 1
            if let inner = FieldReach.definition(field) { count(member.value, as: inner) }
            if let inner = field["items"].flatMap(FieldReach.definition) {
                for item in member.value.array ?? [] { count(item, as: inner) }
            }
        }
    }

    private static func definition(_ schema: JSONValue) -> String? {
        schema["$ref"]?.string.map { String($0.dropFirst("#/$defs/".count)) }
    }

    /// Returns the fields that stand in the logs fewer times than they should.
    func rare(below least: Int) -> [String] {
        counts.filter { $0.value < least }.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value) times" }
    }
}
