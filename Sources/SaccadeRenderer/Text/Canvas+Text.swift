import CPango
import Saccade

extension Canvas {
    /// Draws the letters of a run: as coverage of our own on pixels, as text elsewhere.
    func draw(_ run: TextRun) {
        guard let surface else {
            drawAsText(run)
            return
        }
        cairo_surface_flush(surface.handle)
        let isColor = run.engine.glyphs.isColor(run.font)
        run.forEachGlyph { placed in
            if placed.unknown != 0 {
                run.drawUnknown(placed, on: self)
                cairo_surface_flush(surface.handle)
            } else if isColor {
                drawPicture(placed, run)
                cairo_surface_flush(surface.handle)
            } else {
                let quarters = Int((placed.x * 4).rounded())
                let key = GlyphCache.Key(font: run.font, glyph: placed.glyph, quarter: UInt8(quarters & 3))
                guard let glyph = run.engine.glyphs.glyph(key) else { return }
                Self.blend(
                    glyph, of: run.engine.glyphs, on: surface, x: quarters >> 2, baseline: Int(placed.y.rounded()),
                    run.ink)
            }
        }
        cairo_surface_mark_dirty(surface.handle)
    }

    /// Shows a run so that a reader can search and copy it: the file holds its characters and the glyphs of its font.
    private func drawAsText(_ run: TextRun) {
        run.forEachGlyph { if $0.unknown != 0 { run.drawUnknown($0, on: self) } }
        set(run.ink)
        cairo_move_to(context, run.x, run.baseline)
        var item = run.item
        item.y_offset = 0
        if run.isEllipsis {
            pango_cairo_show_glyph_string(context, run.font, item.glyphs)
        } else {
            pango_cairo_show_glyph_item(context, run.source, &item)
        }
    }

    /// Draws a glyph that is a coloured picture.
    private func drawPicture(_ placed: TextRun.PlacedGlyph, _ run: TextRun) {
        guard let scaled = saccade_scaled_font(run.font) else { return }
        var shown = cairo_glyph_t(index: UInt(placed.glyph), x: placed.x.rounded(), y: placed.y.rounded())
        cairo_set_scaled_font(context, scaled)
        set(run.ink)
        cairo_show_glyphs(context, &shown, 1)
    }

    /// Paints coverage in a colour over premultiplied pixels.
    private static func blend(
        _ glyph: GlyphCache.Glyph, of cache: GlyphCache, on surface: Surface, x: Int, baseline: Int, _ ink: Color
    ) {
        let left = x + glyph.x
        let top = baseline + glyph.y
        let firstColumn = max(0, -left)
        let endColumn = min(glyph.width, surface.width - left)
        let firstRow = max(0, -top)
        let endRow = min(glyph.height, surface.height - top)
        guard firstColumn < endColumn, firstRow < endRow else { return }
        let red = UInt32((ink.red * 255).rounded())
        let green = UInt32((ink.green * 255).rounded())
        let blue = UInt32((ink.blue * 255).rounded())
        let opacity = UInt32((ink.alpha * 255).rounded())
        cache.coverage.withUnsafeBufferPointer { coverage in
            for row in firstRow..<endRow {
                var source: Int = glyph.offset &+ row &* glyph.width &+ firstColumn
                let offset: Int = (top &+ row) &* surface.stride &+ (left &+ firstColumn) &* 4
                var target = surface.memory + offset
                for _ in firstColumn..<endColumn {
                    let share = (UInt32(coverage[source]) &* opacity &+ 127) / 255
                    source &+= 1
                    if share > 0 {
                        mix(blue, into: &target[0], share)
                        mix(green, into: &target[1], share)
                        mix(red, into: &target[2], share)
                        mix(255, into: &target[3], share)
                    }
                    target += 4
                }
            }
        }
    }

    @inline(__always)
    private static func mix(_ value: UInt32, into target: inout UInt8, _ share: UInt32) {
        let sum = value &* share &+ UInt32(target) &* (255 &- share) &+ 127
        target = UInt8(truncatingIfNeeded: sum / 255)
    }
}
