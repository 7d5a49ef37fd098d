/// The SHA-256 digest of some bytes: 32 bytes, printed as 64 lower-case hexadecimal digits.
///
/// This module only carries digests; `SaccadeDigest` computes them.
public struct Digest: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The digest's words, big-endian, most significant first.
    let words: (UInt64, UInt64, UInt64, UInt64)

    /// The digest of all zero bits, which names nothing.
    public static let zero = Digest(words: (0, 0, 0, 0))

    init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

    /// Creates a digest from its 32 bytes, or returns `nil` for any other count.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        if let words = bytes.withContiguousStorageIfAvailable({ Digest.words(UnsafeRawBufferPointer($0)) }) {
            self.words = words
        } else {
            words = Array(bytes).withUnsafeBytes { Digest.words($0) }
        }
    }

    /// Creates a digest from the 32 bytes at an address, or returns `nil` for any other count.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 32 else { return nil }
        words = Digest.words(bytes)
    }

    /// Reads the words of 32 bytes.
    private static func words(_ bytes: UnsafeRawBufferPointer) -> (UInt64, UInt64, UInt64, UInt64) {
        func word(_ index: Int) -> UInt64 {
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
        }
        return (word(0), word(1), word(2), word(3))
    }

    /// Creates a digest from 64 lower-case hexadecimal digits, or returns `nil` for any other text.
    public init?(hex: some StringProtocol) {
        self.init(hexDigits: Array(hex.utf8))
    }

    /// Creates a digest from the UTF-8 of 64 lower-case hexadecimal digits.
    init?(hexDigits digits: some RandomAccessCollection<UInt8>) {
        guard digits.count == 64 else { return nil }
        let words =
            digits.withContiguousStorageIfAvailable { Digest.words(ofHex: UnsafeRawBufferPointer($0)) }
            ?? Array(digits).withUnsafeBytes { Digest.words(ofHex: $0) }
        guard let words else { return nil }
        self.words = words
    }

    /// Reads the words of 64 hexadecimal digits; `nil` if one of them is none.
    private static func words(ofHex digits: UnsafeRawBufferPointer) -> (UInt64, UInt64, UInt64, UInt64)? {
        func half(_ index: Int) -> UInt64? {
            hexValue(UInt64(bigEndian: digits.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)))
        }
        guard let a = half(0), let b = half(1), let c = half(2), let d = half(3), let e = half(4), let f = half(5),
            let g = half(6), let h = half(7)
        else { return nil }
        return (a << 32 | b, c << 32 | d, e << 32 | f, g << 32 | h)
    }

    /// Returns the 32 bits that eight hexadecimal digits stand for, all eight at once; the first is the highest byte.
    private static func hexValue(_ digits: UInt64) -> UInt64? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        // Of digits and of letters alike the low half is the value, but that `a` counts from 1.
        let values = digits & (ones * 0x0F) &+ (digits >> 6 & ones) &* 9
        // Written again, the values give the same eight bytes only if all of them were digits.
        let letters = (values &+ ones &* 6) >> 4 & ones
        guard values & (ones &* 0xF0) == 0, values &+ ones &* 0x30 &+ letters &* 0x27 == digits else { return nil }
        let pairs = (values | values >> 4) & 0x00FF_00FF_00FF_00FF
        let fours = (pairs | pairs >> 8) & 0x0000_FFFF_0000_FFFF
        return (fours | fours >> 16) & 0xFFFF_FFFF
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(32)
        for word in [words.0, words.1, words.2, words.3] {
            for shift in stride(from: 56, through: 0, by: -8) {
                result.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return result
    }

    /// The digest as 64 lower-case hexadecimal digits.
    public var description: String {
        String(unsafeUninitializedCapacity: 64) { text in
            var position = 0
            for word in [words.0, words.1, words.2, words.3] {
                for shift in stride(from: UInt64(60), through: 0, by: -4) {
                    let digit = UInt8(truncatingIfNeeded: word >> shift & 15)
                    text[position] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
                    position += 1
                }
            }
            return position
        }
    }

    /// Returns whether two values are the same.
    public static func == (a: Digest, b: Digest) -> Bool { a.words == b.words }

    /// Returns whether the first comes before the second.
    public static func < (a: Digest, b: Digest) -> Bool { a.words < b.words }

    /// Feeds what makes the value the same into a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }
}
