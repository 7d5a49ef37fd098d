import Saccade

extension AgentEmitter {
    /// Says how a picture that a tool returned came from the image that the call names.
    func derive(_ image: Int, _ index: Int, by ordinal: Int, in step: Int) throws(TraceError) {
        let call = agent.calls[ordinal]
        guard let planned = call.places.first, !call.call.isAction, let parent = trace.ordinals[planned.image],
            parent < image
        else { return }
        var event = ImageDerivation(
            image: image, parents: [ImageParent(image: parent)], operation: .crop, agent: n, call: ordinal)
        if call.call.drawsInPlace, call.resultImages.count == 1 {
            return try derive(&event, drawnOn: images.size(of: planned.image), index)
        }
        guard call.places.count == 1, call.resultImages.count == 1 else {
            return try unmapped(
                &event,
                "the call names \(call.places.count) places and returned \(call.resultImages.count) pictures")
        }
        event.region = regions[ordinal].first
        guard let size = images.size(of: planned.image), let space = planned.reading.space(for: size),
            let exact = planned.place.pixelBox(in: space, of: size)
        else { return try unmapped(&event, "the place that was asked for is not known in pixels") }
        event.requested = exact.rounded
        if let recipe = planned.reading.recipe, let frame = planned.reading.rule.frame(of: size, for: recipe) {
            return try derive(&event, planned.place, by: recipe, of: size, resizedTo: frame, index, in: step)
        }
        if let crop = call.call.crop, planned.reading.recipe == nil {
            return try derive(&event, by: crop, index, in: step)
        }
        guard let recipe = planned.reading.recipe, let execution = recipe.execute(exact, in: size) else {
            return try unmapped(&event, "the record does not say what the tool did with the place")
        }
        // The box is kept to 1/1000 pixel unless that would lead the recipe elsewhere.
        if recipe.execute(exact.rounded, in: size) != execution { event.requested = exact }
        // A picture whose bytes are gone is what the recipe gives, as far as the record goes.
        let stored = images.size(of: index) ?? execution.size
        guard stored == execution.size else {
            let problem = "expected a picture of \(execution.size) by \(recipe.name), found \(stored)"
            return try unexplained(&event, problem, "its size is not what \(recipe.name) gives", index, in: step)
        }
        event.operation = recipe.operation
        event.executed = execution.executed
        event.reason = execution.reason
        event.rounding = recipe.rounding
        event.resampler = recipe.operation == .crop ? nil : recipe.resampler
        event.recipe = recipe.name
        try map(&event, execution.executed, to: stored)
    }

    /// Says where a crop lies whose tool had resized the image before.
    ///
    /// The box is whole pixels of the resized image, which the record does not have; in those of the image it is not, so
    /// that the recipe is named in the reason only.
    private func derive(
        _ event: inout ImageDerivation, _ place: WrittenPlace, by recipe: ZoomRecipe, of size: PixelSize,
        resizedTo frame: PixelSize, _ index: Int, in step: Int
    ) throws(TraceError) {
        guard let written = place.pixelBox(in: .pixels, of: frame), let execution = recipe.execute(written, in: frame),
            let crop = execution.cropSize, let x = Int(exactly: execution.executed.x0),
            let y = Int(exactly: execution.executed.y0)
        else { return try unmapped(&event, "\(recipe.name) refuses the place on the image resized to \(frame)") }
        let stored = images.size(of: index) ?? execution.size
        guard stored == execution.size else {
            let problem = "expected a picture of \(execution.size) by \(recipe.name), found \(stored)"
            return try unexplained(&event, problem, "its size is not what \(recipe.name) gives", index, in: step)
        }
        guard let zoom = PlaneMap.zoom(x: x, y: y, size: crop, to: stored),
            let map = PlaneMap.resize(from: size, to: frame)?.after(zoom),
            let box = map.apply(Box(x0: 0, y0: 0, x1: Double(stored.width), y1: Double(stored.height)))
        else { return try unmapped(&event, "the executed place is empty") }
        event.operation = .zoom
        event.executed = box.rounded
        event.reason = "\(recipe.name) on the image resized to \(frame)" + (execution.reason.map { ": \($0)" } ?? "")
        event.parents[0].map = map
        try append(.imageDerive(event))
        trace.derivations += 1
    }

    /// Says that a picture is an image of a size with something drawn on it.
    private func derive(
        _ event: inout ImageDerivation, drawnOn size: PixelSize?, _ index: Int
    ) throws(TraceError) {
        guard let size, size == images.size(of: index) else {
            return try unmapped(&event, "its size is not that of the image that was drawn on")
        }
        event.operation = .draw
        event.parents[0].map = .identity
        try append(.imageDerive(event))
        trace.derivations += 1
    }

    /// Says what the code of a call did.
    ///
    /// The code is the record's own word. Where the stored picture has another size, the trace says what the code says, and
    /// a check finds that the picture is not what it gives.
    private func derive(
        _ event: inout ImageDerivation, by crop: CodedCrop, _ index: Int, in step: Int
    ) throws(TraceError) {
        let cropSize = ZoomRecipe.Execution(executed: crop.box, size: PixelSize(width: 1, height: 1)).cropSize
        guard let expected = crop.size ?? cropSize else {
            return try unmapped(&event, "the code crops at fractions of pixels")
        }
        guard let stored = images.size(of: index) else { return try unmapped(&event, "the picture is missing") }
        if stored != expected {
            try write(
                Remark(
                    .warning, "derived-size-differs", "expected a picture of \(expected) by the code, found \(stored)",
                    at: images[index].pointer), step: step, image: event.image)
        }
        event.parameters = .object([
            JSONMember("width", .integer(Int64(expected.width))),
            JSONMember("height", .integer(Int64(expected.height))),
        ])
        event.operation = crop.size == nil || crop.size == cropSize ? .crop : .zoom
        event.resampler = event.operation == .zoom ? crop.resampler : nil
        event.executed = crop.box
        event.rounding = .truncate
        try map(&event, crop.box, to: expected)
    }

    private func map(_ event: inout ImageDerivation, _ box: Box, to stored: PixelSize) throws(TraceError) {
        guard let x = Int(exactly: box.x0), let y = Int(exactly: box.y0), let width = Int(exactly: box.width),
            let height = Int(exactly: box.height),
            let map = PlaneMap.zoom(x: x, y: y, size: PixelSize(width: width, height: height), to: stored)
        else { return try unmapped(&event, "the executed place is empty") }
        event.parents[0].map = map
        try append(.imageDerive(event))
        trace.derivations += 1
    }

    private func unexplained(
        _ event: inout ImageDerivation, _ problem: String, _ reason: String, _ index: Int, in step: Int
    ) throws(TraceError) {
        try write(
            Remark(.warning, "derived-size-unexplained", problem, at: images[index].pointer), step: step,
            image: event.image)
        try unmapped(&event, reason)
    }

    private func unmapped(_ event: inout ImageDerivation, _ reason: String) throws(TraceError) {
        event.parents[0].unmapped = reason
        event.operation = .external
        try append(.imageDerive(event))
        trace.derivations += 1
    }
}

extension Box {
    /// The box with every edge rounded to 1/1000 pixel.
    fileprivate var rounded: Box {
        func round(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
        return Box(x0: round(x0), y0: round(y0), x1: round(x1), y1: round(y1))
    }
}
