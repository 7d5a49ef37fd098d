import Saccade
import SaccadeImaging
import Testing

@testable import SaccadeRenderer

@Suite struct RegionTests {
    static let size = PixelSize(width: 160, height: 120)

    static func render(_ regions: [PictureRegion], gaze: [Point] = []) throws -> PixelImage {
        let picture = Picture(.image(Sample.image(size.width, size.height)), regions: regions, gazePath: gaze)
        return try Sample.render(picture)
    }

    static let shapes: [(String, Shape)] = [
        ("box", .box(Box(x0: 20, y0: 30, x1: 90, y1: 80))),
        (
            "rotated box", .rotatedBox(RotatedBox(center: Point(x: 80, y: 60), width: 70, height: 30, angle: 30))
        ),
        ("point", .point(Point(x: 80, y: 60))),
        ("polyline", .polyline([Point(x: 10, y: 10), Point(x: 80, y: 100), Point(x: 150, y: 20)])),
        (
            "polygon",
            .polygon([
                [Point(x: 10, y: 10), Point(x: 150, y: 20), Point(x: 80, y: 110)],
                [Point(x: 60, y: 30), Point(x: 90, y: 30), Point(x: 80, y: 60)],
            ])
        ),
        (
            "ellipse", .ellipse(Ellipse(center: Point(x: 80, y: 60), radiusX: 50, radiusY: 20, angle: -15))
        ),
        (
            "mask", .mask(Mask(size: PixelSize(width: 16, height: 12), order: .row, runs: [50, 6, 10, 6, 120]))
        ),
        ("arrow", .arrow(from: Point(x: 20, y: 20), to: Point(x: 140, y: 90))),
        ("heat map", .heatmap(Heatmap(columns: 2, rows: 2, values: [0, 1, 2, 4], range: 0...4))),
    ]

    @Test(arguments: shapes)
    func `each kind of region leaves a mark`(_ name: String, _ shape: Shape) throws {
        let plain = try Self.render([])
        #expect(try Self.render([PictureRegion(shape, number: "1", color: 0)]) != plain)
        #expect(try Self.render([PictureRegion(shape, number: "1", color: 0, time: .past)]) != plain)
    }

    static let impossible: [Shape] = [
        .box(Box(x0: .nan, y0: 0, x1: 1, y1: 1)), .box(Box(x0: 5, y0: 5, x1: 1, y1: 1)),
        .box(Box(x0: 1e300, y0: 0, x1: .infinity, y1: 1)), .box(Box(x0: 500, y0: 500, x1: 600, y1: 600)),
        .point(Point(x: -1, y: 5)), .point(Point(x: .infinity, y: 5)), .polyline([]), .polyline([Point(x: 0, y: 0)]),
        .polygon([]), .polygon([[]]), .polygon([[Point(x: 0, y: 0)]]),
        .ellipse(Ellipse(center: Point(x: 5, y: 5), radiusX: 0, radiusY: 3)),
        .ellipse(Ellipse(center: Point(x: 5, y: 5), radiusX: .nan, radiusY: 3)),
        .rotatedBox(RotatedBox(center: Point(x: .nan, y: 5), width: 1, height: 3, angle: 0)),
        .rotatedBox(RotatedBox(center: Point(x: 5, y: 5), width: 1, height: 3, angle: .infinity)),
        .mask(Mask(size: PixelSize(width: 4, height: 4), order: .row, runs: [])),
        .mask(Mask(size: PixelSize(width: 4, height: 4), order: .row, runs: [16])),
        .heatmap(Heatmap(columns: 0, rows: 4, values: [], range: 0...1)),
        .heatmap(Heatmap(columns: .max, rows: .max, values: [1], range: 0...1)),
        .mark(id: "17", box: nil), .invalid(reason: "three numbers"),
        .arrow(from: Point(x: .nan, y: 0), to: Point(x: 1, y: 1)),
    ]

    @Test(arguments: impossible.indices)
    func `what cannot be drawn is listed with its reason`(_ index: Int) throws {
        let picture = Picture(
            .image(Sample.image(16, 12)), regions: [PictureRegion(Self.impossible[index], number: "1", color: 0)])
        let layout = try PictureLayout(picture, x: 0, y: 0, width: 320, try Sample.context())
        #expect(layout.regions.isEmpty)
        #expect(layout.badges.isEmpty)
        #expect(layout.undrawn.count == 1)
        #expect(layout.undrawn.first?.reason.isEmpty == false)
    }

    static let extreme: [Shape] = [
        .box(Box(x0: -1e300, y0: -1e300, x1: 1e300, y1: 1e300)), .box(Box(x0: 5, y0: 5, x1: 5, y1: 5)),
        .polyline([Point(x: -1e300, y: 0), Point(x: 5, y: 5), Point(x: 1e300, y: 1e300)]),
        .arrow(from: Point(x: 5, y: 5), to: Point(x: 5, y: 5)),
        .ellipse(Ellipse(center: Point(x: 5, y: 5), radiusX: 1e300, radiusY: 1e-300)),
        .rotatedBox(RotatedBox(center: Point(x: 5, y: 5), width: 1e300, height: 1, angle: 1e300)),
        .heatmap(Heatmap(columns: 1, rows: 1, values: [.nan], range: 0...0)),
        .heatmap(Heatmap(columns: 1, rows: 2, values: [.infinity, -1e300], range: -1e308...1e308)),
    ]

    @Test(arguments: extreme.indices)
    func `extreme numbers are drawn within the picture`(_ index: Int) throws {
        let region = PictureRegion(Self.extreme[index], number: "1", color: 0, isSpaceGuessed: true)
        let image = try Self.render(
            [region], gaze: [Point(x: 1e300, y: -1e300), Point(x: .nan, y: 0), Point(x: 3, y: 3)])
        #expect(image.width == 320)
    }
}
