import Saccade

/// Draws what passed between cards: lines that start and end at the cards' edges and lie behind the cards.
///
/// A spawn leaves its card at the side and enters the other from above; a join leaves from below and enters at the
/// side; so lines cross only where agents do.
struct LinkRouter {
    let page: StoryboardPage
    let frames: [Box]
    let columns: LaneLayout.Columns
    let context: LayoutContext

    private var metrics: Metrics { context.metrics }

    func list() throws(RendererError) -> DisplayList {
        var list = DisplayList()
        let known = page.links.filter { frames.indices.contains($0.from) && frames.indices.contains($0.to) }
            .filter { $0.from != $0.to && page.panels[$0.from].lane != page.panels[$0.to].lane }
        for link in known {
            let color = color(of: link)
            let points = route(link, among: known)
            let line = max(1.5, 2 * metrics.scale)
            let path = rounded(points)
            list.stroke(path, context.theme.paper, width: line + 4 * metrics.scale)
            list.stroke(path, color, width: line, dashes: link.kind == .message ? [line * 2, line * 2.2] : [])
            if let first = points.first, let last = points.last, points.count >= 2 {
                list.fill(Path(circleAt: first, radius: metrics.length(4)), color)
                list.fill(head(at: last, from: points[points.count - 2]), color)
            }
            if let label = link.label, !label.isEmpty { try add(label, points, color, link.isDissent, to: &list) }
        }
        return list
    }

    /// The colour of the agent that receives, or of the one that sends where the receiver has none of its own.
    private func color(of link: Link) -> Color {
        let lanes = [page.panels[link.to].lane, page.panels[link.from].lane]
        let own = lanes.first { page.lanes.indices.contains($0) && page.lanes[$0].color != nil }
        return own.map { LaneLayout.color(of: $0, page, context.theme) } ?? context.theme.ink
    }

    /// Returns the corners of a line, from edge to edge.
    func route(_ link: Link, among all: [Link]) -> [Point] {
        let from = frames[link.from]
        let to = frames[link.to]
        let isRight = to.x0 > from.x0
        switch link.kind {
        case .spawn:
            let y = level(of: link, in: from, among: all.filter { $0.kind == .spawn && $0.from == link.from }) { $0.to }
            return bend(from: Point(x: isRight ? from.x1 : from.x0, y: y), to: to, inset: metrics.length(28))
        case .join:
            let y = level(of: link, in: to, among: all.filter { $0.kind == .join && $0.to == link.to }) { $0.from }
            return bend(from: Point(x: isRight ? to.x0 : to.x1, y: y), to: from, inset: metrics.length(28)).reversed()
        case .message:
            let low = max(from.y0, to.y0) + metrics.length(16)
            let high = min(from.y1, to.y1) - metrics.length(10)
            let y = low <= high ? low : min(from.y1 - metrics.length(12), from.y0 + metrics.length(20))
            return bend(from: Point(x: isRight ? from.x1 : from.x0, y: y), to: to, inset: metrics.length(56))
        }
    }

    /// Returns a straight line to the facing side of a card that is at that height, or else one with a corner over or
    /// under the card.
    private func bend(from start: Point, to card: Box, inset: Double) -> [Point] {
        if start.y > card.y0, start.y < card.y1 {
            return [start, Point(x: card.x0 > start.x ? card.x0 : card.x1, y: start.y)]
        }
        let x = card.x0 + inset
        return [start, Point(x: x, y: start.y), Point(x: x, y: start.y <= card.y0 ? card.y0 : card.y1)]
    }

    /// Returns the height at which a line leaves or enters a card's side: the further the other lane, the higher a
    /// spawn and the lower a join, so that the lines of one card do not cross.
    private func level(of link: Link, in frame: Box, among siblings: [Link], _ other: (Link) -> Int) -> Double {
        let own = page.panels[link.kind == .spawn ? link.from : link.to].lane
        func distance(_ link: Link) -> Int { abs(page.panels[other(link)].lane - own) }
        let isSpawn = link.kind == .spawn
        let ranked = siblings.enumerated().sorted { first, second in
            let reach = (distance(first.element), distance(second.element))
            if reach.0 == reach.1 { return first.offset < second.offset }
            return isSpawn ? reach.0 > reach.1 : reach.0 < reach.1
        }
        let place = ranked.firstIndex { $0.element == link } ?? 0
        let hasLabels = siblings.contains { !($0.label ?? "").isEmpty }
        let wished = hasLabels ? metrics.length(22) : metrics.length(14)
        let edge = metrics.length(18)
        let room = max(0, frame.height - 2 * edge)
        let step = siblings.count > 1 ? min(wished, room / Double(siblings.count - 1)) : 0
        return (frame.y0 + min(edge, frame.height / 2) + Double(place) * step).rounded()
    }

    /// Returns a path through corners, with each corner rounded.
    private func rounded(_ points: [Point]) -> Path {
        guard points.count == 3 else { return Path(points) }
        let (start, corner, end) = (points[0], points[1], points[2])
        let reach = min(
            metrics.length(16), max(abs(corner.x - start.x), abs(corner.y - start.y)),
            max(abs(end.x - corner.x), abs(end.y - corner.y)))
        func toward(_ other: Point) -> Point {
            let length = max(abs(other.x - corner.x), abs(other.y - corner.y), 1)
            return Point(
                x: corner.x + (other.x - corner.x) / length * reach, y: corner.y + (other.y - corner.y) / length * reach
            )
        }
        let (before, after) = (toward(start), toward(end))
        func control(_ place: Point) -> Point {
            Point(x: place.x + (corner.x - place.x) * 0.55, y: place.y + (corner.y - place.y) * 0.55)
        }
        var path = Path([start, before])
        path.curve(control(before), control(after), to: after)
        path.line(to: end)
        return path
    }

    private func head(at end: Point, from: Point) -> Path {
        let length = max(((end.x - from.x) * (end.x - from.x) + (end.y - from.y) * (end.y - from.y)).squareRoot(), 1)
        let x = (end.x - from.x) / length
        let y = (end.y - from.y) / length
        let size = metrics.length(9)
        return Path(
            [
                end, Point(x: end.x - x * size - y * size * 0.6, y: end.y - y * size + x * size * 0.6),
                Point(x: end.x - x * size + y * size * 0.6, y: end.y - y * size - x * size * 0.6),
            ], isClosed: true)
    }

    /// Puts a word on the flat part of a line, next to the card that it enters.
    ///
    /// A result that was outvoted stands in the colour of warnings, with a mark of its own.
    private func add(
        _ label: String, _ points: [Point], _ color: Color, _ isDissent: Bool, to list: inout DisplayList
    ) throws(RendererError) {
        guard let end = points.last, let before = points.dropLast().last else { return }
        let tone = context.theme.warning
        let text = try context.engine.layout(
            isDissent ? "≠ \(label)" : label, metrics.caption, isDissent ? tone.text : context.theme.ink,
            width: metrics.length(190), lines: 1)
        let pad = metrics.length(6)
        let isFlat = abs(end.y - before.y) < 1
        let anchor = isFlat ? end : before
        let toLeft = isFlat ? before.x < end.x : (points.first?.x ?? 0) < before.x
        let width = text.width + 2 * pad
        let x = toLeft ? anchor.x - metrics.length(14) - width : anchor.x + metrics.length(14)
        let box = Box(x0: x, y0: anchor.y - text.height / 2 - 1, x1: x + width, y1: anchor.y + text.height / 2 + 1)
        list.fill(Path(box, radius: box.height / 2), color)
        let line = max(1, 1.5 * metrics.scale)
        list.fill(
            Path(
                Box(x0: box.x0 + line, y0: box.y0 + line, x1: box.x1 - line, y1: box.y1 - line),
                radius: box.height / 2 - line), isDissent ? tone.fill : context.theme.card)
        list.text(text, x: x + pad, y: (anchor.y - text.height / 2).rounded())
    }
}
