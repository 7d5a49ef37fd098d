import SaccadeImaging
import Testing

/// Pictures of every kind that the encoder tells apart, of random sizes and contents.
enum PNGCase {
    /// What a picture is made of, and so how it should be stored.
    enum Kind: CaseIterable {
        case gray1, gray2, gray4, gray8, grayAlpha
        case palette1, palette2, palette4, palette8
        case clearPalette1, clearPalette2, clearPalette4, clearPalette8
        case rgb, rgba

        /// The colour type and depth in the header of a PNG of this kind that has more pixels than colours.
        var header: [UInt8] {
            switch self {
            case .gray1: [1, 0]
            case .gray2: [2, 0]
            case .gray4: [4, 0]
            case .gray8: [8, 0]
            case .grayAlpha: [8, 4]
            case .palette1, .clearPalette1: [1, 3]
            case .palette2, .clearPalette2: [2, 3]
            case .palette4, .clearPalette4: [4, 3]
            case .palette8, .clearPalette8: [8, 3]
            case .rgb: [8, 2]
            case .rgba: [8, 6]
            }
        }

        fileprivate var colors: Int {
            switch self {
            case .palette1, .clearPalette1: 2
            case .palette2, .clearPalette2: 4
            case .palette4, .clearPalette4: 16
            case .palette8, .clearPalette8: 250
            default: 0
            }
        }

        fileprivate var isClear: Bool {
            switch self {
            case .clearPalette1, .clearPalette2, .clearPalette4, .clearPalette8: true
            default: false
            }
        }
    }

    /// How neighbouring pixels hang together.
    private enum Texture: CaseIterable {
        case flat, noise, slopes, stripes, tiles, rare
    }

    /// Returns a picture of a kind; the same arguments give the same picture.
    static func image(_ kind: Kind, width: Int, height: Int, seed: UInt64) throws -> PixelImage {
        var generator = SeededGenerator(seed: seed)
        let texture = Texture.allCases[Int.random(in: 0..<Texture.allCases.count, using: &generator)]
        let period = Int.random(in: 1...40, using: &generator)
        let palette = colors(of: kind, using: &generator)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(width * height * 4)
        for y in 0..<height {
            for x in 0..<width {
                let value: Int =
                    switch texture {
                    case .flat: 7
                    case .noise: Int(generator.next() & 0xFFFF)
                    case .slopes: x * 3 + y * 2 + Int(generator.next() & 1)
                    case .stripes: x / period * 11 + (y % 7 == 0 ? 1 : 0)
                    case .tiles: (x % period) * (y % period) * 13
                    case .rare: generator.next() & 63 == 0 ? Int(generator.next() & 0xFFFF) : 0
                    }
                bytes += pixel(kind, value, palette)
            }
        }
        return try #require(PixelImage(width: width, height: height, bytes: bytes))
    }

    private static func pixel(_ kind: Kind, _ value: Int, _ palette: [[UInt8]]) -> [UInt8] {
        let low = UInt8(truncatingIfNeeded: value)
        let high = UInt8(truncatingIfNeeded: (value &* 31) >> 3)
        switch kind {
        case .gray1: return gray((low & 1) * 255)
        case .gray2: return gray((low & 3) * 85)
        case .gray4: return gray((low & 15) * 17)
        case .gray8: return gray(low)
        case .grayAlpha: return [low, low, low, high]
        case .rgb: return [low, high, low &* 5 &+ high, 255]
        case .rgba: return [low, high, low &+ 3, high ^ low]
        default: return palette[value % palette.count]
        }
    }

    private static func gray(_ value: UInt8) -> [UInt8] { [value, value, value, 255] }

    private static func colors(of kind: Kind, using generator: inout SeededGenerator) -> [[UInt8]] {
        (0..<kind.colors).map { index in
            let value = generator.next()
            let alpha = kind.isClear && index % 3 == 0 ? UInt8(truncatingIfNeeded: value >> 24) & 0xFE : 255
            // The green differs from the red, so that no palette is grey, and the blue makes each colour its own.
            return [UInt8(truncatingIfNeeded: value), ~UInt8(truncatingIfNeeded: value), UInt8(index), alpha]
        }
    }
}
