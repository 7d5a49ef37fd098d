import CImageCodecs

extension PixelImage {
    /// A keyword and its text in a PNG.
    public typealias PNGText = (key: String, value: String)

    /// Returns the picture as a PNG: RGB if every pixel is opaque, else RGBA; 8 bits, not interlaced.
    ///
    /// The bytes depend on the version of zlib; the pixels do not.
    ///
    /// - Parameters:
    ///   - level: zlib's level, 0 (none) to 9 (smallest).
    ///   - text: Texts to store before the pixels, in this order: `tEXt` if ASCII, else uncompressed `iTXt`.
    /// - Throws: ``ImagingError`` with code ``ImagingError/Code/invalidOperation`` if the level or a keyword is not
    ///   valid, ``ImagingError/Code/outOfMemory`` if memory runs out.
    public func encodedPNG(level: Int = 6, text: [PNGText] = []) throws(ImagingError) -> [UInt8] {
        guard let zlibLevel = Int32(exactly: level), (0...9).contains(zlibLevel) else {
            throw ImagingError(.invalidOperation, "expected a compression level of 0 to 9, found \(level)")
        }
        guard let columns = UInt32(exactly: width), let rows = UInt32(exactly: height) else {
            throw ImagingError(.tooLarge, "expected sides below 2³², found \(size)")
        }
        var chunks: [UInt8] = []
        for entry in text { chunks += try PNGChunk.text(entry) }
        var context = saccade_codec_context()
        var result: UnsafeMutablePointer<UInt8>?
        var count = 0
        let isOpaque = isOpaque
        let status = bytes.withUnsafeBufferPointer { source in
            saccade_png_encode(
                source.baseAddress, columns, rows, isOpaque ? 1 : 0, zlibLevel, &result, &count, &context)
        }
        defer { saccade_codec_free(result) }
        guard status == SACCADE_CODEC_OK else { throw ImagingError(status: status, context: context, format: .png) }
        let file = UnsafeBufferPointer(start: result, count: count)
        if chunks.isEmpty { return Array(file) }
        // The signature and IHDR have 33 bytes.
        return Array(file.prefix(33)) + chunks + Array(file.dropFirst(33))
    }
}

/// Chunks of PNG that this module writes itself.
enum PNGChunk {
    private static let table: [UInt32] = (0..<256).map { index in
        var value = UInt32(index)
        for _ in 0..<8 { value = value & 1 == 1 ? 0xedb8_8320 ^ value >> 1 : value >> 1 }
        return value
    }

    /// Returns a chunk: its length, type, body and checksum.
    static func chunk(_ type: StaticString, _ body: [UInt8]) -> [UInt8] {
        let content = type.withUTF8Buffer { Array($0) } + body
        var checksum = UInt32.max
        for byte in content { checksum = table[Int(UInt8(truncatingIfNeeded: checksum) ^ byte)] ^ checksum >> 8 }
        return bigEndian(UInt32(truncatingIfNeeded: body.count)) + content + bigEndian(~checksum)
    }

    static func text(_ entry: PixelImage.PNGText) throws(ImagingError) -> [UInt8] {
        let key = Array(entry.key.utf8)
        let isPrintable = key.allSatisfy { (0x20...0x7e).contains($0) }
        guard (1...79).contains(key.count), isPrintable, key.first != 0x20, key.last != 0x20,
            !zip(key, key.dropFirst()).contains(where: { $0 == 0x20 && $1 == 0x20 })
        else {
            throw ImagingError(
                .invalidOperation, "expected a PNG keyword of 1 to 79 ASCII characters with single spaces inside")
        }
        let value = Array(entry.value.utf8)
        guard !value.contains(0), value.count < Int(Int32.max) - 100 else {
            throw ImagingError(.invalidOperation, "expected PNG text without NUL and below 2 GiB")
        }
        if value.allSatisfy({ $0 < 0x80 }) { return chunk("tEXt", key + [0] + value) }
        return chunk("iTXt", key + [0, 0, 0, 0, 0] + value)
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
    }
}
