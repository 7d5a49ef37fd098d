public import Saccade

/// A step of an agent that is being recorded.
public struct LiveStep: Sendable {
    /// The agent.
    public let agent: LiveAgent
    /// Its ordinal among the steps of the agent.
    public let n: Int

    // MARK: Text

    /// Records a piece of the step's text.
    ///
    /// - Parameters:
    ///   - text: Whole Unicode scalars; the pieces of one channel, in order, are its text.
    ///   - channel: Where it belongs.
    ///   - form: How it relates to what the model produced.
    public func text(_ text: String, channel: TextChannel = .reasoning, form: TextForm = .verbatim) {
        guard let trace = agent.trace.core else { return }
        let recorder = agent.recorder
        guard trace.isRecording, recorder.isOpen else {
            recorder.refuse(trace, bytes: text.utf8.count)
            return
        }
        agent.core.scope.withLock { scope in
            let time = SystemClock.steady() &- trace.began
            recorder.put(text: text, channel, form, of: self, in: trace, at: time, &scope)
        }
    }

    /// Records that a range of a channel's text was taken back.
    public func retract(_ bytes: Range<Int>, channel: TextChannel = .reasoning) {
        agent.record { _ in
            .stepRetract(
                StepRetract(
                    agent: agent.n, step: n, channel: channel, bytes: [bytes.lowerBound, bytes.upperBound]))
        }
    }

    // MARK: Regions

    /// Records a place on an image.
    ///
    /// - Parameters:
    ///   - shape: The numbers as the model wrote them, in the space.
    ///   - image: The image that it is on.
    ///   - size: The stored size of the image, if `pixels` shall be made of the shape.
    ///   - space: What the numbers count.
    ///   - spaceSource: How the space is known.
    ///   - written: The text of the numbers.
    ///   - author: Who named it.
    ///   - role: What it is for.
    ///   - label: What is there.
    ///   - score: How sure its author is.
    ///   - alternatives: Other labels that were considered.
    ///   - span: The text that names it.
    ///   - call: The tool call whose arguments or result name it.
    ///   - pixels: The place in pixels; needed where the space is not pixels, and made from the shape if the image's size
    ///     is given as `size`.
    @discardableResult
    public func region(
        _ shape: Shape, on image: LiveImage, size: PixelSize? = nil, space: CoordinateSpace = .pixels,
        spaceSource: SpaceSource = .declared, pixels: Shape? = nil, written: String? = nil,
        by author: RegionAuthor = .model, role: RegionRole? = nil, label: String? = nil, score: Double? = nil,
        alternatives: [Alternative] = [],
        span: Span? = nil, call: LiveCall? = nil
    ) -> LiveRegion {
        var pixels = pixels
        if pixels == nil, space != .pixels, let size { pixels = try? shape.resolved(in: space, of: size) }
        return region(
            Region(
                agent: agent.n, n: 0, step: n, image: image.n, written: written, shape: shape, space: space,
                spaceSource: spaceSource, pixels: pixels, by: author, role: role, label: label, score: score,
                alternatives: alternatives, span: span, call: call?.n))
    }

    /// Records a region with any of its fields; agent, ordinal and step are set here.
    @discardableResult
    public func region(_ region: Region) -> LiveRegion {
        var region = region
        (region.agent, region.step) = (agent.n, n)
        return LiveRegion(
            agent: agent.n,
            n: record { recorder, scope, trace, time in
                let n = scope.ordinals[.regions]
                recorder.put(&region, of: self, in: trace, at: time, &scope)
                return n
            })
    }

    /// Records a piece of text and the places on one image that it speaks of, in one call: the cheapest way to record a
    /// look.
    ///
    /// - Parameters:
    ///   - text: What the model says; empty for none.
    ///   - channel: Where the text belongs.
    ///   - image: The image that the places are on.
    ///   - marks: The places.
    ///   - space: What their numbers count.
    ///   - size: The stored size of the image; needed for places in pixels where the space is not pixels.
    /// - Returns: The first of the regions; the others follow it. `nil` if there are none.
    @discardableResult
    public func look(
        _ text: String, channel: TextChannel = .reasoning, at image: LiveImage, _ marks: [Mark],
        space: CoordinateSpace = .pixels, size: PixelSize? = nil
    ) -> LiveRegion? {
        let count = marks.count + (text.isEmpty ? 0 : 1)
        let first = record(events: count, bytes: text.utf8.count) { recorder, scope, trace, time in
            let first = scope.ordinals[.regions]
            let scale = size == nil || space == .pixels ? nil : size
            let isPut = recorder.put(
                look: text, channel, agent: agent.n, step: n, image: image.n, marks.count, space: space, in: trace,
                at: time, limit: recorder.textLimit, &scope
            ) { packer in
                let marks = marks.span
                for index in marks.indices {
                    var pixels: Shape?
                    if let scale { pixels = try? marks[index].shape.resolved(in: space, of: scale) }
                    let isPacked = packer.pack(
                        mark: marks[index].shape, label: marks[index].label, role: marks[index].role,
                        score: marks[index].score, written: marks[index].written, pixels: pixels)
                    guard isPacked else { return false }
                }
                return true
            }
            if isPut { return first }
            if !text.isEmpty { recorder.put(text: text, channel, .verbatim, of: self, in: trace, at: time, &scope) }
            for index in marks.indices {
                var region = Region(
                    agent: agent.n, n: 0, step: n, image: image.n, written: marks[index].written,
                    shape: marks[index].shape, space: space, role: marks[index].role, label: marks[index].label,
                    score: marks[index].score)
                if let scale { region.pixels = try? region.shape.resolved(in: space, of: scale) }
                recorder.put(&region, of: self, in: trace, at: time, &scope)
            }
            return first
        }
        return marks.isEmpty ? nil : LiveRegion(agent: agent.n, n: first)
    }

    // MARK: Tools and the end

    /// Records that a tool is called.
    ///
    /// - Parameters:
    ///   - name: The name of the tool.
    ///   - written: The arguments as the model wrote them.
    ///   - arguments: The arguments as they were executed.
    ///   - id: The id of the call, as the model or the provider gave it.
    ///   - span: The text of the step that holds the call.
    ///   - retryOf: The call that it repeats.
    public func call(
        _ name: String, written: String? = nil, arguments: JSONValue? = nil, id: String? = nil, span: Span? = nil,
        retryOf: LiveCall? = nil
    ) -> LiveCall {
        LiveCall(
            agent: agent,
            n: agent.recordPacked(.calls) { number, packer in
                packer.pack(
                    ToolRequest(
                        agent: agent.n, n: number, step: n, name: name, written: written, arguments: arguments,
                        span: span, id: id, retryOf: retryOf?.n))
                return .toolRequest
            })
    }

    /// Records the end of the step.
    public func end(status: EndStatus = .ok, error: String? = nil) {
        agent.record { _ in .stepEnd(StepEnd(agent: agent.n, step: n, status: status, error: error)) }
    }

    /// Calls a closure with the agent's counters, if the trace is being recorded.
    ///
    /// - Parameters:
    ///   - events: How many events are lost if it is not.
    ///   - bytes: How many bytes of text.
    private func record(
        events: Int = 1, bytes: Int = 0,
        _ body: (RecorderCore, inout AgentScope, TraceCore, _ time: Int) -> Int
    ) -> Int {
        guard let trace = agent.trace.core else { return 0 }
        let recorder = agent.recorder
        guard trace.isRecording, recorder.isOpen else {
            recorder.refuse(trace, events: events, bytes: bytes)
            return 0
        }
        return agent.core.scope.withLock { scope in
            body(recorder, &scope, trace, SystemClock.steady() &- trace.began)
        }
    }
}

extension LiveStep {
    /// A place for ``LiveStep/look(_:channel:at:_:space:size:)``.
    public struct Mark: Sendable, Hashable {
        /// The numbers as the model wrote them.
        public var shape: Shape
        /// What is there.
        public var label: String?
        /// What the place is for.
        public var role: RegionRole?
        /// How sure the model is.
        public var score: Double?
        /// The text of the numbers.
        public var written: String?

        /// Creates a mark.
        public init(
            _ shape: Shape, label: String? = nil, role: RegionRole? = nil, score: Double? = nil, written: String? = nil
        ) {
            self.shape = shape
            self.label = label
            self.role = role
            self.score = score
            self.written = written
        }
    }
}
