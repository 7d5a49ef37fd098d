import CPango
import Saccade
import SaccadeImaging

/// Draws a picture and what was placed on it.
struct PictureDrawing {
    let picture: Picture
    let layout: PictureLayout
    let metrics: Metrics
    let theme: Theme
    let cache: ScaledImages
    var annotators: [Annotator] = []

    func draw(on painter: any Painter) throws(RendererError) {
        if layout.frame != layout.area { painter.fill(Path(layout.area), theme.mat) }
        try drawContent(on: painter)
        try painter.clipped(to: Path(layout.frame)) { () throws(RendererError) in
            for placed in layout.regions { try drawEffect(placed, on: painter) }
            try dim(on: painter)
            for placed in layout.regions { try drawFill(placed, on: painter) }
        }
        painter.clipped(to: Path(layout.area)) {
            for placed in layout.regions where region(placed).time == .past { drawOutline(placed, on: painter) }
        }
        // The gaze's jump ends at the edge of what is looked at now, so that it hides nothing of it.
        var around = Path(layout.area)
        for placed in layout.regions where region(placed).time == .current && placed.geometry.hasInside {
            around.append(Path(placed.geometry.bounds))
        }
        painter.clipped(to: around, isEvenOdd: true) { drawGaze(on: painter) }
        painter.clipped(to: Path(layout.area)) {
            for placed in layout.regions where region(placed).time == .current { drawOutline(placed, on: painter) }
            annotate(on: painter)
        }
        for inset in layout.insets { drawConnectors(inset, on: painter) }
        for inset in layout.insets { try drawInset(inset, on: painter) }
        for badge in layout.badges { drawLeader(badge, on: painter) }
        for badge in layout.badges { drawBadge(badge, on: painter) }
        if let caption = layout.caption { drawChip(caption.text, caption.box, on: painter) }
        if let scale = layout.scale { drawScale(scale, on: painter) }
        drawAbsence(on: painter)
    }

    /// Says what images will be drawn, and how large.
    func announce() {
        if case .image(let source) = picture.content, layout.absence == nil {
            // Blurred and pixelated regions take theirs from the same picture.
            let effects = layout.regions.count { [.blur, .pixelate].contains(region($0).style) }
            cache.expect(source, layout.frame.pixelSize, times: 1 + effects)
        }
        for inset in layout.insets {
            cache.expect(picture.insets[inset.index].image, inset.box.pixelSize, times: 1)
        }
    }

    func region(_ placed: PictureLayout.PlacedRegion) -> PictureRegion { picture.regions[placed.index] }

    /// The picture as finely as a painter needs it, unless it cannot be read.
    private func shown(on painter: any Painter) -> ShownImage? {
        guard layout.absence == nil, case .image(let source) = picture.content else { return nil }
        return try? source.shown(at: painter.keepsImages ? nil : layout.frame.pixelSize)
    }

    // MARK: The picture

    private func drawContent(on painter: any Painter) throws(RendererError) {
        guard let shown = shown(on: painter) else {
            drawHatching(on: painter)
            return
        }
        try painter.draw(shown, in: layout.frame, cache)
    }

    /// Lets an added annotator draw over each current region.
    private func annotate(on painter: any Painter) {
        guard !annotators.isEmpty else { return }
        for placed in layout.regions where region(placed).time == .current {
            let region = region(placed)
            for annotator in annotators {
                annotator.draw(
                    Annotator.Place(
                        region: region, bounds: placed.geometry.bounds, frame: layout.frame,
                        color: theme.region(region.color), unit: metrics.scale),
                    Brush(painter: painter, pen: Pen(metrics, theme)))
            }
        }
    }

    /// Says why there is no picture.
    private func drawAbsence(on painter: any Painter) {
        guard let text = layout.absence else { return }
        let frame = layout.frame
        let pad = metrics.length(12)
        let height = text.height + pad
        let boxes = [frame.center.y - height / 2, frame.y1 - height - pad, frame.y0 + pad].map { top in
            Box(
                x0: (frame.center.x - text.width / 2).rounded() - pad, y0: top.rounded(),
                x1: (frame.center.x + text.width / 2).rounded() + pad, y1: top.rounded() + height)
        }
        let taken = layout.regions.map(\.geometry.bounds) + layout.badges.map(\.box)
        guard
            let box = boxes.first(where: { box in taken.allSatisfy { $0.intersection(box).isEmpty } }) ?? boxes.first
        else { return }
        painter.fill(Path(box, radius: metrics.length(6)), theme.card)
        painter.stroke(Path(box, radius: metrics.length(6)), theme.hairline, width: metrics.hairline)
        text.draw(on: painter, x: box.x0 + pad, y: box.y0 + pad / 2)
    }

    private func drawHatching(on painter: any Painter) {
        let frame = layout.frame
        painter.clipped(to: Path(frame)) {
            painter.fill(Path(frame), theme.mat)
            let step = metrics.length(14)
            var path = Path()
            var x = frame.x0 - frame.height
            while x < frame.x1 {
                path.move(to: Point(x: x, y: frame.y1))
                path.line(to: Point(x: x + frame.height, y: frame.y0))
                x += step
            }
            painter.stroke(path, theme.hairline, width: metrics.hairline)
        }
    }

    /// Darkens all but what the step looked at.
    private func dim(on painter: any Painter) throws(RendererError) {
        let current = layout.regions.filter { region($0).time == .current }
        guard layout.absence == nil, case .image = picture.content else { return }
        let isDeep = current.contains { region($0).style == .dim }
        let spots = current.filter { placed in
            if case .heat = placed.geometry.form { return false }
            return !isDeep || region(placed).style == .dim
        }
        guard !spots.isEmpty, isDeep || picture.emphasis == .spotlight else { return }
        let share = isDeep ? max(0.62, theme.dimming) : theme.dimming
        let frame = layout.frame
        let mask = try Surface(width: Int(frame.width), height: Int(frame.height), format: .mask)
        let lights = try Canvas(mask)
        cairo_translate(lights.context, -frame.x0, -frame.y0)
        lights.fill(Path(frame), Color(0x000000))
        cairo_set_operator(lights.context, CAIRO_OPERATOR_CLEAR)
        for placed in spots {
            switch placed.geometry.form {
            case .area(let path): lights.fill(path, Color(0x000000), isEvenOdd: true)
            case .mask(let raster):
                cairo_set_operator(lights.context, CAIRO_OPERATOR_DEST_OUT)
                lights.draw(mask: try raster.surface(), x: raster.bounds.x0, y: raster.bounds.y0, Color(0x000000))
                cairo_set_operator(lights.context, CAIRO_OPERATOR_CLEAR)
            case .point(let place): lights.fill(Path(circleAt: place, radius: metrics.length(36)), Color(0x000000))
            case .line(let path): lights.stroke(path, Color(0x000000), width: metrics.length(28))
            case .arrow(let from, let to):
                lights.stroke(Path([from, to]), Color(0x000000), width: metrics.length(28))
                lights.fill(Path(circleAt: to, radius: metrics.length(36)), Color(0x000000))
            case .heat: break
            }
        }
        try lights.check()
        painter.draw(mask: mask, x: frame.x0, y: frame.y0, Color(red: 0, green: 0, blue: 0, alpha: share))
    }

    // MARK: Regions

    /// Makes the inside of a region unreadable, where its style asks for that, now and in later steps.
    private func drawEffect(_ placed: PictureLayout.PlacedRegion, on painter: any Painter) throws(RendererError) {
        let style = region(placed).style
        guard style == .blur || style == .pixelate, placed.geometry.hasInside,
            case .image(let source) = picture.content,
            layout.absence == nil, let shown = try? source.shown(at: layout.frame.pixelSize)
        else { return }
        let frame = layout.frame
        let scaled = try cache.surface(of: shown, width: Int(frame.width), height: Int(frame.height))
        guard
            let effect = try RegionEffect(
                style, bounds: placed.geometry.bounds.intersection(frame), frame: frame, scale: metrics.scale
            ).surface(of: scaled)
        else { return }
        switch placed.geometry.form {
        case .area(let path):
            painter.clipped(to: path, isEvenOdd: true) { painter.draw(effect.surface, x: effect.x, y: effect.y) }
        case .mask(let raster):
            RegionEffect.cut(effect.surface, to: raster, x: effect.x, y: effect.y)
            painter.draw(effect.surface, x: effect.x, y: effect.y)
        case .line, .point, .arrow, .heat: break
        }
    }

    private func drawFill(_ placed: PictureLayout.PlacedRegion, on painter: any Painter) throws(RendererError) {
        let region = region(placed)
        let color = theme.region(region.color)
        if case .heat(let heatmap, let box) = placed.geometry.form {
            try HeatmapDrawing(heatmap: heatmap, box: box).draw(on: painter, isPast: region.time == .past)
            return
        }
        let isTinted: Bool
        if case .mask = placed.geometry.form {
            isTinted = region.style == .automatic || region.style == .fill
        } else {
            isTinted = region.style == .fill && region.time == .current
        }
        let isOverview = picture.emphasis == .overview && region.time == .current && region.style == .automatic
        guard isTinted || isOverview else { return }
        let share = region.time == .past ? 0.16 : isTinted ? 0.42 : 0.22
        switch placed.geometry.form {
        case .mask(let raster):
            painter.draw(
                mask: try raster.surface(), x: raster.bounds.x0, y: raster.bounds.y0, color.withAlpha(share))
        case .area(let path): painter.fill(path, color.withAlpha(share), isEvenOdd: true)
        case .line, .point, .arrow, .heat: break
        }
    }

    private func drawOutline(_ placed: PictureLayout.PlacedRegion, on painter: any Painter) {
        let region = region(placed)
        let color = theme.region(region.color)
        let isPast = region.time == .past
        let dashes = region.isSpaceGuessed ? [metrics.line * 3, metrics.line * 2.2] : []
        let pen = Pen(metrics, theme, dashes: dashes)
        func outline(_ path: Path) {
            if isPast { drawPast(path, on: painter) } else { painter.cased(path, color, pen) }
        }
        switch placed.geometry.form {
        case .area(let path), .line(let path): outline(path)
        case .mask(let raster): outline(raster.outline())
        case .point(let place): drawPoint(place, color, isPast: isPast, pen, on: painter)
        case .arrow(let from, let to): outline(Self.arrow(from: from, to: to, head: metrics.length(16)))
        case .heat: break
        }
    }

    private func drawPast(_ path: Path, on painter: any Painter) {
        let width = max(1, 1.5 * metrics.scale)
        painter.stroke(path, PictureColors.pastCasing, width: width + 2 * max(1, 1.25 * metrics.scale))
        painter.stroke(path, PictureColors.pastLine, width: width, dashes: [width * 3.2, width * 2.4], isButt: true)
    }

    private func drawPoint(_ place: Point, _ color: Color, isPast: Bool, _ pen: Pen, on painter: any Painter) {
        // What was pointed at must be seen within the ring.
        let radius = isPast ? metrics.length(7) : metrics.length(14)
        let ring = Path(circleAt: place, radius: radius)
        if isPast {
            drawPast(ring, on: painter)
            return
        }
        var cross = Path()
        for (x, y) in [(0.0, -1.0), (1, 0), (0, 1), (-1, 0)] {
            cross.move(to: Point(x: place.x + x * radius, y: place.y + y * radius))
            cross.line(to: Point(x: place.x + x * radius * 1.45, y: place.y + y * radius * 1.45))
        }
        painter.cased(cross, color, Pen(metrics, theme).thinner())
        painter.cased(ring, color, pen)
        painter.fill(Path(circleAt: place, radius: metrics.line * 0.6 + metrics.casing * 0.6), theme.casing)
        painter.fill(Path(circleAt: place, radius: metrics.line * 0.6), color)
    }

    private static func arrow(from: Point, to: Point, head: Double) -> Path {
        let dx = to.x - from.x
        let dy = to.y - from.y
        let length = (dx * dx + dy * dy).squareRoot()
        var path = Path([from, to])
        guard length > 0 else { return path }
        let size = min(head, length * 0.6)
        let (x, y) = (dx / length * size, dy / length * size)
        path.move(to: Point(x: to.x - x * 0.9 - y * 0.55, y: to.y - y * 0.9 + x * 0.55))
        path.line(to: to)
        path.line(to: Point(x: to.x - x * 0.9 + y * 0.55, y: to.y - y * 0.9 - x * 0.55))
        return path
    }

    /// Draws the gaze's jumps: dots from place to place, and a dot where the last one began.
    private func drawGaze(on painter: any Painter) {
        guard picture.gazePath.count >= 2, let size = picture.size else { return }
        let map = PictureMap(size: size, frame: layout.frame)
        let places = picture.gazePath.filter { $0.x.isFinite && $0.y.isFinite }.suffix(64).map { map($0) }
        guard places.count >= 2 else { return }
        let width = max(1.5, 2 * metrics.scale)
        let path = Path(places)
        painter.stroke(path, PictureColors.pastCasing, width: width + 2 * max(1, 1.25 * metrics.scale))
        painter.stroke(path, PictureColors.pastLine, width: width, dashes: [0.01, width * 2.2])
        for place in places.dropLast() {
            painter.fill(Path(circleAt: place, radius: metrics.length(5)), PictureColors.pastCasing)
            painter.fill(Path(circleAt: place, radius: metrics.length(3)), PictureColors.pastLine)
        }
    }
}

extension Box {
    /// The size of a box of whole pixels.
    var pixelSize: PixelSize { PixelSize(width: max(1, Int(width)), height: max(1, Int(height))) }
}
