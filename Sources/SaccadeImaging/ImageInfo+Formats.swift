import Saccade

extension ImageInfo {
    /// Reads IHDR and looks for `eXIf` and `acTL` among the chunks.
    init(png reader: ByteReader) throws(ImagingError) {
        guard reader.end >= 29 else {
            throw ImagingError(.truncated, "expected a PNG header of 33 bytes, found \(reader.end)")
        }
        guard reader.big32(at: 8) == 13, reader.has("IHDR", at: 12) else {
            throw ImagingError(.malformed, "expected an IHDR chunk of 13 bytes first in the PNG")
        }
        guard let width = reader.big32(at: 16), let height = reader.big32(at: 20), let depth = reader.byte(at: 24),
            let color = reader.byte(at: 25), let interlace = reader.byte(at: 28)
        else { throw ImagingError(.truncated, "expected a PNG header of 33 bytes, found \(reader.end)") }
        let largest = Int(Int32.max)
        guard width >= 1, height >= 1, width <= largest, height <= largest else {
            throw ImagingError(.malformed, "expected PNG sides of 1 to 2³¹-1, found \(width)×\(height)")
        }
        let depths: [Int]
        switch color {
        case 0: depths = [1, 2, 4, 8, 16]
        case 3: depths = [1, 2, 4, 8]
        case 2, 4, 6: depths = [8, 16]
        default: depths = []
        }
        guard depths.contains(depth), interlace <= 1 else {
            throw ImagingError(
                .malformed,
                "expected a colour type, bit depth and interlace of PNG, found \(color), \(depth) and \(interlace)")
        }
        var orientation: ImageOrientation?
        var isAnimated = false
        var offset = 8
        while let length = reader.big32(at: offset), length <= largest, !reader.has("IEND", at: offset + 4) {
            let body = offset + 8
            if reader.has("eXIf", at: offset + 4), orientation == nil {
                orientation = ImageOrientation(exif: reader, in: body..<(body + length))
            } else if reader.has("acTL", at: offset + 4) {
                isAnimated = (reader.big32(at: body) ?? 0) > 1
            }
            offset = body + length + 4
        }
        self.init(
            format: .png, size: PixelSize(width: width, height: height), bitDepth: depth, orientation: orientation,
            isAnimated: isAnimated, isProgressive: interlace == 1)
    }

    /// Walks over the marker segments up to the first scan.
    init(jpeg reader: ByteReader) throws(ImagingError) {
        var orientation: ImageOrientation?
        var found: (size: PixelSize, depth: Int, components: Int, isProgressive: Bool)?
        var isInOneScan = true
        var offset = 2
        while found == nil || offset < reader.end {
            guard let lead = reader.byte(at: offset), let marker = reader.byte(at: offset + 1) else { break }
            guard lead == 0xff else {
                throw ImagingError(.malformed, "expected a JPEG marker at offset \(offset), found byte \(lead)")
            }
            if marker == 0xff {
                offset += 1
                continue
            }
            if marker == 0xda, let found, let inScan = reader.byte(at: offset + 4), inScan < found.components {
                isInOneScan = false
            }
            if marker == 0xd9 || marker == 0xda { break }
            if marker == 0x01 || (0xd0...0xd8).contains(marker) {
                offset += 2
                continue
            }
            guard let length = reader.big16(at: offset + 2) else { break }
            guard length >= 2 else {
                throw ImagingError(.malformed, "expected a JPEG segment of at least 2 bytes at offset \(offset)")
            }
            let body = offset + 4
            if (0xc0...0xcf).contains(marker), ![0xc4, 0xc8, 0xcc].contains(marker), found == nil {
                guard let depth = reader.byte(at: body), let height = reader.big16(at: body + 1),
                    let width = reader.big16(at: body + 3), let components = reader.byte(at: body + 5)
                else { break }
                guard width >= 1, height >= 1 else {
                    throw ImagingError(.malformed, "expected JPEG sides of at least 1, found \(width)×\(height)")
                }
                found = (
                    PixelSize(width: width, height: height), depth, components, marker & 3 == 2
                )
            } else if marker == 0xe1, orientation == nil, length >= 8, reader.has("Exif\0\0", at: body) {
                orientation = ImageOrientation(exif: reader, in: body..<(offset + 2 + length))
            }
            offset += 2 + length
        }
        guard let found else {
            throw ImagingError(
                offset + 1 < reader.end ? .malformed : .truncated, "expected a JPEG frame header before the first scan")
        }
        self.init(
            format: .jpeg, size: found.size, bitDepth: found.depth, orientation: orientation,
            isProgressive: found.isProgressive,
            coefficients: found.isProgressive || !isInOneScan ? found.components : 0)
    }

    /// Reads the first chunk, and the `EXIF` chunk where the first one announces it.
    init(webp reader: ByteReader) throws(ImagingError) {
        let truncated = ImagingError(.truncated, "expected a WebP header, found \(reader.end) bytes")
        let body = 20
        let size: PixelSize
        var isAnimated = false
        var orientation: ImageOrientation?
        if reader.has("VP8X", at: 12) {
            guard let flags = reader.byte(at: body), let width = reader.little24(at: body + 4),
                let height = reader.little24(at: body + 7)
            else { throw truncated }
            size = PixelSize(width: width + 1, height: height + 1)
            isAnimated = flags & 0x02 != 0
            if flags & 0x08 != 0 { orientation = Self.webpOrientation(reader) }
        } else if reader.has("VP8L", at: 12) {
            guard let signature = reader.byte(at: body), let bits = reader.little32(at: body + 1) else {
                throw truncated
            }
            guard signature == 0x2f else {
                throw ImagingError(.malformed, "expected the signature 47 of lossless WebP, found \(signature)")
            }
            size = PixelSize(width: bits & 0x3fff + 1, height: bits >> 14 & 0x3fff + 1)
        } else if reader.has("VP8 ", at: 12) {
            guard let width = reader.little16(at: body + 6), let height = reader.little16(at: body + 8) else {
                throw truncated
            }
            guard reader.has([0x9d, 0x01, 0x2a], at: body + 3), width & 0x3fff >= 1, height & 0x3fff >= 1 else {
                throw ImagingError(.malformed, "expected a key frame of at least 1×1 in the lossy WebP")
            }
            size = PixelSize(width: width & 0x3fff, height: height & 0x3fff)
        } else {
            guard reader.end >= 16 else { throw truncated }
            throw ImagingError(.malformed, "expected a chunk VP8, VP8L or VP8X first in the WebP")
        }
        self.init(format: .webp, size: size, bitDepth: 8, orientation: orientation, isAnimated: isAnimated)
    }

    private static func webpOrientation(_ reader: ByteReader) -> ImageOrientation? {
        var offset = 12
        while let length = reader.little32(at: offset + 4) {
            let body = offset + 8
            if reader.has("EXIF", at: offset) {
                return ImageOrientation(exif: reader, in: body..<(body + length))
            }
            offset = body + length + length & 1
        }
        return nil
    }
}
