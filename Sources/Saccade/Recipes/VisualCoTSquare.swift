extension ZoomRecipe {
    /// The crop of the evaluator of Visual-CoT: a square of at least 224 pixels around the box.
    ///
    /// Source: `llava/eval/model_cot_loader.py` of deepcs233/Visual-CoT.
    public static let visualCoTSquare = ZoomRecipe(
        "visualcot-square224@1",
        rule: """
            a square about the centre whose half side is the larger half side of the box and at least 112; centre and \
            half side are cut off to whole pixels; shifted into the image, then clamped; the crop keeps its size
            """, rounding: .floor, operation: .crop
    ) { requested, parent in
        let box = Box(
            x0: max(0, requested.x0), y0: max(0, requested.y0), x1: max(0, requested.x1), y1: max(0, requested.y1))
        let half = max(112, max(((box.x1 - box.x0) / 2).rounded(.down), ((box.y1 - box.y0) / 2).rounded(.down)))
        func span(_ low: Double, _ high: Double, side: Int) -> (Double, Double) {
            var center = ((low + high) / 2).rounded(.down)
            if center - half < 0 { center = half }
            if center + half > Double(side) { center = Double(side) - half }
            return (max(0, center - half), min(Double(side), center + half))
        }
        let (left, right) = span(box.x0, box.x1, side: parent.width)
        let (top, bottom) = span(box.y0, box.y1, side: parent.height)
        let crop = Box(x0: left, y0: top, x1: right, y1: bottom)
        guard !box.isEmpty, let size = crop.wholeSize else { return nil }
        return Execution(executed: crop, size: size, reason: "a square of at least 224 pixels around it")
    }
}
