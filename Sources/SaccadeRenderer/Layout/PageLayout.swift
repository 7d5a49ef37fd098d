import Saccade

/// A page with all its parts at their places.
struct PageLayout {
    let width: Double
    let height: Double
    let cards: [CardLayout]
    let list: DisplayList

    /// Lays out a page.
    ///
    /// - Parameters:
    ///   - columns: The cards of a row; `nil` for as many as suit the width.
    ///   - height: The least height; the foot goes to the bottom.
    init(
        _ page: StoryboardPage, width: Double, columns: Int?, height leastHeight: Double = 0, _ context: LayoutContext
    ) throws(RendererError) {
        let metrics = context.metrics
        let margin = page.layout == .frame ? metrics.length(28) : metrics.margin
        let width = Self.width(of: page, atLeast: width, context)
        let contentWidth = width - 2 * margin
        var list = DisplayList()
        let headBottom: Double
        if page.layout == .frame {
            let header = try FrameHeader(page, x: margin, y: metrics.length(20), width: contentWidth, context)
            list.append(header.list)
            headBottom = header.bottom
        } else {
            var header = HeaderLayout(page, x: margin, y: margin, width: contentWidth)
            try header.draw(into: &list, context)
            headBottom = header.bottom
        }
        let top = headBottom + metrics.length(page.layout == .frame ? 18 : 28)
        var bottom: Double
        switch page.layout {
        case .grid, .compare:
            let columns = columns ?? Self.columns(for: contentWidth / metrics.scale, page)
            let grid = GridLayout(page.panels, x: margin, width: contentWidth, columns: columns, context)
            (cards, bottom) = try grid.cards(y: top)
            for card in cards { card.draw(into: &list, context) }
        case .strip:
            let strip = StripLayout(page, context)
            (cards, bottom) = try strip.cards(x: margin, y: top, width: contentWidth)
            for card in cards { strip.draw(card, into: &list) }
        case .poster:
            let poster = try PosterLayout(page, x: margin, y: top, width: contentWidth, context)
            poster.draw(into: &list)
            cards = poster.pictures + poster.cards
            bottom = poster.bottom
        case .lanes:
            let lanes = try LaneLayout(page, x: margin, y: headBottom, width: contentWidth, context)
            lanes.draw(into: &list)
            cards = lanes.cards
            bottom = lanes.bottom
        case .frame:
            let grid = GridLayout(page.panels, x: margin, width: contentWidth, columns: 1, context)
            (cards, bottom) = try grid.cards(y: top)
            for card in cards { card.draw(into: &list, context) }
        }
        bottom = max(bottom, leastHeight - metrics.length(20) - metrics.footnote.lineHeight - metrics.length(40))
        if !page.footerLeading.isEmpty || !page.footerTrailing.isEmpty {
            bottom += metrics.length(20)
            let trailing = try context.engine.layout(
                page.footerTrailing, metrics.footnote, context.theme.tertiary, width: contentWidth * 0.4, lines: 1)
            let leading = try context.engine.layout(
                page.footerLeading, metrics.footnote, context.theme.tertiary,
                width: contentWidth - trailing.width - metrics.gutter, lines: 2)
            list.text(leading, x: margin, y: bottom)
            list.text(trailing, x: margin + contentWidth - trailing.width, y: bottom)
            bottom += max(leading.height, trailing.height)
        }
        self.width = width
        height = bottom + metrics.length(page.layout == .frame ? 20 : 40)
        self.list = list
    }

    /// Returns the width of a page, which is more than asked for where its layout needs more.
    static func width(of page: StoryboardPage, atLeast width: Double, _ context: LayoutContext) -> Double {
        switch page.layout {
        case .lanes: max(width, LaneLayout.width(of: page, context.metrics))
        case .strip: StripLayout(page, context).width(atLeast: width)
        case .grid, .poster, .compare, .frame: width
        }
    }

    /// Returns how many cards stand in a row of a width in units.
    static func columns(for width: Double, _ page: StoryboardPage) -> Int {
        if page.layout == .compare {
            // The agents side by side, below what they have in common.
            return max(1, min(page.panels.count - 1, Int(width / 360), 4))
        }
        if page.panels.count <= 1 || width < 900 { return 1 }
        return width < 2_000 ? 2 : 3
    }
}

/// The title, what stands under it, the verdicts and the rule.
struct HeaderLayout {
    let page: StoryboardPage
    let x: Double
    let y: Double
    let width: Double
    /// The lower edge of the rule.
    private(set) var bottom: Double

    init(_ page: StoryboardPage, x: Double, y: Double, width: Double) {
        self.page = page
        self.x = x
        self.y = y
        self.width = width
        bottom = y
    }

    /// The head of a page that goes on: the question in one line.
    private mutating func drawLine(into list: inout DisplayList, _ context: LayoutContext) throws(RendererError) {
        let metrics = context.metrics
        let remark = try context.engine.layout("continued", metrics.meta, context.theme.tertiary)
        let title = try context.engine.layout(
            page.title, metrics.kind, context.theme.secondary, width: max(1, width - remark.width - metrics.gutter),
            lines: 1)
        list.text(title, x: x, y: y)
        list.text(remark, x: x + width - remark.width, y: y + ((title.height - remark.height) / 2).rounded())
        let top = y + title.height + metrics.length(10)
        let line = max(1, (1.25 * metrics.scale).rounded())
        list.fill(Path(Box(x0: x, y0: top, x1: x + width, y1: top + line)), context.theme.ink)
        bottom = top + line
    }

    /// A long question is set smaller, so that it does not push what it is about off the page.
    private static func style(of title: String, _ metrics: Metrics) -> TextStyle {
        var style = title.count <= 100 ? metrics.title : title.count <= 180 ? metrics.longTitle : metrics.longestTitle
        style.family = .display
        return style
    }

    mutating func draw(into list: inout DisplayList, _ context: LayoutContext) throws(RendererError) {
        let metrics = context.metrics
        let theme = context.theme
        var top = y
        if page.isContinued {
            try drawLine(into: &list, context)
            return
        }
        let title = try context.engine.layout(
            page.title, Self.style(of: page.title, metrics), theme.ink, width: width, lines: 4)
        if !page.title.isEmpty {
            list.text(title, x: x, y: top)
            top += title.height + metrics.length(4)
        }
        let gap = metrics.length(8)
        let pills = try page.badges.map { badge throws(RendererError) in
            try Pill(badge, maximumWidth: width * 0.4, context)
        }
        let total = pills.reduce(0) { $0 + $1.width } + gap * Double(max(0, pills.count - 1))
        let isBeside = total <= width * 0.45
        let room = isBeside && !pills.isEmpty ? width - total - metrics.gutter : width
        var parts = StyledText()
        for (index, part) in page.subtitle.enumerated() {
            if index > 0 { parts.append(" · ") }
            parts.appendIsolated(part)
        }
        let subtitle = try context.engine.layout(
            parts, metrics.subtitle, theme.secondary, width: room)
        let subtitleHeight = page.subtitle.isEmpty ? (pills.isEmpty ? 0 : metrics.length(26)) : subtitle.height
        if !page.subtitle.isEmpty { list.text(subtitle, x: x, y: top) }
        if isBeside {
            var left = x + width - total
            for pill in pills {
                let middle = top + subtitleHeight - metrics.subtitle.lineHeight / 2
                pill.draw(into: &list, x: left, y: (middle - pill.height / 2).rounded(), context)
                left += pill.width + gap
            }
            top += subtitleHeight
        } else {
            top += subtitleHeight + gap
            var left = x
            for pill in pills {
                if left > x, left + pill.width > x + width {
                    left = x
                    top += pill.height + gap
                }
                pill.draw(into: &list, x: left, y: top, context)
                left += pill.width + gap
            }
            top += metrics.length(26)
        }
        top += metrics.length(18)
        let line = max(1, (1.25 * metrics.scale).rounded())
        list.fill(Path(Box(x0: x, y0: top, x1: x + width, y1: top + line)), theme.ink)
        bottom = top + line
    }
}
