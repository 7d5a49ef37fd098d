import Saccade

extension Rule {
    /// `stray-message`, with its page in `Docs/Rules`.
    public static let strayMessage = Rule(
        "stray-message", code: "AGT-09", severity: .error, level: .l1, since: "0.1", isExplainedByGap: true,
        reads: [.messageSend, .messageReceive],
        summary: "A message is received once, by the agent that it was sent to.",
        rationale: """
            Messages say what an agent can have known. One that somebody else received, or that came twice, breaks that \
            chain.
            """,
        hint: "name the receiver in message.send; send a message of its own to each agent",
        good: [
            Example(
                "To agent 1",
                #"""
                {"t":"agent.spawn","n":1,"kind":"worker","parent":0,"step":0}
                {"t":"message.send","agent":0,"n":0,"to":1,"parts":[{"text":"look left"}]}
                {"t":"message.receive","agent":1,"message":[0,0]}
                """#)
        ],
        bad: [
            Example(
                "By another agent",
                #"""
                {"t":"agent.spawn","n":1,"kind":"worker","parent":0,"step":0}
                {"t":"agent.spawn","n":2,"kind":"worker","parent":0,"step":0}
                {"t":"message.send","agent":0,"n":0,"to":1,"parts":[{"text":"look left"}]}
                ✗ {"t":"message.receive","agent":2,"message":[0,0]}
                """#),
            Example(
                "Twice",
                #"""
                {"t":"agent.spawn","n":1,"kind":"worker","parent":0,"step":0}
                {"t":"message.send","agent":0,"n":0,"to":1,"parts":[{"text":"look left"}]}
                {"t":"message.receive","agent":1,"message":[0,0]}
                ✗ {"t":"message.receive","agent":1,"message":[0,0]}
                """#),
        ],
        scratch: { OpenMessages() },
        check: { entry, _, messages, report in
            switch entry.event.body {
            case .messageSend(let message):
                guard messages.receivers.count < OpenMessages.most else {
                    messages.isOverfull = true
                    return
                }
                messages.receivers[ScopedOrdinal(agent: message.agent, n: message.n)] = message.to
            case .messageReceive(let receipt):
                guard let receiver = messages.receivers[receipt.message] else {
                    if messages.isOverfull { return }
                    return report.add(
                        "message \(name(receipt.message)) has been received before", at: entry, field: "message")
                }
                guard receiver == receipt.agent else {
                    return report.add(
                        "message \(name(receipt.message)) was sent to agent \(receiver), and agent \(receipt.agent) receives it",
                        at: entry, field: "message", expected: "\(receiver)", found: "\(receipt.agent)")
                }
                messages.receivers[receipt.message] = nil
            default: break
            }
        })
}

/// The messages that nobody has received yet.
private struct OpenMessages {
    var receivers: [ScopedOrdinal: Int] = [:]
    var isOverfull = false

    /// The most messages that are followed at once.
    static let most = 65_536
}
