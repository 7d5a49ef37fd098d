extension ZoomRecipe {
    /// The crop of Pixel-Reasoner, which shows a tenth of the image more on every side.
    ///
    /// Source: `crop_image_normalized` of TIGER-AI-Lab/Pixel-Reasoner.
    public static let pixelReasoner = ZoomRecipe(
        "pixelreasoner-0.1@1",
        rule: """
            a tenth of the image's width or height more on every side, clamped to the image; edges rounded half to even; \
            a crop with a side of at most 28 pixels fails; the crop keeps its size
            """, rounding: .halfEven, operation: .crop
    ) { requested, parent in
        let (width, height) = (Double(parent.width), Double(parent.height))
        // In the tool's own order: shares of the image first, so that halves round the same way.
        func share(_ value: Double, of side: Double, _ padding: Double) -> Double {
            min(max(0, value / side + padding), 1) * side
        }
        let box = Box(
            x0: share(requested.x0, of: width, -0.1), y0: share(requested.y0, of: height, -0.1),
            x1: share(requested.x1, of: width, 0.1), y1: share(requested.y1, of: height, 0.1))
        let crop = box.rounded(.toNearestOrEven)
        guard let size = crop.wholeSize, size.width > 28, size.height > 28 else { return nil }
        return Execution(executed: crop, size: size, reason: "padded by 0.1 of the image")
    }
}
