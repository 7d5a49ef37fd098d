public import Saccade

/// A model call of an agent that is being recorded.
public struct LiveGeneration: Sendable {
    /// The agent.
    public let agent: LiveAgent
    /// Its ordinal among the generations of the agent.
    public let n: Int

    /// Records the beginning of a step of this model call.
    public func step(_ kind: StepKind, parent: LiveStep? = nil, title: String? = nil) -> LiveStep {
        agent.step(kind, in: self, parent: parent, title: title)
    }

    /// Records the end of the model call.
    ///
    /// - Parameters:
    ///   - status: How it ended.
    ///   - finish: The finish reason, as the provider gives it.
    ///   - usage: The tokens that it took.
    ///   - firstToken: The time to the first token, in nanoseconds.
    ///   - response: The provider's id of the response.
    ///   - error: What went wrong, in words.
    public func end(
        status: EndStatus = .ok, finish: String? = nil, usage: Usage? = nil, firstToken: Int? = nil,
        response: String? = nil, error: String? = nil
    ) {
        agent.recordPacked(nil) { _, packer in
            packer.pack(
                GenerationEnd(
                    agent: agent.n, n: n, status: status, finish: finish, response: response,
                    firstToken: firstToken,
                    usage: usage, error: error))
            return .generationEnd
        }
    }
}

/// A tool call of an agent that is being recorded; one of its ends comes once.
public struct LiveCall: Sendable {
    /// The agent.
    public let agent: LiveAgent
    /// Its ordinal among the calls of the agent.
    public let n: Int

    /// The origin of an image that the call returned.
    public var origin: ImageOrigin { ImageOrigin(kind: .tool, agent: agent.n, call: n) }

    /// Records that the call has succeeded, and what it returned.
    public func succeed(_ parts: [Part] = []) {
        agent.record { _ in .toolResult(ToolResult(agent: agent.n, call: n, parts: parts)) }
    }

    /// Records that the call has failed, timed out, or that nobody knows.
    public func fail(_ kind: CallFailure = .failed, message: String? = nil, parts: [Part] = []) {
        agent.record { _ in .toolFail(ToolFail(agent: agent.n, call: n, kind: kind, message: message, parts: parts)) }
    }

    /// Records that the call was given up.
    public func cancel(reason: String? = nil) {
        agent.record { _ in .toolCancel(ToolCancel(agent: agent.n, call: n, reason: reason)) }
    }
}
