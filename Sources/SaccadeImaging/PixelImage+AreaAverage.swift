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
                            Self.sumRows(source, span, stride: stride, inner: size.height, into: sums)
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

    /// Sums up the rows of a span, each by its weight.
    private static func sumRows(
        _ source: UnsafeBufferPointer<UInt8>, _ span: Span, stride: Int, inner: Int,
        into sums: UnsafeMutableBufferPointer<UInt32>
    ) {
        let inner = UInt32(truncatingIfNeeded: inner)
        let firstWeight = UInt32(truncatingIfNeeded: span.firstWeight)
        let lastWeight = UInt32(truncatingIfNeeded: span.lastWeight)
        let first = UnsafeBufferPointer(rebasing: source[(span.first * stride)..<((span.first + 1) * stride)])
        guard span.last > span.first else {
            for index in 0..<stride { sums[index] = UInt32(first[index]) &* firstWeight }
            return
        }
        sums.update(repeating: 0)
        for line in (span.first + 1)..<span.last {
            let row = UnsafeBufferPointer(rebasing: source[(line * stride)..<((line + 1) * stride)])
            for index in 0..<stride { sums[index] &+= UInt32(row[index]) }
        }
        let last = UnsafeBufferPointer(rebasing: source[(span.last * stride)..<((span.last + 1) * stride)])
        for index in 0..<stride {
            let edges = UInt32(first[index]) &* firstWeight &+ UInt32(last[index]) &* lastWeight
            sums[index] = sums[index] &* inner &+ edges
        }
    }

    /// Sums up the columns of each span and divides by the area.
    private static func averageRow(
        _ sums: UnsafeMutableBufferPointer<UInt32>, _ spans: UnsafeBufferPointer<Span>, inner: UInt64, area: UInt64,
        into target: UnsafeMutableBufferPointer<UInt8>, at start: Int
    ) {
        var to = start
        for span in spans {
            var total = Sums(sums, span.first * 4, UInt64(span.firstWeight))
            if span.last > span.first {
                var middle = Sums()
                var index = span.first * 4 + 4
                while index < span.last * 4 {
                    middle.add(Sums(sums, index, 1))
                    index += 4
                }
                total.add(middle.scaled(by: inner))
                total.add(Sums(sums, span.last * 4, UInt64(span.lastWeight)))
            }
            target[to] = UInt8(truncatingIfNeeded: (total.red &+ area / 2) / area)
            target[to + 1] = UInt8(truncatingIfNeeded: (total.green &+ area / 2) / area)
            target[to + 2] = UInt8(truncatingIfNeeded: (total.blue &+ area / 2) / area)
            target[to + 3] = UInt8(truncatingIfNeeded: (total.alpha &+ area / 2) / area)
            to += 4
        }
    }

    /// The sums of four channels.
    private struct Sums {
        var red: UInt64 = 0
        var green: UInt64 = 0
        var blue: UInt64 = 0
        var alpha: UInt64 = 0

        init() {}

        @inline(__always)
        init(_ row: UnsafeMutableBufferPointer<UInt32>, _ index: Int, _ weight: UInt64) {
            red = UInt64(row[index]) &* weight
            green = UInt64(row[index + 1]) &* weight
            blue = UInt64(row[index + 2]) &* weight
            alpha = UInt64(row[index + 3]) &* weight
        }

        @inline(__always)
        mutating func add(_ other: Sums) {
            red &+= other.red
            green &+= other.green
            blue &+= other.blue
            alpha &+= other.alpha
        }

        @inline(__always)
        func scaled(by factor: UInt64) -> Sums {
            var result = self
            result.red &*= factor
            result.green &*= factor
            result.blue &*= factor
            result.alpha &*= factor
            return result
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
    }
}
