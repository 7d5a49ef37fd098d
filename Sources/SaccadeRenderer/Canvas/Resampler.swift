import CPixelLoops
import Saccade
import SaccadeImaging

/// Scales pictures: area average downwards, Catmull-Rom upwards; the same bits on every machine.
///
/// Rows are mixed first, then columns, in whole numbers. Where no weight is negative the mixed rows fit 16 bits, and the
/// loops are plain so that the compiler turns them into vectors.
enum Resampler {
    /// The pixels that a picture is scaled into: blue, green, red and premultiplied alpha.
    struct Target {
        let memory: UnsafeMutablePointer<UInt8>
        /// The bytes from one row to the next.
        let stride: Int
        let width: Int
        let height: Int
    }

    /// Returns a picture scaled to a size, as a surface.
    static func scaled(_ image: PixelImage, width: Int, height: Int) throws(RendererError) -> Surface {
        if image.width == width, image.height == height { return try Surface(image) }
        let isOpaque = isOpaque(image)
        let result = try Surface(
            width: width, height: height, format: isOpaque ? .opaque : .color, isCleared: false)
        scale(
            image, isOpaque: isOpaque,
            into: Target(memory: result.memory, stride: result.stride, width: width, height: height))
        return result
    }

    /// Scales an opaque picture to where it is shown; returns `false`, with nothing written, for another.
    static func scale(opaque image: PixelImage, into target: Target) -> Bool {
        guard isOpaque(image) else { return false }
        scale(image, isOpaque: true, into: target)
        return true
    }

    private static func isOpaque(_ image: PixelImage) -> Bool {
        image.bytes.withUnsafeBufferPointer { source in
            source.baseAddress.map { Premultiplication.isOpaque($0, pixels: image.width * image.height) } ?? false
        }
    }

    private static func scale(_ image: PixelImage, isOpaque: Bool, into target: Target) {
        let horizontal = ResamplerTaps(source: image.width, target: target.width)
        let vertical = ResamplerTaps(source: image.height, target: target.height)
        image.bytes.withUnsafeBufferPointer { source in
            guard let base = source.baseAddress else { return }
            let rows = SourceRows(base, width: image.width, isOpaque: isOpaque)
            if image.width == 2 * target.width, image.height == 2 * target.height {
                halve(rows, into: target)
            } else {
                mix(rows, horizontal, vertical, into: target)
            }
        }
    }

    /// Takes the means of four pixels each: what mixing gives, in one step.
    private static func halve(_ rows: SourceRows, into result: Target) {
        for y in 0..<result.height {
            saccade_halve(rows.row(2 * y), rows.row(2 * y + 1), result.width, result.memory + y * result.stride)
        }
    }

    /// Averages keep 8 bits below the point, less 32,768 so that they fit; the others 6, because they may be negative or
    /// more than a sample.
    private static func roundings(isAverage: Bool) -> (rows: saccade_rounding, columns: saccade_rounding) {
        isAverage
            ? (
                saccade_rounding(half: 0, shift: 6, bias: 1 << 15),
                saccade_rounding(half: 1 << 21 + 1 << 29, shift: 22, bias: 0)
            )
            : (saccade_rounding(half: 128, shift: 8, bias: 0), saccade_rounding(half: 1 << 19, shift: 20, bias: 0))
    }

    private static func mix(
        _ rows: SourceRows, _ horizontal: ResamplerTaps, _ vertical: ResamplerTaps, into result: Target
    ) {
        let count = rows.width * 4
        let pairs = TapPairs(horizontal)
        let rounding = roundings(isAverage: horizontal.isAverage && vertical.isAverage)
        var sums = [Int32](repeating: 0, count: count)
        // The last pair may reach one pixel beyond the row, with no weight.
        var mixed = [Int16](repeating: 0, count: count + 4)
        sums.withUnsafeMutableBufferPointer { sums in
            mixed.withUnsafeMutableBufferPointer { mixed in
                guard let sums = sums.baseAddress, let mixed = mixed.baseAddress else { return }
                for y in 0..<result.height {
                    mixRows(rows, vertical, y, rounding.rows, sums, mixed)
                    saccade_mix_columns(
                        mixed, pairs.taps, pairs.weights, result.width, rounding.columns,
                        result.memory + y * result.stride)
                }
            }
        }
    }

    /// Mixes the source rows of a target row, two at a time.
    private static func mixRows(
        _ rows: SourceRows, _ taps: ResamplerTaps, _ y: Int, _ rounding: saccade_rounding,
        _ sums: UnsafeMutablePointer<Int32>, _ mixed: UnsafeMutablePointer<Int16>
    ) {
        let (first, weight, rowCount) = taps.starts[y]
        let count = rows.width &* 4
        for tap in stride(from: 0, to: rowCount, by: 2) {
            let hasTwo = tap + 1 < rowCount
            let upper = rows.row(first + tap)
            let lower = hasTwo ? rows.row(first + tap + 1) : upper
            // Weights are at most 16,384.
            let a = Int16(truncatingIfNeeded: taps.weights[weight + tap])
            let b = hasTwo ? Int16(truncatingIfNeeded: taps.weights[weight + tap + 1]) : 0
            if tap + 2 < rowCount {
                saccade_mix_rows(upper, lower, a, b, count, tap == 0 ? 1 : 0, sums)
            } else {
                saccade_mix_last_rows(upper, lower, a, b, count, tap == 0 ? nil : sums, rounding, mixed)
            }
        }
    }
}

/// The rows of a picture with premultiplied colours, red first.
private final class SourceRows {
    let width: Int
    private let base: UnsafePointer<UInt8>
    private let isOpaque: Bool
    /// Premultiplied rows, and which rows of the picture they are.
    private let lines: UnsafeMutablePointer<UInt8>
    private var numbers: [Int]
    private static let kept = 4

    /// Creates a view of pixels, which outlive it.
    init(_ base: UnsafePointer<UInt8>, width: Int, isOpaque: Bool) {
        self.base = base
        self.width = width
        self.isOpaque = isOpaque
        lines = .allocate(capacity: isOpaque ? 1 : width * 4 * Self.kept)
        numbers = [Int](repeating: -1, count: Self.kept)
    }

    deinit { lines.deallocate() }

    /// Returns a row; it is valid until three others are asked for.
    func row(_ y: Int) -> UnsafePointer<UInt8> {
        let row = base + y &* width &* 4
        if isOpaque { return row }
        let place = y % Self.kept
        let line = lines + place &* width &* 4
        if numbers[place] == y { return UnsafePointer(line) }
        numbers[place] = y
        for x in 0..<width {
            let index = x &* 4
            let alpha = row[index &+ 3]
            line[index] = Premultiplication.scale(row[index], by: alpha)
            line[index &+ 1] = Premultiplication.scale(row[index &+ 1], by: alpha)
            line[index &+ 2] = Premultiplication.scale(row[index &+ 2], by: alpha)
            line[index &+ 3] = alpha
        }
        return UnsafePointer(line)
    }
}
