import CDeflate

/// How a picture is cut into strips of rows, each compressed by itself.
struct PNGStrips {
    /// The filtered bytes that a strip has about; smaller strips follow the picture better, larger ones cost less.
    private static let goal = 128 << 10

    let height: Int
    /// The bytes of a row without its filter byte.
    let rowBytes: Int
    let rowsPerStrip: Int

    init(width: Int, height: Int, color: PNGColor) {
        self.height = height
        rowBytes = color.rowBytes(width: width)
        rowsPerStrip = max(1, Self.goal / (rowBytes + 1))
    }

    var count: Int { (height + rowsPerStrip - 1) / rowsPerStrip }

    func rows(of strip: Int) -> Range<Int> {
        strip * rowsPerStrip..<min(height, (strip + 1) * rowsPerStrip)
    }
}

/// A strip as it stands in a file: a whole IDAT chunk, and what the picture's checksum needs.
struct PNGStrip: Sendable {
    var chunk: [UInt8]
    var adler: UInt32
    /// The filtered bytes that the strip holds.
    var count: Int
}

/// Filters and compresses rows, strip after strip, in memory that it keeps.
///
/// An encoder belongs to one thread at a time; that it can be handed from one to another is why it says `Sendable`.
final class StripEncoder: @unchecked Sendable {
    /// The zero bytes before a row that stand for the pixel left of the first.
    private static let lead = 16
    /// Chunk length and type, and the header of the zlib stream.
    private static let front = 10
    /// The rows for which one filter is chosen.
    private static let rowsPerChoice = 8
    /// The filters to choose from, the best guess first: it wins where others are no better.
    private static let candidates: [PNGFilter] = [.paeth, .average, .up, .left]

    private let color: PNGColor
    private let strips: PNGStrips
    private let filtered: UnsafeMutablePointer<UInt8>
    private let output: UnsafeMutablePointer<UInt8>
    private let rows: UnsafeMutablePointer<UInt8>
    private var above: UnsafeMutablePointer<UInt8>
    private var row: UnsafeMutablePointer<UInt8>
    private let block: DeflateBlock
    /// The row of the picture that `above` holds; the row above the first one is zero.
    private var known = -1
    private var count = 0
    private var filter = PNGFilter.none

    init(_ color: PNGColor, _ strips: PNGStrips) {
        self.color = color
        self.strips = strips
        let bytes = (strips.rowBytes + 1) * strips.rowsPerStrip
        block = DeflateBlock(capacity: bytes)
        filtered = .allocate(capacity: bytes)
        output = .allocate(capacity: Self.front + DeflateBlock.capacity(bytes) + DeflateBlock.slack)
        let space = Self.lead + strips.rowBytes + RowPacker.slack
        rows = .allocate(capacity: space * 2)
        rows.initialize(repeating: 0, count: space * 2)
        above = rows + Self.lead
        row = above + space
    }

    deinit {
        filtered.deallocate()
        output.deallocate()
        rows.deallocate()
    }

    /// Returns a strip of a whole picture.
    func strip(_ number: Int, of pixels: PixelRows) -> PNGStrip {
        let range = strips.rows(of: number)
        let packer = RowPacker(pixels: pixels, color: color)
        if known != range.lowerBound - 1 { packer.pack(row: range.lowerBound - 1, into: above) }
        known = range.lowerBound - 1
        for y in range { append(y, of: packer) }
        return finishStrip()
    }

    /// Whether the rows that were added make a strip.
    var isStripFull: Bool { known == strips.height - 1 || count == (strips.rowBytes + 1) * strips.rowsPerStrip }

    /// Adds a row to the strip; rows come in order.
    func append(_ y: Int, of packer: RowPacker) {
        packer.pack(row: y, into: row)
        if color.isSmooth, count == 0 || y % Self.rowsPerChoice == 0 { filter = bestFilter() }
        filtered[count] = filter.rawValue
        filter.apply(
            row, above: above, count: strips.rowBytes, distance: color.filterDistance, into: filtered + count + 1)
        count += strips.rowBytes + 1
        swap(&row, &above)
        known += 1
    }

    /// Returns the filter that leaves the least of the row, tried in the place that the row will take.
    private func bestFilter() -> PNGFilter {
        let place = filtered + count + 1
        var best = PNGFilter.paeth
        var least = UInt64.max
        for candidate in Self.candidates {
            candidate.apply(row, above: above, count: strips.rowBytes, distance: color.filterDistance, into: place)
            let weight = PNGFilter.weight(place, count: strips.rowBytes)
            if weight < least { (best, least) = (candidate, weight) }
        }
        return best
    }

    /// Compresses the rows that were added since the last strip.
    func finishStrip() -> PNGStrip {
        defer { count = 0 }
        var start = output + 8
        if known < strips.rowsPerStrip {
            // The stream begins: deflate with a window of 32 KiB, no dictionary, the fastest level.
            start[0] = 0x78
            start[1] = 0x01
            start += 2
        }
        let length = block.write(
            filtered, count: count, isLast: known == strips.height - 1, wantsMatches: !color.isSmooth, to: start)
        return PNGStrip(
            chunk: PNGChunk.chunk(in: output, "IDAT", bodyCount: start + length - (output + 8)),
            adler: libdeflate_adler32(1, filtered, count), count: count)
    }
}

/// Adler-32 of two texts after one another.
enum Adler {
    private static let base: UInt64 = 65_521

    /// Returns the checksum of a text whose parts have the checksums `first` and `second`, the latter of `count` bytes.
    static func joined(_ first: UInt32, _ second: UInt32, count: Int) -> UInt32 {
        let a1 = UInt64(first & 0xFFFF)
        let b1 = UInt64(first >> 16)
        let a2 = UInt64(second & 0xFFFF)
        let b2 = UInt64(second >> 16)
        let a = (a1 + a2 + base - 1) % base
        let b = (b1 + b2 + UInt64(count) % base * (a1 + base - 1)) % base
        return UInt32(b << 16 | a)
    }
}
