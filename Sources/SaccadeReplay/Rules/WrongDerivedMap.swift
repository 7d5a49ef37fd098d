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
                """#),
            Example(
                "A mirrored picture whose map is not",
                #"""
                {"t":"image","n":1,"width":640,"height":480,"origin":{"kind":"tool"},"missing":"an example"}
                ✗ {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,0],[0,1,0]],"over":1}}],"operation":"flip-horizontal"}
                """#),
        ]
    ) { entry, state, report in
        guard case .imageDerive(let derivation) = entry.event.body, let placed = state.derivation,
            let child = placed.child,
            let map = placed.map, let expected = placed.expectedMap,
            // An image of the wrong size is a finding of its own; its map cannot be right then.
            placed.expectedSize.map({ $0 == child }) ?? true
        else { return }
        let frame = PlacedRegion.frame(child)
        guard let stated = map.apply(frame), let computed = expected.apply(frame) else { return }
        if !computed.isClose(to: stated, within: 0.01) {
            return report.add(
                "the map takes image \(derivation.image) to \(place(stated)) of its parent, the operation to \(place(computed))",
                at: entry, field: "parents", expected: place(computed), found: place(stated))
        }
        // A mirrored or turned map takes the whole image to the same box, and each corner elsewhere.
        for (name, corner) in [
            ("top left", Point(x: 0, y: 0)), ("top right", Point(x: frame.x1, y: 0)),
            ("bottom left", Point(x: 0, y: frame.y1)),
        ] {
            guard let there = map.apply(corner), let meant = expected.apply(corner) else { return }
            if (there.x - meant.x).magnitude <= 0.01, (there.y - meant.y).magnitude <= 0.01 { continue }
            return report.add(
                "the map takes the \(name) corner of image \(derivation.image) to \(place(there)) of its parent, the operation to \(place(meant))",
                at: entry, field: "parents", expected: place(meant), found: place(there))
        }
    }
}
