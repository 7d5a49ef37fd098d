import Saccade

extension Rule {
    /// `sideways-region`, with its page in `Docs/Rules`.
    public static let sidewaysRegion = Rule(
        "sideways-region", code: "IMG-09", severity: .warning, level: .l2, since: "0.1", isDefault: false,
        reads: [.image, .region],
        summary: "A region of a model is on the upright picture, not on one whose file asks to be turned.",
        rationale: """
            Most viewers and processors turn a picture by its EXIF orientation before anybody sees it. A region on the \
            stored rows then lies somewhere else. Which of the two was meant is a guess, so this rule runs only when it \
            is asked for.
            """,
        hint: "derive the upright image with the operation orient, and put the region on that",
        good: [
            Example(
                "A region on the upright picture",
                #"""
                {"t":"image","n":1,"width":400,"height":300,"orientation":6,"origin":{"kind":"input"},"missing":"an example"}
                {"t":"image","n":2,"width":300,"height":400,"origin":{"kind":"input"},"missing":"an example"}
                {"t":"image.derive","image":2,"parents":[{"image":1,"map":{"rows":[[0,1,0],[-1,0,300]],"over":1}}],"operation":"orient"}
                {"t":"region","agent":0,"n":0,"image":2,"shape":{"box":[10,10,50,350]}}
                """#)
        ],
        bad: [
            Example(
                "A region on the stored rows",
                #"""
                {"t":"image","n":1,"width":400,"height":300,"orientation":6,"origin":{"kind":"input"},"missing":"an example"}
                ✗ {"t":"region","agent":0,"n":0,"image":1,"shape":{"box":[10,10,50,50]}}
                """#)
        ],
        scratch: { [Int: Int]() },
        check: { entry, _, turned, report in
            switch entry.event.body {
            case .image(let image):
                if let orientation = image.orientation, orientation != 1, turned.count < 65_536 {
                    turned[image.n] = orientation
                }
            case .region(let region):
                guard region.by == .model, let orientation = turned[region.image] else { return }
                report.add(
                    "the region lies on the stored rows of image \(region.image), whose orientation is \(orientation)",
                    at: entry, field: "image")
            default: break
            }
        })
}
