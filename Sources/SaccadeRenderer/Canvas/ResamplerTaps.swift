import CPixelLoops

/// The share that source samples have in the target samples of one axis.
struct ResamplerTaps {
    /// For each target sample: the first source sample, and where its weights start.
    private(set) var starts: [(source: Int, weight: Int, count: Int)] = []
    /// The weights in 1/16384; those of one target sample sum to 16,384.
    private(set) var weights: [Int32] = []
    /// Whether the target samples are averages, so that no weight is negative.
    let isAverage: Bool

    /// Makes the weights for an axis of `source` samples that becomes one of `target` samples.
    init(source: Int, target: Int) {
        isAverage = target <= source
        starts.reserveCapacity(target)
        if isAverage {
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

/// The weights of an axis, two source samples at a time.
struct TapPairs {
    /// The weights of even samples in the lower half, those of odd ones in the upper half.
    private(set) var weights: [UInt32] = []
    /// For each target sample: the first source sample, and where its pairs end.
    private(set) var taps: [saccade_taps] = []

    /// Pairs the weights of an axis.
    init(_ axis: ResamplerTaps) {
        taps.reserveCapacity(axis.starts.count)
        for (first, weight, count) in axis.starts {
            for tap in stride(from: 0, to: count, by: 2) {
                let even = UInt16(truncatingIfNeeded: axis.weights[weight + tap])
                let odd = tap + 1 < count ? UInt16(truncatingIfNeeded: axis.weights[weight + tap + 1]) : 0
                weights.append(UInt32(even) | UInt32(odd) << 16)
            }
            taps.append(
                saccade_taps(
                    source: UInt32(truncatingIfNeeded: first), end: UInt32(truncatingIfNeeded: weights.count)))
        }
    }
}
