import Saccade

extension Rule {
    /// `span-outside-text`, with its page in `Docs/Rules`.
    public static let spanOutsideText = Rule(
        "span-outside-text", code: "TXT-02", severity: .error, level: .l1, since: "0.1", isExplainedByGap: true,
        reads: [.region, .toolRequest, .answer, .stepRetract],
        summary: "A span lies inside the text that it names.",
        rationale: """
            Spans count UTF-8 bytes of the channel's text so far. One that ends beyond it was counted in other units, \
            as Swift characters, JavaScript's UTF-16 or Python's code points, or text was lost.
            """,
        hint: "count UTF-8 bytes, and write the text before what names it",
        good: [
            Example(
                "The last word",
                #"""
                {"t":"step.text","agent":0,"step":0,"channel":"output","text":"the sign"}
                {"t":"region","agent":0,"n":0,"step":0,"image":0,"shape":{"point":[5,5]},"span":{"step":0,"channel":"output","bytes":[4,8]}}
                """#)
        ],
        bad: [
            Example(
                "Two bytes beyond the end",
                #"""
                {"t":"step.text","agent":0,"step":0,"channel":"output","text":"the sign"}
                ✗ {"t":"region","agent":0,"n":0,"step":0,"image":0,"shape":{"point":[5,5]},"span":{"step":0,"channel":"output","bytes":[4,10]}}
                """#),
            Example(
                "A channel without text",
                #"✗ {"t":"step.retract","agent":0,"step":0,"channel":"reasoning","bytes":[0,3]}"#),
        ]
    ) { entry, state, report in
        entry.event.body.forEachSpan { span, agent, field in
            guard span.bytes.count == 2, let channels = state.texts.channels(ofStep: span.step, agent: agent) else {
                return
            }
            let length = channels.first { $0.name == span.channel }?.length ?? 0
            guard span.bytes[1] > length else { return }
            report.add(
                "bytes \(span.bytes[0])..<\(span.bytes[1]) lie outside the \(length) bytes of \(span.channel) in step \(span.step)",
                at: entry, field: field, expected: "at most \(length)", found: "\(span.bytes[1])")
        }
    }
}

extension EventBody {
    /// The span of a region, without a copy of all of it.
    private var regionSpan: Span? {
        if case .region(let region) = self { return region.span }
        return nil
    }

    /// Calls a closure with each span that an event names, its agent and its field.
    func forEachSpan(_ body: (_ span: Span, _ agent: Int, _ field: String) -> Void) {
        switch self {
        case .region: if let span = regionSpan, let agent { body(span, agent, "span") }
        case .toolRequest(let event): if let span = event.span { body(span, event.agent, "span") }
        case .answer(let event): for span in event.spans { body(span, event.agent, "spans") }
        case .stepRetract(let event):
            body(Span(step: event.step, channel: event.channel, bytes: event.bytes), event.agent, "bytes")
        default: break
        }
    }
}
