import Saccade

extension Rule {
    /// `undeclared-reference`, with its page in `Docs/Rules`.
    public static let undeclaredReference = Rule(
        builtIn: "undeclared-reference", code: "STR-05", level: .l1, since: "0.1",
        summary: "Nothing is used before it is declared.",
        rationale: """
            A region on an image that is not there, or an answer that cites a region nobody named, cannot be shown and \
            proves nothing.
            """,
        hint: "declare it earlier in the log, or correct the ordinal",
        good: [
            Example(
                "A region on image 0", #"{"t":"region","agent":0,"n":0,"step":0,"image":0,"shape":{"point":[5,5]}}"#)
        ],
        bad: [
            Example(
                "A region on an image that was never declared",
                #"✗ {"t":"region","agent":0,"n":0,"step":0,"image":3,"shape":{"point":[5,5]}}"#),
            Example(
                "An answer that cites a region nobody named",
                #"✗ {"t":"answer","agent":0,"n":0,"step":0,"text":"B","regions":[[0,4]]}"#),
        ])
}
