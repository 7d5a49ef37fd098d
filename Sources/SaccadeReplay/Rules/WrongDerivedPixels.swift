import Saccade

extension Rule {
    /// `wrong-derived-pixels`, with its page in `Docs/Rules`.
    public static let wrongDerivedPixels = Rule(
        "wrong-derived-pixels", code: "DER-05", severity: .error, level: .l3, since: "0.1", reads: [.imageDerive],
        summary: "An image that was made is what its operation gives.",
        rationale: """
            The picture that a model looked at is the evidence. If the recorded operation gives another one, the model \
            saw something else than the trace says. Where one reading explains the stored picture (a pixel to the left, \
            another rounding, the wrong image, a mirrored copy), the finding names it.
            """,
        hint: "record the box and the image that were really used; compare the two pictures",
        good: [
            Example(
                "The left half", after: .header,
                #"""
                {"t":"image","n":0,"width":2,"height":2,"media":"image/png","digest":"\#(Example.dot.digest)","origin":{"kind":"input"},"inline":"\#(Example.dot.base64)"}
                {"t":"image","n":1,"width":1,"height":2,"media":"image/png","digest":"\#(Example.leftHalf.digest)","origin":{"kind":"tool"},"inline":"\#(Example.leftHalf.base64)"}
                {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,0],[0,1,0]],"over":1}}],"operation":"crop","executed":[0,0,1,2]}
                """#)
        ],
        bad: [
            Example(
                "The left half, called the right one", after: .header,
                #"""
                {"t":"image","n":0,"width":2,"height":2,"media":"image/png","digest":"\#(Example.dot.digest)","origin":{"kind":"input"},"inline":"\#(Example.dot.base64)"}
                {"t":"image","n":1,"width":1,"height":2,"media":"image/png","digest":"\#(Example.leftHalf.digest)","origin":{"kind":"tool"},"inline":"\#(Example.leftHalf.base64)"}
                ✗ {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,1],[0,1,0]],"over":1}}],"operation":"crop","executed":[1,0,2,2]}
                """#)
        ]
    ) { entry, state, report in
        guard case .imageDerive(let derivation) = entry.event.body, case .mismatch(let mismatch) = state.reexecution
        else { return }
        var message = "image \(derivation.image) is not what \(derivation.operation) gives"
        if let explanation = mismatch.explanation {
            message += ": \(explanation)"
        } else {
            message += ", and no other reading explains it"
        }
        report.add(
            message, at: entry, field: derivation.executed == nil ? "operation" : "executed",
            expected: mismatch.expected, found: mismatch.found)
    }
}
