import Saccade

extension Rule {
    /// `crop-outside-image`, with its page in `Docs/Rules`.
    public static let cropOutsideImage = Rule(
        "crop-outside-image", code: "FRM-06", severity: .error, level: .l2, since: "0.1", reads: [.imageDerive],
        summary: "A crop lies inside the image that it is taken from.",
        rationale: """
            What lies beyond the edge was never there: it is padding, and a model may take it for evidence.
            """,
        hint: "record the part that was cut, and the padding as an operation of its own",
        good: [
            Example(
                "A crop inside",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,440],[0,1,380]],"over":1}}],"operation":"crop","executed":[440,380,640,480]}
                """#)
        ],
        bad: [
            Example(
                "A crop beyond the right edge",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                ✗ {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,500],[0,1,380]],"over":1}}],"operation":"crop","executed":[500,380,700,480]}
                """#)
        ]
    ) { entry, state, report in
        guard case .imageDerive(let derivation) = entry.event.body, let executed = derivation.executed,
            let parent = state.derivation?.parent, derivation.operation == .crop || derivation.operation == .zoom,
            !PlacedRegion.frame(parent).contains(executed)
        else { return }
        report.add(
            "\(place(executed)) leaves the parent of \(size(parent)) pixels", at: entry, field: "executed",
            expected: "inside \(place(PlacedRegion.frame(parent)))", found: place(executed))
    }
}
