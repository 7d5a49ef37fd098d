/// The size that Qwen's processors give an image: both sides multiples of a factor, the area within limits.
///
/// Source: `smart_resize` of Qwen-VL; sides are rounded half to even, as Python's `round` does.
public struct SmartResize: Sendable, Hashable {
    /// What both sides are multiples of, in pixels.
    public var factor: Int
    /// The least area in pixels.
    public var minimumPixels: Int
    /// The largest area in pixels.
    public var maximumPixels: Int

    /// Creates the rule.
    public init(factor: Int, minimumPixels: Int, maximumPixels: Int) {
        self.factor = factor
        self.minimumPixels = minimumPixels
        self.maximumPixels = maximumPixels
    }

    /// Qwen2.5-VL's processor with its default limits.
    public static let qwen25VL = SmartResize(factor: 28, minimumPixels: 3136, maximumPixels: 12_845_056)
    /// The zoom tool of Qwen3-VL.
    public static let qwen3VLZoom = SmartResize(
        factor: 32, minimumPixels: 256 * 32 * 32, maximumPixels: 12_845_056)

    /// Returns the size that an image of a width and a height gets, or `nil` if a side is not positive and finite, or
    /// one is more than 200 times the other.
    public func size(width: Double, height: Double) -> PixelSize? {
        guard factor > 0, width.isFinite, height.isFinite, width > 0, height > 0 else { return nil }
        guard max(width, height) / min(width, height) <= 200, max(width, height) <= 1e9 else { return nil }
        let step = Double(factor)
        func rounded(_ side: Double, _ rule: FloatingPointRoundingRule) -> Double {
            max(step, (side / step).rounded(rule) * step)
        }
        var (w, h) = (rounded(width, .toNearestOrEven), rounded(height, .toNearestOrEven))
        if w * h > Double(maximumPixels) {
            let shrink = (width * height / Double(maximumPixels)).squareRoot()
            (w, h) = (rounded(width / shrink, .down), rounded(height / shrink, .down))
        } else if w * h < Double(minimumPixels) {
            let grow = (Double(minimumPixels) / (width * height)).squareRoot()
            (w, h) = (rounded(width * grow, .up), rounded(height * grow, .up))
        }
        guard let wide = Int(exactly: w), let high = Int(exactly: h) else { return nil }
        return PixelSize(width: wide, height: high)
    }
}
