import CPango
import Saccade

/// Draws with Cairo, in pixels from the top left corner of a surface.
final class Canvas: Painter {
    /// The pixels that are drawn on; `nil` on a page of lines and letters.
    let surface: Surface?
    let context: OpaquePointer
    var keepsImages: Bool { surface == nil }

    /// Creates a canvas on a surface.
    convenience init(_ surface: Surface) throws(RendererError) {
        try self.init(handle: surface.handle, surface: surface)
    }

    /// Creates a canvas on a surface of Cairo's that holds no pixels, such as that of a PDF.
    convenience init(vector handle: OpaquePointer) throws(RendererError) {
        try self.init(handle: handle, surface: nil)
    }

    private init(handle: OpaquePointer, surface: Surface?) throws(RendererError) {
        self.surface = surface
        guard let context = cairo_create(handle), cairo_status(context) == CAIRO_STATUS_SUCCESS else {
            throw RendererError(.drawingFailed, "expected a drawing context, found none")
        }
        self.context = context
        cairo_set_antialias(context, CAIRO_ANTIALIAS_GOOD)
        cairo_set_tolerance(context, 0.1)
        cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    }

    deinit { cairo_destroy(context) }

    /// The version of Cairo that draws, for example 11,600 for 1.16.0.
    static var cairoVersion: Int { Int(cairo_version()) }

    /// Throws if a drawing call failed since the canvas was made.
    func check() throws(RendererError) {
        let status = cairo_status(context)
        guard status == CAIRO_STATUS_SUCCESS else {
            throw RendererError(.drawingFailed, "expected drawing to succeed, found cairo status \(status.rawValue)")
        }
    }

    /// Draws with a clip, which is taken off afterwards.
    ///
    /// Cairo passes all that is drawn in a box with round corners through a mask as large as the box. On pixels of our own
    /// only the corners are: the box is drawn whole, then what was in its corners before is laid over them.
    func clipped<E: Error>(to path: Path, isEvenOdd: Bool, _ draw: () throws(E) -> Void) throws(E) {
        let corners = path.roundedBox.flatMap { SavedCorners($0, of: self) }
        cairo_save(context)
        add(corners.map { Path($0.box) } ?? path)
        cairo_set_fill_rule(context, isEvenOdd ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING)
        cairo_clip(context)
        defer { cairo_restore(context) }
        try draw()
        corners?.restore()
    }

    func fill(_ path: Path, _ color: Color, isEvenOdd: Bool) {
        set(color)
        add(path)
        cairo_set_fill_rule(context, isEvenOdd ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING)
        cairo_fill(context)
    }

    func fill(_ path: Path, _ color: Color, leavingOut hidden: [Box]) {
        guard let surface, let bounds = path.box, !hidden.isEmpty else {
            fill(path, color, isEvenOdd: false)
            return
        }
        let page = Box(x0: 0, y0: 0, x1: Double(surface.width), y1: Double(surface.height))
        let rest = bounds.grownToPixels.intersection(page).parts(outside: hidden)
        if path.roundedBox == nil {
            // A box is a box; all its parts are filled at once.
            var parts = Path()
            for part in rest { parts.append(Path(part.intersection(bounds))) }
            fill(parts, color, isEvenOdd: false)
            return
        }
        for part in rest {
            cairo_save(context)
            add(Path(part))
            cairo_clip(context)
            fill(path, color, isEvenOdd: false)
            cairo_restore(context)
        }
    }

    func stroke(_ path: Path, _ color: Color, width: Double, dashes: [Double], isButt: Bool) {
        set(color)
        add(path)
        cairo_set_line_width(context, width)
        cairo_set_line_cap(context, isButt ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_ROUND)
        cairo_set_dash(context, dashes, Int32(dashes.count), 0)
        cairo_stroke(context)
        if !dashes.isEmpty { cairo_set_dash(context, nil, 0, 0) }
    }

    /// Draws a surface with its top left corner at a whole pixel.
    func draw(_ picture: Surface, x: Double, y: Double) {
        cairo_set_source_surface(context, picture.handle, x.rounded(), y.rounded())
        cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST)
        cairo_paint(context)
    }

    /// Fills the coverage of a mask with a colour.
    func draw(mask: Surface, x: Double, y: Double, _ color: Color) {
        set(color)
        cairo_mask_surface(context, mask.handle, x.rounded(), y.rounded())
    }

    /// Fills a path with colours that change from one place to another.
    func fill(_ path: Path, from start: Point, to end: Point, stops: [Color]) {
        guard stops.count > 1, let pattern = cairo_pattern_create_linear(start.x, start.y, end.x, end.y) else { return }
        for (index, stop) in stops.enumerated() {
            cairo_pattern_add_color_stop_rgba(
                pattern, Double(index) / Double(stops.count - 1), stop.red, stop.green, stop.blue, stop.alpha)
        }
        cairo_set_source(context, pattern)
        cairo_pattern_destroy(pattern)
        add(path)
        cairo_fill(context)
    }

    /// Fills the whole surface with the colour that was set.
    func paint() { cairo_paint(context) }

    func set(_ color: Color) {
        cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha)
    }

    private func add(_ path: Path) {
        cairo_new_path(context)
        for element in path.elements {
            switch element {
            case .move(let point): cairo_move_to(context, point.x, point.y)
            case .line(let point): cairo_line_to(context, point.x, point.y)
            case .curve(let first, let second, let end):
                cairo_curve_to(context, first.x, first.y, second.x, second.y, end.x, end.y)
            case .arc(let center, let radius, let from, let to):
                cairo_arc(context, center.x, center.y, radius, from, to)
            case .rectangle(let box): cairo_rectangle(context, box.x0, box.y0, box.width, box.height)
            case .subpath: cairo_new_sub_path(context)
            case .close: cairo_close_path(context)
            }
        }
    }
}
