import Saccade
import SaccadeImaging

/// What pages are drawn on: pixels, a PDF or an SVG.
///
/// Lengths are pixels of the page, from its top left corner.
protocol Painter: AnyObject {
    /// Whether images go into the file as they are, and not only the pixels that the page shows.
    var keepsImages: Bool { get }
    /// Draws with a clip, which is taken off afterwards.
    func clipped<E: Error>(to path: Path, isEvenOdd: Bool, _ draw: () throws(E) -> Void) throws(E)
    /// Fills an outline.
    func fill(_ path: Path, _ color: Color, isEvenOdd: Bool)
    /// Fills an outline, but need not fill boxes of whole pixels in it that will be painted over.
    func fill(_ path: Path, _ color: Color, leavingOut hidden: [Box])
    /// Fills an outline with colours that change from one place to another.
    func fill(_ path: Path, from start: Point, to end: Point, stops: [Color])
    /// Draws a line along an outline.
    func stroke(_ path: Path, _ color: Color, width: Double, dashes: [Double], isButt: Bool)
    /// Draws a surface with its top left corner at a whole pixel.
    func draw(_ picture: Surface, x: Double, y: Double)
    /// Fills the coverage of a mask with a colour.
    func draw(mask: Surface, x: Double, y: Double, _ color: Color)
    /// Draws an image in a box of whole pixels.
    func draw(_ image: ShownImage, in box: Box, _ cache: ScaledImages) throws(RendererError)
    /// Draws the letters of one run of text.
    func draw(_ run: TextRun)
    /// Throws if a drawing call failed since the painter was made.
    func check() throws(RendererError)
}

/// An image with the file that it came from, so that a PDF or SVG can hold the file itself.
struct ShownImage {
    let pixels: PixelImage
    /// The bytes of the file; `nil` where they are not known.
    let file: [UInt8]?
    /// Where it came from: what tells it from other images.
    let source: ImageSource
}

extension Painter {
    func clipped<E: Error>(to path: Path, _ draw: () throws(E) -> Void) throws(E) {
        try clipped(to: path, isEvenOdd: false, draw)
    }

    func fill(_ path: Path, _ color: Color) { fill(path, color, isEvenOdd: false) }

    func fill(_ path: Path, _ color: Color, leavingOut hidden: [Box]) { fill(path, color) }

    func stroke(_ path: Path, _ color: Color, width: Double, dashes: [Double] = []) {
        stroke(path, color, width: width, dashes: dashes, isButt: false)
    }

    /// Strokes a line with a casing around it and a thin edge around that, so that it shows on any ground.
    func cased(_ path: Path, _ color: Color, _ pen: Pen) {
        stroke(path, pen.edge, width: pen.width + 2 * pen.casingWidth + 2 * pen.edgeWidth)
        stroke(path, pen.casing, width: pen.width + 2 * pen.casingWidth)
        stroke(path, color, width: pen.width, dashes: pen.dashes, isButt: !pen.dashes.isEmpty)
    }
}

/// How a line on a picture is drawn: its width, the casing on each side, and the thin edge around that.
struct Pen {
    var width: Double
    var casingWidth: Double
    var edgeWidth: Double
    var casing: Color
    var edge: Color
    var dashes: [Double] = []

    /// Creates the pen of a region's outline.
    init(_ metrics: Metrics, _ theme: Theme, dashes: [Double] = []) {
        width = metrics.line
        casingWidth = metrics.casing
        edgeWidth = metrics.edge
        casing = theme.casing
        edge = theme.edge
        self.dashes = dashes
    }

    /// The pen of leaders, which must not look like a line that was looked along.
    func hair() -> Pen {
        var pen = self
        pen.width = max(1, width * 0.4)
        pen.casingWidth = max(0.5, casingWidth * 0.5)
        return pen
    }

    /// The pen of connectors, which are thinner than outlines.
    func thinner() -> Pen {
        var pen = self
        pen.width = max(1, width * 0.66)
        pen.casingWidth = max(0.75, casingWidth * 0.75)
        return pen
    }
}
