import Saccade

/// A column for each agent, time downwards, with lines for what passed between them.
///
/// Cards stand in the order of their starts. The axis is stretched where cards need room, so that none covers another;
/// the labelled times say how far it is stretched.
struct LaneLayout {
    let cards: [CardLayout]
    /// The lower edge of the last card.
    let bottom: Double
    private let page: StoryboardPage
    private let context: LayoutContext
    private let compact: LayoutContext
    private let columns: Columns
    private let ticks: [TimeAxis.Tick]
    private let headers: DisplayList
    private let links: DisplayList

    /// Where the columns are.
    struct Columns {
        let axis: Double
        let x: Double
        let end: Double
        let width: Double
        let gap: Double
        let count: Int

        func left(_ lane: Int) -> Double { x + Double(max(0, min(count - 1, lane))) * (width + gap) }
    }

    /// The least width of a page with so many lanes.
    static func width(of page: StoryboardPage, _ metrics: Metrics) -> Double {
        let count = Double(Self.count(of: page))
        return 2 * metrics.margin + metrics.length(64) + count * metrics.length(240) + (count - 1) * metrics.length(32)
    }

    /// A page has a lane for each agent that it names, and at least one.
    private static func count(of page: StoryboardPage) -> Int { min(64, max(1, page.lanes.count)) }

    init(_ page: StoryboardPage, x: Double, y: Double, width: Double, _ context: LayoutContext) throws(RendererError) {
        let metrics = context.metrics
        self.page = page
        self.context = context
        let compact = context.scaled(metrics.compact)
        self.compact = compact
        let hasTimes = page.panels.allSatisfy { $0.start != nil } && page.panels.count > 1
        let count = Self.count(of: page)
        let axis = hasTimes ? metrics.length(64) : 0
        let gap = metrics.length(32)
        let columnWidth = ((width - axis - gap * Double(count - 1)) / Double(count)).rounded(.down)
        let columns = Columns(
            axis: x, x: x + axis, end: x + width, width: columnWidth, gap: gap, count: count)
        self.columns = columns
        var headers = DisplayList()
        let headerBottom = try Self.addHeaders(of: page, y: y + metrics.length(20), columns, context, into: &headers)
        self.headers = headers
        let top = headerBottom + metrics.length(28)
        let axisPlan = TimeAxis(page, hasTimes: hasTimes)
        // A lane that has the page to itself has pictures at the left and words at the right.
        let isWide = columnWidth >= metrics.length(1_000)
        func card(_ panel: Panel, _ index: Int, y: Double) throws(RendererError) -> CardLayout {
            let accent = Self.color(of: panel.lane, page, context.theme)
            let left = columns.left(panel.lane)
            return isWide
                ? try CardLayout(
                    wide: panel, index: index, x: left, y: y, width: columnWidth, cardWidth: columnWidth * 0.45,
                    accent: accent, compact)
                : try CardLayout(panel, index: index, x: left, y: y, width: columnWidth, compact, accent: accent)
        }
        var cards: [CardLayout] = []
        for (index, panel) in page.panels.enumerated() {
            cards.append(try card(panel, index, y: 0))
        }
        let tops = axisPlan.tops(
            heights: cards.map(\.frame.height), top: top, gap: metrics.length(28), step: metrics.length(14),
            lead: metrics.length(36), spacing: { LinkRouter.distance(of: $0, metrics) })
        for index in cards.indices {
            cards[index] = try card(page.panels[index], index, y: tops[index])
        }
        self.cards = cards
        bottom = cards.map(\.frame.y1).max() ?? top
        ticks = axisPlan.ticks(tops: tops, distance: metrics.length(56))
        links = try LinkRouter(
            page: page, frames: cards.map(\.frame), columns: columns, context: context
        ).list()
    }

    static func color(of lane: Int, _ page: StoryboardPage, _ theme: Theme) -> Color {
        guard page.lanes.indices.contains(lane), let color = page.lanes[lane].color else { return theme.ink }
        return theme.region(color)
    }

    /// Adds the agents' names over the columns; returns the lower edge.
    private static func addHeaders(
        of page: StoryboardPage, y: Double, _ columns: Columns, _ context: LayoutContext, into list: inout DisplayList
    ) throws(RendererError) -> Double {
        let metrics = context.metrics
        let height = metrics.length(28)
        for (lane, agent) in page.lanes.prefix(columns.count).enumerated() {
            var left = columns.left(lane)
            let right = left + columns.width
            let dot = metrics.length(11)
            list.fill(
                Path(circleAt: Point(x: left + dot / 2, y: y + height / 2), radius: dot / 2),
                color(of: lane, page, context.theme))
            left += dot + metrics.length(9)
            let detail = try context.engine.layout(
                agent.detail, metrics.meta, context.theme.tertiary, width: columns.width * 0.4, lines: 1)
            let name = try context.engine.layout(
                agent.name, metrics.kind, context.theme.ink,
                width: max(1, right - left - detail.width - metrics.length(12)), lines: 1)
            list.text(name, x: left, y: y + ((height - name.height) / 2).rounded())
            list.text(detail, x: right - detail.width, y: y + ((height - detail.height) / 2).rounded())
        }
        return y + height
    }

    func draw(into list: inout DisplayList) {
        let metrics = context.metrics
        list.append(headers)
        for tick in ticks {
            let y = tick.y.rounded()
            if let label = try? context.engine.layout(tick.label, metrics.footnote, context.theme.tertiary) {
                list.text(label, x: columns.axis, y: (y - label.height / 2).rounded())
            }
            list.stroke(
                Path([Point(x: columns.x - metrics.length(8), y: y + 0.5), Point(x: columns.end, y: y + 0.5)]),
                context.theme.hairline, width: metrics.hairline, dashes: [metrics.length(4), metrics.length(4)])
        }
        // A thin line from card to card shows that the agent went on.
        for lane in 0..<columns.count {
            let frames = cards.filter { max(0, min(columns.count - 1, page.panels[$0.panel].lane)) == lane }
                .map(\.frame).sorted { $0.y0 < $1.y0 }
            let color = Self.color(of: lane, page, context.theme).mixed(with: context.theme.paper, 0.55)
            for (upper, lower) in zip(frames, frames.dropFirst()) {
                let x = upper.x0 + metrics.length(2)
                list.stroke(
                    Path([Point(x: x, y: upper.y1 - metrics.radius), Point(x: x, y: lower.y0 + metrics.radius)]), color,
                    width: max(1, 2 * metrics.scale))
            }
        }
        list.append(links)
        for card in cards { card.draw(into: &list, compact) }
    }
}
