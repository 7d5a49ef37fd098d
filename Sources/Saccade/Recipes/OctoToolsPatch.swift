extension ZoomRecipe {
    /// The patch zoomer of octotools: a fixed part of the image at twice its size.
    ///
    /// Source: `relevant_patch_zoomer` of octotools/octotools, which resizes with OpenCV; Pillow's filter of the same name
    /// differs by about 0.3 of 255 on average.
    public static let octoToolsPatch = ZoomRecipe(
        "octotools-patch-2x@1", rule: "clamped to the image, edges cut off towards 0; resized to twice the crop",
        rounding: .truncate, resampler: .bilinear, resizesAsPillow: false
    ) { requested, parent in
        let box = requested.intersection(Box(of: parent))
        let crop = box.rounded(.towardZero)
        guard let size = crop.wholeSize else { return nil }
        return Execution(
            executed: crop, size: PixelSize(width: size.width * 2, height: size.height * 2),
            reason: box == requested ? nil : "clamped to the image")
    }
}
