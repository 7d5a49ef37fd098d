import Saccade
import SaccadeImaging

/// Writes a plan as the events of a trace.
final class TraceEmitter {
    private let writer: TraceWriter
    private let plan: RecordPlan
    private let source: String
    /// The ordinals of the images that have been declared, by their index.
    private var ordinals: [Int?]
    /// The ordinals of the calls' regions among those of the agent.
    private var regions: [[Int?]]
    /// The step of each call.
    private var steps: [Int?]
    /// What each region of the agent is called.
    private var labels: [String?] = []
    /// The next region.
    private var nextRegion = 0
    /// The text of each channel of a step.
    private var words: [Int: [(channel: TextChannel, text: String)]] = [:]

    /// The remarks that were written.
    private(set) var diagnostics: [Diagnostic] = []
    /// How many images were made from others.
    private(set) var derivations = 0
    /// How many images have no bytes.
    private(set) var missingImages = 0

    init(writer: TraceWriter, plan: RecordPlan, source: String) {
        self.writer = writer
        self.plan = plan
        self.source = source
        ordinals = plan.images.map { _ in nil }
        regions = plan.calls.map { call in call.regions.map { _ in nil } }
        steps = plan.calls.map { _ in nil }
    }

    /// Writes everything but the end.
    func emit(id: String, recorder: Recorder) throws(TraceError) {
        let conversation = plan.conversation
        try writer.append(
            .traceBegin(
                TraceBegin(
                    format: FormatVersion.current.description, id: id, recorder: recorder, model: conversation.model,
                    task: conversation.task, source: source)))
        for remark in conversation.remarks { try write(remark) }
        var generation = 0
        var inputs: [Part] = conversation.tools.map { [.tools($0)] } ?? []
        for round in plan.rounds {
            for input in round.inputs { inputs.append(try receive(input)) }
            guard !round.steps.isEmpty else { continue }
            try writer.append(
                .generationBegin(GenerationBegin(agent: 0, n: generation, input: Input(add: inputs))))
            let open = try write(round.steps, of: generation)
            try writer.append(.generationEnd(GenerationEnd(agent: 0, n: generation)))
            inputs = [.generation(generation)]
            generation += 1
            try finish(open)
        }
        try writeStrays()
        if let truth = conversation.truth { try writer.append(.reference(truth)) }
        for score in conversation.scores { try writer.append(.score(score)) }
        if generation > 0, !plan.rounds.contains(where: { $0.steps.contains { $0.answer != nil } }) {
            try write(Remark(.info, "no-answer", "the record ends without an answer", at: ""))
        }
        if generation == 0 {
            try write(Remark(.warning, "no-model-output", "the record has no message of a model", at: ""))
        }
    }

    // MARK: What comes in

    private func receive(_ input: RecordPlan.Input) throws(TraceError) -> Part {
        switch input {
        case .system(let text): return .system(text)
        case .outcome(let call): return .call(call)
        case .turn(let pieces, let name, let remarks):
            var parts: [Part] = []
            for piece in pieces { parts.append(try part(piece, origin: ImageOrigin(kind: .input))) }
            let n = writer.structure.counts.turns
            try writer.append(.turn(Turn(n: n, parts: parts, name: name)))
            for remark in remarks { try write(remark) }
            return .turn(n)
        }
    }

    private func part(_ piece: RecordPlan.Piece, origin: ImageOrigin) throws(TraceError) -> Part {
        switch piece {
        case .text(let text): return .text(text)
        case .image(let index): return .image(try declare(index, origin: origin).ordinal)
        }
    }

    /// Declares an image unless it has been; says whether it is new.
    private func declare(_ index: Int, origin: ImageOrigin) throws(TraceError) -> (ordinal: Int, isNew: Bool) {
        if let known = ordinals[index] { return (known, false) }
        let image = plan.images[index]
        let next = writer.structure.counts.images
        var declaration = ImageDeclaration(n: next, names: image.name.map { [$0] } ?? [], origin: origin)
        let ordinal: Int
        switch image.content {
        case .file(let file):
            declaration.width = file.info.size.width
            declaration.height = file.info.size.height
            declaration.media = file.info.mediaType
            if file.info.orientation != .upright { declaration.orientation = file.info.orientation.rawValue }
            ordinal = try writer.image(file.bytes, digest: file.digest, as: declaration)
        case .missing(let reason):
            declaration.missing = reason
            try writer.append(.image(declaration))
            ordinal = next
            missingImages += 1
            try write(
                Remark(
                    .warning, "missing-image", "image \(next) is missing: \(reason)", at: image.pointer,
                    excerpt: image.name), image: next)
        }
        ordinals[index] = ordinal
        if let remark = image.remark { try write(remark, image: ordinal) }
        return (ordinal, ordinal == next)
    }

    // MARK: Steps

    /// Writes the steps of a generation and returns those that wait for the outcome of a call.
    private func write(_ planned: [PlannedStep], of generation: Int) throws(TraceError) -> [(step: Int, calls: [Int])] {
        var open: [(step: Int, calls: [Int])] = []
        for step in planned {
            let n = writer.structure.counts.steps
            try writer.append(.stepBegin(StepBegin(agent: 0, n: n, kind: step.kind, generation: generation)))
            try write(step.words, of: n)
            for index in step.images {
                _ = try declare(index, origin: ImageOrigin(kind: .rendered))
            }
            for call in step.calls { try request(call, in: n) }
            for remark in step.remarks { try write(remark, step: n) }
            if let answer = step.answer { try write(answer, in: n) }
            if step.calls.isEmpty {
                try writer.append(.stepEnd(StepEnd(agent: 0, step: n)))
            } else {
                open.append((n, step.calls))
            }
        }
        return open
    }

    /// Writes the words of a step; pieces of one channel are parted by an empty line.
    private func write(_ words: [PlannedStep.Words], of step: Int) throws(TraceError) {
        var channels: [(channel: TextChannel, text: String)] = []
        for piece in words {
            var text = piece.text
            if let index = channels.firstIndex(where: { $0.channel == piece.channel }) {
                text = "\n\n" + text
                channels[index].text += text
            } else {
                channels.append((piece.channel, text))
            }
            try writer.append(.stepText(StepText(agent: 0, step: step, channel: piece.channel, text: text)))
        }
        self.words[step] = channels
    }

    private func request(_ ordinal: Int, in step: Int) throws(TraceError) {
        let call = plan.calls[ordinal]
        steps[ordinal] = step
        try writer.append(
            .toolRequest(
                ToolRequest(
                    agent: 0, n: ordinal, step: step, name: call.call.name, written: call.call.written,
                    arguments: call.call.arguments, id: call.call.id)))
        for (index, region) in call.regions.enumerated() {
            regions[ordinal][index] = try write(region, of: ordinal, in: step)
        }
        for remark in call.remarks { try write(remark, step: step) }
    }

    private func write(_ region: WrittenRegion, of call: Int, in step: Int) throws(TraceError) -> Int {
        let (image, _) = try declare(region.image, origin: ImageOrigin(kind: .input))
        let reading = plan.calls[call].reading
        var event = Region(
            agent: 0, n: nextRegion, step: step, image: image, written: region.written,
            shape: region.shape(in: reading.space), space: reading.space, spaceSource: reading.source, by: .model,
            role: .attended, label: region.label, call: call)
        if reading.source == .unresolved {
            event.space = .pixels
        } else if let size = plan.images[region.image].size, let problem = place(&event, on: size) {
            try remark(on: region, call: call, in: step, image: image, problem)
        }
        if case .invalid(let reason) = region.shape(in: reading.space) {
            try remark(on: region, call: call, in: step, image: image, reason)
        }
        if let label = region.label, let span = span(of: label, in: step) { event.span = span }
        try writer.append(.region(event))
        labels.append(region.label)
        nextRegion += 1
        return nextRegion - 1
    }

    /// Resolves a region to pixels of its image; returns what is wrong with the place, if anything.
    ///
    /// A region that lies wholly outside its image is no place on it: its shape becomes `invalid`.
    private func place(_ region: inout Region, on size: PixelSize) -> String? {
        var place = region.shape
        if region.space != .pixels, let pixels = try? place.resolved(in: region.space, of: size) {
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

    private func remark(
        on region: WrittenRegion, call: Int, in step: Int, image: Int, _ reason: String
    ) throws(TraceError) {
        try write(
            Remark(
                .warning, "invalid-region", reason, at: plan.calls[call].call.pointer, excerpt: region.written),
            step: step, image: image)
    }

    /// Returns the words of a step that name a region.
    private func span(of label: String, in step: Int) -> Span? {
        for (channel, text) in words[step] ?? [] {
            if let range = LabelMatch.range(of: label, in: text) {
                return Span(step: step, channel: channel, bytes: [range.lowerBound, range.upperBound])
            }
        }
        return nil
    }

    private func write(_ text: String, in step: Int) throws(TraceError) {
        let n = writer.structure.counts.answers
        let total = plan.rounds.reduce(0) { $0 + $1.steps.count { $0.answer != nil } }
        // Only what the answer itself names counts as what it rests on.
        let spoken = ([text] + (words[step] ?? []).map(\.text)).joined(separator: "\n")
        var cited: [ScopedOrdinal] = []
        for (region, label) in labels.enumerated() {
            if let label, LabelMatch.range(of: label, in: spoken) != nil {
                cited.append(ScopedOrdinal(agent: 0, n: region))
            }
        }
        try writer.append(
            .answer(Answer(agent: 0, n: n, step: step, final: n == total - 1, text: text, regions: cited)))
    }

    // MARK: Outcomes

    /// Writes the outcomes of the calls of a generation's steps and ends the steps.
    private func finish(_ open: [(step: Int, calls: [Int])]) throws(TraceError) {
        for (step, calls) in open {
            var failure: String?
            for call in calls {
                try outcome(of: call, in: step)
                if case .failed(let message) = plan.calls[call].outcome { failure = message }
            }
            try writer.append(
                .stepEnd(StepEnd(agent: 0, step: step, status: failure == nil ? .ok : .failed, error: failure)))
        }
    }

    private func outcome(of ordinal: Int, in step: Int) throws(TraceError) {
        let call = plan.calls[ordinal]
        var parts: [Part] = []
        var made: [(index: Int, ordinal: Int)] = []
        for piece in call.result {
            switch piece {
            case .text(let text): parts.append(.text(text))
            case .image(let index):
                let (image, isNew) = try declare(index, origin: ImageOrigin(kind: .tool, agent: 0, call: ordinal))
                parts.append(.image(image))
                if isNew { made.append((index, image)) }
            }
        }
        switch call.outcome {
        case .succeeded: try writer.append(.toolResult(ToolResult(agent: 0, call: ordinal, parts: parts)))
        case .failed(let message):
            try writer.append(
                .toolFail(ToolFail(agent: 0, call: ordinal, kind: .failed, message: message, parts: parts)))
        case .unknown(let message):
            try writer.append(
                .toolFail(ToolFail(agent: 0, call: ordinal, kind: .indeterminate, message: message, parts: parts)))
        }
        for (index, image) in made { try derive(image, index, by: ordinal, in: step) }
        for index in call.unshown {
            let (image, _) = try declare(index, origin: ImageOrigin(kind: .tool, agent: 0, call: ordinal))
            let name = plan.images[index].name ?? ""
            try write(
                Remark(
                    .warning, "drawing-not-shown",
                    "the code drew \(name), and the result holds no picture: the model never received it",
                    at: call.call.pointer, excerpt: name), step: step, image: image)
        }
    }

    /// Says how a picture that a tool returned came from the image that the call names.
    private func derive(_ image: Int, _ index: Int, by ordinal: Int, in step: Int) throws(TraceError) {
        let call = plan.calls[ordinal]
        guard let region = call.regions.first, let parent = ordinals[region.image], parent < image else { return }
        var event = ImageDerivation(
            image: image, parents: [ImageParent(image: parent)], operation: .crop, agent: 0, call: ordinal)
        func unmapped(_ reason: String) throws(TraceError) {
            event.parents[0].unmapped = reason
            if event.recipe == nil { event.operation = .external }
            try writer.append(.imageDerive(event))
            derivations += 1
        }
        guard call.regions.count == 1, call.resultImages.count == 1 else {
            return try unmapped(
                "the call names \(call.regions.count) places and returned \(call.resultImages.count) pictures")
        }
        event.region = regions[ordinal].first ?? nil
        guard call.reading.source != .unresolved, let size = plan.images[region.image].size,
            let exact = region.pixelBox(in: call.reading.space, of: size)
        else { return try unmapped("the place that was asked for is not known in pixels") }
        let requested = rounded(exact)
        event.requested = requested
        guard let recipe = call.reading.recipe, let execution = recipe.execute(exact, in: size) else {
            return try unmapped("the record does not say what the tool did with the place")
        }
        // The box is kept to 1/1000 pixel unless that would lead the recipe elsewhere.
        if recipe.execute(requested, in: size) != execution { event.requested = exact }
        event.operation = recipe.operation
        event.executed = execution.executed
        event.reason = execution.reason
        event.rounding = recipe.rounding
        event.resampler = recipe.operation == .crop ? nil : recipe.resampler
        event.recipe = recipe.name
        guard let stored = plan.images[index].size else { return try unmapped("the picture is missing") }
        guard stored == execution.size else {
            event.recipe = nil
            event.executed = nil
            event.resampler = nil
            event.rounding = nil
            event.reason = nil
            try write(
                Remark(
                    .warning, "derived-size-unexplained",
                    "expected a picture of \(execution.size) by \(recipe.name), found \(stored)",
                    at: plan.images[index].pointer), step: step, image: image)
            return try unmapped("its size is not what \(recipe.name) gives")
        }
        let box = execution.executed
        let from = PixelSize(width: Int(box.width), height: Int(box.height))
        guard let map = PlaneMap.zoom(x: Int(box.x0), y: Int(box.y0), size: from, to: stored) else {
            return try unmapped("the executed place is empty")
        }
        event.parents[0].map = map
        try writer.append(.imageDerive(event))
        derivations += 1
    }

    private func rounded(_ box: Box) -> Box {
        func round(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
        return Box(x0: round(box.x0), y0: round(box.y0), x1: round(box.x1), y1: round(box.y1))
    }

    // MARK: Pictures beside the record, and remarks

    private func writeStrays() throws(TraceError) {
        for index in plan.strays {
            let (image, isNew) = try declare(index, origin: ImageOrigin(kind: .rendered))
            guard isNew else { continue }
            let name = plan.images[index].name ?? ""
            try write(
                Remark(
                    .info, "picture-not-in-record", "\(name) lies beside the record, and no message holds it", at: "",
                    excerpt: name), image: image)
        }
    }

    private func write(_ remark: Remark, step: Int? = nil, image: Int? = nil) throws(TraceError) {
        let place = remark.pointer.isEmpty ? source : "\(source)#\(remark.pointer)"
        let diagnostic = Diagnostic(
            severity: remark.severity, code: remark.code, message: remark.message, agent: step == nil ? nil : 0,
            step: step, image: image, source: place, excerpt: remark.excerpt?.cut(to: 4000))
        try writer.append(.diagnostic(diagnostic))
        diagnostics.append(diagnostic)
    }
}
