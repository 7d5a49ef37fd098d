import Saccade

extension Rule {
    /// `region-leaves-image`, with its page in `Docs/Rules`.
    public static let regionLeavesImage = Rule(
        "region-leaves-image", code: "REG-06", severity: .warning, level: .l2, since: "0.1", reads: [.region],
        summary: "A region lies inside its image.",
        rationale: """
            A part of the region shows nothing, so it was cut silently or read in a wrong coordinate space. Up to two \
            pixels, or half a per cent of the side, count as rounding.
            """,
        hint: "record the region that was meant and, for a crop, the one that was executed",
        good: [
            Example("A box inside", #"{"t":"region","agent":0,"n":0,"image":0,"shape":{"box":[600,20,640,70]}}"#),
            Example("A pixel beyond", #"{"t":"region","agent":0,"n":0,"image":0,"shape":{"box":[600,20,641,70]}}"#),
        ],
        bad: [
            Example(
                "Sixty pixels beyond", #"✗ {"t":"region","agent":0,"n":0,"image":0,"shape":{"box":[600,20,700,70]}}"#)
        ]
    ) { entry, state, report in
        guard let region = state.region, let bounds = region.bounds, let frame = region.frame,
            case .region(let event) = entry.event.body, !frame.contains(bounds), PlacedRegion.meets(bounds, frame)
        else { return }
        if region.leavesUnit || region.fittingRoot != nil { return }
        switch event.shape {
        case .point: return
        case .box(let box) where box.isEmpty: return
        default: break
        }
        let slackX = max(2, frame.x1 * 0.005)
        let slackY = max(2, frame.y1 * 0.005)
        let beyond = Box(x0: -slackX, y0: -slackY, x1: frame.x1 + slackX, y1: frame.y1 + slackY)
        guard !beyond.contains(bounds) else { return }
        report.add(
            "\(place(bounds)) leaves image \(event.image) of \(size(region.size)) pixels", at: entry, field: "shape",
            expected: "inside \(place(frame))", found: place(bounds))
    }
}
