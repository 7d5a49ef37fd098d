extension ZoomRecipe {
    /// The zoom tool of Qwen-Agent for Qwen3-VL.
    ///
    /// Source: `image_zoom_in_qwen3vl.py` of QwenLM/Qwen-Agent.
    public static let qwen3VLZoom = ZoomRecipe(
        "qwen3vl-zoom@1",
        rule: """
            clamped to the image; a side below 32 pixels grows about the centre; edges rounded half to even; resized to \
            multiples of 32 between 262,144 and 12,845,056 pixels
            """, rounding: .halfEven, resampler: .bicubic
    ) { requested, parent in
        var box = requested.intersection(Box(of: parent))
        guard !box.isEmpty else { return nil }
        var reason = box == requested ? nil : "clamped to the image"
        if let grown = grown(box, in: parent, to: 32) {
            box = grown
            reason = "grown to 32 pixels"
        }
        let crop = box.rounded(.toNearestOrEven)
        // The size follows from the box before it is rounded.
        guard crop.wholeSize != nil, let size = SmartResize.qwen3VLZoom.size(width: box.width, height: box.height)
        else { return nil }
        return Execution(executed: crop, size: size, reason: reason)
    }

    /// Returns the box about the same centre whose shorter side has a least length, if that is needed and possible.
    private static func grown(_ box: Box, in parent: PixelSize, to side: Double) -> Box? {
        guard min(box.width, box.height) < side else { return nil }
        let ratio = side / min(box.width, box.height)
        let halfWidth = (box.width * ratio * 0.5).rounded(.up)
        let halfHeight = (box.height * ratio * 0.5).rounded(.up)
        let center = box.center
        let grown = Box(
            x0: max(0, (center.x - halfWidth).rounded(.down)), y0: max(0, (center.y - halfHeight).rounded(.down)),
            x1: min(Double(parent.width), (center.x + halfWidth).rounded(.up)),
            y1: min(Double(parent.height), (center.y + halfHeight).rounded(.up)))
        return grown.width > side && grown.height > side ? grown : nil
    }
}
