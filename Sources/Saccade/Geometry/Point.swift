/// A place in a plane whose coordinate lines are pixel edges: pixel (i, j) covers [i, i+1) × [j, j+1).
public struct Point: Sendable, Hashable {
    /// The distance from the left edge, to the right.
    public var x: Double
    /// The distance from the top edge, downwards.
    public var y: Double

    /// Creates a point.
    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// A size in whole pixels.
public struct PixelSize: Sendable, Hashable, CustomStringConvertible {
    /// The width in pixels.
    public var width: Int
    /// The height in pixels.
    public var height: Int

    /// Creates a size.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// The value as text.
    public var description: String { "\(width)×\(height)" }
}

/// An axis-parallel box, half-open: it holds x0 ≤ x < x1 and y0 ≤ y < y1.
public struct Box: Sendable, Hashable {
    /// The left edge.
    public var x0: Double
    /// The top edge.
    public var y0: Double
    /// The right edge.
    public var x1: Double
    /// The bottom edge.
    public var y1: Double

    /// Creates a box from its left, top, right and bottom edge.
    public init(x0: Double, y0: Double, x1: Double, y1: Double) {
        self.x0 = x0
        self.y0 = y0
        self.x1 = x1
        self.y1 = y1
    }

    /// The width; negative if the edges are swapped.
    public var width: Double { x1 - x0 }
    /// The height; negative if the edges are swapped.
    public var height: Double { y1 - y0 }
    /// The area in square pixels, 0 if an edge is swapped.
    public var area: Double { max(0, width) * max(0, height) }
    /// The centre.
    public var center: Point { Point(x: (x0 + x1) / 2, y: (y0 + y1) / 2) }
    /// Whether the box holds at least one point.
    public var isEmpty: Bool { !(x0 < x1 && y0 < y1) }

    /// Returns what this box and another share; the result is empty if they do not meet.
    public func intersection(_ other: Box) -> Box {
        Box(x0: max(x0, other.x0), y0: max(y0, other.y0), x1: min(x1, other.x1), y1: min(y1, other.y1))
    }

    /// Returns the smallest box around this box and another.
    public func union(_ other: Box) -> Box {
        Box(x0: min(x0, other.x0), y0: min(y0, other.y0), x1: max(x1, other.x1), y1: max(y1, other.y1))
    }

    /// Returns whether a box lies in this one, edges included.
    public func contains(_ other: Box) -> Bool {
        other.x0 >= x0 && other.y0 >= y0 && other.x1 <= x1 && other.y1 <= y1
    }
}
