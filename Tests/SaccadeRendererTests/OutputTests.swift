import Foundation
import FoundationXML
import Saccade
import SaccadeImaging
import Testing

@testable import SaccadeRenderer

/// PDF, SVG and animated PNG.
@Suite struct OutputTests {
    static let jpeg: [UInt8] = {
        // The smallest JPEG that says what it must: 8×8 grey pixels.
        let tables: [UInt8] = [0xFF, 0xDB, 0x00, 0x43, 0x00] + [UInt8](repeating: 1, count: 64)
        let frame: [UInt8] = [0xFF, 0xC0, 0x00, 0x0B, 0x08, 0x00, 0x08, 0x00, 0x08, 0x01, 0x01, 0x11, 0x00]
        func huffman(_ id: UInt8) -> [UInt8] {
            [0xFF, 0xC4, 0x00, 0x14, id, 1] + [UInt8](repeating: 0, count: 15) + [0x00]
        }
        let scan: [UInt8] = [0xFF, 0xDA, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3F, 0x00, 0x3F, 0xFF, 0xD9]
        return [0xFF, 0xD8] + tables + frame + huffman(0x00) + huffman(0x10) + scan
    }()

    /// A page with an image that came from a file, words of several scripts, and markup that is none.
    static func page(_ file: [UInt8]) throws -> StoryboardPage {
        let pixels = try PixelImage.decode(file)
        let source = ImageSource(size: pixels.size) { (pixels, file) }
        let region = PictureRegion(.box(Box(x0: 1, y0: 1, x1: 6, y1: 6)), number: "0", color: 0)
        let picture = Picture(.image(source), regions: [region])
        return StoryboardPage(
            title: "Where <is> it & \"why\"?",
            panels: [
                Panel(
                    number: "0", kind: "look", picture: picture,
                    blocks: [TextBlock("Findable words, سلام, 看板 and <b>no markup</b>.")]),
                Panel(number: "1", kind: "look", picture: picture, blocks: [TextBlock("\u{1}\u{FFFE} control")]),
            ])
    }

    @Test func `a PDF holds the JPEG's own bytes, and the same page gives the same bytes`() throws {
        let page = try Self.page(Self.jpeg)
        let first = try StoryboardRenderer().pdf(page)
        let second = try StoryboardRenderer().pdf(page)
        #expect(first.bytes == second.bytes)
        #expect(first.bytes.starts(with: "%PDF-".utf8))
        #expect(first.bytes.contains(Self.jpeg))
        // Two panels show it, and it is held once.
        #expect(String(decoding: first.bytes, as: UTF8.self).components(separatedBy: "/DCTDecode").count == 2)
        // Text is text: its fonts are in the file with a table from glyphs to characters.
        #expect(first.bytes.contains("/ToUnicode"))
    }

    @Test func `a PDF for paper has a sheet for each page`() throws {
        let page = PageTests.long(20)
        let renderer = try StoryboardRenderer(options: .init(width: 900, pageSize: .a4))
        var pages = 0
        try renderer.forEachLayout(of: page) { _, _, count in pages = count }
        let text = String(decoding: try renderer.pdf(page).bytes, as: UTF8.self)
        #expect(pages > 1)
        #expect(text.contains("/Count \(pages)"))
    }

    /// Notes the names of elements and the text of an XML document.
    private final class Reader: NSObject, XMLParserDelegate {
        var elements: [String: Int] = [:]
        var text = ""

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            elements[name, default: 0] += 1
            text += " "
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
    }

    @Test func `an SVG is well-formed, its text is text, and each image is held once as its own file`() throws {
        let page = try Self.page(Self.jpeg)
        var files: [[UInt8]] = []
        try StoryboardRenderer().svgPages(page, trace: "0af7") { bytes, _, _, _ in files.append(bytes) }
        let file = try #require(files.first)
        #expect(files.count == 1)
        let parser = XMLParser(data: Data(file))
        let reader = Reader()
        parser.delegate = reader
        #expect(parser.parse(), "\(parser.parserError.map(String.init(describing:)) ?? "")")
        #expect(reader.elements["script"] == nil)
        #expect(reader.elements["b"] == nil)
        #expect((reader.elements["text"] ?? 0) > 5)
        // Two panels show the image; besides it there are the two darkened grounds.
        #expect(reader.elements["use"] == 2)
        #expect(reader.elements["image"] == 3)
        #expect(file.contains(Base64.encode(Self.jpeg)))
        for words in ["Findable words", "سلام", "看板", "<b>no markup</b>", "Where <is> it & \"why\"?"] {
            #expect(reader.text.contains(words), "\(words)")
        }
        var again: [[UInt8]] = []
        try StoryboardRenderer().svgPages(page, trace: "0af7") { bytes, _, _, _ in again.append(bytes) }
        #expect(again == files)
    }

    /// Returns the chunks of a PNG: their names and bodies.
    static func chunks(_ file: [UInt8]) -> [(name: String, body: [UInt8])] {
        var result: [(name: String, body: [UInt8])] = []
        var place = 8
        while place + 12 <= file.count {
            let length = file[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            guard place + 12 + length <= file.count else { break }
            result.append(
                (
                    String(decoding: file[place + 4..<place + 8], as: UTF8.self),
                    Array(file[place + 8..<place + 8 + length])
                ))
            place += 12 + length
        }
        return result
    }

    @Test func `an animation has a frame a step, numbered without a hole, and shows the first to other readers`() throws
    {
        let board = try PageTests.board("receipt", .init(), .init(width: 360))
        var file: [UInt8] = []
        let warnings = try board.animation(milliseconds: 500) { file += $0 }
        #expect(warnings.isEmpty)
        let chunks = Self.chunks(file)
        #expect(chunks.first?.name == "IHDR")
        #expect(chunks.last?.name == "IEND")
        func number(_ bytes: some Sequence<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
        let control = try #require(chunks.first { $0.name == "acTL" })
        #expect(number(control.body.prefix(4)) == 4)
        #expect(chunks.count { $0.name == "fcTL" } == 4)
        let numbered = chunks.filter { $0.name == "fcTL" || $0.name == "fdAT" }.map { number($0.body.prefix(4)) }
        #expect(numbered == Array(0..<numbered.count))
        // Later frames replace a part only.
        let size = (number(chunks[0].body[0..<4]), number(chunks[0].body[4..<8]))
        for frame in chunks where frame.name == "fcTL" {
            let (width, height) = (number(frame.body[4..<8]), number(frame.body[8..<12]))
            #expect(number(frame.body[12..<16]) + width <= size.0)
            #expect(number(frame.body[16..<20]) + height <= size.1)
        }
        let first = try PixelImage.decode(file)
        #expect((first.width, first.height) == size)
        var frame: PixelImage?
        try board.frames { if $0.number == 0 { frame = try PixelImage.decode($0.bytes) } }
        let drawn = try #require(frame)
        #expect(drawn.width == first.width)
        #expect(drawn.bytes.elementsEqual(first.bytes.prefix(drawn.bytes.count)))
    }

    @Test(arguments: [
        (0.0, "0"), (1.0, "1"), (-0.001, "0"), (12.345, "12.35"), (-3.5, "-3.5"), (.nan, "0"),
        (.infinity, "0"), (1e300, "1000000000"),
    ])
    func `numbers of an SVG are short`(_ value: Double, _ text: String) {
        let found = SVGPainter.text(value)
        #expect(found == text)
    }
}

extension [UInt8] {
    /// Whether the bytes hold others.
    func contains(_ wanted: [UInt8]) -> Bool {
        guard let first = wanted.first, count >= wanted.count else { return false }
        return (0...(count - wanted.count)).contains {
            self[$0] == first && self[$0..<$0 + wanted.count].elementsEqual(wanted)
        }
    }
}
