public import Saccade

/// Builds short traces for tests: true ones, and ones that lie.
///
///     var trace = TraceBuilder()
///     let photo = trace.image(width: 640, height: 480)
///     let look = trace.step(.look)
///     trace.region(on: photo, Box(x0: 600, y0: 20, x1: 700, y1: 70), in: look)
///     trace.end(look)
///     expectFinding(.regionLeavesImage, in: trace, atStep: 0)
///
/// The builder gives out the ordinals. What is appended is not checked: that is the point.
public struct TraceBuilder: Sendable {
    /// The events so far.
    public private(set) var events: [Event] = []
    /// The structure of the events so far.
    public private(set) var structure = LogStructure()
    private var time: Int?
    private let tick: Int

    /// Begins a trace.
    ///
    /// - Parameters:
    ///   - id: The trace's id, 32 hexadecimal digits.
    ///   - model: The model of agents and generations that name none.
    ///   - task: What the task is, in words.
    ///   - tick: By how many nanoseconds the time grows with each event; 0 for a trace without times.
    public init(
        id: String = "0af7651916cd43dd8448eb211c80319c", model: String? = nil, task: String? = nil, tick: Int = 0
    ) {
        self.init(
            TraceBegin(
                format: FormatVersion.current.description, id: id, recorder: Recorder(name: "test", version: "1"),
                model: model, task: task), tick: tick)
    }

    /// Begins a trace with a header of its own.
    public init(_ header: TraceBegin, tick: Int = 0) {
        self.tick = tick
        time = tick > 0 ? 0 : nil
        append(.traceBegin(header))
    }

    /// Appends an event as it is; without a time of its own it gets the next one.
    public mutating func append(_ body: EventBody, at ownTime: Int? = nil) {
        let event = Event(body, time: ownTime ?? time)
        if let now = time { time = now + tick }
        events.append(event)
        structure.apply(event)
    }

    /// Says something as the user.
    @discardableResult
    public mutating func turn(_ parts: Part...) -> Int {
        let n = structure.counts.turns
        append(.turn(Turn(n: n, parts: parts)))
        return n
    }

    /// Declares an image without bytes and returns its ordinal.
    public mutating func image(
        width: Int, height: Int, _ kind: OriginKind = .input, agent: Int? = nil, call: Int? = nil,
        missing: String = "a test has none"
    ) -> Int {
        let n = structure.images.count
        append(
            .image(
                ImageDeclaration(
                    n: n, width: width, height: height, origin: ImageOrigin(kind: kind, agent: agent, call: call),
                    missing: missing)))
        return n
    }

    /// Declares a crop of an image, with its map, and returns its ordinal.
    public mutating func crop(of parent: Int, _ box: Box, agent: Int? = nil, call: Int? = nil) -> Int {
        let width = Int(exactly: box.width.rounded()) ?? 1
        let height = Int(exactly: box.height.rounded()) ?? 1
        let n = image(width: max(1, width), height: max(1, height), .tool, agent: agent, call: call)
        let map = PlaneMap.crop(x: Int(exactly: box.x0.rounded()) ?? 0, y: Int(exactly: box.y0.rounded()) ?? 0)
        append(
            .imageDerive(
                ImageDerivation(
                    image: n, parents: [ImageParent(image: parent, map: map)], operation: .crop, agent: agent,
                    call: call,
                    executed: box)))
        return n
    }

    /// Begins a step and returns its name.
    public mutating func step(_ kind: StepKind, agent: Int = 0, title: String? = nil) -> ScopedOrdinal {
        let n = structure.agent(agent)?.steps ?? 0
        append(.stepBegin(StepBegin(agent: agent, n: n, kind: kind, title: title)))
        return ScopedOrdinal(agent: agent, n: n)
    }

    /// Adds text to a step.
    public mutating func say(_ text: String, _ channel: TextChannel = .output, in step: ScopedOrdinal) {
        append(.stepText(StepText(agent: step.agent, step: step.n, channel: channel, text: text)))
    }

    /// Ends a step.
    public mutating func end(_ step: ScopedOrdinal, _ status: EndStatus = .ok) {
        append(.stepEnd(StepEnd(agent: step.agent, step: step.n, status: status)))
    }

    /// Names a box in pixels of an image and returns the region's name.
    @discardableResult
    public mutating func region(
        on image: Int, _ box: Box, in step: ScopedOrdinal, label: String? = nil, role: RegionRole? = nil
    ) -> ScopedOrdinal {
        let n = structure.agent(step.agent)?.regions ?? 0
        append(
            .region(
                Region(
                    agent: step.agent, n: n, step: step.n, image: image, shape: .box(box), role: role, label: label)))
        return ScopedOrdinal(agent: step.agent, n: n)
    }

    /// Calls a tool and returns the call's name.
    public mutating func call(_ name: String, _ arguments: JSONValue? = nil, in step: ScopedOrdinal) -> ScopedOrdinal {
        let n = structure.agent(step.agent)?.calls ?? 0
        append(.toolRequest(ToolRequest(agent: step.agent, n: n, step: step.n, name: name, arguments: arguments)))
        return ScopedOrdinal(agent: step.agent, n: n)
    }

    /// Gives the result of a call.
    public mutating func result(of call: ScopedOrdinal, _ parts: Part...) {
        append(.toolResult(ToolResult(agent: call.agent, call: call.n, parts: parts)))
    }

    /// Begins a generation with what it receives, and returns its ordinal.
    @discardableResult
    public mutating func generation(agent: Int = 0, _ input: Part...) -> Int {
        let n = structure.agent(agent)?.generations ?? 0
        append(.generationBegin(GenerationBegin(agent: agent, n: n, input: Input(add: input))))
        return n
    }

    /// Answers.
    @discardableResult
    public mutating func answer(
        _ text: String, agent: Int = 0, final: Bool = true, regions: [ScopedOrdinal] = [], images: [Int] = []
    ) -> ScopedOrdinal {
        let n = structure.agent(agent)?.answers ?? 0
        append(.answer(Answer(agent: agent, n: n, final: final, text: text, regions: regions, images: images)))
        return ScopedOrdinal(agent: agent, n: n)
    }

    /// Spawns an agent and returns its ordinal.
    public mutating func spawn(_ kind: AgentKind = .worker, by step: ScopedOrdinal) -> Int {
        let n = structure.agents.count
        append(.agentSpawn(AgentSpawn(n: n, kind: kind, parent: step.agent, step: step.n)))
        return n
    }

    /// Ends the trace with counts that are right.
    public mutating func finish(_ status: EndStatus = .ok) {
        append(.traceEnd(TraceEnd(status: status, counts: structure.counts)))
    }

    /// The trace as a log in the text encoding.
    public var log: [UInt8] {
        var encoder = EventEncoder()
        for event in events {
            encoder.encode(event)
            encoder.endLine()
        }
        return encoder.bytes
    }
}
