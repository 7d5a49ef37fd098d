import Saccade

/// What lies above the regions: insets, badges, captions and scales.
extension PictureDrawing {
    func drawConnectors(_ inset: PictureLayout.PlacedInset, on painter: any Painter) {
        guard let index = inset.region else { return }
        let color = theme.region(picture.regions[index].color)
        for line in inset.connectors {
            painter.cased(Path([line.from, line.to]), color, Pen(metrics, theme).thinner())
        }
        // What was cut where that is not what was asked for.
        if let source = inset.source {
            painter.cased(Path(source), color, Pen(metrics, theme).thinner())
        }
    }

    func drawInset(_ inset: PictureLayout.PlacedInset, on painter: any Painter) throws(RendererError) {
        let box = inset.box
        let color = inset.region.map { theme.region(picture.regions[$0].color) } ?? theme.secondary
        let radius = metrics.length(4)
        let line = metrics.line
        let edge = line / 2 + metrics.casing
        let outer = InsetPlacement.grown(box, edge)
        painter.fill(Path(outer, radius: radius + edge), theme.casing)
        let size = painter.keepsImages ? nil : box.pixelSize
        if let shown = try? picture.insets[inset.index].image.shown(at: size) {
            try painter.clipped(to: Path(box, radius: radius)) { () throws(RendererError) in
                try painter.draw(shown, in: box, cache)
            }
        } else {
            painter.fill(Path(box, radius: radius), theme.mat)
        }
        painter.cased(Path(box, radius: radius), color, Pen(metrics, theme))
        if let caption = inset.caption { drawChip(caption, inset.captionBox, on: painter) }
    }

    func drawChip(_ text: TextLayout, _ box: Box, on painter: any Painter) {
        painter.fill(Path(box, radius: metrics.length(4)), PictureColors.chip)
        text.draw(on: painter, x: box.x0 + metrics.length(7), y: box.y0 + metrics.length(3))
    }

    func drawLeader(_ badge: PictureLayout.PlacedBadge, on painter: any Painter) {
        guard let leader = badge.leader else { return }
        let center = badge.disc.width > 0 ? badge.disc.center : badge.box.center
        painter.cased(
            Path([center, leader]), theme.region(picture.regions[badge.region].color), Pen(metrics, theme).hair())
    }

    func drawScale(_ scale: PictureLayout.Scale, on painter: any Painter) {
        painter.fill(Path(scale.box, radius: metrics.length(4)), PictureColors.chip)
        let bar = scale.bar
        painter.fill(
            Path(bar), from: Point(x: bar.x0, y: bar.y0), to: Point(x: bar.x1, y: bar.y0), stops: HeatmapDrawing.stops)
        let gap = metrics.length(6)
        scale.low.draw(on: painter, x: bar.x0 - gap - scale.low.width, y: scale.box.center.y - scale.low.height / 2)
        scale.high.draw(on: painter, x: bar.x1 + gap, y: scale.box.center.y - scale.high.height / 2)
    }

    func drawBadge(_ badge: PictureLayout.PlacedBadge, on painter: any Painter) {
        let color = theme.region(picture.regions[badge.region].color)
        let disc = badge.disc
        if let label = badge.label {
            let chip = Box(x0: disc.center.x, y0: badge.box.y0 + 1, x1: badge.box.x1, y1: badge.box.y1 - 1)
            painter.fill(Path(chip, radius: chip.height / 2), PictureColors.chip)
            label.draw(
                on: painter, x: disc.x1 + metrics.length(6), y: (badge.box.center.y - label.height / 2).rounded())
        }
        guard disc.width > 0 else { return }
        let ring = metrics.casing
        painter.fill(Path(disc, radius: disc.height / 2), theme.casing)
        let inner = Box(x0: disc.x0 + ring, y0: disc.y0 + ring, x1: disc.x1 - ring, y1: disc.y1 - ring)
        painter.fill(Path(inner, radius: inner.height / 2), color)
        badge.text.draw(
            on: painter, x: disc.center.x - badge.text.width / 2, y: (disc.center.y - badge.text.height / 2).rounded())
    }
}
