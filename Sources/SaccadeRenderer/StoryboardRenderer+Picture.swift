import Saccade

extension StoryboardRenderer {
    /// Draws a picture alone, with its regions, as wide as the renderer's pages are.
    ///
    /// Throws `drawingFailed` if there is nothing to draw it with.
    public func render(_ picture: Picture) throws(RendererError) -> Result {
        let page = StoryboardPage(
            title: "", subtitle: [], panels: [Panel(number: "", kind: "", picture: picture)], footerLeading: "",
            footerTrailing: "")
        let context = try context(page)
        let ratio = picture.size.map { Double($0.height) / Double(max(1, $0.width)) } ?? 1
        let layout = try PictureLayout(
            picture, x: 0, y: 0, width: Double(options.width), tallest: min(16, max(PictureLayout.tallest, ratio)),
            context)
        let surface = try Surface(width: options.width, height: max(1, Int(layout.area.y1.rounded(.up))))
        let canvas = try Canvas(surface)
        try PictureDrawing(
            picture: picture, layout: layout, metrics: context.metrics, theme: context.theme, cache: context.cache,
            annotators: context.annotators
        ).draw(on: canvas)
        try canvas.check()
        return Result(surface: surface, warnings: [])
    }
}
