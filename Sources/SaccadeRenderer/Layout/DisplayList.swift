import Saccade

/// What is drawn on a page, in order, with all places settled.
struct DisplayList {
    enum Item {
        case fill(Path, Color)
        /// A fill of which a box of whole pixels will be painted over.
        case ground(Path, Color, hidden: Box)
        case stroke(Path, Color, width: Double, dashes: [Double])
        case text(TextLayout, x: Double, y: Double)
        /// A picture with the outline that it is cut to.
        case picture(PictureDrawing, clip: Path)
    }

    private(set) var items: [Item] = []
    /// Boxes of whole pixels that the items paint over, so that nothing need be drawn there before them.
    private(set) var covered: [Box] = []

    mutating func fill(_ path: Path, _ color: Color) { items.append(.fill(path, color)) }

    /// Fills an outline of which a box of whole pixels will be painted over.
    mutating func fill(_ path: Path, _ color: Color, hidden: Box) {
        items.append(.ground(path, color, hidden: hidden))
    }

    /// Says that the items paint over a box, all but what of its edges lies within pixels.
    mutating func cover(_ box: Box) {
        let inner = box.wholePixels
        if !inner.isEmpty { covered.append(inner) }
    }

    mutating func stroke(_ path: Path, _ color: Color, width: Double, dashes: [Double] = []) {
        items.append(.stroke(path, color, width: width, dashes: dashes))
    }

    mutating func text(_ text: TextLayout, x: Double, y: Double) { items.append(.text(text, x: x, y: y)) }

    mutating func picture(_ picture: PictureDrawing, clip: Path) { items.append(.picture(picture, clip: clip)) }

    mutating func append(_ other: DisplayList) {
        items += other.items
        covered += other.covered
    }

    func draw(on painter: any Painter) throws(RendererError) {
        for case .picture(let picture, _) in items { picture.announce() }
        for item in items {
            switch item {
            case .fill(let path, let color): painter.fill(path, color)
            case .ground(let path, let color, let hidden): painter.fill(path, color, leavingOut: [hidden])
            case .stroke(let path, let color, let width, let dashes):
                painter.stroke(path, color, width: width, dashes: dashes)
            case .text(let text, let x, let y): text.draw(on: painter, x: x, y: y)
            case .picture(let picture, let clip):
                try painter.clipped(to: clip) { () throws(RendererError) in try picture.draw(on: painter) }
            }
        }
        try painter.check()
    }
}

/// What all parts of a page are laid out with.
struct LayoutContext {
    let engine: TextEngine
    let metrics: Metrics
    let theme: Theme
    let cache: ScaledImages
    let quiet: QuietMaps
    let places: BadgePlaces
    var annotators: [Annotator] = []

    /// The same with other lengths.
    func scaled(_ metrics: Metrics) -> LayoutContext {
        LayoutContext(
            engine: engine, metrics: metrics, theme: theme, cache: cache, quiet: quiet, places: places,
            annotators: annotators)
    }
}
