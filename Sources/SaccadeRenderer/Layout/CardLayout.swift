import Saccade

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A card with all its parts at their places.
struct CardLayout {
    /// The panel's index on the page.
    let panel: Int
    /// The card's edges; the lower one may be moved down to line up a row.
    var frame: Box
    let picture: PictureLayout?
    /// The boxes of the parts below or beside the picture, from top to bottom.
    let parts: [Box]
    private let content: DisplayList
    private let drawing: PictureDrawing?
    private let accent: Color?
    private let isWide: Bool
}

extension CardLayout {
    /// Lays out a card with its picture on top.
    init(
        _ panel: Panel, index: Int, x: Double, y: Double, width: Double, pictureHeight: Double = 0,
        _ context: LayoutContext, accent: Color? = nil
    ) throws(RendererError) {
        let metrics = context.metrics
        var top = y
        var picture: PictureLayout?
        if let shown = panel.picture {
            let layout = try PictureLayout(
                shown, x: x, y: y, width: width, minimumHeight: pictureHeight, context)
            top = layout.area.y1
            picture = layout
        }
        var flow = CardFlow(
            context, x: x + metrics.padding, y: top + metrics.length(18), width: width - 2 * metrics.padding)
        // Lines of more than about 110 letters are hard to follow.
        flow.widen(to: width - 2 * metrics.padding, measure: metrics.length(960))
        try flow.addHeader(of: panel)
        try flow.addWords(of: panel, picture)
        try flow.addOutcome(of: panel)
        self.init(
            panel: index, frame: Box(x0: x, y0: y, x1: x + width, y1: flow.y + metrics.padding), picture: picture,
            parts: flow.parts, content: flow.list,
            drawing: Self.drawing(panel, picture, context), accent: accent, isWide: false)
    }

    /// Lays out a card that takes a whole row: the picture at the left, the words at the right.
    ///
    /// The picture is as wide as those of the other rows. What came of a long step goes below the picture, or in a second
    /// column where there is none, if that makes the card lower.
    init(
        wide panel: Panel, index: Int, x: Double, y: Double, width: Double, cardWidth: Double, accent: Color? = nil,
        _ context: LayoutContext
    ) throws(RendererError) {
        let metrics = context.metrics
        // A panel that asks for the row has the larger picture.
        let half = panel.isWide ? (width * 0.6).rounded() : min(cardWidth, ((width - metrics.gutter) / 2).rounded())
        var columns = WideColumns(
            left: (x + metrics.padding, y + metrics.length(18), half - metrics.padding),
            right: (x + half + metrics.gutter, y + metrics.length(18), width - half - metrics.gutter - metrics.padding),
            wide: width - 2 * metrics.padding)
        var picture: PictureLayout?
        if let shown = panel.picture {
            let layout = try PictureLayout(shown, x: x, y: y, width: half, context)
            picture = layout
            columns.left.width -= metrics.padding
            columns.left.y = layout.area.y1 + metrics.length(18)
            columns.right.y = y + metrics.padding
        }
        let flow = try columns.flow(of: panel, picture, context)
        let lowest = flow.parts.map(\.y1).max() ?? y
        self.init(
            panel: index,
            frame: Box(x0: x, y0: y, x1: x + width, y1: max(lowest + metrics.padding, picture?.area.y1 ?? 0)),
            picture: picture, parts: flow.parts, content: flow.list, drawing: Self.drawing(panel, picture, context),
            accent: accent, isWide: true)
    }

    /// The height relative to its width that a picture alone is kept within.
    static let tallestPicture = 1.3

    /// Lays out a card that is a picture and nothing else.
    init(picture: Picture, x: Double, y: Double, width: Double, _ context: LayoutContext) throws(RendererError) {
        let layout = try PictureLayout(picture, x: x, y: y, width: width, tallest: Self.tallestPicture, context)
        self.init(
            panel: -1, frame: layout.area, picture: layout, parts: [], content: DisplayList(),
            drawing: Self.drawing(Panel(number: "", kind: "", picture: picture), layout, context), accent: nil,
            isWide: false)
    }

    private static func drawing(_ panel: Panel, _ layout: PictureLayout?, _ context: LayoutContext) -> PictureDrawing? {
        guard let picture = panel.picture, let layout else { return nil }
        return PictureDrawing(
            picture: picture, layout: layout, metrics: context.metrics, theme: context.theme, cache: context.cache,
            annotators: context.annotators)
    }

    /// Adds the card to a page's list.
    func draw(into list: inout DisplayList, _ context: LayoutContext) {
        let metrics = context.metrics
        let radius = metrics.radius
        let ground = Path(frame, radius: radius)
        let isOpaque = context.theme.card.alpha == 1
        if isOpaque {
            list.cover(Box(x0: frame.x0, y0: frame.y0 + radius, x1: frame.x1, y1: frame.y1 - radius))
        }
        // What is beside or below a picture is the card itself.
        let meetsBottom = picture.map { $0.area.y1 >= frame.y1 - 1 } ?? false
        if isOpaque, let hidden = picture?.hidden(corner: radius, meetsBottom: meetsBottom, context.theme) {
            list.fill(ground, context.theme.card, hidden: hidden)
        } else {
            list.fill(ground, context.theme.card)
        }
        if let drawing, let picture {
            list.picture(
                drawing,
                clip: Path(
                    picture.area, topLeft: radius, topRight: isWide ? 0 : radius,
                    bottomRight: meetsBottom && !isWide ? radius : 0, bottomLeft: meetsBottom ? radius : 0))
        }
        let line = metrics.hairline
        let edge = Box(
            x0: frame.x0 + line / 2, y0: frame.y0 + line / 2, x1: frame.x1 - line / 2, y1: frame.y1 - line / 2)
        list.stroke(Path(edge, radius: radius - line / 2), context.theme.hairline, width: line)
        if let accent { list.fill(Self.bar(at: frame, width: metrics.length(4), radius: radius), accent) }
        list.append(content)
    }

    /// Returns the outline of a bar at the left edge of a box with round corners.
    private static func bar(at box: Box, width: Double, radius: Double) -> Path {
        let turn = acos(max(-1, min(1, (radius - width) / radius)))
        return Path([
            .arc(
                center: Point(x: box.x0 + radius, y: box.y1 - radius), radius: radius, from: .pi - turn, to: .pi),
            .arc(
                center: Point(x: box.x0 + radius, y: box.y0 + radius), radius: radius, from: .pi, to: .pi + turn),
            .close,
        ])
    }
}
