import Saccade

extension Rule {
    /// `wrong-derived-size`, with its page in `Docs/Rules`.
    public static let wrongDerivedSize = Rule(
        "wrong-derived-size", code: "FRM-04", severity: .error, level: .l2, since: "0.1", reads: [.imageDerive],
        summary: "An image that was made has the size that its operation gives.",
        rationale: """
            The operation, its box and its recipe or its parameters say how large the result is. Another size means that another box \
            was used, or another image was stored.
            """,
        hint: "record the box that was executed and the image that came out",
        good: [
            Example(
                "A crop of 200×100",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,100],[0,1,50]],"over":1}}],"operation":"crop","executed":[100,50,300,150]}
                """#)
        ],
        bad: [
            Example(
                "A crop that lost a row",
                #"""
                {"t":"image","n":1,"width":200,"height":99,"origin":{"kind":"tool"},"missing":"an example"}
                ✗ {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,100],[0,1,50]],"over":1}}],"operation":"crop","executed":[100,50,300,150]}
                """#),
            Example(
                "A zoom to 220×80 that came out as 220×128",
                #"""
                {"t":"image","n":1,"width":220,"height":128,"origin":{"kind":"tool"},"missing":"an example"}
                ✗ {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,200],[0,1,400]],"over":2}}],"operation":"zoom","parameters":{"width":220,"height":80},"executed":[100,200,210,240]}
                """#),
        ]
    ) { entry, state, report in
        guard case .imageDerive(let derivation) = entry.event.body, let placed = state.derivation,
            let expected = placed.expectedSize, let child = placed.child, expected != child
        else { return }
        report.add(
            "\(derivation.operation)\(derivation.executed.map { " of \(place($0))" } ?? "") gives \(size(expected)) pixels, image \(derivation.image) has \(size(child))",
            at: entry,
            field: "image", expected: size(expected), found: size(child))
    }
}
