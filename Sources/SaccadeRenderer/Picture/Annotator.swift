public import Saccade

/// Something of the user's own that is drawn on every current region, above its outline and below the badges.
///
///     let corner = Annotator { place, brush in
///         brush.line([Point(x: place.bounds.x0, y: place.bounds.y1), place.bounds.center], place.color)
///     }
///     let renderer = try StoryboardRenderer(options: .init(annotators: [corner]))
public struct Annotator: Sendable {
    /// The region that is drawn on, and where it lies.
    public struct Place: Sendable {
        /// The region, as the page has it.
        public let region: PictureRegion
        /// The box around its visible part, in pixels of the page.
        public let bounds: Box
        /// Where the whole picture lies, in pixels of the page.
        public let frame: Box
        /// The region's colour in the theme.
        public let color: Color
        /// Pixels for one unit of type and space, so that what is drawn grows with the page.
        public let unit: Double
    }

    let draw: @Sendable (Place, Brush) -> Void

    /// Creates an annotator from what it draws on one region.
    public init(_ draw: @escaping @Sendable (Place, Brush) -> Void) { self.draw = draw }
}

/// What annotators draw with.
///
/// Places and lengths are in pixels of the page. What lies outside the picture is cut off.
public struct Brush {
    let painter: any Painter
    let pen: Pen

    /// Draws a line through points, with the casing and edge that let it show on any ground.
    ///
    /// - Parameters:
    ///   - points: Where it goes, in pixels of the picture as it is drawn.
    ///   - color: Its colour.
    ///   - isClosed: Whether the line goes back to the first point.
    ///   - width: Its width; `nil` for that of regions.
    public func line(_ points: [Point], _ color: Color, isClosed: Bool = false, width: Double? = nil) {
        guard points.count >= 2, points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { return }
        var pen = pen
        if let width, width > 0, width.isFinite { pen.width = width }
        painter.cased(Path(points, isClosed: isClosed), color, pen)
    }

    /// Fills the inside of a closed line.
    public func fill(_ points: [Point], _ color: Color) {
        guard points.count >= 3, points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { return }
        painter.fill(Path(points, isClosed: true), color)
    }

    /// Fills a circle.
    public func dot(at center: Point, radius: Double, _ color: Color) {
        guard center.x.isFinite, center.y.isFinite, radius > 0, radius.isFinite else { return }
        painter.fill(Path(circleAt: center, radius: radius), color)
    }
}
