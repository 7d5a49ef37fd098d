import Saccade

/// The part of a picture that is resized, in the single precision in which Pillow takes it.
struct SourceBox {
    let x0: Float
    let y0: Float
    let x1: Float
    let y1: Float

    init(_ box: Box) {
        x0 = Float(box.x0)
        y0 = Float(box.y0)
        x1 = Float(box.x1)
        y1 = Float(box.y1)
    }

    /// Returns the rectangle that this box is, if it has whole left and top edges and the size of the result.
    func crop(of size: PixelSize) -> PixelRectangle? {
        guard let x = Int(exactly: x0), let y = Int(exactly: y0), x1 - x0 == Float(size.width),
            y1 - y0 == Float(size.height)
        else { return nil }
        return PixelRectangle(x0: x, y0: y, x1: x + size.width, y1: y + size.height)
    }
}

/// For every pixel of an output line, the first source pixel, the count of source pixels and their weights.
struct ResamplingWeights {
    /// The fraction bits of a weight: sums of 8-bit samples times weights then fit 32 bits with room for overshoot.
    static let precision: Int32 = 22

    /// The first source pixel of each output pixel.
    var first: [Int] = []
    /// The source pixels of each output pixel.
    var count: [Int] = []
    /// The weights, `stride` for each output pixel.
    var weights: [Int32] = []
    /// The largest count of source pixels.
    let stride: Int

    /// Computes the weights that take source positions `start` to `end` to `size` pixels.
    ///
    /// The caller has checked 0 ≤ start < end ≤ sourceSize and size ≥ 1.
    init(sourceSize: Int, start: Float, end: Float, size: Int, filter: ResamplingFilter) {
        // The difference is taken in single precision, all else in double.
        let scale = Double(end - start) / Double(size)
        let widening = max(1, scale)
        let support = filter.support * widening
        stride = Int(support.rounded(.up)) * 2 + 1
        first.reserveCapacity(size)
        count.reserveCapacity(size)
        weights = [Int32](repeating: 0, count: stride * size)
        var line = [Double](repeating: 0, count: stride)
        for index in 0..<size {
            let center = Double(start) + (Double(index) + 0.5) * scale
            // Both bounds are cut towards zero before they are held inside the source.
            let low = max(0, Int(center - support + 0.5))
            let high = min(sourceSize, Int(center + support + 0.5))
            let taps = min(max(0, high - low), stride)
            var sum = 0.0
            for tap in 0..<taps {
                line[tap] = filter.weight((Double(tap + low) - center + 0.5) * (1 / widening))
                sum += line[tap]
            }
            for tap in 0..<taps {
                let share = sum == 0 ? line[tap] : line[tap] / sum
                let scaled = share * Double(1 << Self.precision)
                weights[index * stride + tap] = Int32(scaled < 0 ? scaled - 0.5 : scaled + 0.5)
            }
            first.append(low)
            count.append(taps)
        }
    }
}
