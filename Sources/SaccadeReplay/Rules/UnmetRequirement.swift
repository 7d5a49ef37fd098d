import Saccade

extension Rule {
    /// `unmet-requirement`, with its page in `Docs/Rules`.
    public static let unmetRequirement = Rule(
        "unmet-requirement", code: "STR-15", severity: .error, level: .l1, since: "0.1",
        reads: [
            .answer, .region, .image, .generationBegin, .generationEnd, .stepBegin, .reference,
        ],
        summary: "A trace has what the check requires of it.",
        rationale: """
            A trace may hold together and still be useless: without an answer, evidence, pixels, inputs, times or token \
            counts. `--require`, or "require" in the configuration, says which of them a project insists on; without it \
            this rule finds nothing.
            """,
        hint: "record what is required, or do not require it",
        good: [
            Example(
                "A final answer that cites a region",
                #"""
                {"t":"region","agent":0,"n":0,"step":0,"image":0,"shape":{"box":[10,10,50,50]}}
                {"t":"answer","agent":0,"n":0,"final":true,"text":"B","regions":[[0,0]]}
                {"t":"step.end","agent":0,"step":0}
                {"t":"trace.end","counts":{"events":6,"agents":1,"images":1,"steps":1,"regions":1,"answers":1}}
                """#, requiring: [.answer, .evidence])
        ],
        bad: [
            Example(
                "No final answer",
                #"""
                {"t":"step.end","agent":0,"step":0}
                ✗ {"t":"trace.end","counts":{"events":4,"agents":1,"images":1,"steps":1}}
                """#, requiring: [.answer]),
            Example(
                "An answer without evidence",
                #"✗ {"t":"answer","agent":0,"n":0,"final":true,"text":"B"}"#, requiring: [.evidence]),
            Example(
                "A call without a token count",
                #"""
                {"t":"generation.begin","agent":0,"n":0}
                ✗ {"t":"generation.end","agent":0,"n":0}
                """#, requiring: [.usage]),
        ],
        scratch: { Set<Requirement>() },
        check: { entry, state, met, report in
            let required = state.requirements
            guard !required.isEmpty else { return }
            switch entry.event.body {
            case .answer(let answer):
                guard answer.final, answer.agent == 0 else { return }
                met.insert(.answer)
                if required.contains(.evidence), answer.regions.isEmpty, answer.images.isEmpty, answer.spans.isEmpty {
                    report.add("the final answer cites no evidence", at: entry)
                }
            case .region: met.insert(.regions)
            case .reference: met.insert(.truth)
            case .image(let image):
                if required.contains(.pixels), image.digest == nil {
                    let reason = image.missing ?? image.elided ?? "no digest"
                    report.add("image \(image.n) has no pixels: \(reason.prefix(80))", at: entry)
                }
            case .generationBegin(let begin):
                if required.contains(.inputs), begin.n == 0, begin.input.add.isEmpty {
                    report.add("generation 0 of agent \(begin.agent) says nothing of its input", at: entry)
                }
            case .generationEnd(let end):
                if required.contains(.usage), end.usage?.input == nil || end.usage?.output == nil {
                    report.add("generation \(end.n) of agent \(end.agent) has no token counts", at: entry)
                }
            case .stepBegin(let begin):
                if required.contains(.times), entry.event.time == nil {
                    report.add("step \(begin.n) of agent \(begin.agent) has no time", at: entry)
                }
            default: break
            }
        },
        finish: { state, met, report in
            guard let last = state.lastPlace else { return }
            for (requirement, words) in [
                (Requirement.answer, "final answer of the root agent"), (.regions, "region"), (.truth, "reference"),
            ] where state.requirements.contains(requirement) && !met.contains(requirement) {
                report.add("the trace has no \(words)", at: last)
            }
        })
}
