/// Checks of UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
enum UTF8Validation {
    /// Returns the length of the sequence that begins at an offset, or 0 if it is not valid UTF-8.
    static func sequenceLength(_ base: UnsafePointer<UInt8>, at offset: Int, end: Int) -> Int {
        let first = base[offset]
        let left = end - offset
        func next(_ index: Int) -> UInt8 { index < left ? base[offset + index] : 0 }
        func continues(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
        switch first {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: return continues(next(1)) ? 2 : 0
        case 0xE0...0xEF:
            let second = next(1)
            guard continues(second), continues(next(2)) else { return 0 }
            if first == 0xE0 && second < 0xA0 { return 0 }
            if first == 0xED && second > 0x9F { return 0 }
            return 3
        case 0xF0...0xF4:
            let second = next(1)
            guard continues(second), continues(next(2)), continues(next(3)) else { return 0 }
            if first == 0xF0 && second < 0x90 { return 0 }
            if first == 0xF4 && second > 0x8F { return 0 }
            return 4
        default: return 0
        }
    }
}
