import Saccade

extension Rule {
    /// `event-after-end`, with its page in `Docs/Rules`.
    public static let eventAfterEnd = Rule(
        builtIn: "event-after-end", code: "STR-09", level: .l1, since: "0.1",
        summary: "Nothing follows the end of a trace.",
        rationale: """
            A finished trace is immutable. What stands after its end was appended by somebody else, or the end came \
            too early.
            """,
        hint: "put later findings into a layer, or a new trace into its own log",
        good: [
            Example(
                "The end last",
                #"""
                {"t":"step.end","agent":0,"step":0}
                {"t":"trace.end","counts":{"events":4,"agents":1,"images":1,"steps":1}}
                """#)
        ],
        bad: [
            Example(
                "A score after the end",
                #"""
                {"t":"step.end","agent":0,"step":0}
                {"t":"trace.end","counts":{"events":4,"agents":1,"images":1,"steps":1}}
                ✗ {"t":"score","name":"reward","value":1}
                """#)
        ])
}
