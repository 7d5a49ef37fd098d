import Saccade

/// Cards in rows, in reading order.
///
/// A row holds cards that all have a picture or all have none, unless a card belongs beside the next one; a card that is
/// left over takes a whole row, with its picture at the left and its words at the right, so that no card stands beside a
/// hole.
struct GridLayout {
    private let panels: [Panel]
    private let x: Double
    private let width: Double
    private let columns: Int
    private let context: LayoutContext
    private let cardWidth: Double

    init(_ panels: [Panel], x: Double, width: Double, columns: Int, _ context: LayoutContext) {
        self.panels = panels
        self.x = x
        self.width = width
        self.columns = max(1, columns)
        self.context = context
        let gutter = context.metrics.gutter
        cardWidth = ((width - gutter * Double(self.columns - 1)) / Double(self.columns)).rounded(.down)
    }

    /// Returns all cards, the first row at a height, and the lower edge of the last row.
    func cards(y: Double) throws(RendererError) -> (cards: [CardLayout], bottom: Double) {
        var cards: [CardLayout] = []
        var top = y
        var start = 0
        while start < panels.count {
            let row = try self.row(from: start, y: top)
            cards += row.cards
            top = row.bottom + context.metrics.gutter
            start = row.end
        }
        return (cards, cards.isEmpty ? y : top - context.metrics.gutter)
    }

    /// Returns the row that starts with a panel: its cards, the panel after it, and its lower edge.
    func row(from start: Int, y: Double) throws(RendererError) -> (cards: [CardLayout], end: Int, bottom: Double) {
        let hasPicture = panels[start].picture != nil
        var end = start + 1
        if panels[start].isBesideNext, columns > 1, end < panels.count { end += 1 }
        while !panels[start].isBesideNext, !panels[start].isWide, end < panels.count, end - start < columns,
            (panels[end].picture != nil) == hasPicture, !panels[end].isWide, !panels[end].isBesideNext
        {
            end += 1
        }
        var row: [CardLayout] = []
        let count = end - start
        let isAlone = count < columns && count == 1
        if isAlone || panels[start].isWide {
            row.append(
                try CardLayout(
                    wide: panels[start], index: start, x: x, y: y, width: width,
                    cardWidth: panels[start].isWide ? width : cardWidth, context))
        } else {
            // Fewer cards than columns share the row's width.
            let gutter = context.metrics.gutter
            let shared = ((width - gutter * Double(count - 1)) / Double(count)).rounded(.down)
            let own = count == columns ? cardWidth : shared
            func card(_ column: Int, pictureHeight: Double = 0) throws(RendererError) -> CardLayout {
                let left = x + Double(column) * (own + gutter)
                let cardEnd = column == count - 1 ? x + width : left + own
                return try CardLayout(
                    panels[start + column], index: start + column, x: left, y: y, width: cardEnd - left,
                    pictureHeight: pictureHeight, context)
            }
            for column in 0..<count { row.append(try card(column)) }
            // The pictures of a row are equally high, so that its words stand on one line.
            let highest = row.compactMap { $0.picture?.area.height }.max() ?? 0
            for column in 0..<count where (row[column].picture?.area.height ?? highest) < highest {
                row[column] = try card(column, pictureHeight: highest)
            }
        }
        let lowest = row.map(\.frame.y1).max() ?? y
        for index in row.indices { row[index].frame.y1 = lowest }
        return (row, end, lowest)
    }
}
