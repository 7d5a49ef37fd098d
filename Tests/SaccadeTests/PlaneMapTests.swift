import Saccade
import Testing

@Suite struct PlaneMapTests {
    @Test func `a crop of a crop of a resize maps back exactly`() throws {
        // 2460×1612 resized to 1932×1092, cropped at (100, 50), cropped again at (7, 3) and enlarged from 43×17 to 480×608.
        let resize = try #require(
            PlaneMap.resize(from: PixelSize(width: 2460, height: 1612), to: PixelSize(width: 1932, height: 1092)))
        let zoom = try #require(
            PlaneMap.zoom(x: 7, y: 3, size: PixelSize(width: 43, height: 17), to: PixelSize(width: 480, height: 608)))
        let map = try #require(resize.after(PlaneMap.crop(x: 100, y: 50))?.after(zoom))
        #expect(map.isExact)
        let corner = try #require(map.apply(Point(x: 480, y: 608)))
        #expect((corner.x - 150 * 2460.0 / 1932).magnitude < 1e-12)
        #expect((corner.y - 70 * 1612.0 / 1092).magnitude < 1e-12)
        let back = try #require(map.inverse?.after(map))
        #expect(back == .identity)
    }

    @Test(arguments: [
        (PlaneMap.flipHorizontal(width: 8), Point(x: 1, y: 2), Point(x: 7, y: 2)),
        (PlaneMap.flipVertical(height: 6), Point(x: 1, y: 2), Point(x: 1, y: 4)),
        // Turned clockwise by a quarter, the left bottom corner of the parent comes to the left top.
        (PlaneMap.turn(quarters: 1, of: PixelSize(width: 8, height: 6)), Point(x: 0, y: 0), Point(x: 0, y: 6)),
        (PlaneMap.turn(quarters: 2, of: PixelSize(width: 8, height: 6)), Point(x: 0, y: 0), Point(x: 8, y: 6)),
        (PlaneMap.turn(quarters: -1, of: PixelSize(width: 8, height: 6)), Point(x: 0, y: 0), Point(x: 8, y: 0)),
        (PlaneMap.pad(left: 3, top: 4), Point(x: 3, y: 4), Point(x: 0, y: 0)),
    ])
    func `each operation maps a made pixel to where it came from`(_ map: PlaneMap, _ made: Point, _ source: Point) {
        #expect(map.apply(made) == source)
    }

    @Test(arguments: 1...8) func `an upright image turned back is the stored one`(_ orientation: Int) throws {
        let stored = PixelSize(width: 40, height: 30)
        let map = PlaneMap.orient(orientation, stored: stored)
        let upright = orientation < 5 ? stored : PixelSize(width: 30, height: 40)
        let box = try #require(map.apply(Box(x0: 0, y0: 0, x1: Double(upright.width), y1: Double(upright.height))))
        #expect(box == Box(x0: 0, y0: 0, x1: 40, y1: 30))
        let mirrored = [2, 4, 5, 7].contains(orientation)
        #expect(map.determinant == (mirrored ? -1 : 1))
        #expect(try #require(map.inverse).after(map) == .identity)
    }

    @Test func `fractions that no longer fit become doubles`() throws {
        var map = PlaneMap.identity
        for size in [9973, 9967, 9949, 9941, 9931, 9929] {
            let step = try #require(
                PlaneMap.resize(
                    from: PixelSize(width: size, height: size), to: PixelSize(width: size - 2, height: 7919)))
            map = try #require(map.after(step))
        }
        #expect(!map.isExact)
        let expected = [9973, 9967, 9949, 9941, 9931, 9929].reduce(1.0) { $0 * Double($1) / Double($1 - 2) }
        let found = try #require(map.apply(Point(x: 1, y: 0))).x
        #expect((found - expected).magnitude < 1e-9)
    }

    @Test func `a projective map divides and has a horizon`() throws {
        let map = try #require(PlaneMap(projective: [1, 0, 0, 0, 1, 0, 0.5, 0, 1]))
        #expect(map.apply(Point(x: 2, y: 4)) == Point(x: 1, y: 2))
        #expect(map.apply(Point(x: -2, y: 4)) == nil)
    }

    @Test(arguments: [[1.0], [1, 0, 0, 0, .nan, 0], [1, 0, 0, 0, .infinity, 0]])
    func `coefficients that are no map are refused`(_ coefficients: [Double]) {
        #expect(PlaneMap(affine: coefficients) == nil)
    }

    @Test func `fractions at the end of their range overflow to nothing`() throws {
        let huge = try #require(Rational(.max, over: 2))
        #expect(huge.multiplied(by: huge) == nil)
        #expect(Rational(1, over: 0) == nil)
        #expect(Rational(.min, over: -1) == nil)
        #expect(Rational(-6, over: -4)?.description == "3/2")
    }

    @Test func `a turned box becomes a polygon, a turned quarter keeps it a box`() throws {
        let box = Shape.box(Box(x0: 1, y0: 2, x1: 3, y1: 5))
        let quarter = PlaneMap.turn(quarters: 1, of: PixelSize(width: 10, height: 10))
        #expect(box.mapped(by: quarter) == .box(Box(x0: 2, y0: 7, x1: 5, y1: 9)))
        let skew = try #require(PlaneMap(affine: [1, 0.5, 0, 0, 1, 0]))
        guard case .polygon(let rings)? = box.mapped(by: skew) else {
            Issue.record("expected a polygon")
            return
        }
        #expect(rings == [[Point(x: 2, y: 2), Point(x: 4, y: 2), Point(x: 5.5, y: 5), Point(x: 3.5, y: 5)]])
    }
}
