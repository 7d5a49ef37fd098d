public import Saccade

/// A rectangle of whole pixels, half-open: it holds x0 ≤ x < x1 and y0 ≤ y < y1.
///
/// It may lie outside a picture.
public struct PixelRectangle: Sendable, Hashable, CustomStringConvertible {
    /// The left column.
    public var x0: Int
    /// The top row.
    public var y0: Int
    /// The column behind the right one.
    public var x1: Int
    /// The row behind the bottom one.
    public var y1: Int

    /// Creates a rectangle from its left, top, right and bottom edge.
    public init(x0: Int, y0: Int, x1: Int, y1: Int) {
        self.x0 = x0
        self.y0 = y0
        self.x1 = x1
        self.y1 = y1
    }

    /// Creates the rectangle of a whole picture.
    public init(size: PixelSize) { self.init(x0: 0, y0: 0, x1: size.width, y1: size.height) }

    /// Whether it holds no pixel.
    public var isEmpty: Bool { !(x0 < x1 && y0 < y1) }

    /// The rectangle with edges of any real number.
    public var box: Box { Box(x0: Double(x0), y0: Double(y0), x1: Double(x1), y1: Double(y1)) }

    /// The text that messages and reports print.
    public var description: String { "[\(x0), \(y0), \(x1), \(y1)]" }

    /// Returns the pixels that this rectangle and another share; the result is empty if there are none.
    public func intersection(_ other: PixelRectangle) -> PixelRectangle {
        PixelRectangle(x0: max(x0, other.x0), y0: max(y0, other.y0), x1: min(x1, other.x1), y1: min(y1, other.y1))
    }

    /// Returns the smallest rectangle around this one and another.
    public func union(_ other: PixelRectangle) -> PixelRectangle {
        PixelRectangle(x0: min(x0, other.x0), y0: min(y0, other.y0), x1: max(x1, other.x1), y1: max(y1, other.y1))
    }

    /// Returns the size.
    ///
    /// - Throws: ``ImagingError`` with code ``ImagingError/Code/invalidOperation`` if the rectangle is empty or too wide
    ///   for an integer.
    public func checkedSize() throws(ImagingError) -> PixelSize {
        let (width, overflowOfWidth) = x1.subtractingReportingOverflow(x0)
        let (height, overflowOfHeight) = y1.subtractingReportingOverflow(y0)
        guard !overflowOfWidth, !overflowOfHeight, width >= 1, height >= 1 else {
            throw ImagingError(.invalidOperation, "expected a rectangle of at least one pixel, found \(self)")
        }
        return PixelSize(width: width, height: height)
    }
}

/// How a box with real edges becomes a rectangle of whole pixels.
public enum PixelRounding: String, Sendable, Hashable, CaseIterable {
    /// Every edge to the whole number below it.
    case floor
    /// Every edge to the nearest whole number, halves to the even one: Python's `round`, and so Pillow's `crop`.
    case halfEven = "half-even"
    /// Every edge to the nearest whole number, halves away from zero.
    case halfAway = "half-away"
    /// Left and top down, right and bottom up: the smallest rectangle around the box.
    case outward

    /// Returns the rectangle of a box.
    ///
    /// The result may be empty.
    ///
    /// - Throws: ``ImagingError`` with code ``ImagingError/Code/invalidOperation`` if an edge is not finite or does not
    ///   fit an integer.
    public func rectangle(of box: Box) throws(ImagingError) -> PixelRectangle {
        PixelRectangle(
            x0: try whole(box.x0, .down), y0: try whole(box.y0, .down), x1: try whole(box.x1, .up),
            y1: try whole(box.y1, .up))
    }

    private func whole(_ edge: Double, _ outwards: FloatingPointRoundingRule) throws(ImagingError) -> Int {
        let rule: FloatingPointRoundingRule =
            switch self {
            case .floor: .down
            case .halfEven: .toNearestOrEven
            case .halfAway: .toNearestOrAwayFromZero
            case .outward: outwards
            }
        guard let value = Int(exactly: edge.rounded(rule)) else {
            throw ImagingError(.invalidOperation, "expected a box with edges that fit an integer, found \(edge)")
        }
        return value
    }
}
