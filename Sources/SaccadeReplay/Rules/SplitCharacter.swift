import Saccade

extension Rule {
    /// `split-character`, with its page in `Docs/Rules`.
    public static let splitCharacter = Rule(
        "split-character", code: "TXT-02", severity: .error, level: .l1, since: "0.1", isExplainedByGap: true,
        reads: [.region, .toolRequest, .answer, .stepRetract],
        summary: "A span begins and ends between characters.",
        rationale: """
            A span that cuts a character in two was counted in other units than UTF-8 bytes, so it names other words \
            than was meant.
            """,
        hint: "count UTF-8 bytes of the channel's text",
        good: [
            Example(
                "A sign of three bytes",
                #"""
                {"t":"step.text","agent":0,"step":0,"channel":"output","text":"→ sign"}
                {"t":"region","agent":0,"n":0,"step":0,"image":0,"shape":{"point":[5,5]},"span":{"step":0,"channel":"output","bytes":[0,3]}}
                """#)
        ],
        bad: [
            Example(
                "The first byte of three",
                #"""
                {"t":"step.text","agent":0,"step":0,"channel":"output","text":"→ sign"}
                ✗ {"t":"region","agent":0,"n":0,"step":0,"image":0,"shape":{"point":[5,5]},"span":{"step":0,"channel":"output","bytes":[0,1]}}
                """#)
        ]
    ) { entry, state, report in
        entry.event.body.forEachSpan { span, agent, field in
            guard span.bytes.count == 2, let channels = state.texts.channels(ofStep: span.step, agent: agent),
                let text = channels.first(where: { $0.name == span.channel })?.bytes, span.bytes[1] <= text.count,
                let cut = span.bytes.first(where: { $0 < text.count && text[$0] & 0xC0 == 0x80 })
            else { return }
            report.add(
                "byte \(cut) of \(span.channel) in step \(span.step) is inside a character", at: entry, field: field)
        }
    }
}
