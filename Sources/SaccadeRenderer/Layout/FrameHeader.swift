import Saccade

/// The head of a frame: the question in one line, which step of how many, and a line of the steps.
struct FrameHeader {
    let list: DisplayList
    /// The lower edge.
    let bottom: Double

    /// The most steps that are drawn one by one.
    private static let mostSegments = 160

    init(_ page: StoryboardPage, x: Double, y: Double, width: Double, _ context: LayoutContext) throws(RendererError) {
        let metrics = context.metrics
        let theme = context.theme
        var list = DisplayList()
        let progress = page.progress ?? StoryboardPage.Progress(place: 0, count: 1)
        let count = max(1, progress.count)
        let place = max(0, min(count - 1, progress.place))
        let figures = try context.engine.layout("\(place + 1) / \(count)", metrics.meta, theme.tertiary)
        let title = try context.engine.layout(
            page.title, metrics.frameTitle, theme.ink, width: max(1, width - figures.width - metrics.gutter), lines: 1)
        list.text(title, x: x, y: y)
        list.text(figures, x: x + width - figures.width, y: y + ((title.height - figures.height) / 2).rounded())
        let top = y + title.height + metrics.length(10)
        let height = metrics.length(4)
        func segment(_ from: Double, _ to: Double, _ color: Color) {
            list.fill(Path(Box(x0: from, y0: top, x1: to, y1: top + height), radius: height / 2), color)
        }
        if count <= Self.mostSegments {
            let gap = min(metrics.length(4), width / Double(count) / 3)
            let step = (width + gap) / Double(count)
            for index in 0..<count {
                let from = x + Double(index) * step
                segment(
                    from, from + step - gap,
                    index == place ? theme.ink : index < place ? theme.tertiary : theme.hairline)
            }
        } else {
            segment(x, x + width, theme.hairline)
            segment(x, x + width * Double(place + 1) / Double(count), theme.ink)
        }
        self.list = list
        bottom = top + height
    }
}
