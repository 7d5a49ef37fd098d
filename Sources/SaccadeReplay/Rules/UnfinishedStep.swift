import Saccade

extension Rule {
    /// `unfinished-step`, with its page in `Docs/Rules`.
    public static let unfinishedStep = Rule(
        "unfinished-step", code: "STR-07", severity: .error, level: .l1, since: "0.1", isExplainedByGap: true,
        reads: [.traceEnd, .agentEnd],
        summary: "Every step and every generation ends before its agent and its trace do.",
        rationale: """
            A finished trace says how each of its steps came out. One without an end was lost, or the trace was closed \
            while the model was still at work.
            """,
        hint: "write step.end and generation.end, with the status cancelled where they were cut short",
        good: [
            Example(
                "A step with its end",
                #"""
                {"t":"step.end","agent":0,"step":0}
                {"t":"trace.end","counts":{"events":4,"agents":1,"images":1,"steps":1}}
                """#)
        ],
        bad: [
            Example(
                "The end of the trace inside a step",
                #"✗ {"t":"trace.end","counts":{"events":3,"agents":1,"images":1,"steps":1}}"#),
            Example(
                "The end of an agent inside its generation",
                #"""
                {"t":"generation.begin","agent":0,"n":0}
                {"t":"step.end","agent":0,"step":0}
                ✗ {"t":"agent.end","agent":0}
                """#),
        ]
    ) { entry, state, report in
        func tell(_ n: Int, _ agent: LogStructure.Agent) {
            let steps = agent.openSteps.map { "step \($0)" }
            let generations = agent.openGenerations.map { "generation \($0)" }
            let open = steps + generations
            guard !open.isEmpty else { return }
            let shown = open.prefix(3).joined(separator: ", ") + (open.count > 3 ? " and \(open.count - 3) more" : "")
            report.add("agent \(n) ends with \(shown) still open", at: entry, agent: n)
        }
        switch entry.event.body {
        case .agentEnd(let end): if let agent = state.structure.agent(end.agent) { tell(end.agent, agent) }
        case .traceEnd:
            for (n, agent) in state.structure.agents.enumerated() where !agent.isEnded { tell(n, agent) }
        default: break
        }
    }
}
