#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Draws regions as annotations over an image, in pixels of the image.
///
/// Every shape that has a place becomes lines, circles and a label; a region without a place draws nothing.
struct RegionAnnotations {
    /// The image's size, where it is known: lines are thicker on larger images.
    private let size: PixelSize?
    private(set) var message: FoxgloveAnnotations

    /// Begins the annotations of an image.
    ///
    /// - Parameters:
    ///   - size: The stored size of the image, where it is known.
    ///   - time: The time of the image's own message in nanoseconds since 1970: viewers pair the two by it.
    init(size: PixelSize?, time: UInt64) {
        self.size = size
        message = FoxgloveAnnotations()
        message.timestamp = FoxgloveTimestamp(nanoseconds: time)
    }

    /// The colours of regions, in turn: those of Okabe and Ito, as on storyboards.
    static let palette: [FoxgloveColor] = [0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9].map {
        FoxgloveColor($0)
    }

    /// The width of lines in pixels of the image.
    var thickness: Double {
        guard let size else { return 2 }
        return max(2, (Double(min(size.width, size.height)) / 320).rounded())
    }

    private var fontSize: Double { max(12, thickness * 6) }

    /// Adds a region.
    ///
    /// - Parameter runs: The runs of a mask that lie in a blob, where they are at hand.
    mutating func add(_ region: Region, runs: [Int]? = nil) {
        let color = RegionAnnotations.palette[Int(region.n.magnitude % UInt(RegionAnnotations.palette.count))]
        let drawing = Drawing(
            color: color, thickness: thickness, time: message.timestamp, metadata: metadata(of: region), size: size)
        guard let shape = region.placeInPixels, let corner = drawing.draw(shape, runs: runs, into: &message) else {
            return
        }
        var text = FoxgloveText()
        text.timestamp = message.timestamp
        // A label above the top edge of the image would not be seen.
        text.position = FoxglovePoint2(Point(x: corner.x, y: max(corner.y, fontSize)))
        text.text = label(of: region)
        text.fontSize = fontSize
        text.color = FoxgloveColor(0xFFFFFF)
        text.background = color.withAlpha(0.85)
        text.metadata = drawing.metadata
        message.texts.append(text)
    }

    /// The label: the ordinal of the region, as storyboards number it, and what is there.
    private func label(of region: Region) -> String {
        var name = region.label ?? region.role?.rawValue ?? ""
        if case .mark(let id, _) = region.shape, region.label == nil { name = "mark \(id)" }
        let number = region.agent == 0 ? "\(region.n)" : "\(region.agent).\(region.n)"
        return name.isEmpty ? number : "\(number) \(name)"
    }

    private func metadata(of region: Region) -> [FoxgloveKeyValuePair] {
        var pairs = [
            FoxgloveKeyValuePair("agent", "\(region.agent)"), FoxgloveKeyValuePair("region", "\(region.n)"),
            FoxgloveKeyValuePair("by", region.by.rawValue),
        ]
        if let step = region.step { pairs.append(FoxgloveKeyValuePair("step", "\(step)")) }
        if let role = region.role { pairs.append(FoxgloveKeyValuePair("role", role.rawValue)) }
        if let written = region.written { pairs.append(FoxgloveKeyValuePair("written", written)) }
        if let score = region.score { pairs.append(FoxgloveKeyValuePair("score", "\(score)")) }
        return pairs
    }
}

extension Region {
    /// The place in pixels of the image: what the event says, or the shape itself if its numbers are pixels; `nil` if the
    /// space is unresolved.
    public var placeInPixels: Shape? {
        if let pixels { return pixels }
        return space.unit == .pixel && spaceSource != .unresolved ? shape : nil
    }
}

/// Turns one shape into annotations.
private struct Drawing {
    let color: FoxgloveColor
    let thickness: Double
    let time: FoxgloveTimestamp?
    let metadata: [FoxgloveKeyValuePair]
    let size: PixelSize?

    /// Adds a shape and returns where its label goes, or `nil` if there is nothing to draw.
    func draw(_ shape: Shape, runs: [Int]?, into message: inout FoxgloveAnnotations) -> Point? {
        switch shape {
        case .box(let box): return loops([corners(of: box)], isFilled: true, into: &message)
        case .rotatedBox(let box): return loops([box.corners], isFilled: true, into: &message)
        case .point(let point): return dot(at: point, into: &message)
        case .polyline(let points): return lines(.lineStrip, points, into: &message)
        case .polygon(let rings): return loops(rings, isFilled: rings.count == 1, into: &message)
        case .ellipse(let ellipse): return self.ellipse(ellipse, into: &message)
        case .arrow(let tail, let head): return arrow(from: tail, to: head, into: &message)
        case .mask(let mask): return self.mask(mask, runs: runs, into: &message)
        case .heatmap(let heatmap):
            return (heatmap.area ?? whole).flatMap { loops([corners(of: $0)], isFilled: false, into: &message) }
        case .mark(_, let box): return box.flatMap { loops([corners(of: $0)], isFilled: true, into: &message) }
        case .invalid: return nil
        }
    }

    private var whole: Box? {
        size.map { Box(x0: 0, y0: 0, x1: Double($0.width), y1: Double($0.height)) }
    }

    private func corners(of box: Box) -> [Point] {
        [
            Point(x: box.x0, y: box.y0), Point(x: box.x1, y: box.y0), Point(x: box.x1, y: box.y1),
            Point(x: box.x0, y: box.y1),
        ]
    }

    private func lines(
        _ kind: FoxglovePoints.Kind, _ points: [Point], isFilled: Bool = false, into message: inout FoxgloveAnnotations
    ) -> Point? {
        guard let corner = topLeft(of: points) else { return nil }
        var annotation = FoxglovePoints()
        annotation.timestamp = time
        annotation.kind = kind
        annotation.points = points.map { FoxglovePoint2($0) }
        annotation.outline = color
        if isFilled { annotation.fill = color.withAlpha(0.12) }
        annotation.thickness = thickness
        annotation.metadata = metadata
        message.points.append(annotation)
        return corner
    }

    private func loops(_ rings: [[Point]], isFilled: Bool, into message: inout FoxgloveAnnotations) -> Point? {
        guard rings.allSatisfy({ topLeft(of: $0) != nil }) else { return nil }
        for ring in rings { _ = lines(.lineLoop, ring, isFilled: isFilled, into: &message) }
        return topLeft(of: rings.flatMap { $0 })
    }

    private func dot(at point: Point, into message: inout FoxgloveAnnotations) -> Point? {
        circle(center: point, diameter: thickness * 5, fill: color.withAlpha(0.6), into: &message)
    }

    private func circle(
        center: Point, diameter: Double, fill: FoxgloveColor, into message: inout FoxgloveAnnotations
    ) -> Point? {
        guard topLeft(of: [center]) != nil, diameter.isFinite, diameter > 0 else { return nil }
        var annotation = FoxgloveCircle()
        annotation.timestamp = time
        annotation.position = FoxglovePoint2(center)
        annotation.diameter = diameter
        annotation.thickness = thickness
        annotation.fill = fill
        annotation.outline = color
        annotation.metadata = metadata
        message.circles.append(annotation)
        return Point(x: center.x - diameter / 2, y: center.y - diameter / 2)
    }

    private func ellipse(_ ellipse: Ellipse, into message: inout FoxgloveAnnotations) -> Point? {
        if ellipse.radiusX == ellipse.radiusY {
            return circle(
                center: ellipse.center, diameter: 2 * ellipse.radiusX, fill: color.withAlpha(0.12), into: &message)
        }
        let turn = ellipse.angle * .pi / 180
        let points = (0..<64).map { step in
            let angle = Double(step) * .pi / 32
            let (x, y) = (ellipse.radiusX * cos(angle), ellipse.radiusY * sin(angle))
            return Point(
                x: ellipse.center.x + x * cos(turn) - y * sin(turn),
                y: ellipse.center.y + x * sin(turn) + y * cos(turn))
        }
        return loops([points], isFilled: true, into: &message)
    }

    private func arrow(from tail: Point, to head: Point, into message: inout FoxgloveAnnotations) -> Point? {
        let (dx, dy) = (head.x - tail.x, head.y - tail.y)
        let length = (dx * dx + dy * dy).squareRoot()
        guard length > 0, length.isFinite else { return dot(at: head, into: &message) }
        // The barbs lie half a right angle back from the head.
        let reach = min(length, thickness * 6) / length * 0.5.squareRoot()
        let barbs = [1.0, -1.0].map { side in
            Point(x: head.x - reach * (dx - side * dy), y: head.y - reach * (dy + side * dx))
        }
        return lines(.lineList, [tail, head, barbs[0], head, barbs[1], head], into: &message)
    }

    /// Draws the outline of a mask, or the box around it where the outline would be too long for a viewer.
    private func mask(_ mask: Mask, runs: [Int]?, into message: inout FoxgloveAnnotations) -> Point? {
        var mask = mask
        if let runs, mask.runs.isEmpty { mask.runs = runs }
        guard mask.isWhole, let bounds = mask.bounds else { return nil }
        let rings = mask.outlines() ?? [corners(of: bounds)]
        // The grid lies over the whole image, whatever its own size.
        let scaleX = size.map { Double($0.width) / Double(mask.size.width) } ?? 1
        let scaleY = size.map { Double($0.height) / Double(mask.size.height) } ?? 1
        let placed = rings.map { ring in ring.map { Point(x: $0.x * scaleX, y: $0.y * scaleY) } }
        return loops(placed, isFilled: placed.count == 1, into: &message)
    }

    /// Returns the top left corner of the box around points, or `nil` if there are none or they are not numbers.
    private func topLeft(of points: [Point]) -> Point? {
        guard let first = points.first, points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { return nil }
        return points.reduce(first) { Point(x: min($0.x, $1.x), y: min($0.y, $1.y)) }
    }
}
