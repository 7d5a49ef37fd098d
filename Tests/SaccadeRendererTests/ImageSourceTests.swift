import Saccade
import SaccadeImaging
import Testing

@testable import SaccadeRenderer

/// Images are read no finer than they are drawn, and never coarser.
@Suite struct ImageSourceTests {
    @Test(arguments: [
        (nil, 1), (PixelSize(width: 100, height: 60), 1), (PixelSize(width: 51, height: 30), 1),
        (PixelSize(width: 50, height: 30), 2), (PixelSize(width: 26, height: 15), 2),
        (PixelSize(width: 25, height: 15), 4),
        (PixelSize(width: 13, height: 8), 8), (PixelSize(width: 1, height: 1), 8),
        (PixelSize(width: 400, height: 1), 1),
    ])
    func `an image is reduced as long as it is not enlarged again`(_ shown: PixelSize?, _ reduction: Int) throws {
        let source = ImageSource(
            size: PixelSize(width: 99, height: 59),
            reduced: { asked in
                #expect(asked == reduction)
                let size = PixelSize(width: 99, height: 59).reduced(by: asked)
                return (Sample.image(size.width, size.height), nil)
            })
        _ = try source.shown(at: shown)
    }

    @Test func `a file is decoded for the size that it is drawn at, and its header is read at once`() throws {
        let source = try ImageSource(file: OutputTests.jpeg)
        #expect(source.size == PixelSize(width: 8, height: 8))
        #expect(try source.shown().pixels.size == PixelSize(width: 8, height: 8))
        #expect(try source.shown(at: PixelSize(width: 4, height: 4)).pixels.size == PixelSize(width: 4, height: 4))
        #expect(try source.shown(at: PixelSize(width: 5, height: 4)).pixels.size == PixelSize(width: 8, height: 8))
        #expect(throws: ImagingError.self) { try ImageSource(file: [1, 2, 3]) }
    }

    @Test func `round corners keep what was behind them, as a mask over the whole box would`() throws {
        func drawn(_ path: Path) throws -> [UInt8] {
            let surface = try Surface(width: 60, height: 50)
            let canvas = try Canvas(surface)
            canvas.fill(Path(Box(x0: 0, y0: 0, x1: 60, y1: 50)), Color(0x336699))
            canvas.clipped(to: path) { canvas.fill(Path(Box(x0: 0, y0: 0, x1: 60, y1: 50)), Color(0xFFCC00)) }
            return try #require(surface.pixelImage()).bytes
        }
        let box = Box(x0: 10, y0: 8, x1: 52, y1: 44)
        let quick = Path(box, topLeft: 9, topRight: 0, bottomRight: 12, bottomLeft: 4)
        #expect(quick.roundedBox != nil)
        // The same outline without what tells that it is a box.
        let slow = Path(quick.elements)
        #expect(slow.roundedBox == nil)
        let pairs = zip(try drawn(quick), try drawn(slow))
        // Cairo counts the same arc in a clip and in a fill a little differently.
        #expect(pairs.map { abs(Int($0) - Int($1)) }.max() ?? 255 <= 16)
        #expect(try drawn(quick) != drawn(Path(box)))
    }
}
