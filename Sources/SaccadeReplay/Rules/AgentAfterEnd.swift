import Saccade

extension Rule {
    /// `agent-after-end`, with its page in `Docs/Rules`.
    public static let agentAfterEnd = Rule(
        builtIn: "agent-after-end", code: "AGT-04", level: .l1, since: "0.1",
        summary: "An agent that has ended does nothing more.",
        rationale: "What an agent does after its end has no place in the story: its result was already taken.",
        hint: "move agent.end behind the agent's last event, or spawn another agent",
        good: [
            Example(
                "The end last",
                #"""
                {"t":"agent.spawn","n":1,"kind":"worker","parent":0,"step":0}
                {"t":"step.begin","agent":1,"n":0,"kind":"think"}
                {"t":"step.end","agent":1,"step":0}
                {"t":"agent.end","agent":1}
                {"t":"agent.join","agent":0,"joined":1}
                """#)
        ],
        bad: [
            Example(
                "A step after the end",
                #"""
                {"t":"agent.spawn","n":1,"kind":"worker","parent":0,"step":0}
                {"t":"agent.end","agent":1}
                ✗ {"t":"step.begin","agent":1,"n":0,"kind":"think"}
                {"t":"agent.join","agent":0,"joined":1}
                """#)
        ])
}
