import Saccade

extension Rule {
    /// `effect-before-cause`, with its page in `Docs/Rules`.
    public static let effectBeforeCause = Rule(
        "effect-before-cause", code: "TIM-06", severity: .error, level: .l1, since: "0.1",
        reads: [
            .agentSpawn, .agentEnd, .agentJoin, .messageSend, .messageReceive, .generationBegin, .stepBegin,
        ],
        summary: "A message is received after it was sent, an agent acts after its spawn and is joined after its end.",
        rationale: """
            All times of a trace are of one clock. A receipt before its sending means that two clocks were mixed or two \
            events exchanged. In an imported record the source may be at fault, and the finding is a warning.
            """,
        hint: "take the times of all agents from one clock",
        good: [
            Example(
                "A message that takes a while",
                #"""
                {"t":"agent.spawn","at":100,"n":1,"kind":"worker","parent":0,"step":0}
                {"t":"message.send","at":200,"agent":0,"n":0,"to":1,"parts":[{"text":"look left"}]}
                {"t":"message.receive","at":300,"agent":1,"message":[0,0]}
                {"t":"agent.end","at":400,"agent":1}
                {"t":"agent.join","at":400,"agent":0,"joined":1}
                """#)
        ],
        bad: [
            Example(
                "Received before it was sent",
                #"""
                {"t":"agent.spawn","at":100,"n":1,"kind":"worker","parent":0,"step":0}
                {"t":"message.send","at":200,"agent":0,"n":0,"to":1,"parts":[{"text":"look left"}]}
                ✗ {"t":"message.receive","at":150,"agent":1,"message":[0,0]}
                {"t":"agent.end","at":400,"agent":1}
                {"t":"agent.join","at":400,"agent":0,"joined":1}
                """#),
            Example(
                "Joined before its end",
                #"""
                {"t":"agent.spawn","at":100,"n":1,"kind":"worker","parent":0,"step":0}
                {"t":"agent.end","at":400,"agent":1}
                ✗ {"t":"agent.join","at":350,"agent":0,"joined":1}
                """#),
        ],
        scratch: { CauseTimes() },
        check: { entry, state, causes, report in
            guard let time = entry.event.time else { return }
            func compare(_ cause: Int?, _ text: @autoclosure () -> String) {
                guard let cause, time < cause else { return }
                report.add(
                    "\(text()) at \(cause) ns, and \(entry.event.body.name) happens at \(time) ns", at: entry,
                    field: "at",
                    severity: state.structure.header?.source == nil ? nil : .warning,
                    expected: "at least \(cause) ns", found: "\(time) ns")
            }
            switch entry.event.body {
            case .agentSpawn(let spawn): causes.spawns[spawn.n] = time
            case .agentEnd(let end):
                causes.ends[end.agent] = time
                causes.spawns[end.agent] = nil
            case .agentJoin(let join):
                compare(causes.ends.removeValue(forKey: join.joined), "agent \(join.joined) ended")
            case .messageSend(let message):
                guard causes.sendings.count < CauseTimes.most else { return }
                causes.sendings[ScopedOrdinal(agent: message.agent, n: message.n)] = time
            case .messageReceive(let receipt):
                compare(
                    causes.sendings.removeValue(forKey: receipt.message), "message \(name(receipt.message)) was sent")
            default: break
            }
            // What an agent does first decides; later events cannot come before that.
            if let agent = entry.event.body.agent, let spawn = causes.spawns.removeValue(forKey: agent) {
                compare(spawn, "agent \(agent) was spawned")
            }
        })
}

/// The times of what is waiting for its effect.
private struct CauseTimes {
    var spawns: [Int: Int] = [:]
    var ends: [Int: Int] = [:]
    var sendings: [ScopedOrdinal: Int] = [:]

    /// The most messages that wait to be received.
    static let most = 65_536
}
