/// A list of colours that are told apart, also by people who see no difference between red and green.
///
/// Colour is never the only key on a page: every region has a number too.
public struct Palette: Sendable, Hashable {
    /// The colours, the most different ones first.
    public var colors: [Color]

    /// Creates a palette.
    public init(_ colors: [Color]) { self.colors = colors }

    private init(hex: [UInt32]) { colors = hex.map { Color($0) } }

    /// The six colours of Okabe and Ito that show on white, for a few things.
    public static let okabeIto = Palette(hex: [0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9])

    /// The ten colours of Petroff (arXiv 2107.02270), for up to ten things.
    public static let petroff = Palette(hex: [
        0x3F90DA, 0xFFA90E, 0xBD1F01, 0x94A4A2, 0x832DB6, 0xA96B59, 0xE76300, 0xB9AC70, 0x717581, 0x92DADD,
    ])

    /// Okabe and Ito's six, four of Petroff's that differ most from them, and thirty more.
    ///
    /// Each of the thirty was chosen once, as the colour that is furthest from all before it for normal sight, for
    /// protanopia and for deuteranopia (Machado's matrices, CIELAB distance), and then fixed here: a region keeps its
    /// colour however many follow.
    public static let standard = Palette(hex: [
        0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0xBD1F01, 0x717581, 0xB9AC70, 0x92DADD, 0x0078F0,
        0x96002D, 0x870078, 0xE1B45A, 0x00694B, 0x4BD2A5, 0x2D3CA5, 0x5A96F0, 0x87783C, 0x4B4B5A, 0x96000F, 0x78D2F0,
        0x3CB4C3, 0x0069C3, 0xA5963C, 0x2DE196, 0xE16978, 0x786996, 0x5A784B, 0x0096C3, 0x3C4B87, 0xE1C378, 0xE1C33C,
        0x87A596, 0x695A78, 0x96D2C3, 0x005A2D, 0x4B4BA5, 0xC3962D, 0xB4875A,
    ])

    /// The palettes that have a name, for choosing one by it.
    public static let named: [(name: String, palette: Palette)] = [
        ("standard", .standard), ("okabe-ito", .okabeIto), ("petroff", .petroff),
    ]

    /// The colour of an index; indices beyond the last start again.
    public func color(_ index: Int) -> Color? {
        colors.isEmpty ? nil : colors[Int(index.magnitude % UInt(colors.count))]
    }
}
