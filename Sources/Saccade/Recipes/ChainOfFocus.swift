extension ZoomRecipe {
    /// The zoom of Chain-of-Focus: half as large again about the centre, then twice the size.
    ///
    /// Source: `eval/vstar/vllm_inference.py` of xtong-zhang/Chain-of-Focus. On a box that it refuses, the harness hands
    /// the whole image back without a word; that is no execution of this recipe.
    public static let chainOfFocus = ZoomRecipe(
        "cof-1.5x2@1",
        rule: """
            a box that leaves the image fails; 1.5 times as wide and high about the centre, clamped to the image; edges \
            cut off towards 0; resized to twice the crop, to multiples of 28 between 3,136 and 14,745,600 pixels
            """, rounding: .truncate, resampler: .lanczos
    ) { requested, parent in
        let whole = Box(of: parent)
        guard !requested.isEmpty, whole.contains(requested) else { return nil }
        let center = requested.center
        let (halfWidth, halfHeight) = (requested.width * 1.5 / 2, requested.height * 1.5 / 2)
        let crop = Box(
            x0: max(0, center.x - halfWidth), y0: max(0, center.y - halfHeight),
            x1: min(whole.x1, center.x + halfWidth), y1: min(whole.y1, center.y + halfHeight)
        ).rounded(.towardZero)
        let rule = SmartResize(factor: 28, minimumPixels: 4 * 28 * 28, maximumPixels: 3840 * 3840)
        guard crop.wholeSize != nil, let size = rule.size(width: crop.width * 2, height: crop.height * 2) else {
            return nil
        }
        return Execution(executed: crop, size: size, reason: "enlarged 1.5 times")
    }
}
