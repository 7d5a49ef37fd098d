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

    func draw(on canvas: Canvas) throws(RendererError) {
        canvas.fill(Path(layout.area), theme.mat)
        try drawContent(on: canvas)
        try canvas.clipped(to: Path(layout.frame)) { () throws(RendererError) in
            try dim(on: canvas)
            for placed in layout.regions { try drawFill(placed, on: canvas) }
        }
        canvas.clipped(to: Path(layout.area)) {
            for placed in layout.regions where region(placed).time == .past { drawOutline(placed, on: canvas) }
        }
        // The gaze's jump ends at the edge of what is looked at now, so that it hides nothing of it.
        var around = Path(layout.area)
        for placed in layout.regions where region(placed).time == .current && placed.geometry.hasInside {
            around.append(Path(placed.geometry.bounds))
        }
        canvas.clipped(to: around, isEvenOdd: true) { drawGaze(on: canvas) }
        canvas.clipped(to: Path(layout.area)) {
            for placed in layout.regions where region(placed).time == .current { drawOutline(placed, on: canvas) }
        }
        for inset in layout.insets { drawConnectors(inset, on: canvas) }
        for inset in layout.insets { try drawInset(inset, on: canvas) }
        for badge in layout.badges { drawLeader(badge, on: canvas) }
        for badge in layout.badges { drawBadge(badge, on: canvas) }
        if let caption = layout.caption { drawChip(caption.text, caption.box, on: canvas) }
        if let scale = layout.scale { drawScale(scale, on: canvas) }
        drawAbsence(on: canvas)
    }

    private func region(_ placed: PictureLayout.PlacedRegion) -> PictureRegion { picture.regions[placed.index] }

    // MARK: The picture

    private func drawContent(on canvas: Canvas) throws(RendererError) {
        let frame = layout.frame
        switch picture.content {
        case .image(let image):
            canvas.fill(Path(frame), Color(0xFFFFFF))
            let scaled = try cache.surface(of: image, width: Int(frame.width), height: Int(frame.height))
            canvas.draw(scaled, x: frame.x0, y: frame.y0)
        case .absent: drawHatching(on: canvas)
        }
    }

    /// Says why there is no picture.
    private func drawAbsence(on canvas: Canvas) {
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
        canvas.fill(Path(box, radius: metrics.length(6)), theme.card)
        canvas.stroke(Path(box, radius: metrics.length(6)), theme.hairline, width: metrics.hairline)
        text.draw(on: canvas, x: box.x0 + pad, y: box.y0 + pad / 2)
    }

    private func drawHatching(on canvas: Canvas) {
        let frame = layout.frame
        canvas.clipped(to: Path(frame)) {
            canvas.fill(Path(frame), theme.mat)
            let step = metrics.length(14)
            var path = Path()
            var x = frame.x0 - frame.height
            while x < frame.x1 {
                path.move(to: Point(x: x, y: frame.y1))
                path.line(to: Point(x: x + frame.height, y: frame.y0))
                x += step
            }
            canvas.stroke(path, theme.hairline, width: metrics.hairline)
        }
    }

    /// Darkens all but what the step looked at.
    private func dim(on canvas: Canvas) throws(RendererError) {
        let current = layout.regions.filter { region($0).time == .current }
        guard !current.isEmpty, case .image = picture.content else { return }
        let hasSpot = current.contains { placed in
            if case .heat = placed.geometry.form { return false }
            return true
        }
        guard hasSpot else { return }
        let share = picture.emphasis == .spotlight ? theme.dimming : theme.dimming * 0.35
        let frame = layout.frame
        let mask = try Surface(width: Int(frame.width), height: Int(frame.height), format: .mask)
        let lights = try Canvas(mask)
        cairo_translate(lights.context, -frame.x0, -frame.y0)
        lights.fill(Path(frame), Color(0x000000))
        cairo_set_operator(lights.context, CAIRO_OPERATOR_CLEAR)
        for placed in current {
            switch placed.geometry.form {
            case .area(let path): lights.fill(path, Color(0x000000), isEvenOdd: true)
            case .mask(let raster):
                cairo_set_operator(lights.context, CAIRO_OPERATOR_DEST_OUT)
                lights.draw(mask: try raster.surface(), x: raster.bounds.x0, y: raster.bounds.y0, Color(0x000000))
                cairo_set_operator(lights.context, CAIRO_OPERATOR_CLEAR)
            case .point(let place): lights.fill(Path(circleAt: place, radius: metrics.length(44)), Color(0x000000))
            case .line(let path): lights.stroke(path, Color(0x000000), width: metrics.length(28))
            case .arrow(_, let to): lights.fill(Path(circleAt: to, radius: metrics.length(44)), Color(0x000000))
            case .heat: break
            }
        }
        try lights.check()
        canvas.draw(mask: mask, x: frame.x0, y: frame.y0, Color(red: 0, green: 0, blue: 0, alpha: share))
    }

    // MARK: Regions

    private func drawFill(_ placed: PictureLayout.PlacedRegion, on canvas: Canvas) throws(RendererError) {
        let region = region(placed)
        let color = theme.region(region.color)
        switch placed.geometry.form {
        case .heat(let heatmap, let box):
            try HeatmapDrawing(heatmap: heatmap, box: box).draw(on: canvas, isPast: region.time == .past)
        case .mask(let raster):
            let share = region.time == .past ? 0.16 : 0.42
            canvas.draw(
                mask: try raster.surface(), x: raster.bounds.x0, y: raster.bounds.y0, color.withAlpha(share))
        case .area(let path):
            guard region.time == .current, picture.emphasis == .overview else { return }
            canvas.fill(path, color.withAlpha(0.22), isEvenOdd: true)
        case .line, .point, .arrow: break
        }
    }

    private func drawOutline(_ placed: PictureLayout.PlacedRegion, on canvas: Canvas) {
        let region = region(placed)
        let color = theme.region(region.color)
        let isPast = region.time == .past
        let dashes = region.isSpaceGuessed ? [metrics.line * 3, metrics.line * 2.2] : []
        func outline(_ path: Path) {
            if isPast {
                drawPast(path, on: canvas)
            } else {
                canvas.cased(
                    path, color, width: metrics.line, casing: theme.casing, casingWidth: metrics.casing, dashes: dashes)
            }
        }
        switch placed.geometry.form {
        case .area(let path), .line(let path): outline(path)
        case .mask(let raster): outline(raster.outline())
        case .point(let place): drawPoint(place, color, isPast: isPast, dashes: dashes, on: canvas)
        case .arrow(let from, let to): outline(Self.arrow(from: from, to: to, head: metrics.length(16)))
        case .heat: break
        }
    }

    private func drawPast(_ path: Path, on canvas: Canvas) {
        let width = max(1, 1.5 * metrics.scale)
        canvas.stroke(path, PictureColors.pastCasing, width: width + 2 * max(1, 1.25 * metrics.scale))
        canvas.stroke(path, PictureColors.pastLine, width: width, dashes: [width * 3.2, width * 2.4], isButt: true)
    }

    private func drawPoint(_ place: Point, _ color: Color, isPast: Bool, dashes: [Double], on canvas: Canvas) {
        let radius = isPast ? metrics.length(7) : metrics.length(11)
        let ring = Path(circleAt: place, radius: radius)
        if isPast {
            drawPast(ring, on: canvas)
            return
        }
        var cross = Path()
        for (x, y) in [(0.0, -1.0), (1, 0), (0, 1), (-1, 0)] {
            cross.move(to: Point(x: place.x + x * radius, y: place.y + y * radius))
            cross.line(to: Point(x: place.x + x * radius * 1.6, y: place.y + y * radius * 1.6))
        }
        canvas.stroke(cross, theme.casing, width: metrics.line + 2 * metrics.casing)
        canvas.cased(
            ring, color, width: metrics.line, casing: theme.casing, casingWidth: metrics.casing, dashes: dashes)
        canvas.stroke(cross, color, width: metrics.line)
        canvas.fill(Path(circleAt: place, radius: metrics.line * 0.9 + metrics.casing), theme.casing)
        canvas.fill(Path(circleAt: place, radius: metrics.line * 0.9), color)
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
    private func drawGaze(on canvas: Canvas) {
        guard picture.gazePath.count >= 2, let size = picture.size else { return }
        let map = PictureMap(size: size, frame: layout.frame)
        let places = picture.gazePath.filter { $0.x.isFinite && $0.y.isFinite }.suffix(64).map { map($0) }
        guard places.count >= 2 else { return }
        let width = max(1.5, 2 * metrics.scale)
        let path = Path(places)
        canvas.stroke(path, PictureColors.pastCasing, width: width + 2 * max(1, 1.25 * metrics.scale))
        canvas.stroke(path, PictureColors.pastLine, width: width, dashes: [0.01, width * 2.2])
        for place in places.dropLast() {
            canvas.fill(Path(circleAt: place, radius: metrics.length(5)), PictureColors.pastCasing)
            canvas.fill(Path(circleAt: place, radius: metrics.length(3)), PictureColors.pastLine)
        }
    }

    // MARK: What lies above

    private func drawConnectors(_ inset: PictureLayout.PlacedInset, on canvas: Canvas) {
        guard let index = inset.region else { return }
        let color = theme.region(picture.regions[index].color)
        for line in inset.connectors {
            canvas.cased(
                Path([line.from, line.to]), color, width: max(1.5, 2 * metrics.scale), casing: theme.casing,
                casingWidth: max(0.75, metrics.casing * 0.75))
        }
    }

    private func drawInset(_ inset: PictureLayout.PlacedInset, on canvas: Canvas) throws(RendererError) {
        let box = inset.box
        let color = inset.region.map { theme.region(picture.regions[$0].color) } ?? theme.secondary
        let radius = metrics.length(4)
        let line = metrics.line
        let edge = line / 2 + metrics.casing
        let outer = InsetPlacement.grown(box, edge)
        canvas.fill(Path(outer, radius: radius + edge), theme.casing)
        let scaled = try cache.surface(
            of: picture.insets[inset.index].image, width: Int(box.width), height: Int(box.height))
        canvas.clipped(to: Path(box, radius: radius)) { canvas.draw(scaled, x: box.x0, y: box.y0) }
        canvas.cased(
            Path(box, radius: radius), color, width: line, casing: theme.casing, casingWidth: metrics.casing)
        if let caption = inset.caption { drawChip(caption, inset.captionBox, on: canvas) }
    }

    private func drawChip(_ text: TextLayout, _ box: Box, on canvas: Canvas) {
        canvas.fill(Path(box, radius: metrics.length(4)), PictureColors.chip)
        text.draw(on: canvas, x: box.x0 + metrics.length(7), y: box.y0 + metrics.length(3))
    }

    private func drawLeader(_ badge: PictureLayout.PlacedBadge, on canvas: Canvas) {
        guard let leader = badge.leader else { return }
        let center = badge.disc.width > 0 ? badge.disc.center : badge.box.center
        canvas.cased(
            Path([center, leader]), theme.region(picture.regions[badge.region].color),
            width: max(1, 1.5 * metrics.scale), casing: theme.casing, casingWidth: metrics.casing * 0.75)
    }

    private func drawScale(_ scale: PictureLayout.Scale, on canvas: Canvas) {
        canvas.fill(Path(scale.box, radius: metrics.length(4)), PictureColors.chip)
        let bar = scale.bar
        canvas.fill(
            Path(bar), from: Point(x: bar.x0, y: bar.y0), to: Point(x: bar.x1, y: bar.y0), stops: HeatmapDrawing.stops)
        let gap = metrics.length(6)
        scale.low.draw(on: canvas, x: bar.x0 - gap - scale.low.width, y: scale.box.center.y - scale.low.height / 2)
        scale.high.draw(on: canvas, x: bar.x1 + gap, y: scale.box.center.y - scale.high.height / 2)
    }

    private func drawBadge(_ badge: PictureLayout.PlacedBadge, on canvas: Canvas) {
        let color = theme.region(picture.regions[badge.region].color)
        let disc = badge.disc
        if let label = badge.label {
            let chip = Box(x0: disc.center.x, y0: badge.box.y0 + 1, x1: badge.box.x1, y1: badge.box.y1 - 1)
            canvas.fill(Path(chip, radius: chip.height / 2), PictureColors.chip)
            label.draw(
                on: canvas, x: disc.x1 + metrics.length(6), y: (badge.box.center.y - label.height / 2).rounded())
        }
        guard disc.width > 0 else { return }
        let ring = metrics.casing
        canvas.fill(Path(disc, radius: disc.height / 2), theme.casing)
        let inner = Box(x0: disc.x0 + ring, y0: disc.y0 + ring, x1: disc.x1 - ring, y1: disc.y1 - ring)
        canvas.fill(Path(inner, radius: inner.height / 2), color)
        badge.text.draw(
            on: canvas, x: disc.center.x - badge.text.width / 2, y: (disc.center.y - badge.text.height / 2).rounded())
    }
}
