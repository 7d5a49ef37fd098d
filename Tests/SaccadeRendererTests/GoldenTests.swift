import Saccade
import SaccadeImaging
import Testing

@testable import SaccadeRenderer

/// Drawings without text, of each kind of region and each style: they must stay as they are.
@Suite struct GoldenTests {
    /// A third white as paper, a third a photograph's middle tones, a third black as a screen: a line must show on all.
    static let ground: PixelImage = {
        let (width, height) = (192, 108)
        var bytes: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                switch x * 3 / width {
                case 0: bytes += [252, 251, 248, 255]
                case 1:
                    let wave = (x &* 5 &+ y &* 3) % 40
                    bytes += [UInt8(90 + wave + y / 3), UInt8(110 + wave / 2), UInt8(70 + x / 4), 255]
                default: bytes += y % 18 == 9 ? [70, 74, 80, 255] : [16, 17, 20, 255]
                }
            }
        }
        guard let image = PixelImage(width: width, height: height, bytes: bytes) else {
            preconditionFailure("the count of the bytes follows from the size")
        }
        return image
    }()

    static let kinds: [(name: String, shape: Shape)] = [
        ("box", .box(Box(x0: 40, y0: 20, x1: 150, y1: 80))),
        ("rotated-box", .rotatedBox(RotatedBox(center: Point(x: 96, y: 54), width: 120, height: 36, angle: 20))),
        ("point", .point(Point(x: 64, y: 54))),
        (
            "polyline",
            .polyline([Point(x: 12, y: 20), Point(x: 70, y: 90), Point(x: 120, y: 30), Point(x: 180, y: 80)])
        ),
        (
            "polygon-with-a-hole",
            .polygon([
                [Point(x: 20, y: 20), Point(x: 170, y: 12), Point(x: 150, y: 96), Point(x: 50, y: 90)],
                [Point(x: 70, y: 40), Point(x: 120, y: 40), Point(x: 110, y: 70), Point(x: 80, y: 70)],
            ])
        ),
        ("ellipse", .ellipse(Ellipse(center: Point(x: 96, y: 54), radiusX: 70, radiusY: 28, angle: -15))),
        (
            "mask",
            .mask(
                Mask(
                    size: PixelSize(width: 16, height: 9), order: .row,
                    runs: [20, 8, 7, 10, 6, 4, 2, 4, 6, 10, 7, 8, 52]))
        ),
        ("arrow", .arrow(from: Point(x: 20, y: 90), to: Point(x: 170, y: 20))),
        (
            "heat-map",
            .heatmap(
                Heatmap(columns: 4, rows: 3, values: [0, 1, 2, 1, 1, 4, 3, 0, 0, 2, 1, 0], range: 0...4))
        ),
        ("mark", .mark(id: "17", box: Box(x0: 60, y0: 30, x1: 130, y1: 60))),
        ("tiny-box", .box(Box(x0: 96, y0: 54, x1: 96.5, y1: 54.5))),
        ("box-over-the-edge", .box(Box(x0: -50, y0: 60, x1: 90, y1: 300))),
    ]

    /// Returns some pictures beside each other.
    static func row(_ images: [PixelImage]) throws -> PixelImage {
        let height = images.map(\.height).max() ?? 1
        var bytes: [UInt8] = []
        for y in 0..<height {
            for image in images {
                let start = y * image.width * 4
                bytes += image.bytes[start..<start + image.width * 4]
            }
        }
        return try #require(PixelImage(width: images.reduce(0) { $0 + $1.width }, height: height, bytes: bytes))
    }

    @Test(.enabled(if: Golden.canCompare), arguments: kinds.indices)
    func `each kind of region is drawn as it was: now, with a guessed space, and in a later step`(_ index: Int) throws {
        let (name, shape) = Self.kinds[index]
        var regions = [
            PictureRegion(shape, number: "", color: index),
            PictureRegion(shape, number: "", color: index, isSpaceGuessed: true),
            PictureRegion(shape, number: "", color: index, time: .past),
        ]
        // The scale of a heat map has figures, which are text; an earlier heat map has none.
        if case .heatmap = shape { regions = [regions[2]] }
        let images = try regions.map { try Sample.render(Picture(.image(Self.ground), regions: [$0]), width: 288) }
        try Golden.expect(try Self.row(images), is: "regions/\(name)")
    }

    @Test(.enabled(if: Golden.canCompare), arguments: RegionStyle.allCases)
    func `each style is drawn as it was: for a box and a mask`(_ style: RegionStyle) throws {
        let shapes = [Self.kinds[0].shape, Self.kinds[6].shape]
        let images = try shapes.map { shape in
            try Sample.render(
                Picture(.image(Self.ground), regions: [PictureRegion(shape, number: "", color: 1, style: style)]),
                width: 288)
        }
        try Golden.expect(try Self.row(images), is: "styles/\(style.rawValue)")
    }

    @Test(arguments: [RegionStyle.blur, .pixelate])
    func `a blurred region shows nothing of its inside, now or later`(_ style: RegionStyle) throws {
        // Two pictures that differ only inside the region, by a fine pattern of the same mean.
        func picture(_ isTurned: Bool, _ time: PictureRegion.Time) throws -> PixelImage {
            var bytes = [UInt8](repeating: 255, count: 96 * 96 * 4)
            for y in 24..<72 {
                for x in 24..<72 {
                    let isDark = ((x / 2 + y / 2) % 2 == 0) != isTurned
                    for channel in 0..<3 { bytes[(y * 96 + x) * 4 + channel] = isDark ? 0 : 255 }
                }
            }
            let image = try #require(PixelImage(width: 96, height: 96, bytes: bytes))
            let region = PictureRegion(
                .box(Box(x0: 24, y0: 24, x1: 72, y1: 72)), number: "", color: 0, time: time, style: style)
            return try Sample.render(Picture(.image(image), regions: [region]), width: 96)
        }
        for time in [PictureRegion.Time.current, .past] {
            #expect(Golden.difference(try picture(false, time), try picture(true, time)) <= 24)
        }
    }

    @Test func `an added annotator draws over the regions, and only on the picture`() throws {
        let shape = Shape.box(Box(x0: 40, y0: 20, x1: 150, y1: 80))
        let picture = Picture(.image(Self.ground), regions: [PictureRegion(shape, number: "", color: 0)])
        let plain = try Sample.render(picture, width: 288)
        let annotator = Annotator { place, brush in
            brush.dot(at: place.bounds.center, radius: 9, place.color)
            brush.line([place.bounds.center, Point(x: .nan, y: 0)], place.color)
            brush.fill([place.bounds.center], place.color)
        }
        let drawn = try Sample.render(picture, width: 288, annotators: [annotator])
        let center = (75 * 288 + 142) * 4
        #expect(Array(drawn.bytes[center..<center + 3]) == [0x00, 0x72, 0xB2])
        #expect(plain.bytes.prefix(288 * 4 * 20) == drawn.bytes.prefix(288 * 4 * 20))
    }
}
