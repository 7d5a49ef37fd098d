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

    /// The box that this outline is, with round corners or without; `nil` if it is something else.
    var box: Box? {
        if let roundedBox { return roundedBox.box }
        if elements.count == 1, case .rectangle(let box) = elements[0] { return box }
        return nil
    }

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

extension Box {
    /// The whole pixels inside.
    var wholePixels: Box {
        Box(x0: x0.rounded(.up), y0: y0.rounded(.up), x1: x1.rounded(.down), y1: y1.rounded(.down))
    }

    /// All pixels that it touches.
    var grownToPixels: Box {
        Box(x0: x0.rounded(.down), y0: y0.rounded(.down), x1: x1.rounded(.up), y1: y1.rounded(.up))
    }

    /// What is left of it without some boxes, as boxes that do not overlap, from top to bottom.
    func parts(outside hidden: [Box]) -> [Box] {
        let hidden = hidden.map { $0.intersection(self) }.filter { !$0.isEmpty }
        let edges = Set([y0, y1] + hidden.flatMap { [$0.y0, $0.y1] }).sorted()
        var result: [Box] = []
        for (top, bottom) in zip(edges, edges.dropFirst()) {
            var left = x0
            for box in hidden.filter({ $0.y0 <= top && $0.y1 >= bottom }).sorted(by: { $0.x0 < $1.x0 }) {
                if box.x0 > left { result.append(Box(x0: left, y0: top, x1: box.x0, y1: bottom)) }
                left = max(left, box.x1)
            }
            if left < x1 { result.append(Box(x0: left, y0: top, x1: x1, y1: bottom)) }
        }
        return result
    }
}
