import Saccade

extension Rule {
    /// `call-not-open`, with its page in `Docs/Rules`.
    public static let callNotOpen = Rule(
        builtIn: "call-not-open", code: "TUL-02", level: .l1, since: "0.1",
        summary: "Every outcome belongs to a call that has none yet.",
        rationale: """
            A call succeeds, fails or is cancelled once. A second outcome, or one after a cancel, leaves open what the \
            model was told.
            """,
        hint: "keep one outcome per call; a retry is a new call with retryOf",
        good: [
            Example(
                "One outcome",
                #"""
                {"t":"tool.request","agent":0,"n":0,"step":0,"name":"ocr"}
                {"t":"tool.result","agent":0,"call":0,"parts":[{"text":"EXIT 14"}]}
                """#)
        ],
        bad: [
            Example(
                "A result after a cancel",
                #"""
                {"t":"tool.request","agent":0,"n":0,"step":0,"name":"ocr"}
                {"t":"tool.cancel","agent":0,"call":0}
                ✗ {"t":"tool.result","agent":0,"call":0,"parts":[{"text":"EXIT 14"}]}
                """#)
        ])
}
