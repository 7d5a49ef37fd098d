import CPango
import Saccade

/// Text that was laid out: it knows its size and draws itself.
final class TextLayout {
    private let handle: OpaquePointer
    let engine: TextEngine
    private let text: StyledText
    let style: TextStyle
    private let color: Color
    /// The width of the longest line in pixels.
    let width: Double
    /// How far a line that runs from right to left stands from the left edge: it begins at the right end of its room,
    /// and a line that is alone takes no more room than it has letters.
    private let indent: Double
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
        let isAlone = pango_layout_get_line_count(handle) == 1 && pango_layout_get_height(handle) == -1
        indent = isAlone && pango_layout_get_ellipsize(handle) != PANGO_ELLIPSIZE_NONE ? Self.pixels(logical.x) : 0
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
    func draw(on painter: any Painter, x: Double, y: Double) {
        let x = x.rounded() - indent
        let y = y.rounded()
        guard let source = pango_layout_get_text(handle), let iterator = pango_layout_get_iter(handle) else { return }
        defer { pango_layout_iter_free(iterator) }
        drawBands(on: painter, x: x, y: y)
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
            draw(
                run.pointee, of: source, on: painter, x: x + Self.pixels(logical.x),
                baseline: y + baseline(ofLine: index))
        } while pango_layout_iter_next_run(iterator) != 0
    }

    static func pixels(_ units: Int32) -> Double { Double(units) / Double(PANGO_SCALE) }

    private func draw(
        _ run: PangoGlyphItem, of source: UnsafePointer<CChar>, on painter: any Painter, x: Double, baseline: Double
    ) {
        guard let item = run.item, let font = item.pointee.analysis.font else { return }
        let start = Int(item.pointee.offset)
        if let (label, ringColor) = ring(at: start) {
            Ring.draw(label, ringColor, on: painter, x: x, baseline: baseline, style: style, ink: color, engine: engine)
            return
        }
        painter.draw(
            TextRun(
                item: run, source: source, font: font, style: style, engine: engine, x: x, baseline: baseline,
                ink: color(at: start)))
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
    private func drawBands(on painter: any Painter, x: Double, y: Double) {
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
                    painter.fill(Path(box), own)
                }
                g_free(ranges)
            }
        } while pango_layout_iter_next_line(iterator) != 0
    }
}
