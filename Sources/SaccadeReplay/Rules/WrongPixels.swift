import Saccade

extension Rule {
    /// `wrong-pixels`, with its page in `Docs/Rules`.
    public static let wrongPixels = Rule(
        "wrong-pixels", code: "FRM-11", severity: .error, level: .l2, since: "0.1", reads: [.region],
        summary: "The recorded pixels are the shape, read in its space.",
        rationale: """
            A region says its place twice: as it was written, and in pixels. If the two differ, a picture of the trace \
            shows a place that the model never named.
            """,
        hint: "compute the pixels from the shape, its space and the stored size of the image",
        good: [
            Example(
                "Thousandths of 640×480",
                #"{"t":"region","agent":0,"n":0,"image":0,"shape":{"box":[100,100,200,200]},"space":{"unit":"permille"},"pixels":{"box":[64,48,128,96]}}"#
            )
        ],
        bad: [
            Example(
                "Thousandths taken for pixels",
                #"✗ {"t":"region","agent":0,"n":0,"image":0,"shape":{"box":[100,100,200,200]},"space":{"unit":"permille"},"pixels":{"box":[100,100,200,200]}}"#
            )
        ]
    ) { entry, state, report in
        guard let recorded = state.region?.recorded, let computed = state.region?.bounds,
            !computed.isClose(to: recorded, within: 0.01), case .region(let region) = entry.event.body
        else { return }
        let written = state.region?.written
        let isUnconverted = written.map { $0.isClose(to: recorded, within: 0.01) } ?? false
        report.add(
            "\(written.map { place($0) } ?? "the shape") in \(region.space.unit) of image \(region.image) (\(size(state.region?.size)) pixels) is \(place(computed)) in pixels, and \(place(recorded)) is recorded",
            at: entry, field: "pixels", expected: place(computed), found: place(recorded),
            hint: isUnconverted ? "the numbers were recorded as pixels without being converted" : nil)
    }
}
