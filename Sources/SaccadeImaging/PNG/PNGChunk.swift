import CDeflate

/// The chunks of a PNG file.
enum PNGChunk {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Returns a chunk: its length, type, body and checksum.
    static func chunk(_ type: StaticString, _ body: [UInt8]) -> [UInt8] {
        var result = bigEndian(UInt32(truncatingIfNeeded: body.count))
        result += type.withUTF8Buffer { Array($0) }
        result += body
        let checksum = result.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { libdeflate_crc32(0, $0 + 4, bytes.count - 4) } ?? 0
        }
        return result + bigEndian(checksum)
    }

    /// Completes a chunk whose body stands eight bytes into some memory, and returns it.
    static func chunk(in memory: UnsafeMutablePointer<UInt8>, _ type: StaticString, bodyCount: Int) -> [UInt8] {
        for (index, byte) in bigEndian(UInt32(truncatingIfNeeded: bodyCount)).enumerated() { memory[index] = byte }
        type.withUTF8Buffer { name in
            for (index, byte) in name.enumerated() { memory[4 + index] = byte }
        }
        let checksum = bigEndian(libdeflate_crc32(0, memory + 4, bodyCount + 4))
        return [UInt8](unsafeUninitializedCapacity: bodyCount + 12) { target, count in
            if let base = target.baseAddress {
                base.initialize(from: memory, count: bodyCount + 8)
                for (index, byte) in checksum.enumerated() { base[bodyCount + 8 + index] = byte }
            }
            count = bodyCount + 12
        }
    }

    /// Returns what stands before the pixels: signature, header, palette and texts.
    static func front(width: UInt32, height: UInt32, color: PNGColor, text: [PNGText]) throws(ImagingError) -> [UInt8] {
        let header = bigEndian(width) + bigEndian(height) + [UInt8(color.depth), color.code, 0, 0, 0]
        var result = signature + chunk("IHDR", header)
        if case .palette(let palette, _) = color {
            let colors = palette.colors
            result += chunk("PLTE", colors.flatMap { color in [0, 8, 16].map { UInt8(color >> $0 & 255) } })
            let alphas = colors.prefix { $0 >> 24 != 255 }.map { UInt8($0 >> 24) }
            if !alphas.isEmpty { result += chunk("tRNS", alphas) }
        }
        for entry in text { result += try self.text(entry) }
        return result
    }

    /// Returns what stands after the pixels: the checksum that ends their stream, in a chunk of its own, and the end.
    static func back(adler: UInt32) -> [UInt8] { chunk("IDAT", bigEndian(adler)) + chunk("IEND", []) }

    static func text(_ entry: PNGText) throws(ImagingError) -> [UInt8] {
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

    static func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
    }
}
