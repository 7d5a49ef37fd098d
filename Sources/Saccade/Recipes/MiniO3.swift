extension ZoomRecipe {
    /// The crop of Mini-o3.
    ///
    /// Source: the grounding tool of Mini-o3. What the model sees is this crop after the processor's own resize, which
    /// is a derivation of its own.
    public static let miniO3 = ZoomRecipe(
        "mini-o3@1",
        rule: """
            edges cut off towards 0 and clamped to the last column and row; a side over 200 times the other fails; the \
            crop keeps its size
            """, rounding: .truncate, operation: .crop
    ) { requested, parent in
        let (right, bottom) = (Double(parent.width - 1), Double(parent.height - 1))
        let cut = requested.rounded(.towardZero)
        let crop = Box(
            x0: min(max(0, cut.x0), right), y0: min(max(0, cut.y0), bottom), x1: min(max(0, cut.x1), right),
            y1: min(max(0, cut.y1), bottom))
        guard let size = crop.wholeSize, max(crop.width, crop.height) < 200 * min(crop.width, crop.height) else {
            return nil
        }
        return Execution(executed: crop, size: size, reason: crop == cut ? nil : "clamped to the last column and row")
    }
}
