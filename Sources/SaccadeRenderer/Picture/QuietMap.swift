import CPixelLoops
import Saccade
import SaccadeImaging

/// How much there is to see in each part of an image: where there is little, a badge hides little.
final class QuietMap {
    private let columns: Int
    private let rows: Int
    /// Sums of the detail of all cells above and to the left, with a row and a column of zeros in front.
    private let sums: [Float]

    /// The cells of the longer side.
    private static let cells = 128

    /// Looks at an image; a sample of its pixels is enough.
    init(_ image: PixelImage) {
        let longer = max(image.width, image.height)
        let columns = max(1, min(image.width, image.width * Self.cells / longer))
        let rows = max(1, min(image.height, image.height * Self.cells / longer))
        let width = columns + 1
        var sums = [Float](repeating: 0, count: width * (rows + 1))
        let edges = (0...columns).map { $0 * image.width / columns }
        var lines = LightLines(image, reach: image.width / columns / 3 + 2)
        for row in 0..<rows {
            let (top, bottom) = (row * image.height / rows, (row + 1) * image.height / rows)
            var changes = [Int](repeating: 0, count: columns)
            var looks = [Int](repeating: 0, count: columns)
            // A few places a cell, each compared with one a step away.
            let step = max(1, (bottom - top) / 3)
            var y = top
            repeat {
                lines.compare(y, y &+ step, edges, &changes, &looks)
                y &+= step
            } while y < bottom
            var line: Float = 0
            for column in 0..<columns {
                // A mean step of 25 of 255 is as busy as print.
                line += min(1, Float(changes[column]) / Float(max(1, looks[column])) / (8 * 25))
                let place = (row + 1) * width + column + 1
                sums[place] = sums[place - width] + line
            }
        }
        self.columns = columns
        self.rows = rows
        self.sums = sums
    }

    /// Returns how much a box on the page hides of an image that lies in a frame: 0 for nothing, 1 for print all over.
    func detail(in box: Box, frame: Box) -> Double {
        let shared = box.intersection(frame)
        guard !shared.isEmpty, box.area > 0, frame.width > 0, frame.height > 0 else { return 0 }
        func cell(_ value: Double, _ low: Double, _ length: Double, _ count: Int, up: Bool) -> Int {
            let place = (value - low) / length * Double(count)
            return max(0, min(count, Int(up ? place.rounded(.up) : place.rounded(.down))))
        }
        let x0 = cell(shared.x0, frame.x0, frame.width, columns, up: false)
        let x1 = cell(shared.x1, frame.x0, frame.width, columns, up: true)
        let y0 = cell(shared.y0, frame.y0, frame.height, rows, up: false)
        let y1 = cell(shared.y1, frame.y0, frame.height, rows, up: true)
        guard x0 < x1, y0 < y1 else { return 0 }
        let width = columns + 1
        let sum = sums[y1 * width + x1] - sums[y0 * width + x1] - sums[y1 * width + x0] + sums[y0 * width + x0]
        return Double(sum) / Double((x1 - x0) * (y1 - y0)) * shared.area / box.area
    }
}

/// The maps of the images of one page, each made once.
final class QuietMaps {
    private var known: [ObjectIdentifier: QuietMap] = [:]

    /// Returns the map of an image.
    func map(of image: ShownImage) -> QuietMap {
        let key = ObjectIdentifier(image.source)
        if let map = known[key] { return map }
        let map = QuietMap(image.pixels)
        known[key] = map
        return map
    }
}

/// How light the pixels of two rows of an image are.
private struct LightLines {
    private let image: PixelImage
    /// Each row goes on with its last pixel for as far as a step may reach.
    private var upper: [UInt16]
    private var lower: [UInt16]
    /// The row that `lower` holds.
    private var known = -1

    init(_ image: PixelImage, reach: Int) {
        self.image = image
        upper = [UInt16](repeating: 0, count: image.width + reach)
        lower = upper
    }

    /// Adds for each cell how its pixels of one row differ from those a step to the right and from those of another row.
    mutating func compare(_ y: Int, _ below: Int, _ edges: [Int], _ changes: inout [Int], _ looks: inout [Int]) {
        if known == min(image.height - 1, y) { swap(&upper, &lower) } else { read(y, into: &upper) }
        read(below, into: &lower)
        known = min(image.height - 1, below)
        upper.withUnsafeBufferPointer { upper in
            lower.withUnsafeBufferPointer { lower in
                for column in 0..<(edges.count - 1) {
                    let (left, right) = (edges[column], edges[column + 1])
                    let step = max(1, (right - left) / 3)
                    var change = 0
                    var x = left
                    repeat {
                        let here = Int(upper[x])
                        change &+= abs(here &- Int(upper[x &+ step])) &+ abs(here &- Int(lower[x]))
                        looks[column] &+= 2
                        x &+= step
                    } while x < right
                    changes[column] &+= change
                }
            }
        }
    }

    private func read(_ y: Int, into line: inout [UInt16]) {
        image.bytes.withUnsafeBufferPointer { bytes in
            line.withUnsafeMutableBufferPointer { line in
                guard let base = bytes.baseAddress, let start = line.baseAddress else { return }
                let row = min(image.height - 1, y) * image.width * 4
                saccade_lightness(base + row, image.width, start)
                for x in image.width..<line.count { line[x] = line[image.width - 1] }
            }
        }
    }
}
