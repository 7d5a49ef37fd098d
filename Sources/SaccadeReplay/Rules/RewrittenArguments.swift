import Saccade

extension Rule {
    /// `rewritten-arguments`, with its page in `Docs/Rules`.
    public static let rewrittenArguments = Rule(
        "rewritten-arguments", code: "TUL-08", severity: .warning, level: .l1, since: "0.1", reads: [.toolRequest],
        summary: "A call is executed with the arguments that the model wrote.",
        rationale: """
            Harnesses clamp boxes, fill in defaults and rewrite code. Then the model looks at something that it did not \
            ask for. The trace keeps both, so this is no error; it is where to look first when an answer surprises.
            """,
        hint: "execute what was written, or tell the model what was executed instead",
        good: [
            Example(
                "The same box",
                #"{"t":"tool.request","agent":0,"n":0,"step":0,"name":"zoom","written":"{\"bbox\": [1, 2, 30, 40]}","arguments":{"bbox":[1,2,30,40]}}"#
            )
        ],
        bad: [
            Example(
                "A box that was clamped",
                #"✗ {"t":"tool.request","agent":0,"n":0,"step":0,"name":"zoom","written":"{\"bbox\": [1, 2, 700, 40]}","arguments":{"bbox":[1,2,640,40]}}"#
            )
        ]
    ) { entry, _, report in
        guard case .toolRequest(let request) = entry.event.body, let written = request.written,
            let executed = request.arguments, written.utf8.count <= 1 << 16,
            let parsed = try? JSONValue(parsing: written)
        else { return }
        // Some formats write the whole call, with its name and its arguments.
        var stated = parsed
        if let inner = parsed["arguments"], parsed["name"] != nil { stated = inner }
        if let text = stated.string, let inner = try? JSONValue(parsing: text) { stated = inner }
        guard stated.kindName == executed.kindName, let difference = stated.firstDifference(from: executed) else {
            return
        }
        report.add(
            "the model wrote \(difference.path) \(difference.mine.prefix(60)), and \(difference.other.prefix(60)) was executed",
            at: entry, field: "arguments", expected: String(difference.mine.prefix(60)),
            found: String(difference.other.prefix(60)))
    }
}
