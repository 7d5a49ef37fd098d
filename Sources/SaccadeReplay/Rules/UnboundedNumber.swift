import Saccade

extension Rule {
    /// `unbounded-number`, with its page in `Docs/Rules`.
    public static let unboundedNumber = Rule(
        "unbounded-number", code: "REG-02", severity: .error, level: .l2, since: "0.1", reads: [.region],
        summary: "No coordinate is larger than 2^24.",
        rationale: """
            No image has such a coordinate, and arithmetic with it loses whole pixels or overflows in the programs that \
            read the trace.
            """,
        hint: "look for a wrong unit or a number that was never checked",
        good: [
            Example("A box on the image", #"{"t":"region","agent":0,"n":0,"image":0,"shape":{"box":[10,20,110,70]}}"#)
        ],
        bad: [
            Example(
                "A number of three hundred digits",
                #"✗ {"t":"region","agent":0,"n":0,"image":0,"shape":{"point":[1e300,5]}}"#)
        ]
    ) { entry, state, report in
        guard let bounds = state.region?.written else { return }
        let largest = max(bounds.x0.magnitude, bounds.y0.magnitude, bounds.x1.magnitude, bounds.y1.magnitude)
        guard !(largest <= 16_777_216) else { return }
        report.add(
            "expected coordinates of at most 16777216, found \(largest)", at: entry, field: "shape",
            expected: "at most 16777216", found: "\(largest)")
    }
}
