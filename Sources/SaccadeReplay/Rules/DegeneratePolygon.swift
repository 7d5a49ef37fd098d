import Saccade

extension Rule {
    /// `degenerate-polygon`, with its page in `Docs/Rules`.
    public static let degeneratePolygon = Rule(
        "degenerate-polygon", code: "REG-10", severity: .error, level: .l2, since: "0.1", reads: [.region],
        summary: "A polygon has rings of at least three distinct points, a polyline at least two.",
        rationale: """
            Fewer points enclose nothing, so there is no place to look at.
            """,
        hint: "record the point or the line that was meant",
        good: [
            Example(
                "A triangle",
                #"{"t":"region","agent":0,"n":0,"image":0,"shape":{"polygon":[[[10,10],[60,10],[35,50]]]}}"#)
        ],
        bad: [
            Example(
                "Two points",
                #"✗ {"t":"region","agent":0,"n":0,"image":0,"shape":{"polygon":[[[10,10],[60,10]]]}}"#),
            Example(
                "One point three times",
                #"✗ {"t":"region","agent":0,"n":0,"image":0,"shape":{"polygon":[[[10,10],[10,10],[10,10]]]}}"#),
        ]
    ) { entry, state, report in
        guard case .region(let region) = entry.event.body else { return }
        switch region.shape {
        case .polygon(let rings):
            guard let ring = rings.isEmpty ? [] : rings.first(where: { Set($0).count < 3 }) else { return }
            report.add(
                "expected at least 3 distinct points in a ring, found \(Set(ring).count)", at: entry, field: "shape",
                expected: "3", found: "\(Set(ring).count)")
        case .polyline(let points) where Set(points).count < 2:
            report.add("expected at least 2 distinct points, found \(Set(points).count)", at: entry, field: "shape")
        default: break
        }
    }
}
