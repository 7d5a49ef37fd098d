import Saccade

extension Rule {
    /// `wrong-pixel-digest`, with its page in `Docs/Rules`.
    public static let wrongPixelDigest = Rule(
        "wrong-pixel-digest", code: "IMG-04", severity: .error, level: .l3, since: "0.1", reads: [.imagePixels],
        summary: "Decoding an image gives the pixels that the trace names.",
        rationale: """
            The digest of the pixels is what makes two files the same picture. Lossy files are compared only under the \
            decoder that is named, because other versions round differently.
            """,
        hint: "decode the stored file again, or check whether it was exchanged",
        good: [
            Example(
                "The pixels of the file",
                #"""
                {"t":"image","n":1,"width":2,"height":2,"media":"image/png","digest":"\#(Example.dot.digest)","origin":{"kind":"input"},"inline":"\#(Example.dot.base64)"}
                {"t":"image.pixels","image":1,"digest":"\#(Example.dot.pixels)","width":2,"height":2,"decoder":"libpng/1.6.39"}
                """#)
        ],
        bad: [
            Example(
                "Other pixels",
                #"""
                {"t":"image","n":1,"width":2,"height":2,"media":"image/png","digest":"\#(Example.dot.digest)","origin":{"kind":"input"},"inline":"\#(Example.dot.base64)"}
                ✗ {"t":"image.pixels","image":1,"digest":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","width":2,"height":2,"decoder":"libpng/1.6.39"}
                """#)
        ]
    ) { entry, state, report in
        guard case .imagePixels(let pixels) = entry.event.body, case .loaded(let loaded) = state.picture,
            loaded.picture.isLossless || loaded.picture.decoder == pixels.decoder
        else { return }
        let found = loaded.picture.raster.digest
        guard found != pixels.digest else { return }
        report.add(
            "decoding image \(pixels.image) gives other pixels", at: entry, field: "digest",
            expected: "\(pixels.digest)", found: "\(found)")
    }
}
