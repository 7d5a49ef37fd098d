import Saccade

/// Small cards side by side, as many as the widest page holds, then in further rows.
struct StripLayout {
    private let page: StoryboardPage
    private let context: LayoutContext
    private let compact: LayoutContext

    init(_ page: StoryboardPage, _ context: LayoutContext) {
        self.page = page
        self.context = context
        compact = context.scaled(context.metrics.compact)
    }

    private var gap: Double { context.metrics.length(16) }
    private var cardWidth: Double { context.metrics.length(340) }

    /// The cards of one row.
    var columns: Int {
        let room = Double(Surface.maximumSide / 2) - 2 * context.metrics.margin + gap
        return max(1, min(max(1, page.panels.count), Int(room / (cardWidth + gap))))
    }

    /// The width of a page with all of them side by side, or with as many as there is room for.
    func width(atLeast width: Double) -> Double {
        let cards = Double(columns) * (cardWidth + gap) - gap
        return max(width, cards + 2 * context.metrics.margin)
    }

    /// Returns all cards, the first row at a height, and the lower edge of the last row.
    func cards(x: Double, y: Double, width: Double) throws(RendererError) -> (cards: [CardLayout], bottom: Double) {
        var cards: [CardLayout] = []
        var top = y
        var start = 0
        while start < page.panels.count {
            let row = try self.row(from: start, x: x, y: top, width: width)
            cards += row.cards
            start = row.end
            top = row.bottom + gap
        }
        return (cards, cards.isEmpty ? y : top - gap)
    }

    /// Returns the row that starts with a panel: its cards, the panel after it, and its lower edge.
    func row(
        from start: Int, x: Double, y: Double, width: Double
    ) throws(RendererError) -> (cards: [CardLayout], end: Int, bottom: Double) {
        let end = min(page.panels.count, start + columns)
        // A strip that is shorter than the page is spread over it.
        let own = ((width + gap) / Double(columns) - gap).rounded(.down)
        func card(_ index: Int, pictureHeight: Double = 0) throws(RendererError) -> CardLayout {
            try CardLayout(
                page.panels[index], index: index, x: x + Double(index - start) * (own + gap), y: y, width: own,
                pictureHeight: pictureHeight, compact)
        }
        var row: [CardLayout] = []
        for index in start..<end { row.append(try card(index)) }
        let highest = row.compactMap { $0.picture?.area.height }.max() ?? 0
        for place in row.indices where (row[place].picture?.area.height ?? highest) < highest {
            row[place] = try card(start + place, pictureHeight: highest)
        }
        let lowest = row.map(\.frame.y1).max() ?? y
        for index in row.indices { row[index].frame.y1 = lowest }
        return (row, end, lowest)
    }

    func draw(_ card: CardLayout, into list: inout DisplayList) { card.draw(into: &list, compact) }
}
