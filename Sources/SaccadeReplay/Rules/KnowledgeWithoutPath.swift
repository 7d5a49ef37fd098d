import Saccade

extension Rule {
    /// `knowledge-without-path`, with its page in `Docs/Rules`.
    public static let knowledgeWithoutPath = Rule(
        "knowledge-without-path", code: "ANS-03", severity: .error, level: .l1, since: "0.1", isExplainedByGap: true,
        reads: [.agentSpawn, .agentJoin, .messageReceive, .aggregate, .answer],
        summary: "An agent cites the regions of agents from which it can have heard.",
        rationale: """
            Agents know what they found, what they were spawned with, what came in messages and what they took over by \
            a join. A citation without such a path is context that leaked, or evidence that was put in afterwards.
            """,
        hint: "record the message or the join that carried the region, or cite a region of the agent itself",
        good: [
            Example(
                "After a join",
                #"""
                {"t":"agent.spawn","n":1,"kind":"worker","parent":0,"step":0}
                {"t":"region","agent":1,"n":0,"image":0,"shape":{"box":[10,10,50,50]}}
                {"t":"agent.end","agent":1}
                {"t":"agent.join","agent":0,"joined":1}
                {"t":"answer","agent":0,"n":0,"text":"B","regions":[[1,0]]}
                """#)
        ],
        bad: [
            Example(
                "Without any message",
                #"""
                {"t":"agent.spawn","n":1,"kind":"worker","parent":0,"step":0}
                {"t":"region","agent":1,"n":0,"image":0,"shape":{"box":[10,10,50,50]}}
                ✗ {"t":"answer","agent":0,"n":0,"text":"B","regions":[[1,0]]}
                {"t":"agent.end","agent":1}
                {"t":"agent.join","agent":0,"joined":1}
                """#)
        ],
        scratch: { KnownAgents() },
        check: { entry, _, known, report in
            switch entry.event.body {
            case .agentSpawn(let spawn): known.learn(spawn.n, from: spawn.parent)
            case .agentJoin(let join): known.learn(join.agent, from: join.joined)
            case .messageReceive(let receipt): known.learn(receipt.agent, from: receipt.message.agent)
            case .aggregate(let aggregate):
                for candidate in aggregate.candidates { known.learn(aggregate.agent, from: candidate.agent) }
            case .answer(let answer):
                for region in answer.regions where region.agent != answer.agent {
                    guard !known.knows(answer.agent, region.agent) else { continue }
                    report.add(
                        "agent \(answer.agent) cites region \(name(region)), and nothing has come to it from there",
                        at: entry, field: "regions")
                }
            default: break
            }
        })
}

/// Which agents each agent has heard from, at first or second hand.
private struct KnownAgents {
    private var known: [Int: Set<Int>] = [:]

    mutating func learn(_ agent: Int, from other: Int) {
        guard agent != other else { return }
        known[agent, default: []].insert(other)
        if let more = known[other] { known[agent]?.formUnion(more) }
    }

    func knows(_ agent: Int, _ other: Int) -> Bool { known[agent]?.contains(other) ?? false }
}
