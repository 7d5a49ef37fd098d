import Saccade

/// A mask at the size in which it is drawn: the coverage of each pixel of the page, and its outline.
struct MaskRaster: Sendable {
    /// Where the coverage lies on the page, in whole pixels.
    let bounds: Box
    let width: Int
    let height: Int
    /// The side of one pixel of the mask on the page.
    let cell: Double
    /// The coverage, row by row, 0…255.
    let coverage: [UInt8]

    /// The longest side of a mask's grid.
    static let maximumSide = 65_535
    /// The most runs of a mask.
    static let maximumRuns = 8_000_000

    /// Creates the coverage of a mask that lies over a whole picture; throws the reason if its runs do not fit.
    init(_ mask: Mask, _ map: PictureMap) throws(UndrawableRegion) {
        try Self.check(mask)
        let columns = max(1, Int(map.frame.width))
        let rows = max(1, Int(map.frame.height))
        // Runs walk along the major axis; for a mask in column order the picture is turned, and turned back below.
        let isTurned = mask.order == .column
        let major = isTurned ? mask.size.height : mask.size.width
        let minor = isTurned ? mask.size.width : mask.size.height
        guard let covered = Self.covered(mask, major: major) else {
            throw UndrawableRegion("the mask holds no pixel")
        }
        var grid = CoverageGrid(
            majorSource: major, minorSource: minor, majorTarget: isTurned ? rows : columns,
            minorTarget: isTurned ? columns : rows, covered: covered)
        var position = 0
        var isInside = false
        for run in mask.runs {
            if isInside, run > 0 { grid.add(from: position, count: run) }
            position += run
            isInside.toggle()
        }
        // Places within the part of the frame that the grid holds.
        let across = isTurned ? grid.minorPart : grid.majorPart
        let down = isTurned ? grid.majorPart : grid.minorPart
        let values = isTurned ? Self.turned(grid.values(), width: down.count) : grid.values()
        guard let inner = Self.covered(values, width: across.count, height: down.count) else {
            throw UndrawableRegion("the mask holds no pixel")
        }
        width = inner.across.count
        height = inner.down.count
        var coverage: [UInt8] = []
        coverage.reserveCapacity(width * height)
        for y in inner.down {
            let row = y * across.count
            coverage += values[row + inner.across.lowerBound..<row + inner.across.upperBound]
        }
        self.coverage = coverage
        cell = max(Double(columns) / Double(mask.size.width), Double(rows) / Double(mask.size.height))
        bounds = Box(
            x0: map.frame.x0 + Double(across.lowerBound + inner.across.lowerBound),
            y0: map.frame.y0 + Double(down.lowerBound + inner.down.lowerBound),
            x1: map.frame.x0 + Double(across.lowerBound + inner.across.upperBound),
            y1: map.frame.y0 + Double(down.lowerBound + inner.down.upperBound))
    }

    /// Returns a grid with its columns as rows.
    private static func turned(_ values: [UInt8], width: Int) -> [UInt8] {
        let height = values.count / width
        var result: [UInt8] = []
        result.reserveCapacity(values.count)
        for column in 0..<width {
            for row in 0..<height { result.append(values[row * width + column]) }
        }
        return result
    }

    /// Returns the columns and rows between which all covered pixels lie, or `nil` if there are none.
    private static func covered(
        _ values: [UInt8], width: Int, height: Int
    ) -> (across: Range<Int>, down: Range<Int>)? {
        var (x0, y0, x1, y1) = (width, height, 0, 0)
        for y in 0..<height {
            let row = values[y * width..<(y + 1) * width]
            guard let first = row.firstIndex(where: { $0 > 0 }), let last = row.lastIndex(where: { $0 > 0 }) else {
                continue
            }
            x0 = min(x0, first - row.startIndex)
            x1 = max(x1, last - row.startIndex + 1)
            y0 = min(y0, y)
            y1 = y + 1
        }
        return y0 < y1 ? (x0..<x1, y0..<y1) : nil
    }

    /// Returns the lines and the places in them between which all covered pixels lie, or `nil` if there are none.
    private static func covered(_ mask: Mask, major: Int) -> (major: Range<Int>, minor: Range<Int>)? {
        var (low, high, first, last) = (major, 0, Int.max, -1)
        var position = 0
        var isInside = false
        for run in mask.runs {
            if isInside, run > 0 {
                let (start, end) = (position, position + run - 1)
                first = min(first, start / major)
                last = end / major
                if start / major == end / major {
                    low = min(low, start % major)
                    high = max(high, end % major + 1)
                } else {
                    (low, high) = (0, major)
                }
            }
            position += run
            isInside.toggle()
        }
        return last < 0 ? nil : (low..<high, first..<last + 1)
    }

    private static func check(_ mask: Mask) throws(UndrawableRegion) {
        let size = mask.size
        guard (1...maximumSide).contains(size.width), (1...maximumSide).contains(size.height) else {
            throw UndrawableRegion("expected a mask of 1 to \(maximumSide) pixels a side, found \(size)")
        }
        guard !mask.runs.isEmpty, mask.runs.count <= maximumRuns else {
            throw UndrawableRegion("expected 1 to \(maximumRuns) runs, found \(mask.runs.count)")
        }
        let pixels = size.width * size.height
        var sum = 0
        for run in mask.runs {
            guard run >= 0, run <= pixels - sum else {
                throw UndrawableRegion("expected runs that sum to \(pixels), found a run of \(run) after \(sum)")
            }
            sum += run
        }
        guard sum == pixels else { throw UndrawableRegion("expected runs that sum to \(pixels), found \(sum)") }
    }

    /// Returns the coverage as a surface, to be drawn at `bounds`.
    func surface() throws(RendererError) -> Surface {
        let surface = try Surface(width: width, height: height, format: .mask)
        coverage.withUnsafeBufferPointer { source in
            guard let base = source.baseAddress else { return }
            for y in 0..<height {
                (surface.memory + y * surface.stride).update(from: base + y * width, count: width)
            }
        }
        surface.markDirty()
        return surface
    }

    /// Returns covered places at the top, right, bottom and left edge.
    func extremes() -> [Point] {
        func middle(_ indices: some Sequence<Int>) -> Double? {
            let covered = indices.filter { coverage[$0] >= 128 }
            guard !covered.isEmpty else { return nil }
            return Double(covered[covered.count / 2])
        }
        var result: [Point] = []
        if let first = middle(0..<width) { result.append(Point(x: bounds.x0 + first + 0.5, y: bounds.y0)) }
        if let right = middle(stride(from: width - 1, to: coverage.count, by: width)) {
            result.append(Point(x: bounds.x1, y: bounds.y0 + (right / Double(width)).rounded(.down) + 0.5))
        }
        if let last = middle((height - 1) * width..<height * width) {
            result.append(Point(x: bounds.x0 + last - Double((height - 1) * width) + 0.5, y: bounds.y1))
        }
        if let left = middle(stride(from: 0, to: coverage.count, by: width)) {
            result.append(Point(x: bounds.x0, y: bounds.y0 + (left / Double(width)).rounded(.down) + 0.5))
        }
        return result
    }
}

/// Sums how much of each target pixel a mask covers.
private struct CoverageGrid {
    private let majorSource: Int
    private let minorSource: Int
    private let majorTarget: Int
    private let minorTarget: Int
    /// The target pixels that can be covered: only these are held.
    let majorPart: Range<Int>
    let minorPart: Range<Int>
    /// In each row the change of coverage from one pixel to the next, so that a run costs its two ends only.
    private var deltas: [Float]

    init(
        majorSource: Int, minorSource: Int, majorTarget: Int, minorTarget: Int,
        covered: (major: Range<Int>, minor: Range<Int>)
    ) {
        self.majorSource = majorSource
        self.minorSource = minorSource
        self.majorTarget = majorTarget
        self.minorTarget = minorTarget
        majorPart = Self.part(covered.major, majorSource, majorTarget)
        minorPart = Self.part(covered.minor, minorSource, minorTarget)
        deltas = [Float](repeating: 0, count: (majorPart.count + 2) * minorPart.count)
    }

    /// Returns the target pixels that some source pixels touch.
    private static func part(_ covered: Range<Int>, _ source: Int, _ target: Int) -> Range<Int> {
        let low = covered.lowerBound * target / source
        return low..<max(low + 1, min(target, (covered.upperBound * target + source - 1) / source))
    }

    /// Adds a run of covered source pixels that starts at an index in walking order.
    mutating func add(from start: Int, count: Int) {
        var line = start / majorSource
        var offset = start % majorSource
        var left = count
        while left > 0 {
            if offset == 0, left >= majorSource {
                let lines = left / majorSource
                addLines(line..<line + lines, 0, majorSource)
                line += lines
                left -= lines * majorSource
            } else {
                let part = min(left, majorSource - offset)
                addLines(line..<line + 1, offset, offset + part)
                line += 1
                offset = 0
                left -= part
            }
        }
    }

    private mutating func addLines(_ lines: Range<Int>, _ from: Int, _ to: Int) {
        let scale = Double(minorTarget) / Double(minorSource)
        let low = Double(lines.lowerBound) * scale
        let high = Double(lines.upperBound) * scale
        let stretch = Double(majorTarget) / Double(majorSource)
        let a = Double(from) * stretch
        let b = Double(to) * stretch
        var row = max(minorPart.lowerBound, Int(low))
        while row < minorPart.upperBound, Double(row) < high {
            let share = min(high, Double(row + 1)) - max(low, Double(row))
            if share > 0 {
                let base = (row - minorPart.lowerBound) * (majorPart.count + 2) - majorPart.lowerBound
                step(base, a, Float(share))
                step(base, b, Float(-share))
            }
            row += 1
        }
    }

    /// Lets coverage rise by an amount from a place on.
    private mutating func step(_ base: Int, _ place: Double, _ amount: Float) {
        // A place may lie a rounding error outside its part.
        let cell = max(majorPart.lowerBound, min(majorPart.upperBound, Int(place)))
        let part = Float(max(0, place - Double(cell)))
        deltas[base + cell] += amount * (1 - part)
        deltas[base + cell + 1] += amount * part
    }

    /// Returns the coverage of all target pixels, along the major axis first.
    func values() -> [UInt8] {
        var result = [UInt8](repeating: 0, count: majorPart.count * minorPart.count)
        for row in 0..<minorPart.count {
            var sum: Float = 0
            for column in 0..<majorPart.count {
                sum += deltas[row * (majorPart.count + 2) + column]
                result[row * majorPart.count + column] = UInt8(max(0, min(255, sum * 255 + 0.5)))
            }
        }
        return result
    }
}
