import Saccade

extension Rule {
    /// `region-outside-image`, with its page in `Docs/Rules`.
    public static let regionOutsideImage = Rule(
        "region-outside-image", code: "REG-05", severity: .error, level: .l2, since: "0.1", reads: [.region],
        summary: "A region meets the image that it is on.",
        rationale: """
            A region beside the image shows nothing. Its numbers belong to another image or another coordinate space. \
            Where the space was inferred, the guess may be what is wrong, and the finding is a warning.
            """,
        hint: "check which image and which coordinate space the numbers belong to",
        good: [
            Example(
                "A box at the right edge", #"{"t":"region","agent":0,"n":0,"image":0,"shape":{"box":[600,20,640,70]}}"#)
        ],
        bad: [
            Example(
                "A box to the right of the image",
                #"✗ {"t":"region","agent":0,"n":0,"image":0,"shape":{"box":[700,20,760,70]}}"#),
            Example(
                "A point below the image",
                #"✗ {"t":"region","agent":0,"n":0,"image":0,"shape":{"point":[320,500]}}"#),
        ]
    ) { entry, state, report in
        guard let region = state.region, let bounds = region.bounds, let frame = region.frame,
            case .region(let event) = entry.event.body, !PlacedRegion.meets(bounds, frame)
        else { return }
        // Other rules say more about these.
        if region.leavesUnit || region.fittingRoot != nil { return }
        var isOnEdge = false
        var words = place(bounds)
        switch event.shape {
        // A click on the very last line is off by one, and still beside no other pixel.
        case .point:
            isOnEdge = bounds.x0 == frame.x1 || bounds.y0 == frame.y1
            words = place(Point(x: bounds.x0, y: bounds.y0))
        case .box(let box) where box.isEmpty: return
        default: break
        }
        report.add(
            "\(words) lies outside image \(event.image) of \(size(region.size)) pixels", at: entry,
            field: "shape",
            severity: region.isDeclared && !isOnEdge ? nil : .warning, expected: "inside \(place(frame))",
            found: words)
    }
}
