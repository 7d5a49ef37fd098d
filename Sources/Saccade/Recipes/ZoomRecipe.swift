/// What a zoom tool does with the place that a model asks for, to the pixel.
///
/// The *requested* box is in pixels of the parent, unrounded; a tool that takes a point is asked for a box of no size
/// there. The *executed* box is the one whose pixels were cropped: whole pixels of the parent, in stored orientation. A
/// crop is then resized to ``Execution/size`` with ``resampler``, unless it has that size already.
///
/// A name never changes its meaning: a tool that begins to behave differently is `…@2`.
public struct ZoomRecipe: Sendable, Hashable {
    /// The name in the log, as `qwen3vl-zoom@1`.
    public let name: String
    /// How the executed box follows from the requested one, in words.
    public let rule: String
    /// How edges between pixels are rounded.
    public let rounding: RoundingRule
    /// How pixels are computed where the crop is resized.
    public let resampler: Resampler
    /// `crop` if the picture is the crop, `zoom` if the crop is resized.
    public let operation: Operation
    /// Whether a crop is resized as Pillow does, bit for bit; other libraries only come close to the filter of that name.
    public let resizesAsPillow: Bool
    private let body: @Sendable (_ requested: Box, _ parent: PixelSize) -> Execution?

    /// What a tool did with a box.
    public struct Execution: Sendable, Hashable {
        /// The box that was cropped, in whole pixels of the parent.
        ///
        /// It lies inside the parent for all recipes but `deepeyes@1`, whose crop is black where it leaves the image.
        public var executed: Box
        /// The size of the picture that came out.
        public var size: PixelSize
        /// Why the box is not the one that was asked for, beyond rounding; `nil` if it is.
        public var reason: String?

        /// Creates the outcome of a recipe.
        public init(executed: Box, size: PixelSize, reason: String? = nil) {
            self.executed = executed
            self.size = size
            self.reason = reason
        }

        /// The size of the executed box, or `nil` if its edges are not whole numbers.
        public var cropSize: PixelSize? { executed.wholeSize }
    }

    /// Creates a recipe.
    ///
    /// - Parameters:
    ///   - name: The name with its version, as `tool@1`.
    ///   - rule: How the executed box follows from the requested one, in words.
    ///   - resizesAsPillow: Whether Pillow computes the pixels of the resize.
    ///   - body: Returns the outcome for a box with finite edges, or `nil` where the tool would fail.
    init(
        _ name: String, rule: String, rounding: RoundingRule, resampler: Resampler = .nearest,
        operation: Operation = .zoom, resizesAsPillow: Bool = true,
        body: @escaping @Sendable (_ requested: Box, _ parent: PixelSize) -> Execution?
    ) {
        self.name = name
        self.rule = rule
        self.rounding = rounding
        self.resampler = resampler
        self.operation = operation
        self.resizesAsPillow = resizesAsPillow
        self.body = body
    }

    /// The recipes that this version knows.
    public static let all: [ZoomRecipe] = [
        .qwen3VLZoom, .deepEyes, .pixelReasoner, .chainOfFocus, .miniO3, .viGoRLPoint, .viGoRLPoint100,
        .viGoRLPoint182, .visualCoTSquare, .tacoExpand, .tacoZoom, .octoToolsPatch, .plainCrop,
    ]

    /// Returns the recipe with a name, or `nil`.
    public static func named(_ name: String) -> ZoomRecipe? {
        // The name that `plain@1` had before it was in the list of recipes.
        name == "plain-crop@1" ? .plainCrop : all.first { $0.name == name }
    }

    /// Returns what the tool does with a box in pixels of a parent, or `nil` if it would fail.
    public func execute(_ requested: Box, in parent: PixelSize) -> Execution? {
        guard parent.width > 0, parent.height > 0, requested.isWithinReach else { return nil }
        return body(requested, parent)
    }

    /// Two recipes of one name are the same.
    public static func == (a: ZoomRecipe, b: ZoomRecipe) -> Bool { a.name == b.name }

    /// Adds the name to a hash.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Box {
    /// Whether every edge is finite and small enough for exact whole numbers.
    fileprivate var isWithinReach: Bool { [x0, y0, x1, y1].allSatisfy { $0.magnitude <= 1e9 } }

    /// The box of a whole image.
    init(of image: PixelSize) { self.init(x0: 0, y0: 0, x1: Double(image.width), y1: Double(image.height)) }

    /// The box with every edge rounded.
    func rounded(_ rule: FloatingPointRoundingRule) -> Box {
        Box(x0: x0.rounded(rule), y0: y0.rounded(rule), x1: x1.rounded(rule), y1: y1.rounded(rule))
    }

    /// The size in whole pixels, or `nil` if an edge is not whole or the box is empty.
    var wholeSize: PixelSize? {
        guard !isEmpty, let wide = Int(exactly: width), let high = Int(exactly: height) else { return nil }
        return PixelSize(width: wide, height: high)
    }
}
