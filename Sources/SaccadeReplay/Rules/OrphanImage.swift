import Saccade

extension Rule {
    /// `orphan-image`, with its page in `Docs/Rules`.
    public static let orphanImage = Rule(
        "orphan-image", code: "FRM-02", severity: .warning, level: .l2, since: "0.1", isDefault: false,
        isExplainedByGap: true, reads: [.image, .imageDerive],
        summary: "A picture that a tool returns says what it was made from.",
        rationale: """
            Without its origin a picture cannot be made again, and a region on it has no place on the input. Records \
            that keep only the picture are common, so this rule runs only when it is asked for.
            """,
        hint: "record image.derive with the parents, or with the operation external if there are none",
        good: [
            Example(
                "A drawing from nothing",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                {"t":"image.derive","image":1,"operation":"external"}
                """#)
        ],
        bad: [
            Example(
                "A picture out of nowhere",
                #"✗ {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}"#)
        ],
        scratch: { [Int: Place]() },
        check: { entry, _, waiting, _ in
            switch entry.event.body {
            case .image(let image):
                if image.origin.kind == .tool, waiting.count < 65_536 { waiting[image.n] = Place(entry) }
            case .imageDerive(let derivation): waiting[derivation.image] = nil
            default: break
            }
        },
        finish: { _, waiting, report in
            for (image, place) in waiting.sorted(by: { $0.key < $1.key }) {
                report.add("nothing says what image \(image) was made from", at: place)
            }
        })
}
