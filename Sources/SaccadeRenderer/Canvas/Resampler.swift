import Saccade
import SaccadeImaging

/// Scales pictures: area average downwards, Catmull-Rom upwards; the same bits on every machine.
enum Resampler {
    /// The share that source samples have in the target samples of one axis.
    struct Taps {
        /// For each target sample: the first source sample, and where its weights start.
        var starts: [(source: Int, weight: Int, count: Int)] = []
        /// The weights in 1/16384; those of one target sample sum to 16,384.
        var weights: [Int32] = []

        /// Makes the weights for an axis of `source` samples that becomes one of `target` samples.
        init(source: Int, target: Int) {
            starts.reserveCapacity(target)
            if target <= source {
                makeAverage(source: source, target: target)
            } else {
                makeCubic(source: source, target: target)
            }
        }

        /// Whole-number arithmetic: target sample t covers [t × source, (t + 1) × source) in units of 1/target.
        private mutating func makeAverage(source: Int, target: Int) {
            for index in 0..<target {
                let start = index * source
                let end = start + source
                let first = start / target
                let last = min(source - 1, (end - 1) / target)
                let weight = weights.count
                var before = 0
                for sample in first...last {
                    let covered = min(end, (sample + 1) * target) - start
                    let upTo = (covered * 16_384 + source / 2) / source
                    weights.append(Int32(upTo - before))
                    before = upTo
                }
                starts.append((first, weight, last - first + 1))
            }
        }

        private mutating func makeCubic(source: Int, target: Int) {
            for index in 0..<target {
                let place = (Double(index) + 0.5) * Double(source) / Double(target) - 0.5
                let floor = place.rounded(.down)
                let part = place - floor
                let shares = [
                    ((-part + 2) * part - 1) * part / 2, ((3 * part - 5) * part * part + 2) / 2,
                    ((-3 * part + 4) * part + 1) * part / 2, (part - 1) * part * part / 2,
                ]
                let first = max(0, min(source - 1, Int(floor) - 1))
                let last = max(0, min(source - 1, Int(floor) + 2))
                var folded = [Int32](repeating: 0, count: last - first + 1)
                var sum: Int32 = 0
                for (tap, share) in shares.enumerated() {
                    let sample = max(first, min(last, Int(floor) - 1 + tap))
                    let weight = Int32((share * 16_384).rounded())
                    folded[sample - first] += weight
                    sum += weight
                }
                // What rounding lost goes to the nearest sample.
                folded[max(0, min(folded.count - 1, Int(place.rounded()) - first))] += 16_384 - sum
                starts.append((first, weights.count, folded.count))
                weights.append(contentsOf: folded)
            }
        }
    }

    /// Returns a picture scaled to a size, as a surface.
    static func scaled(_ image: PixelImage, width: Int, height: Int) throws(RendererError) -> Surface {
        if image.width == width, image.height == height { return try Surface(image) }
        let result = try Surface(width: width, height: height)
        let horizontal = Taps(source: image.width, target: width)
        let vertical = Taps(source: image.height, target: height)
        let rowBytes = image.width * 4
        var sums = [Int32](repeating: 0, count: rowBytes)
        var premultiplied = [UInt8](repeating: 0, count: rowBytes)
        image.bytes.withUnsafeBufferPointer { source in
            guard let base = source.baseAddress else { return }
            let isOpaque = Self.isOpaque(base, pixels: image.width * image.height)
            for y in 0..<height {
                let (first, weight, count) = vertical.starts[y]
                sums.withUnsafeMutableBufferPointer { sums in
                    sums.update(repeating: 0)
                    for tap in 0..<count {
                        let row = base + (first + tap) * rowBytes
                        let share = vertical.weights[weight + tap]
                        if isOpaque {
                            accumulate(row, share, into: sums)
                        } else {
                            premultiplied.withUnsafeMutableBufferPointer { line in
                                premultiplyInPlaceOrder(row, into: line)
                                if let start = line.baseAddress { accumulate(start, share, into: sums) }
                            }
                        }
                    }
                }
                reduce(sums, by: horizontal, into: result.memory + y * result.stride, isOpaque: isOpaque)
            }
        }
        return result
    }

    private static func isOpaque(_ source: UnsafePointer<UInt8>, pixels: Int) -> Bool {
        var all: UInt8 = 255
        var index = 3
        let end = pixels &* 4
        while index < end {
            all &= source[index]
            index &+= 4
        }
        return all == 255
    }

    private static func premultiplyInPlaceOrder(
        _ source: UnsafePointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>
    ) {
        var index = 0
        while index < target.count {
            let alpha = source[index &+ 3]
            target[index] = Premultiplication.scale(source[index], by: alpha)
            target[index &+ 1] = Premultiplication.scale(source[index &+ 1], by: alpha)
            target[index &+ 2] = Premultiplication.scale(source[index &+ 2], by: alpha)
            target[index &+ 3] = alpha
            index &+= 4
        }
    }

    @inline(__always)
    private static func accumulate(
        _ row: UnsafePointer<UInt8>, _ share: Int32, into sums: UnsafeMutableBufferPointer<Int32>
    ) {
        var index = 0
        while index < sums.count {
            sums[index] = sums[index] &+ Int32(row[index]) &* share
            index &+= 1
        }
    }

    private static func reduce(
        _ sums: [Int32], by taps: Taps, into target: UnsafeMutablePointer<UInt8>, isOpaque: Bool
    ) {
        sums.withUnsafeBufferPointer { sums in
            taps.weights.withUnsafeBufferPointer { weights in
                var x = 0
                for (first, weight, count) in taps.starts {
                    var red: Int32 = 1 << 21
                    var green: Int32 = 1 << 21
                    var blue: Int32 = 1 << 21
                    var alpha: Int32 = 1 << 21
                    var source = first &* 4
                    var tap = 0
                    while tap < count {
                        let share = weights[weight &+ tap]
                        red = red &+ (sums[source] >> 6) &* share
                        green = green &+ (sums[source &+ 1] >> 6) &* share
                        blue = blue &+ (sums[source &+ 2] >> 6) &* share
                        alpha = alpha &+ (sums[source &+ 3] >> 6) &* share
                        source &+= 4
                        tap &+= 1
                    }
                    let opacity = isOpaque ? 255 : max(0, min(255, alpha >> 22))
                    target[x] = UInt8(truncatingIfNeeded: max(0, min(opacity, blue >> 22)))
                    target[x &+ 1] = UInt8(truncatingIfNeeded: max(0, min(opacity, green >> 22)))
                    target[x &+ 2] = UInt8(truncatingIfNeeded: max(0, min(opacity, red >> 22)))
                    target[x &+ 3] = UInt8(truncatingIfNeeded: opacity)
                    x &+= 4
                }
            }
        }
    }
}
