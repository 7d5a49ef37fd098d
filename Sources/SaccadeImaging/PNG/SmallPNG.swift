import CDeflate

/// The level that looks for the smallest file in reasonable time: the best filter of each row, and libdeflate.
///
/// The whole picture is held filtered and compressed, since libdeflate knows no streams.
enum SmallPNG {
    /// libdeflate's level; beyond it each per cent costs as much again.
    private static let level: Int32 = 6
    private static let piece = 1 << 20

    static func encode(_ pixels: PixelRows, _ color: PNGColor, _ take: ([UInt8]) -> Bool) throws(ImagingError) {
        guard let compressor = libdeflate_alloc_compressor(level) else {
            throw ImagingError(.outOfMemory, "expected memory for a compressor, found none")
        }
        defer { libdeflate_free_compressor(compressor) }
        let filtered = filter(pixels, color)
        let bound = libdeflate_zlib_compress_bound(compressor, filtered.count)
        let stream = [UInt8](unsafeUninitializedCapacity: bound) { target, count in
            count = libdeflate_zlib_compress(compressor, filtered, filtered.count, target.baseAddress, bound)
        }
        guard !stream.isEmpty else {
            throw ImagingError(.outOfMemory, "expected room for \(bound) bytes, found the stream larger")
        }
        for start in stride(from: 0, to: stream.count, by: piece) {
            guard take(PNGChunk.chunk("IDAT", Array(stream[start..<min(stream.count, start + piece)]))) else { return }
        }
        _ = take(PNGChunk.chunk("IEND", []))
    }

    /// Returns the rows, each with its filter before it.
    private static func filter(_ pixels: PixelRows, _ color: PNGColor) -> [UInt8] {
        let packer = RowPacker(pixels: pixels, color: color)
        let rowBytes = color.rowBytes(width: pixels.width)
        let lead = 16
        let space = lead + rowBytes + RowPacker.slack
        var rows = [UInt8](repeating: 0, count: space * 2)
        var trial = [UInt8](repeating: 0, count: rowBytes)
        let total = (rowBytes + 1) * pixels.height
        return [UInt8](unsafeUninitializedCapacity: total) { result, count in
            rows.withUnsafeMutableBufferPointer { rows in
                trial.withUnsafeMutableBufferPointer { trial in
                    guard var target = result.baseAddress, let base = rows.baseAddress, let trial = trial.baseAddress
                    else { return }
                    var above = base + lead
                    var row = above + space
                    for y in 0..<pixels.height {
                        packer.pack(row: y, into: row)
                        if color.isSmooth {
                            chooseFilter(row, above, rowBytes, color.filterDistance, trial, into: target)
                        } else {
                            target[0] = PNGFilter.none.rawValue
                            (target + 1).update(from: row, count: rowBytes)
                        }
                        target += rowBytes + 1
                        swap(&row, &above)
                    }
                }
            }
            count = total
        }
    }

    /// Writes a row under the filter whose differences are least.
    private static func chooseFilter(
        _ row: UnsafePointer<UInt8>, _ above: UnsafePointer<UInt8>, _ count: Int, _ distance: Int,
        _ trial: UnsafeMutablePointer<UInt8>, into target: UnsafeMutablePointer<UInt8>
    ) {
        var least = UInt64.max
        for filter in PNGFilter.allCases {
            filter.apply(row, above: above, count: count, distance: distance, into: trial)
            let weight = PNGFilter.weight(trial, count: count)
            guard weight < least else { continue }
            least = weight
            target[0] = filter.rawValue
            (target + 1).update(from: trial, count: count)
        }
    }
}
