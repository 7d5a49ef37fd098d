/// The colours of a page, by role.
public struct Theme: Sendable, Hashable {
    /// The colours of one tone: of a verdict's badge or a note.
    public struct ToneColors: Sendable, Hashable {
        /// The colour of the words.
        public var text: Color
        /// The colour behind the words.
        public var fill: Color
        /// The colour of the hairline around them.
        public var border: Color

        /// Creates the colours of a tone.
        public init(text: Color, fill: Color, border: Color) {
            self.text = text
            self.fill = fill
            self.border = border
        }
    }

    /// The ground of the page.
    public var paper: Color
    /// The ground of a card.
    public var card: Color
    /// Text, and the rule under the title.
    public var ink: Color
    /// Text of the second rank.
    public var secondary: Color
    /// Text of the third rank: page numbers, times on the axis.
    public var tertiary: Color
    /// Thin lines: the edges of cards, the lines between a card's parts.
    public var hairline: Color
    /// The ground beside a picture that does not fill its place.
    public var mat: Color
    /// The colours of regions and agents, in the order of their index; used in turn.
    public var palette: Palette
    /// What went well.
    public var pass: ToneColors
    /// What a person should look at.
    public var warning: ToneColors
    /// What is wrong.
    public var failure: ToneColors
    /// What is only said.
    public var neutral: ToneColors
    /// The casing of coloured lines on a picture.
    public var casing: Color
    /// The thin edge around the casing, so that a line shows on white too.
    public var edge = Color(red: 0, green: 0, blue: 0, alpha: 0.3)
    /// The share by which a picture is darkened around what was looked at, 0…1.
    public var dimming: Double

    /// The colours of a tone.
    public func colors(of tone: Tone) -> ToneColors {
        switch tone {
        case .pass: pass
        case .warning: warning
        case .failure: failure
        case .neutral: neutral
        }
    }

    /// The colour of a region or agent with an index; indices beyond the last start again.
    public func region(_ index: Int) -> Color { palette.color(index) ?? ink }

    /// The color of a region where a line or ring in it stands on a card: mixed with ink until it can be told from it.
    func mark(_ index: Int) -> Color {
        let color = region(index)
        let shares = stride(from: 0.0, through: 1, by: 0.1)
        return shares.lazy.map { color.mixed(with: ink, $0) }.first { $0.contrast(to: card) >= 2.2 } ?? ink
    }

    /// Dark text on light paper.
    public static let light = Theme(
        paper: Color(0xF6F5F2), card: Color(0xFFFFFF), ink: Color(0x1B1B1A), secondary: Color(0x5F5E5A),
        tertiary: Color(0x6F6E69), hairline: Color(0xE3E1DB), mat: Color(0xECEAE5), palette: .standard,
        pass: ToneColors(text: Color(0x0A6B4B), fill: Color(0xE7F4EE), border: Color(0xBFDFD1)),
        warning: ToneColors(text: Color(0x8A5300), fill: Color(0xFDF3E1), border: Color(0xEFD9B0)),
        failure: ToneColors(text: Color(0xA3231F), fill: Color(0xFBE9E7), border: Color(0xEFC6C2)),
        neutral: ToneColors(text: Color(0x55544F), fill: Color(0xF1F0EC), border: Color(0xDDDBD4)),
        casing: Color(0xFFFFFF), dimming: 1.0 / 3)

    /// Light text on dark paper.
    public static let dark = Theme(
        paper: Color(0x161615), card: Color(0x20201F), ink: Color(0xF1F0EC), secondary: Color(0xA9A8A2),
        tertiary: Color(0x95948E), hairline: Color(0x383733), mat: Color(0x2A2A28), palette: .standard,
        pass: ToneColors(text: Color(0x7FD8B4), fill: Color(0x16322A), border: Color(0x285446)),
        warning: ToneColors(text: Color(0xF0BE6A), fill: Color(0x35290F), border: Color(0x5A471C)),
        failure: ToneColors(text: Color(0xF3A29B), fill: Color(0x3A1C1A), border: Color(0x65302D)),
        neutral: ToneColors(text: Color(0xC4C3BC), fill: Color(0x2B2B29), border: Color(0x43423E)),
        casing: Color(0xFFFFFF), dimming: 1.0 / 3)

    /// Black on white, for paper: no tinted grounds, stronger hairlines.
    public static let print = Theme(
        paper: Color(0xFFFFFF), card: Color(0xFFFFFF), ink: Color(0x000000), secondary: Color(0x4A4A4A),
        tertiary: Color(0x6A6A6A), hairline: Color(0xB8B8B8), mat: Color(0xF2F2F2), palette: .standard,
        pass: ToneColors(text: Color(0x0A6B4B), fill: Color(0xFFFFFF), border: Color(0x0A6B4B)),
        warning: ToneColors(text: Color(0x7A4A00), fill: Color(0xFFFFFF), border: Color(0x7A4A00)),
        failure: ToneColors(text: Color(0xA3231F), fill: Color(0xFFFFFF), border: Color(0xA3231F)),
        neutral: ToneColors(text: Color(0x333333), fill: Color(0xFFFFFF), border: Color(0x999999)),
        casing: Color(0xFFFFFF), dimming: 0.25)

    /// The themes that have a name, for choosing one by it.
    public static let named: [(name: String, theme: Theme)] = [
        ("light", .light), ("dark", .dark), ("print", .print),
    ]
}
