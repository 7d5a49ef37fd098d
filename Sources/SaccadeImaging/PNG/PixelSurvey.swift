/// Finds the smallest way to store pixels exactly.
enum PixelSurvey {
    /// Returns the colour type that keeps every pixel in the fewest bits.
    ///
    /// Each question is asked of the rows in order and dropped at the first row that answers no.
    static func color(of pixels: PixelRows) -> PNGColor {
        var isOpaque = true
        var isGray = true
        var palette: Palette? = Palette()
        for y in 0..<pixels.height {
            let row = pixels.row(y)
            if pixels.order == .rgba, isOpaque { isOpaque = self.isOpaque(row, pixels.width) }
            if isGray { isGray = self.isGray(row, pixels.width) }
            if palette != nil { collect(row, pixels, into: &palette) }
            // Nothing is left to ask of an opaque surface with many colours.
            if palette == nil, !isGray, !isOpaque || pixels.order == .bgrx { break }
        }
        guard let palette, let color = indexed(palette, isGray: isGray, isOpaque: isOpaque, pixels) else {
            if isGray { return isOpaque ? .gray(depth: 8) : .grayAlpha }
            return isOpaque ? .rgb : .rgba
        }
        return color
    }

    /// Returns a palette or few shades of grey, or `nil` if a whole byte for each sample is smaller.
    private static func indexed(_ palette: Palette, isGray: Bool, isOpaque: Bool, _ pixels: PixelRows) -> PNGColor? {
        let depth = self.depth(forIndices: palette.colors.count)
        if isGray, isOpaque {
            let own = self.depth(forGrays: palette.colors)
            if own <= depth { return .gray(depth: own) }
        }
        let plain = isGray ? (isOpaque ? 8 : 16) : (isOpaque ? 24 : 32)
        // Twelve bytes around each chunk, three a colour and one an alpha.
        let table = 12 + palette.colors.count * 3 + (isOpaque ? 0 : 12 + palette.colors.count)
        let (area, overflow) = pixels.width.multipliedReportingOverflow(by: pixels.height)
        if !overflow, area < 1 << 20, area * (plain - depth) / 8 <= table { return nil }
        return .palette(isOpaque ? palette : palette.sortedByAlpha(), depth: depth)
    }

    private static func depth(forIndices count: Int) -> Int {
        count <= 2 ? 1 : count <= 4 ? 2 : count <= 16 ? 4 : 8
    }

    private static func depth(forGrays colors: [UInt32]) -> Int {
        for (depth, step) in [(1, UInt32(255)), (2, 85), (4, 17)] where colors.allSatisfy({ $0 & 255 % step == 0 }) {
            return depth
        }
        return 8
    }

    private static func isOpaque(_ row: UnsafePointer<UInt8>, _ width: Int) -> Bool {
        var all: UInt32 = .max
        for x in 0..<width { all &= Unaligned.load32(row + x &* 4) }
        return all >> 24 == 255
    }

    private static func isGray(_ row: UnsafePointer<UInt8>, _ width: Int) -> Bool {
        var differing: UInt32 = 0
        for x in 0..<width {
            let pixel = Unaligned.load32(row + x &* 4)
            differing |= pixel ^ (pixel >> 8)
        }
        return differing & 0xFFFF == 0
    }

    private static func collect(_ row: UnsafePointer<UInt8>, _ pixels: PixelRows, into palette: inout Palette?) {
        guard var found = palette.take() else { return }
        var last: UInt32?
        for x in 0..<pixels.width {
            let pixel = Unaligned.load32(row + x &* 4)
            if pixel == last { continue }
            last = pixel
            guard found.insert(RowPacker.color(pixel, pixels.order)) else { return }
        }
        palette = found
    }
}
