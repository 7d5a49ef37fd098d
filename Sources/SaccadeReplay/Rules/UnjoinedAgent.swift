import Saccade

extension Rule {
    /// `unjoined-agent`, with its page in `Docs/Rules`.
    public static let unjoinedAgent = Rule(
        "unjoined-agent", code: "AGT-07", severity: .warning, level: .l1, since: "0.1", isExplainedByGap: true,
        reads: [.agentSpawn, .agentJoin, .messageReceive, .aggregate],
        summary: "What an agent found out is taken up by another.",
        rationale: """
            An agent whose result nobody takes costs tokens and changes nothing; or the event that says how its result \
            was used is missing. A join, a message received from it or an aggregate of its answers count as use.
            """,
        hint: "record agent.join where the result is used",
        good: [
            Example(
                "An agent that is joined",
                #"""
                {"t":"agent.spawn","n":1,"kind":"worker","parent":0,"step":0}
                {"t":"agent.end","agent":1}
                {"t":"agent.join","agent":0,"joined":1}
                {"t":"step.end","agent":0,"step":0}
                {"t":"trace.end","counts":{"events":7,"agents":2,"images":1,"steps":1}}
                """#)
        ],
        bad: [
            Example(
                "An agent that nobody asks for its result",
                #"""
                ✗ {"t":"agent.spawn","n":1,"kind":"worker","parent":0,"step":0}
                {"t":"agent.end","agent":1}
                {"t":"step.end","agent":0,"step":0}
                {"t":"trace.end","counts":{"events":6,"agents":2,"images":1,"steps":1}}
                """#)
        ],
        scratch: { [Int: Place]() },
        check: { entry, _, unused, _ in
            switch entry.event.body {
            case .agentSpawn(let spawn): unused[spawn.n] = Place(entry)
            case .agentJoin(let join): unused[join.joined] = nil
            case .messageReceive(let receipt): unused[receipt.message.agent] = nil
            case .aggregate(let aggregate): for candidate in aggregate.candidates { unused[candidate.agent] = nil }
            default: break
            }
        },
        finish: { state, unused, report in
            guard state.structure.isEnded else { return }
            for (agent, place) in unused.sorted(by: { $0.key < $1.key }) {
                report.add("nobody takes the result of agent \(agent)", at: place)
            }
        })
}
