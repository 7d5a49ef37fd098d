import Saccade

extension Rule {
    /// `quote-differs`, with its page in `Docs/Rules`.
    public static let quoteDiffers = Rule(
        "quote-differs", code: "TXT-03", severity: .error, level: .l1, since: "0.1", isExplainedByGap: true,
        reads: [.region, .toolRequest],
        summary: "What was written stands in the text that the span names.",
        rationale: """
            A span says where the model wrote something, and the event repeats it. Where the numbers differ, the span \
            points at another place of the text, or the text was changed.
            """,
        hint: "let the span cover the text that was read, counted in UTF-8 bytes",
        good: [
            Example(
                "The text of the span",
                #"""
                {"t":"step.text","agent":0,"step":0,"channel":"output","text":"see [12, 40, 96, 80]"}
                {"t":"region","agent":0,"n":0,"step":0,"image":0,"written":"[12, 40, 96, 80]","shape":{"box":[12,40,96,80]},"span":{"step":0,"channel":"output","bytes":[4,20]}}
                """#)
        ],
        bad: [
            Example(
                "Other numbers",
                #"""
                {"t":"step.text","agent":0,"step":0,"channel":"output","text":"see [12, 40, 96, 81]"}
                ✗ {"t":"region","agent":0,"n":0,"step":0,"image":0,"written":"[12, 40, 96, 80]","shape":{"box":[12,40,96,80]},"span":{"step":0,"channel":"output","bytes":[4,20]}}
                """#)
        ]
    ) { entry, state, report in
        let quote: (written: String, span: Span, agent: Int)
        switch entry.event.body {
        case .region(let region):
            guard let written = region.written, let span = region.span else { return }
            quote = (written, span, region.agent)
        case .toolRequest(let request):
            guard let written = request.written, let span = request.span else { return }
            quote = (written, span, request.agent)
        default: return
        }
        guard let channels = state.texts.channels(ofStep: quote.span.step, agent: quote.agent),
            let bytes = channels.first(where: { $0.name == quote.span.channel })?.bytes, quote.span.bytes.count == 2,
            quote.span.bytes[0] >= 0, quote.span.bytes[0] <= quote.span.bytes[1], quote.span.bytes[1] <= bytes.count
        else { return }
        // A span may cover other words that name the place; as many numbers, and others, are a proof.
        let span = bytes[quote.span.bytes[0]..<quote.span.bytes[1]]
        let found = WrittenNumbers.all(in: span)
        guard found.count >= 2 else { return }
        let stated = WrittenNumbers.all(in: quote.written)
        guard found.count == stated.count, !WrittenNumbers.contains(found, stated) else { return }
        let text = String(decoding: span, as: UTF8.self)
        report.add(
            "the span holds \"\(text.prefix(60))\", and \"\(quote.written.prefix(60))\" is said to be written there",
            at: entry, field: "span", expected: String(quote.written.prefix(60)), found: String(text.prefix(60)))
    }
}
