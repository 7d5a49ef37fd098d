extension ZoomRecipe {
    /// The crop of ViGoRL around a point: 75 pixels on every side, shown at 512×512.
    public static let viGoRLPoint = viGoRL("vigorl-point@1", offset: 75, side: 512)
    /// The crop of ViGoRL for web pages: 100 pixels on every side, shown at 512×512.
    public static let viGoRLPoint100 = viGoRL("vigorl-point-100@1", offset: 100, side: 512)
    /// The crop of ViGoRL for visual search: 182 pixels on every side, shown at 672×672.
    public static let viGoRLPoint182 = viGoRL("vigorl-point-182@1", offset: 182, side: 672)

    /// A square around the centre of the requested box, which a point has at itself.
    ///
    /// Source: `demo/demo_multiturn.py` of Gabesarch/grounded-rl. At the border the square loses its outside and is still
    /// shown square. The tool may draw a red dot of 6 pixels at the point before it resizes.
    private static func viGoRL(_ name: String, offset: Double, side: Int) -> ZoomRecipe {
        ZoomRecipe(
            name,
            rule: """
                \(Int(offset)) pixels on every side of the point, clamped to the image; edges rounded half to even; \
                resized to \(side)×\(side) whatever its shape
                """, rounding: .halfEven, resampler: .lanczos
        ) { requested, parent in
            let point = requested.center
            let around = Box(x0: point.x - offset, y0: point.y - offset, x1: point.x + offset, y1: point.y + offset)
            let box = around.intersection(Box(of: parent))
            let crop = box.rounded(.toNearestOrEven)
            guard !box.isEmpty, crop.wholeSize != nil else { return nil }
            return Execution(
                executed: crop, size: PixelSize(width: side, height: side),
                reason: box == around ? "a square around the point" : "a square around the point, clamped to the image")
        }
    }
}
