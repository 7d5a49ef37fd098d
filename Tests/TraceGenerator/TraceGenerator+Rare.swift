import Saccade
import SaccadeDigest
import SaccadeTesting

/// What is rare in records, so that every field of the format is in some trace.
extension TraceGenerator {
    /// Makes a header; each of its fields is there in some traces.
    static func header(id: String, _ random: inout SeededRandom) -> TraceBegin {
        var header = TraceBegin(
            format: FormatVersion.current.description, id: id, recorder: Recorder(name: "test", version: "1"),
            model: random.happens(70) ? "model-a" : nil, task: random.happens(50) ? "read the sign" : nil)
        if random.happens(30) { header.session = "session-\(random.number(0...99))" }
        if random.happens(10) { header.parentTrace = "4bf92f3577b34da6a3ce929d0e0e4736" }
        if random.happens(10) { header.continues = "4bf92f3577b34da6a3ce929d0e0e4737" }
        if random.happens(30) { header.wall = "2026-01-02T03:04:05Z" }
        if random.happens(20) { (header.source, header.spanId) = ("record.jsonl", "00f067aa0ba902b7") }
        if random.happens(30) {
            header.environment = Environment(
                system: "linux-x86_64", kernels: "saccade/1", decoders: ["libpng/1.6.39"], tools: ["zoom@1"])
        }
        return header
    }

    /// Makes the log of a layer on a trace that has ended.
    public static func layer(seed: UInt64) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        let begin = LayerBegin(
            format: FormatVersion.current.description, trace: "4bf92f3577b34da6a3ce929d0e0e4736",
            digest: Digest(of: Array("base".utf8)), recorder: Recorder(name: "test", version: "1"),
            wall: random.happens(50) ? "2026-01-02T03:04:05Z" : nil)
        var bodies: [EventBody] = [.layerBegin(begin)]
        for _ in 0..<random.number(1...4) {
            bodies.append(
                random.happens(50)
                    ? .score(Score(name: "reward", value: 0.5, source: "judge"))
                    : .imagePixels(
                        ImagePixels(
                            image: random.number(0...5), digest: Digest(of: Array("pixels".utf8)), width: 640,
                            height: 480,
                            decoder: "libpng/1.6.39")))
        }
        bodies.append(.layerEnd(LayerEnd(events: bodies.count)))
        var encoder = EventEncoder()
        for body in bodies {
            encoder.encode(Event(body))
            encoder.endLine()
        }
        return encoder.bytes
    }

    /// Loses a little of everything that the root did, and says so.
    mutating func gap() {
        let root = trace.structure.agent(0)
        let images = trace.structure.images.count + 1
        sizes.append(PixelSize(width: 1, height: 1))
        orientations.append(1)
        trace.append(
            .gap(
                Gap(
                    reason: random.one(of: GapReason.known), note: random.happens(50) ? "the queue was full" : nil,
                    events: random.number(12...40), bytes: random.happens(50) ? 4096 : nil,
                    turns: trace.structure.counts.turns + 1, agents: trace.structure.agents.count + 1, images: images,
                    scopes: [
                        GapScope(
                            agent: 0, generations: (root?.generations ?? 0) + 1, steps: (root?.steps ?? 0) + 1,
                            regions: (root?.regions ?? 0) + 2, calls: (root?.calls ?? 0) + 1,
                            answers: (root?.answers ?? 0) + 1, messages: (root?.messages ?? 0) + 1)
                    ])))
    }

    // MARK: Inputs and messages

    /// Returns what is taken out of the context, sometimes.
    mutating func shortening() -> Input {
        if random.happens(10) { return Input(remove: [0]) }
        if random.happens(10) { return Input(compact: [Compaction(first: 0, last: 1, text: "what was said")]) }
        return Input()
    }

    /// Returns the message with an agent's task, for its input, sometimes.
    mutating func heard(_ agent: Int) -> [Part] {
        guard let message = messages[agent], random.happens(50) else { return [] }
        return [.message(message)]
    }

    /// Sends what an agent found out to the one that spawned it, sometimes.
    mutating func report(from agent: Int, to step: ScopedOrdinal) {
        guard random.happens(30) else { return }
        let n = trace.structure.agent(agent)?.messages ?? 0
        trace.append(.messageSend(MessageSend(agent: agent, n: n, to: step.agent, parts: [.text("It is red.")])))
        trace.append(
            .messageReceive(
                MessageReceive(agent: step.agent, message: ScopedOrdinal(agent: agent, n: n), step: step.n)))
    }

    /// Returns the place of a call in the text of its step, sometimes.
    mutating func toolSpan(_ agent: Int, _ step: Int) -> Span? {
        random.happens(20) ? Span(step: step, channel: .output, bytes: [0, 0]) : nil
    }

    // MARK: Pictures and places

    /// Puts a picture beside itself and returns the ordinal of what came out.
    mutating func composite(of parent: Int, _ agent: Int, _ call: Int) -> Int {
        let size = sizes[parent]
        let made = PixelSize(width: 2 * size.width, height: size.height)
        let n = declare(made, agent, call)
        let half = Double(size.width)
        let height = Double(size.height)
        trace.append(
            .imageDerive(
                ImageDerivation(
                    image: n,
                    parents: [
                        ImageParent(
                            image: parent, map: .identity, placement: Box(x0: 0, y0: 0, x1: half, y1: height)),
                        ImageParent(
                            image: parent, map: .crop(x: -size.width, y: 0),
                            placement: Box(x0: half, y0: 0, x1: 2 * half, y1: height)),
                    ], operation: .composite, agent: agent, call: call)))
        return n
    }

    /// Returns a shape whose numbers lie in a blob.
    mutating func blobShape(_ size: PixelSize) -> Shape {
        let blob = Digest(of: Array("blob".utf8))
        if random.happens(50) { return .mask(Mask(size: size, order: .column, runs: [], blob: blob)) }
        return .heatmap(
            Heatmap(
                columns: 64, rows: 64, area: Box(x0: 0, y0: 0, x1: 100, y1: 100), values: [], blob: blob, range: 0...1,
                method: "gradient"))
    }

    /// Returns a box as a model writes it in an order.
    func text(of box: Box, _ order: CoordinateOrder) -> String {
        let numbers: [Double]
        switch order {
        case .xywh: numbers = [box.x0, box.y0, box.width, box.height]
        case .cxcywh: numbers = [box.center.x, box.center.y, box.width, box.height]
        case .yxyx: numbers = [box.y0, box.x0, box.y1, box.x1]
        default: numbers = [box.x0, box.y0, box.x1, box.y1]
        }
        return "[" + numbers.map { "\($0)" }.joined(separator: ", ") + "]"
    }
}

extension Box {
    /// The box with each edge moved inwards.
    func inset(by distance: Double) -> Box {
        Box(x0: x0 + distance, y0: y0 + distance, x1: x1 - distance, y1: y1 - distance)
    }
}
