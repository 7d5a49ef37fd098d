import Saccade

extension Rule {
    /// `empty-box`, with its page in `Docs/Rules`.
    public static let emptyBox = Rule(
        "empty-box", code: "REG-04", severity: .error, level: .l2, since: "0.1", reads: [.region],
        summary: "A box has a width and a height.",
        rationale: """
            A box whose right edge is not to the right of its left one holds no pixel: it is no evidence for anything. \
            Often two edges were exchanged, or width and height were taken for edges.
            """,
        hint: "check the order of the numbers; record what cannot be a place as an invalid shape with its reason",
        good: [
            Example(
                "Left before right, top before bottom",
                #"{"t":"region","agent":0,"n":0,"image":0,"shape":{"box":[10,20,110,70]}}"#)
        ],
        bad: [
            Example("Edges exchanged", #"✗ {"t":"region","agent":0,"n":0,"image":0,"shape":{"box":[110,20,10,70]}}"#),
            Example("No height", #"✗ {"t":"region","agent":0,"n":0,"image":0,"shape":{"ellipse":[50,50,20,0,0]}}"#),
        ]
    ) { entry, _, report in
        guard case .region(let region) = entry.event.body else { return }
        let width: Double
        let height: Double
        switch region.shape {
        case .box(let box): (width, height) = (box.width, box.height)
        case .mark(_, let box?): (width, height) = (box.width, box.height)
        case .rotatedBox(let box): (width, height) = (box.width, box.height)
        case .ellipse(let ellipse): (width, height) = (2 * ellipse.radiusX, 2 * ellipse.radiusY)
        default: return
        }
        guard !(width > 0 && height > 0) else { return }
        report.add(
            "expected a positive width and height, found \(number(width)) × \(number(height))", at: entry,
            field: "shape", expected: "a positive width and height", found: "\(number(width)) × \(number(height))")
    }
}
