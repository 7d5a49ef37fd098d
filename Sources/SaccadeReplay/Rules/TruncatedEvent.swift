import Saccade

extension Rule {
    /// `truncated-event`, with its page in `Docs/Rules`.
    public static let truncatedEvent = Rule(
        builtIn: "truncated-event", code: "FMT-06", level: .l0, since: "0.1",
        summary: "Every line holds a whole event.",
        rationale: """
            A line that stops inside an event was cut off: by a crash, a full disk or an incomplete copy.
            """,
        hint: "recover the log, or copy it again; what the line said is lost",
        good: [Example("A whole line", #"{"t":"step.end","agent":0,"step":0}"#)],
        bad: [Example("A line that stops in the middle", #"✗ {"t":"step.end","agent":0,"st"#)])
}
