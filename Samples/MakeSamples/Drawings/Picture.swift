import Saccade
import SaccadeImaging
import SaccadeRenderer

/// A picture that knows where its things are.
struct Picture {
    var image: PixelImage
    /// The boxes of the things that texts name, in pixels.
    var places: [String: Box] = [:]

    /// The size in pixels.
    var size: PixelSize { image.size }

    /// Returns the box of a thing.
    func place(_ name: String) throws -> Box {
        guard let box = places[name] else {
            throw TraceError(.invalidField, "expected a thing called \"\(name)\" in the picture, found none")
        }
        return box
    }

    /// Returns a mark on a thing, in thousandths of this picture.
    func mark(
        _ name: String, on image: Int = 0, label: String, margin: Double = 6, role: RegionRole = .attended
    ) throws -> Mark {
        Mark.box(label, on: image, of: size, around: try place(name), margin: margin, role: role)
    }
}

/// Draws one picture and keeps the places of its things.
typealias Lettering = Drawing.Lettering

extension Point {
    /// Creates a point without names for its coordinates.
    init(_ x: Double, _ y: Double) { self.init(x: x, y: y) }
}

extension Box {
    /// Creates a box from its left top corner and its size.
    init(x: Double, y: Double, width: Double, height: Double) {
        self.init(x0: x, y0: y, x1: x + width, y1: y + height)
    }

    /// Returns the box with more room on each side.
    func grown(by margin: Double) -> Box {
        Box(x0: x0 - margin, y0: y0 - margin, x1: x1 + margin, y1: y1 + margin)
    }
}

/// Numbers that look random and are the same on every run.
struct Shuffle {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// Returns the next number from 0 to 1.
    mutating func next() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 40) / Double(1 << 24)
    }

    /// Returns the next number of a range.
    mutating func next(in range: ClosedRange<Double>) -> Double {
        range.lowerBound + next() * (range.upperBound - range.lowerBound)
    }
}

/// Returns an amount of cents as `12.34`.
func amount(_ cents: Int) -> String {
    let magnitude = cents.magnitude
    let rest = magnitude % 100
    return (cents < 0 ? "-" : "") + "\(magnitude / 100)." + (rest < 10 ? "0" : "") + "\(rest)"
}
