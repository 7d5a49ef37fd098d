import Saccade

/// The line around a mask.
extension MaskRaster {
    /// Returns the edges that leave each corner of a pixel, by direction: right, down, left, up.
    private func edges() -> [UInt8] {
        let columns = width + 1
        // Whether pixels are covered, with one more all around that are not.
        let stride = width + 2
        var inside = [UInt8](repeating: 0, count: stride * (height + 2))
        coverage.withUnsafeBufferPointer { coverage in
            inside.withUnsafeMutableBufferPointer { inside in
                for y in 0..<height {
                    let (source, target) = (y &* width, (y &+ 1) &* stride &+ 1)
                    for x in 0..<width { inside[target &+ x] = coverage[source &+ x] &>> 7 }
                }
            }
        }
        return [UInt8](unsafeUninitializedCapacity: columns * (height + 1)) { edges, count in
            inside.withUnsafeBufferPointer { inside in
                for y in 0...height {
                    let (above, here, target) = (y &* stride, (y &+ 1) &* stride, y &* columns)
                    for x in 0..<columns {
                        let (a, b) = (inside[above &+ x], inside[above &+ x &+ 1])
                        let (c, d) = (inside[here &+ x], inside[here &+ x &+ 1])
                        edges[target &+ x] = (d & ~b) | (c & ~d) &<< 1 | (a & ~c) &<< 2 | (b & ~a) &<< 3
                    }
                }
            }
            count = columns * (height + 1)
        }
    }

    /// Returns the line around the covered pixels, on the page.
    ///
    /// Every edge between a covered and an uncovered pixel belongs to one closed ring, with the covered pixel at its
    /// right hand; straight stretches are one line each.
    func outline() -> Path {
        let columns = width + 1
        var edges = self.edges()
        var path = Path()
        let steps = [(1, 0), (0, 1), (-1, 0), (0, -1)]
        for start in edges.indices {
            while edges[start] != 0 {
                var corner = start
                var direction = edges[start].trailingZeroBitCount
                var last = -1
                var ring: [Point] = []
                repeat {
                    // Where two rings touch at a corner, turning right first keeps them two rings.
                    if last >= 0 {
                        let turns = [(last + 1) & 3, last, (last + 3) & 3]
                        guard let next = turns.first(where: { edges[corner] >> UInt8($0) & 1 == 1 }) else { break }
                        direction = next
                    }
                    edges[corner] &= ~(1 << UInt8(direction))
                    if direction != last {
                        ring.append(
                            Point(x: bounds.x0 + Double(corner % columns), y: bounds.y0 + Double(corner / columns)))
                    }
                    last = direction
                    corner += steps[direction].0 + steps[direction].1 * columns
                } while corner != start
                path.append(Path(Self.simplified(smoothed(ring)), isClosed: true))
            }
        }
        return path
    }

    /// Cuts the corners of a ring, by half a cell of the mask at most, so that steps become slopes.
    private func smoothed(_ ring: [Point]) -> [Point] {
        guard ring.count >= 8 else { return ring }
        var result: [Point] = []
        result.reserveCapacity(ring.count * 2)
        for (index, corner) in ring.enumerated() {
            for other in [ring[(index + ring.count - 1) % ring.count], ring[(index + 1) % ring.count]] {
                let length = abs(other.x - corner.x) + abs(other.y - corner.y)
                let share = length > 0 ? min(0.5, max(1, cell * 0.6) / length) : 0
                result.append(
                    Point(x: corner.x + (other.x - corner.x) * share, y: corner.y + (other.y - corner.y) * share))
            }
        }
        return result
    }

    /// Leaves out points of a ring, so that no one that is left out is further from the line than this many pixels.
    private static let tolerance = 0.4

    /// Returns a ring with fewer points: a line of small steps becomes a straight one, which a hundred lines through a
    /// mask are drawn many times faster for.
    ///
    /// Each stretch begins at a point and goes on for as long as one direction passes all its points near enough.
    private static func simplified(_ ring: [Point]) -> [Point] {
        guard ring.count >= 8, var anchor = ring.first else { return ring }
        var result = [anchor]
        var wedge: Wedge?
        var end = anchor
        for point in ring.dropFirst() + [anchor] {
            var next = wedge ?? Wedge()
            if !next.add(point, from: anchor, tolerance) {
                result.append(end)
                anchor = end
                next = Wedge()
                _ = next.add(point, from: anchor, tolerance)
            }
            wedge = next
            end = point
        }
        return result.count >= 3 ? result : ring
    }
}

/// The directions from a point that pass others near enough.
private struct Wedge {
    /// The edges at the left and right hand; `nil` while every direction will do.
    private var edges: (left: Point, right: Point)?
    private var farthest = 0.0

    /// Takes one more point; returns `false` if a line to it would pass another too far away, or would turn back.
    mutating func add(_ point: Point, from origin: Point, _ tolerance: Double) -> Bool {
        let (x, y) = (point.x - origin.x, point.y - origin.y)
        let distance = (x * x + y * y).squareRoot()
        guard distance >= farthest - tolerance else { return false }
        farthest = max(farthest, distance)
        guard distance > tolerance else { return true }
        if let edges, Self.cross(edges.left, Point(x: x, y: y)) > 0 || Self.cross(edges.right, Point(x: x, y: y)) < 0 {
            return false
        }
        // The tangents at a circle around the point.
        let sine = tolerance / distance
        let cosine = (1 - sine * sine).squareRoot()
        let left = Point(x: x * cosine - y * sine, y: y * cosine + x * sine)
        let right = Point(x: x * cosine + y * sine, y: y * cosine - x * sine)
        guard let known = edges else {
            edges = (left, right)
            return true
        }
        edges = (
            Self.cross(known.left, left) < 0 ? left : known.left,
            Self.cross(known.right, right) > 0 ? right : known.right
        )
        return true
    }

    /// More than zero if `b` lies to the left of `a`, as angles grow.
    private static func cross(_ a: Point, _ b: Point) -> Double { a.x * b.y - a.y * b.x }
}
