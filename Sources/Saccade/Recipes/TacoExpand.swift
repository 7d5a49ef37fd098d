extension ZoomRecipe {
    /// `Crop` of TACO: half as large again about the centre.
    ///
    /// Source: `taco/action.py` and `taco/action_utils.py` of SalesforceAIResearch/TACO. The tool draws the requested box
    /// in yellow, 4 pixels wide, on the image before it crops.
    public static let tacoExpand = taco("taco-expand@1", factor: 1)
    /// `ZoomIn` of TACO with a factor of 2: ``tacoExpand``, then twice the size.
    public static let tacoZoom = taco("taco-expand-2x@1", factor: 2)

    private static func taco(_ name: String, factor: Int) -> ZoomRecipe {
        ZoomRecipe(
            name,
            rule: """
                1.5 times as wide and high about the centre, clamped to the image; edges cut off towards 0; \
                \(factor == 1 ? "the crop keeps its size" : "resized to \(factor) times the crop")
                """, rounding: .truncate, resampler: factor == 1 ? .nearest : .lanczos,
            operation: factor == 1 ? .crop : .zoom
        ) { requested, parent in
            guard !requested.isEmpty else { return nil }
            let center = requested.center
            let (halfWidth, halfHeight) = (requested.width * 1.5 / 2, requested.height * 1.5 / 2)
            let crop = Box(
                x0: max(0, center.x - halfWidth), y0: max(0, center.y - halfHeight),
                x1: min(Double(parent.width), center.x + halfWidth),
                y1: min(Double(parent.height), center.y + halfHeight)
            ).rounded(.towardZero)
            guard let size = crop.wholeSize else { return nil }
            return Execution(
                executed: crop, size: PixelSize(width: size.width * factor, height: size.height * factor),
                reason: "enlarged 1.5 times")
        }
    }
}
