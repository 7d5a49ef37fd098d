import Saccade

/// Each image once, with all regions on it; the steps' words beside, and below when there are more.
struct PosterLayout {
    /// The words, one card a step.
    let cards: [CardLayout]
    /// The images, one below the other.
    let pictures: [CardLayout]
    /// The lower edge of the lowest card.
    let bottom: Double
    private let context: LayoutContext
    private let compact: LayoutContext

    /// The shares of the page's width that images may take, the one that is liked best first.
    private static let shares = [0.62, 0.64, 0.6, 0.66, 0.58, 0.68, 0.56, 0.7, 0.54]

    init(_ page: StoryboardPage, x: Double, y: Double, width: Double, _ context: LayoutContext) throws(RendererError) {
        let metrics = context.metrics
        let gap = metrics.length(16)
        self.context = context
        let compact = context.scaled(metrics.compact)
        self.compact = compact
        let plan = try Self.plan(page, width: width, context, compact)
        let pictureWidth = plan.pictureWidth
        var pictures: [CardLayout] = []
        var pictureBottom = y
        for picture in page.pictures {
            let card = try CardLayout(
                picture: picture, x: x, y: pictures.isEmpty ? y : pictureBottom + metrics.gutter, width: pictureWidth,
                context)
            pictures.append(card)
            pictureBottom = card.frame.y1
        }
        var cards: [CardLayout] = []
        let index = plan.cards
        var top = y
        if !pictures.isEmpty {
            let left = x + pictureWidth + metrics.gutter
            for panel in 0..<index {
                let card = try CardLayout(
                    page.panels[panel], index: panel, x: left, y: top, width: x + width - left, compact)
                cards.append(card)
                top = card.frame.y1 + gap
            }
            // The last card of the column ends with the images where others follow below, or where it nearly does.
            if let last = cards.indices.last, index < page.panels.count || cards[last].frame.y1 > pictureBottom - gap {
                cards[last].frame.y1 = max(cards[last].frame.y1, pictureBottom)
            }
        }
        let upper = max(pictureBottom, cards.map(\.frame.y1).max() ?? y)
        let below = pictures.isEmpty ? y : upper + metrics.gutter
        cards += try Self.lower(page.panels, from: index, x: x, y: below, width: width, compact)
        self.cards = cards
        self.pictures = pictures
        bottom = max(upper, cards.map(\.frame.y1).max() ?? y)
    }

    /// Returns how wide the images are and how many cards stand beside them, so that both end at nearly one height.
    private static func plan(
        _ page: StoryboardPage, width: Double, _ context: LayoutContext, _ compact: LayoutContext
    ) throws(RendererError) -> (pictureWidth: Double, cards: Int) {
        guard !page.pictures.isEmpty else { return (0, 0) }
        let metrics = context.metrics
        let gap = metrics.length(16)
        var best: (cost: Double, width: Double, cards: Int)?
        for (rank, share) in shares.enumerated() {
            let pictureWidth = (width * share).rounded()
            let images = page.pictures.map { picture in
                PictureLayout.place(
                    picture.size, x: 0, y: 0, width: pictureWidth, availableWidth: pictureWidth, metrics: metrics,
                    tallest: CardLayout.tallestPicture
                ).area.height
            }
            let bottom = images.reduce(0) { $0 + $1 + metrics.gutter } - metrics.gutter
            var top = 0.0
            for index in page.panels.indices {
                let card = try CardLayout(
                    page.panels[index], index: index, x: 0, y: top, width: width - pictureWidth - metrics.gutter,
                    compact)
                let end = card.frame.y1
                let isLast = index == page.panels.count - 1
                // Room in a card is better than a hole below the images; cards that end early leave a hole too.
                let hole = end > bottom ? 1.5 * (end - bottom) : isLast ? 0.5 * (bottom - end) : bottom - end
                let cost = hole + Double(rank) * metrics.length(8)
                if best.map({ cost < $0.cost }) ?? true { best = (cost, pictureWidth, index + 1) }
                if end > bottom { break }
                top = end + gap
            }
        }
        return best.map { ($0.width, $0.cards) } ?? ((width * shares[0]).rounded(), 0)
    }

    /// Returns the cards below the images, in columns; a last one that is much longer than the others, as answers
    /// are, takes the whole width, so that no column ends far above the rest.
    private static func lower(
        _ panels: [Panel], from start: Int, x: Double, y: Double, width: Double, _ context: LayoutContext
    ) throws(RendererError) -> [CardLayout] {
        guard start < panels.count else { return [] }
        let metrics = context.metrics
        let gap = metrics.length(16)
        let most = width / metrics.scale >= 1_200 ? 3 : 2
        func columnWidth(_ columns: Int) -> Double {
            ((width - gap * Double(columns - 1)) / Double(columns)).rounded(.down)
        }
        var end = panels.count
        if end - start > 1 {
            var heights: [Double] = []
            for index in start..<end {
                heights.append(
                    try CardLayout(panels[index], index: index, x: x, y: y, width: columnWidth(most), context).frame
                        .height)
            }
            let mean = heights.dropLast().reduce(0, +) / Double(heights.count - 1)
            if let last = heights.last, last > 1.5 * mean { end -= 1 }
        }
        let columns = min(most, end - start)
        var bottoms = [Double](repeating: y - gap, count: columns)
        var cards: [CardLayout] = []
        for index in start..<end {
            let column = bottoms.indices.min { (bottoms[$0], $0) < (bottoms[$1], $1) } ?? 0
            let card = try CardLayout(
                panels[index], index: index, x: x + Double(column) * (columnWidth(columns) + gap),
                y: bottoms[column] + gap, width: columnWidth(columns), context)
            cards.append(card)
            bottoms[column] = card.frame.y1
        }
        // The columns end on one line: room in a card is better than a hole below it.
        let lowest = bottoms.max() ?? y
        for left in Set(cards.map(\.frame.x0)).sorted() {
            if let last = cards.lastIndex(where: { $0.frame.x0 == left }) { cards[last].frame.y1 = lowest }
        }
        if end < panels.count {
            cards.append(
                try CardLayout(
                    wide: panels[end], index: end, x: x, y: lowest + gap, width: width, cardWidth: width, context))
        }
        return cards
    }

    func draw(into list: inout DisplayList) {
        for picture in pictures { picture.draw(into: &list, context) }
        for card in cards { card.draw(into: &list, compact) }
    }
}
