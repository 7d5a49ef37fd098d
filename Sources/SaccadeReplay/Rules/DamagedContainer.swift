import Saccade

extension Rule {
    /// `damaged-container`, with its page in `Docs/Rules`.
    public static let damagedContainer = Rule(
        builtIn: "damaged-container", code: "INT-01", level: .l0, since: "0.1",
        summary: "The records of an MCAP file are whole and have the checksums beside them.",
        rationale: """
            Bytes that their checksum does not fit are no evidence, whatever they say: of a damaged chunk no event is \
            believed, and of an image none of its pixels. The message names the byte; the line is that of the first event \
            that could not be read, or 1 for an image.
            """,
        hint: "copy the file again, or let saccade recover make a whole log of what is not damaged",
        good: [
            Example(
                "A whole file", after: .header,
                #"{"t":"turn","n":0,"parts":[{"text":"Where is the dog?"}]}"#, form: .container)
        ],
        bad: [
            Example(
                "A letter that has changed on the disk", after: .nothing,
                """
                ✗ {"t":"trace.begin","format":"0.1","id":"0af7651916cd43dd8448eb211c80319c","recorder":{"name":"example","version":"1"}}
                {"t":"turn","n":0,"parts":[{"text":"Where is the dog?"}]}
                """, form: .damagedContainer(at: "dog"))
        ])
}
