import Saccade

extension Rule {
    /// `wrong-digest`, with its page in `Docs/Rules`.
    public static let wrongDigest = Rule(
        "wrong-digest", code: "INT-02", severity: .error, level: .l1, since: "0.1", reads: [.gap, .traceEnd],
        summary: "The digest at the end of a trace is that of its events.",
        rationale: """
            The recorder hashed every event that it wrote. Another digest means that something was changed, added, taken \
            out or put into another order since. A recovered log keeps the digest of what there was, and its gaps say what \
            is missing: then nothing is compared.
            """,
        hint: "get the trace from where it was recorded; saccade fmt writes a new digest after an edit that is meant",
        good: [
            Example(
                "The digest of the header", after: .header,
                #"{"t":"trace.end","counts":{"events":1},"digest":"\#(WrongDigestExample.header)"}"#)
        ],
        bad: [
            Example(
                "The digest of something else", after: .header,
                #"✗ {"t":"trace.end","counts":{"events":1},"digest":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}"#
            )
        ],
        scratch: { false },
        check: { entry, state, isDamaged, report in
            switch entry.event.body {
            case .gap(let gap): if gap.reason == .damage || gap.reason == .crash { isDamaged = true }
            case .traceEnd(let end):
                guard !isDamaged, !state.hasUnreadableLines, let stated = end.digest, let computed = state.digest,
                    computed != stated
                else { return }
                report.add(
                    "the events are not those that the recorder wrote: they have another digest", at: entry,
                    field: "digest", expected: "\(stated)", found: "\(computed)")
            default: break
            }
        })
}

/// What the example needs: SHA-256 of the header's line, worked out from it.
private enum WrongDigestExample {
    static let header = Example.digest(of: .header)
}
