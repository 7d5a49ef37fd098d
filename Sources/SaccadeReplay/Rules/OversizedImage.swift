import Saccade

extension Rule {
    /// `oversized-image`, with its page in `Docs/Rules`.
    public static let oversizedImage = Rule(
        "oversized-image", code: "IMG-01", severity: .error, level: .l1, since: "0.1", reads: [.image, .imagePixels],
        summary: "An image has at most 65,535 pixels a side and 2^30 in all.",
        rationale: """
            No reader can open such an image, and a declared size is what readers reserve memory by. It is a mistake, or \
            an attack.
            """,
        hint: "check the declared width and height against the file",
        good: [
            Example(
                "A panorama",
                #"{"t":"image","n":1,"width":32000,"height":4000,"origin":{"kind":"input"},"missing":"an example"}"#)
        ],
        bad: [
            Example(
                "A billion pixels a side",
                #"✗ {"t":"image","n":1,"width":1000000000,"height":1000000000,"origin":{"kind":"input"},"missing":"an example"}"#
            )
        ]
    ) { entry, _, report in
        let found: PixelSize?
        switch entry.event.body {
        case .image(let image): found = image.size
        case .imagePixels(let pixels): found = PixelSize(width: pixels.width, height: pixels.height)
        default: found = nil
        }
        guard let found else { return }
        let (area, overflow) = found.width.multipliedReportingOverflow(by: found.height)
        guard overflow || area > 1 << 30 || max(found.width, found.height) > 65_535 else { return }
        report.add(
            "image \(entry.event.body.image ?? 0) of \(size(found)) pixels cannot be opened", at: entry, field: "width",
            expected: "at most 65535 a side, 2^30 in all", found: size(found))
    }
}
