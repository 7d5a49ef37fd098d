import Saccade

extension Rule {
    /// `contradictory-pixels`, with its page in `Docs/Rules`.
    public static let contradictoryPixels = Rule(
        "contradictory-pixels", code: "STR-03", severity: .error, level: .l1, since: "0.1",
        reads: [.image, .imagePixels],
        summary: "Whatever is said twice about the pixels of an image is the same both times.",
        rationale: """
            Two sizes of one image, or two digests by one decoder, cannot both be true. Pixels that another decoder \
            gave may differ, and are not compared.
            """,
        hint: "keep the one that decoding the stored file gives",
        good: [
            Example(
                "The size that the image has",
                #"{"t":"image.pixels","image":0,"digest":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","width":640,"height":480,"decoder":"libpng/1.6.39"}"#
            )
        ],
        bad: [
            Example(
                "Another size",
                #"✗ {"t":"image.pixels","image":0,"digest":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","width":480,"height":640,"decoder":"libpng/1.6.39"}"#
            ),
            Example(
                "Two digests by one decoder",
                #"""
                {"t":"image.pixels","image":0,"digest":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","width":640,"height":480,"decoder":"libpng/1.6.39"}
                ✗ {"t":"image.pixels","image":0,"digest":"60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752","width":640,"height":480,"decoder":"libpng/1.6.39"}
                """#),
        ],
        scratch: { RecentImages<ImagePixels>() },
        check: { entry, state, known, report in
            guard case .imagePixels(let pixels) = entry.event.body else { return }
            let found = PixelSize(width: pixels.width, height: pixels.height)
            if let stored = state.size(ofImage: pixels.image), stored != found {
                report.add(
                    "image \(pixels.image) has \(size(stored)) pixels, decoding it gave \(size(found))", at: entry,
                    field: "width", expected: size(stored), found: size(found))
            } else if let before = known[pixels.image], before.decoder == pixels.decoder,
                before.digest != pixels.digest
            {
                report.add(
                    "decoding image \(pixels.image) with \(pixels.decoder) gave other pixels before", at: entry,
                    field: "digest", expected: "\(before.digest)", found: "\(pixels.digest)")
            }
            known.keep(pixels, of: pixels.image)
        })
}
