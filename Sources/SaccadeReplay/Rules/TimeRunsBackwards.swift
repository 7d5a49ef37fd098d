import Saccade

extension Rule {
    /// `time-runs-backwards`, with its page in `Docs/Rules`.
    public static let timeRunsBackwards = Rule(
        "time-runs-backwards", code: "TIM-01", severity: .error, level: .l1, since: "0.1",
        reads: [
            .agentEnd, .agentJoin, .messageSend, .messageReceive, .generationBegin, .generationEnd, .stepBegin,
            .stepText, .stepRetract, .stepEnd, .toolRequest, .toolResult, .toolFail, .toolCancel, .region, .answer,
            .aggregate,
        ],
        summary: "The times of one agent never decrease.",
        rationale: """
            Times are read from a monotonic clock. Where they run backwards, a step or a call has a negative duration, \
            or events were put into another order. In an imported record the source may be at fault, and the finding is \
            a warning.
            """,
        hint: "take all times from one monotonic clock, as nanoseconds since trace.begin",
        good: [
            Example(
                "Increasing times",
                #"""
                {"t":"step.text","at":1000,"agent":0,"step":0,"channel":"output","text":"B"}
                {"t":"step.end","at":1000,"agent":0,"step":0}
                """#)
        ],
        bad: [
            Example(
                "A step that ends before its text",
                #"""
                {"t":"step.text","at":1000,"agent":0,"step":0,"channel":"output","text":"B"}
                ✗ {"t":"step.end","at":990,"agent":0,"step":0}
                """#)
        ]
    ) { entry, state, report in
        guard let time = entry.event.time, let agent = entry.event.body.agent,
            let latest = state.latestTime(ofAgent: agent), time < latest
        else { return }
        report.add(
            "expected a time of at least \(latest) ns for agent \(agent), found \(time) ns", at: entry, field: "at",
            severity: state.structure.header?.source == nil ? nil : .warning, expected: "at least \(latest)",
            found: "\(time)")
    }
}
