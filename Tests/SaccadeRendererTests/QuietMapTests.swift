import Saccade
import SaccadeImaging
import Testing

@testable import SaccadeRenderer

@Suite struct QuietMapTests {
    /// How busy one cell is, by the sentence that says it: the mean step from a place to the ones right of it and below.
    private static func detail(_ image: PixelImage, _ x: Range<Int>, _ y: Range<Int>) -> Double {
        func light(_ x: Int, _ y: Int) -> Int {
            let place = (min(image.height - 1, y) * image.width + min(image.width - 1, x)) * 4
            return 2 * Int(image.bytes[place]) + 5 * Int(image.bytes[place + 1]) + Int(image.bytes[place + 2])
        }
        let (stepX, stepY) = (max(1, x.count / 3), max(1, y.count / 3))
        var (change, count) = (0, 0)
        for row in stride(from: y.lowerBound, to: max(y.upperBound, y.lowerBound + 1), by: stepY) {
            for column in stride(from: x.lowerBound, to: x.upperBound, by: stepX) {
                change += abs(light(column, row) - light(column + stepX, row))
                change += abs(light(column, row) - light(column, row + stepY))
                count += 2
            }
        }
        return min(1, Double(change) / Double(count) / 200)
    }

    @Test(arguments: [(640, 480), (1_280, 300), (131, 97), (50, 200), (1, 1), (3, 700)])
    func `a cell is as busy as the steps between its pixels are large`(_ width: Int, _ height: Int) throws {
        var numbers = SeededNumbers(width * height)
        // Noise that grows from left to right.
        let bytes = (0..<width * height * 4).map { index -> UInt8 in
            index % 4 == 3 ? 255 : UInt8(128 + numbers.count(0...(1 + index / 4 % width * 100 / width)))
        }
        let image = try #require(PixelImage(width: width, height: height, bytes: bytes))
        let map = QuietMap(image)
        let columns = max(1, min(width, width * 128 / max(width, height)))
        let rows = max(1, min(height, height * 128 / max(width, height)))
        let frame = Box(x0: 0, y0: 0, x1: Double(columns), y1: Double(rows))
        for (column, row) in [(0, 0), (columns - 1, rows - 1), (columns / 2, rows / 3), (columns / 3, rows - 1)] {
            let x = column * width / columns..<(column + 1) * width / columns
            let y = row * height / rows..<(row + 1) * height / rows
            // A little inside, so that no rounding takes in a neighbour.
            let (left, top) = (Double(column) + 0.25, Double(row) + 0.25)
            let cell = Box(x0: left, y0: top, x1: left + 0.5, y1: top + 0.5)
            #expect(abs(map.detail(in: cell, frame: frame) - Self.detail(image, x, y)) < 0.005)
        }
    }
}
