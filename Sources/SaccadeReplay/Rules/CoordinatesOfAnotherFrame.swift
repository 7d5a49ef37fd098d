import Saccade

extension Rule {
    /// `coordinates-of-another-frame`, with its page in `Docs/Rules`.
    public static let coordinatesOfAnotherFrame = Rule(
        "coordinates-of-another-frame", code: "FRM-12", severity: .warning, level: .l2, since: "0.1", reads: [.region],
        summary: "The numbers of a region on a crop are numbers of the crop.",
        rationale: """
            The region lies outside its image, and the same numbers fit the image that it was cut from: somebody \
            forgot to subtract the corner of the crop. It is a guess, so this is a warning.
            """,
        hint: "name the image that the numbers belong to, or subtract the corner of the crop",
        good: [
            Example(
                "A place on the crop",
                #"""
                {"t":"image","n":1,"width":100,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,500],[0,1,300]],"over":1}}],"operation":"crop","executed":[500,300,600,400]}
                {"t":"region","agent":0,"n":0,"image":1,"shape":{"box":[10,10,50,50]}}
                """#)
        ],
        bad: [
            Example(
                "A place on the image that the crop was cut from",
                #"""
                {"t":"image","n":1,"width":100,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,500],[0,1,300]],"over":1}}],"operation":"crop","executed":[500,300,600,400]}
                ✗ {"t":"region","agent":0,"n":0,"image":1,"shape":{"box":[510,310,550,350]}}
                """#)
        ]
    ) { entry, state, report in
        guard let root = state.region?.fittingRoot, let bounds = state.region?.bounds,
            case .region(let region) = entry.event.body
        else { return }
        report.add(
            "\(place(bounds)) lies outside image \(region.image) of \(size(state.region?.size)) pixels, and fits image \(root)",
            at: entry, field: "image", expected: "\(root)", found: "\(region.image)")
    }
}
