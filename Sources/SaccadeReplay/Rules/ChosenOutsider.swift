import Saccade

extension Rule {
    /// `chosen-outsider`, with its page in `Docs/Rules`.
    public static let chosenOutsider = Rule(
        "chosen-outsider", code: "ANS-01", severity: .error, level: .l1, since: "0.1", reads: [.aggregate],
        summary: "An aggregate chooses one of its candidates, and weighs each of them.",
        rationale: "A choice that was never a candidate, or weights for other candidates, cannot be followed.",
        hint: "list the chosen answer among the candidates, with one weight for each or none at all",
        good: [
            Example(
                "One of two",
                #"""
                {"t":"answer","agent":0,"n":0,"text":"B"}
                {"t":"answer","agent":0,"n":1,"text":"C"}
                {"t":"aggregate","agent":0,"method":"judge","candidates":[[0,0],[0,1]],"weights":[0.2,0.8],"chosen":[0,1]}
                """#)
        ],
        bad: [
            Example(
                "An answer that was no candidate",
                #"""
                {"t":"answer","agent":0,"n":0,"text":"B"}
                {"t":"answer","agent":0,"n":1,"text":"C"}
                ✗ {"t":"aggregate","agent":0,"method":"judge","candidates":[[0,0]],"chosen":[0,1]}
                """#),
            Example(
                "A weight too many",
                #"""
                {"t":"answer","agent":0,"n":0,"text":"B"}
                ✗ {"t":"aggregate","agent":0,"method":"judge","candidates":[[0,0]],"weights":[0.2,0.8],"chosen":[0,0]}
                """#),
        ]
    ) { entry, _, report in
        guard case .aggregate(let aggregate) = entry.event.body else { return }
        if let chosen = aggregate.chosen, !aggregate.candidates.isEmpty, !aggregate.candidates.contains(chosen) {
            report.add("the chosen answer \(chosen) is not among the candidates", at: entry, field: "chosen")
        } else if !aggregate.weights.isEmpty, aggregate.weights.count != aggregate.candidates.count {
            report.add(
                "expected \(aggregate.candidates.count) weights, found \(aggregate.weights.count)", at: entry,
                field: "weights", expected: "\(aggregate.candidates.count)", found: "\(aggregate.weights.count)")
        }
    }
}
