import Saccade

/// What the recorder reads of a picture without decoding it: the stored size, the media type and the EXIF orientation.
///
/// Nothing here is refused: what a header does not say, or says wrongly, stays unknown, and a check finds out later.
struct PictureHeader {
    var media: String
    var size: PixelSize
    var orientation: Int?

    /// How many chunks or segments of a file are looked at: pictures have dozens before their pixels, and a server must not
    /// walk through a million empty ones that somebody has sent it.
    private static let mostParts = 10_000

    /// Reads the header of a PNG, JPEG or WebP; `nil` for anything else.
    init?(_ bytes: [UInt8]) {
        let found = bytes.withUnsafeBytes { bytes -> PictureHeader? in
            let reader = HeaderBytes(bytes: bytes)
            if reader.has("\u{89}PNG", at: 0) { return PictureHeader(png: reader) }
            if reader.big16(0) == 0xFFD8 { return PictureHeader(jpeg: reader) }
            if reader.has("RIFF", at: 0), reader.has("WEBP", at: 8) { return PictureHeader(webp: reader) }
            return nil
        }
        guard let found, found.size.width > 0, found.size.height > 0 else { return nil }
        self = found
    }

    private init?(png reader: HeaderBytes) {
        guard let width = reader.big32(16), let height = reader.big32(20) else { return nil }
        (media, size) = ("image/png", PixelSize(width: width, height: height))
        var offset = 8
        for _ in 0..<Self.mostParts {
            guard let length = reader.big32(offset), !reader.has("IDAT", at: offset + 4) else { return }
            if reader.has("eXIf", at: offset + 4) { orientation = reader.orientation(at: offset + 8) }
            offset += 12 + length
        }
    }

    private init?(jpeg reader: HeaderBytes) {
        media = "image/jpeg"
        var offset = 2
        for _ in 0..<Self.mostParts {
            guard let marker = reader.big16(offset), marker >= 0xFF00 else { return nil }
            if marker == 0xFFFF {
                offset += 1
                continue
            }
            guard let length = reader.big16(offset + 2), length >= 2, marker != 0xFFDA else { return nil }
            let isFrame = 0xFFC0...0xFFCF ~= marker && marker != 0xFFC4 && marker != 0xFFC8 && marker != 0xFFCC
            if isFrame, let height = reader.big16(offset + 5), let width = reader.big16(offset + 7) {
                size = PixelSize(width: width, height: height)
                return
            }
            if marker == 0xFFE1, reader.has("Exif\0\0", at: offset + 4), orientation == nil {
                orientation = reader.orientation(at: offset + 10)
            }
            offset += 2 + length
        }
        return nil
    }

    private init?(webp reader: HeaderBytes) {
        media = "image/webp"
        if reader.has("VP8X", at: 12), let width = reader.little24(24), let height = reader.little24(27) {
            size = PixelSize(width: width + 1, height: height + 1)
            var offset = 12
            for _ in 0..<Self.mostParts {
                guard let length = reader.little32(offset + 4) else { return }
                if reader.has("EXIF", at: offset) { orientation = reader.orientation(at: offset + 8) }
                offset += 8 + length + length & 1
            }
        } else if reader.has("VP8L", at: 12), let bits = reader.little32(21) {
            size = PixelSize(width: bits & 0x3FFF + 1, height: bits >> 14 & 0x3FFF + 1)
        } else if reader.has("VP8 ", at: 12), let width = reader.little16(26), let height = reader.little16(28) {
            size = PixelSize(width: width & 0x3FFF, height: height & 0x3FFF)
        } else {
            return nil
        }
    }
}

/// Reads numbers at offsets, `nil` beyond the end.
private struct HeaderBytes {
    let bytes: UnsafeRawBufferPointer

    private func big(_ offset: Int, _ count: Int) -> Int? {
        guard offset >= 0, offset <= bytes.count - count else { return nil }
        var value = 0
        for index in offset..<offset + count { value = value << 8 | Int(bytes[index]) }
        return value
    }

    private func little(_ offset: Int, _ count: Int) -> Int? {
        guard offset >= 0, offset <= bytes.count - count else { return nil }
        var value = 0
        for index in (offset..<offset + count).reversed() { value = value << 8 | Int(bytes[index]) }
        return value
    }

    func big16(_ at: Int) -> Int? { big(at, 2) }
    func big32(_ at: Int) -> Int? { big(at, 4) }
    func little16(_ at: Int) -> Int? { little(at, 2) }
    func little24(_ at: Int) -> Int? { little(at, 3) }
    func little32(_ at: Int) -> Int? { little(at, 4) }

    /// Whether there is a text at an offset, each scalar as one byte.
    func has(_ text: String, at offset: Int) -> Bool {
        var place = offset
        for scalar in text.unicodeScalars {
            guard let byte = big(place, 1), byte == Int(scalar.value) else { return false }
            place += 1
        }
        return true
    }

    /// Reads the orientation from the TIFF structure that EXIF is.
    func orientation(at start: Int) -> Int? {
        let isLittle: Bool
        switch big16(start) {
        case 0x4949: isLittle = true
        case 0x4D4D: isLittle = false
        default: return nil
        }
        func short(_ at: Int) -> Int? { isLittle ? little16(at) : big16(at) }
        guard let offset = isLittle ? little32(start + 4) : big32(start + 4), let count = short(start + offset) else {
            return nil
        }
        for entry in 0..<count {
            let place = start + offset + 2 + entry * 12
            guard let tag = short(place) else { return nil }
            if tag == 0x0112 { return short(place + 8).flatMap { (1...8).contains($0) ? $0 : nil } }
        }
        return nil
    }
}
