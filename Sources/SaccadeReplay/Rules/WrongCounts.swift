import Saccade

extension Rule {
    /// `wrong-counts`, with its page in `Docs/Rules`.
    public static let wrongCounts = Rule(
        "wrong-counts", code: "STR-12", severity: .error, level: .l1, since: "0.1", isExplainedByGap: true,
        reads: [.traceEnd],
        summary: "The counts at the end of a trace are those of its events.",
        rationale: "Counts are the only thing that shows that a whole event was taken out of the middle of a log.",
        hint: "look for events that were removed or added after the trace was finished",
        good: [
            Example(
                "Four events before the end",
                #"""
                {"t":"step.end","agent":0,"step":0}
                {"t":"trace.end","counts":{"events":4,"agents":1,"images":1,"steps":1}}
                """#)
        ],
        bad: [
            Example(
                "A region that is no longer there",
                #"""
                {"t":"step.end","agent":0,"step":0}
                ✗ {"t":"trace.end","counts":{"events":5,"agents":1,"images":1,"steps":1,"regions":1}}
                """#)
        ]
    ) { entry, state, report in
        guard case .traceEnd(let end) = entry.event.body else { return }
        let (stated, counted) = (end.counts, state.structure.counts)
        let pairs = [
            ("events", stated.events, counted.events), ("turns", stated.turns, counted.turns),
            ("agents", stated.agents, counted.agents), ("images", stated.images, counted.images),
            ("generations", stated.generations, counted.generations), ("steps", stated.steps, counted.steps),
            ("regions", stated.regions, counted.regions), ("calls", stated.calls, counted.calls),
            ("answers", stated.answers, counted.answers),
        ]
        let wrong = pairs.filter { $0.1 != $0.2 }
        guard !wrong.isEmpty else { return }
        let expected = wrong.map { "\($0.0) \($0.2)" }.joined(separator: ", ")
        let found = wrong.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        report.add(
            "the end counts \(found), the log has \(expected)", at: entry, field: "counts", expected: expected,
            found: found)
    }
}
