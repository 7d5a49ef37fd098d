import Saccade
import Testing

@Suite struct CoordinateSpaceTests {
    static let image = PixelSize(width: 2000, height: 1000)

    @Test(arguments: [
        (CoordinateSpace(), [100.0, 50, 200, 80], Box(x0: 100, y0: 50, x1: 200, y1: 80)),
        (CoordinateSpace(unit: .permille), [100, 50, 200, 80], Box(x0: 200, y0: 50, x1: 400, y1: 80)),
        (CoordinateSpace(unit: .permille999), [0, 0, 999, 999], Box(x0: 0, y0: 0, x1: 2000, y1: 1000)),
        (CoordinateSpace(unit: .unit, order: .xywh), [0.1, 0.2, 0.3, 0.4], Box(x0: 200, y0: 200, x1: 800, y1: 600)),
        (CoordinateSpace(unit: .percent, order: .cxcywh), [50, 50, 10, 20], Box(x0: 900, y0: 400, x1: 1100, y1: 600)),
        (CoordinateSpace(unit: .permille, order: .yxyx), [50, 100, 80, 200], Box(x0: 200, y0: 50, x1: 400, y1: 80)),
        (CoordinateSpace(unit: .resized, size: [1000, 500]), [10, 10, 20, 20], Box(x0: 20, y0: 20, x1: 40, y1: 40)),
        (
            CoordinateSpace(unit: .bins, bins: 1024, order: .yxyx), [0, 0, 512, 512],
            Box(x0: 0, y0: 0, x1: 1000, y1: 500)
        ),
        (CoordinateSpace(unit: .grid, size: [32, 32]), [0, 0, 16, 8], Box(x0: 0, y0: 0, x1: 1000, y1: 250)),
        // The square is 2000×2000; the image lies 500 below its top.
        (CoordinateSpace(unit: .unitSquare), [0.5, 0.25, 1, 0.75], Box(x0: 1000, y0: 0, x1: 2000, y1: 1000)),
    ])
    func `numbers of a space become pixels`(_ space: CoordinateSpace, _ numbers: [Double], _ expected: Box) throws {
        let written = space.box(numbers[0], numbers[1], numbers[2], numbers[3])
        #expect(try Shape.box(written).resolved(in: space, of: Self.image) == .box(expected))
    }

    @Test func `the zoom of the first sign resolves to the pixels of its tool`() throws {
        let shape = Shape.box(Box(x0: 574, y0: 301, x1: 660, y1: 468))
        let size = PixelSize(width: 2460, height: 1612)
        let pixels = try shape.resolved(in: CoordinateSpace(unit: .permille), of: size)
        #expect(pixels == .box(Box(x0: 1412.04, y0: 485.212, x1: 1623.6, y1: 754.416)))
        let bounds = try #require(pixels.bounds)
        let execution = try #require(ZoomRecipe.qwen3VLZoom.execute(bounds, in: size))
        #expect(execution.executed == Box(x0: 1412, y0: 485, x1: 1624, y1: 754))
        #expect(execution.size == PixelSize(width: 480, height: 608))
        #expect(execution.reason == nil)
    }

    @Test func `a space without its size is unresolved and says what it lacks`() {
        let error = #expect(throws: TraceError.self) {
            try Shape.point(Point(x: 1, y: 1)).resolved(in: CoordinateSpace(unit: .resized), of: Self.image)
        }
        #expect(error?.code == .unresolvedSpace)
        #expect(error?.message == "expected \"size\" in a space of unit \"resized\", found none")
    }

    @Test func `a turned box under unequal scales is refused, not bent`() {
        let box = RotatedBox(center: Point(x: 0.5, y: 0.5), width: 0.2, height: 0.1, angle: 30)
        #expect(throws: TraceError.self) {
            try Shape.rotatedBox(box).resolved(in: CoordinateSpace(unit: .unit), of: Self.image)
        }
    }

    @Test(arguments: [
        // Sides are multiples of 28; halves go to the even one.
        (SmartResize.qwen25VL, 1920.0, 1080.0, PixelSize(width: 1932, height: 1092)),
        (SmartResize.qwen25VL, 10, 10, PixelSize(width: 56, height: 56)),
        (SmartResize.qwen25VL, 9000, 9000, PixelSize(width: 3584, height: 3584)),
        (SmartResize.qwen3VLZoom, 211.56, 269.204, PixelSize(width: 480, height: 608)),
    ])
    func `a processor's size follows its rule`(
        _ rule: SmartResize, _ width: Double, _ height: Double, _ size: PixelSize
    ) {
        #expect(rule.size(width: width, height: height) == size)
    }

    @Test(arguments: [(0.0, 10.0), (.nan, 10), (.infinity, 10), (1, 300)])
    func `sizes that a processor refuses give none`(_ width: Double, _ height: Double) {
        #expect(SmartResize.qwen25VL.size(width: width, height: height) == nil)
    }

    @Test func `a zoom clamps, grows and says so`() throws {
        let size = PixelSize(width: 1000, height: 1000)
        let clamped = try #require(
            ZoomRecipe.qwen3VLZoom.execute(Box(x0: -50, y0: 100, x1: 200, y1: 300), in: size))
        #expect(clamped.executed == Box(x0: 0, y0: 100, x1: 200, y1: 300))
        #expect(clamped.reason == "clamped to the image")
        let grown = try #require(ZoomRecipe.qwen3VLZoom.execute(Box(x0: 500, y0: 500, x1: 509, y1: 541), in: size))
        #expect(grown.reason == "grown to 32 pixels")
        #expect(grown.executed.width > 32 && grown.executed.height > 32)
        #expect(ZoomRecipe.qwen3VLZoom.execute(Box(x0: 1200, y0: 0, x1: 1300, y1: 10), in: size) == nil)
    }

    @Test func `the box around a mask is tight in both orders`() {
        // A 4×3 grid with the pixels (1,1), (2,1) inside.
        let rows = Mask(size: PixelSize(width: 4, height: 3), order: .row, runs: [5, 2, 5])
        let columns = Mask(size: PixelSize(width: 4, height: 3), order: .column, runs: [4, 1, 2, 1, 4])
        #expect(rows.bounds == Box(x0: 1, y0: 1, x1: 3, y1: 2))
        #expect(columns.bounds == rows.bounds)
        #expect(Mask(size: PixelSize(width: 4, height: 3), order: .row, runs: [5, 2, 6]).bounds == nil)
        #expect(!Mask(size: PixelSize(width: .max, height: 2), order: .row, runs: [1]).isWhole)
    }
}
