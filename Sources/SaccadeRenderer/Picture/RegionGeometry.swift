import Saccade

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The map from pixels of an image to pixels of the page.
struct PictureMap: Sendable {
    /// The size of the image in its own pixels.
    var size: PixelSize
    /// Where the image lies on the page, in whole pixels.
    var frame: Box

    var scaleX: Double { frame.width / Double(max(1, size.width)) }
    var scaleY: Double { frame.height / Double(max(1, size.height)) }

    /// Returns a place on the page, kept so near the picture that Cairo's coordinates hold it.
    func callAsFunction(_ point: Point) -> Point {
        func near(_ value: Double, _ low: Double, _ high: Double) -> Double {
            let reach = 4_000.0
            return min(high + reach, max(low - reach, value))
        }
        return Point(
            x: near(frame.x0 + point.x * scaleX, frame.x0, frame.x1),
            y: near(frame.y0 + point.y * scaleY, frame.y0, frame.y1))
    }
}

/// A region's form on the page.
struct RegionGeometry {
    enum Form {
        /// An outline with an inside; several rings by the even-odd rule.
        case area(Path)
        /// A line without an inside.
        case line(Path)
        case point(Point)
        case arrow(from: Point, to: Point)
        case mask(MaskRaster)
        case heat(Heatmap, Box)
    }

    let form: Form
    /// The smallest box around the visible part, on the page.
    let bounds: Box
    /// The places on the outline that a badge may stand beside: top, right, bottom, left, or the start of a line; empty
    /// for a box, which has corners.
    var anchors: [Point] = []

    /// Whether the form has an inside that can be lit.
    var hasInside: Bool {
        switch form {
        case .area, .mask: true
        default: false
        }
    }

    /// The centre of what is visible.
    var center: Point { bounds.center }
}

/// Why a region cannot be drawn.
struct UndrawableRegion: Error, Hashable {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

extension RegionGeometry {
    /// The smallest side of a drawn box, in pixels of the page.
    private static let smallest = 8.0

    /// Creates the geometry of a shape; throws the reason if there is nothing to draw.
    init(_ shape: Shape, _ map: PictureMap) throws(UndrawableRegion) {
        switch shape {
        case .box(let box):
            form = .area(Path(try Self.visible(box, map)))
            bounds = try Self.visible(box, map)
        case .rotatedBox(let box):
            let corners = [(-1.0, -1.0), (1, -1), (1, 1), (-1, 1)].map { sign in
                Self.turned(
                    Point(x: sign.0 * box.width / 2, y: sign.1 * box.height / 2), by: box.angle, about: box.center)
            }
            self = try .polygon([corners], map)
        case .point(let point):
            try Self.check([point])
            guard (0...Double(map.size.width)).contains(point.x), (0...Double(map.size.height)).contains(point.y) else {
                throw UndrawableRegion("the point lies outside the picture")
            }
            let place = map(point)
            form = .point(place)
            // As far as the arms of its cross reach on a page of usual size.
            bounds = Box(x0: place.x - 18, y0: place.y - 18, x1: place.x + 18, y1: place.y + 18)
        case .polyline(let points):
            guard points.count >= 2 else { throw UndrawableRegion("a line needs two points, found \(points.count)") }
            try Self.check(points)
            let places = points.map { map($0) }
            form = .line(Path(places))
            bounds = try Self.visibleBounds(of: places, map)
            anchors = Self.extremes(of: places, in: map.frame)
        case .polygon(let rings):
            self = try .polygon(rings, map)
        case .ellipse(let ellipse):
            try Self.check([ellipse.center])
            guard ellipse.radiusX > 0, ellipse.radiusY > 0, ellipse.radiusX.isFinite, ellipse.radiusY.isFinite,
                ellipse.angle.isFinite
            else { throw UndrawableRegion("an ellipse needs two radii above zero") }
            let corners = (0..<96).map { step in
                let angle = Double(step) * .pi / 48
                return Self.turned(
                    Point(x: ellipse.radiusX * cos(angle), y: ellipse.radiusY * sin(angle)), by: ellipse.angle,
                    about: ellipse.center)
            }
            self = try .polygon([corners], map)
        case .mask(let mask):
            let raster = try MaskRaster(mask, map)
            form = .mask(raster)
            bounds = raster.bounds
            anchors = raster.extremes()
        case .arrow(let from, let to):
            try Self.check([from, to])
            let places = [map(from), map(to)]
            form = .arrow(from: places[0], to: places[1])
            bounds = try Self.visibleBounds(of: places, map)
            anchors = Self.extremes(of: places, in: map.frame)
        case .heatmap(let heatmap):
            let whole = Box(x0: 0, y0: 0, x1: Double(map.size.width), y1: Double(map.size.height))
            let area = try Self.visible(heatmap.area ?? whole, map, isExact: true)
            guard heatmap.columns >= 1, heatmap.rows >= 1, heatmap.columns <= 4_096, heatmap.rows <= 4_096,
                heatmap.values.count == heatmap.columns * heatmap.rows
            else {
                throw UndrawableRegion(
                    "expected \(heatmap.columns)×\(heatmap.rows) weights of at most 4096 a side, found "
                        + "\(heatmap.values.count)")
            }
            form = .heat(heatmap, area)
            bounds = area
        case .mark(let id, let box):
            guard let box else { throw UndrawableRegion("the place of mark \(id.prefix(40)) is not known") }
            form = .area(Path(try Self.visible(box, map)))
            bounds = try Self.visible(box, map)
        case .invalid(let reason):
            throw UndrawableRegion(reason)
        }
    }

    private static func polygon(_ rings: [[Point]], _ map: PictureMap) throws(UndrawableRegion) -> RegionGeometry {
        guard !rings.isEmpty, rings.allSatisfy({ $0.count >= 3 }) else {
            throw UndrawableRegion("a polygon needs rings of three points")
        }
        var path = Path()
        var all: [Point] = []
        for ring in rings {
            try check(ring)
            let places = ring.map { map($0) }
            path.append(Path(places, isClosed: true))
            all += places
        }
        return RegionGeometry(
            form: .area(path), bounds: try visibleBounds(of: all, map), anchors: extremes(of: all, in: map.frame))
    }

    private static func check(_ points: [Point]) throws(UndrawableRegion) {
        guard points.count <= 100_000 else {
            throw UndrawableRegion("expected at most 100000 points, found \(points.count)")
        }
        guard points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else {
            throw UndrawableRegion("a coordinate is not a finite number")
        }
    }

    /// Returns the part of a box that lies on the picture, on the page, at least some pixels large.
    private static func visible(
        _ box: Box, _ map: PictureMap, isExact: Bool = false
    ) throws(UndrawableRegion) -> Box {
        try check([Point(x: box.x0, y: box.y0), Point(x: box.x1, y: box.y1)])
        guard box.x0 <= box.x1, box.y0 <= box.y1 else { throw UndrawableRegion("the edges of the box are swapped") }
        let low = map(Point(x: box.x0, y: box.y0))
        let high = map(Point(x: box.x1, y: box.y1))
        let part = Box(x0: low.x, y0: low.y, x1: high.x, y1: high.y).intersection(map.frame)
        guard part.x0 <= part.x1, part.y0 <= part.y1 else { throw UndrawableRegion("the box lies outside the picture") }
        guard !isExact else { return part }
        func widened(_ low: Double, _ high: Double) -> (Double, Double) {
            let missing = max(0, smallest - (high - low)) / 2
            return (low - missing, high + missing)
        }
        let (x0, x1) = widened(part.x0.rounded(), part.x1.rounded())
        let (y0, y1) = widened(part.y0.rounded(), part.y1.rounded())
        return Box(x0: x0, y0: y0, x1: x1, y1: y1)
    }

    /// Returns the visible points that lie furthest up, right, down and left.
    private static func extremes(of points: [Point], in frame: Box) -> [Point] {
        let seen = points.filter { $0.x >= frame.x0 && $0.x <= frame.x1 && $0.y >= frame.y0 && $0.y <= frame.y1 }
        return [
            seen.min { $0.y < $1.y }, seen.max { $0.x < $1.x }, seen.max { $0.y < $1.y }, seen.min { $0.x < $1.x },
        ].compactMap { $0 }
    }

    private static func visibleBounds(of places: [Point], _ map: PictureMap) throws(UndrawableRegion) -> Box {
        let xs = places.map(\.x)
        let ys = places.map(\.y)
        let box = Box(x0: xs.min() ?? 0, y0: ys.min() ?? 0, x1: xs.max() ?? 0, y1: ys.max() ?? 0)
        let part = box.intersection(map.frame)
        guard part.x0 <= part.x1, part.y0 <= part.y1 else {
            throw UndrawableRegion("the region lies outside the picture")
        }
        return part
    }

    private static func turned(_ point: Point, by degrees: Double, about center: Point) -> Point {
        let angle = degrees * .pi / 180
        return Point(
            x: center.x + point.x * cos(angle) - point.y * sin(angle),
            y: center.y + point.x * sin(angle) + point.y * cos(angle))
    }
}
