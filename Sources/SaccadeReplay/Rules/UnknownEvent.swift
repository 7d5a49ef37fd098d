import Saccade

extension Rule {
    /// `unknown-event`, with its page in `Docs/Rules`.
    public static let unknownEvent = Rule(
        "unknown-event", code: "STR-02", severity: .warning, level: .l1, since: "0.1", reads: [], readsUnknown: true,
        summary: "Every event is of a kind that this version knows.",
        rationale: """
            An event of an unknown kind is kept and not understood: it comes from a newer version, or its kind is \
            misspelt. What it touches cannot be verified.
            """,
        hint: "check the spelling of \"t\", or use a version that knows the kind",
        good: [
            Example(
                "A known kind",
                #"{"t":"step.text","agent":0,"step":0,"channel":"output","text":"B"}"#)
        ],
        bad: [
            Example(
                "A misspelt kind",
                #"✗ {"t":"step.txet","agent":0,"step":0,"channel":"output","text":"B"}"#)
        ]
    ) { entry, _, report in
        guard case .unknown(let name) = entry.event.body else { return }
        report.add("this version does not know events of the kind \"\(name)\"", at: entry, field: "t", found: name)
    }
}
