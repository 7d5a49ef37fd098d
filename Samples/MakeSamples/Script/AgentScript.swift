import Saccade
import SaccadeImaging

/// What one agent does.
///
/// Times pass as it writes and waits.
final class AgentScript {
    let n: Int
    /// Nanoseconds since the trace began.
    private(set) var clock: Int
    /// The step that is open, or was last.
    private(set) var openStep: Int?
    private unowned let script: TraceScript
    private var generations = 0
    private var steps = 0
    private var regions = 0
    private var calls = 0
    private var answers = 0
    private var messages = 0
    private var openGeneration: Int?
    /// Tokens of the context: of texts and of images, and how many were there before the open generation.
    private var context = (text: 0, image: 0, before: 0)
    /// Tokens that the open generation has written.
    private var written = (reasoning: 0, other: 0)
    /// Tokens of what the tools returned, by call.
    private var results: [(text: Int, image: Int)] = []
    private var outputs: [Int] = []

    init(_ script: TraceScript, n: Int, clock: Int) {
        self.script = script
        self.n = n
        self.clock = clock
    }

    /// Lets milliseconds pass.
    func wait(_ milliseconds: Int) { clock += milliseconds * 1_000_000 }

    /// Waits until another agent is where it is now.
    func wait(for other: AgentScript) { clock = max(clock, other.clock + 1_000_000) }

    private func add(_ body: EventBody) { script.add(body, at: clock) }

    // MARK: Model calls

    /// Calls the model with what is new in its context; what `body` writes is its output.
    func generation(sees parts: [Part], temperature: Double = 0.2, _ body: () throws -> Void) throws {
        let before = context.text + context.image
        let input = parts.map(taken)
        add(
            .generationBegin(
                GenerationBegin(
                    agent: n, n: generations, sampling: Sampling(temperature: temperature, seed: 7 + n),
                    input: Input(add: input))))
        openGeneration = generations
        written = (0, 0)
        let firstToken = 180 + (context.text + context.image) / 20
        wait(firstToken)
        try body()
        let output = written.reasoning + written.other
        add(
            .generationEnd(
                GenerationEnd(
                    agent: n, n: generations, finish: "stop", firstToken: firstToken * 1_000_000,
                    usage: Usage(
                        input: context.text + context.image, cached: before / 16 * 16, image: context.image,
                        reasoning: written.reasoning, output: output))))
        outputs.append(output)
        generations += 1
        openGeneration = nil
    }

    /// Counts a part and says how the model takes an image.
    private func taken(_ part: Part) -> Part {
        if let image = part.image, let resized = AgentScript.preprocessed(script.images[image].pixels.size) {
            let tokens = resized.width / 32 * (resized.height / 32)
            let first = context.text + context.image
            context.image += tokens
            return .image(
                image,
                Preprocessing(
                    recipe: "qwen3vl@1", width: resized.width, height: resized.height,
                    patches: [resized.width / 16, resized.height / 16], tokens: [first, first + tokens]))
        }
        if let generation = part.generation { context.text += outputs[generation] }
        if let call = part.call {
            context.text += results[call].text
            context.image += results[call].image
        }
        for text in [part.text, part.system, part.tools].compactMap({ $0 }) { context.text += tokenCount(of: text) }
        if part.message != nil { context.text += 24 }
        return part
    }

    /// The size that the model sees an image in: both sides multiples of 32.
    private static func preprocessed(_ size: PixelSize) -> PixelSize? {
        SmartResize(factor: 32, minimumPixels: 1 << 16, maximumPixels: 1 << 24)
            .size(width: Double(size.width), height: Double(size.height))
    }

    // MARK: Steps

    /// Takes a step: says something, with the places that it names, then does the rest.
    func step(
        _ kind: StepKind, _ title: String, _ words: Words, channel: TextChannel = .reasoning,
        then body: (_ named: [ScopedOrdinal]) throws -> Void = { _ in }
    ) throws {
        let step = steps
        steps += 1
        openStep = step
        add(.stepBegin(StepBegin(agent: n, n: step, kind: kind, generation: openGeneration, title: title)))
        say(words.text, channel)
        let named = words.mentions.map { mention in
            region(
                mention.mark,
                span: Span(
                    step: step, channel: channel, bytes: [mention.bytes.lowerBound, mention.bytes.upperBound]))
        }
        try body(named)
        wait(12)
        add(.stepEnd(StepEnd(agent: n, step: step)))
    }

    /// Streams a text in pieces of a few words.
    private func say(_ text: String, _ channel: TextChannel) {
        guard let step = openStep else { return }
        var piece = ""
        func flush() {
            guard !piece.isEmpty else { return }
            let tokens = tokenCount(of: piece)
            wait(tokens * 18)
            if channel == .reasoning { written.reasoning += tokens } else { written.other += tokens }
            add(.stepText(StepText(agent: n, step: step, channel: channel, text: piece)))
            piece = ""
        }
        for character in text {
            piece.append(character)
            if piece.utf8.count >= 96, character == " " { flush() }
        }
        flush()
    }

    /// Names a place and returns the region's name.
    @discardableResult func region(
        _ mark: Mark, span: Span? = nil, call: Int? = nil, by author: RegionAuthor = .model
    ) -> ScopedOrdinal {
        let size = script.images[mark.image].pixels.size
        let isPixels = mark.space.unit == .pixel
        let pixels = mark.falsePixels ?? (isPixels ? nil : try? mark.shape.resolved(in: mark.space, of: size))
        add(
            .region(
                Region(
                    agent: n, n: regions, step: openStep, image: mark.image,
                    written: author == .model ? mark.written : nil, shape: mark.shape, space: mark.space,
                    pixels: pixels, by: author, role: mark.role, label: mark.label, score: mark.score, span: span,
                    call: call)))
        regions += 1
        return ScopedOrdinal(agent: n, n: regions - 1)
    }

    // MARK: Tools

    /// Calls a tool and returns the call's ordinal.
    func request(_ name: String, _ arguments: [(String, JSONValue)]) -> Int {
        let value = JSONValue.object(arguments.map { JSONMember($0.0, $0.1) })
        say(value.canonicalText, .toolArguments)
        let call = calls
        calls += 1
        results.append((0, 0))
        add(
            .toolRequest(
                ToolRequest(
                    agent: n, n: call, step: openStep, name: name, written: value.canonicalText, arguments: value,
                    id: "call_\(n)_\(call)")))
        return call
    }

    /// A tool returns.
    func result(_ call: Int, _ parts: [Part]) {
        for part in parts {
            if let image = part.image, let size = AgentScript.preprocessed(script.images[image].pixels.size) {
                results[call].image += size.width / 32 * (size.height / 32)
            }
            if let text = part.text { results[call].text += tokenCount(of: text) }
        }
        add(.toolResult(ToolResult(agent: n, call: call, parts: parts)))
    }

    /// A tool fails.
    func failure(_ call: Int, _ kind: CallFailure, _ message: String) {
        results[call].text += tokenCount(of: message)
        add(.toolFail(ToolFail(agent: n, call: call, kind: kind, message: message)))
    }

    /// Asks the zoom tool for a place; returns the picture's ordinal and the region's name.
    ///
    /// `statedSize` is the size that the derivation claims to have, where that is not the true one.
    @discardableResult func zoom(
        _ mark: Mark, span: Span? = nil, recipe: ZoomRecipe = .qwen3VLZoom, takes milliseconds: Int = 140,
        trim: PixelSize? = nil
    ) throws -> (image: Int, region: ScopedOrdinal, call: Int) {
        let parent = script.images[mark.image].pixels
        guard case .box(let box)? = try? mark.shape.resolved(in: mark.space, of: parent.size),
            case .box(let numbers) = mark.shape, let execution = recipe.execute(box, in: parent.size)
        else { throw TraceError(.invalidField, "expected a box on image \(mark.image) for the zoom tool") }
        let list = [numbers.x0, numbers.y0, numbers.x1, numbers.y1].compactMap { Int64(exactly: $0) }
        let call = request(
            "image_zoom_in_tool",
            [
                ("bbox_2d", .array(list.map { .integer($0) })), ("label", .string(mark.label)),
                ("img_idx", .integer(Int64(mark.image))),
            ])
        let region = region(mark, span: span, call: call)
        wait(milliseconds)
        let rectangle = try PixelRounding.halfEven.rectangle(of: execution.executed)
        let cut = try parent.cropped(to: rectangle)
        var made = try cut.resized(to: execution.size, filter: .bicubic)
        if let trim { made = try made.cropped(to: PixelRectangle(size: trim)) }
        let image = try script.image(
            made, names: ["image-\(script.images.count)"], origin: ImageOrigin(kind: .tool, agent: n, call: call),
            at: clock)
        let map = PlaneMap.zoom(x: rectangle.x0, y: rectangle.y0, size: cut.size, to: execution.size)
        add(
            .imageDerive(
                ImageDerivation(
                    image: image, parents: [ImageParent(image: mark.image, map: map)], operation: .zoom, agent: n,
                    call: call, region: region.n, requested: box, executed: execution.executed,
                    reason: execution.reason, rounding: recipe.rounding, resampler: recipe.resampler,
                    recipe: recipe.name)))
        result(call, [.image(image)])
        return (image, region, call)
    }

    /// Returns the place of words in what the open step says.
    func span(of words: String, in said: Words, _ channel: TextChannel = .reasoning) throws -> Span {
        let bytes = try said.bytes(of: words)
        return Span(step: openStep ?? 0, channel: channel, bytes: [bytes.lowerBound, bytes.upperBound])
    }

    /// Returns where a box of an image lies on a zoom of a place of that image, in pixels of the zoom.
    func onZoom(_ box: Box, of mark: Mark, shown image: Int) throws -> Box {
        let (parent, child) = (script.images[mark.image].pixels.size, script.images[image].pixels.size)
        guard let asked = try mark.shape.resolved(in: mark.space, of: parent).bounds,
            let cut = ZoomRecipe.qwen3VLZoom.execute(asked, in: parent)?.executed
        else { throw TraceError(.invalidField, "expected a box that the zoom tool can show") }
        let (x, y) = (Double(child.width) / cut.width, Double(child.height) / cut.height)
        return Box(
            x0: (box.x0 - cut.x0) * x, y0: (box.y0 - cut.y0) * y, x1: (box.x1 - cut.x0) * x, y1: (box.y1 - cut.y0) * y)
    }

    /// The size of an image of the trace.
    func size(of image: Int) -> PixelSize { script.images[image].pixels.size }

    // MARK: Answers, messages, ends

    /// Answers.
    @discardableResult func answer(
        _ text: String, regions: [ScopedOrdinal], images: [Int] = [], score: Double? = nil, isFinal: Bool = true
    ) -> ScopedOrdinal {
        add(
            .answer(
                Answer(
                    agent: n, n: answers, step: openStep, final: isFinal, text: text, score: score, regions: regions,
                    images: images)))
        answers += 1
        return ScopedOrdinal(agent: n, n: answers - 1)
    }

    /// Sends a message and returns its name.
    func send(_ text: String, to other: AgentScript, images: [Int] = []) -> ScopedOrdinal {
        add(
            .messageSend(
                MessageSend(
                    agent: n, n: messages, to: other.n, step: openStep,
                    parts: [.text(text)] + images.map { .image($0) })))
        messages += 1
        return ScopedOrdinal(agent: n, n: messages - 1)
    }

    /// Takes a message.
    func receive(_ message: ScopedOrdinal) {
        add(.messageReceive(MessageReceive(agent: n, message: message, step: openStep)))
    }

    /// Ends.
    func end() { add(.agentEnd(AgentEnd(agent: n))) }

    /// Takes the result of an agent that has ended.
    func join(_ other: AgentScript) { add(.agentJoin(AgentJoin(agent: n, joined: other.n, step: openStep))) }

    /// Makes one answer of several.
    func aggregate(
        _ method: AggregateMethod, _ candidates: [ScopedOrdinal], chosen: ScopedOrdinal, weights: [Double], why: String
    ) {
        add(
            .aggregate(
                Aggregate(
                    agent: n, step: openStep, method: method, candidates: candidates, weights: weights, chosen: chosen,
                    why: why)))
    }
}
