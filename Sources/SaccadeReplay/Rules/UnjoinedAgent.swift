import Saccade

extension Rule {
    /// `unjoined-agent`, with its page in `Docs/Rules`.
    public static let unjoinedAgent = Rule(
        "unjoined-agent", code: "AGT-07", severity: .warning, level: .l1, since: "0.1", isExplainedByGap: true,
        reads: [.agentSpawn, .agentJoin, .messageReceive, .aggregate],
        summary: "What an agent found out is taken up by another.",
        rationale: """
            An agent whose result nobody takes costs tokens and changes nothing; or the event that says how its result \
            was used is missing. A join, a message received from it or an aggregate of its answers count as use. Samples and \
            branches are alternatives, each with an answer of its own that may be all that is wanted of it: they are looked \
            at only where the trace chooses among some of them and leaves others out.
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
                """#),
            Example(
                "Two samples of one prompt, each by itself",
                #"""
                {"t":"agent.spawn","n":1,"kind":"sample","parent":0}
                {"t":"agent.spawn","n":2,"kind":"sample","parent":0}
                {"t":"answer","agent":1,"n":0,"final":true,"text":"B"}
                {"t":"answer","agent":2,"n":0,"final":true,"text":"C"}
                {"t":"step.end","agent":0,"step":0}
                {"t":"trace.end","counts":{"events":8,"agents":3,"images":1,"steps":1,"answers":2}}
                """#),
        ],
        bad: [
            Example(
                "An agent that nobody asks for its result",
                #"""
                ✗ {"t":"agent.spawn","n":1,"kind":"worker","parent":0,"step":0}
                {"t":"agent.end","agent":1}
                {"t":"step.end","agent":0,"step":0}
                {"t":"trace.end","counts":{"events":6,"agents":2,"images":1,"steps":1}}
                """#),
            Example(
                "A sample that is not voted on, beside two that are",
                #"""
                {"t":"agent.spawn","n":1,"kind":"sample","parent":0}
                {"t":"agent.spawn","n":2,"kind":"sample","parent":0}
                ✗ {"t":"agent.spawn","n":3,"kind":"sample","parent":0}
                {"t":"answer","agent":1,"n":0,"final":true,"text":"B"}
                {"t":"answer","agent":2,"n":0,"final":true,"text":"B"}
                {"t":"answer","agent":3,"n":0,"final":true,"text":"C"}
                {"t":"aggregate","agent":0,"method":"vote","candidates":[[1,0],[2,0]],"chosen":[1,0]}
                {"t":"step.end","agent":0,"step":0}
                {"t":"trace.end","counts":{"events":11,"agents":4,"images":1,"steps":1,"answers":3}}
                """#),
        ],
        scratch: { Unused() },
        check: { entry, _, unused, _ in
            switch entry.event.body {
            case .agentSpawn(let spawn): unused.spawns[spawn.n] = Unused.Spawn(kind: spawn.kind, place: Place(entry))
            case .agentJoin(let join): unused.take(join.joined)
            case .messageReceive(let receipt): unused.take(receipt.message.agent)
            case .aggregate(let aggregate): for candidate in aggregate.candidates { unused.take(candidate.agent) }
            default: break
            }
        },
        finish: { state, unused, report in
            guard state.structure.isEnded else { return }
            for (agent, spawn) in unused.spawns.sorted(by: { $0.key < $1.key }) {
                if !spawn.isAlternative {
                    report.add("nobody takes the result of agent \(agent)", at: spawn.place)
                } else if unused.choosesAmongAlternatives {
                    report.add(
                        "nobody takes the result of agent \(agent), a \(spawn.kind), though that of others is taken",
                        at: spawn.place)
                }
            }
        })
}

/// The agents whose result nobody has taken so far.
private struct Unused {
    struct Spawn {
        let kind: AgentKind
        let place: Place
        /// Whether the agent is one of several tries, and not a part of the work.
        var isAlternative: Bool { kind == .sample || kind == .branch }
    }

    var spawns: [Int: Spawn] = [:]
    /// Whether somebody has taken the result of an alternative.
    var choosesAmongAlternatives = false

    mutating func take(_ agent: Int) {
        if spawns.removeValue(forKey: agent)?.isAlternative == true { choosesAmongAlternatives = true }
    }
}
