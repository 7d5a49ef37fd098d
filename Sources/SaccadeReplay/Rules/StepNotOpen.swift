import Saccade

extension Rule {
    /// `step-not-open`, with its page in `Docs/Rules`.
    public static let stepNotOpen = Rule(
        builtIn: "step-not-open", code: "STR-07", level: .l1, since: "0.1",
        summary: "Text and ends belong to a step that is open.",
        rationale: "Each step begins once and ends once; text that arrives after the end was said in some other step.",
        hint: "write the text before step.end, or name the step that is open",
        good: [
            Example(
                "Text before the end",
                #"""
                {"t":"step.text","agent":0,"step":0,"channel":"output","text":"B"}
                {"t":"step.end","agent":0,"step":0}
                """#)
        ],
        bad: [
            Example(
                "Text after the end",
                #"""
                {"t":"step.end","agent":0,"step":0}
                ✗ {"t":"step.text","agent":0,"step":0,"channel":"output","text":"B"}
                """#),
            Example(
                "A step that ends twice",
                #"""
                {"t":"step.end","agent":0,"step":0}
                ✗ {"t":"step.end","agent":0,"step":0}
                """#),
        ])
}
