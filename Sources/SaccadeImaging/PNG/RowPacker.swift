import CPixelLoops

/// Turns rows of four-byte pixels into the samples of a PNG.
struct RowPacker {
    /// The bytes after a packed row that packing may write to.
    static let slack = 8

    let pixels: PixelRows
    let color: PNGColor

    /// Returns a pixel as red | green << 8 | blue << 16 | alpha << 24.
    @inline(__always)
    static func color(_ pixel: UInt32, _ order: PixelRows.Order) -> UInt32 {
        switch order {
        case .rgba: pixel
        case .bgrx: (pixel & 0xFF00) | (pixel >> 16 & 0xFF) | (pixel & 0xFF) << 16 | 0xFF00_0000
        }
    }

    /// Writes the samples of a row, without a filter byte.
    func pack(row y: Int, into target: UnsafeMutablePointer<UInt8>) {
        let source = pixels.row(y)
        switch (color, pixels.order) {
        case (.rgb, .rgba): saccade_pack_rgba(source, pixels.width, target)
        case (.rgb, .bgrx): saccade_pack_bgrx(source, pixels.width, target)
        case (.rgba, .rgba): target.update(from: source, count: pixels.width &* 4)
        case (.rgba, .bgrx):
            for x in 0..<pixels.width {
                Unaligned.store32(Self.color(Unaligned.load32(source + x &* 4), .bgrx), target + x &* 4)
            }
        case (.gray(let depth), _): packGray(source, depth, into: target)
        case (.grayAlpha, _):
            for x in 0..<pixels.width {
                target[x &* 2] = source[x &* 4]
                target[x &* 2 &+ 1] = pixels.order == .rgba ? source[x &* 4 &+ 3] : 255
            }
        case (.palette(let palette, let depth), _): packIndices(source, palette, depth, into: target)
        }
    }

    private func packGray(_ source: UnsafePointer<UInt8>, _ depth: Int, into target: UnsafeMutablePointer<UInt8>) {
        if depth == 8 {
            for x in 0..<pixels.width { target[x] = source[x &* 4] }
            return
        }
        packBits(depth, into: target) { x in source[x &* 4] >> UInt8(truncatingIfNeeded: 8 &- depth) }
    }

    private func packIndices(
        _ source: UnsafePointer<UInt8>, _ palette: Palette, _ depth: Int, into target: UnsafeMutablePointer<UInt8>
    ) {
        var known = Unaligned.load32(source)
        var index = palette.index(of: Self.color(known, pixels.order))
        packBits(depth, into: target) { x in
            let pixel = Unaligned.load32(source + x &* 4)
            if pixel != known {
                known = pixel
                index = palette.index(of: Self.color(pixel, pixels.order))
            }
            return index
        }
    }

    /// Packs samples of 1, 2, 4 or 8 bits, the first one highest.
    @inline(__always)
    private func packBits(
        _ depth: Int, into target: UnsafeMutablePointer<UInt8>, _ sample: (Int) -> UInt8
    ) {
        let perByte = 8 / depth
        var x = 0
        var byte = 0
        while x < pixels.width {
            var packed: UInt8 = 0
            var shift = 8 &- depth
            let end = min(pixels.width, x &+ perByte)
            while x < end {
                packed |= sample(x) << UInt8(truncatingIfNeeded: shift)
                shift &-= depth
                x &+= 1
            }
            target[byte] = packed
            byte &+= 1
        }
    }
}
