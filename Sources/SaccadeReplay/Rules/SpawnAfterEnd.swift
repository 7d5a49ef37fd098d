import Saccade

extension Rule {
    /// `spawn-after-end`, with its page in `Docs/Rules`.
    public static let spawnAfterEnd = Rule(
        "spawn-after-end", code: "AGT-02", severity: .error, level: .l1, since: "0.1", reads: [.agentSpawn],
        summary: "An agent that has ended spawns no other.",
        rationale: "An ended agent cannot act; the spawn belongs to another agent or to an earlier moment.",
        hint: "name the agent that was running, or move agent.end behind the spawn",
        good: [
            Example(
                "A spawn by a running agent",
                #"""
                {"t":"agent.spawn","n":1,"kind":"worker","parent":0,"step":0}
                {"t":"agent.end","agent":1}
                {"t":"agent.join","agent":0,"joined":1}
                """#)
        ],
        bad: [
            Example(
                "A spawn by an agent that has ended",
                #"""
                {"t":"agent.spawn","n":1,"kind":"worker","parent":0,"step":0}
                {"t":"agent.end","agent":1}
                ✗ {"t":"agent.spawn","n":2,"kind":"worker","parent":1}
                """#)
        ]
    ) { entry, state, report in
        guard case .agentSpawn(let spawn) = entry.event.body, state.structure.agent(spawn.parent)?.isEnded == true
        else { return }
        report.add("agent \(spawn.parent) has ended and spawns agent \(spawn.n)", at: entry, field: "parent")
    }
}
