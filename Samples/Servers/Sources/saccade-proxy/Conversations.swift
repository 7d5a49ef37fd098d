import OpenAIWire
import Saccade
import SaccadeRecorder
import SaccadeServer

/// How a request was found to belong to what was recorded before.
enum Stitch: String {
    /// Its header `traceparent` names the trace.
    case traceparent = "traceparent"
    /// It answers a tool call that was made in it.
    case toolCalls = "tool-call-ids"
    /// Its messages begin with those of an earlier request and what was answered.
    case prefix = "message-prefix"
    /// It begins something new.
    case none = "first-request"
    /// It may belong to something, but to what is not certain: it gets a trace of its own, which names the other.
    case uncertain = "uncertain"
}

/// All conversations that go on, and the rules by which a request is put to one of them.
actor Conversations {
    private let recorder: TraceRecorder
    /// The traces, with what they are waiting for.
    private var traces: [String: TaskTrace] = [:]
    private var byParent: [String: TaskTrace] = [:]
    private var byCall: [String: [Lane]] = [:]
    private var byPrefix: [Digest: [Lane]] = [:]

    init(_ recorder: TraceRecorder) { self.recorder = recorder }

    /// Finds the lane that a request goes on with, or begins one; its trace stays open for the request.
    func open(_ request: ChatRequest, _ parent: TraceParent?) async -> (lane: Lane, known: Int, how: Stitch) {
        while true {
            let found = await find(request, parent)
            guard await found.lane.task.reserve() else {
                // It has ended just now.
                await remove(found.lane.task)
                continue
            }
            if found.lane.reserve() { return found }
            // A request that comes beside another one of its conversation is a branch of it, with all that it says.
            let branch = await found.lane.task.lane(.branch)
            _ = branch.reserve()
            return (branch, 0, found.how)
        }
    }

    private func find(_ request: ChatRequest, _ parent: TraceParent?) async -> (lane: Lane, known: Int, how: Stitch) {
        let prefixes = Prefixes(request.messages)
        let (likely, known) = lanes(request, prefixes)
        if let parent, let trace = byParent[parent.traceID] {
            let own = likely.filter { $0.task === trace }
            // Another conversation of the same trace is another agent of it.
            if own.count == 1 { return (own[0], known, .traceparent) }
            return (await trace.lane(), 0, .traceparent)
        }
        let called = Set(request.messages.compactMap(\.callID)).flatMap { byCall[$0] ?? [] }.uniqued
        if called.count == 1 {
            let known = likely.contains { $0 === called[0] } ? known : called[0].messages
            return (called[0], min(known, request.messages.count), .toolCalls)
        }
        // Ids that several tasks use tell nothing alone; together with the messages they may.
        let candidates = called.isEmpty ? likely : likely.filter { lane in called.contains { $0 === lane } }
        if candidates.count == 1, parent == nil || candidates[0].task.parent == nil {
            return (candidates[0], known, called.isEmpty ? .prefix : .toolCalls)
        }
        let doubtful = candidates.first ?? called.first ?? suspect(request, prefixes)
        let trace = await begin(request, parent, continuing: doubtful?.task)
        return (await trace.lane(), 0, doubtful == nil ? .none : .uncertain)
    }

    /// The lanes whose latest request and answer the messages begin with, and how many messages that are.
    private func lanes(_ request: ChatRequest, _ prefixes: Prefixes) -> ([Lane], Int) {
        for count in stride(from: request.messages.count - 1, through: 1, by: -1) {
            guard request.messages[count].role == "assistant", let lanes = byPrefix[prefixes.digests[count]] else {
                continue
            }
            let matching = lanes.filter { $0.answered(request.messages[count]) }
            if !matching.isEmpty { return (matching, count) }
        }
        return ([], 0)
    }

    /// A lane whose messages the request begins with, though not with what was answered.
    private func suspect(_ request: ChatRequest, _ prefixes: Prefixes) -> Lane? {
        for count in stride(from: request.messages.count - 1, through: 1, by: -1) {
            if request.messages[count].role == "assistant", let lane = byPrefix[prefixes.digests[count]]?.first {
                return lane
            }
        }
        return nil
    }

    private func begin(_ request: ChatRequest, _ parent: TraceParent?, continuing other: TaskTrace?) async -> TaskTrace
    {
        let question = request.messages.last { $0.role == "user" }?.text
        let id = parent.flatMap { traces[$0.traceID] == nil ? $0.traceID : nil }
        let live = recorder.trace(
            id: id, continues: other?.id, model: request.model, task: question.flatMap { $0.isEmpty ? nil : $0 },
            span: parent?.spanID)
        let trace = TaskTrace(live, parent: parent)
        traces[trace.id] = trace
        if let parent { byParent[parent.traceID] = trace }
        return trace
    }

    /// Notes what a lane waits for after an answer, so that the next request finds it.
    func note(_ lane: Lane, after request: ChatRequest, _ reply: Reply) {
        forget(lane)
        let digest = Prefixes(request.messages).whole
        let calls = reply.toolCalls.map(\.id).filter { !$0.isEmpty }
        lane.expect(reply, after: request.messages.count, digest, calls)
        byPrefix[digest, default: []].append(lane)
        for call in calls { byCall[call, default: []].append(lane) }
    }

    private func forget(_ lane: Lane) {
        for call in lane.expectedCalls { byCall[call]?.removeAll { $0 === lane } }
        for call in lane.expectedCalls where byCall[call]?.isEmpty == true { byCall[call] = nil }
        guard let digest = lane.expectedPrefix else { return }
        byPrefix[digest]?.removeAll { $0 === lane }
        if byPrefix[digest]?.isEmpty == true { byPrefix[digest] = nil }
    }

    /// Ends the traces that nobody has asked for anything for some time.
    func endIdle(after limit: Duration) async {
        for trace in traces.values where await trace.end(ifIdleFor: limit) { await remove(trace) }
    }

    /// Ends all traces.
    func endAll() async {
        for trace in traces.values {
            await remove(trace)
            await trace.end()
        }
    }

    private func remove(_ trace: TaskTrace) async {
        traces[trace.id] = nil
        if let parent = trace.parent { byParent[parent.traceID] = nil }
        for lane in await trace.lanes { forget(lane) }
    }
}

extension Array where Element: AnyObject {
    /// The elements without repetitions.
    var uniqued: [Element] {
        var result: [Element] = []
        for element in self where !result.contains(where: { $0 === element }) { result.append(element) }
        return result
    }
}
