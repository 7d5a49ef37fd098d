extension Mask {
    /// The most corners that the outlines of a mask may have before a viewer gets the box around it instead.
    static let mostOutlineCorners = 8192

    /// Returns the outlines of the pixels inside as closed rings along pixel edges, in pixels of the mask's grid; holes are
    /// rings of their own.
    ///
    /// The work grows with the runs and with the length of the outlines, not with the pixels inside.
    ///
    /// - Returns: `nil` if the mask is not whole, or if its outlines have more corners than allowed.
    func outlines(mostCorners: Int = Mask.mostOutlineCorners) -> [[Point]]? {
        guard isWhole else { return nil }
        // A mask in columns is one in rows of the transposed picture.
        let length = order == .row ? size.width : size.height
        guard let edges = MaskEdges(runs: runs, lineLength: length, most: mostCorners),
            let rings = edges.rings()
        else { return nil }
        guard order == .column else { return rings }
        return rings.map { ring in ring.map { Point(x: $0.y, y: $0.x) } }
    }
}

/// The edges between inside and outside, as straight pieces from corner to corner with the inside on the right.
private struct MaskEdges {
    private struct Corner: Hashable {
        var x: Int
        var y: Int
    }

    /// Where the pieces from a corner lead; a corner that two diagonal pixels share has two.
    private var next: [Corner: [Corner]] = [:]
    /// The corners that pieces start from, in the order in which they were found.
    private var starts: [Corner] = []
    private let most: Int
    private var pieces = 0

    /// Finds the edges, or returns `nil` if there are more than allowed.
    init?(runs: [Int], lineLength: Int, most: Int) {
        self.most = most
        var above: [Range<Int>] = []
        var line: [Range<Int>] = []
        var y = 0
        var position = 0
        for (index, run) in runs.enumerated() {
            var left = run
            while left > 0 {
                let x = position % lineLength
                let row = position / lineLength
                // Lines between two runs inside are empty; only the first and the last of a stretch have edges.
                while y < row {
                    guard close(&above, &line, y) else { return nil }
                    y += 1
                    if above.isEmpty { y = row }
                }
                let piece = min(left, lineLength - x)
                if index % 2 == 1 {
                    if let last = line.last, last.upperBound == x {
                        line[line.count - 1] = last.lowerBound..<x + piece
                    } else {
                        line.append(x..<x + piece)
                    }
                }
                // What lies outside needs no walk from line to line.
                let step = index % 2 == 1 ? piece : left
                position += step
                left -= step
            }
        }
        guard close(&above, &line, y) else { return nil }
        if !above.isEmpty {
            guard close(&above, &line, y + 1) else { return nil }
        }
    }

    /// Adds the edges of a line and those between it and the one above; the line becomes the one above.
    private mutating func close(_ above: inout [Range<Int>], _ line: inout [Range<Int>], _ y: Int) -> Bool {
        for span in line {
            add(Corner(x: span.lowerBound, y: y + 1), Corner(x: span.lowerBound, y: y))
            add(Corner(x: span.upperBound, y: y), Corner(x: span.upperBound, y: y + 1))
        }
        // The line between two rows: where exactly one of them is inside.
        for span in MaskEdges.difference(line, above) {
            add(Corner(x: span.lowerBound, y: y), Corner(x: span.upperBound, y: y))
        }
        for span in MaskEdges.difference(above, line) {
            add(Corner(x: span.upperBound, y: y), Corner(x: span.lowerBound, y: y))
        }
        above = line
        line = []
        return pieces <= 4 * most
    }

    private mutating func add(_ from: Corner, _ to: Corner) {
        pieces += 1
        if next[from, default: []].isEmpty { starts.append(from) }
        next[from, default: []].append(to)
    }

    /// Returns the parts of sorted spans that others do not cover.
    private static func difference(_ spans: [Range<Int>], _ others: [Range<Int>]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var first = 0
        for span in spans {
            var begin = span.lowerBound
            while first < others.count, others[first].upperBound <= begin { first += 1 }
            var index = first
            while index < others.count, others[index].lowerBound < span.upperBound {
                if others[index].lowerBound > begin { result.append(begin..<others[index].lowerBound) }
                begin = max(begin, others[index].upperBound)
                index += 1
            }
            if begin < span.upperBound { result.append(begin..<span.upperBound) }
        }
        return result
    }

    /// Joins the pieces to rings, or returns `nil` if these have more corners than allowed.
    consuming func rings() -> [[Point]]? {
        var rings: [[Point]] = []
        var corners = 0
        for start in starts {
            while let first = take(start, coming: nil) {
                var ring = [start]
                var (from, here) = (start, first)
                while here != start {
                    ring.append(here)
                    guard let following = take(here, coming: from) else { return nil }
                    (from, here) = (here, following)
                }
                let straight = MaskEdges.withoutMiddles(ring)
                corners += straight.count
                guard corners <= most else { return nil }
                rings.append(straight.map { Point(x: Double($0.x), y: Double($0.y)) })
            }
        }
        return rings
    }

    /// Takes the piece that goes on from a corner; where two do, the one that turns right, so that diagonal pixels stay apart.
    private mutating func take(_ corner: Corner, coming from: Corner?) -> Corner? {
        guard var choices = next[corner], let first = choices.first else { return nil }
        var chosen = first
        if let from, choices.count > 1 {
            let right = choices.first { to in
                (corner.x - from.x) * (to.y - corner.y) - (corner.y - from.y) * (to.x - corner.x) > 0
            }
            chosen = right ?? first
        }
        choices.removeAll { $0 == chosen }
        next[corner] = choices.isEmpty ? nil : choices
        return chosen
    }

    /// Leaves out the corners of a ring at which it goes straight on.
    private static func withoutMiddles(_ ring: [Corner]) -> [Corner] {
        ring.indices.filter { index in
            let before = ring[(index + ring.count - 1) % ring.count]
            let here = ring[index]
            let after = ring[(index + 1) % ring.count]
            return !((before.x == here.x && here.x == after.x) || (before.y == here.y && here.y == after.y))
        }.map { ring[$0] }
    }
}
