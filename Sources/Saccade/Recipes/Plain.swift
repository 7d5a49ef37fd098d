extension ZoomRecipe {
    /// A crop with Pillow's rounding that keeps its size.
    public static let plainCrop = ZoomRecipe(
        "plain@1", rule: "clamped to the image, edges rounded half to even, the crop keeps its size",
        rounding: .halfEven, operation: .crop
    ) { requested, parent in
        let box = requested.intersection(Box(of: parent))
        let crop = box.rounded(.toNearestOrEven)
        guard !box.isEmpty, let size = crop.wholeSize else { return nil }
        return Execution(executed: crop, size: size, reason: box == requested ? nil : "clamped to the image")
    }
}
