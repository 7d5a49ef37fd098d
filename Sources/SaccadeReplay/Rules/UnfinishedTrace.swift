import Saccade

extension Rule {
    /// `unfinished-trace`, with its page in `Docs/Rules`.
    public static let unfinishedTrace = Rule(
        "unfinished-trace", code: "STR-10", severity: .warning, level: .l1, since: "0.1", reads: [],
        summary: "A trace ends with trace.end.",
        rationale: """
            A log that just stops was cut off or is still being written. What is open then is abandoned, and nothing \
            says how much is missing.
            """,
        hint: "finish the writer, or recover the log",
        good: [
            Example(
                "A trace with its end",
                #"""
                {"t":"step.end","agent":0,"step":0}
                {"t":"trace.end","counts":{"events":4,"agents":1,"images":1,"steps":1}}
                """#)
        ],
        bad: [
            Example(
                "A log that stops inside a step",
                #"✗ {"t":"step.text","agent":0,"step":0,"channel":"output","text":"The"}"#)
        ],
        scratch: { false }, check: { _, _, _, _ in },
        finish: { state, _, report in
            guard !state.structure.isEnded, let last = state.lastPlace else { return }
            let open = state.structure.agents.enumerated().flatMap { n, agent in
                let owner = state.structure.agents.count > 1 ? " of agent \(n)" : ""
                return agent.openSteps.map { "step \($0)\(owner)" } + agent.openCalls.map { "call \($0)\(owner)" }
                    + agent.openGenerations.map { "generation \($0)\(owner)" }
            }
            let more = open.count > 4 ? " and \(open.count - 4) more" : ""
            let words = open.isEmpty ? "" : "; still open: \(open.prefix(4).joined(separator: ", "))\(more)"
            report.add("the log stops without trace.end\(words)", at: last)
        })
}
