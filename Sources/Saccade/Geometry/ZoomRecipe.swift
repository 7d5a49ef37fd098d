/// What a zoom tool does with the box that a model asks for: how the box is adjusted, rounded and enlarged.
public struct ZoomRecipe: Sendable, Hashable {
    /// The name in the log, as `qwen3vl-zoom@1`.
    public let name: String
    /// How edges between pixels are rounded.
    public let rounding: RoundingRule
    /// How pixels are computed.
    public let resampler: Resampler
    /// The shortest side that the tool crops, in pixels; a box with a shorter one grows about its centre.
    let minimumSide: Double?
    /// What size the crop is given; `nil` if it keeps its own.
    let resize: SmartResize?

    /// What a tool did with a box.
    public struct Execution: Sendable, Hashable {
        /// The box that was cropped, in whole pixels of the parent.
        public var executed: Box
        /// The size of the picture that came out.
        public var size: PixelSize
        /// Why the box is not the one that was asked for, beyond rounding; `nil` if it is.
        public var reason: String?
    }

    /// The zoom tool of Qwen-Agent for Qwen3-VL: clamp, grow a side below 32 pixels, crop with Pillow's rounding, then
    /// resize to multiples of 32 between 262,144 and 12,845,056 pixels, bicubic.
    public static let qwen3VLZoom = ZoomRecipe(
        name: "qwen3vl-zoom@1", rounding: .halfEven, resampler: .bicubic, minimumSide: 32, resize: .qwen3VLZoom)

    /// A crop with Pillow's rounding that keeps its size.
    public static let plainCrop = ZoomRecipe(
        name: "plain-crop@1", rounding: .halfEven, resampler: .nearest, minimumSide: nil, resize: nil)

    /// The recipes that this version knows.
    public static let all: [ZoomRecipe] = [.qwen3VLZoom, .plainCrop]

    /// Returns the recipe with a name, or `nil`.
    public static func named(_ name: String) -> ZoomRecipe? { all.first { $0.name == name } }

    /// Returns what the tool does with a box in pixels of a parent, or `nil` if it would fail.
    public func execute(_ requested: Box, in parent: PixelSize) -> Execution? {
        let (width, height) = (Double(parent.width), Double(parent.height))
        guard [requested.x0, requested.y0, requested.x1, requested.y1].allSatisfy(\.isFinite) else { return nil }
        var box = requested.intersection(Box(x0: 0, y0: 0, x1: width, y1: height))
        guard !box.isEmpty else { return nil }
        var reason = box == requested ? nil : "clamped to the image"
        if let grown = grown(box, width, height) {
            box = grown
            reason = "grown to \(Int(minimumSide ?? 0)) pixels"
        }
        let crop = Box(
            x0: box.x0.rounded(.toNearestOrEven), y0: box.y0.rounded(.toNearestOrEven),
            x1: box.x1.rounded(.toNearestOrEven), y1: box.y1.rounded(.toNearestOrEven))
        guard !crop.isEmpty, let wide = Int(exactly: crop.width), let high = Int(exactly: crop.height) else {
            return nil
        }
        var size = PixelSize(width: wide, height: high)
        if let resize {
            guard let larger = resize.size(width: box.width, height: box.height) else { return nil }
            size = larger
        }
        return Execution(executed: crop, size: size, reason: reason)
    }

    /// Returns the box about the same centre whose shorter side has the least length, if that is needed and possible.
    private func grown(_ box: Box, _ width: Double, _ height: Double) -> Box? {
        guard let minimumSide, min(box.width, box.height) < minimumSide else { return nil }
        let ratio = minimumSide / min(box.width, box.height)
        let halfWidth = (box.width * ratio * 0.5).rounded(.up)
        let halfHeight = (box.height * ratio * 0.5).rounded(.up)
        let center = box.center
        let grown = Box(
            x0: max(0, (center.x - halfWidth).rounded(.down)), y0: max(0, (center.y - halfHeight).rounded(.down)),
            x1: min(width, (center.x + halfWidth).rounded(.up)), y1: min(height, (center.y + halfHeight).rounded(.up)))
        return grown.width > minimumSide && grown.height > minimumSide ? grown : nil
    }
}
