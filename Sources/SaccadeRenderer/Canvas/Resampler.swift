import CPixelLoops
import Saccade
import SaccadeImaging

/// Scales pictures: area average downwards, Catmull-Rom upwards; the same bits on every machine.
///
/// Rows are mixed first, then columns, in whole numbers. Where no weight is negative the mixed rows fit 16 bits, and the
/// loops are plain so that the compiler turns them into vectors.
enum Resampler {
    /// Returns a picture scaled to a size, as a surface.
    static func scaled(_ image: PixelImage, width: Int, height: Int) throws(RendererError) -> Surface {
        if image.width == width, image.height == height { return try Surface(image) }
        let isOpaque = image.bytes.withUnsafeBufferPointer { source in
            source.baseAddress.map { Premultiplication.isOpaque($0, pixels: image.width * image.height) } ?? false
        }
        let result = try Surface(
            width: width, height: height, format: isOpaque ? .opaque : .color, isCleared: false)
        let horizontal = ResamplerTaps(source: image.width, target: width)
        let vertical = ResamplerTaps(source: image.height, target: height)
        image.bytes.withUnsafeBufferPointer { source in
            guard let base = source.baseAddress else { return }
            let rows = SourceRows(base, width: image.width, isOpaque: isOpaque)
            if horizontal.isAverage, vertical.isAverage {
                average(rows, horizontal, vertical, into: result)
            } else {
                mix(rows, horizontal, vertical, into: result)
            }
        }
        return result
    }

    // MARK: Downwards

    private static func average(
        _ rows: SourceRows, _ horizontal: ResamplerTaps, _ vertical: ResamplerTaps, into result: Surface
    ) {
        let count = rows.width * 4
        let pairs = TapPairs(horizontal)
        var sums = [UInt32](repeating: 0, count: count)
        // The last pair may reach one pixel beyond the row, with no weight.
        var mixed = [UInt16](repeating: 0, count: count + 4)
        sums.withUnsafeMutableBufferPointer { sums in
            mixed.withUnsafeMutableBufferPointer { mixed in
                guard let sums = sums.baseAddress, let mixed = mixed.baseAddress else { return }
                for y in 0..<result.height {
                    averageRows(rows, vertical, y, sums, mixed)
                    averageColumns(mixed, by: pairs, into: result.memory + y * result.stride)
                }
            }
        }
    }

    /// Mixes the source rows of a target row, two at a time.
    private static func averageRows(
        _ rows: SourceRows, _ taps: ResamplerTaps, _ y: Int, _ sums: UnsafeMutablePointer<UInt32>,
        _ mixed: UnsafeMutablePointer<UInt16>
    ) {
        let (first, weight, rowCount) = taps.starts[y]
        let weights = taps.weights
        let count = rows.width &* 4
        for tap in stride(from: 0, to: rowCount, by: 2) {
            let hasTwo = tap + 1 < rowCount
            let upper = rows.row(first + tap)
            let lower = hasTwo ? rows.row(first + tap + 1) : upper
            // Weights are not negative here and at most 16,384.
            let a = UInt16(truncatingIfNeeded: weights[weight + tap])
            let b = hasTwo ? UInt16(truncatingIfNeeded: weights[weight + tap + 1]) : 0
            switch (tap == 0, tap + 2 >= rowCount) {
            case (true, true): saccade_mix_only(upper, lower, a, b, count, mixed)
            case (true, false): saccade_mix_first(upper, lower, a, b, count, sums)
            case (false, false): saccade_mix_next(upper, lower, a, b, count, sums)
            case (false, true): saccade_mix_last(upper, lower, a, b, count, sums, mixed)
            }
        }
    }

    private static func averageColumns(
        _ mixed: UnsafePointer<UInt16>, by pairs: TapPairs, into target: UnsafeMutablePointer<UInt8>
    ) {
        let source = UnsafeRawPointer(mixed)
        let output = UnsafeMutableRawPointer(target)
        pairs.weights.withUnsafeBufferPointer { weights in
            pairs.ends.withUnsafeBufferPointer { ends in
                var pair = 0
                for x in 0..<ends.count {
                    var pixel = Int(ends[x].source) &* 8
                    let end = Int(ends[x].pair)
                    var even = SIMD4<UInt32>(repeating: 1 << 21)
                    var odd = SIMD4<UInt32>(repeating: 0)
                    while pair < end {
                        let two = source.loadUnaligned(fromByteOffset: pixel, as: SIMD8<UInt16>.self)
                        let share = weights[pair]
                        even =
                            even
                            &+ SIMD4<UInt32>(truncatingIfNeeded: two.lowHalf)
                            &* SIMD4<UInt32>(truncatingIfNeeded: share.lowHalf)
                        odd =
                            odd
                            &+ SIMD4<UInt32>(truncatingIfNeeded: two.highHalf)
                            &* SIMD4<UInt32>(truncatingIfNeeded: share.highHalf)
                        pixel &+= 16
                        pair &+= 1
                    }
                    // No average exceeds 255, nor the average of alpha.
                    let rgba = (even &+ odd) &>> SIMD4<UInt32>(repeating: 22)
                    let bytes = SIMD4<UInt8>(truncatingIfNeeded: rgba)
                    let bgra = SIMD4<UInt8>(bytes[2], bytes[1], bytes[0], bytes[3])
                    output.storeBytes(of: bgra, toByteOffset: x &* 4, as: SIMD4<UInt8>.self)
                }
            }
        }
    }

    // MARK: Upwards

    private static func mix(
        _ rows: SourceRows, _ horizontal: ResamplerTaps, _ vertical: ResamplerTaps, into result: Surface
    ) {
        let count = rows.width * 4
        let starts = horizontal.starts.map { Int32(truncatingIfNeeded: $0.source) }
        let taps = horizontal.starts.map { Int32(truncatingIfNeeded: $0.count) }
        var mixed = [Int32](repeating: 0, count: count)
        for y in 0..<result.height {
            let (first, weight, rowCount) = vertical.starts[y]
            let weights = vertical.weights[weight..<weight + rowCount].map { Int16(truncatingIfNeeded: $0) }
            let sources: [UnsafePointer<UInt8>?] = (first..<first + rowCount).map { rows.row($0) }
            saccade_mix_rows(sources, weights, rowCount, count, &mixed)
            saccade_mix_columns(
                mixed, starts, taps, horizontal.weights, result.width, result.memory + y * result.stride)
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
