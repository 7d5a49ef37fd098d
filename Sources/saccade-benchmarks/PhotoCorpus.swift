import Saccade
import SaccadeImaging

/// Twelve photo-like pictures of 1280×960 pixels from a fixed seed, and what is drawn on each.
struct PhotoCorpus {
    /// A picture and its annotations.
    struct Photo {
        var image: PixelImage
        var boxes: [Box]
        var labels: [String]
        var mask: Mask
        /// Sixty words.
        var caption: String
    }

    static let size = PixelSize(width: 1_280, height: 960)

    let photos: [Photo]

    init(count: Int = 12, seed: UInt64 = 20_261_125) throws {
        photos = try (0..<count).map { try Photo(seed: seed &+ UInt64($0) &* 7_919) }
    }
}

extension PhotoCorpus.Photo {
    fileprivate init(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let size = PhotoCorpus.size
        var scene = Scene(size: size, using: &generator)
        for _ in 0..<14 { scene.addBlob(using: &generator) }
        guard let image = scene.image(using: &generator) else {
            throw BenchmarkError("expected a picture of \(size), found none")
        }
        self.image = image
        labels = ["dog", "bicycle", "traffic light", "person", "coffee cup"]
        boxes = labels.map { _ in
            let width = Double.random(in: 120...420, using: &generator).rounded()
            let height = Double.random(in: 120...380, using: &generator).rounded()
            let x = Double.random(in: 0...(1_280 - width), using: &generator).rounded()
            let y = Double.random(in: 0...(960 - height), using: &generator).rounded()
            return Box(x0: x, y0: y, x1: x + width, y1: y + height)
        }
        mask = Self.mask(in: boxes[0], size)
        let words = [
            "the", "sign", "above", "left", "door", "reads", "exit", "so", "arrow", "must", "point", "to", "right",
            "side", "of", "platform", "and", "two", "people", "wait", "near", "a", "red", "bicycle", "beside", "it",
        ]
        caption = (0..<60).map { _ in words[Int.random(in: 0..<words.count, using: &generator)] }
            .joined(separator: " ")
    }

    /// An ellipse that touches the edges of a box.
    private static func mask(in box: Box, _ size: PixelSize) -> Mask {
        var runs: [Int] = []
        var position = 0
        let (radiusX, radiusY) = (box.width / 2, box.height / 2)
        for y in Int(box.y0)..<Int(box.y1) {
            let up = (Double(y) + 0.5 - box.center.y) / radiusY
            let half = radiusX * max(0, 1 - up * up).squareRoot()
            let start = y * size.width + Int((box.center.x - half).rounded())
            let end = y * size.width + Int((box.center.x + half).rounded())
            guard start < end else { continue }
            runs += [start - position, end - start]
            position = end
        }
        runs.append(size.width * size.height - position)
        return Mask(size: size, order: .row, runs: runs)
    }
}

/// Light and colour that vary as in a photo: slowly over the whole, sharply at the edges of things, with grain.
private struct Scene {
    private let size: PixelSize
    private var red: [Float]
    private var green: [Float]
    private var blue: [Float]

    init(size: PixelSize, using generator: inout SeededGenerator) {
        self.size = size
        let light = Scene.noise(size, octaves: 1...8, fall: 0.6, using: &generator)
        let warmth = Scene.noise(size, octaves: 1...4, fall: 0.5, using: &generator)
        let tint = Scene.noise(size, octaves: 1...4, fall: 0.5, using: &generator)
        red = zip(light, warmth).map { 122 + 150 * $0 + 55 * $1 }
        green = zip(light, tint).map { 118 + 150 * $0 + 35 * $1 }
        blue = zip(light, warmth).map { 108 + 145 * $0 - 50 * $1 }
    }

    /// Sums smooth noise of several scales; each octave has twice as many cells as the one before.
    private static func noise(
        _ size: PixelSize, octaves: ClosedRange<Int>, fall: Float, using generator: inout SeededGenerator
    ) -> [Float] {
        var sum = [Float](repeating: 0, count: size.width * size.height)
        var strength: Float = 1
        for octave in octaves {
            strength *= fall
            let columns = 1 << octave
            let rows = max(1, columns * size.height / size.width)
            let grid = (0..<((columns + 2) * (rows + 2))).map { _ in Float.random(in: -1...1, using: &generator) }
            for y in 0..<size.height {
                let v = Float(y) / Float(size.height) * Float(rows)
                let row = Int(v)
                let b = smooth(v - Float(row))
                let upper = row * (columns + 2)
                let lower = upper + columns + 2
                for x in 0..<size.width {
                    let u = Float(x) / Float(size.width) * Float(columns)
                    let column = Int(u)
                    let a = smooth(u - Float(column))
                    let top = grid[upper + column] * (1 - a) + grid[upper + column + 1] * a
                    let bottom = grid[lower + column] * (1 - a) + grid[lower + column + 1] * a
                    sum[y * size.width + x] += strength * (top * (1 - b) + bottom * b)
                }
            }
        }
        return sum
    }

    private static func smooth(_ part: Float) -> Float { part * part * (3 - 2 * part) }

    /// Puts a shaded ellipse with a sharp edge over a place.
    mutating func addBlob(using generator: inout SeededGenerator) {
        func random(_ range: ClosedRange<Float>) -> Float { Float.random(in: range, using: &generator) }
        let (centerX, centerY) = (random(0...Float(size.width)), random(0...Float(size.height)))
        let (radiusX, radiusY) = (random(30...220), random(30...200))
        let (r, g, b) = (random(20...235), random(20...235), random(20...235))
        for y in max(0, Int(centerY - radiusY))..<min(size.height, Int(centerY + radiusY)) {
            for x in max(0, Int(centerX - radiusX))..<min(size.width, Int(centerX + radiusX)) {
                let dx = (Float(x) - centerX) / radiusX
                let dy = (Float(y) - centerY) / radiusY
                let distance = dx * dx + dy * dy
                guard distance < 1 else { continue }
                let shade = 1.1 - 0.6 * distance - 0.2 * dx
                let index = y * size.width + x
                red[index] = red[index] * 0.35 + r * shade * 0.65
                green[index] = green[index] * 0.35 + g * shade * 0.65
                blue[index] = blue[index] * 0.35 + b * shade * 0.65
            }
        }
    }

    func image(using generator: inout SeededGenerator) -> PixelImage? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size.width * size.height * 4)
        for index in 0..<(size.width * size.height) {
            let random = generator.next()
            let grain = Float(random & 255) / 64 + Float(random >> 8 & 255) / 64 - 4
            for channel in [red[index], green[index], blue[index]] {
                bytes.append(UInt8(max(0, min(255, channel + grain))))
            }
            bytes.append(255)
        }
        return PixelImage(width: size.width, height: size.height, bytes: bytes)
    }
}
