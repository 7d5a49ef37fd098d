/// The name of something that is counted per agent: `[agent, n]`.
public struct ScopedOrdinal: FieldValue, Hashable, Comparable, CustomStringConvertible {
    /// The agent.
    public var agent: Int
    /// The ordinal among the agent's things of that kind.
    public var n: Int

    /// Creates the name.
    public init(agent: Int, n: Int) {
        self.agent = agent
        self.n = n
    }

    /// Returns whether the first comes before the second.
    public static func < (a: ScopedOrdinal, b: ScopedOrdinal) -> Bool { (a.agent, a.n) < (b.agent, b.n) }

    /// The value as text.
    public var description: String { "\(agent).\(n)" }

    static func decode(_ reader: inout ValueReader) throws(TraceError) -> ScopedOrdinal {
        let start = reader
        let pair = try [Int].decode(&reader)
        guard pair.count == 2 else { throw start.mismatch("[agent, ordinal]") }
        return ScopedOrdinal(agent: pair[0], n: pair[1])
    }

    func encode(into emitter: inout JSONEmitter) { [agent, n].encode(into: &emitter) }

    static func schema(_ definitions: inout SchemaDefinitions) -> JSONValue {
        .fixedArray(of: "integer", count: 2)
    }

    static var typeName: String { "[agent, ordinal]" }
}

extension JSONValue {
    /// The JSON Schema of an array of a fixed number of numbers.
    static func fixedArray(of type: String, count: Int) -> JSONValue {
        .object([
            JSONMember("type", .string("array")),
            JSONMember("items", .object([JSONMember("type", .string(type))])),
            JSONMember("minItems", .integer(Int64(count))), JSONMember("maxItems", .integer(Int64(count))),
        ])
    }
}
