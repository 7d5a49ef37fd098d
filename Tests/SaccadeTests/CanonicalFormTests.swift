import Saccade
import SaccadeDigest
import Testing

@Suite struct CanonicalFormTests {
    private func format(_ text: String) throws -> String {
        var result: [UInt8] = []
        try LogFormatter { SHA256Hasher() }.format(TraceReader(bytes: Array(text.utf8)), path: nil) { result += $0 }
        return String(decoding: result, as: UTF8.self)
    }

    static let begin =
        #"{"t":"trace.begin","format":"0.1","id":"0af7651916cd43dd8448eb211c80319c","recorder":{"name":"a","version":"1"}}"#
        + "\n"

    @Test func `order, spelling and defaults become canonical, unknown fields stay where they are`() throws {
        let messy =
            #" {"shape": {"zeta":1,"box":[1.0,2e0,3,4]}, "n":0,"t":"region", "future":{"b":1,"a":2},"at":5, "image":0, "agent":0, "by":"model", "space":{"order":"xyxy","hue":3,"unit":"permille"}}"#
        let image = #"{"t":"image","n":0,"origin":{"kind":"input"},"missing":"x"}"# + "\n"
        let expected =
            #"{"t":"region","at":5,"agent":0,"n":0,"image":0,"shape":{"box":[1,2,3,4],"zeta":1},"space":{"unit":"permille","hue":3},"future":{"b":1,"a":2}}"#
        #expect(try format(Self.begin + image + messy) == Self.begin + image + expected + "\n")
        #expect(try format(Self.begin + image + expected) == Self.begin + image + expected + "\n")
    }

    @Test func `what the encoder writes is canonical already`() throws {
        let storage = try TraceFileTests.sample()
        let text = String(decoding: try #require(storage["t.jsonl"]), as: UTF8.self)
        #expect(try format(text) == text)
    }

    @Test func `the digest at the end is made anew`() throws {
        let storage = try TraceFileTests.sample()
        let text = String(decoding: try #require(storage["t.jsonl"]), as: UTF8.self)
        let spaced = text.replacing(#"{"t":"turn","#, with: #"{ "t":"turn", "#)
        // The digest belongs to the other spelling: rewriting it would hide that.
        let error = #expect(throws: TraceError.self) { try format(spaced) }
        #expect(error?.code == .digestMismatch)
        let lines = spaced.split(separator: "\n")
        let head = lines.dropLast().map { $0 + "\n" }.joined()
        let last = try #require(lines.last)
        let old = try #require(text.split(separator: "\n").last?.split(separator: "\"").last { $0.count == 64 })
        let honest = head + last.replacing(old, with: Digest(of: Array(head.utf8)).description) + "\n"
        #expect(try format(honest) == text)
    }
}
