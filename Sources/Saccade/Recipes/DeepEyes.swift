extension ZoomRecipe {
    /// The zoom of the evaluation harness of DeepEyes.
    ///
    /// Source: `eval/eval_vstar.py` of Visual-Agent/DeepEyes. The harness does not clamp: Pillow fills what lies outside
    /// the image with black.
    public static let deepEyes = ZoomRecipe(
        "deepeyes@1",
        rule: """
            not clamped, black outside the image; edges rounded half to even; resized to multiples of 28 between 3,136 \
            and 12,845,056 pixels
            """, rounding: .halfEven, resampler: .bicubic
    ) { requested, parent in
        let crop = requested.rounded(.toNearestOrEven)
        guard crop.wholeSize != nil, !crop.intersection(Box(of: parent)).isEmpty,
            let size = SmartResize.qwen25VL.size(width: requested.width, height: requested.height)
        else { return nil }
        let leaves = !Box(of: parent).contains(crop)
        return Execution(executed: crop, size: size, reason: leaves ? "black where it leaves the image" : nil)
    }
}
