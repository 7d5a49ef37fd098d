/// The form of a region, in the coordinates that its space names.
///
/// Every shape is one JSON object with one key, the case's name: `{"box":[x0,y0,x1,y1]}`.
public enum Shape: Sendable, Hashable {
    /// An axis-parallel box: left, top, right, bottom.
    case box(Box)
    /// A box turned about its centre.
    case rotatedBox(RotatedBox)
    /// A single point.
    case point(Point)
    /// An open line through at least two points.
    case polyline([Point])
    /// Rings of at least three points each: the outer one first, then the holes; filled by the even-odd rule.
    case polygon([[Point]])
    /// An ellipse.
    case ellipse(Ellipse)
    /// A set of pixels.
    indirect case mask(Mask)
    /// An arrow from a tail to a head.
    case arrow(from: Point, to: Point)
    /// A grid of weights over an area.
    indirect case heatmap(Heatmap)
    /// An element's id, drawn on or known for the image, with its box where one is known.
    indirect case mark(id: String, box: Box?)
    /// Something that was meant as a place and is none, with the reason.
    case invalid(reason: String)
}

/// A box turned about its centre.
public struct RotatedBox: Sendable, Hashable {
    /// The centre.
    public var center: Point
    /// The side that lies along the x axis before the turn.
    public var width: Double
    /// The side that lies along the y axis before the turn.
    public var height: Double
    /// The turn in degrees, clockwise as seen on the screen.
    public var angle: Double

    /// Creates a rotated box; the angle is in degrees, clockwise as seen on the screen.
    public init(center: Point, width: Double, height: Double, angle: Double) {
        self.center = center
        self.width = width
        self.height = height
        self.angle = angle
    }
}

/// An ellipse.
public struct Ellipse: Sendable, Hashable {
    /// The centre.
    public var center: Point
    /// The half axis that lies along the x axis before the turn.
    public var radiusX: Double
    /// The half axis that lies along the y axis before the turn.
    public var radiusY: Double
    /// The turn in degrees, clockwise as seen on the screen.
    public var angle: Double

    /// Creates an ellipse; the angle is in degrees, clockwise as seen on the screen.
    public init(center: Point, radiusX: Double, radiusY: Double, angle: Double = 0) {
        self.center = center
        self.radiusX = radiusX
        self.radiusY = radiusY
        self.angle = angle
    }
}

/// A set of pixels as run lengths that alternate between outside and inside, outside first.
///
/// The runs' sum equals width × height. A mask of more than 4 KiB lies in a blob that holds the runs as a JSON array.
public struct Mask: Sendable, Hashable {
    /// The order in which the runs walk over the pixels.
    public enum Order: String, Sendable, Hashable, CaseIterable {
        /// Left to right, then downwards.
        case row
        /// Downwards, then left to right: the order of COCO.
        case column
    }

    /// The size of the grid of pixels, which lies over the whole image.
    public var size: PixelSize
    /// The order of the runs.
    public var order: Order
    /// The run lengths, outside first; empty if they lie in a blob.
    public var runs: [Int]
    /// The blob that holds the runs, if they are not here.
    public var blob: Digest?

    /// Creates a mask.
    public init(size: PixelSize, order: Order, runs: [Int], blob: Digest? = nil) {
        self.size = size
        self.order = order
        self.runs = runs
        self.blob = blob
    }
}

/// A grid of weights over an area of an image.
public struct Heatmap: Sendable, Hashable {
    /// The number of columns.
    public var columns: Int
    /// The number of rows.
    public var rows: Int
    /// The area that the grid covers; `nil` for the whole image.
    public var area: Box?
    /// The weights, row by row; empty if they lie in a blob.
    public var values: [Double]
    /// The blob that holds the weights as a JSON array, if they are not here.
    public var blob: Digest?
    /// The weights that map to the ends of the scale.
    public var range: ClosedRange<Double>
    /// How the weights were made, for example `attention-rollout`.
    public var method: String?

    /// Creates a heat map.
    public init(
        columns: Int, rows: Int, area: Box? = nil, values: [Double], blob: Digest? = nil, range: ClosedRange<Double>,
        method: String? = nil
    ) {
        self.columns = columns
        self.rows = rows
        self.area = area
        self.values = values
        self.blob = blob
        self.range = range
        self.method = method
    }
}
