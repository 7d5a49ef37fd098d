/// How the pixels of a PNG are stored.
enum PNGColor: Hashable, Sendable {
    /// Shades of grey, 1, 2, 4 or 8 bits each.
    case gray(depth: Int)
    /// Red, green and blue of 8 bits.
    case rgb
    /// Indices of 1, 2, 4 or 8 bits into a palette.
    case palette(Palette, depth: Int)
    /// A shade of grey and alpha, 8 bits each.
    case grayAlpha
    /// Red, green, blue and alpha of 8 bits.
    case rgba

    /// The colour type in the header.
    var code: UInt8 {
        switch self {
        case .gray: 0
        case .rgb: 2
        case .palette: 3
        case .grayAlpha: 4
        case .rgba: 6
        }
    }

    /// The bits of one sample.
    var depth: Int {
        switch self {
        case .gray(let depth), .palette(_, let depth): depth
        case .rgb, .grayAlpha, .rgba: 8
        }
    }

    /// The bits of one pixel.
    var bits: Int {
        switch self {
        case .gray(let depth), .palette(_, let depth): depth
        case .rgb: 24
        case .grayAlpha: 16
        case .rgba: 32
        }
    }

    /// The bytes from a pixel to the same byte of the pixel before it, as filters count them.
    var filterDistance: Int { max(1, bits / 8) }

    /// Whether a byte is a sample whose neighbours predict it: indices and several shades in a byte are not.
    var isSmooth: Bool { bits >= 8 && !isPalette }

    private var isPalette: Bool {
        if case .palette = self { true } else { false }
    }

    /// The bytes of a row without its filter byte.
    func rowBytes(width: Int) -> Int { (width * bits + 7) / 8 }
}

/// Up to 256 colours and where each is found.
struct Palette: Hashable, Sendable {
    static let limit = 256
    private static let slots = 1_024

    /// The colours as red | green << 8 | blue << 16 | alpha << 24, in the order in which they were met.
    private(set) var colors: [UInt32] = []
    private var table = [UInt16](repeating: 0, count: Palette.slots)

    /// Adds a colour unless it is there; returns `false` if there is no room.
    mutating func insert(_ color: UInt32) -> Bool {
        var slot = Palette.slot(of: color)
        while table[slot] != 0 {
            if colors[Int(table[slot]) - 1] == color { return true }
            slot = (slot + 1) % Palette.slots
        }
        guard colors.count < Palette.limit else { return false }
        colors.append(color)
        table[slot] = UInt16(colors.count)
        return true
    }

    /// Returns the index of a colour that is there.
    @inline(__always)
    func index(of color: UInt32) -> UInt8 {
        var slot = Palette.slot(of: color)
        while table[slot] != 0 {
            let index = Int(table[slot]) - 1
            if colors[index] == color { return UInt8(truncatingIfNeeded: index) }
            slot = (slot + 1) % Palette.slots
        }
        return 0
    }

    /// Returns the palette with colours that are not opaque first, so that their alphas are a short list.
    func sortedByAlpha() -> Palette {
        var result = Palette()
        for color in colors where color >> 24 != 255 { _ = result.insert(color) }
        for color in colors where color >> 24 == 255 { _ = result.insert(color) }
        return result
    }

    @inline(__always)
    private static func slot(of color: UInt32) -> Int { Int((color &* 0x9E37_79B1) >> 22) }
}
