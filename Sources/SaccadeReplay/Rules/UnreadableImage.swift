import Saccade

extension Rule {
    /// `unreadable-image`, with its page in `Docs/Rules`.
    public static let unreadableImage = Rule(
        "unreadable-image", code: "IMG-08", severity: .warning, level: .l3, since: "0.1", reads: [.image],
        summary: "The bytes of an image are a PNG, a JPEG or a WebP that can be decoded.",
        rationale: """
            A file that is damaged, too large, or something else than a picture cannot be shown or compared, whatever \
            its name says.
            """,
        hint: "store the picture as PNG, JPEG or WebP",
        good: [
            Example(
                "A PNG",
                #"{"t":"image","n":1,"width":2,"height":2,"media":"image/png","digest":"\#(Example.dot.digest)","origin":{"kind":"input"},"inline":"\#(Example.dot.base64)"}"#
            )
        ],
        bad: [
            Example(
                "Words",
                #"✗ {"t":"image","n":1,"width":2,"height":2,"media":"image/png","digest":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","origin":{"kind":"input"},"inline":"dGVzdA=="}"#
            )
        ]
    ) { entry, state, report in
        guard case .image(let image) = entry.event.body, case .unreadable(let reason, _) = state.picture else {
            return
        }
        report.add("image \(image.n) cannot be decoded: \(reason)", at: entry)
    }
}
