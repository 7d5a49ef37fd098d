import Saccade

extension Rule {
    /// `second-final-answer`, with its page in `Docs/Rules`.
    public static let secondFinalAnswer = Rule(
        "second-final-answer", code: "ANS-01", severity: .error, level: .l1, since: "0.1", isExplainedByGap: true,
        reads: [.answer],
        summary: "An agent gives one final answer, or says which one it replaces.",
        rationale: "With two last words nobody knows which one is to be scored.",
        hint: "mark the earlier one as a candidate, or name it in supersedes",
        good: [
            Example(
                "A correction that says so",
                #"""
                {"t":"answer","agent":0,"n":0,"final":true,"text":"B"}
                {"t":"answer","agent":0,"n":1,"final":true,"text":"C","supersedes":0}
                """#)
        ],
        bad: [
            Example(
                "Two last words",
                #"""
                {"t":"answer","agent":0,"n":0,"final":true,"text":"B"}
                ✗ {"t":"answer","agent":0,"n":1,"final":true,"text":"C"}
                """#)
        ]
    ) { entry, state, report in
        guard case .answer(let answer) = entry.event.body, answer.final, answer.supersedes == nil,
            state.structure.agent(answer.agent)?.hasFinalAnswer == true
        else { return }
        report.add(
            "answer \(answer.n) of agent \(answer.agent) is final and supersedes none, and the agent has given a final answer before",
            at: entry, field: "final")
    }
}
