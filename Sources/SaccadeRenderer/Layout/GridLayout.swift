import Saccade

/// Cards in rows, in reading order.
///
/// A row holds cards that all have a picture or all have none; a card that is left over takes a whole row, with its
/// picture at the left and its words at the right, so that no card stands beside a hole.
struct GridLayout {
    let cards: [CardLayout]
    /// The lower edge of the last row.
    let bottom: Double

    init(
        _ panels: [Panel], x: Double, y: Double, width: Double, columns: Int, _ context: LayoutContext
    ) throws(RendererError) {
        let gutter = context.metrics.gutter
        let columns = max(1, columns)
        let cardWidth = ((width - gutter * Double(columns - 1)) / Double(columns)).rounded(.down)
        var cards: [CardLayout] = []
        var top = y
        var start = 0
        while start < panels.count {
            let hasPicture = panels[start].picture != nil
            var end = start + 1
            while end < panels.count, end - start < columns, (panels[end].picture != nil) == hasPicture { end += 1 }
            var row: [CardLayout] = []
            if end - start < columns, end - start == 1 {
                row.append(
                    try CardLayout(
                        wide: panels[start], index: start, x: x, y: top, width: width, cardWidth: cardWidth, context))
            } else {
                // Fewer cards than columns share the row's width.
                let count = end - start
                let shared = ((width - gutter * Double(count - 1)) / Double(count)).rounded(.down)
                let own = count == columns ? cardWidth : shared
                func card(_ column: Int, pictureHeight: Double = 0) throws(RendererError) -> CardLayout {
                    let left = x + Double(column) * (own + gutter)
                    let cardEnd = column == count - 1 ? x + width : left + own
                    return try CardLayout(
                        panels[start + column], index: start + column, x: left, y: top, width: cardEnd - left,
                        pictureHeight: pictureHeight, context)
                }
                for column in 0..<count { row.append(try card(column)) }
                // The pictures of a row are equally high, so that its words stand on one line.
                let highest = row.compactMap { $0.picture?.area.height }.max() ?? 0
                for column in 0..<count where (row[column].picture?.area.height ?? highest) < highest {
                    row[column] = try card(column, pictureHeight: highest)
                }
            }
            let lowest = row.map(\.frame.y1).max() ?? top
            for index in row.indices { row[index].frame.y1 = lowest }
            cards += row
            top = lowest + gutter
            start = end
        }
        self.cards = cards
        bottom = cards.isEmpty ? y : top - gutter
    }
}
