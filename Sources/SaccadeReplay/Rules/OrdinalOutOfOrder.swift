import Saccade

extension Rule {
    /// `ordinal-out-of-order`, with its page in `Docs/Rules`.
    public static let ordinalOutOfOrder = Rule(
        builtIn: "ordinal-out-of-order", code: "STR-06", level: .l1, since: "0.1",
        summary: "Ordinals are dense: each is the next one of its scope.",
        rationale: """
            A jump means that events were lost without a gap that says so; a repetition means that two writers shared \
            one log. Replay cannot tell which step is which.
            """,
        hint: "write a gap event where events were lost",
        good: [
            Example(
                "Steps 0 and 1",
                #"""
                {"t":"step.end","agent":0,"step":0}
                {"t":"step.begin","agent":0,"n":1,"kind":"think"}
                """#),
            Example(
                "A jump that a gap explains",
                #"""
                {"t":"gap","reason":"pressure","events":2,"scopes":[{"agent":0,"steps":2}]}
                {"t":"step.begin","agent":0,"n":2,"kind":"think"}
                """#),
        ],
        bad: [
            Example(
                "Step 1 is missing",
                #"""
                {"t":"step.end","agent":0,"step":0}
                ✗ {"t":"step.begin","agent":0,"n":2,"kind":"think"}
                {"t":"step.begin","agent":0,"n":3,"kind":"think","parent":2}
                """#),
            Example(
                "Step 0 begins twice",
                #"""
                ✗ {"t":"step.begin","agent":0,"n":0,"kind":"think"}
                """#),
        ])
}
