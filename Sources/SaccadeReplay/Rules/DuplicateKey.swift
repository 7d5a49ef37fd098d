import Saccade

extension Rule {
    /// `duplicate-key`, with its page in `Docs/Rules`.
    public static let duplicateKey = Rule(
        builtIn: "duplicate-key", code: "FMT-02", level: .l0, since: "0.1",
        summary: "No object of an event names one key twice.",
        rationale: """
            Some readers take the first value and some the last. A trace that says two things at once can show one of \
            them to a checker and the other to a person.
            """,
        hint: "keep one of the two members",
        good: [Example("Each key once", #"{"t":"score","name":"reward","value":1}"#)],
        bad: [Example("Two values", #"✗ {"t":"score","name":"reward","value":1,"value":0}"#)])
}
