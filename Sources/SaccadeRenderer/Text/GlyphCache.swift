import CPango

/// Glyphs as coverage, drawn once for each quarter of a pixel that they may stand at.
///
/// Cairo 1.16 puts glyphs at whole pixels only, which makes small text uneven, and newer versions do not: coverage of
/// our own gives even text and the same pixels under both.
final class GlyphCache {
    struct Key: Hashable {
        let font: UnsafeMutablePointer<PangoFont>
        let glyph: UInt32
        let quarter: UInt8
    }

    struct Glyph {
        /// From the pen's whole pixel to the left edge.
        var x = 0
        /// From the base line to the top edge, downwards.
        var y = 0
        var width = 0
        var height = 0
        /// Where the coverage starts in `coverage`.
        var offset = 0
    }

    private(set) var coverage: [UInt8] = []
    private var glyphs: [Key: Glyph] = [:]
    private var fonts: [UnsafeMutablePointer<PangoFont>: Bool] = [:]
    /// The most bytes of coverage to keep.
    private static let limit = 32 << 20

    deinit { removeAll() }

    /// Forgets all glyphs and lets go of their fonts.
    func removeAll() {
        glyphs = [:]
        coverage = []
        for font in fonts.keys { saccade_unref(font) }
        fonts = [:]
    }

    /// Returns whether a font's glyphs are coloured pictures.
    func isColor(_ font: UnsafeMutablePointer<PangoFont>) -> Bool {
        if let known = fonts[font] { return known }
        _ = saccade_ref(font)
        var isColor = false
        if let description = pango_font_describe(font) {
            if let family = pango_font_description_get_family(description) {
                isColor = String(cString: family).contains("Emoji")
            }
            pango_font_description_free(description)
        }
        fonts[font] = isColor
        return isColor
    }

    /// Returns a glyph at a quarter of a pixel; `nil` if it leaves no ink.
    func glyph(_ key: Key) -> Glyph? {
        if let known = glyphs[key] { return known.width > 0 ? known : nil }
        if coverage.count > Self.limit {
            coverage = []
            glyphs = [:]
        }
        _ = isColor(key.font)
        let drawn = draw(key)
        glyphs[key] = drawn
        return drawn.width > 0 ? drawn : nil
    }

    private func draw(_ key: Key) -> Glyph {
        guard let scaled = saccade_scaled_font(key.font) else { return Glyph() }
        var glyph = cairo_glyph_t(index: UInt(key.glyph), x: Double(key.quarter) / 4, y: 0)
        var extents = cairo_text_extents_t()
        cairo_scaled_font_glyph_extents(scaled, &glyph, 1, &extents)
        guard extents.width > 0, extents.height > 0, extents.width < 4_000, extents.height < 4_000 else {
            return Glyph()
        }
        let left = (extents.x_bearing + glyph.x).rounded(.down) - 1
        let top = extents.y_bearing.rounded(.down) - 1
        let width = Int((extents.x_bearing + glyph.x + extents.width).rounded(.up) + 1 - left)
        let height = Int((extents.y_bearing + extents.height).rounded(.up) + 1 - top)
        guard let surface = try? Surface(width: width, height: height, format: .mask),
            let canvas = try? Canvas(surface)
        else { return Glyph() }
        cairo_set_scaled_font(canvas.context, scaled)
        cairo_set_tolerance(canvas.context, 0.05)
        cairo_translate(canvas.context, -left, -top)
        cairo_glyph_path(canvas.context, &glyph, 1)
        cairo_fill(canvas.context)
        cairo_surface_flush(surface.handle)
        let offset = coverage.count
        for row in 0..<height {
            coverage.append(contentsOf: UnsafeBufferPointer(start: surface.memory + row * surface.stride, count: width))
        }
        return Glyph(x: Int(left), y: Int(top), width: width, height: height, offset: offset)
    }
}
