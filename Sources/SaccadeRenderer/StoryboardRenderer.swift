public import Saccade
public import SaccadeImaging

/// Draws storyboard pages.
///
/// A renderer keeps its fonts and glyphs from page to page. It belongs to one thread at a time: make one for each worker.
public final class StoryboardRenderer {
    /// How a page is drawn.
    public struct Options: Sendable {
        /// The width of the page in pixels, 320 to 16,000.
        public var width: Int
        /// Pixels for one unit of type and space; `nil` for the width ÷ 1,640, or ÷ 1,100 on paper.
        public var scale: Double?
        /// The number of cards in a row; `nil` for one that fits the width and the number of panels.
        public var columns: Int?
        /// The colours.
        public var theme: Theme
        /// Where the font files are.
        public var fonts: FontLibrary
        /// The paper that pages are made for; `nil` for pages as high as what is on them.
        public var pageSize: PageSize?
        /// The height in pixels at which a page without paper ends, 1,000 to 32,000.
        public var longest: Int
        /// What is drawn on each current region, besides its outline.
        public var annotators: [Annotator]

        /// Creates options; without any, a light page of 1,640 pixels.
        public init(
            width: Int = 1_640, scale: Double? = nil, columns: Int? = nil, theme: Theme = .light,
            fonts: FontLibrary = .debian, pageSize: PageSize? = nil, longest: Int = 16_000,
            annotators: [Annotator] = []
        ) {
            self.pageSize = pageSize
            self.longest = longest
            self.annotators = annotators
            self.width = width
            self.scale = scale
            self.columns = columns
            self.theme = theme
            self.fonts = fonts
        }
    }

    /// A drawn page, opaque.
    public struct Result: Sendable {
        /// The pixels; nobody draws on them any more.
        let surface: Surface
        /// What could not be drawn as written, for example characters that no font has.
        public let warnings: [String]

        /// The page's size in pixels.
        public var size: PixelSize { PixelSize(width: surface.width, height: surface.height) }

        /// A copy of the pixels; throws `drawingFailed` if there are none.
        public var image: PixelImage {
            get throws(RendererError) {
                guard let image = surface.pixelImage() else {
                    throw RendererError(.drawingFailed, "expected the pixels of the page, found none")
                }
                return image
            }
        }

        /// Returns the page as a PNG file, without a copy of its pixels between.
        ///
        /// Throws as ``/SaccadeImaging/PNGEncoder/encode(_:)``.
        public func png(_ encoder: PNGEncoder = PNGEncoder()) throws(ImagingError) -> [UInt8] {
            try encoder.encode(surface.opaqueRows)
        }
    }

    /// How pages are drawn.
    public let options: Options
    let engine: TextEngine

    /// Creates a renderer.
    ///
    /// Throws `missingFont` if a font file that every page needs is not installed, `invalidOption` for a width or scale
    /// outside its range.
    public init(options: Options = Options()) throws(RendererError) {
        guard (320...16_000).contains(options.width) else {
            throw RendererError(.invalidOption, "expected a width of 320 to 16000 pixels, found \(options.width)")
        }
        if let scale = options.scale, !(scale >= 0.25 && scale <= 8) {
            throw RendererError(.invalidOption, "expected a scale of 0.25 to 8, found \(scale)")
        }
        if let columns = options.columns, !(1...12).contains(columns) {
            throw RendererError(.invalidOption, "expected 1 to 12 columns, found \(columns)")
        }
        guard (1_000...32_000).contains(options.longest) else {
            throw RendererError(
                .invalidOption, "expected a longest page of 1000 to 32000 pixels, found \(options.longest)")
        }
        if let size = options.pageSize {
            guard size.width >= 72, size.height >= 72, size.width <= 14_400, size.height <= 14_400,
                size.height / size.width <= 4, size.width / size.height <= 4
            else {
                throw RendererError(
                    .invalidOption,
                    "expected paper of 72 to 14400 points a side, at most four times as long as wide, found "
                        + "\(size.width)×\(size.height)")
            }
        }
        self.options = options
        engine = try TextEngine(library: options.fonts)
    }

    /// Draws a page, whatever its height.
    ///
    /// The same page gives the same pixels, whatever was drawn before. Throws `pageTooLarge` for a page that is taller
    /// than 32,000 pixels; ``renderPages(_:each:)`` makes several of it.
    public func render(_ page: StoryboardPage) throws(RendererError) -> Result {
        try draw(layout(page))
    }

    /// Draws a page that has been laid out.
    func draw(_ layout: PageLayout) throws(RendererError) -> Result {
        let surface = try Surface(
            width: Int(layout.width.rounded(.up)), height: Int(layout.height.rounded(.up)), isCleared: false)
        let canvas = try Canvas(surface)
        let page = Box(x0: 0, y0: 0, x1: Double(surface.width), y1: Double(surface.height))
        canvas.fill(Path(page), options.theme.paper, leavingOut: layout.list.covered)
        try layout.list.draw(on: canvas)
        return Result(surface: surface, warnings: warnings)
    }

    /// Lays out a page without drawing it.
    ///
    /// - Parameter places: Where numbers of regions stood on pages before this one.
    func layout(_ page: StoryboardPage, places: BadgePlaces = BadgePlaces()) throws(RendererError) -> PageLayout {
        try PageLayout(
            page, width: Double(options.width), columns: options.columns, height: paperHeight ?? 0,
            try context(page, places: places))
    }

    /// What the parts of a page are laid out with; loads the faces for its scripts.
    func context(
        _ page: StoryboardPage, places: BadgePlaces = BadgePlaces()
    ) throws(RendererError) -> LayoutContext {
        try engine.prepare(for: page.scripts)
        let units = page.layout == .frame ? 1_280.0 : options.pageSize == nil ? 1_640 : 1_100
        return LayoutContext(
            engine: engine, metrics: Metrics(scale: options.scale ?? Double(options.width) / units),
            theme: options.theme, cache: ScaledImages(), quiet: QuietMaps(), places: places,
            annotators: options.annotators)
    }

    /// The height of the paper in pixels; `nil` without paper.
    var paperHeight: Double? {
        options.pageSize.map { (Double(options.width) * $0.height / $0.width).rounded() }
    }

    var warnings: [String] {
        var result: [String] = []
        // A folder of one's own may have what a package lacks.
        for package in engine.missingPackages where engine.library.added.isEmpty || !engine.missing.isEmpty {
            result.append("a script of this page needs the fonts of the Debian package \(package)")
        }
        if !engine.missing.isEmpty {
            let shown = engine.missing.prefix(12).map { "U+" + String($0.value, radix: 16, uppercase: true) }
            let more = engine.missing.count > 12 ? " and \(engine.missing.count - 12) more" : ""
            result.append("no font has \(shown.joined(separator: ", "))\(more)")
        }
        return result
    }
}
