import Saccade

extension Rule {
    /// `remote-image`, with its page in `Docs/Rules`.
    public static let remoteImage = Rule(
        "remote-image", code: "IMG-12", severity: .warning, level: .l1, since: "0.1", reads: [.image],
        summary: "The bytes of an image are in the trace, not behind a network address.",
        rationale: """
            Replay fetches nothing. A picture that is only to be had from an address can change or vanish, and asking \
            for it tells a stranger who reads the trace.
            """,
        hint: "fetch the picture when you record, and store its bytes",
        good: [
            Example(
                "A file that is not to be had",
                #"{"t":"image","n":1,"names":["street.jpg"],"origin":{"kind":"input"},"missing":"no such file"}"#)
        ],
        bad: [
            Example(
                "Only an address",
                #"✗ {"t":"image","n":1,"names":["https://example.com/street.jpg"],"origin":{"kind":"input"},"missing":"nothing is fetched"}"#
            )
        ]
    ) { entry, _, report in
        guard case .image(let image) = entry.event.body, image.digest == nil, image.inline == nil,
            let address = image.names.first(where: isAddress)
        else { return }
        report.add("image \(image.n) is only to be had from \(address.prefix(120))", at: entry, field: "names")
    }
}

/// Whether a name is an address in a network.
private func isAddress(_ name: String) -> Bool {
    ["http://", "https://", "ftp://", "s3://", "gs://"].contains { name.lowercased().hasPrefix($0) }
}
