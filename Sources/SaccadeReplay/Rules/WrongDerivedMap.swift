import Saccade

extension Rule {
    /// `wrong-derived-map`, with its page in `Docs/Rules`.
    public static let wrongDerivedMap = Rule(
        "wrong-derived-map", code: "FRM-05", severity: .error, level: .l2, since: "0.1", reads: [.imageDerive],
        summary: "The map of an image that was made is the one that its operation gives.",
        rationale: """
            Regions on a crop are drawn on the original by the map. A wrong map shifts all of them.
            """,
        hint: "compute the map from the executed box and the sizes of both images",
        good: [
            Example(
                "A crop at (100, 50)",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,100],[0,1,50]],"over":1}}],"operation":"crop","executed":[100,50,300,150]}
                """#)
        ],
        bad: [
            Example(
                "A map that forgot the corner",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                ✗ {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,0],[0,1,0]],"over":1}}],"operation":"crop","executed":[100,50,300,150]}
                """#)
        ]
    ) { entry, state, report in
        guard case .imageDerive(let derivation) = entry.event.body, let placed = state.derivation,
            let child = placed.child,
            let map = placed.map, let expected = placed.expectedMap,
            // An image of the wrong size is a finding of its own; its map cannot be right then.
            placed.expectedSize.map({ $0 == child }) ?? true
        else { return }
        let frame = PlacedRegion.frame(child)
        guard let stated = map.apply(frame), let computed = expected.apply(frame),
            !computed.isClose(to: stated, within: 0.01)
        else { return }
        report.add(
            "the map takes image \(derivation.image) to \(place(stated)) of its parent, the operation to \(place(computed))",
            at: entry, field: "parents", expected: place(computed), found: place(stated))
    }
}
