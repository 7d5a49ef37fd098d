import Foundation
import Testing

@testable import Saccade

@Suite struct FormatSchemaTests {
    private let validator = SchemaValidator(TraceSchema.json)

    @Test func `the schema file is the one that the code makes`() throws {
        try FormatDocuments.expect("trace.schema.json", TraceSchema.json.prettyText)
    }

    @Test(arguments: EventMaker.examples())
    func `an event of every kind fits the schema`(_ event: Event) throws {
        #expect(validator.problem(try JSONValue(parsing: EventEncoder.bytes(of: event))) == nil)
    }

    @Test func `random events fit the schema`() throws {
        var maker = EventMaker(seed: 21)
        for _ in 0..<500 {
            let event = maker.event()
            #expect(validator.problem(try JSONValue(parsing: EventEncoder.bytes(of: event))) == nil)
        }
    }

    @Test func `events of unknown kinds and unknown fields fit the schema`() throws {
        #expect(validator.problem(try JSONValue(parsing: #"{"t":"gaze.begin","x":1}"#)) == nil)
        #expect(validator.problem(try JSONValue(parsing: #"{"t":"step.end","agent":0,"step":0,"x":{}}"#)) == nil)
    }

    @Test(
        arguments: [
            "5", "{}", #"{"t":5}"#, #"{"t":"turn"}"#, #"{"t":"turn","n":"0"}"#, #"{"t":"turn","n":0.5}"#,
            #"{"t":"turn","n":9007199254740992}"#, #"{"t":"turn","at":"now","n":0}"#, #"{"t":"turn","n":0,"parts":{}}"#,
            #"{"t":"turn","n":0,"parts":[5]}"#, #"{"t":"turn","n":0,"parts":[{"text":5}]}"#,
            #"{"t":"image","n":0,"digest":"00","origin":{"kind":"input"}}"#,
            #"{"t":"region","agent":0,"n":0,"image":0,"shape":{"box":[1,2,3]}}"#,
            #"{"t":"message.receive","agent":0,"message":[1]}"#,
        ])
    func `a broken event does not fit the schema`(_ text: String) throws {
        #expect(validator.problem(try JSONValue(parsing: text)) != nil)
    }

    @Test func `the events of every sample fit the schema`() throws {
        let folder = CodecCorpora.package.appendingPathComponent("Samples")
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        for file in files.sorted() where file.hasSuffix(".jsonl") {
            let data = try Data(contentsOf: folder.appendingPathComponent(file))
            for (index, line) in data.split(separator: UInt8(ascii: "\n")).enumerated() {
                // Samples that show damage hold lines that are no JSON; the rest must fit.
                guard let value = try? JSONValue(parsing: Array(line)) else { continue }
                let problem = validator.problem(value)
                #expect(problem == nil, "\(file):\(index + 1): \(problem ?? "")")
            }
        }
    }
}

/// As much of JSON Schema 2020-12 as the schema of traces uses.
struct SchemaValidator {
    private let root: JSONValue

    init(_ root: JSONValue) { self.root = root }

    /// Returns what is wrong with a value, or `nil` if it fits.
    func problem(_ value: JSONValue) -> String? { problem(value, root, "") }

    private func problem(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> String? {
        guard case .object(let rules) = schema else {
            return schema == .bool(true) ? nil : "\(path): nothing is allowed here"
        }
        for rule in rules {
            if let problem = problem(value, rule, path) { return problem }
        }
        return nil
    }

    private func problem(_ value: JSONValue, _ rule: JSONMember, _ path: String) -> String? {
        switch rule.key {
        case "type": return hasType(value, rule.value.string) ? nil : "\(path): no \(rule.value.string ?? "")"
        case "const": return value == rule.value ? nil : "\(path): not \(rule.value.canonicalText)"
        case "enum": return rule.value.array?.contains(value) == true ? nil : "\(path): not in the list"
        case "not": return problem(value, rule.value, path) == nil ? "\(path): must not fit" : nil
        case "$ref":
            let name = rule.value.string?.dropFirst("#/$defs/".count) ?? ""
            guard let target = root["$defs"]?[String(name)] else { return "\(path): no definition \(name)" }
            return problem(value, target, path)
        case "oneOf":
            let problems = (rule.value.array ?? []).map { problem(value, $0, path) }
            let fitting = problems.count { $0 == nil }
            return fitting == 1 ? nil : "\(path): fits \(fitting) of one: \(problems.compactMap(\.self))"
        case "properties":
            for property in rule.value.object ?? [] {
                guard let member = value[property.key] else { continue }
                if let problem = problem(member, property.value, path + "/" + property.key) { return problem }
            }
            return nil
        case "required":
            let missing = (rule.value.array ?? []).first { value[$0.string ?? ""] == nil }
            return value.object == nil ? nil : missing.map { "\(path): lacks \($0.canonicalText)" }
        case "items":
            for (index, element) in (value.array ?? []).enumerated() {
                if let problem = problem(element, rule.value, "\(path)/\(index)") { return problem }
            }
            return nil
        case "minItems": return (value.array?.count ?? .max) < (rule.value.integer ?? 0) ? "\(path): too short" : nil
        case "maxItems": return (value.array?.count ?? 0) > (rule.value.integer ?? 0) ? "\(path): too long" : nil
        case "minimum": return (value.number ?? .infinity) < (rule.value.number ?? 0) ? "\(path): too small" : nil
        case "maximum": return (value.number ?? -.infinity) > (rule.value.number ?? 0) ? "\(path): too large" : nil
        case "pattern":
            // The one pattern in use: a SHA-256.
            guard let text = value.string, rule.value == .string("^[0-9a-f]{64}$") else { return nil }
            return Digest(hex: text) == nil ? "\(path): no SHA-256" : nil
        case "$schema", "$id", "$defs", "title", "description", "default", "examples": return nil
        default: return "\(path): the schema uses \(rule.key), which this test does not know"
        }
    }

    private func hasType(_ value: JSONValue, _ type: String?) -> Bool {
        switch type {
        case "object": value.object != nil
        case "array": value.array != nil
        case "string": value.string != nil
        case "number": value.number != nil
        case "integer": value.integer != nil
        case "boolean": value.bool != nil
        default: false
        }
    }
}
