import Saccade

extension Rule {
    /// `impossible-gap`, with its page in `Docs/Rules`.
    public static let impossibleGap = Rule(
        "impossible-gap", code: "STR-16", severity: .error, level: .l1, since: "0.1", reads: [.gap],
        summary:
            "A gap leaves out what it says: its ordinals go forwards, and its count is at least as large as they say.",
        rationale: """
            A gap excuses whatever it touched. One that goes back, or that admits fewer events than the ordinals that it \
            skips, hides something.
            """,
        hint: "write the next ordinal of every scope that the hole touched, and the number of events that are missing",
        good: [
            Example(
                "Two steps of at least four events",
                #"{"t":"gap","reason":"pressure","events":4,"scopes":[{"agent":0,"steps":3}]}"#)
        ],
        bad: [
            Example(
                "A gap that goes back",
                #"✗ {"t":"gap","reason":"pressure","images":0}"#),
            Example(
                "Three regions lost in two events",
                #"✗ {"t":"gap","reason":"pressure","events":2,"scopes":[{"agent":0,"regions":3}]}"#),
        ]
    ) { entry, state, report in
        guard case .gap(let gap) = entry.event.body else { return }
        let structure = state.structure
        var skipped = 0
        var isSound = true
        func look(_ name: String, _ next: Int?, _ count: Int) {
            guard isSound, let next else { return }
            guard next >= count else {
                isSound = false
                return report.add(
                    "the gap says that \(name) \(next) comes next, and there have been \(count) before it", at: entry,
                    expected: "at least \(count)", found: "\(next)")
            }
            let (sum, overflow) = skipped.addingReportingOverflow(next - count)
            skipped = overflow ? .max : sum
        }
        look("turn", gap.turns, structure.counts.turns)
        look("agent", gap.agents, structure.agents.count)
        look("image", gap.images, structure.images.count)
        for scope in gap.scopes {
            guard let agent = structure.agent(scope.agent) else { continue }
            look("generation of agent \(scope.agent)", scope.generations, agent.generations)
            look("step of agent \(scope.agent)", scope.steps, agent.steps)
            look("region of agent \(scope.agent)", scope.regions, agent.regions)
            look("call of agent \(scope.agent)", scope.calls, agent.calls)
            look("answer of agent \(scope.agent)", scope.answers, agent.answers)
            look("message of agent \(scope.agent)", scope.messages, agent.messages)
        }
        guard isSound, let events = gap.events, events < skipped else { return }
        report.add(
            "the gap admits \(TraceReport.count(events, "missing event", "missing events")) and skips \(TraceReport.count(skipped, "ordinal", "ordinals"))",
            at: entry, field: "events", expected: "at least \(skipped)", found: "\(events)")
    }
}
