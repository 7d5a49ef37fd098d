/// The symbols of deflate (RFC 1951, 3.2.5): literals 0…255, the end 256, lengths from 257, distances.
enum DeflateSymbols {
    static let end = 256
    static let literalCount = 286
    static let distanceCount = 30
    static let longestMatch = 258
    static let shortestMatch = 3
    /// The farthest that a match reaches back.
    static let window = 32_768

    /// For each length of a match: its symbol, the value of its extra bits and their number.
    static let lengths: [(symbol: UInt16, extra: UInt8, bits: UInt8)] = {
        var result = [(symbol: UInt16, extra: UInt8, bits: UInt8)](repeating: (0, 0, 0), count: longestMatch + 1)
        var symbol = 257
        var length = shortestMatch
        while symbol < 285 {
            let bits = symbol < 265 ? 0 : (symbol - 261) / 4
            for extra in 0..<(1 << bits) where length + extra < longestMatch {
                result[length + extra] = (UInt16(symbol), UInt8(extra), UInt8(bits))
            }
            length += 1 << bits
            symbol += 1
        }
        result[longestMatch] = (285, 0, 0)
        return result
    }()

    /// Returns the symbol of a length of 3 to 258.
    @inline(__always)
    static func lengthSymbol(_ length: Int) -> Int {
        if length == longestMatch { return 285 }
        let value = length &- shortestMatch
        if value < 8 { return 257 &+ value }
        let bits = Int.bitWidth &- 3 &- value.leadingZeroBitCount
        return 257 &+ 4 &* bits &+ value &>> bits
    }

    /// Returns the symbol of a distance of 1 to 32,768, the value of its extra bits and their number.
    @inline(__always)
    static func distance(_ distance: Int) -> (symbol: Int, extra: Int, bits: Int) {
        let value = distance &- 1
        if value < 4 { return (value, 0, 0) }
        let bits = Int.bitWidth &- 2 &- value.leadingZeroBitCount
        return (2 &* bits &+ value &>> bits, value & (1 &<< bits &- 1), bits)
    }

    /// Returns how much of a long match goes into the next symbol, so that no rest is shorter than a match may be.
    @inline(__always)
    static func part(of length: Int) -> Int {
        if length <= longestMatch { return length }
        return length &- longestMatch >= shortestMatch ? longestMatch : length &- shortestMatch
    }
}
