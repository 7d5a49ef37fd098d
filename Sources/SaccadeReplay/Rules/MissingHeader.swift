import Saccade

extension Rule {
    /// `missing-header`, with its page in `Docs/Rules`.
    public static let missingHeader = Rule(
        builtIn: "missing-header", code: "STR-01", level: .l0, since: "0.1",
        summary: "A log begins with its header.",
        rationale: "The header names the format's version; without it nothing that follows has a certain meaning.",
        hint: "begin the log with trace.begin; saccade import makes a log of another program's record",
        good: [Example("The header first", #"{"t":"step.end","agent":0,"step":0}"#)],
        bad: [
            Example("A step first", after: .nothing, #"✗ {"t":"step.begin","agent":0,"n":0,"kind":"think"}"#)
        ])
}
