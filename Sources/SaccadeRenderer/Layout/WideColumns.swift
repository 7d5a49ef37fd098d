import Saccade

/// The columns of a card that takes a whole row, and how its parts are spread over them.
struct WideColumns {
    /// A column: its left edge, its upper edge and its width.
    typealias Column = (x: Double, y: Double, width: Double)

    /// The column at the left: below the picture, if there is one.
    var left: Column
    /// The column at the right, beside the picture.
    var right: Column
    /// The width of both together.
    var wide: Double

    /// Lines of more letters than fit here are hard to follow, in units.
    static let measure = 960.0

    /// Puts the parts of a card where they make it lowest.
    func flow(of panel: Panel, _ picture: PictureLayout?, _ context: LayoutContext) throws(RendererError) -> CardFlow {
        guard let picture else { return try flowWithoutPicture(panel, context) }
        let beside = try flow(panel, in: right, right.width, picture, context)
        let high = (beside.parts.last?.y1 ?? right.y) - right.y
        // The words stay beside the picture; what came of them may go below.
        let words = try wordCount(panel, picture, context)
        let free = picture.area.y1 - right.y + context.metrics.length(18)
        let best = beside.bestBreak(from: words) { first, second in max(first, free + second) }
        guard let best, best.height < high * 0.85 else { return beside }
        return try flow(panel, in: right, right.width, picture, context, then: (best.count, left))
    }

    /// Puts the parts in one column of the whole width, or in two if that is much lower.
    private func flowWithoutPicture(_ panel: Panel, _ context: LayoutContext) throws(RendererError) -> CardFlow {
        let one = try flow(panel, in: left, wide, nil, context)
        let high = (one.parts.last?.y1 ?? left.y) - left.y
        // A few lines are read from top to bottom.
        guard high > context.metrics.length(200) else { return one }
        let narrow = try flow(panel, in: left, left.width, nil, context)
        guard let best = narrow.bestBreak(from: 0, { max($0, $1) }), best.height < high * 0.85 else { return one }
        return try flow(panel, in: left, left.width, nil, context, then: (best.count, right))
    }

    /// The number of parts that are the head and the words.
    private func wordCount(
        _ panel: Panel, _ picture: PictureLayout, _ context: LayoutContext
    ) throws(RendererError) -> Int {
        var flow = CardFlow(context, x: right.x, y: right.y, width: right.width)
        try flow.addHeader(of: panel)
        try flow.addWords(of: panel, picture)
        return flow.parts.count
    }

    private func flow(
        _ panel: Panel, in column: Column, _ width: Double, _ picture: PictureLayout?, _ context: LayoutContext,
        then next: (count: Int, column: Column)? = nil
    ) throws(RendererError) -> CardFlow {
        var flow = CardFlow(context, x: column.x, y: column.y, width: width)
        flow.widen(to: width, measure: context.metrics.length(Self.measure))
        if let next {
            flow.breakColumn(after: next.count, x: next.column.x, y: next.column.y, width: next.column.width)
        }
        try flow.addHeader(of: panel)
        try flow.addWords(of: panel, picture)
        try flow.addOutcome(of: panel)
        return flow
    }
}

extension CardFlow {
    /// Returns after how many parts a second column makes a card of one column lowest, and how high it is then.
    ///
    /// - Parameters:
    ///   - least: The least number of parts in the first column.
    ///   - height: Returns the height of a card from those of its columns.
    fileprivate func bestBreak(
        from least: Int, _ height: (_ first: Double, _ second: Double) -> Double
    ) -> (count: Int, height: Double)? {
        guard let top = parts.first?.y0, let bottom = parts.last?.y1 else { return nil }
        var best: (count: Int, height: Double)?
        for count in breaks where count >= least && count < parts.count {
            let found = height(parts[count - 1].y1 - top, bottom - parts[count].y0)
            if best.map({ found < $0.height }) ?? true { best = (count, found) }
        }
        return best
    }
}
