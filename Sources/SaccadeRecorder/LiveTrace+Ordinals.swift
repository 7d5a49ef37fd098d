public import Saccade

// Handles from their ordinals, for callers that keep numbers instead, as C and Python do. An ordinal that was not given out
// gives `nil`; of a trace that is not recorded every ordinal is taken, because none was given out.

extension LiveTrace {
    /// Returns the agent with an ordinal.
    public func agent(at n: Int) -> LiveAgent? {
        if n == 0 { return root }
        guard let core = countingCore else { return n > 0 ? root : nil }
        let agent = core.scope.withLock { $0.agents.indices.contains(n) ? $0.agents[n] : nil }
        return agent.map { LiveAgent(trace: self, core: $0) }
    }

    /// Returns the image with an ordinal.
    public func image(at n: Int) -> LiveImage? { has(n, .images) ? LiveImage(n: n) : nil }

    /// Returns the turn with an ordinal.
    public func turn(at n: Int) -> LiveTurn? { has(n, .turns) ? LiveTurn(n: n) : nil }

    private func has(_ n: Int, _ kind: Ordinals.Kind) -> Bool {
        guard let core = countingCore else { return n >= 0 }
        return n >= 0 && core.scope.withLock { n < $0.ordinals[kind] }
    }

    /// What gives out ordinals, if anything does.
    ///
    /// A forked child asks nothing: a thread that it lacks may hold the lock.
    private var countingCore: TraceCore? {
        guard let core, core.isRecording, recorder.isHere else { return nil }
        return core
    }
}

extension LiveAgent {
    /// Returns the model call with an ordinal.
    public func generation(at n: Int) -> LiveGeneration? {
        has(n, .generations) ? LiveGeneration(agent: self, n: n) : nil
    }

    /// Returns the step with an ordinal.
    public func step(at n: Int) -> LiveStep? { has(n, .steps) ? LiveStep(agent: self, n: n) : nil }

    /// Returns the tool call with an ordinal.
    public func call(at n: Int) -> LiveCall? { has(n, .calls) ? LiveCall(agent: self, n: n) : nil }

    /// Returns the region with an ordinal.
    public func region(at n: Int) -> LiveRegion? { has(n, .regions) ? LiveRegion(agent: self.n, n: n) : nil }

    private func has(_ n: Int, _ kind: Ordinals.Kind) -> Bool {
        guard trace.isRecording else { return n >= 0 }
        return n >= 0 && core.scope.withLock { n < $0.ordinals[kind] }
    }
}

extension PixelSize {
    /// Reads the stored size of a PNG, JPEG or WebP from its header, without decoding it; `nil` for anything else.
    public init?(ofPicture bytes: [UInt8]) {
        guard let header = PictureHeader(bytes) else { return nil }
        self = header.size
    }
}
