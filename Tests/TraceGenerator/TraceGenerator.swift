import Saccade
import SaccadeDigest
public import SaccadeTesting

/// Makes valid traces of every kind of event, from a seed.
///
/// No rule may raise an error on any of them: that is what they are for.
public struct TraceGenerator {
    var random: SeededRandom
    var trace: TraceBuilder
    /// The sizes of the images so far.
    var sizes: [PixelSize] = []
    /// The orientations that the images state.
    var orientations: [Int] = []
    /// The images that a region may be put on: they lead to a picture of the first turn.
    var seen: [Int] = []
    /// The message that each agent was given its task with.
    var messages: [Int: ScopedOrdinal] = [:]
    /// The images that were turned upright, or come from one that was.
    var upright: Set<Int> = []

    /// Makes the trace of a seed.
    ///
    /// - Parameters:
    ///   - seed: The same seed gives the same trace.
    ///   - rounds: How many generations the root has.
    public static func trace(seed: UInt64, rounds: Int = 4) -> TraceBuilder {
        var generator = TraceGenerator(seed: seed)
        generator.write(rounds: rounds)
        return generator.trace
    }

    private init(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let digits = Array("0123456789abcdef")
        let id = String((0..<31).map { _ in digits[random.number(0...15)] }) + "1"
        let header = TraceGenerator.header(id: id, &random)
        trace = TraceBuilder(header, tick: random.happens(80) ? random.number(1...2_000_000) : 0)
        self.random = random
    }

    private mutating func write(rounds: Int) {
        if random.happens(30) { extras() }
        var parts: [Part] = [.text("What does the sign say? 🪧")]
        if trace.structure.videos > 0 { parts.append(.video(0)) }
        for _ in 0..<random.number(1...3) {
            let image = input()
            parts.append(.image(image))
            seen.append(image)
        }
        trace.append(.turn(Turn(n: 0, parts: parts, name: random.happens(20) ? "user" : nil)))
        if random.happens(40) { truth() }
        agent(0, rounds: rounds, depth: 0)
        if random.happens(5) { gap() }
        if random.happens(50) { remarks() }
        finish()
    }

    private mutating func finish() {
        let digest = Digest(of: trace.log)
        trace.append(
            .traceEnd(
                TraceEnd(
                    status: random.happens(90) ? .ok : .cancelled, counts: trace.structure.counts,
                    digest: random.happens(70) ? digest : nil)))
    }

    // MARK: Images

    private mutating func input() -> Int {
        let size = PixelSize(width: random.number(200...2000), height: random.number(200...2000))
        let n = trace.structure.images.count
        sizes.append(size)
        let digest = Digest(of: Array("image \(n) \(size)".utf8))
        let kind = random.one(of: [OriginKind.input, .screenshot, .rendered])
        let orientation = random.happens(8) ? random.number(2...8) : random.happens(5) ? 1 : nil
        orientations.append(orientation ?? 1)
        trace.append(
            .image(
                ImageDeclaration(
                    n: n, width: size.width, height: size.height,
                    media: random.one(of: ["image/png", "image/jpeg", "image/webp"]), digest: digest,
                    bytes: random.number(100...100_000), orientation: orientation, names: ["image-\(n)"],
                    origin: ImageOrigin(kind: kind))))
        if random.happens(30) {
            trace.append(
                .imagePixels(
                    ImagePixels(
                        image: n, digest: Digest(of: Array("pixels \(n)".utf8)), width: size.width, height: size.height,
                        decoder: "libpng/1.6.39")))
        }
        return n
    }

    /// Makes an image from another one and returns its ordinal.
    private mutating func derived(_ agent: Int, _ call: Int, region: Region?) -> Int {
        let parent = region?.image ?? random.one(of: seen)
        let size = sizes[parent]
        let left = random.number(0...(size.width - 60))
        let top = random.number(0...(size.height - 60))
        let box = Box(
            x0: Double(left), y0: Double(top), x1: Double(random.number((left + 40)...size.width)),
            y1: Double(random.number((top + 40)...size.height)))
        var derivation = ImageDerivation(image: 0, operation: .crop, agent: agent, call: call, region: region?.n)
        var made = size
        var map: PlaneMap? = .identity
        switch random.number(0...12) {
        case 0...2:
            (derivation.executed, derivation.requested, derivation.rounding) = (box, box, .halfEven)
            made = PixelSize(width: Int(box.width), height: Int(box.height))
            map = .crop(x: left, y: top)
        case 3:
            derivation.operation = .zoom
            let recipe = ZoomRecipe.qwen3VLZoom
            guard let execution = recipe.execute(box, in: size), let crop = execution.cropSize else { break }
            (derivation.recipe, derivation.requested, derivation.executed) = (recipe.name, box, execution.executed)
            (derivation.rounding, derivation.resampler, derivation.reason) = (
                recipe.rounding, recipe.resampler, execution.reason
            )
            made = execution.size
            map = .zoom(x: Int(execution.executed.x0), y: Int(execution.executed.y0), size: crop, to: made)
        case 4:
            (derivation.operation, derivation.resampler) = (.resize, random.one(of: Resampler.known))
            made = PixelSize(width: size.width / 2 + 1, height: size.height / 2 + 1)
            map = .resize(from: size, to: made)
            if random.happens(30) { derivation.parameters = .object([JSONMember("keepAspect", .bool(true))]) }
        case 5:
            derivation.operation = .flipHorizontal
            map = .flipHorizontal(width: size.width)
        case 6:
            derivation.operation = .turn
            let quarters = random.number(1...3)
            derivation.parameters = .object([JSONMember("quarters", .integer(Int64(quarters)))])
            if quarters != 2 { made = PixelSize(width: size.height, height: size.width) }
            map = .turn(quarters: quarters, of: size)
        case 7:
            derivation.operation = .pad
            derivation.parameters = .object([JSONMember("left", .integer(3)), JSONMember("bottom", .integer(5))])
            made = PixelSize(width: size.width + 3, height: size.height + 5)
            map = .pad(left: 3, top: 0)
        case 8:
            derivation.operation = .flipVertical
            map = .flipVertical(height: size.height)
        case 9 where !upright.contains(parent):
            derivation.operation = .orient
            if orientations[parent] >= 5 { made = PixelSize(width: size.height, height: size.width) }
            map = .orient(orientations[parent], stored: size)
        case 10:
            return composite(of: parent, agent, call)
        case 11:
            // A tool that grows what it is asked for, and says so.
            (derivation.requested, derivation.executed) = (box.inset(by: 12), box)
            derivation.reason = "grown"
            made = PixelSize(width: Int(box.width), height: Int(box.height))
            map = .crop(x: left, y: top)
        default:
            derivation.operation = random.happens(50) ? .draw : .external
            map = derivation.operation == .draw ? .identity : nil
        }
        let n = declare(made, agent, call)
        if derivation.operation == .orient || upright.contains(parent) { upright.insert(n) }
        derivation.image = n
        derivation.parents = [ImageParent(image: parent, map: map, unmapped: map == nil ? "a program drew it" : nil)]
        trace.append(.imageDerive(derivation))
        // Only what leads to a picture that the model has seen may carry its regions, and not too many steps away.
        if map != nil, made.width >= 200, made.height >= 200, made.width <= 4000, made.height <= 4000, seen.count < 24 {
            seen.append(n)
        }
        return n
    }

    /// Declares a picture that a tool made and returns its ordinal.
    mutating func declare(_ size: PixelSize, _ agent: Int, _ call: Int) -> Int {
        let n = trace.structure.images.count
        sizes.append(size)
        orientations.append(1)
        trace.append(
            .image(
                ImageDeclaration(
                    n: n, width: size.width, height: size.height, media: "image/png",
                    digest: Digest(of: Array("made \(n) \(size)".utf8)),
                    origin: ImageOrigin(kind: .tool, agent: agent, call: call),
                    elided: "a generated trace has no bytes")))
        return n
    }

    // MARK: Agents

    private mutating func agent(_ agent: Int, rounds: Int, depth: Int) {
        var unread: [Int] = []
        for round in 0..<rounds {
            var input: [Part] = unread.map { .call($0) }
            unread = []
            var change = Input()
            if round == 0 {
                input = [.system("You look closely."), .tools("[]"), .turn(0)]
                let preprocessing = Preprocessing(
                    recipe: "qwen2.5vl@1", width: 1008, height: 700, padding: random.happens(20) ? [0, 0, 4, 6] : [],
                    tiles: random.happens(20) ? [2, 1] : [], patches: [36, 25], tokens: [4, 904])
                input.append(.image(random.one(of: seen), random.happens(50) ? preprocessing : nil))
            } else {
                input.append(.generation(round - 1))
                if input.count == 1 { input.append(.text("Go on.")) }
                change = shortening()
            }
            let begin = GenerationBegin(
                agent: agent, n: round, model: random.happens(20) ? "model-b" : nil,
                sampling: random.happens(40)
                    ? Sampling(temperature: 0.7, topP: 0.9, topK: 20, seed: 1, maxTokens: 4096) : nil,
                request: random.happens(30) ? "req-\(round)" : nil, attempt: random.happens(10) ? 1 : nil,
                retryOf: round > 0 && random.happens(5) ? round - 1 : nil,
                input: Input(add: input + heard(agent), remove: change.remove, compact: change.compact),
                spanId: round % 3 == 1 ? "00f067aa0ba902b7" : nil)
            trace.append(.generationBegin(begin))
            for _ in 0..<random.number(1...3) { unread += step(agent, round, depth: depth) }
            let (whole, output) = (random.number(1000...5000), random.number(50...500))
            let isWell = random.happens(95)
            trace.append(
                .generationEnd(
                    GenerationEnd(
                        agent: agent, n: round, status: isWell ? .ok : .failed,
                        finish: random.one(of: ["stop", "tool_calls"]),
                        response: "resp-\(round)",
                        firstToken: random.happens(50) ? 0 : nil,
                        usage: Usage(
                            input: whole, cached: whole / 2, image: whole / 3, reasoning: output / 2, output: output),
                        error: isWell ? nil : "the server was busy")))
        }
        answer(agent)
    }

    /// Writes a step; returns the calls whose results the next generation receives.
    private mutating func step(_ agent: Int, _ generation: Int, depth: Int) -> [Int] {
        let kind = random.one(of: StepKind.known)
        let n = trace.structure.agent(agent)?.steps ?? 0
        trace.append(
            .stepBegin(
                StepBegin(
                    agent: agent, n: n, kind: kind, generation: generation,
                    title: random.happens(30) ? "look closely" : nil)))
        let name = ScopedOrdinal(agent: agent, n: n)
        var length = 0
        for _ in 0..<random.number(1...3) {
            let text = random.one(of: ["The sign is here. ", "Größe 14, wirklich. ", "看这里。", "Is it red? 🪧 "])
            trace.say(text, .output, in: name)
            length += text.utf8.count
        }
        if random.happens(30) {
            trace.append(
                .stepText(
                    StepText(
                        agent: agent, step: n, channel: .reasoning, text: "hm",
                        form: random.one(of: [.verbatim, .summary, .withheld]))))
        }
        if random.happens(10) {
            trace.append(.stepRetract(StepRetract(agent: agent, step: n, channel: .output, bytes: [length, length])))
        }
        let regions = (0..<random.number(0...3)).map { _ in region(agent, n, length) }
        var calls: [Int] = []
        if random.happens(60) { calls += call(agent, n, regions.last) }
        if random.happens(15) {
            trace.append(
                .stepBegin(StepBegin(agent: agent, n: n + 1, kind: .verify, generation: generation, parent: n)))
            trace.append(.stepEnd(StepEnd(agent: agent, step: n + 1)))
        }
        if depth < 1, random.happens(20) { delegate(from: name) }
        let status = random.happens(95) ? EndStatus.ok : .failed
        trace.append(.stepEnd(StepEnd(agent: agent, step: n, status: status, error: status == .ok ? nil : "it failed")))
        return calls
    }

    private mutating func delegate(from step: ScopedOrdinal) {
        let kind = random.one(of: AgentKind.known)
        let n = trace.structure.agents.count
        trace.append(
            .agentSpawn(
                AgentSpawn(
                    n: n, kind: kind, parent: step.agent, step: step.n,
                    role: random.happens(50) ? "the left half" : nil,
                    model: random.happens(30) ? "model-b" : nil,
                    trace: random.happens(5) ? "4bf92f3577b34da6a3ce929d0e0e4736" : nil)))
        let sent = trace.structure.agent(step.agent)?.messages ?? 0
        trace.append(
            .messageSend(MessageSend(agent: step.agent, n: sent, to: n, step: step.n, parts: [.text("Look left.")])))
        trace.append(.messageReceive(MessageReceive(agent: n, message: ScopedOrdinal(agent: step.agent, n: sent))))
        messages[n] = ScopedOrdinal(agent: step.agent, n: sent)
        agent(n, rounds: random.number(1...2), depth: 1)
        report(from: n, to: step)
        let isWell = random.happens(90)
        trace.append(
            .agentEnd(
                AgentEnd(agent: n, status: isWell ? .ok : .failed, error: isWell ? nil : "it ran out of tokens")))
        trace.append(.agentJoin(AgentJoin(agent: step.agent, joined: n, step: step.n)))
    }

    // MARK: Calls and answers

    private mutating func call(_ agent: Int, _ step: Int, _ region: Region?) -> [Int] {
        let n = trace.structure.agent(agent)?.calls ?? 0
        let arguments = JSONValue.object([
            JSONMember("bbox_2d", .array([1, 2, 30, 40].map { .integer($0) })), JSONMember("label", .string("sign")),
        ])
        trace.append(
            .toolRequest(
                ToolRequest(
                    agent: agent, n: n, step: step, name: "zoom",
                    written: random.happens(50) ? #"{"bbox_2d": [1, 2, 30, 40], "label": "sign"}"# : nil,
                    arguments: arguments, span: toolSpan(agent, step),
                    id: random.happens(50) ? "call-\(agent)-\(n)" : nil,
                    retryOf: random.happens(10) && n > 0 ? n - 1 : nil)))
        switch random.number(0...9) {
        case 0:
            trace.append(
                .toolFail(
                    ToolFail(
                        agent: agent, call: n, kind: random.one(of: CallFailure.known), message: "out of memory",
                        parts: random.happens(50) ? [.text("Traceback: out of memory")] : [])))
        case 1: trace.append(.toolCancel(ToolCancel(agent: agent, call: n, reason: "too late")))
        case 2: trace.append(.toolResult(ToolResult(agent: agent, call: n, parts: [.text("EXIT 14")])))
        default:
            let image = derived(agent, n, region: region)
            trace.append(.toolResult(ToolResult(agent: agent, call: n, parts: [.image(image), .text("a crop")])))
        }
        return [n]
    }

    private mutating func answer(_ agent: Int) {
        guard random.happens(90) else { return }
        let regions =
            (trace.events.compactMap { event -> ScopedOrdinal? in
                guard case .region(let region) = event.body, region.agent == agent, region.by == .model else {
                    return nil
                }
                let isFailed =
                    region.step.map { trace.structure.agent(agent)?.failedSteps.contains($0) ?? false } ?? false
                return isFailed ? nil : ScopedOrdinal(agent: agent, n: region.n)
            })
        let n = trace.structure.agent(agent)?.answers ?? 0
        let last = (trace.structure.agent(agent)?.steps ?? 0) - 1
        trace.append(
            .answer(
                Answer(
                    agent: agent, n: n, step: last >= 0 && random.happens(30) ? last : nil, text: "C", score: 0.4,
                    regions: Array(regions.prefix(1)), images: [0])))
        trace.append(
            .answer(
                Answer(
                    agent: agent, n: n + 1, final: true, text: "B", score: 0.9, regions: Array(regions.suffix(2)),
                    spans: last >= 0 && random.happens(30) ? [Span(step: last, channel: .output, bytes: [0, 0])] : [])))
        if random.happens(30) {
            let candidates = [ScopedOrdinal(agent: agent, n: n), ScopedOrdinal(agent: agent, n: n + 1)]
            trace.append(
                .aggregate(
                    Aggregate(
                        agent: agent, step: last >= 0 && random.happens(50) ? last : nil,
                        method: random.one(of: [.judge, .bestOfN, .synthesis, .vote]), candidates: candidates,
                        weights: [0.2, 0.8], chosen: candidates[1], why: "it is surer")))
        }
        if random.happens(10) {
            trace.append(
                .answer(
                    Answer(
                        agent: agent, n: n + 2, final: true, text: "D", regions: Array(regions.suffix(1)),
                        supersedes: n + 1)))
        }
    }
}

extension TraceGenerator {
    // MARK: Regions

    /// Names a place of any shape in any space, and returns the region.
    private mutating func region(_ agent: Int, _ step: Int, _ length: Int) -> Region {
        let image = random.one(of: seen)
        let size = sizes[image]
        let space = random.one(of: [
            CoordinateSpace(), CoordinateSpace(), CoordinateSpace(order: random.one(of: CoordinateOrder.known)),
            CoordinateSpace(unit: .grid, size: [32, 24]), CoordinateSpace(unit: .unitSquare),
            CoordinateSpace(unit: .permille), CoordinateSpace(unit: .unit),
            CoordinateSpace(unit: .percent), CoordinateSpace(unit: .permille999),
            CoordinateSpace(unit: .bins, bins: 1024), CoordinateSpace(unit: .resized, size: [1008, 700]),
            CoordinateSpace(unit: .resized, size: [1008, 700], recipe: "qwen2.5vl@1"),
        ])
        let extent = space.extent(for: size) ?? (Double(size.width), Double(size.height))
        func point(_ x: Double, _ y: Double) -> Point { Point(x: extent.width * x, y: extent.height * y) }
        // A picture lies in the middle of its square, of which a narrow one covers only a tenth.
        let isSquare = space.unit == .unitSquare
        let low = isSquare ? 0.47 : Double(random.number(5...40)) / 100
        let high = isSquare ? 0.53 : Double(random.number(50...95)) / 100
        let (corner, end) = (point(low, low), point(high, high))
        let box = Box(x0: corner.x, y0: corner.y, x1: end.x, y1: end.y)
        let isPixels = space.unit == .pixel
        let shape: Shape
        switch random.number(0...(isPixels ? 12 : 5)) {
        case 0, 1: shape = .box(box)
        case 2: shape = .point(corner)
        case 3: shape = .polygon([[corner, point(high, low), end]])
        case 4: shape = .polyline([corner, end])
        case 5: shape = .arrow(from: corner, to: end)
        case 6: shape = .ellipse(Ellipse(center: box.center, radiusX: 20, radiusY: 10, angle: 30))
        case 7: shape = .rotatedBox(RotatedBox(center: box.center, width: 30, height: 20, angle: 15))
        case 8:
            let area = size.width * size.height
            shape = .mask(Mask(size: size, order: .row, runs: [area / 2, 50, area - area / 2 - 50]))
        case 9: shape = .mark(id: "e7", box: box)
        case 10: shape = blobShape(size)
        case 11: shape = .invalid(reason: "three numbers, and a box has four")
        default:
            shape = .heatmap(Heatmap(columns: 2, rows: 2, values: [0, 0.5, 1, 0.2], range: 0...1, method: "rollout"))
        }
        let n = trace.structure.agent(agent)?.regions ?? 0
        var region = Region(
            agent: agent, n: n, step: step, image: image, shape: shape, space: space,
            spaceSource: random.one(of: [.declared, .inferred]),
            pixels: isPixels ? nil : try? shape.resolved(in: space, of: size),
            by: random.one(of: [.model, .model, .model, .tool, .human]),
            role: random.happens(60) ? random.one(of: RegionRole.known) : nil,
            label: random.happens(60) ? "hanging sign" : nil, score: random.happens(30) ? 0.8 : nil,
            alternatives: random.happens(20) ? [Alternative(label: "door", score: 0.1)] : [],
            span: length > 0 && random.happens(40) ? Span(step: step, channel: .output, bytes: [0, length]) : nil,
            timeRange: random.happens(5) ? [[0, 1], [3, 2]] : [], track: random.happens(5) ? "a" : nil)
        if case .box(let written) = shape, random.happens(50) { region.written = text(of: written, space.order) }
        if case .invalid = shape {
            (region.written, region.spaceSource, region.span) = ("[12, 40, 96]", .unresolved, nil)
        }
        if let owner = trace.structure.agent(agent), region.by == .tool, !owner.failedCalls.contains(owner.calls - 1) {
            region.call = owner.calls > 0 ? owner.calls - 1 : nil
        }
        trace.append(.region(region))
        return region
    }

    // MARK: The rest

    private mutating func extras() {
        trace.append(
            .video(
                VideoDeclaration(
                    n: 0, digest: random.happens(50) ? Digest(of: Array("clip".utf8)) : nil, width: 640, height: 360,
                    frames: 250, rate: [25, 1], media: "video/mp4", names: ["clip.mp4"]))
        )
        let n = trace.structure.images.count
        sizes.append(PixelSize(width: 640, height: 360))
        orientations.append(1)
        trace.append(
            .image(
                ImageDeclaration(
                    n: n, width: 640, height: 360, media: "image/png",
                    origin: ImageOrigin(kind: .frame, video: 0, frame: 12, time: [12, 25]), missing: "not decoded")))
        seen.append(n)
        if random.happens(30) {
            sizes.append(PixelSize(width: 2, height: 2))
            orientations.append(1)
            trace.append(
                .image(
                    ImageDeclaration(
                        n: n + 1, width: 2, height: 2, media: "image/png",
                        digest: Digest(of: [137, 80, 78, 71, 13, 10, 26, 10]), origin: ImageOrigin(kind: .input),
                        inline: "iVBORw0KGgo=")))
        }
    }

    private mutating func truth() {
        trace.append(
            .reference(
                Truth(
                    answer: "B",
                    regions: [
                        TruthRegion(image: 0, pixels: .box(Box(x0: 5, y0: 5, x1: 50, y1: 40)), label: "sign")
                    ], source: "annotators")))
    }

    private mutating func remarks() {
        trace.append(
            .diagnostic(
                Diagnostic(
                    severity: .info, code: "a-remark", message: "a remark", agent: 0, step: 0, image: 0,
                    source: "record.json#/3", excerpt: "…")))
        let root = trace.structure.agent(0)
        trace.append(
            .score(
                Score(
                    name: "reward", value: 0.5, source: "judge", agent: 0, step: 0,
                    answer: (root?.answers ?? 0) > 0 ? 0 : nil)))
        trace.append(
            .annotation(
                Annotation(
                    text: "look here", by: "a person", agent: 0, step: 0, image: 0,
                    region: (root?.regions ?? 0) > 0 ? 0 : nil)))
        trace.append(
            .redaction(
                Redaction(
                    kind: "pixels", by: "a filter", rule: "faces", agent: random.happens(50) ? 0 : nil,
                    step: random.happens(50) ? 0 : nil, image: 0,
                    regions: [Box(x0: 1, y0: 1, x1: 9, y1: 9)], count: 1)))
    }
}
