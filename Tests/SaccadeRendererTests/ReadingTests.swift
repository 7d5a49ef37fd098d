import Saccade
import Testing

@testable import SaccadeRenderer

/// Formulas, emphasis and code as models write them.
@Suite struct ReadingTests {
    @Test(arguments: [
        (#"\( m \widehat{SU} = 90^\circ \)."#, "m ⌒SU = 90°."), (#"$\frac{1}{2}$ of it"#, "1/2 of it"),
        (#"\(\frac{a+b}{2c}\)"#, "(a+b)/2c"), (#"$x^2 + y_{12}$"#, "x² + y₁₂"), (#"$$\sqrt{b^2-4ac}$$"#, "√(b²−4ac)"),
        (#"\[ \angle ABC \leq 45^{\circ} \]"#, "∠ABC ≤ 45°"), (#"\(2 \times 45^\circ = 90^\circ\)"#, "2 × 45° = 90°"),
        (#"\boxed{42}"#, "42"), (#"$\boxed{\text{the } 3}$"#, "the 3"), (#"\(\sqrt[3]{8}\)"#, "³√8"),
        (#"$\alpha \rightarrow \beta$"#, "α → β"), (#"\(\left( \tfrac{1}{3} \right)\)"#, "( 1/3 )"),
        (#"$x^{q}$"#, "x^q"), (#"$\unknown{x}$"#, #"\unknownx"#), (#"\(a \\ b\)"#, "a b"),
    ])
    func `formulas become plain text`(_ written: String, _ shown: String) {
        #expect(RichText(reading: written).text == shown)
    }

    @Test(arguments: [
        "It costs $5 and not $10.", "from $A to B$", "a \\( that never ends", "\\", "$", "$$", "x_1 and y^2",
        "5 * 3 ** 2",
    ])
    func `what is no formula stays as it was written`(_ text: String) {
        #expect(RichText(reading: text).text == text)
    }

    @Test func `emphasis and code lose their marks, and regions keep their words`() throws {
        let written = #"See **the \(x^2\) sign** and `a**b` near the door."#
        let start = try #require(written.utf8.firstRange(of: "the door".utf8))
        let range = written.utf8.distance(from: written.startIndex, to: start.lowerBound)
        var text = RichText(written, spans: [.init(range..<range + 8, .region(number: "3", color: 0))])
        text.read()
        #expect(text.text == "See the x² sign and a**b near the door.")
        let bytes = Array(text.text.utf8)
        var found: [String] = []
        for span in text.spans { found.append(String(decoding: bytes[span.range], as: UTF8.self)) }
        #expect(Set(found) == ["the door", "a**b", "the x² sign"])
        #expect(text.spans.first?.mark == .region(number: "3", color: 0))
    }

    @Test(
        arguments: [
            ("## Result\n\nIt is 5.", "Result\n\nIt is 5.", ["Result"], []),
            ("# a\n#b\n####### c\n#  ", "a\n#b\n####### c\n#  ", ["a"], []),
            (
                "Run:\n```python\n# no heading\nx = `1`\n```\nDone.", "Run:\n# no heading\nx = `1`\nDone.", [],
                ["# no heading\nx = `1`"]
            ),
            ("```\n```", "", [], []), ("```\nopen", "```\nopen", [], []),
            ("```a\n1\n```\n`b`\n```\n2\n```", "1\nb\n2\n", [], ["1", "b", "2"]),
        ] as [(String, String, [String], [String])])
    func `headings and fenced code lose their marks`(
        _ written: String, _ shown: String, _ strong: [String], _ code: [String]
    ) {
        let text = RichText(reading: written)
        #expect(text.text == shown)
        let bytes = Array(text.text.utf8)
        func words(_ mark: RichText.Mark) -> [String] {
            text.spans.filter { $0.mark == mark }.sorted { $0.range.lowerBound < $1.range.lowerBound }
                .map { String(decoding: bytes[$0.range], as: UTF8.self) }
        }
        #expect(words(.strong) == strong)
        #expect(words(.code) == code)
    }

    @Test func `a region that names a part of a formula gets the whole of it`() {
        let written = #"at \(P_1\) here"#
        var text = RichText(written, spans: [.init(5..<8, .region(number: "0", color: 0))])
        text.read()
        #expect(text.text == "at P₁ here")
        #expect(text.spans == [.init(3..<7, .region(number: "0", color: 0))])
    }

    @Test func `no formula traps or hangs`() {
        var numbers = SeededNumbers(5)
        let pieces = [
            "\\", "{", "}", "^", "_", "\\frac", "\\sqrt[", "]", "\\left", ".", "x", " ", "\\(", "\\)", "$", "é",
            "\\end", "`", "```", "\n", "# ", "## ",
        ]
        for _ in 0..<2_000 {
            let text = (0..<numbers.count(0...40)).map { _ in pieces.randomElement(using: &numbers) ?? "" }.joined()
            var rich = RichText(text, spans: [.init(0..<text.utf8.count, .strong)])
            rich.read()
            for span in rich.spans { #expect(span.range.upperBound <= rich.text.utf8.count) }
            _ = MathText.plain(text)
        }
        #expect(MathText.plain(String(repeating: "{", count: 3_000)).isEmpty)
        #expect(MathText.plain(String(repeating: "\\frac", count: 3_000)).utf8.count < 100_000)
    }

    @Test(arguments: [
        ("a", ["a"]), ("a\nb", ["a\nb"]), ("a\n\nb", ["a", "b"]), ("a\n \n\n  b\n", ["a", "  b\n"]), ("\n\na", ["a"]),
        ("a\n\n", ["a"]), ("", [""]),
    ])
    func `empty lines part paragraphs`(_ text: String, _ parts: [String]) {
        #expect(RichText(text).paragraphs.map(\.text) == parts)
    }

    @Test func `a mark over two paragraphs holds in both`() {
        let parts = RichText("one\n\ntwo", spans: [.init(1..<7, .strong)]).paragraphs
        #expect(parts.map(\.spans) == [[.init(1..<3, .strong)], [.init(0..<2, .strong)]])
    }

    @Test(arguments: [
        ("<tool_response>\n</tool_response>", "\n"), ("<a>b</a>", "b"), ("1 < 2 > 0", "1 < 2 > 0"), ("a <b", "a <b"),
        ("<>", "<>"), ("<x y>", "<x y>"), ("<<a>>", "<>"),
    ])
    func `tags go, and comparisons stay`(_ text: String, _ shown: String) {
        #expect(text.withoutTags == shown)
    }

    @Test func `tags of images become a word in the title`() {
        #expect("Look at <img src='/x/y.png'> and <image>".withoutImageTags == "Look at [image] and <image>")
        #expect("a <img that never ends".withoutImageTags == "a <img that never ends")
    }
}
