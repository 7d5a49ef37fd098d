import Saccade
import Testing

@testable import SaccadeRenderer

@Suite struct MaskTests {
    static func map(_ width: Int, _ height: Int, shown: Int = 1) -> PictureMap {
        PictureMap(
            size: PixelSize(width: width, height: height),
            frame: Box(x0: 0, y0: 0, x1: Double(width * shown), y1: Double(height * shown)))
    }

    @Test func `rows and columns give the same mask`() throws {
        // . # # .
        // . # . .
        let row = Mask(size: PixelSize(width: 4, height: 2), order: .row, runs: [1, 2, 2, 1, 2])
        let column = Mask(size: PixelSize(width: 4, height: 2), order: .column, runs: [2, 3, 3])
        let first = try MaskRaster(row, Self.map(4, 2))
        let second = try MaskRaster(column, Self.map(4, 2))
        #expect(first.bounds == Box(x0: 1, y0: 0, x1: 3, y1: 2))
        #expect(first.coverage == [255, 255, 255, 0])
        #expect(second.coverage == first.coverage)
        #expect(second.bounds == first.bounds)
    }

    @Test(arguments: 0..<20)
    func `random masks survive both orders at their own size`(_ seed: Int) throws {
        var numbers = SeededNumbers(seed)
        let width = numbers.count(1...17)
        let height = numbers.count(1...13)
        var pixels = (0..<width * height).map { _ in numbers.isTrue(0.4) }
        pixels[0] = true
        func runs(_ order: [Int]) -> [Int] {
            var result: [Int] = []
            var isInside = false
            var count = 0
            for index in order {
                if pixels[index] != isInside {
                    result.append(count)
                    count = 0
                    isInside.toggle()
                }
                count += 1
            }
            return result + [count]
        }
        let rows = Array(0..<width * height)
        let columns = (0..<width).flatMap { x in (0..<height).map { $0 * width + x } }
        let size = PixelSize(width: width, height: height)
        for mask in [
            Mask(size: size, order: .row, runs: runs(rows)), Mask(size: size, order: .column, runs: runs(columns)),
        ] {
            let raster = try MaskRaster(mask, Self.map(width, height))
            for index in rows {
                let x = index % width - Int(raster.bounds.x0)
                let y = index / width - Int(raster.bounds.y0)
                let isIn = (0..<raster.width).contains(x) && (0..<raster.height).contains(y)
                #expect((isIn ? raster.coverage[y * raster.width + x] : 0) == (pixels[index] ? 255 : 0))
            }
            // The outline closes: every ring ends where it began, and none is left open.
            let closes = raster.outline().elements.count { if case .close = $0 { true } else { false } }
            let moves = raster.outline().elements.count { if case .move = $0 { true } else { false } }
            #expect(closes == moves)
            #expect(closes >= 1)
        }
    }

    @Test func `a smaller picture gets the share that is covered`() throws {
        let mask = Mask(size: PixelSize(width: 4, height: 4), order: .row, runs: [0, 1, 15])
        let map = PictureMap(size: PixelSize(width: 4, height: 4), frame: Box(x0: 0, y0: 0, x1: 2, y1: 2))
        #expect(try MaskRaster(mask, map).coverage == [64])
    }

    @Test func `the outline of a round mask has few points, none of them far from its edge`() throws {
        let (side, radius) = (200, 80.0)
        var runs = [0]
        for index in 0..<side * side {
            let (x, y) = (Double(index % side) - 99.5, Double(index / side) - 99.5)
            let isIn = (x * x + y * y).squareRoot() < radius
            if isIn == runs.count.isMultiple(of: 2) { runs[runs.count - 1] += 1 } else { runs.append(1) }
        }
        let mask = Mask(size: PixelSize(width: side, height: side), order: .row, runs: runs)
        let outline = try MaskRaster(mask, Self.map(side, side)).outline()
        let points = outline.elements.compactMap { element -> Point? in
            switch element {
            case .move(let point), .line(let point): point
            default: nil
            }
        }
        #expect((12...80).contains(points.count))
        for (point, next) in zip(points, points.dropFirst() + points.prefix(1)) {
            for share in [0.0, 0.5] {
                let x = point.x + (next.x - point.x) * share - 100
                let y = point.y + (next.y - point.y) * share - 100
                #expect(abs((x * x + y * y).squareRoot() - radius) < 1.3)
            }
        }
    }

    @Test func `a ring has an outer and an inner outline`() throws {
        // A frame of one pixel around a hole of two by one.
        let mask = Mask(size: PixelSize(width: 4, height: 3), order: .row, runs: [0, 5, 2, 5])
        let outline = try MaskRaster(mask, Self.map(4, 3, shown: 8)).outline()
        #expect(outline.elements.count { if case .close = $0 { true } else { false } } == 2)
    }

    @Test(arguments: [
        [], [16], [3, 4], [-1, 17], [Int.max, Int.max], [0, Int.min], [15, 2], [0, 0, 0], [8, 8, 1],
    ])
    func `runs that do not fit are refused`(_ runs: [Int]) {
        let mask = Mask(size: PixelSize(width: 4, height: 4), order: .row, runs: runs)
        #expect(throws: UndrawableRegion.self) { try MaskRaster(mask, Self.map(4, 4)) }
    }

    @Test(arguments: [(0, 4), (4, 0), (-4, -4), (Int.max, Int.max), (1 << 40, 1), (100_000, 1)])
    func `sizes out of range are refused`(_ width: Int, _ height: Int) {
        let mask = Mask(size: PixelSize(width: width, height: height), order: .column, runs: [1, 1])
        #expect(throws: UndrawableRegion.self) { try MaskRaster(mask, Self.map(4, 4)) }
    }
}
