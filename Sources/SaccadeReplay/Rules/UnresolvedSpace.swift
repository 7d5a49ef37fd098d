import Saccade

extension Rule {
    /// `unresolved-space`, with its page in `Docs/Rules`.
    public static let unresolvedSpace = Rule(
        "unresolved-space", code: "REG-03", severity: .warning, level: .l2, since: "0.1", reads: [.region],
        summary: "A region says what its numbers mean.",
        rationale: """
            Four numbers can be pixels, fractions, thousandths or pixels after a resize. Without the space nobody \
            can say which place is meant.
            """,
        hint: "state the space; saccade import --space sets it for a whole record",
        good: [
            Example(
                "A declared space",
                #"{"t":"region","agent":0,"n":0,"image":0,"shape":{"box":[100,100,900,900]},"space":{"unit":"permille"}}"#
            )
        ],
        bad: [
            Example(
                "Numbers without a space",
                #"✗ {"t":"region","agent":0,"n":0,"image":0,"shape":{"box":[100,100,900,900]},"spaceSource":"unresolved"}"#
            )
        ]
    ) { entry, state, report in
        guard state.region?.isUnresolved == true, case .region(let region) = entry.event.body else { return }
        if case .invalid = region.shape { return }
        let words = region.written ?? state.region?.written.map { place($0) } ?? "the region"
        report.add(
            "nothing says in which space the numbers of \(words.prefix(60)) on image \(region.image) are", at: entry,
            field: "spaceSource", expected: "a coordinate space", found: "unresolved")
    }
}
