import Saccade

extension Rule {
    /// `wrong-image-header`, with its page in `Docs/Rules`.
    public static let wrongImageHeader = Rule(
        "wrong-image-header", code: "IMG-03", severity: .error, level: .l3, since: "0.1", reads: [.image],
        summary: "Size, media type and orientation of an image are those of its file.",
        rationale: """
            Every region is computed from the declared size. If the file has another one, all of them lie elsewhere. An \
            orientation that the file states and the trace does not is a warning: nobody knows which side was up.
            """,
        hint: "declare what the file says: its stored size, before any orientation",
        good: [
            Example(
                "What the file says",
                #"{"t":"image","n":1,"width":2,"height":2,"media":"image/png","digest":"\#(Example.dot.digest)","origin":{"kind":"input"},"inline":"\#(Example.dot.base64)"}"#
            )
        ],
        bad: [
            Example(
                "Another size",
                #"✗ {"t":"image","n":1,"width":4,"height":2,"media":"image/png","digest":"\#(Example.dot.digest)","origin":{"kind":"input"},"inline":"\#(Example.dot.base64)"}"#
            ),
            Example(
                "Another type",
                #"✗ {"t":"image","n":1,"width":2,"height":2,"media":"image/jpeg","digest":"\#(Example.dot.digest)","origin":{"kind":"input"},"inline":"\#(Example.dot.base64)"}"#
            ),
        ]
    ) { entry, state, report in
        guard case .image(let image) = entry.event.body, case .loaded(let loaded) = state.picture else { return }
        let picture = loaded.picture
        if let stated = image.size, stated != picture.raster.size {
            report.add(
                "image \(image.n) is declared with \(size(stated)) pixels, its file has \(size(picture.raster.size))",
                at: entry, field: "width", expected: size(picture.raster.size), found: size(stated))
        } else if let media = image.media, media != picture.media {
            report.add(
                "image \(image.n) is declared as \(media), its bytes are \(picture.media)", at: entry, field: "media",
                expected: picture.media, found: media)
        } else if let orientation = image.orientation, orientation != picture.orientation {
            report.add(
                "image \(image.n) is declared with the orientation \(orientation), its file has \(picture.orientation)",
                at: entry, field: "orientation", expected: "\(picture.orientation)", found: "\(orientation)")
        } else if image.orientation == nil, picture.orientation != 1 {
            report.add(
                "the file of image \(image.n) asks to be turned (EXIF orientation \(picture.orientation)), and the trace does not say so",
                at: entry, severity: .warning, expected: "\(picture.orientation)")
        }
    }
}
