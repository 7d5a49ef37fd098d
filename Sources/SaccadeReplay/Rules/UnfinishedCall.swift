import Saccade

extension Rule {
    /// `unfinished-call`, with its page in `Docs/Rules`.
    public static let unfinishedCall = Rule(
        "unfinished-call", code: "TUL-01", severity: .error, level: .l1, since: "0.1", isExplainedByGap: true,
        reads: [.toolRequest, .toolResult, .toolFail, .toolCancel],
        summary: "Every tool call of a finished trace has an outcome.",
        rationale: """
            A call without an outcome leaves open what the model was told. Where nobody knows whether a call ran, \
            tool.fail says so with the kind indeterminate.
            """,
        hint: "record the outcome, or tool.fail with the kind indeterminate",
        good: [
            Example(
                "A call that nobody knows the outcome of",
                #"""
                {"t":"tool.request","agent":0,"n":0,"step":0,"name":"ocr"}
                {"t":"tool.fail","agent":0,"call":0,"kind":"indeterminate"}
                {"t":"step.end","agent":0,"step":0}
                {"t":"trace.end","counts":{"events":6,"agents":1,"images":1,"steps":1,"calls":1}}
                """#)
        ],
        bad: [
            Example(
                "A call without an outcome",
                #"""
                ✗ {"t":"tool.request","agent":0,"n":0,"step":0,"name":"ocr"}
                {"t":"step.end","agent":0,"step":0}
                {"t":"trace.end","counts":{"events":5,"agents":1,"images":1,"steps":1,"calls":1}}
                """#)
        ],
        scratch: { [ScopedOrdinal: Place]() },
        check: { entry, _, open, _ in
            switch entry.event.body {
            case .toolRequest(let request):
                open[ScopedOrdinal(agent: request.agent, n: request.n)] = Place(entry)
            case .toolResult(let result): open[ScopedOrdinal(agent: result.agent, n: result.call)] = nil
            case .toolFail(let failure): open[ScopedOrdinal(agent: failure.agent, n: failure.call)] = nil
            case .toolCancel(let cancel): open[ScopedOrdinal(agent: cancel.agent, n: cancel.call)] = nil
            default: break
            }
        },
        finish: { state, open, report in
            // In a log that stops, a call may just have been waiting; `unfinished-trace` says so.
            guard state.structure.isEnded else { return }
            for (call, place) in open.sorted(by: { $0.key < $1.key }) {
                report.add("call \(call.n) of agent \(call.agent) has no outcome", at: place)
            }
        })
}
