public import Saccade
import Synchronization

/// An agent of a trace that is being recorded: one lane, usually driven by one task.
public struct LiveAgent: Sendable {
    /// The trace.
    public let trace: LiveTrace
    let core: AgentCore

    /// Its ordinal in the trace; 0 is the root.
    public var n: Int { core.n }

    // MARK: Agents and messages

    /// Records that the agent begins another one.
    ///
    /// - Parameters:
    ///   - kind: What it is made for.
    ///   - role: Its role, in words.
    ///   - model: Its model, if that is not the trace's.
    ///   - step: The step that begins it.
    ///   - otherTrace: The id of the trace that holds its events, if another process records it.
    public func spawn(
        _ kind: AgentKind = .worker, role: String? = nil, model: String? = nil, from step: LiveStep? = nil,
        otherTrace: String? = nil
    ) -> LiveAgent {
        guard let trace = trace.core else { return self }
        guard trace.isRecording, recorder.isOpen else {
            recorder.refuse(trace)
            return self
        }
        return trace.scope.withLock { scope in
            let child = AgentCore(n: scope.agents.count)
            scope.packer.removeAll()
            scope.packer.pack(
                .agentSpawn(
                    AgentSpawn(
                        n: child.n, kind: kind, parent: n, step: step?.n, role: role, model: model, trace: otherTrace)))
            let time = SystemClock.steady() &- trace.began
            if recorder.put(RecordKind.of(.agentSpawn), of: trace, at: time, .structure, scope.packer.bytes) {
                scope.agents.append(child)
            }
            return LiveAgent(trace: self.trace, core: child)
        }
    }

    /// Records that the agent has ended: it does nothing afterwards.
    public func end(status: EndStatus = .ok, error: String? = nil) {
        record { _ in .agentEnd(AgentEnd(agent: n, status: status, error: error)) }
    }

    /// Records that the agent takes the result of another one, which has ended.
    public func join(_ other: LiveAgent, in step: LiveStep? = nil) {
        record { _ in .agentJoin(AgentJoin(agent: n, joined: other.n, step: step?.n)) }
    }

    /// Records a message to another agent.
    @discardableResult
    public func send(_ parts: [Part], to other: LiveAgent, in step: LiveStep? = nil) -> LiveMessage {
        LiveMessage(
            agent: n,
            n: record(.messages) {
                .messageSend(MessageSend(agent: n, n: $0, to: other.n, step: step?.n, parts: parts))
            })
    }

    /// Records that a message has arrived and was read.
    public func receive(_ message: LiveMessage, in step: LiveStep? = nil) {
        record { _ in .messageReceive(MessageReceive(agent: n, message: message.name, step: step?.n)) }
    }

    // MARK: Model calls and steps

    /// Records the beginning of a model call and what the model receives.
    ///
    /// - Parameters:
    ///   - model: The model, if that is not the agent's.
    ///   - input: The parts that were added to the context since the agent's call before, and those taken out.
    ///   - sampling: How the model chooses its tokens.
    ///   - request: The provider's id of the request.
    ///   - attempt: Which attempt it is, from 1.
    ///   - retryOf: The call that it repeats.
    ///   - span: The id of the call's span, 16 hexadecimal digits as W3C Trace Context has it.
    public func generation(
        model: String? = nil, input: Input = Input(), sampling: Sampling? = nil, request: String? = nil,
        attempt: Int? = nil, retryOf: LiveGeneration? = nil, span: String? = nil
    ) -> LiveGeneration {
        LiveGeneration(
            agent: self,
            n: recordPacked(.generations) { number, packer in
                packer.pack(
                    GenerationBegin(
                        agent: n, n: number, model: model, sampling: sampling, request: request, attempt: attempt,
                        retryOf: retryOf?.n, input: input, spanId: span))
                return .generationBegin
            })
    }

    /// Records the beginning of a step of reasoning.
    public func step(
        _ kind: StepKind, in generation: LiveGeneration? = nil, parent: LiveStep? = nil, title: String? = nil
    ) -> LiveStep {
        LiveStep(
            agent: self,
            n: record(.steps) {
                .stepBegin(
                    StepBegin(
                        agent: n, n: $0, kind: kind, generation: generation?.n, parent: parent?.n, title: title))
            })
    }

    // MARK: Answers

    /// Records an answer or a candidate for one.
    @discardableResult
    public func answer(
        _ text: String, final: Bool = false, in step: LiveStep? = nil, score: Double? = nil,
        regions: [LiveRegion] = [], images: [LiveImage] = [], spans: [Span] = [], supersedes: LiveAnswer? = nil
    ) -> LiveAnswer {
        LiveAnswer(
            agent: n,
            n: recordPacked(.answers) { number, packer in
                packer.pack(
                    Answer(
                        agent: n, n: number, step: step?.n, final: final, text: text, score: score,
                        regions: regions.map(\.name), images: images.map(\.n), spans: spans,
                        supersedes: supersedes?.n))
                return .answer
            })
    }

    /// Records how candidates became one answer.
    public func aggregate(
        _ method: AggregateMethod, of candidates: [LiveAnswer], weights: [Double] = [], chosen: LiveAnswer? = nil,
        why: String? = nil, in step: LiveStep? = nil
    ) {
        record { _ in
            .aggregate(
                Aggregate(
                    agent: n, step: step?.n, method: method, candidates: candidates.map(\.name), weights: weights,
                    chosen: chosen?.name, why: why))
        }
    }

    // MARK: Recording

    var recorder: RecorderCore { trace.recorder }

    /// Records an event under the agent's lock and returns its ordinal.
    @discardableResult
    func record(_ counter: Ordinals.Kind? = nil, _ make: (Int) -> EventBody) -> Int {
        recordPacked(counter) { n, packer in
            let body = make(n)
            packer.pack(body)
            return body.kind
        }
    }

    /// Records an event that a closure packs, under the agent's lock, and returns its ordinal.
    ///
    /// - Parameter pack: Packs the event, given its ordinal, and returns its kind.
    @discardableResult
    func recordPacked(_ counter: Ordinals.Kind?, _ pack: (Int, inout EventPacker) -> EventKind?) -> Int {
        guard let trace = trace.core else { return 0 }
        guard trace.isRecording, recorder.isOpen else {
            recorder.refuse(trace)
            return 0
        }
        return core.scope.withLock { scope in
            let n = counter.map { scope.ordinals[$0] } ?? 0
            recorder.settleLosses(&scope, of: core, in: trace)
            guard trace.isRecording else {
                recorder.refuse(trace)
                return n
            }
            scope.packer.removeAll()
            guard let kind = pack(n, &scope.packer) else { return n }
            let time = SystemClock.steady() &- trace.began
            if recorder.put(RecordKind.of(kind), of: trace, at: time, .structure, scope.packer.bytes), let counter {
                scope.ordinals[counter] += 1
            }
            return n
        }
    }
}

extension RecorderCore {
    /// Puts a gap for the texts that an agent has lost into the ring, if it has; without room for it the trace is given up.
    @inline(__always) func settleLosses(_ scope: inout AgentScope, of agent: AgentCore, in trace: TraceCore) {
        if scope.lostEvents > 0, trace.isRecording { putGap(&scope, of: agent, in: trace) }
    }

    @inline(never) private func putGap(_ scope: inout AgentScope, of agent: AgentCore, in trace: TraceCore) {
        let (events, bytes) = (scope.lostEvents, scope.lostBytes)
        scope.packer.removeAll()
        scope.packer.pack(
            .gap(
                Gap(
                    reason: .pressure, note: "text", events: events, bytes: bytes, scopes: [GapScope(agent: agent.n)])))
        let time = SystemClock.steady() &- trace.began
        // Without the gap nothing that follows would fit.
        guard put(RecordKind.gap, of: trace, at: time, .remark, scope.packer.bytes) else { return surrender(trace) }
        (scope.lostEvents, scope.lostBytes) = (0, 0)
        trace.lostEvents.wrappingSubtract(events, ordering: .relaxed)
        trace.lostBytes.wrappingSubtract(bytes, ordering: .relaxed)
    }
}
