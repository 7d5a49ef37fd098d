import Saccade

/// Draws what passed between cards: lines that start and end at the cards' edges and lie behind the cards.
///
/// A spawn leaves its card at the side and enters the other from above; a join leaves from below and enters at the
/// side; so lines cross only where agents do. A result may also go back to the step that asked for it, whose card
/// stands higher: its line goes up between the columns and enters that card below the lines that left it.
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
        let routes = known.map { (link: $0, color: color(of: $0), points: route($0, among: known)) }
        for (link, color, points) in routes {
            let line = max(1.5, 2 * metrics.scale)
            let path = rounded(points)
            list.stroke(path, context.theme.paper, width: line + 4 * metrics.scale)
            list.stroke(path, color, width: line, dashes: link.kind == .message ? [line * 2, line * 2.2] : [])
            if let first = points.first, let last = points.last, points.count >= 2 {
                list.fill(Path(circleAt: first, radius: metrics.length(4)), color)
                list.fill(head(at: last, from: points[points.count - 2]), color)
            }
        }
        // Words lie over all lines, so that none is crossed out.
        for (link, color, points) in routes {
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
            let y = level(of: link, in: from, among: ports(of: link.from, all))
            return bend(from: Point(x: isRight ? from.x1 : from.x0, y: y), to: to, inset: metrics.length(28))
        case .join where isReturning(link):
            let y = level(of: link, in: to, among: ports(of: link.to, all))
            return way(from: from, backTo: to, y: y)
        case .join:
            let siblings = all.filter { $0.kind == .join && $0.to == link.to && !isReturning($0) }
            let y = level(of: link, in: to, among: ranked(siblings, farthestFirst: false))
            return bend(from: Point(x: isRight ? to.x0 : to.x1, y: y), to: from, inset: metrics.length(28)).reversed()
        case .message:
            // What is told is known at the end of a step: the line leaves as low as the other card allows.
            let low = max(from.y0, to.y0) + metrics.length(16)
            let high = min(from.y1, to.y1) - metrics.length(16)
            let y = low <= high ? high : from.y1 - min(metrics.length(16), from.height / 2)
            return bend(from: Point(x: isRight ? from.x1 : from.x0, y: y), to: to, inset: metrics.length(56))
        }
    }

    /// Whether a result goes back up, to a card that does not stand below the one it comes from.
    private func isReturning(_ link: Link) -> Bool {
        link.kind == .join && frames[link.to].y0 < frames[link.from].y1
    }

    /// Returns the way from the side of a card through the gap beside it up to another card's side.
    private func way(from card: Box, backTo goal: Box, y: Double) -> [Point] {
        let isRight = goal.x0 > card.x0
        let side = isRight ? card.x1 : card.x0
        let end = Point(x: isRight ? goal.x0 : goal.x1, y: y)
        let gap = isRight ? goal.x0 - card.x1 : card.x0 - goal.x1
        // Neighbours that stand side by side need no corner.
        if y > card.y0, y < card.y1, gap <= columns.gap * 1.5 { return [Point(x: side, y: y), end] }
        let exit = (card.y0 + min(metrics.length(18), card.height / 2)).rounded()
        let between = side + (isRight ? 0.5 : -0.5) * min(gap, columns.gap)
        return [Point(x: side, y: exit), Point(x: between, y: exit), Point(x: between, y: y), end]
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

    /// Returns the lines at a card's side from top to bottom.
    ///
    /// Those that leave it for other agents stand above the results that come back up to it. The further the other lane,
    /// the higher, so that they do not cross.
    private func ports(of card: Int, _ all: [Link]) -> [Link] {
        ranked(all.filter { $0.kind == .spawn && $0.from == card }, farthestFirst: true)
            + ranked(all.filter { $0.to == card && isReturning($0) }, farthestFirst: true)
    }

    private func ranked(_ links: [Link], farthestFirst: Bool) -> [Link] {
        func distance(_ link: Link) -> Int { abs(page.panels[link.from].lane - page.panels[link.to].lane) }
        return links.enumerated().sorted { first, second in
            let reach = (distance(first.element), distance(second.element))
            if reach.0 == reach.1 { return first.offset < second.offset }
            return farthestFirst ? reach.0 > reach.1 : reach.0 < reach.1
        }.map(\.element)
    }

    /// Returns the height at which a line leaves or enters a card's side, by its place among those of that side.
    private func level(of link: Link, in frame: Box, among siblings: [Link]) -> Double {
        let place = siblings.firstIndex(of: link) ?? 0
        let edge = metrics.length(18)
        let room = max(0, frame.height - 2 * edge)
        let step =
            siblings.count > 1 ? min(Self.distance(of: siblings, metrics), room / Double(siblings.count - 1)) : 0
        return (frame.y0 + min(edge, frame.height / 2) + Double(place) * step).rounded()
    }

    /// How far lines that meet a card's side are from each other where there is room: words need more of it.
    static func distance(of links: [Link], _ metrics: Metrics) -> Double {
        links.contains { !($0.label ?? "").isEmpty } ? metrics.length(22) : metrics.length(14)
    }

    /// Returns a path through corners, with each corner rounded.
    private func rounded(_ points: [Point]) -> Path {
        guard points.count > 2 else { return Path(points) }
        var path = Path([points[0]])
        for (index, corner) in points.enumerated().dropFirst().dropLast() {
            let (start, end) = (points[index - 1], points[index + 1])
            // Two corners share the line between them.
            let reach = min(
                metrics.length(16), Self.length(start, corner) / (index > 1 ? 2 : 1),
                Self.length(corner, end) / (index + 2 < points.count ? 2 : 1))
            func toward(_ other: Point, _ share: Double) -> Point {
                let length = max(Self.length(corner, other), 1)
                return Point(
                    x: corner.x + (other.x - corner.x) / length * reach * share,
                    y: corner.y + (other.y - corner.y) / length * reach * share)
            }
            path.line(to: toward(start, 1))
            path.curve(toward(start, 0.45), toward(end, 0.45), to: toward(end, 1))
        }
        path.line(to: points[points.count - 1])
        return path
    }

    /// The length of a line that runs along one axis.
    private static func length(_ first: Point, _ second: Point) -> Double {
        max(abs(first.x - second.x), abs(first.y - second.y))
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
