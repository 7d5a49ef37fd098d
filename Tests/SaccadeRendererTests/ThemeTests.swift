import Testing

@testable import SaccadeRenderer

@Suite struct ThemeTests {
    @Test(arguments: [
        (0x000000 as UInt32, 0xFFFFFF as UInt32, 21.0), (0x777777, 0xFFFFFF, 4.48), (0xFF0000, 0x0000FF, 2.15),
        (0x0072B2, 0xFFFFFF, 5.19), (0x1B1B1A, 0xFFFFFF, 17.2), (0x0A0A0A, 0x000000, 1.06),
    ])
    func `contrast is that of WCAG`(_ first: UInt32, _ second: UInt32, _ ratio: Double) {
        let found = Color(first).contrast(to: Color(second))
        #expect(abs(found - ratio) < 0.05, "\(found)")
        #expect(Color(second).contrast(to: Color(first)) == found)
    }

    @Test(arguments: Theme.named.indices)
    func `all text of a theme reaches 4.5 to 1 on its ground`(_ index: Int) {
        let (name, theme) = Theme.named[index]
        for ground in [theme.paper, theme.card] {
            for (rank, text) in [("ink", theme.ink), ("secondary", theme.secondary), ("tertiary", theme.tertiary)] {
                #expect(text.contrast(to: ground) >= 4.5, "\(name): \(rank)")
            }
        }
        for tone in Tone.allCases {
            let colors = theme.colors(of: tone)
            #expect(colors.text.contrast(to: colors.fill) >= 4.5, "\(name): \(tone)")
            #expect(colors.text.mixed(with: theme.ink, 0.35).contrast(to: colors.fill) >= 4.5, "\(name): note \(tone)")
        }
        #expect(theme.ink.mixed(with: theme.card, 0.18).contrast(to: theme.card) >= 4.5)
    }

    @Test(arguments: Palette.named.indices)
    func `figures on every colour of a palette reach 4.5 to 1`(_ index: Int) {
        let (name, palette) = Palette.named[index]
        for color in palette.colors { #expect(color.contrast(to: color.figures) >= 4.5, "\(name): \(color)") }
    }

    @Test func `the standard palette is long, has no colour twice, and starts again`() {
        let palette = Palette.standard
        #expect(palette.colors.count == 40)
        #expect(Set(palette.colors).count == 40)
        #expect(palette.color(40) == palette.color(0))
        #expect(palette.color(.min) != nil)
        #expect(Palette([]).color(3) == nil)
        #expect(Array(palette.colors.prefix(6)) == Palette.okabeIto.colors)
    }
}
