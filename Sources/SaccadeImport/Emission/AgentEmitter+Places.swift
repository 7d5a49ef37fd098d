import Saccade

extension AgentEmitter {
    /// Writes a place as a region; returns its ordinal.
    mutating func write(
        _ planned: PlannedPlace, in step: Int, span: Span? = nil, call: Int? = nil
    ) throws(TraceError) -> Int {
        let (image, _) = try trace.declare(planned.image, origin: ImageOrigin(kind: .input))
        let size = images.size(of: planned.image)
        let (place, reading) = (planned.place, planned.reading)
        let known = reading.space(for: size)
        // A rule may need the size of an image that is missing.
        let space = known ?? reading.rule.space
        var event = Region(
            agent: n, n: labels.count, step: step, image: image, written: place.written, shape: place.shape(in: space),
            space: reading.source == .unresolved ? .pixels : space, spaceSource: reading.source, by: place.author,
            role: place.role, label: place.label, score: place.score, call: call)
        if case .mark = place.form { event.spaceSource = .declared }
        if case .invalid(let reason) = event.shape {
            try remark(on: place, in: step, image: image, reason)
        } else if let size, known != nil, event.spaceSource != .unresolved, let problem = settle(&event, on: size) {
            try remark(on: place, in: step, image: image, problem)
        }
        let label = place.label.map { LabelMatch.Label($0) }
        event.span = span
        if event.span == nil, let label { event.span = self.span(of: label, in: step) }
        try append(.region(event))
        // No answer rests on a place that is none.
        if case .invalid = event.shape { labels.append(nil) } else { labels.append(label) }
        return labels.count - 1
    }

    /// Resolves a region to pixels of its image; returns what is wrong with the place, if anything.
    ///
    /// A region that lies wholly outside its image is no place on it: its shape becomes `invalid`.
    private func settle(_ region: inout Region, on size: PixelSize) -> String? {
        var place = region.shape
        if region.space.unit != .pixel || region.space.order != .xyxy,
            let pixels = try? place.resolved(in: region.space, of: size)
        {
            if case .invalid = pixels { return nil }
            region.pixels = pixels
            place = pixels
        }
        guard let bounds = place.bounds, let problem = outside(bounds, size) else { return nil }
        if problem.isWhole {
            region.shape = .invalid(reason: problem.message)
            region.pixels = nil
        }
        return problem.message
    }

    /// Says how a place leaves its image, and whether it leaves it whole.
    private func outside(_ bounds: Box, _ size: PixelSize) -> (message: String, isWhole: Bool)? {
        let whole = Box(x0: 0, y0: 0, x1: Double(size.width), y1: Double(size.height))
        guard !whole.contains(bounds) else { return nil }
        let isWhole = bounds.x0 > whole.x1 || bounds.y0 > whole.y1 || bounds.x1 < 0 || bounds.y1 < 0
        let found = "[\(bounds.x0.plain), \(bounds.y0.plain), \(bounds.x1.plain), \(bounds.y1.plain)]"
        return ("expected a place on an image of \(size), found \(found)", isWhole)
    }

    private func remark(on place: WrittenPlace, in step: Int, image: Int, _ reason: String) throws(TraceError) {
        try write(
            Remark(.warning, "invalid-region", reason, at: place.pointer, excerpt: place.written), step: step,
            image: image)
    }

    /// Returns the words of a step that name a region.
    private mutating func span(of label: LabelMatch.Label, in step: Int) -> Span? {
        for (channel, text) in indexedWords(of: step) {
            if let range = LabelMatch.range(of: label, in: text) {
                return Span(step: step, channel: channel, bytes: [range.lowerBound, range.upperBound])
            }
        }
        return nil
    }
}
