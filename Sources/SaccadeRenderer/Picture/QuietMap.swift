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
        var sums = [Float](repeating: 0, count: (columns + 1) * (rows + 1))
        image.bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            let (lastX, lastY) = (image.width - 1, image.height - 1)
            func light(_ x: Int, _ y: Int) -> Int {
                let pixel = base + (min(lastY, y) &* (lastX &+ 1) &+ min(lastX, x)) &* 4
                return 2 &* Int(pixel[0]) &+ 5 &* Int(pixel[1]) &+ Int(pixel[2])
            }
            let edges = (0...columns).map { $0 * image.width / columns }
            for row in 0..<rows {
                var line: Float = 0
                let (top, bottom) = (row * image.height / rows, (row + 1) * image.height / rows)
                let stepY = max(1, (bottom - top) / 3)
                for column in 0..<columns {
                    let (left, right) = (edges[column], edges[column + 1])
                    // A few places a cell, each compared with one a step away.
                    let stepX = max(1, (right - left) / 3)
                    var change = 0
                    var count = 0
                    var y = top
                    repeat {
                        var x = left
                        var here = light(x, y)
                        repeat {
                            let next = light(x &+ stepX, y)
                            change &+= abs(here &- next) &+ abs(here &- light(x, y &+ stepY))
                            count &+= 2
                            here = next
                            x &+= stepX
                        } while x < right
                        y &+= stepY
                    } while y < bottom
                    // A mean step of 25 of 255 is as busy as print.
                    line += min(1, Float(change) / Float(max(1, count)) / (8 * 25))
                    sums[(row + 1) * (columns + 1) + column + 1] = sums[row * (columns + 1) + column + 1] + line
                }
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
