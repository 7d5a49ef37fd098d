import Foundation
import Testing

@testable import Saccade

@Suite struct JSONConformanceTests {
    /// Files that RFC 8259 leaves open and this parser accepts; it refuses every other `i_` file.
    private static let acceptedOpenCases: Set<String> = [
        "i_number_double_huge_neg_exp.json", "i_number_real_underflow.json", "i_number_too_big_neg_int.json",
        "i_number_too_big_pos_int.json", "i_number_very_big_negative_int.json", "i_structure_500_nested_arrays.json",
    ]
    /// Files of RFC 8259 that an event may not hold: the format forbids what they show.
    private static let refusedInEvents: Set<String> = [
        "y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json", "i_structure_500_nested_arrays.json",
    ]

    private func parses(_ bytes: [UInt8], _ limits: JSONLimits) -> Bool {
        (try? JSONValue(parsing: bytes, limits: limits)) != nil
    }

    private func isEvent(_ value: [UInt8]) -> Bool {
        (try? EventDecoder().decode(Array(#"{"t":"x","v":"#.utf8) + value + Array("}".utf8))) != nil
    }

    @Test(.enabled(if: CodecCorpora.hasParsing, "../shared/corpora is absent"))
    func `every file that must be accepted is accepted`() throws {
        let cases = try CodecCorpora.cases("y_")
        #expect(cases.count == 95)
        for (name, bytes) in cases {
            #expect(parses(bytes, .duplicates), "\(name)")
            #expect(parses(bytes, .document) != name.contains("duplicated_key"), "\(name)")
            #expect(isEvent(bytes) != Self.refusedInEvents.contains(name), "\(name)")
        }
    }

    @Test(.enabled(if: CodecCorpora.hasParsing, "../shared/corpora is absent"))
    func `every file that must be refused is refused`() throws {
        let cases = try CodecCorpora.cases("n_")
        #expect(cases.count == 188)
        for (name, bytes) in cases {
            #expect(!parses(bytes, .duplicates), "\(name)")
            #expect(!parses(bytes, .document), "\(name)")
            #expect(!isEvent(bytes), "\(name)")
        }
    }

    @Test(.enabled(if: CodecCorpora.hasParsing, "../shared/corpora is absent"))
    func `of the open files exactly the listed ones are accepted`() throws {
        let cases = try CodecCorpora.cases("i_")
        #expect(cases.count == 35)
        for (name, bytes) in cases {
            let isAccepted = Self.acceptedOpenCases.contains(name)
            #expect(parses(bytes, .document) == isAccepted, "\(name)")
            #expect(isEvent(bytes) == (isAccepted && !Self.refusedInEvents.contains(name)), "\(name)")
        }
    }

    @Test(.enabled(if: CodecCorpora.hasUTF8, "../shared/corpora is absent"))
    func `strings hold exactly valid UTF-8`() throws {
        var count = 0
        for line in try String(contentsOf: CodecCorpora.utf8, encoding: .utf8).split(separator: "\n") {
            if line.hasPrefix("#") { continue }
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3 else { continue }
            count += 1
            let isValid = parts[1].trimmingCharacters(in: .whitespaces).hasPrefix("valid")
            let text = parts[1].contains("hex") ? try hexadecimal(parts[2]) : Array(parts[2].utf8)
            // Control characters, quotes and backslashes are no matter of UTF-8.
            guard text.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) else { continue }
            let quoted = [0x22] + text + [0x22]
            #expect(parses(quoted, .document) == isValid, "\(line)")
            #expect(isEvent(quoted) == isValid, "\(line)")
            let event = Array(#"{"t":"annotation","text":"#.utf8) + quoted + Array("}".utf8)
            #expect(((try? EventDecoder().decode(event)) != nil) == isValid, "\(line)")
            if isValid { #expect(try JSONValue(parsing: quoted).string?.utf8.elementsEqual(text) == true, "\(line)") }
        }
        #expect(count == 222)
    }

    private func hexadecimal(_ text: String) throws -> [UInt8] {
        // The bytes end at the first colon; what follows is for decoders that repair.
        let digits = text.prefix { $0 != ":" }.filter { !$0.isWhitespace }
        return try stride(from: 0, to: digits.count - 1, by: 2).map { offset in
            try #require(UInt8(digits.dropFirst(offset).prefix(2), radix: 16))
        }
    }

    @Test func `deep nesting is refused without using the stack`() {
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(throws: TraceError.self) { try JSONValue(parsing: deep) }
        #expect(!isEvent(deep))
        let objects = Array(String(repeating: #"{"a":"#, count: 100_000).utf8)
        #expect(throws: TraceError.self) { try JSONValue(parsing: objects) }
        #expect(!isEvent(objects))
    }

    @Test func `an event nests 64 deep and no deeper`() {
        // The event is the first level.
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(isEvent(nested(63)))
        #expect(!isEvent(nested(64)))
        #expect(parses(nested(64), .event))
        #expect(!parses(nested(65), .event))
        #expect(parses(nested(512), .document))
        #expect(!parses(nested(513), .document))
    }

    @Test(
        arguments: [
            #"{"a":1,"a":2}"#, #"{"a":1,"\u0061":2}"#, #"{"\u0061":1,"a":2}"#, #"{"x":{"a":1,"b":2,"a":3}}"#,
            #"[{"é":1,"\u00e9":2}]"#, #"{"":1,"":2}"#, #"{"\/":1,"/":2}"#,
            "{" + (0..<20).map { "\"k\($0)\":0" }.joined(separator: ",") + ",\"k\\u0037\":1}",
        ])
    func `a key that stands twice is refused whatever its spelling`(_ text: String) {
        #expect { try JSONValue(parsing: text) } throws: { ($0 as? TraceError)?.code == .duplicateKey }
        #expect(parses(Array(text.utf8), .duplicates))
        let event = #"{"t":"annotation","text":"a","more":"# + text + "}"
        #expect { try EventDecoder().decode(Array(event.utf8)) } throws: {
            ($0 as? TraceError)?.code == .duplicateKey
        }
    }

    @Test(
        arguments: [
            #"{"t":"annotation","text":"a","text":"b"}"#, #"{"t":"annotation","text":"a","t":"b"}"#,
            #"{"t":"annotation","text":"a","te\u0078t":"b"}"#, #"{"t":"annotation","text":"a","x":1,"x":2}"#,
            #"{"t":"annotation","at":1,"at":1,"text":"a"}"#,
            #"{"t":"message.receive","agent":0,"message":[0,1],"message":[0,1]}"#,
            #"{"t":"annotation","text":"a",\#((0..<30).map { "\"k\($0)\":0" }.joined(separator: ",")),"k29":1}"#,
        ])
    func `a field that stands twice is refused`(_ text: String) {
        #expect { try EventDecoder().decode(Array(text.utf8)) } throws: { ($0 as? TraceError)?.code == .duplicateKey }
    }

    @Test func `keys that only look alike are two keys`() throws {
        // One precomposed, one with a combining mark: equal as Swift strings, different as bytes.
        let text = "{\"\u{e9}\":1,\"e\u{301}\":2}"
        let value = try JSONValue(parsing: text)
        #expect(value["\u{e9}"] == .integer(1))
        #expect(value["e\u{301}"] == .integer(2))
    }

    @Test func `many members and many elements take linear time`() throws {
        let members = "{" + (0..<20_000).map { "\"k\($0)\":0" }.joined(separator: ",") + "}"
        #expect(try JSONValue(parsing: members).object?.count == 20_000)
        let elements = "[" + [String](repeating: "0", count: 100_000).joined(separator: ",") + "]"
        #expect(try JSONValue(parsing: elements).array?.count == 100_000)
        let escaped = (0..<4000).map { "\"\\u0061\($0)\":0" }.joined(separator: ",")
        #expect(try EventDecoder().decode(Array("{\"t\":\"x\",\(escaped)}".utf8)).unknownFields.count == 4000)
        let tooMany = (0..<5000).map { "\"k\($0)\":0" }.joined(separator: ",")
        #expect { try EventDecoder().decode(Array("{\"t\":\"x\",\(tooMany)}".utf8)) } throws: {
            ($0 as? TraceError)?.code == .limitExceeded
        }
    }
}
