/// Everything that a trace says, as the fold of its events: what a picture or a summary is made from.
///
/// Unlike ``LogStructure`` this keeps all text, so it grows with the trace. An event that does not fit is left out and
/// listed in ``misfits``. A copy costs next to nothing, and shares with its original all that neither changes afterwards:
/// so can the states of many moments be kept beside each other.
public struct TraceState: Sendable {
    /// The header.
    public internal(set) var header: TraceBegin?
    /// The end, if the log has one.
    public internal(set) var end: TraceEnd?
    /// The turns of the user.
    public internal(set) var turns: ChunkedArray<Turn> = []
    /// The agents, by ordinal; agent 0 is the root.
    public internal(set) var agents: ChunkedArray<AgentState> = [AgentState(spawn: nil)]
    /// The images, by ordinal.
    public internal(set) var images: ChunkedArray<ImageState> = []
    /// The videos, by ordinal.
    public internal(set) var videos: ChunkedArray<VideoDeclaration> = []
    /// The aggregates, in order.
    public internal(set) var aggregates: ChunkedArray<Aggregate> = []
    /// The truths to measure against.
    public internal(set) var truths: ChunkedArray<Truth> = []
    /// The remarks of importers and checkers.
    public internal(set) var diagnostics: ChunkedArray<Diagnostic> = []
    /// The named values.
    public internal(set) var scores: ChunkedArray<Score> = []
    /// The comments.
    public internal(set) var annotations: ChunkedArray<Annotation> = []
    /// What was made unreadable.
    public internal(set) var redactions: ChunkedArray<Redaction> = []
    /// The holes.
    public internal(set) var gaps: ChunkedArray<Gap> = []
    /// The number of events of kinds that this version does not know.
    public internal(set) var unknownEvents = 0
    /// The events that were left out because they did not fit.
    public internal(set) var misfits: ChunkedArray<Misfit> = []
    /// The structure of the log: counts, what is open, and the maps of images to their roots.
    public internal(set) var structure = LogStructure()

    /// Creates the state of an empty log.
    public init() {}

    /// Returns an image, or `nil` for an ordinal that is none.
    public func image(_ n: Int) -> ImageState? { images.indices.contains(n) ? images[n] : nil }

    /// Returns an agent, or `nil` for an ordinal that is none.
    public func agent(_ n: Int) -> AgentState? { agents.indices.contains(n) ? agents[n] : nil }

    /// Returns a region by agent and ordinal, or `nil`.
    public func region(_ name: ScopedOrdinal) -> Region? {
        guard let agent = agent(name.agent), agent.regions.indices.contains(name.n) else { return nil }
        return agent.regions[name.n]
    }

    /// Returns an answer by agent and ordinal, or `nil`.
    public func answer(_ name: ScopedOrdinal) -> Answer? {
        guard let agent = agent(name.agent), agent.answers.indices.contains(name.n) else { return nil }
        return agent.answers[name.n]
    }

    /// Returns the images that a generation received, by ordinal, in the order of its context; none if there is no such
    /// generation.
    ///
    /// They are worked out from all inputs of the agent up to that one, which name what was added and what was taken out:
    /// kept for each generation, they would grow with the square of the trace.
    public func images(receivedBy generation: Int, of agent: Int) -> [Int] {
        guard let agent = self.agent(agent), agent.generations.indices.contains(generation) else { return [] }
        var context: ChunkedArray<Part?> = []
        for earlier in agent.generations[...generation] { context.take(earlier.begin.input) }
        let index = agent.generations[generation].index
        return context.flatMap { part in part.map { images(in: $0, of: agent, before: index) } ?? [] }
    }

    /// The images that a part of an agent's context shows, as the log stood before an event.
    func images(in part: Part, of agent: AgentState, before index: Int) -> [Int] {
        if let image = part.image { return [image] }
        if let turn = part.turn, turns.indices.contains(turn) { return turns[turn].parts.compactMap(\.image) }
        if let call = part.call, agent.calls.indices.contains(call), let outcome = agent.calls[call].outcomeIndex,
            outcome < index
        {
            return agent.calls[call].parts.compactMap(\.image)
        }
        return []
    }

    /// What the user asked: the text of the first turn, or the task of the header.
    public var question: String? {
        let text = turns.first.map { turn in turn.parts.compactMap(\.text).joined(separator: "\n") } ?? ""
        return text.isEmpty ? header?.task : text
    }

    /// The final answer of the root, or the last one that it gave.
    public var finalAnswer: Answer? { agents.first.flatMap { $0.answers.last(where: \.final) ?? $0.answers.last } }
}

/// What one agent did.
public struct AgentState: Sendable {
    /// How it came to be; `nil` for the root.
    public internal(set) var spawn: AgentSpawn?
    /// When it was spawned, in nanoseconds since `trace.begin`.
    public internal(set) var spawnTime: Int?
    /// How it ended.
    public internal(set) var end: AgentEnd?
    /// When it ended.
    public internal(set) var endTime: Int?
    /// Who took its result, and in which step.
    public internal(set) var joins: ChunkedArray<AgentJoin> = []
    /// Its model calls, by ordinal.
    public internal(set) var generations: ChunkedArray<GenerationState> = []
    /// Its steps, by ordinal.
    public internal(set) var steps: ChunkedArray<StepState> = []
    /// Its regions, by ordinal.
    public internal(set) var regions: ChunkedArray<Region> = []
    /// Its tool calls, by ordinal.
    public internal(set) var calls: ChunkedArray<CallState> = []
    /// Its answers, by ordinal.
    public internal(set) var answers: ChunkedArray<Answer> = []
    /// The messages that it sent, by ordinal.
    public internal(set) var sent: ChunkedArray<MessageSend> = []
    /// The messages that it received, in order.
    public internal(set) var received: ChunkedArray<MessageReceive> = []
    /// The parts of its context by position, `nil` where one was taken out.
    public internal(set) var context: ChunkedArray<Part?> = []
}

/// One model call.
public struct GenerationState: Sendable {
    /// Its beginning.
    public internal(set) var begin: GenerationBegin
    /// When it began, in nanoseconds since `trace.begin`.
    public internal(set) var beginTime: Int?
    /// Its end.
    public internal(set) var end: GenerationEnd?
    /// When it ended.
    public internal(set) var endTime: Int?
    /// The ordinal of its beginning among the events of the trace.
    public internal(set) var index: Int
    /// The images among the parts that its input added, by ordinal, in order.
    ///
    /// What it received in all is ``TraceState/images(receivedBy:of:)``.
    public internal(set) var added: [Int]
}

/// One step.
public struct StepState: Sendable {
    /// Its beginning.
    public internal(set) var begin: StepBegin
    /// The ordinal of its beginning among the events of the trace: what orders the steps of several agents.
    public internal(set) var index: Int
    /// When it began, in nanoseconds since `trace.begin`.
    public internal(set) var beginTime: Int?
    /// Its end.
    public internal(set) var end: StepEnd?
    /// When it ended.
    public internal(set) var endTime: Int?
    /// Its texts, a channel each, in the order in which they began.
    public internal(set) var texts: [StepTextState] = []
    /// The ordinals of its regions among those of its agent.
    public internal(set) var regions: [Int] = []
    /// The ordinals of its tool calls.
    public internal(set) var calls: [Int] = []
    /// The ordinals of its answers.
    public internal(set) var answers: [Int] = []

    /// Returns the text of a channel, empty if there is none.
    public func text(_ channel: TextChannel) -> String { texts.first { $0.channel == channel }?.text ?? "" }
}

/// The text of one channel of a step.
public struct StepTextState: Sendable {
    /// The channel.
    public internal(set) var channel: TextChannel
    /// How it relates to what the model produced.
    public internal(set) var form: TextForm
    /// All of it, without what was taken back.
    public internal(set) var text: String
}

/// One tool call.
public struct CallState: Sendable {
    /// How a call came out.
    public enum Outcome: Sendable {
        /// The tool succeeded.
        case succeeded(ToolResult)
        /// The tool failed, or nobody knows.
        case failed(ToolFail)
        /// Somebody cancelled the call.
        case cancelled(ToolCancel)
    }

    /// What was asked.
    public internal(set) var request: ToolRequest
    /// When it was asked, in nanoseconds since `trace.begin`.
    public internal(set) var requestTime: Int?
    /// How it came out; `nil` if the log does not say.
    public internal(set) var outcome: Outcome?
    /// When it came out.
    public internal(set) var outcomeTime: Int?
    /// The ordinal of its outcome among the events of the trace.
    public internal(set) var outcomeIndex: Int?

    /// What the tool returned, in order.
    public var parts: [Part] {
        switch outcome {
        case .succeeded(let result): result.parts
        case .failed(let failure): failure.parts
        case .cancelled, nil: []
        }
    }
}

/// One image.
public struct ImageState: Sendable {
    /// Its declaration.
    public internal(set) var declaration: ImageDeclaration
    /// When it was declared, in nanoseconds since `trace.begin`.
    public internal(set) var time: Int?
    /// How it was made, if it was.
    public internal(set) var derivation: ImageDerivation?
    /// What decoding it gave, if a layer says so.
    public internal(set) var pixels: ImagePixels?
    /// The image at the root of its chain of parents.
    public internal(set) var root: Int
    /// The map from its pixels to those of the root, where there is one.
    public internal(set) var mapToRoot: PlaneMap?
}
