public import Saccade
import SaccadeDigest
import SaccadeTesting

/// A true story of two agents: what every mutation starts from.
public struct Story {
    /// The events; the last one is the end of the trace, whose counts are set when it is written.
    public var events: [Event]
    /// Whether the counts at the end are those of the events.
    public var countsAreKept = true
    /// Whether a digest at the end is made anew, so that it is that of the events.
    public var digestIsMadeAnew = false
    /// Lines to put in the place of events, by index.
    public var lines: [Int: String] = [:]

    /// The size of the picture that the story is about.
    public static let image = PixelSize(width: 640, height: 480)

    /// Tells the story: a look, a zoom, a worker with a message, an answer.
    public init() {
        var trace = TraceBuilder(tick: 1000)
        let photo = trace.image(width: 640, height: 480)
        trace.turn(.text("What does the sign say?"), .image(photo))
        let generation = trace.generation(.turn(0), .image(photo))
        let look = trace.step(.look)
        trace.say("The sign [100, 50, 300, 150] is small.", in: look)
        trace.append(
            .region(
                Region(
                    agent: 0, n: 0, step: 0, image: photo, written: "[100, 50, 300, 150]",
                    shape: .box(Box(x0: 100, y0: 50, x1: 300, y1: 150)), label: "sign",
                    span: Span(step: 0, channel: .output, bytes: [9, 28]))))
        trace.append(
            .region(
                Region(
                    agent: 0, n: 1, step: 0, image: photo, shape: .box(Box(x0: 100, y0: 100, x1: 200, y1: 200)),
                    space: CoordinateSpace(unit: .permille), pixels: .box(Box(x0: 64, y0: 48, x1: 128, y1: 96)))))
        let zoom = trace.call(
            "zoom", .object([JSONMember("box", .array([100, 50, 300, 150].map { .integer($0) }))]), in: look)
        let crop = trace.image(width: 200, height: 100, .tool, agent: 0, call: 0)
        trace.append(
            .imageDerive(
                ImageDerivation(
                    image: crop, parents: [ImageParent(image: photo, map: .crop(x: 100, y: 50))], operation: .crop,
                    agent: 0, call: 0, region: 0, requested: Box(x0: 100, y0: 50, x1: 300, y1: 150),
                    executed: Box(x0: 100, y0: 50, x1: 300, y1: 150), rounding: .halfEven)))
        trace.result(of: zoom, .image(crop))
        trace.end(look)
        trace.append(
            .generationEnd(
                GenerationEnd(
                    agent: 0, n: generation, firstToken: 1000,
                    usage: Usage(input: 900, cached: 100, image: 300, reasoning: 20, output: 80))))
        let delegate = trace.step(.delegate)
        let worker = trace.spawn(by: delegate)
        trace.append(.messageSend(MessageSend(agent: 0, n: 0, to: worker, step: 1, parts: [.text("look left")])))
        trace.append(.messageReceive(MessageReceive(agent: worker, message: ScopedOrdinal(agent: 0, n: 0))))
        let theirs = trace.step(.look, agent: worker)
        trace.region(on: photo, Box(x0: 10, y0: 10, x1: 60, y1: 60), in: theirs)
        trace.end(theirs)
        trace.answer("C", agent: worker, regions: [ScopedOrdinal(agent: worker, n: 0)])
        trace.append(.agentEnd(AgentEnd(agent: worker)))
        trace.append(.agentJoin(AgentJoin(agent: 0, joined: worker, step: 1)))
        trace.end(delegate)
        trace.generation(.call(0))
        let last = trace.step(.answer)
        trace.region(on: crop, Box(x0: 5, y0: 5, x1: 90, y1: 40), in: last)
        trace.answer("B", final: false, regions: [ScopedOrdinal(agent: 0, n: 2)])
        trace.answer(
            "B", regions: [ScopedOrdinal(agent: 0, n: 2), ScopedOrdinal(agent: 1, n: 0)])
        trace.append(
            .aggregate(
                Aggregate(
                    agent: 0, method: .vote,
                    candidates: [
                        ScopedOrdinal(agent: 0, n: 0), ScopedOrdinal(agent: 0, n: 1), ScopedOrdinal(agent: 1, n: 0),
                    ], chosen: ScopedOrdinal(agent: 0, n: 1))))
        trace.end(last)
        trace.append(.generationEnd(GenerationEnd(agent: 0, n: 1, usage: Usage(input: 1200, output: 30))))
        trace.finish()
        events = trace.events
    }

    /// Takes the events of another story.
    public init(_ events: [Event]) { self.events = events }

    /// The story as a log.
    public var log: [UInt8] {
        var structure = LogStructure()
        var result: [UInt8] = []
        for (index, event) in events.enumerated() {
            var event = event
            if countsAreKept, case .traceEnd(var end) = event.body {
                end.counts = structure.counts
                event.body = .traceEnd(end)
            }
            if digestIsMadeAnew, case .traceEnd(var end) = event.body, end.digest != nil {
                end.digest = Digest(of: result)
                event.body = .traceEnd(end)
            }
            structure.apply(event)
            if let line = lines[index] {
                result += Array(line.utf8) + [0x0A]
                continue
            }
            var encoder = EventEncoder()
            encoder.encode(event)
            encoder.endLine()
            result += encoder.bytes
        }
        return result
    }

    // MARK: Changing

    /// The index of the nth event of a kind.
    public func index(_ kind: EventKind, _ n: Int = 0) -> Int {
        let found = events.indices.filter { events[$0].body.kind == kind }
        return n < found.count ? found[n] : events.count - 1
    }

    /// Puts events before the nth of a kind.
    public mutating func insert(_ bodies: EventBody..., before kind: EventKind, _ n: Int = 0) {
        let at = index(kind, n)
        let time = events[at].time
        events.insert(contentsOf: bodies.map { Event($0, time: time) }, at: at)
    }

    /// Takes the nth event of a kind out.
    public mutating func drop(_ kind: EventKind, _ n: Int = 0) { events.remove(at: index(kind, n)) }

    /// Changes the nth region.
    public mutating func region(_ n: Int, _ change: (inout Region) -> Void) {
        let at = index(.region, n)
        guard case .region(var region) = events[at].body else { return }
        change(&region)
        events[at].body = .region(region)
    }

    /// Changes the derivation.
    public mutating func derivation(_ change: (inout ImageDerivation) -> Void) {
        let at = index(.imageDerive)
        guard case .imageDerive(var derivation) = events[at].body else { return }
        change(&derivation)
        events[at].body = .imageDerive(derivation)
    }

    /// Changes the nth image.
    public mutating func image(_ n: Int, _ change: (inout ImageDeclaration) -> Void) {
        let at = index(.image, n)
        guard case .image(var image) = events[at].body else { return }
        change(&image)
        events[at].body = .image(image)
    }

    /// Changes the nth answer.
    public mutating func answer(_ n: Int, _ change: (inout Answer) -> Void) {
        let at = index(.answer, n)
        guard case .answer(var answer) = events[at].body else { return }
        change(&answer)
        events[at].body = .answer(answer)
    }
}
