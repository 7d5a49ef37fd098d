import CPango
import Saccade

/// Text that was laid out: it knows its size and draws itself.
final class TextLayout {
    private let handle: OpaquePointer
    private let engine: TextEngine
    private let text: StyledText
    private let style: TextStyle
    private let color: Color
    /// The width of the longest line in pixels.
    let width: Double
    /// The height of all lines in pixels.
    let height: Double

    init(handle: OpaquePointer, engine: TextEngine, text: StyledText, style: TextStyle, color: Color) {
        self.handle = handle
        self.engine = engine
        self.text = text
        self.style = style
        self.color = color
        var logical = PangoRectangle()
        pango_layout_get_extents(handle, nil, &logical)
        width = (Double(logical.width) / Double(PANGO_SCALE)).rounded(.up)
        height = style.lineHeight * Double(max(1, pango_layout_get_line_count(handle)))
    }

    deinit { saccade_unref(UnsafeMutableRawPointer(handle)) }

    /// The number of lines.
    var lineCount: Int { Int(pango_layout_get_line_count(handle)) }

    /// Whether text was cut to fit.
    var isCut: Bool { pango_layout_is_ellipsized(handle) != 0 }

    /// The base line of a line, from the top of the block: capitals stand in the middle of their line.
    ///
    /// Pango makes a line as high as its tallest font; here all lines are equally high, whatever scripts they hold.
    private func baseline(ofLine index: Int) -> Double {
        (style.lineHeight * (Double(index) + 0.5) + style.size * 0.364).rounded()
    }

    /// Draws the text with the top left corner of its block at a place.
    func draw(on canvas: Canvas, x: Double, y: Double) {
        let x = x.rounded()
        let y = y.rounded()
        cairo_surface_flush(canvas.surface.handle)
        guard let iterator = pango_layout_get_iter(handle) else { return }
        defer { pango_layout_iter_free(iterator) }
        drawBands(on: canvas, x: x, y: y)
        var index = 0
        var line = pango_layout_iter_get_line_readonly(iterator)
        repeat {
            let current = pango_layout_iter_get_line_readonly(iterator)
            if current != line {
                line = current
                index += 1
            }
            guard let run = pango_layout_iter_get_run_readonly(iterator) else { continue }
            var logical = PangoRectangle()
            pango_layout_iter_get_run_extents(iterator, nil, &logical)
            draw(run.pointee, on: canvas, x: x + Self.pixels(logical.x), baseline: y + baseline(ofLine: index))
        } while pango_layout_iter_next_run(iterator) != 0
    }

    private static func pixels(_ units: Int32) -> Double { Double(units) / Double(PANGO_SCALE) }

    private func draw(_ run: PangoGlyphItem, on canvas: Canvas, x: Double, baseline: Double) {
        guard let item = run.item, let glyphs = run.glyphs, let font = item.pointee.analysis.font else { return }
        let start = Int(item.pointee.offset)
        if let (label, ringColor) = ring(at: start) {
            Ring.draw(label, ringColor, on: canvas, x: x, baseline: baseline, style: style, ink: color, engine: engine)
            return
        }
        let ink = color(at: start)
        let isColor = engine.glyphs.isColor(font)
        var pen = x + Self.pixels(run.start_x_offset)
        for index in 0..<Int(glyphs.pointee.num_glyphs) {
            let info = glyphs.pointee.glyphs[index]
            let advance = Self.pixels(info.geometry.width)
            defer { pen += advance }
            if saccade_is_empty_glyph(info.glyph) != 0 { continue }
            let place = pen + Self.pixels(info.geometry.x_offset)
            // The run's own offset is left out: it would move scripts to the base line of the text's first script.
            let height = baseline + Self.pixels(info.geometry.y_offset)
            let unknown = saccade_unknown_scalar(info.glyph)
            if unknown != 0 {
                engine.note(missing: unknown)
                drawUnknown(on: canvas, x: place, baseline: height, width: advance, ink)
            } else if isColor {
                drawPicture(info.glyph, font, on: canvas, x: place, baseline: height)
            } else {
                let quarters = Int((place * 4).rounded())
                let key = GlyphCache.Key(font: font, glyph: info.glyph, quarter: UInt8(quarters & 3))
                guard let glyph = engine.glyphs.glyph(key) else { continue }
                blend(glyph, on: canvas.surface, x: quarters >> 2, baseline: Int(height.rounded()), ink)
            }
        }
    }

    private func color(at offset: Int) -> Color {
        for (range, attribute) in text.attributes.reversed() {
            if case .color(let own) = attribute, range.contains(offset) { return own }
        }
        return color
    }

    private func ring(at offset: Int) -> (String, Color)? {
        for (range, attribute) in text.attributes {
            if case .ring(let label, let own) = attribute, range.lowerBound == offset { return (label, own) }
        }
        return nil
    }

    /// Draws the coloured bands under words that name a region.
    private func drawBands(on canvas: Canvas, x: Double, y: Double) {
        let bands = text.attributes.compactMap { entry -> (Range<Int>, Color)? in
            if case .band(let own) = entry.attribute { return (entry.range, own) }
            return nil
        }
        guard !bands.isEmpty, let iterator = pango_layout_get_iter(handle) else { return }
        defer { pango_layout_iter_free(iterator) }
        let thickness = max(2, (style.size * 0.16).rounded())
        var index = -1
        repeat {
            index += 1
            guard let line = pango_layout_iter_get_line_readonly(iterator) else { continue }
            let lineStart = Int(line.pointee.start_index)
            let lineEnd = lineStart + Int(line.pointee.length)
            let top = (y + baseline(ofLine: index) + style.size * 0.2).rounded()
            for (range, own) in bands {
                let from = max(range.lowerBound, lineStart)
                let to = min(range.upperBound, lineEnd)
                guard from < to else { continue }
                var ranges: UnsafeMutablePointer<Int32>?
                var count: Int32 = 0
                pango_layout_line_get_x_ranges(line, Int32(from), Int32(to), &ranges, &count)
                guard let ranges else { continue }
                for pair in 0..<Int(count) {
                    let left = (x + Self.pixels(ranges[pair * 2])).rounded()
                    let right = (x + Self.pixels(ranges[pair * 2 + 1])).rounded()
                    let box = Box(x0: left, y0: top, x1: right, y1: top + thickness)
                    canvas.fill(Path(box), own)
                }
                g_free(ranges)
            }
        } while pango_layout_iter_next_line(iterator) != 0
        cairo_surface_flush(canvas.surface.handle)
    }

    private func drawUnknown(on canvas: Canvas, x: Double, baseline: Double, width: Double, _ ink: Color) {
        let box = Box(
            x0: x.rounded() + 1.5, y0: (baseline - style.size * 0.7).rounded() + 0.5,
            x1: (x + max(width, 5)).rounded() - 1.5, y1: baseline.rounded() - 0.5)
        guard !box.isEmpty else { return }
        canvas.stroke(Path(box, radius: 1.5), ink.withAlpha(ink.alpha * 0.55), width: 1)
        cairo_surface_flush(canvas.surface.handle)
    }

    private func drawPicture(
        _ glyph: UInt32, _ font: UnsafeMutablePointer<PangoFont>, on canvas: Canvas, x: Double, baseline: Double
    ) {
        guard let scaled = saccade_scaled_font(font) else { return }
        var shown = cairo_glyph_t(index: UInt(glyph), x: x.rounded(), y: baseline.rounded())
        cairo_set_scaled_font(canvas.context, scaled)
        canvas.set(color)
        cairo_show_glyphs(canvas.context, &shown, 1)
        cairo_surface_flush(canvas.surface.handle)
    }

    /// Paints coverage in a colour over premultiplied pixels.
    private func blend(_ glyph: GlyphCache.Glyph, on surface: Surface, x: Int, baseline: Int, _ ink: Color) {
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
        engine.glyphs.coverage.withUnsafeBufferPointer { coverage in
            for row in firstRow..<endRow {
                var source: Int = glyph.offset &+ row &* glyph.width &+ firstColumn
                let offset: Int = (top &+ row) &* surface.stride &+ (left &+ firstColumn) &* 4
                var target = surface.memory + offset
                for _ in firstColumn..<endColumn {
                    let share = (UInt32(coverage[source]) &* opacity &+ 127) / 255
                    source &+= 1
                    if share > 0 {
                        Self.mix(blue, into: &target[0], share)
                        Self.mix(green, into: &target[1], share)
                        Self.mix(red, into: &target[2], share)
                        Self.mix(255, into: &target[3], share)
                    }
                    target += 4
                }
            }
        }
        cairo_surface_mark_dirty(surface.handle)
    }

    @inline(__always)
    private static func mix(_ value: UInt32, into target: inout UInt8, _ share: UInt32) {
        let sum = value &* share &+ UInt32(target) &* (255 &- share) &+ 127
        target = UInt8(truncatingIfNeeded: sum / 255)
    }
}
