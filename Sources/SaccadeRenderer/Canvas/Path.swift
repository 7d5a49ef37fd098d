package import Saccade

/// An outline made of lines, arcs and curves, in pixels.
package struct Path: Sendable {
    package enum Element: Sendable {
        case move(Point)
        case line(Point)
        case curve(Point, Point, Point)
        case arc(center: Point, radius: Double, from: Double, to: Double)
        case rectangle(Box)
        case subpath
        case close
    }

    package private(set) var elements: [Element] = [] {
        didSet { roundedBox = nil }
    }
    /// The box with round corners that this outline is, if it is one.
    private(set) var roundedBox: RoundedBox?

    package init() {}

    /// Creates an outline from its parts.
    package init(_ elements: [Element]) { self.elements = elements }

    /// Creates the outline of a box.
    package init(_ box: Box) { elements = [.rectangle(box)] }

    /// Creates the outline of a box with round corners.
    package init(_ box: Box, radius: Double) {
        let radius = max(0, min(radius, min(box.width, box.height) / 2))
        guard radius > 0 else {
            self.init(box)
            return
        }
        self.init(box, topLeft: radius, topRight: radius, bottomRight: radius, bottomLeft: radius)
    }

    /// Creates the outline of a box with a radius for each corner.
    package init(_ box: Box, topLeft: Double, topRight: Double, bottomRight: Double, bottomLeft: Double) {
        let quarter = Double.pi / 2
        elements = [
            .subpath,
            .arc(
                center: Point(x: box.x1 - topRight, y: box.y0 + topRight), radius: topRight, from: -quarter, to: 0),
            .arc(
                center: Point(x: box.x1 - bottomRight, y: box.y1 - bottomRight), radius: bottomRight, from: 0,
                to: quarter),
            .arc(
                center: Point(x: box.x0 + bottomLeft, y: box.y1 - bottomLeft), radius: bottomLeft, from: quarter,
                to: 2 * quarter),
            .arc(
                center: Point(x: box.x0 + topLeft, y: box.y0 + topLeft), radius: topLeft, from: 2 * quarter,
                to: 3 * quarter),
            .close,
        ]
        roundedBox = RoundedBox(box: box, radii: [topLeft, topRight, bottomRight, bottomLeft])
    }

    /// Creates a line through points, closed if asked for.
    package init(_ points: [Point], isClosed: Bool = false) {
        guard let first = points.first else { return }
        elements = [.move(first)] + points.dropFirst().map { .line($0) } + (isClosed ? [.close] : [])
    }

    /// Creates a circle.
    package init(circleAt center: Point, radius: Double) {
        elements = [.subpath, .arc(center: center, radius: radius, from: 0, to: 2 * .pi), .close]
    }

    package mutating func move(to point: Point) { elements.append(.move(point)) }
    package mutating func line(to point: Point) { elements.append(.line(point)) }
    package mutating func curve(_ first: Point, _ second: Point, to end: Point) {
        elements.append(.curve(first, second, end))
    }
    package mutating func close() { elements.append(.close) }

    /// Adds another outline to this one.
    package mutating func append(_ other: Path) { elements.append(contentsOf: other.elements) }
}

/// A box with a radius for each corner: top left, top right, bottom right, bottom left.
struct RoundedBox: Sendable {
    var box: Box
    var radii: [Double]

    /// Whether all edges lie between pixels.
    var isWhole: Bool { [box.x0, box.y0, box.x1, box.y1].allSatisfy { $0 == $0.rounded() } }
}
