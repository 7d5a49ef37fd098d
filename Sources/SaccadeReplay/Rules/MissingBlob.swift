import Saccade

extension Rule {
    /// `missing-blob`, with its page in `Docs/Rules`.
    public static let missingBlob = Rule(
        "missing-blob", code: "INT-05", severity: .warning, level: .l3, since: "0.1", reads: [.image],
        summary: "The bytes that a trace names by their digest are beside it.",
        rationale: """
            A trace that was copied without its blobs cannot be drawn or verified. If the bytes were left out on purpose, \
            the image says so with elided.
            """,
        hint: "copy the folder blobs along with the trace, or mark the image as elided",
        good: [
            Example(
                "A picture that was left out on purpose",
                #"{"t":"image","n":1,"width":2,"height":2,"media":"image/png","origin":{"kind":"input"},"elided":"private"}"#
            )
        ],
        bad: [
            Example(
                "A digest without bytes",
                #"✗ {"t":"image","n":1,"width":2,"height":2,"media":"image/png","digest":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","origin":{"kind":"input"}}"#
            )
        ]
    ) { entry, state, report in
        guard case .image(let image) = entry.event.body, case .lost(let reason) = state.picture else { return }
        report.add("image \(image.n): \(reason)", at: entry, field: "digest")
    }
}
