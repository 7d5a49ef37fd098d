import Saccade

extension Rule {
    /// `tool-result-differs`, with its page in `Docs/Rules`.
    public static let toolResultDiffers = Rule(
        "tool-result-differs", code: "TUL-11", severity: .warning, level: .l4, since: "0.1",
        reads: [.toolRequest, .toolResult, .toolFail, .toolCancel],
        summary: "A tool that is run again gives what was recorded.",
        rationale: """
            A recorded result that the tool does not give is invented, or the tool depends on something that is not in \
            its arguments: time, a network, another version. Only tools that are named are run, and white space does \
            not count. Pictures are compared where the tool gives some, as derived images are at L3. The example is checked with a tool "upper" that gives its argument in capitals.
            """,
        hint: "look at what the tool depends on; record its version",
        good: [
            Example(
                "What the tool gives",
                #"""
                {"t":"tool.request","agent":0,"n":0,"step":0,"name":"upper","arguments":{"text":"exit"}}
                {"t":"tool.result","agent":0,"call":0,"parts":[{"text":"EXIT"}]}
                """#)
        ],
        bad: [
            Example(
                "Something else",
                #"""
                {"t":"tool.request","agent":0,"n":0,"step":0,"name":"upper","arguments":{"text":"exit"}}
                ✗ {"t":"tool.result","agent":0,"call":0,"parts":[{"text":"EXIT 14"}]}
                """#)
        ],
        scratch: { [ScopedOrdinal: ToolInvocation]() },
        check: { entry, state, open, report in
            switch entry.event.body {
            case .toolRequest(let request):
                guard let tools = state.tools, tools.runs(request.name) else { return }
                open[ScopedOrdinal(agent: request.agent, n: request.n)] = ToolInvocation(
                    name: request.name, arguments: request.arguments ?? .null)
            case .toolResult(let result):
                guard let tools = state.tools,
                    let call = open.removeValue(forKey: ScopedOrdinal(agent: result.agent, n: result.call))
                else { return }
                state.toolCoverage.repeated += 1
                let recorded = result.parts.compactMap(\.text).joined(separator: "\n")
                do throws(TraceError) {
                    let output = try tools.output(of: call)
                    let isSameText = output.text.split(whereSeparator: \.isWhitespace).elementsEqual(
                        recorded.split(whereSeparator: \.isWhitespace))
                    let pictures = state.difference(result.parts.compactMap(\.image), output.pictures)
                    guard !isSameText || pictures != nil else { return }
                    state.toolCoverage.different += 1
                    report.add(
                        "\(call.name) gives something else than call \(result.call) of agent \(result.agent)"
                            + (pictures.map { ": \($0.words)" } ?? ""),
                        at: entry, field: "parts",
                        expected: isSameText ? pictures?.expected : String(recorded.prefix(120)),
                        found: isSameText ? pictures?.found : String(output.text.prefix(120)))
                } catch {
                    state.toolCoverage.failed += 1
                    report.add(
                        "\(call.name) fails when it is run again: \(error.message)", at: entry, field: "parts",
                        expected: String(recorded.prefix(120)))
                }
            case .toolFail(let failure): open[ScopedOrdinal(agent: failure.agent, n: failure.call)] = nil
            case .toolCancel(let cancel): open[ScopedOrdinal(agent: cancel.agent, n: cancel.call)] = nil
            default: break
            }
        })
}
