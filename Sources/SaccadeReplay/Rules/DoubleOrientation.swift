import Saccade

extension Rule {
    /// `double-orientation`, with its page in `Docs/Rules`.
    public static let doubleOrientation = Rule(
        "double-orientation", code: "FRM-09", severity: .error, level: .l2, since: "0.1",
        reads: [.image, .imageDerive],
        summary: "A picture is turned upright once, and then asks for no further turn.",
        rationale: """
            A picture that a decoder turned and a tool turns again lies on its side, and with it every region. A file \
            that was turned must not keep the orientation of the one that it came from.
            """,
        hint: "turn the picture once, and drop the orientation from what comes out",
        good: [
            Example(
                "Once",
                #"""
                {"t":"image","n":1,"width":400,"height":300,"orientation":3,"origin":{"kind":"input"},"missing":"an example"}
                {"t":"image","n":2,"width":400,"height":300,"origin":{"kind":"input"},"missing":"an example"}
                {"t":"image.derive","image":2,"parents":[{"image":1,"map":{"rows":[[-1,0,400],[0,-1,300]],"over":1}}],"operation":"orient"}
                """#)
        ],
        bad: [
            Example(
                "Twice",
                #"""
                {"t":"image","n":1,"width":400,"height":300,"orientation":3,"origin":{"kind":"input"},"missing":"an example"}
                {"t":"image","n":2,"width":400,"height":300,"origin":{"kind":"input"},"missing":"an example"}
                {"t":"image.derive","image":2,"parents":[{"image":1,"map":{"rows":[[-1,0,400],[0,-1,300]],"over":1}}],"operation":"orient"}
                {"t":"image","n":3,"width":400,"height":300,"origin":{"kind":"input"},"missing":"an example"}
                ✗ {"t":"image.derive","image":3,"parents":[{"image":2,"map":{"rows":[[-1,0,400],[0,-1,300]],"over":1}}],"operation":"orient"}
                """#),
            Example(
                "Upright, and still with its orientation",
                #"""
                {"t":"image","n":1,"width":400,"height":300,"orientation":3,"origin":{"kind":"input"},"missing":"an example"}
                {"t":"image","n":2,"width":400,"height":300,"orientation":3,"origin":{"kind":"input"},"missing":"an example"}
                ✗ {"t":"image.derive","image":2,"parents":[{"image":1,"map":{"rows":[[-1,0,400],[0,-1,300]],"over":1}}],"operation":"orient"}
                """#),
        ],
        scratch: { TurnedImages() },
        check: { entry, _, images, report in
            switch entry.event.body {
            case .image(let image):
                if let orientation = image.orientation, orientation != 1 { images.orientations[image.n] = orientation }
            case .imageDerive(let derivation):
                let isTurned = derivation.parents.contains { images.upright.contains($0.image) }
                if derivation.operation == .orient {
                    if isTurned {
                        report.add(
                            "image \(derivation.image) is turned upright from one that was turned before", at: entry,
                            field: "operation")
                    } else if let left = images.orientations[derivation.image] {
                        report.add(
                            "image \(derivation.image) was turned upright, and its orientation still is \(left)",
                            at: entry, field: "image", expected: "1", found: "\(left)")
                    }
                }
                if isTurned || derivation.operation == .orient { images.upright.insert(derivation.image) }
            default: break
            }
        })
}

/// The images that ask to be turned, and those that were.
private struct TurnedImages {
    var orientations: [Int: Int] = [:]
    var upright: Set<Int> = []
}
