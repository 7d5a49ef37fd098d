#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension [UInt8] {
    /// Returns where a sequence of bytes stands, from left to right without overlap.
    func ranges(of needle: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var position = 0
        while let range = range(of: needle, from: position) {
            found.append(range)
            position = range.upperBound
        }
        return found
    }

    /// Returns where a byte stands first at or after a position, or `nil`.
    func index(of byte: UInt8, from start: Int) -> Int? {
        withUnsafeBufferPointer { $0.index(of: byte, from: start) }
    }

    /// Returns where a sequence of bytes stands first at or after a position, or `nil`.
    func range(of needle: [UInt8], from start: Int = 0) -> Range<Int>? {
        withUnsafeBufferPointer { bytes in needle.withUnsafeBufferPointer { bytes.range(of: $0, from: start) } }
    }

    /// The bytes as text.
    var text: String { String(decoding: self, as: UTF8.self) }
}

extension ArraySlice<UInt8> {
    /// The bytes as text.
    var text: String { String(decoding: self, as: UTF8.self) }

    /// The slice without white space at both ends.
    var trimmed: ArraySlice<UInt8> {
        withUnsafeBufferPointer { bytes in
            let inside = bytes.trimmed(bytes.indices)
            return self[(startIndex + inside.lowerBound)..<(startIndex + inside.upperBound)]
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Returns where a byte stands first at or after a position, or `nil`.
    func index(of byte: UInt8, from start: Int) -> Int? {
        guard start >= 0, start < count, let base = baseAddress,
            let found = memchr(base + start, Int32(byte), count - start)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// Returns where a sequence of bytes stands first at or after a position, or `nil`.
    func range(of needle: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
        guard let first = needle.first, let letters = needle.baseAddress, let base = baseAddress, start >= 0 else {
            return nil
        }
        var position = start
        while count - position >= needle.count {
            guard let found = memchr(base + position, Int32(first), count - position - needle.count + 1) else {
                return nil
            }
            position = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            if memcmp(found, letters, needle.count) == 0 { return position..<(position + needle.count) }
            position += 1
        }
        return nil
    }

    /// Returns a range of the bytes without white space at both ends.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, self[start].isSpace { start += 1 }
        while end > start, self[end - 1].isSpace { end -= 1 }
        return start..<end
    }

    /// Returns the bytes of a range as text.
    func text(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: self[range]), as: UTF8.self)
    }
}

extension UInt8 {
    /// Whether the byte is white space of ASCII.
    var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
    /// Whether the byte is a digit.
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    /// The byte, a capital letter of ASCII made small.
    var lowercased: UInt8 { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self + 32 : self }
    /// Whether the byte is a letter or a digit, or part of a scalar beyond ASCII.
    var isWord: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowercased) || self >= 0x80 }
}

extension String {
    /// Whether a text stands in this one, byte by byte.
    ///
    /// Unlike `contains` this compares no canonical forms, which takes a hundred times as long.
    func holds(_ needle: StaticString) -> Bool {
        var copy = self
        return copy.withUTF8 { bytes in
            needle.withUTF8Buffer { $0.isEmpty || bytes.range(of: $0, from: 0) != nil }
        }
    }

    /// The text without white space at both ends.
    var trimmed: String {
        var copy = self
        let inside = copy.withUTF8 { bytes in
            let inside = bytes.trimmed(bytes.indices)
            return inside.count == bytes.count ? nil : bytes.text(inside)
        }
        return inside ?? copy
    }

    /// Returns the text, cut to a number of bytes at a boundary of scalars.
    func cut(to limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = limit
        let bytes = Array(utf8.prefix(limit + 1))
        while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return bytes[..<end].text + "…"
    }
}
