import Saccade
import SaccadeImaging
import Testing

@testable import SaccadeRenderer

@Suite struct GroundTests {
    @Test(arguments: 0..<40) func `what is left of a box without others is covered once`(_ seed: Int) {
        var numbers = SeededNumbers(seed)
        func box(_ sides: ClosedRange<Int>) -> Box {
            let (x, y) = (Double(numbers.count(sides) - 1), Double(numbers.count(sides) - 1))
            return Box(x0: x, y0: y, x1: x + Double(numbers.count(0...6)), y1: y + Double(numbers.count(0...6)))
        }
        let whole = Box(x0: 2, y0: 3, x1: 12, y1: 11)
        let hidden = (0..<numbers.count(0...5)).map { _ in box(1...14) }
        let parts = whole.parts(outside: hidden)
        for y in 0..<20 {
            for x in 0..<20 {
                let cell = Box(x0: Double(x), y0: Double(y), x1: Double(x + 1), y1: Double(y + 1))
                func holds(_ box: Box) -> Bool { !box.intersection(cell).isEmpty }
                #expect(parts.count(where: holds) == (holds(whole) && !hidden.contains(where: holds) ? 1 : 0))
            }
        }
    }

    @Test(arguments: [0.0, 9, 12.5]) func `a fill that leaves out a box is the same everywhere else`(
        _ radius: Double
    ) throws {
        let card = Path(Box(x0: 10.25, y0: 5, x1: 90, y1: 70.5), radius: radius)
        let hidden = Box(x0: 10, y0: 25, x1: 80, y1: 50)
        func drawn(_ draw: (Canvas) -> Void) throws -> PixelImage {
            let surface = try Surface(width: 100, height: 80)
            let canvas = try Canvas(surface)
            canvas.fill(Path(Box(x0: 0, y0: 0, x1: 100, y1: 80)), Color(0x336699))
            draw(canvas)
            return try #require(surface.pixelImage())
        }
        let plain = try drawn { $0.fill(card, Color(0xFFEEDD)) }
        let around = try drawn { $0.fill(card, Color(0xFFEEDD), leavingOut: [hidden]) }
        for y in 0..<80 {
            for x in 0..<100 {
                let isHidden = x >= 10 && x < 80 && y >= 25 && y < 50
                let place = (y * 100 + x) * 4
                let expected = Array(plain.bytes[place..<place + 4])
                #expect(
                    Array(around.bytes[place..<place + 4]) == (isHidden ? [0x33, 0x66, 0x99, 255] : expected),
                    "\(x), \(y)")
            }
        }
    }

    @Test func `an image that is shown once is scaled as one that is kept`() throws {
        let bytes = (0..<2_400).map { index -> UInt8 in index % 4 == 3 ? 255 : UInt8(index * 7 & 255) }
        let image = try #require(PixelImage(width: 30, height: 20, bytes: bytes))
        let source = ImageSource(image)
        let box = Box(x0: 3, y0: 2, x1: 53, y1: 41)
        func drawn(times: Int) throws -> PixelImage {
            let surface = try Surface(width: 60, height: 50)
            let cache = ScaledImages()
            cache.expect(source, box.pixelSize, times: times)
            try Canvas(surface).draw(try source.shown(at: box.pixelSize), in: box, cache)
            return try #require(surface.pixelImage())
        }
        let once = try drawn(times: 1)
        let kept = try drawn(times: 2)
        #expect(once == kept)
        #expect(once.bytes.contains { $0 != 0 })
    }
}
