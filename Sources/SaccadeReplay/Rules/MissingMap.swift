import Saccade

extension Rule {
    /// `missing-map`, with its page in `Docs/Rules`.
    public static let missingMap = Rule(
        "missing-map", code: "FRM-02", severity: .error, level: .l2, since: "0.1", reads: [.imageDerive],
        summary: "An image that was made says how it maps to each parent, or why it does not.",
        rationale: """
            Without a map no region on the made image can be shown on the original. An operation whose map follows from \
            its numbers has no reason to leave it out.
            """,
        hint: "write the map, or the reason in \"unmapped\"",
        good: [
            Example(
                "A drawing whose map nobody knows",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"rendered"},"missing":"an example"}
                {"t":"image.derive","image":1,"parents":[{"image":0,"unmapped":"a program drew it"}],"operation":"external"}
                """#)
        ],
        bad: [
            Example(
                "A crop without a map",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                ✗ {"t":"image.derive","image":1,"parents":[{"image":0}],"operation":"crop","executed":[100,50,300,150]}
                """#)
        ]
    ) { entry, _, report in
        guard case .imageDerive(let derivation) = entry.event.body else { return }
        if derivation.parents.isEmpty, derivation.operation != .external {
            return report.add(
                "image \(derivation.image) is made by \(derivation.operation) and names no parent", at: entry,
                field: "operation")
        }
        for parent in derivation.parents where parent.map == nil && parent.unmapped == nil {
            report.add(
                "image \(derivation.image) has neither a map to image \(parent.image) nor a reason", at: entry,
                field: "parents")
        }
    }
}
