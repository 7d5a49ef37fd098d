import Saccade

extension Rule {
    /// `malformed-json`, with its page in `Docs/Rules`.
    public static let malformedJSON = Rule(
        builtIn: "malformed-json", code: "FMT-01", level: .l0, since: "0.1",
        summary: "Every line is one JSON object by RFC 8259.",
        rationale: """
            Lenient readers disagree about what a malformed text means, so two programs would see two traces. Numbers \
            that JSON does not have, as NaN and Infinity, are malformed too.
            """,
        hint: "write the event with a strict JSON encoder",
        good: [
            Example("A number that JSON has", #"{"t":"score","name":"reward","value":0.5}"#)
        ],
        bad: [
            Example("A trailing comma", #"✗ {"t":"score","name":"reward","value":0.5,}"#),
            Example("A number that JSON has not", #"✗ {"t":"score","name":"reward","value":NaN}"#),
        ])
}
