import Saccade
import SaccadeImaging
import Testing

@Suite struct OperationTests {
    @Test func `a crop keeps the pixels of its rectangle`() throws {
        let image = try PixelImage.noise(7, 5)
        let crop = try image.cropped(to: PixelRectangle(x0: 2, y0: 1, x1: 6, y1: 4))
        #expect(crop.size == PixelSize(width: 4, height: 3))
        for y in 0..<3 {
            for x in 0..<4 { #expect(crop.color(x: x, y: y) == image.color(x: x + 2, y: y + 1)) }
        }
        #expect(try image.cropped(to: PixelRectangle(size: image.size)) == image)
    }

    @Test(arguments: [true, false])
    func `pixels outside the picture are black, opaque if the picture is`(_ isOpaque: Bool) throws {
        let image = try PixelImage.noise(4, 3, isOpaque: isOpaque)
        let fill: PixelColor = isOpaque ? .black : .clear
        let crop = try image.cropped(to: PixelRectangle(x0: -2, y0: -1, x1: 6, y1: 5))
        #expect(crop.size == PixelSize(width: 8, height: 6))
        for y in 0..<6 {
            for x in 0..<8 { #expect(crop.color(x: x, y: y) == image.color(x: x - 2, y: y - 1) ?? fill) }
        }
        #expect(crop == (try image.padded(left: 2, top: 1, right: 2, bottom: 2)))
        let away = try image.cropped(to: PixelRectangle(x0: 90, y0: 90, x1: 92, y1: 91), fill: .white)
        #expect(away == (try PixelImage(size: PixelSize(width: 2, height: 1), fill: .white)))
    }

    @Test(arguments: [
        PixelRectangle(x0: 1, y0: 1, x1: 1, y1: 2), PixelRectangle(x0: 3, y0: 0, x1: 1, y1: 2),
        PixelRectangle(x0: .min, y0: 0, x1: .max, y1: 2),
    ])
    func `a rectangle without a size is refused`(_ rectangle: PixelRectangle) throws {
        let image = try PixelImage.noise(4, 3)
        let error = #expect(throws: ImagingError.self) { try image.cropped(to: rectangle) }
        #expect(error?.code == .invalidOperation)
    }

    @Test func `a crop or border beyond the limits is refused`() throws {
        let image = try PixelImage.noise(4, 3)
        for (left, right) in [(20_000, 0), (0, 1 << 40), (Int.min, 0), (0, Int.max)] {
            let error = #expect(throws: ImagingError.self) { try image.padded(left: left, right: right) }
            #expect(error?.code == .tooLarge)
        }
    }

    @Test func `each transform moves pixels as its definition says`() throws {
        let image = try PixelImage.noise(5, 3)
        for transform in PixelTransform.allCases {
            let result = image.applying(transform)
            #expect(result.size == (transform.swapsSides ? PixelSize(width: 3, height: 5) : image.size))
            for y in 0..<result.height {
                for x in 0..<result.width {
                    let (sourceX, sourceY) =
                        switch transform {
                        case .identity: (x, y)
                        case .flipHorizontal: (4 - x, y)
                        case .flipVertical: (x, 2 - y)
                        case .halfTurn: (4 - x, 2 - y)
                        case .transpose: (y, x)
                        case .transverse: (4 - y, 2 - x)
                        case .quarterTurnClockwise: (y, 2 - x)
                        case .quarterTurnCounterclockwise: (4 - y, x)
                        }
                    #expect(result.color(x: x, y: y) == image.color(x: sourceX, y: sourceY), "\(transform)")
                }
            }
        }
    }

    @Test func `transforms compose as a group`() throws {
        var generator = SeededGenerator(seed: 3)
        for seed in 0..<20 {
            let width = Int.random(in: 1...9, using: &generator)
            let height = Int.random(in: 1...9, using: &generator)
            let image = try PixelImage.noise(width, height, seed: UInt64(seed))
            for transform in PixelTransform.allCases {
                #expect(image.applying(transform).applying(transform.inverse) == image)
            }
            let turned = image.applying(.quarterTurnClockwise)
            #expect(turned.applying(.quarterTurnClockwise) == image.applying(.halfTurn))
            #expect(image.applying(.flipHorizontal).applying(.flipVertical) == image.applying(.halfTurn))
            #expect(image.applying(.transpose).applying(.flipHorizontal) == turned)
            #expect(image.applying(.transpose).applying(.halfTurn) == image.applying(.transverse))
            var four = image
            for _ in 0..<4 { four = four.applying(.quarterTurnClockwise) }
            #expect(four == image)
        }
    }

    @Test func `an orientation becomes upright as EXIF defines it`() throws {
        let expected: [ImageOrientation: PixelTransform] = [
            .upright: .identity, .mirrored: .flipHorizontal, .upsideDown: .halfTurn,
            .mirroredUpsideDown: .flipVertical, .transposed: .transpose, .turnedLeft: .quarterTurnClockwise,
            .transversed: .transverse, .turnedRight: .quarterTurnCounterclockwise,
        ]
        let image = try PixelImage.noise(3, 2)
        for orientation in ImageOrientation.allCases {
            let transform = try #require(expected[orientation])
            #expect(image.upright(from: orientation) == image.applying(transform))
        }
    }

    @Test(arguments: [
        (PixelRounding.halfEven, [0, 2, 2, -2]), (.halfAway, [1, 2, 3, -3]), (.floor, [0, 1, 2, -3]),
        (.outward, [0, 1, 3, -2]),
    ])
    func `a box is rounded by its rule`(_ rounding: PixelRounding, _ edges: [Int]) throws {
        let rectangle = try rounding.rectangle(of: Box(x0: 0.5, y0: 1.5, x1: 2.5, y1: -2.5))
        #expect([rectangle.x0, rectangle.y0, rectangle.x1, rectangle.y1] == edges)
    }

    @Test(arguments: [Double.nan, .infinity, 1e300, -9.3e18])
    func `an edge that is no integer is refused`(_ edge: Double) {
        for rounding in PixelRounding.allCases {
            #expect(throws: ImagingError.self) {
                try rounding.rectangle(of: Box(x0: edge, y0: 0, x1: 1, y1: 1))
            }
        }
    }

    @Test func `a PNG keeps pixels and texts`() throws {
        for isOpaque in [true, false] {
            let image = try PixelImage.noise(9, 4, isOpaque: isOpaque)
            let png = try image.encodedPNG(text: [("Software", "saccade"), ("Title", "Saccade: Größe")])
            #expect(try PixelImage.decode(png) == image)
            #expect(png[25] == (isOpaque ? 2 : 6))
            let text = RawPNG.chunk("tEXt", Array("Software\0saccade".utf8))
            #expect(png[33...].starts(with: text))
            let wide = RawPNG.chunk("iTXt", Array("Title\0\0\0\0\0Saccade: Größe".utf8))
            #expect(png[(33 + text.count)...].starts(with: wide))
        }
    }

    @Test(arguments: ["", " a", "a ", "a  b", "ä", String(repeating: "k", count: 80), "a\nb"])
    func `an invalid PNG keyword is refused`(_ key: String) throws {
        let image = try PixelImage.noise(2, 2)
        #expect(throws: ImagingError.self) { try image.encodedPNG(text: [(key, "x")]) }
    }
}
