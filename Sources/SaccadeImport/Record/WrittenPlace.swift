import Saccade

/// A place as a record or a model writes it, before its image and its space are known.
struct WrittenPlace: Sendable {
    /// The numbers, by what they make.
    enum Form: Sendable, Hashable {
        /// Two numbers make a point, four a box.
        case numbers([Double])
        /// Pairs of numbers make a polygon.
        case polygon([Double])
        /// Four numbers make an arrow from a tail to a head.
        case arrow([Double])
        /// An element's id.
        case mark(String)
        /// Something that was meant as a place and is none, with the reason.
        case none(String)
    }

    /// What is known of the space.
    enum Reading: Sendable, Hashable {
        /// Nothing but what the record proves.
        case open
        /// What is usual, unless the record proves another.
        case usual(SpaceRule)
        /// The record, its format or its syntax says it.
        case declared(SpaceRule)
    }

    /// The coordinates to the letter.
    var written: String
    var form: Form
    var reading: Reading = .open
    /// The image that it is on.
    var image: ImageMention = .first
    var label: String?
    var score: Double?
    var role: RegionRole = .attended
    var author: RegionAuthor = .model
    /// The bytes of its text that name it.
    var range: Range<Int>?
    /// What the coordinates of the record that are read alike are called, for example the name of a tool.
    var group: String?
    /// Whether it may be no place at all: numbers of which nothing is known.
    var isCandidate = false
    /// What it is about in the record, for remarks.
    var pointer = ""

}

extension WrittenPlace {
    /// Creates a place from numbers, which is none unless there are two or four of them.
    init(written: String, numbers: [Double]) {
        let form: Form
        if let bad = numbers.first(where: { !$0.isFinite }) {
            form = .none("expected finite numbers, found \(bad)")
        } else if numbers.count == 2 || numbers.count == 4 {
            form = .numbers(numbers)
        } else if numbers.count == 8 {
            form = .polygon(numbers)
        } else {
            form = .none("expected 2 or 4 numbers, found \(numbers.count)")
        }
        self.init(written: written, form: form)
    }

    /// The numbers, whatever they make.
    var numbers: [Double] { form.numbers }

    /// Returns the shape in a space, not yet in pixels.
    func shape(in space: CoordinateSpace) -> Shape { form.shape(in: space) }

    /// Returns the place in pixels without any rounding, a point as a box of no size; `nil` if there is none.
    func pixelBox(in space: CoordinateSpace, of size: PixelSize) -> Box? { form.pixelBox(in: space, of: size) }
}

extension WrittenPlace.Form {
    /// The numbers, whatever they make.
    var numbers: [Double] {
        switch self {
        case .numbers(let numbers), .polygon(let numbers), .arrow(let numbers): numbers
        case .mark, .none: []
        }
    }

    /// Returns the shape in a space, not yet in pixels.
    func shape(in space: CoordinateSpace) -> Shape {
        switch self {
        case .none(let reason): return .invalid(reason: reason)
        case .mark(let id): return .mark(id: id, box: nil)
        case .polygon(let numbers):
            let points = stride(from: 0, to: numbers.count - 1, by: 2).map {
                space.point(numbers[$0], numbers[$0 + 1])
            }
            guard points.count >= 3 else {
                return .invalid(reason: "expected at least 3 points, found \(points.count)")
            }
            return .polygon([points])
        case .arrow(let numbers):
            guard numbers.count == 4 else { return .invalid(reason: "expected 4 numbers, found \(numbers.count)") }
            return .arrow(from: space.point(numbers[0], numbers[1]), to: space.point(numbers[2], numbers[3]))
        case .numbers(let numbers):
            if numbers.count == 2 { return .point(space.point(numbers[0], numbers[1])) }
            guard numbers.count == 4 else { return .invalid(reason: "expected 4 numbers, found \(numbers.count)") }
            let box = space.box(numbers[0], numbers[1], numbers[2], numbers[3])
            if box.isEmpty {
                return .invalid(
                    reason: "expected left < right and top < bottom, found "
                        + "[\(box.x0.plain), \(box.y0.plain), \(box.x1.plain), \(box.y1.plain)]")
            }
            return .box(box)
        }
    }

    /// Returns the place in pixels without any rounding, a point as a box of no size; `nil` if there is none.
    func pixelBox(in space: CoordinateSpace, of size: PixelSize) -> Box? {
        guard let scale = try? space.pixelScale(for: size) else { return nil }
        return pixelBox(in: space, by: scale)
    }

    /// Returns the place in pixels without any rounding, by the scale that the space has for the image.
    func pixelBox(in space: CoordinateSpace, by scale: PixelScale) -> Box? {
        // Without a shape for what most places are: every way to read them is tried on each.
        if case .numbers(let numbers) = self {
            if numbers.count == 2 {
                let place = scale.apply(space.point(numbers[0], numbers[1]))
                return Box(x0: place.x, y0: place.y, x1: place.x, y1: place.y)
            }
            guard numbers.count == 4 else { return nil }
            let box = space.box(numbers[0], numbers[1], numbers[2], numbers[3])
            if box.isEmpty { return nil }
            let first = scale.apply(Point(x: box.x0, y: box.y0))
            let last = scale.apply(Point(x: box.x1, y: box.y1))
            return Box(x0: first.x, y0: first.y, x1: last.x, y1: last.y)
        }
        switch shape(in: space) {
        case .polygon(let rings):
            return Shape.polygon(rings.map { $0.map(scale.apply) }).bounds
        case .arrow(let from, let to):
            return Shape.arrow(from: scale.apply(from), to: scale.apply(to)).bounds
        default: return nil
        }
    }
}

/// How a record names an image.
enum ImageMention: Sendable, Hashable {
    /// The first one.
    case first
    /// The last one so far.
    case latest
    /// The last one so far that no tool returned.
    case lastShown
    /// By its number among those so far, from 0.
    case number(Int)
    /// By a name.
    case named(String)
}

/// The crop that a model's code makes of an image.
struct CodedCrop: Sendable, Hashable {
    /// Left, top, right, bottom, as the code computes them.
    var box: Box
    /// The size that the code resizes the crop to, if it does.
    var size: PixelSize?
    /// How it resizes, if it says so.
    var resampler: Resampler?
    /// What the code says, to the letter.
    var written: String
    /// The file that the code opens.
    var file: String?
}

extension Double {
    /// The number without a fraction of zero.
    var plain: String { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
}
