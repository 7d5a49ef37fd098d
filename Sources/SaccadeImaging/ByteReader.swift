/// Reads integers at offsets of untrusted bytes; whatever lies outside is `nil`.
struct ByteReader {
    let bytes: [UInt8]
    /// The offset behind the last byte that may be read.
    let end: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        end = bytes.count
    }

    /// The first eight bytes in hexadecimal, for messages.
    var beginning: String {
        if bytes.isEmpty { return "nowhere: there are none" }
        return bytes.prefix(8).map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined(separator: " ")
    }

    func byte(at offset: Int) -> Int? {
        guard offset >= 0, offset < end else { return nil }
        return Int(bytes[offset])
    }

    /// Reads an unsigned integer of 1 to 4 bytes.
    func integer(at offset: Int, count: Int, bigEndian: Bool) -> Int? {
        guard offset >= 0, count >= 1, count <= 4, end >= count, offset <= end - count else { return nil }
        var value = 0
        for index in 0..<count {
            value = value << 8 | Int(bytes[bigEndian ? offset + index : offset + count - 1 - index])
        }
        return value
    }

    func big16(at offset: Int) -> Int? { integer(at: offset, count: 2, bigEndian: true) }
    func big32(at offset: Int) -> Int? { integer(at: offset, count: 4, bigEndian: true) }
    func little16(at offset: Int) -> Int? { integer(at: offset, count: 2, bigEndian: false) }
    func little24(at offset: Int) -> Int? { integer(at: offset, count: 3, bigEndian: false) }
    func little32(at offset: Int) -> Int? { integer(at: offset, count: 4, bigEndian: false) }

    func has(_ pattern: [UInt8], at offset: Int) -> Bool {
        guard offset >= 0, end >= pattern.count, offset <= end - pattern.count else { return false }
        for (index, byte) in pattern.enumerated() where bytes[offset + index] != byte { return false }
        return true
    }

    func has(_ pattern: StaticString, at offset: Int) -> Bool {
        guard offset >= 0, end >= pattern.utf8CodeUnitCount, offset <= end - pattern.utf8CodeUnitCount else {
            return false
        }
        return pattern.withUTF8Buffer { units in
            for index in units.indices where bytes[offset + index] != units[index] { return false }
            return true
        }
    }
}

extension ImageOrientation {
    /// The largest EXIF block that is looked into, in bytes.
    private static let largestBlock = 65_536

    /// Reads the orientation tag from an EXIF block, with or without its `Exif` prefix.
    ///
    /// Only the first directory is read. Returns `nil` if the tag is absent or anything about the block is wrong.
    init?(exif reader: ByteReader, in range: Range<Int>) {
        var start = range.lowerBound
        let end = min(range.upperBound, reader.end, start + Self.largestBlock)
        if end - start >= 6, reader.has("Exif\0\0", at: start) { start += 6 }
        guard end - start >= 8 else { return nil }
        let bigEndian: Bool
        if reader.has([0x4d, 0x4d, 0, 42], at: start) {
            bigEndian = true
        } else if reader.has([0x49, 0x49, 42, 0], at: start) {
            bigEndian = false
        } else {
            return nil
        }
        guard let directory = reader.integer(at: start + 4, count: 4, bigEndian: bigEndian),
            directory <= end - start - 2,
            let count = reader.integer(at: start + directory, count: 2, bigEndian: bigEndian)
        else { return nil }
        for index in 0..<count {
            let entry = start + directory + 2 + index * 12
            guard entry + 12 <= end else { return nil }
            guard reader.integer(at: entry, count: 2, bigEndian: bigEndian) == 0x0112 else { continue }
            let type = reader.integer(at: entry + 2, count: 2, bigEndian: bigEndian)
            guard type == 3 || type == 4 else { return nil }
            let value = reader.integer(at: entry + 8, count: type == 3 ? 2 : 4, bigEndian: bigEndian)
            self.init(rawValue: value ?? 0)
            return
        }
        return nil
    }
}
