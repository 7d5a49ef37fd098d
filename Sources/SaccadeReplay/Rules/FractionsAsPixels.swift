import Saccade

extension Rule {
    /// `fractions-as-pixels`, with its page in `Docs/Rules`.
    public static let fractionsAsPixels = Rule(
        "fractions-as-pixels", code: "REG-08", severity: .warning, level: .l2, since: "0.1", reads: [.region],
        summary: "A region in pixels covers more than a part of the first pixel.",
        rationale: """
            Numbers from 0 to 1 are fractions of the image in half of all records. Called pixels, they name a place \
            smaller than one pixel in the corner at the top left, which nobody ever means.
            """,
        hint: "say that the numbers are fractions: \"space\":{\"unit\":\"unit\"}",
        good: [
            Example(
                "Fractions that are called so",
                #"{"t":"region","agent":0,"n":0,"image":0,"shape":{"box":[0.1,0.2,0.5,0.6]},"space":{"unit":"unit"}}"#),
            Example(
                "The first pixel",
                #"{"t":"region","agent":0,"n":0,"image":0,"shape":{"box":[0,0,1,1]}}"#),
        ],
        bad: [
            Example(
                "Fractions that are called pixels",
                #"✗ {"t":"region","agent":0,"n":0,"image":0,"shape":{"box":[0.1,0.2,0.5,0.6]}}"#)
        ]
    ) { entry, state, report in
        // Most regions are larger; they need not be looked at as a whole.
        guard let bounds = state.region?.written, bounds.x0 >= 0, bounds.y0 >= 0, bounds.x1 <= 1, bounds.y1 <= 1,
            bounds.width > 0, bounds.height > 0,
            // The whole first pixel is a place that a record may mean; a part of it is not.
            !bounds.isWhole, case .region(let region) = entry.event.body, region.space.unit == .pixel,
            region.spaceSource != .unresolved
        else { return }
        report.add(
            "\(place(bounds)) in pixels is less than one pixel of image \(region.image) (\(size(state.region?.size)))",
            at: entry, field: "shape", expected: "a region of pixels", found: place(bounds))
    }
}
