package import Saccade
package import SaccadeImaging

/// A picture that is drawn piece by piece: what the programs of this package make their own images with.
///
/// Places are in pixels from the top left corner. Text says where it went, so that a picture knows where its things are.
package final class Drawing {
    /// How a line of text is set.
    package struct Lettering: Sendable {
        /// The family: people's words, large titles, or a fixed width.
        package var family: TextStyle.Family
        /// The size in pixels.
        package var size: Double
        /// The weight.
        package var weight: TextStyle.Weight
        /// The colour.
        package var color: Color
        /// Extra space between letters in pixels.
        package var spacing: Double

        /// Creates a setting; the size is in pixels.
        package init(
            _ size: Double, _ color: Color, weight: TextStyle.Weight = .regular, family: TextStyle.Family = .text,
            spacing: Double = 0
        ) {
            self.family = family
            self.size = size
            self.weight = weight
            self.color = color
            self.spacing = spacing
        }
    }

    /// Which point of a text its x coordinate names.
    package enum Anchor: Sendable {
        /// Its left end.
        case start
        /// Its middle.
        case middle
        /// Its right end.
        case end
    }

    /// The size in pixels.
    package let size: PixelSize
    private let surface: Surface
    private let canvas: Canvas
    private let engine: TextEngine

    /// Creates a picture of one colour.
    package init(size: PixelSize, ground: Color) throws(RendererError) {
        self.size = size
        surface = try Surface(width: size.width, height: size.height)
        canvas = try Canvas(surface)
        engine = try TextEngine()
        fill(Path(Box(x0: 0, y0: 0, x1: Double(size.width), y1: Double(size.height))), ground)
    }

    /// Fills an outline.
    package func fill(_ path: Path, _ color: Color) { canvas.fill(path, color) }

    /// Fills an outline with colours that change from one point to another.
    package func fill(_ path: Path, from start: Point, to end: Point, stops: [Color]) {
        canvas.fill(path, from: start, to: end, stops: stops)
    }

    /// Draws a line of a width in pixels along an outline.
    package func stroke(_ path: Path, _ color: Color, width: Double, dashes: [Double] = [], isButt: Bool = false) {
        canvas.stroke(path, color, width: width, dashes: dashes, isButt: isButt)
    }

    /// Draws only inside an outline for a while.
    package func clipped<E: Error>(to path: Path, _ draw: () throws(E) -> Void) throws(E) {
        try canvas.clipped(to: path, draw)
    }

    /// Draws one line of text on a base line and returns the box around its letters.
    @discardableResult package func text(
        _ text: String, x: Double, baseline: Double, _ lettering: Lettering, anchor: Anchor = .start
    ) throws(RendererError) -> Box {
        let style = TextStyle(
            family: lettering.family, size: lettering.size, lineHeight: lettering.size, weight: lettering.weight,
            spacing: lettering.spacing, hasTabularFigures: true)
        let layout = try engine.layout(text, style, lettering.color)
        let left: Double =
            switch anchor {
            case .start: x
            case .middle: x - layout.width / 2
            case .end: x - layout.width
            }
        // The layout puts the base line of its first line here.
        let drop = (lettering.size / 2 + lettering.size * 0.364).rounded()
        layout.draw(on: canvas, x: left.rounded(), y: baseline.rounded() - drop)
        surface.markDirty()
        return Box(
            x0: left.rounded(), y0: (baseline - lettering.size * 0.76).rounded(.down),
            x1: left.rounded() + layout.width,
            y1: (baseline + lettering.size * 0.22).rounded(.up))
    }

    /// Returns what has been drawn.
    package func image() throws(RendererError) -> PixelImage {
        try canvas.check()
        guard let image = surface.pixelImage() else {
            throw RendererError(.drawingFailed, "expected a surface with colours, found a mask")
        }
        return image
    }
}
