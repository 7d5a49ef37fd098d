import Saccade

extension Rule {
    /// `generation-not-open`, with its page in `Docs/Rules`.
    public static let generationNotOpen = Rule(
        builtIn: "generation-not-open", code: "STR-07", level: .l1, since: "0.1",
        summary: "A generation that ends has begun and has not ended before.",
        rationale: "Tokens and finish reasons are counted per model call; a second end would count them twice.",
        hint: "write one generation.end per generation.begin",
        good: [
            Example(
                "One end",
                #"""
                {"t":"generation.begin","agent":0,"n":0}
                {"t":"generation.end","agent":0,"n":0}
                """#)
        ],
        bad: [
            Example(
                "Two ends",
                #"""
                {"t":"generation.begin","agent":0,"n":0}
                {"t":"generation.end","agent":0,"n":0}
                ✗ {"t":"generation.end","agent":0,"n":0}
                """#)
        ])
}
