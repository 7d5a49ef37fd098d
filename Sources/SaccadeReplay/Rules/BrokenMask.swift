import Saccade

extension Rule {
    /// `broken-mask`, with its page in `Docs/Rules`.
    public static let brokenMask = Rule(
        "broken-mask", code: "REG-12", severity: .error, level: .l2, since: "0.1", reads: [.region],
        summary: "The runs of a mask fill its grid exactly, and the grid is the image.",
        rationale: """
            Runs that are short, too long or negative shift every pixel behind them, and readers that trust them \
            write beyond their memory.
            """,
        hint: "encode the mask again: runs from 0, outside first, their sum width × height",
        good: [
            Example(
                "Two pixels inside",
                #"{"t":"region","agent":0,"n":0,"image":0,"shape":{"mask":{"size":[640,480],"order":"row","runs":[1000,2,306198]}}}"#
            )
        ],
        bad: [
            Example(
                "Runs that are too short",
                #"✗ {"t":"region","agent":0,"n":0,"image":0,"shape":{"mask":{"size":[640,480],"order":"row","runs":[1000,2]}}}"#
            ),
            Example(
                "A grid of another size",
                #"✗ {"t":"region","agent":0,"n":0,"image":0,"shape":{"mask":{"size":[4,3],"order":"row","runs":[5,2,5]}}}"#
            ),
        ]
    ) { entry, state, report in
        guard case .region(let region) = entry.event.body, case .mask(let mask) = region.shape else { return }
        if let frame = state.region?.size, frame != mask.size {
            report.add(
                "the mask has \(size(mask.size)) pixels, image \(region.image) has \(size(frame))", at: entry,
                field: "shape",
                expected: size(frame), found: size(mask.size))
        } else if mask.blob == nil, !mask.isWhole {
            let sum = mask.runs.reduce(0.0) { $0 + Double($1) }
            let area = Double(mask.size.width) * Double(mask.size.height)
            report.add(
                "the runs of the mask do not fill its \(size(mask.size)) pixels exactly", at: entry, field: "shape",
                expected: "runs of at least 0 with the sum \(number(area))",
                found: mask.runs.contains { $0 < 0 } ? "a run below 0" : "the sum \(number(sum))")
        }
    }
}
