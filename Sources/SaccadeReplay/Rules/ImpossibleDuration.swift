import Saccade

extension Rule {
    /// `impossible-duration`, with its page in `Docs/Rules`.
    public static let impossibleDuration = Rule(
        "impossible-duration", code: "TIM-02", severity: .error, level: .l1, since: "0.1",
        reads: [.generationBegin, .generationEnd, .turn, .stepBegin, .toolRequest, .image],
        summary: "No time is negative, and the first token comes between the beginning and the end of its generation.",
        rationale: """
            Times count from trace.begin on a clock that never goes back. A negative one, or a first token after the \
            last, was measured on another clock or in another unit.
            """,
        hint: "write all times in nanoseconds since trace.begin",
        good: [
            Example(
                "A first token after 300 ms",
                #"""
                {"t":"generation.begin","at":1000000000,"agent":0,"n":0}
                {"t":"generation.end","at":3000000000,"agent":0,"n":0,"firstToken":300000000}
                """#)
        ],
        bad: [
            Example(
                "A first token after the last",
                #"""
                {"t":"generation.begin","at":1000000000,"agent":0,"n":0}
                ✗ {"t":"generation.end","at":3000000000,"agent":0,"n":0,"firstToken":2500000000}
                """#),
            Example("A time before the beginning", #"✗ {"t":"turn","at":-5,"n":0,"parts":[{"text":"Where?"}]}"#),
        ],
        scratch: { [ScopedOrdinal: Int]() },
        check: { entry, _, begun, report in
            if let time = entry.event.time, time < 0 {
                report.add(
                    "expected a time of at least 0 ns, found \(time) ns", at: entry, field: "at",
                    expected: "at least 0 ns", found: "\(time) ns")
            }
            switch entry.event.body {
            case .generationBegin(let begin):
                begun[ScopedOrdinal(agent: begin.agent, n: begin.n)] = entry.event.time
            case .generationEnd(let end):
                let begin = begun.removeValue(forKey: ScopedOrdinal(agent: end.agent, n: end.n))
                guard let first = end.firstToken else { return }
                if first < 0 {
                    report.add(
                        "expected the first token at least 0 ns after generation \(end.n) began, found \(first) ns",
                        at: entry,
                        field: "firstToken", expected: "at least 0 ns", found: "\(first) ns")
                } else if let begin, let time = entry.event.time, time >= begin, first > time - begin {
                    report.add(
                        "the first token came after \(first) ns, and the generation took \(time - begin) ns", at: entry,
                        field: "firstToken", expected: "at most \(time - begin) ns", found: "\(first) ns")
                }
            default: break
            }
        })
}
