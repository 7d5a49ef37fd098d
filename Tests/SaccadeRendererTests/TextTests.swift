import Saccade
import SaccadeImaging
import Testing

@testable import SaccadeRenderer

@Suite struct TextTests {
    static let hostile: [String] = [
        "", " ", "\u{0}", "a\u{0}b", "\u{1B}[31mred\u{1B}[0m\u{7}\u{8}\u{7F}\u{9B}", "\r\n\r\n\n",
        "\u{2028}\u{2029}\u{85}",
        "\u{202E}override\u{202C} \u{2066}isolate",
        "\u{FEFF}\u{FFFE}\u{FFFF}\u{FFFC}\u{FFFD}\u{10FFFF}"
            + String(Unicode.Scalar(0xFDD0).map(Character.init) ?? "x"),
        String(repeating: "\u{301}", count: 5_000), "a" + String(repeating: "\u{336}\u{301}\u{489}", count: 3_000),
        String(repeating: "x", count: 100_000), String(repeating: "漢", count: 40_000),
        String(repeating: "a ", count: 60_000), String(repeating: "\n", count: 5_000),
        String(repeating: "👩‍👩‍👧‍👦", count: 500), "<b>&amp;</b><span foreground='red'>", "\u{E0001}\u{E0041}\u{200D}\u{200D}",
        "\u{D7FF}\u{E000}\u{F0000}\u{1F1E6}\u{1F1E6}\u{1F1E6}", String(repeating: "ﷺ", count: 300),
        String(repeating: "\t", count: 3_000), "لا إله\u{200F}abc\u{200E}שלום",
    ]

    @Test(arguments: hostile.indices)
    func `hostile text is drawn or marked, and nothing traps`(_ index: Int) throws {
        let text = Self.hostile[index]
        let length = text.utf8.count
        let rich = RichText(
            text,
            spans: [
                .init(0..<3, .region(number: text, color: -7)), .init(1..<length + 9, .code),
                .init(length / 2..<length / 2, .region(number: "2", color: .max)), .init(-5..<2, .strong),
                .init(Int.max - 1..<Int.max, .quiet),
            ])
        let region = PictureRegion(.point(Point(x: 1, y: 1)), number: text, color: .min, label: text)
        let page = StoryboardPage(
            title: String(text.prefix(500)), subtitle: [String(text.prefix(500))],
            badges: [Badge(text, tone: .failure)],
            panels: [
                Panel(
                    number: text, kind: text, agent: Lane(name: text, color: 9), meta: text,
                    picture: Picture(
                        .image(Sample.image(40, 30)), regions: [region],
                        insets: [Inset(Sample.image(8, 8), region: text, caption: text)], caption: text),
                    blocks: [TextBlock(rich, label: String(text.prefix(200)))],
                    evidence: [RegionMark(number: text, color: 3)])
            ], footerLeading: text, footerTrailing: text)
        do {
            let result = try StoryboardRenderer(options: .init(width: 700)).render(page)
            #expect(result.size.width == 700)
        } catch {
            // Tens of thousands of lines are no page; that is said, not cut.
            #expect(error.code == .pageTooLarge)
        }
    }

    @Test func `control characters become visible and directions cannot be forced`() {
        #expect(StyledText("a\u{0}b\u{1B}c\u{7F}").text == "a\u{2400}b\u{241B}c\u{2421}")
        #expect(StyledText("x\u{202E}y\u{2067}z").text == "xyz")
        #expect(StyledText("1\r\n2\r3\u{2028}4").text == "1\n2\n3\n4")
        #expect(StyledText("a" + String(repeating: "\u{301}", count: 50)).text.unicodeScalars.count == 9)
    }

    @Test func `text beyond the limit is counted`() {
        var text = StyledText(String(repeating: "x", count: StyledText.limit + 12))
        text.close()
        #expect(text.text.hasSuffix("… and 12 more characters"))
        #expect(text.count == text.text.utf8.count)
    }

    @Test func `a region's words get its number in front and a band`() {
        let setter = RichTextSetter(theme: .light)
        let styled = setter.styled(RichText("on the sign, ok", spans: [.init(7..<11, .region(number: "3", color: 2))]))
        #expect(styled.text == "on the \u{FFFC}\u{2060}sign, ok")
        let bands = styled.attributes.filter { if case .band = $0.attribute { true } else { false } }
        #expect(bands.contains { $0.range == 13..<17 })
        #expect(bands.contains { $0.range == 7..<10 })
    }

    @Test func `spans that cut a character move inwards`() {
        let styled = RichTextSetter(theme: .light).styled(RichText("é看x", spans: [.init(1..<4, .strong)]))
        #expect(styled.text == "é看x")
        #expect(styled.attributes.isEmpty)
    }

    @Test func `characters without a glyph are reported once`() throws {
        let page = RendererTests.page("\u{10FFFD} and \u{10FFFD}")
        let result = try StoryboardRenderer(options: .init(width: 600)).render(page)
        #expect(result.warnings == ["no font has U+10FFFD"])
    }

    @Test(arguments: [
        (0.0, "0"), (1, "1"), (0.5, "0.5"), (0.1 + 0.2, "0.3"), (1234.5, "1230"), (-0.0125, "-0.0125"), (99.96, "100"),
        (1e20, "1e+20"),
    ])
    func `numbers are short`(_ value: Double, _ text: String) {
        #expect(NumberText.short(value) == text)
    }

    @Test func `scripts bring their faces, and words of the core none`() {
        #expect(ScriptSet(of: "Where was it? – “Où”, Ελληνικά, Русский → 480×608").numbers.isEmpty)
        #expect(!ScriptSet(of: "看板").numbers.isEmpty)
        #expect(ScriptSet(of: "سلام").isDisjoint(with: ScriptSet(of: "看板")))
    }
}

/// Text that runs from right to left, and text that was cut.
@Suite struct DirectionTests {
    /// The columns of a drawing that have ink.
    static func inked(_ text: TextLayout, x: Double) throws -> ClosedRange<Int>? {
        let surface = try Surface(width: 600, height: 60)
        let canvas = try Canvas(surface)
        text.draw(on: canvas, x: x, y: 10)
        let image = try #require(surface.pixelImage())
        let columns = (0..<600).filter { column in
            (0..<60).contains { image.bytes[($0 * 600 + column) * 4 + 3] > 0 }
        }
        guard let first = columns.first, let last = columns.last else { return nil }
        return first...last
    }

    @Test(arguments: ["شارع النيل", "רחוב הנמל", "a street", "漢字"])
    func `a line alone stands where it is put, whatever its direction`(_ text: String) throws {
        let engine = try TextEngine()
        try engine.prepare(for: ScriptSet(of: text))
        let style = TextStyle(size: 20, lineHeight: 28)
        let layout = try engine.layout(text, style, Color(0x000000), width: 500, lines: 1)
        let ink = try #require(try Self.inked(layout, x: 20))
        #expect(ink.lowerBound >= 17 && ink.lowerBound <= 26)
        #expect(Double(ink.upperBound) <= 20 + layout.width + 3)
    }

    @Test func `only the ellipsis of a cut text is one`() throws {
        let engine = try TextEngine()
        let style = TextStyle(size: 20, lineHeight: 28)
        for (width, isCut) in [(500.0, false), (90, true)] {
            let painter = SVGPainter()
            try engine.layout("one two three four", style, Color(0x000000), width: width, lines: 1).draw(
                on: painter, x: 0, y: 0)
            let file = String(decoding: painter.file(width: 9, height: 9, title: "", trace: ""), as: UTF8.self)
            #expect(file.contains("…") == isCut)
            #expect(file.contains("four") != isCut)
            #expect(file.contains("one"))
        }
    }
}
