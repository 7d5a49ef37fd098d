import Saccade
import SaccadeImaging
import Testing

@testable import SaccadeRenderer

/// Content that strangers may send: it becomes a picture or a clear error.
@Suite struct HostileTests {
    static func draw(_ picture: Picture, label: String = "") throws -> PixelImage {
        let page = StoryboardPage(
            title: "?",
            panels: [Panel(number: "0", kind: "look", picture: picture, blocks: [TextBlock(RichText(label))])])
        return try StoryboardRenderer(options: .init(width: 480)).render(page).image
    }

    static let labels = [
        String(repeating: "x", count: 1 << 20), String(repeating: "字", count: 100_000),
        "a" + String(repeating: "\u{0301}\u{0336}", count: 20_000), "<script>alert(1)</script>&#0;",
        "\u{0}\u{1B}[31m\u{7}\u{202E}\u{2066}", String(repeating: "\n", count: 10_000),
        String(repeating: "👨‍👩‍👧‍👦", count: 2_000), "\u{10FFFF}\u{FFFE}\u{E000}",
    ]

    @Test(arguments: labels.indices)
    func `a hostile label is drawn within the picture`(_ index: Int) throws {
        let label = Self.labels[index]
        let region = PictureRegion(.box(Box(x0: 5, y0: 5, x1: 50, y1: 40)), number: label, color: 0, label: label)
        let picture = Picture(.image(Sample.image(96, 64)), regions: [region])
        let layout = try PictureLayout(picture, x: 0, y: 0, width: 480, Sample.context())
        for badge in layout.badges { #expect(layout.area.contains(badge.box)) }
        #expect(try Self.draw(picture, label: label).width == 480)
    }

    @Test(arguments: [(1, 1), (16_000, 200), (200, 16_000), (1, 16_384), (16_384, 1)])
    func `an image of any form gets a picture`(_ width: Int, _ height: Int) throws {
        let bytes = [UInt8](repeating: 200, count: width * height * 4)
        let image = try #require(PixelImage(width: width, height: height, bytes: bytes))
        let box = Box(x0: 0, y0: 0, x1: Double(width), y1: Double(height))
        let region = PictureRegion(.box(box), number: "0", color: 0)
        let inset = Inset(image, region: "0", caption: "the same")
        #expect(try Self.draw(Picture(.image(image), regions: [region], insets: [inset])).width == 480)
    }

    @Test func `ten thousand regions are drawn, those without room for a number counted`() throws {
        var numbers = SeededNumbers(7)
        let regions = (0..<10_000).map { index in
            let x = numbers.number(-50...1_300)
            let y = numbers.number(-50...1_000)
            return PictureRegion(
                .box(Box(x0: x, y0: y, x1: x + 20, y1: y + 15)), number: "\(index)", color: index)
        }
        let picture = Picture(.absent(size: PixelSize(width: 1_280, height: 960), reason: "not kept"), regions: regions)
        let layout = try PictureLayout(picture, x: 0, y: 0, width: 480, Sample.context())
        #expect(layout.badges.count + layout.omittedBadges == layout.regions.count)
        #expect(layout.regions.count + layout.undrawn.count == 10_000)
        for (index, badge) in layout.badges.enumerated() {
            for other in layout.badges[..<index] { #expect(!badge.box.overlaps(other.box)) }
        }
        #expect(try Self.draw(picture).width == 480)
    }

    @Test func `a damaged image is said to be damaged where it should be`() throws {
        let source = ImageSource(size: PixelSize(width: 64, height: 48)) {
            throw ImagingError(.malformed, "expected pixels, found noise")
        }
        let picture = Picture(
            .image(source), regions: [PictureRegion(.point(Point(x: 5, y: 5)), number: "0", color: 0)])
        let layout = try PictureLayout(picture, x: 0, y: 0, width: 480, Sample.context())
        #expect(layout.absence != nil)
        #expect(try Self.draw(picture).width == 480)
    }

    @Test func `an image of another size than was said is an error, not a stretched picture`() throws {
        let source = ImageSource(size: PixelSize(width: 64, height: 48)) { (Sample.image(10, 10), nil) }
        let layout = try PictureLayout(Picture(.image(source)), x: 0, y: 0, width: 480, Sample.context())
        #expect(layout.absence != nil)
    }

    @Test(arguments: [
        StoryboardRenderer.Options(width: 319), .init(width: 16_001), .init(scale: 0), .init(scale: .nan),
        .init(columns: 0), .init(columns: 13), .init(longest: 10), .init(pageSize: PageSize(width: 1, height: .nan)),
        .init(pageSize: PageSize(width: 100, height: 10_000)),
    ])
    func `settings out of range are refused`(_ options: StoryboardRenderer.Options) {
        let error = #expect(throws: RendererError.self) { try StoryboardRenderer(options: options) }
        #expect(error?.code == .invalidOption)
    }

    @Test func `a page beyond the limit of drawing is refused, and can be had in parts`() throws {
        let page = PageTests.long(400)
        let renderer = try StoryboardRenderer(options: .init(width: 800, longest: 8_000))
        let error = #expect(throws: RendererError.self) { try renderer.render(page) }
        #expect(error?.code == .pageTooLarge)
        var count = 0
        try renderer.forEachLayout(of: page) { _, _, _ in count += 1 }
        #expect(count > 3)
    }
}
