public import Saccade

extension PixelImage {
    /// Returns the picture at another size, each pixel the exact mean of the area that it covers, rounded half up.
    ///
    /// Meant for thumbnails: fast, all in integers, the same on every machine, and no part of what is compared with
    /// Pillow. Where a picture has transparent pixels, colors weigh by their alpha. Enlarging repeats pixels, mixed
    /// where the edges do not meet.
    ///
    /// - Throws: ``ImagingError`` with code ``ImagingError/Code/tooLarge`` or ``ImagingError/Code/invalidOperation`` if
    ///   the size does not fit the limits.
    public func areaDownscaled(
        to size: PixelSize, limits: ImageLimits = .default
    ) throws(ImagingError) -> PixelImage {
        try limits.check(size)
        if size == self.size { return self }
        guard width <= 1 << 24, height <= 1 << 24 else {
            throw ImagingError(.tooLarge, "expected a picture with sides of at most 2²⁴ pixels, found \(self.size)")
        }
        return isOpaque ? averaged(to: size) : multiplied().averaged(to: size).divided()
    }

    /// Averages four channels alike.
    ///
    /// An output row covers `height` units of which a source row has `size.height`; the sums of a row over them are at
    /// most 255 × height, and with the columns 255 × height × width, which fits 64 bits.
    private func averaged(to size: PixelSize) -> PixelImage {
        let spans = Span.all(from: width, to: size.width)
        let count = size.width * size.height * 4
        let stride = width * 4
        let area = UInt64(width) * UInt64(height)
        var sums = [UInt32](repeating: 0, count: stride)
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
            // A span's pixels lie inside the source by its construction.
            bytes.withUnsafeBufferPointer { source in
                sums.withUnsafeMutableBufferPointer { sums in
                    spans.withUnsafeBufferPointer { spans in
                        for row in 0..<size.height {
                            let span = Span(row, from: height, to: size.height)
                            sums.update(repeating: 0)
                            for line in span.first...span.last {
                                let weight = UInt32(truncatingIfNeeded: span.weight(of: line, inner: size.height))
                                let from = line * stride
                                for index in 0..<stride { sums[index] &+= UInt32(source[from + index]) &* weight }
                            }
                            Self.averageRow(
                                sums, spans, inner: UInt64(size.width), area: area,
                                into: target, at: row * size.width * 4)
                        }
                    }
                }
            }
            initialized = count
        }
        return PixelImage(size: size, checked: pixels)
    }

    private static func averageRow(
        _ sums: UnsafeMutableBufferPointer<UInt32>, _ spans: UnsafeBufferPointer<Span>, inner: UInt64, area: UInt64,
        into target: UnsafeMutableBufferPointer<UInt8>, at start: Int
    ) {
        var to = start
        for span in spans {
            for channel in 0..<4 {
                let first = span.first * 4 + channel
                let last = span.last * 4 + channel
                var sum = UInt64(sums[first]) &* UInt64(span.firstWeight)
                if last > first {
                    var middle: UInt64 = 0
                    var index = first + 4
                    while index < last {
                        middle &+= UInt64(sums[index])
                        index += 4
                    }
                    sum &+= middle &* inner &+ UInt64(sums[last]) &* UInt64(span.lastWeight)
                }
                target[to] = UInt8(truncatingIfNeeded: (sum &+ area / 2) / area)
                to += 1
            }
        }
    }

    /// The source pixels that an output pixel covers.
    private struct Span {
        let first: Int
        let last: Int
        let firstWeight: Int
        let lastWeight: Int

        /// The output pixel covers `source` units from `index × source`; each source pixel has `target` units.
        init(_ index: Int, from source: Int, to target: Int) {
            let start = index * source
            let end = start + source
            first = start / target
            last = (end - 1) / target
            firstWeight = min(end, (first + 1) * target) - start
            lastWeight = end - last * target
        }

        static func all(from source: Int, to target: Int) -> [Span] {
            (0..<target).map { Span($0, from: source, to: target) }
        }

        func weight(of position: Int, inner: Int) -> Int {
            if position == first { return firstWeight }
            return position == last ? lastWeight : inner
        }
    }
}
