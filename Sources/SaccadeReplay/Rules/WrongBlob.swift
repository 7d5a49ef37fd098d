import Saccade

extension Rule {
    /// `wrong-blob`, with its page in `Docs/Rules`.
    public static let wrongBlob = Rule(
        "wrong-blob", code: "IMG-02", severity: .error, level: .l3, since: "0.1", reads: [.image],
        summary: "The bytes of an image have the digest and the length that the trace names.",
        rationale: """
            The digest is what a trace means by an image. Other bytes under its name are another picture: swapped, \
            damaged or edited since.
            """,
        hint: "get the file from where the trace was recorded",
        good: [
            Example(
                "The bytes that were recorded",
                #"{"t":"image","n":1,"width":2,"height":2,"media":"image/png","digest":"\#(Example.dot.digest)","origin":{"kind":"input"},"inline":"\#(Example.dot.base64)"}"#
            )
        ],
        bad: [
            Example(
                "Other bytes",
                #"✗ {"t":"image","n":1,"width":2,"height":2,"media":"image/png","digest":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","origin":{"kind":"input"},"inline":"\#(Example.dot.base64)"}"#
            )
        ]
    ) { entry, state, report in
        guard case .image(let image) = entry.event.body else { return }
        let found: Digest
        switch state.picture {
        case .loaded(let loaded):
            found = loaded.digest
            if let stated = image.bytes, stated != loaded.bytes {
                report.add(
                    "image \(image.n) has \(loaded.bytes) bytes, the trace says \(stated)", at: entry, field: "bytes",
                    expected: "\(stated)", found: "\(loaded.bytes)")
                return
            }
        case .unreadable(_, let digest): found = digest
        default: return
        }
        guard let stated = image.digest, stated != found else { return }
        report.add(
            "the bytes of image \(image.n) are not those that were recorded", at: entry, field: "digest",
            expected: "\(stated)", found: "\(found)")
    }
}
