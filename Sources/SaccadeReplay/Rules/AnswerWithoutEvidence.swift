import Saccade

extension Rule {
    /// `answer-without-evidence`, with its page in `Docs/Rules`.
    public static let answerWithoutEvidence = Rule(
        "answer-without-evidence", code: "ANS-02", severity: .warning, level: .l1, since: "0.1", isDefault: false,
        reads: [.region, .answer],
        summary: "A final answer cites what it rests on, where the trace names regions.",
        rationale: """
            An answer without evidence is not a grounded answer. Most records of today cite nothing, so this rule runs \
            only when it is asked for.
            """,
        hint: "cite the regions, images or spans that the answer rests on",
        good: [
            Example(
                "An answer that cites a region",
                #"""
                {"t":"region","agent":0,"n":0,"step":0,"image":0,"shape":{"point":[5,5]}}
                {"t":"answer","agent":0,"n":0,"final":true,"text":"B","regions":[[0,0]]}
                """#)
        ],
        bad: [
            Example(
                "An answer that cites nothing",
                #"""
                {"t":"region","agent":0,"n":0,"step":0,"image":0,"shape":{"point":[5,5]}}
                ✗ {"t":"answer","agent":0,"n":0,"final":true,"text":"B"}
                """#)
        ]
    ) { entry, state, report in
        guard case .answer(let answer) = entry.event.body, answer.final, state.structure.counts.regions > 0,
            answer.regions.isEmpty, answer.images.isEmpty, answer.spans.isEmpty
        else { return }
        report.add("the final answer cites no region, image or text", at: entry)
    }
}
