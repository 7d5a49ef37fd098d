public import Saccade

extension PixelImage {
    /// Returns the picture, or a box of it, at another size, with the same pixels as Pillow's `Image.resize`.
    ///
    /// Each axis is resampled with weights of 22 fraction bits and rounded to 8 bits; an axis that stays as it is is
    /// skipped. A picture with transparent pixels is resampled with colors multiplied by alpha, as Pillow does for the
    /// mode RGBA; an opaque one equals the mode RGB.
    ///
    /// - Parameters:
    ///   - size: The size of the result.
    ///   - filter: The kernel.
    ///   - box: The part of this picture to resize, in pixels; `nil` for all of it. Edges are rounded to single
    ///     precision.
    ///   - order: Which axis comes first; it depends on Pillow's version.
    ///   - limits: What the result may cost.
    /// - Throws: ``ImagingError`` with code ``ImagingError/Code/tooLarge`` or ``ImagingError/Code/invalidOperation`` if
    ///   the size does not fit the limits or the box is empty or leaves the picture.
    public func resized(
        to size: PixelSize, filter: ResamplingFilter, box: Box? = nil, order: ResamplingOrder = .rowsFirst,
        limits: ImageLimits = .default
    ) throws(ImagingError) -> PixelImage {
        try limits.check(size)
        let whole = PixelRectangle(size: self.size)
        let asked = box ?? whole.box
        if size == self.size, asked == whole.box { return self }
        let source = SourceBox(asked)
        guard source.x0 >= 0, source.y0 >= 0, source.x1 <= Float(width), source.y1 <= Float(height),
            source.x0 < source.x1, source.y0 < source.y1
        else {
            throw ImagingError(
                .invalidOperation,
                "expected a box inside \(self.size), found [\(asked.x0), \(asked.y0), \(asked.x1), \(asked.y1)]")
        }
        if let crop = source.crop(of: size) { return try cropped(to: crop, limits: limits) }
        if filter == .nearest { return nearest(source, size: size) }
        let columnsFirst = order.takesColumnsFirst(from: self.size, to: size)
        try limits.checkBetween(
            columnsFirst
                ? PixelSize(width: width, height: size.height) : PixelSize(width: size.width, height: height))
        guard !isOpaque else { return resampled(source, size: size, filter: filter, columnsFirst: columnsFirst) }
        return multiplied().resampled(source, size: size, filter: filter, columnsFirst: columnsFirst).divided()
    }

    /// Takes the pixel at each centre; positions are summed up step by step, as Pillow does.
    private func nearest(_ box: SourceBox, size: PixelSize) -> PixelImage {
        let columns = Self.centers(from: box.x0, to: box.x1, count: size.width, limit: width)
        let rows = Self.centers(from: box.y0, to: box.y1, count: size.height, limit: height)
        let count = size.width * size.height * 4
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
            let target = UnsafeMutableRawBufferPointer(target)
            bytes.withUnsafeBytes { source in
                var offset = 0
                for row in rows {
                    for column in columns {
                        var pixel: UInt32 = 0
                        if row >= 0, column >= 0 {
                            pixel = source.loadUnaligned(fromByteOffset: (row * width + column) * 4, as: UInt32.self)
                        }
                        target.storeBytes(of: pixel, toByteOffset: offset, as: UInt32.self)
                        offset += 4
                    }
                }
            }
            initialized = count
        }
        return PixelImage(size: size, checked: pixels)
    }

    private static func centers(from start: Float, to end: Float, count: Int, limit: Int) -> [Int] {
        let step = Double(end - start) / Double(count)
        var position = Double(start) + step * 0.5
        return (0..<count).map { _ in
            let index = Int(position)
            position += step
            return index < limit ? index : -1
        }
    }

    /// Resamples four channels alike.
    private func resampled(
        _ box: SourceBox, size: PixelSize, filter: ResamplingFilter, columnsFirst: Bool
    ) -> PixelImage {
        let needsRows = size.width != width || box.x0 != 0 || box.x1 != Float(size.width)
        let needsColumns = size.height != height || box.y0 != 0 || box.y1 != Float(size.height)
        let rows = ResamplingWeights(sourceSize: width, start: box.x0, end: box.x1, size: size.width, filter: filter)
        var columns = ResamplingWeights(
            sourceSize: height, start: box.y0, end: box.y1, size: size.height, filter: filter)
        guard needsRows else { return needsColumns ? resampledColumns(columns, height: size.height) : self }
        guard needsColumns else { return resampledRows(0..<height, rows, width: size.width) }
        if columnsFirst {
            return resampledColumns(columns, height: size.height).resampledRows(
                0..<size.height, rows, width: size.width)
        }
        // Only the rows that the columns will ask for.
        let firstRow = columns.first.first ?? 0
        let endRow = (columns.first.last ?? 0) + (columns.count.last ?? 0)
        for index in columns.first.indices { columns.first[index] -= firstRow }
        return resampledRows(firstRow..<max(firstRow, endRow), rows, width: size.width).resampledColumns(
            columns, height: size.height)
    }

    /// Resamples some of the rows to another width.
    private func resampledRows(_ range: Range<Int>, _ weights: ResamplingWeights, width: Int) -> PixelImage {
        let count = width * range.count * 4
        let half = Int32(1) << (ResamplingWeights.precision - 1)
        let sourceWidth = self.width
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
            // The first source pixel and count of each output pixel lie inside the row: the weights were made for it.
            bytes.withUnsafeBufferPointer { source in
                weights.weights.withUnsafeBufferPointer { taps in
                    for row in range {
                        let line = row * sourceWidth * 4
                        var to = (row - range.lowerBound) * width * 4
                        for column in 0..<width {
                            var from = line + weights.first[column] * 4
                            let start = column * weights.stride
                            var red = half
                            var green = half
                            var blue = half
                            var alpha = half
                            for tap in start..<(start + weights.count[column]) {
                                let weight = taps[tap]
                                red &+= Int32(source[from]) &* weight
                                green &+= Int32(source[from + 1]) &* weight
                                blue &+= Int32(source[from + 2]) &* weight
                                alpha &+= Int32(source[from + 3]) &* weight
                                from += 4
                            }
                            target[to] = Self.clip(red)
                            target[to + 1] = Self.clip(green)
                            target[to + 2] = Self.clip(blue)
                            target[to + 3] = Self.clip(alpha)
                            to += 4
                        }
                    }
                }
            }
            initialized = count
        }
        return PixelImage(size: PixelSize(width: width, height: range.count), checked: pixels)
    }

    /// Resamples the columns to another height, a row of sums at a time.
    private func resampledColumns(_ weights: ResamplingWeights, height: Int) -> PixelImage {
        let stride = width * 4
        let half = Int32(1) << (ResamplingWeights.precision - 1)
        var sums = [Int32](repeating: 0, count: stride)
        let pixels = [UInt8](unsafeUninitializedCapacity: stride * height) { target, initialized in
            bytes.withUnsafeBufferPointer { source in
                sums.withUnsafeMutableBufferPointer { sums in
                    for row in 0..<height {
                        sums.update(repeating: half)
                        for tap in 0..<weights.count[row] {
                            let weight = weights.weights[row * weights.stride + tap]
                            let from = (weights.first[row] + tap) * stride
                            for index in 0..<stride {
                                sums[index] &+= Int32(source[from + index]) &* weight
                            }
                        }
                        let to = row * stride
                        for index in 0..<stride { target[to + index] = Self.clip(sums[index]) }
                    }
                }
            }
            initialized = stride * height
        }
        return PixelImage(size: PixelSize(width: width, height: height), checked: pixels)
    }

    @inline(__always)
    private static func clip(_ sum: Int32) -> UInt8 {
        UInt8(truncatingIfNeeded: max(0, min(255, sum >> ResamplingWeights.precision)))
    }
}

extension PixelImage {
    /// Returns the picture with each color channel replaced by round(channel × alpha / 255).
    func multiplied() -> PixelImage {
        mapChannels { channel, alpha in
            let product = channel * alpha + 128
            return (product + product >> 8) >> 8
        }
    }

    /// Undoes ``multiplied()`` as Pillow does: rounded down, at most 255, colors of transparent pixels left alone.
    func divided() -> PixelImage {
        mapChannels { channel, alpha in
            alpha == 0 || alpha == 255 ? channel : min(255, channel * 255 / alpha)
        }
    }

    @inline(__always)
    private func mapChannels(_ body: (_ channel: UInt32, _ alpha: UInt32) -> UInt32) -> PixelImage {
        let pixels = [UInt8](unsafeUninitializedCapacity: bytes.count) { target, initialized in
            bytes.withUnsafeBufferPointer { source in
                for offset in stride(from: 0, to: source.count, by: 4) {
                    let alpha = UInt32(source[offset + 3])
                    for index in offset..<(offset + 3) {
                        target[index] = UInt8(truncatingIfNeeded: body(UInt32(source[index]), alpha))
                    }
                    target[offset + 3] = source[offset + 3]
                }
            }
            initialized = bytes.count
        }
        return PixelImage(size: size, checked: pixels)
    }
}
