/// A map from the pixels of one image to the pixels of another, with pixel edges as coordinate lines.
///
/// Crops, pads, flips, quarter turns and resizes map by fractions, so that a crop of a crop of a resize maps back without
/// any error. Other maps, turns by an angle and perspective, carry doubles.
public struct PlaneMap: Sendable, Hashable {
    /// How the map computes.
    enum Storage: Sendable, Hashable {
        /// Two rows of three: x' = m0·x + m1·y + m2, y' = m3·x + m4·y + m5.
        case exact([Rational])
        /// The same with doubles.
        case affine([Double])
        /// Three rows of three; x' and y' are divided by the third.
        case projective([Double])
    }

    let storage: Storage

    init(_ storage: Storage) { self.storage = storage }

    /// The map that changes nothing.
    public static let identity = PlaneMap(.exact([.one, .zero, .zero, .zero, .one, .zero]))

    /// Whether the map computes with fractions.
    public var isExact: Bool {
        if case .exact = storage { return true }
        return false
    }

    /// Creates an affine map of doubles, two rows of three, or returns `nil` for another count or a number that is not
    /// finite.
    public init?(affine coefficients: [Double]) {
        guard coefficients.count == 6, coefficients.allSatisfy(\.isFinite) else { return nil }
        self.storage = .affine(coefficients)
    }

    /// Creates a projective map of doubles, three rows of three, or returns `nil` for another count or a number that is
    /// not finite.
    public init?(projective coefficients: [Double]) {
        guard coefficients.count == 9, coefficients.allSatisfy(\.isFinite) else { return nil }
        self.storage = .projective(coefficients)
    }

    private static func diagonal(_ a: Rational, _ b: Rational, _ x: Rational, _ y: Rational) -> PlaneMap {
        PlaneMap(.exact([a, .zero, x, .zero, b, y]))
    }

    // MARK: From a made image back to its parent

    /// The map from a crop to its parent; `x` and `y` are the crop's left top corner in the parent.
    public static func crop(x: Int, y: Int) -> PlaneMap { diagonal(.one, .one, Rational(x), Rational(y)) }

    /// The map from a padded image to its parent; `left` and `top` are the margins.
    public static func pad(left: Int, top: Int) -> PlaneMap { crop(x: -left, y: -top) }

    /// The map from a resized image to its parent, or `nil` if the new size is empty.
    public static func resize(from parent: PixelSize, to child: PixelSize) -> PlaneMap? {
        guard let x = Rational(Int64(parent.width), over: Int64(child.width)),
            let y = Rational(Int64(parent.height), over: Int64(child.height)), child.width > 0, child.height > 0
        else { return nil }
        return diagonal(x, y, .zero, .zero)
    }

    /// The map from a zoom to its parent: a crop at (`x`, `y`) of a size, then a resize.
    public static func zoom(x: Int, y: Int, size: PixelSize, to child: PixelSize) -> PlaneMap? {
        resize(from: size, to: child).flatMap { crop(x: x, y: y).after($0) }
    }

    /// The map from an image with left and right exchanged to its parent of a width.
    public static func flipHorizontal(width: Int) -> PlaneMap { diagonal(Rational(-1), .one, Rational(width), .zero) }

    /// The map from an image with top and bottom exchanged to its parent of a height.
    public static func flipVertical(height: Int) -> PlaneMap { diagonal(.one, Rational(-1), .zero, Rational(height)) }

    /// The map from an image that was turned clockwise by quarters to its parent of a size.
    public static func turn(quarters: Int, of parent: PixelSize) -> PlaneMap {
        let (width, height) = (Rational(parent.width), Rational(parent.height))
        let minus = Rational(-1)
        switch ((quarters % 4) + 4) % 4 {
        case 1: return PlaneMap(.exact([.zero, .one, .zero, minus, .zero, height]))
        case 2: return diagonal(minus, minus, width, height)
        case 3: return PlaneMap(.exact([.zero, minus, width, .one, .zero, .zero]))
        default: return .identity
        }
    }

    /// The map from the upright image to the stored one of a size with an EXIF orientation from 1 to 8; others change
    /// nothing.
    public static func orient(_ orientation: Int, stored: PixelSize) -> PlaneMap {
        let (width, height) = (Rational(stored.width), Rational(stored.height))
        let minus = Rational(-1)
        switch orientation {
        case 2: return flipHorizontal(width: stored.width)
        case 3: return turn(quarters: 2, of: stored)
        case 4: return flipVertical(height: stored.height)
        case 5: return PlaneMap(.exact([.zero, .one, .zero, .one, .zero, .zero]))
        case 6: return turn(quarters: 1, of: stored)
        case 7: return PlaneMap(.exact([.zero, minus, width, minus, .zero, height]))
        case 8: return turn(quarters: 3, of: stored)
        default: return .identity
        }
    }

    // MARK: Using

    /// Returns where a point goes; `nil` at the horizon of a projective map.
    public func apply(_ point: Point) -> Point? {
        switch storage {
        case .exact(let m):
            return Point(
                x: m[0].value * point.x + m[1].value * point.y + m[2].value,
                y: m[3].value * point.x + m[4].value * point.y + m[5].value)
        case .affine(let m):
            return Point(x: m[0] * point.x + m[1] * point.y + m[2], y: m[3] * point.x + m[4] * point.y + m[5])
        case .projective(let m):
            let divisor = m[6] * point.x + m[7] * point.y + m[8]
            guard divisor != 0 else { return nil }
            return Point(
                x: (m[0] * point.x + m[1] * point.y + m[2]) / divisor,
                y: (m[3] * point.x + m[4] * point.y + m[5]) / divisor)
        }
    }

    /// Returns the smallest box around the image of a box.
    public func apply(_ box: Box) -> Box? {
        let corners = [
            Point(x: box.x0, y: box.y0), Point(x: box.x1, y: box.y0), Point(x: box.x1, y: box.y1),
            Point(x: box.x0, y: box.y1),
        ].compactMap { apply($0) }
        guard corners.count == 4, let first = corners.first else { return nil }
        return corners.dropFirst().reduce(Box(x0: first.x, y0: first.y, x1: first.x, y1: first.y)) {
            $0.union(Box(x0: $1.x, y0: $1.y, x1: $1.x, y1: $1.y))
        }
    }

    /// Returns the map that applies another one first, then this one; fractions that no longer fit become doubles.
    public func after(_ first: PlaneMap) -> PlaneMap? {
        if case .exact(let a) = storage, case .exact(let b) = first.storage,
            let product = PlaneMap.exactProduct(a, b)
        {
            return PlaneMap(.exact(product))
        }
        let (a, b) = (square, first.square)
        var product = [Double](repeating: 0, count: 9)
        for row in 0..<3 {
            for column in 0..<3 {
                product[row * 3 + column] = (0..<3).reduce(0) { $0 + a[row * 3 + $1] * b[$1 * 3 + column] }
            }
        }
        if case .projective = storage { return PlaneMap(projective: product) }
        if case .projective = first.storage { return PlaneMap(projective: product) }
        return PlaneMap(affine: Array(product.prefix(6)))
    }

    /// The map back, or `nil` if several points go to one.
    public var inverse: PlaneMap? {
        if case .exact(let m) = storage, let inverse = PlaneMap.exactInverse(m) { return PlaneMap(.exact(inverse)) }
        let m = square
        let cofactors = [
            m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
            m[5] * m[6] - m[3] * m[8], m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
            m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3],
        ]
        let determinant = m[0] * cofactors[0] + m[1] * cofactors[3] + m[2] * cofactors[6]
        guard determinant != 0, determinant.isFinite else { return nil }
        let inverse = cofactors.map { $0 / determinant }
        if case .projective = storage { return PlaneMap(projective: inverse) }
        return PlaneMap(affine: Array(inverse.prefix(6)))
    }

    /// The determinant of the linear part at the origin: negative if the map mirrors, 0 if it flattens.
    public var determinant: Double {
        let m = square
        return m[0] * m[4] - m[1] * m[3]
    }

    /// The nine coefficients as doubles.
    var square: [Double] {
        switch storage {
        case .exact(let m): m.map(\.value) + [0, 0, 1]
        case .affine(let m): m + [0, 0, 1]
        case .projective(let m): m
        }
    }

    private static func exactProduct(_ a: [Rational], _ b: [Rational]) -> [Rational]? {
        func sum(_ terms: (Rational, Rational)..., plus last: Rational = .zero) -> Rational? {
            var total: Rational? = last
            for (x, y) in terms { total = x.multiplied(by: y).flatMap { term in total?.adding(term) } }
            return total
        }
        var result: [Rational] = []
        for row in [0, 3] {
            for column in 0..<3 {
                guard
                    let entry = sum(
                        (a[row], b[column]), (a[row + 1], b[3 + column]), plus: column == 2 ? a[row + 2] : .zero)
                else { return nil }
                result.append(entry)
            }
        }
        return result
    }

    private static func exactInverse(_ m: [Rational]) -> [Rational]? {
        func times(_ a: Rational?, _ b: Rational?) -> Rational? {
            guard let a, let b else { return nil }
            return a.multiplied(by: b)
        }
        func minus(_ a: Rational?, _ b: Rational?) -> Rational? {
            guard let a, let b = b?.negated else { return nil }
            return a.adding(b)
        }
        guard let scale = minus(times(m[0], m[4]), times(m[1], m[3]))?.inverse else { return nil }
        let entries = [
            times(m[4], scale), times(m[1].negated, scale),
            times(minus(times(m[1], m[5]), times(m[2], m[4])), scale),
            times(m[3].negated, scale), times(m[0], scale),
            times(minus(times(m[2], m[3]), times(m[0], m[5])), scale),
        ]
        let result = entries.compactMap { $0 }
        return result.count == 6 ? result : nil
    }
}
