/// The format as a JSON Schema (2020-12), for tools that know nothing of this library.
public enum TraceSchema {
    /// The schema of one event, which is one line of a log.
    ///
    /// It knows the fields and their types. What it cannot say, such as ordinals that count up, is for `saccade check`.
    public static var json: JSONValue {
        var definitions = SchemaDefinitions()
        let kinds = EventKind.allCases.map { kind in
            JSONMember(kind.name, kind.describe(&definitions).schema(constant: kind.name))
        }
        let names = JSONValue.array(EventKind.allCases.map { .string($0.name) })
        var choices = EventKind.allCases.map { kind in
            JSONValue.object([JSONMember("$ref", .string("#/$defs/\(kind.name)"))])
        }
        choices.append(
            .object([
                JSONMember("description", .string("an event of a kind from a newer version: kept, not understood")),
                JSONMember(
                    "properties",
                    .object([JSONMember("t", .object([JSONMember("not", .object([JSONMember("enum", names)]))]))])),
            ]))
        return .object([
            JSONMember("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            JSONMember("$id", .string("urn:saccade:trace:\(FormatVersion.current)")),
            JSONMember("title", .string("One event of a Saccade trace")), JSONMember("type", .string("object")),
            JSONMember("properties", .object(commonProperties)),
            JSONMember("required", .array([.string("t")])), JSONMember("oneOf", .array(choices)),
            JSONMember("$defs", .object(kinds + definitions.entries)),
        ])
    }

    /// The fields that every event may have.
    private static var commonProperties: [JSONMember] {
        var definitions = SchemaDefinitions()
        let time =
            (Int.schema(&definitions).object ?? []) + [
                JSONMember("description", .string("\(EventDecoder.timeMeaning)"))
            ]
        return [
            JSONMember(
                "t",
                .object([JSONMember("type", .string("string")), JSONMember("description", .string("kind of event"))])),
            JSONMember("at", .object(time)),
            JSONMember(
                "critical",
                .object([
                    JSONMember("type", .string("boolean")),
                    JSONMember(
                        "description", .string("whether a reader that does not know the kind must refuse the log")),
                ])),
        ]
    }
}
