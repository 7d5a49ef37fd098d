import OpenAIWire
import Saccade
import SaccadeRecorder
import Synchronization

/// One conversation of a task: an agent, what it has been asked and what it waits for.
final class Lane: Sendable {
    let agent: LiveAgent
    let task: TaskTrace

    /// A tool call without a result.
    struct OpenCall {
        let call: LiveCall
        /// The box that its arguments name.
        let box: Box?
    }

    private struct State {
        /// Whether a request is being answered.
        var isBusy = false
        var requests = 0
        var messages = 0
        var prefix: Digest?
        var replyText = ""
        var replyCalls: [String] = []
        var generation: LiveGeneration?
        var step: LiveStep?
        var calls: [String: OpenCall] = [:]
        var latestCall: OpenCall?
        var answer: LiveAnswer?
        var began = ContinuousClock.now
        var firstToken: Int?
    }

    private let state = Mutex(State())

    init(_ agent: LiveAgent, of task: TaskTrace) { (self.agent, self.task) = (agent, task) }

    /// Takes the lane for a request; false if another one is being answered.
    func reserve() -> Bool {
        state.withLock { state in
            defer { state.isBusy = true }
            return !state.isBusy
        }
    }

    /// How many requests it has had.
    var requests: Int { state.withLock { $0.requests } }
    /// How many messages its latest request had.
    var messages: Int { state.withLock { $0.messages } }
    var expectedPrefix: Digest? { state.withLock { $0.prefix } }
    var expectedCalls: [String] { state.withLock { $0.replyCalls } }
    /// The call that a picture that comes now may be the result of.
    var latestCall: OpenCall? { state.withLock { $0.latestCall } }

    /// Notes what the next request will show that it goes on here.
    func expect(_ reply: Reply, after count: Int, _ prefix: Digest, _ calls: [String]) {
        state.withLock { state in
            (state.messages, state.prefix, state.replyText, state.replyCalls) = (count, prefix, reply.content, calls)
        }
    }

    /// Whether a message is what was answered.
    func answered(_ message: ChatMessage) -> Bool {
        state.withLock { message.text == $0.replyText && message.calls.map(\.id) == $0.replyCalls }
    }

    /// The latest model call, if a message is what it answered.
    func takeAnswered(_ message: ChatMessage) -> LiveGeneration? {
        answered(message) ? state.withLock { $0.generation } : nil
    }

    func takeCall(_ id: String) -> OpenCall? {
        state.withLock { state in
            let call = state.calls.removeValue(forKey: id)
            state.latestCall = call ?? state.latestCall
            return call
        }
    }

    // MARK: Recording

    func begin(_ request: ChatRequest, _ input: Input, span: String?) -> LiveGeneration {
        let generation = agent.generation(
            model: request.model, input: input, sampling: request.sampling, span: span)
        state.withLock { state in
            state.requests += 1
            (state.generation, state.began, state.firstToken) = (generation, .now, nil)
        }
        return generation
    }

    /// Records what the model says, as it says it.
    func say(_ pieces: [Reply.Piece], in generation: LiveGeneration) {
        guard !pieces.isEmpty else { return }
        let step = state.withLock { state in
            if state.firstToken == nil {
                let (seconds, rest) = (ContinuousClock.now - state.began).components
                state.firstToken = Int(clamping: seconds) * 1_000_000_000 + Int(rest / 1_000_000_000)
            }
            let step = state.step ?? generation.step(.think)
            state.step = step
            return step
        }
        for piece in pieces {
            switch piece {
            case .reasoning(let text): step.text(text)
            case .content(let text): step.text(text, channel: .output)
            }
        }
    }

    /// Records what came of the model call: tool calls, which stay open, or an answer.
    func end(_ generation: LiveGeneration, _ reply: Reply, error: String?) {
        state.withLock { state in
            let calls = reply.toolCalls
            if !calls.isEmpty {
                let step = state.step ?? generation.step(.act)
                state.step = step
                for call in calls {
                    let arguments = try? JSONValue(parsing: call.arguments)
                    let live = step.call(call.name, written: call.arguments, arguments: arguments, id: call.id)
                    state.calls[call.id] = OpenCall(call: live, box: arguments.flatMap { Box(in: $0) })
                }
            } else if error == nil, !reply.content.isEmpty {
                state.answer = agent.answer(reply.content, final: true, in: state.step, supersedes: state.answer)
            }
            generation.end(
                status: error == nil ? .ok : .failed, finish: reply.finish, usage: reply.usage,
                firstToken: state.firstToken, response: reply.id, error: error)
            if calls.isEmpty {
                state.step?.end()
                state.step = nil
            }
            state.isBusy = false
        }
    }

    /// Ends the step that waited for the results of its calls; those that nobody gave are cancelled.
    func endStep() {
        state.withLock { state in
            for call in state.calls.values.sorted(by: { $0.call.n < $1.call.n }) {
                call.call.cancel(reason: "the client gave no result")
            }
            state.calls = [:]
            state.step?.end()
            state.step = nil
        }
    }
}

extension Box {
    /// The box that the arguments of a tool call name: the first list of four numbers.
    fileprivate init?(in arguments: JSONValue) {
        for member in arguments.object ?? [] {
            guard let numbers = member.value.array?.compactMap(\.number), numbers.count == 4,
                member.value.array?.count == 4
            else { continue }
            self.init(x0: numbers[0], y0: numbers[1], x1: numbers[2], y1: numbers[3])
            return
        }
        return nil
    }
}
