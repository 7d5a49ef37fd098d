/// What the numbers of a written coordinate mean.
///
/// Without fields it is the pixels of the image in the order left, top, right, bottom.
public struct CoordinateSpace: FieldGroup, Hashable {
    /// What the numbers count.
    public var unit: SpaceUnit
    /// For `resized`: width and height after the resize; for `grid`: columns and rows.
    public var size: [Int]
    /// For `bins`: how many, 1000 or 1024.
    public var bins: Int?
    /// The named recipe that gives the size, as `qwen2.5vl@1`.
    public var recipe: String?
    /// The order of the numbers.
    public var order: CoordinateOrder

    /// Creates a space.
    public init(
        unit: SpaceUnit = .pixel, size: [Int] = [], bins: Int? = nil, recipe: String? = nil,
        order: CoordinateOrder = .xyxy
    ) {
        self.unit = unit
        self.size = size
        self.bins = bins
        self.recipe = recipe
        self.order = order
    }

    init() { self.init(unit: .pixel) }

    /// Pixels of the image.
    public static let pixels = CoordinateSpace()

    mutating func fields<C: FieldCoder & ~Copyable>(_ coder: inout C) throws(C.Failure) {
        try coder.defaulted("unit", &unit, .pixel, "what the numbers count")
        try coder.list("size", &size, "for `resized`: width and height after the resize; for `grid`: columns and rows")
        try coder.optional("bins", &bins, "for `bins`: how many, 1000 or 1024")
        try coder.optional("recipe", &recipe, "named recipe that gives the size, as `qwen2.5vl@1`")
        try coder.defaulted("order", &order, .xyxy, "order of the numbers")
    }

    var contradiction: String? {
        if !size.isEmpty, size.count != 2 || size.contains(where: { $0 < 1 }) {
            return "expected \"size\" as two numbers of at least 1, found \(size)"
        }
        if let bins, bins < 1 { return "expected at least 1 bin, found \(bins)" }
        return nil
    }

    /// The size of the space for an image: the numbers run from 0 to it; `nil` if the space does not say.
    ///
    /// For `unit-square` this is the padded square; ``pixelScale(for:)`` knows its offset.
    public func extent(for image: PixelSize) -> (width: Double, height: Double)? {
        switch unit {
        case .pixel: (Double(image.width), Double(image.height))
        case .resized, .grid: size.count == 2 ? (Double(size[0]), Double(size[1])) : nil
        case .unit, .unitSquare: (1, 1)
        case .percent: (100, 100)
        case .permille999: (999, 999)
        case .permille: (1000, 1000)
        case .bins: bins.map { (Double($0), Double($0)) }
        default: nil
        }
    }

    /// Returns what turns the numbers of this space into pixels of an image: pixel = scale × number + offset.
    ///
    /// - Throws: ``TraceError`` with code `unresolved-space` if the space lacks its size or is not known.
    public func pixelScale(for image: PixelSize) throws(TraceError) -> PixelScale {
        guard let extent = extent(for: image) else {
            if unit.isKnown {
                let lack = unit == .bins ? "bins" : "size"
                throw TraceError(.unresolvedSpace, "expected \"\(lack)\" in a space of unit \"\(unit)\", found none")
            }
            throw TraceError(.unresolvedSpace, "expected a unit that this version knows, found \"\(unit)\"")
        }
        if unit == .unitSquare {
            let side = Double(max(image.width, image.height))
            // The padding is whole pixels on each side, the odd one to the right or below.
            return PixelScale(
                x: side, y: side, offsetX: -Double((max(image.width, image.height) - image.width) / 2),
                offsetY: -Double((max(image.width, image.height) - image.height) / 2))
        }
        return PixelScale(
            x: Double(image.width) / extent.width, y: Double(image.height) / extent.height, offsetX: 0, offsetY: 0)
    }

    /// Returns a box from four numbers in this space's order, still in its units.
    public func box(_ a: Double, _ b: Double, _ c: Double, _ d: Double) -> Box {
        switch order {
        case .xyxy: Box(x0: a, y0: b, x1: c, y1: d)
        case .xywh: Box(x0: a, y0: b, x1: a + c, y1: b + d)
        case .cxcywh: Box(x0: a - c / 2, y0: b - d / 2, x1: a + c / 2, y1: b + d / 2)
        case .yxyx: Box(x0: b, y0: a, x1: d, y1: c)
        default: Box(x0: a, y0: b, x1: c, y1: d)
        }
    }

    /// Returns a point from two numbers in this space's order, still in its units.
    public func point(_ a: Double, _ b: Double) -> Point {
        order == .yxyx ? Point(x: b, y: a) : Point(x: a, y: b)
    }
}

/// A scale and an offset per axis: pixel = scale × number + offset.
public struct PixelScale: Sendable, Hashable {
    /// Pixels per unit along x.
    public var x: Double
    /// Pixels per unit along y.
    public var y: Double
    /// Pixels to add along x.
    public var offsetX: Double
    /// Pixels to add along y.
    public var offsetY: Double

    /// Creates a scale.
    public init(x: Double, y: Double, offsetX: Double, offsetY: Double) {
        self.x = x
        self.y = y
        self.offsetX = offsetX
        self.offsetY = offsetY
    }

    /// Returns the pixel that a point of the space means.
    public func apply(_ point: Point) -> Point { Point(x: x * point.x + offsetX, y: y * point.y + offsetY) }
}

extension Shape {
    /// Returns the shape in pixels of an image, rounded to 1/1000 pixel.
    ///
    /// The numbers of the shape are x before y and left, top, right, bottom, whatever the order in which they were
    /// written. Masks and marks without a box are in pixels already; angles keep their value where the scale is the same
    /// along both axes, and are refused where it is not.
    ///
    /// - Throws: ``TraceError`` with code `unresolved-space`.
    public func resolved(in space: CoordinateSpace, of image: PixelSize) throws(TraceError) -> Shape {
        let scale = try space.pixelScale(for: image)
        func point(_ point: Point) -> Point { scale.apply(point).roundedToThousandths }
        func box(_ box: Box) -> Box {
            let (first, last) = (point(Point(x: box.x0, y: box.y0)), point(Point(x: box.x1, y: box.y1)))
            return Box(x0: first.x, y0: first.y, x1: last.x, y1: last.y)
        }
        func uniform(_ angle: Double) throws(TraceError) {
            guard angle == 0 || (scale.x - scale.y).magnitude <= 1e-9 * scale.x.magnitude else {
                throw TraceError(
                    .unresolvedSpace, "expected the same scale along both axes for a shape turned by \(angle)°")
            }
        }
        switch self {
        case .box(let value): return .box(box(value))
        case .point(let value): return .point(point(value))
        case .polyline(let points): return .polyline(points.map(point))
        case .polygon(let rings): return .polygon(rings.map { $0.map(point) })
        case .arrow(let from, let to): return .arrow(from: point(from), to: point(to))
        case .rotatedBox(let value):
            try uniform(value.angle)
            return .rotatedBox(
                RotatedBox(
                    center: point(value.center), width: (value.width * scale.x).roundedToThousandths,
                    height: (value.height * scale.y).roundedToThousandths, angle: value.angle))
        case .ellipse(let value):
            try uniform(value.angle)
            return .ellipse(
                Ellipse(
                    center: point(value.center), radiusX: (value.radiusX * scale.x).roundedToThousandths,
                    radiusY: (value.radiusY * scale.y).roundedToThousandths, angle: value.angle))
        case .heatmap(var map):
            map.area = map.area.map(box)
            return .heatmap(map)
        case .mark(let id, let value): return .mark(id: id, box: value.map(box))
        case .mask, .invalid: return self
        }
    }

    /// The smallest box around the shape, in its own coordinates; `nil` if it has no place.
    public var bounds: Box? {
        func around(_ points: [Point]) -> Box? {
            guard let first = points.first else { return nil }
            return points.reduce(Box(x0: first.x, y0: first.y, x1: first.x, y1: first.y)) {
                $0.union(Box(x0: $1.x, y0: $1.y, x1: $1.x, y1: $1.y))
            }
        }
        switch self {
        case .box(let box): return box
        case .point(let point): return around([point])
        case .polyline(let points): return around(points)
        case .polygon(let rings): return around(rings.first ?? [])
        case .arrow(let from, let to): return around([from, to])
        case .rotatedBox(let box): return around(box.corners)
        case .ellipse(let ellipse): return ellipse.bounds
        case .mask(let mask): return mask.bounds
        case .heatmap(let map): return map.area
        case .mark(_, let box): return box
        case .invalid: return nil
        }
    }
}

extension Double {
    /// The nearest thousandth.
    var roundedToThousandths: Double { (self * 1000).rounded() / 1000 }
}

extension Point {
    /// The point with both coordinates rounded to thousandths.
    var roundedToThousandths: Point { Point(x: x.roundedToThousandths, y: y.roundedToThousandths) }
}
