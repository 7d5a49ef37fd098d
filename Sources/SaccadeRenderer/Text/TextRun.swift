import CPango
import Saccade

/// Letters of one font, colour and direction on one line, as a painter draws them.
///
/// It points into a layout and must not outlive the call that it is given to.
struct TextRun {
    let item: PangoGlyphItem
    /// The whole text of the layout, in UTF-8.
    let source: UnsafePointer<CChar>
    let font: UnsafeMutablePointer<PangoFont>
    let style: TextStyle
    let engine: TextEngine
    /// Where the first letter from the left stands.
    let x: Double
    let baseline: Double
    let ink: Color

    /// The width of all letters.
    var width: Double {
        guard let glyphs = item.glyphs else { return 0 }
        return (0..<Int(glyphs.pointee.num_glyphs)).reduce(0) {
            $0 + TextLayout.pixels(glyphs.pointee.glyphs[$1].geometry.width)
        }
    }

    /// Whether the letters run from right to left.
    var isRightToLeft: Bool { (item.item?.pointee.analysis.level ?? 0) & 1 == 1 }

    /// Whether this is the ellipsis of a text that was cut.
    var isEllipsis: Bool {
        UInt32(item.item?.pointee.analysis.flags ?? 0) & UInt32(PANGO_ANALYSIS_FLAG_IS_ELLIPSIS) != 0
    }

    /// The characters, in reading order.
    var text: String {
        guard let item = item.item, !isEllipsis else { return "…" }
        let start = UnsafeRawPointer(source) + Int(item.pointee.offset)
        return String(
            decoding: UnsafeRawBufferPointer(start: start, count: Int(item.pointee.length)), as: UTF8.self)
    }

    /// A glyph at its place.
    struct PlacedGlyph {
        let glyph: UInt32
        let x: Double
        let y: Double
        let advance: Double
        /// The scalar that no font has, if it is one.
        let unknown: UInt32
    }

    /// Calls a closure with each glyph that leaves ink.
    func forEachGlyph(_ body: (PlacedGlyph) -> Void) {
        guard let glyphs = item.glyphs else { return }
        var pen = x + TextLayout.pixels(item.start_x_offset)
        for index in 0..<Int(glyphs.pointee.num_glyphs) {
            let info = glyphs.pointee.glyphs[index]
            let advance = TextLayout.pixels(info.geometry.width)
            defer { pen += advance }
            if saccade_is_empty_glyph(info.glyph) != 0 { continue }
            // The run's own offset is left out: it would move scripts to the base line of the text's first script.
            body(
                PlacedGlyph(
                    glyph: info.glyph, x: pen + TextLayout.pixels(info.geometry.x_offset),
                    y: baseline + TextLayout.pixels(info.geometry.y_offset), advance: advance,
                    unknown: saccade_unknown_scalar(info.glyph)))
        }
    }

    /// Draws the box that stands for a character that no font has, and notes the character.
    func drawUnknown(_ glyph: PlacedGlyph, on painter: any Painter) {
        engine.note(missing: glyph.unknown)
        let box = Box(
            x0: glyph.x.rounded() + 1.5, y0: (glyph.y - style.size * 0.7).rounded() + 0.5,
            x1: (glyph.x + max(glyph.advance, 5)).rounded() - 1.5, y1: glyph.y.rounded() - 0.5)
        guard !box.isEmpty else { return }
        painter.stroke(Path(box, radius: 1.5), ink.withAlpha(ink.alpha * 0.55), width: 1)
    }
}
