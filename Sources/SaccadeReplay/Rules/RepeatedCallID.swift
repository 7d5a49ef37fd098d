import Saccade

extension Rule {
    /// `repeated-call-id`, with its page in `Docs/Rules`.
    public static let repeatedCallID = Rule(
        "repeated-call-id", code: "TUL-04", severity: .error, level: .l1, since: "0.1", reads: [.toolRequest],
        summary: "Each tool call has an id of its own.",
        rationale: """
            A second call with the id of the first takes its results, or loses its own. A retry is a new call that names \
            the one that it repeats. In an imported record the source may be at fault, and the finding is a warning.
            """,
        hint: "give the retry a new id and name the first call in retryOf",
        good: [
            Example(
                "A retry",
                #"""
                {"t":"tool.request","agent":0,"n":0,"step":0,"name":"ocr","id":"call_1"}
                {"t":"tool.fail","agent":0,"call":0,"kind":"timed-out"}
                {"t":"tool.request","agent":0,"n":1,"step":0,"name":"ocr","id":"call_2","retryOf":0}
                {"t":"tool.result","agent":0,"call":1,"parts":[{"text":"EXIT 14"}]}
                """#)
        ],
        bad: [
            Example(
                "The same id again",
                #"""
                {"t":"tool.request","agent":0,"n":0,"step":0,"name":"ocr","id":"call_1"}
                {"t":"tool.fail","agent":0,"call":0,"kind":"timed-out"}
                ✗ {"t":"tool.request","agent":0,"n":1,"step":0,"name":"ocr","id":"call_1"}
                {"t":"tool.result","agent":0,"call":1,"parts":[{"text":"EXIT 14"}]}
                """#)
        ],
        scratch: { [Int: [Int: Int]]() },
        check: { entry, state, seen, report in
            guard case .toolRequest(let request) = entry.event.body, let id = request.id else { return }
            // 16 bytes a call: the hash of the id stands for it; two ids with one hash are one in 2^64.
            let hash = id.hashValue
            guard let before = seen[request.agent]?[hash] else {
                seen[request.agent, default: [:]][hash] = request.n
                return
            }
            report.add(
                "call \(before) of agent \(request.agent) has the id \"\(id)\" too", at: entry, field: "id",
                severity: state.structure.header?.source == nil ? nil : .warning)
        })
}
