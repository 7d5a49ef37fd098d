import Testing

@testable import SaccadeImport

/// The words of a text that a region's label names.
@Suite struct LabelMatchTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var label: String
        var text: String
        var found: String?

        init(_ label: String, in text: String, _ found: String?) {
            self.label = label
            self.text = text
            self.found = found
        }

        var testDescription: String { "\"\(label)\" in \"\(text)\"" }
    }

    static let cases = [
        Case("hanging sign", in: "a Hanging SIGN over the door", "Hanging SIGN"),
        Case("the hanging sign", in: "The hanging sign.", "hanging sign"),
        Case("sign", in: "no parking (sign)", "sign"),
        // Half of a label is not what it names.
        Case("hanging sign", in: "a sign", nil),
        Case("the sign", in: "over the door", nil),
        Case("of the", in: "of the", nil),
        // Of several runs the longest counts, and of those the last.
        Case("red tin box", in: "tin box, then red tin box, then tin box", "red tin box"),
        Case("red box", in: "red box or red  box", "red  box"),
        Case("box box lid", in: "box box box lid", "box box lid"),
        // Words are whole, however long they are.
        Case("sign post", in: "signs post", nil),
        Case("international airport", in: "internationale airport", nil),
        Case("international airport", in: "INTERNATIONAL airport", "INTERNATIONAL airport"),
        Case("abcdefghijklmnop sign", in: "ijklmnopabcdefgh sign", nil),
        Case("größe der tür", in: "die größe der tür", "größe der tür"),
        Case("", in: "words", nil),
        Case("sign", in: "", nil),
    ]

    @Test(arguments: cases) func `a label is found where its words stand`(_ item: Case) {
        let range = LabelMatch.range(of: item.label, in: item.text)
        #expect(range.map { String(decoding: Array(item.text.utf8)[$0], as: UTF8.self) } == item.found)
    }

    @Test func `of a long label only the first words count`() {
        let words = (0..<40).map { "word\($0)" }
        let label = words.joined(separator: " ")
        let range = LabelMatch.range(of: label, in: label)
        #expect(range == 0..<words.prefix(32).joined(separator: " ").utf8.count)
    }
}
