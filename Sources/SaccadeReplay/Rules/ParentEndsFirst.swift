import Saccade

extension Rule {
    /// `parent-ends-first`, with its page in `Docs/Rules`.
    public static let parentEndsFirst = Rule(
        "parent-ends-first", code: "STR-08", severity: .error, level: .l1, since: "0.1", isExplainedByGap: true,
        reads: [.stepBegin, .stepEnd],
        summary: "A step ends after the steps inside it.",
        rationale: """
            A step that names a parent lies inside it. Where the parent ends first, either the nesting is wrong or the \
            ends were put into another order.
            """,
        hint: "end the inner step first, or begin it without a parent",
        good: [
            Example(
                "The inner step first",
                #"""
                {"t":"step.begin","agent":0,"n":1,"kind":"verify","parent":0}
                {"t":"step.end","agent":0,"step":1}
                {"t":"step.end","agent":0,"step":0}
                """#)
        ],
        bad: [
            Example(
                "The outer step first",
                #"""
                {"t":"step.begin","agent":0,"n":1,"kind":"verify","parent":0}
                ✗ {"t":"step.end","agent":0,"step":0}
                {"t":"step.end","agent":0,"step":1}
                """#)
        ],
        scratch: { [ScopedOrdinal: [Int]]() },
        check: { entry, _, children, report in
            switch entry.event.body {
            case .stepBegin(let begin):
                guard let parent = begin.parent else { return }
                children[ScopedOrdinal(agent: begin.agent, n: parent), default: []].append(begin.n)
            case .stepEnd(let end):
                guard !children.isEmpty else { return }
                let name = ScopedOrdinal(agent: end.agent, n: end.step)
                if let inner = children.removeValue(forKey: name)?.first {
                    report.add("step \(end.step) ends while step \(inner) inside it is open", at: entry, field: "step")
                }
                guard
                    let outer = children.first(where: { $0.key.agent == end.agent && $0.value.contains(end.step) })?.key
                else { return }
                children[outer]?.removeAll { $0 == end.step }
                if children[outer]?.isEmpty == true { children[outer] = nil }
            default: break
            }
        })
}
