import CPango
import Saccade

/// What lies in the corners of a box before something is drawn in it, to be laid over what is drawn outside the round
/// corners.
struct SavedCorners {
    private struct Corner {
        let x: Int
        let y: Int
        let side: Int
        /// The share of each pixel that lies inside the round corner, 0…255.
        let coverage: [UInt8]
        /// The premultiplied pixels that were there.
        let pixels: [UInt8]
    }

    /// The box, in whole pixels.
    let box: Box
    private let surface: Surface
    private let corners: [Corner]

    /// Remembers the corners of a box; `nil` if there are no pixels or the box does not lie between whole ones of them.
    init?(_ rounded: RoundedBox, of canvas: Canvas) {
        guard let surface = canvas.surface, surface.format != .mask, rounded.isWhole else { return nil }
        let box = rounded.box
        guard box.x0 >= 0, box.y0 >= 0, box.x1 <= Double(surface.width), box.y1 <= Double(surface.height) else {
            return nil
        }
        surface.flush()
        var corners: [Corner] = []
        for (number, radius) in rounded.radii.enumerated() where radius > 0 {
            let side = Int(radius.rounded(.up))
            let (isRight, isBottom) = (number == 1 || number == 2, number >= 2)
            let x = isRight ? Int(box.x1) - side : Int(box.x0)
            let y = isBottom ? Int(box.y1) - side : Int(box.y0)
            guard side <= 256, let coverage = Self.coverage(radius, side, isRight, isBottom) else { return nil }
            var pixels: [UInt8] = []
            pixels.reserveCapacity(side * side * 4)
            for row in y..<y + side {
                pixels.append(
                    contentsOf: UnsafeBufferPointer(
                        start: surface.memory + row * surface.stride + x * 4, count: side * 4))
            }
            corners.append(Corner(x: x, y: y, side: side, coverage: coverage, pixels: pixels))
        }
        self.box = box
        self.surface = surface
        self.corners = corners
    }

    /// Returns how much of each pixel of a corner lies inside its arc.
    private static func coverage(_ radius: Double, _ side: Int, _ isRight: Bool, _ isBottom: Bool) -> [UInt8]? {
        guard let mask = try? Surface(width: side, height: side, format: .mask), let canvas = try? Canvas(mask) else {
            return nil
        }
        let center = Point(
            x: isRight ? Double(side) - radius : radius, y: isBottom ? Double(side) - radius : radius)
        canvas.fill(Path(circleAt: center, radius: radius), Color(0x000000))
        mask.flush()
        return (0..<side * side).map { mask.memory[$0 / side * mask.stride + $0 % side] }
    }

    /// Lays what was in the corners over what has been drawn outside their arcs.
    func restore() {
        surface.flush()
        for corner in corners {
            for row in 0..<corner.side {
                var pixel = surface.memory + (corner.y + row) * surface.stride + corner.x * 4
                for column in 0..<corner.side {
                    let place = row * corner.side + column
                    let inside = UInt32(corner.coverage[place])
                    if inside < 255 {
                        for channel in 0..<4 {
                            let sum =
                                UInt32(pixel[channel]) * inside
                                + UInt32(corner.pixels[place * 4 + channel]) * (255 - inside) + 127
                            pixel[channel] = UInt8(truncatingIfNeeded: sum / 255)
                        }
                    }
                    pixel += 4
                }
            }
        }
        surface.markDirty()
    }
}
