import Saccade

extension Rule {
    /// `impossible-token-count`, with its page in `Docs/Rules`.
    public static let impossibleTokenCount = Rule(
        "impossible-token-count", code: "TOK-03", severity: .error, level: .l1, since: "0.1", reads: [.generationEnd],
        summary: "Parts of a token count are not larger than the whole.",
        rationale: """
            Cached and image tokens are part of the input, reasoning tokens part of the output. Where they are larger, \
            one of the figures was taken from another call or counted apart, and every sum built on it is wrong.
            """,
        hint: "take all figures from the usage of the same response",
        good: [
            Example(
                "Reasoning within the output",
                #"""
                {"t":"generation.begin","agent":0,"n":0}
                {"t":"generation.end","agent":0,"n":0,"usage":{"input":900,"cached":800,"reasoning":300,"output":400}}
                """#)
        ],
        bad: [
            Example(
                "More reasoning than output",
                #"""
                {"t":"generation.begin","agent":0,"n":0}
                ✗ {"t":"generation.end","agent":0,"n":0,"usage":{"input":900,"reasoning":500,"output":400}}
                """#)
        ]
    ) { entry, _, report in
        guard case .generationEnd(let end) = entry.event.body, let usage = end.usage else { return }
        let figures = [
            ("input", usage.input), ("cached", usage.cached), ("image", usage.image), ("reasoning", usage.reasoning),
            ("output", usage.output),
        ]
        for (name, figure) in figures {
            if let figure, figure < 0 {
                return report.add("expected at least 0 \(name) tokens, found \(figure)", at: entry, field: "usage")
            }
        }
        func exceeds(_ part: Int?, _ whole: Int?, _ names: (String, String)) -> Bool {
            guard let part, let whole, part > whole else { return false }
            report.add(
                "expected at most \(whole) \(names.0) tokens in \(whole) \(names.1) tokens, found \(part)", at: entry,
                field: "usage", expected: "at most \(whole)", found: "\(part)")
            return true
        }
        _ =
            exceeds(usage.cached, usage.input, ("cached", "input"))
            || exceeds(usage.image, usage.input, ("image", "input"))
            || exceeds(usage.reasoning, usage.output, ("reasoning", "output"))
    }
}
