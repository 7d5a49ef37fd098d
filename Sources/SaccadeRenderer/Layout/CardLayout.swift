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
    /// The picture is as wide as those of the other rows.
    init(
        wide panel: Panel, index: Int, x: Double, y: Double, width: Double, cardWidth: Double, _ context: LayoutContext
    ) throws(RendererError) {
        let metrics = context.metrics
        // A panel that asks for the row has the larger picture.
        let half = panel.isWide ? (width * 0.6).rounded() : min(cardWidth, ((width - metrics.gutter) / 2).rounded())
        let right = (x: x + half + metrics.gutter, width: width - half - metrics.gutter - metrics.padding)
        var picture: PictureLayout?
        var flow: CardFlow
        var bottom: Double
        if let shown = panel.picture {
            let layout = try PictureLayout(shown, x: x, y: y, width: half, context)
            picture = layout
            flow = CardFlow(context, x: right.x, y: y + metrics.padding, width: right.width)
            flow.widen(to: right.width, measure: metrics.length(960))
            try flow.addHeader(of: panel)
            try flow.addWords(of: panel, layout)
            try flow.addOutcome(of: panel)
            bottom = max(layout.area.y1, flow.y + metrics.padding)
        } else {
            flow = CardFlow(context, x: x + metrics.padding, y: y + metrics.length(18), width: half - metrics.padding)
            let hasOutcome = !(panel.calls.isEmpty && panel.evidence.isEmpty && panel.notes.isEmpty)
            if !hasOutcome { flow.widen(to: width - 2 * metrics.padding, measure: metrics.length(960)) }
            try flow.addHeader(of: panel)
            try flow.addWords(of: panel, nil)
            bottom = flow.y + metrics.padding
            if hasOutcome {
                flow.restart(x: right.x, y: y + metrics.length(18), width: right.width)
                try flow.addOutcome(of: panel)
                bottom = max(bottom, flow.y + metrics.padding)
            }
        }
        self.init(
            panel: index, frame: Box(x0: x, y0: y, x1: x + width, y1: bottom), picture: picture, parts: flow.parts,
            content: flow.list, drawing: Self.drawing(panel, picture, context), accent: nil, isWide: true)
    }

    /// Lays out a card that is a picture and nothing else.
    init(picture: Picture, x: Double, y: Double, width: Double, _ context: LayoutContext) throws(RendererError) {
        let layout = try PictureLayout(picture, x: x, y: y, width: width, tallest: 1.3, context)
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
        list.fill(Path(frame, radius: radius), context.theme.card)
        if let drawing, let picture {
            // What is beside or below a picture is the card itself.
            let meetsBottom = picture.area.y1 >= frame.y1 - 1
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
