import Saccade

extension Rule {
    /// `early-join`, with its page in `Docs/Rules`.
    public static let earlyJoin = Rule(
        "early-join", code: "AGT-06", severity: .error, level: .l1, since: "0.1", isExplainedByGap: true,
        reads: [.agentJoin],
        summary: "An agent is joined after its end.",
        rationale: """
            A join hands over the result of an agent. Before the agent's end there is no result, so the joining agent \
            cannot have known it.
            """,
        hint: "write agent.end before agent.join; use messages for what is handed over earlier",
        good: [
            Example(
                "A join after the end",
                #"""
                {"t":"agent.spawn","n":1,"kind":"worker","parent":0,"step":0}
                {"t":"agent.end","agent":1}
                {"t":"agent.join","agent":0,"joined":1}
                """#)
        ],
        bad: [
            Example(
                "A join before the end",
                #"""
                {"t":"agent.spawn","n":1,"kind":"worker","parent":0,"step":0}
                ✗ {"t":"agent.join","agent":0,"joined":1}
                {"t":"agent.end","agent":1}
                """#)
        ]
    ) { entry, state, report in
        guard case .agentJoin(let join) = entry.event.body, let joined = state.structure.agent(join.joined),
            !joined.isEnded, !state.isTouchedByGap(agent: join.joined)
        else { return }
        report.add("agent \(join.joined) is joined before its end", at: entry, field: "joined")
    }
}
