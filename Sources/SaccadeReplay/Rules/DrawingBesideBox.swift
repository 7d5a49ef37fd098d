import Saccade

extension Rule {
    /// `drawing-beside-box`, with its page in `Docs/Rules`.
    public static let drawingBesideBox = Rule(
        "drawing-beside-box", code: "DER-09", severity: .error, level: .l3, since: "0.1", reads: [.imageDerive],
        summary: "A drawing that says where it drew changes no pixel anywhere else.",
        rationale: """
            A mark may point at evidence and may not alter it. A tool that blurs, erases or repaints beside the box that \
            it names shows the model another picture. Two pixels beyond the box are allowed, or the width of the lines \
            where `parameters.width` states it; lossy files are not compared.
            """,
        hint: "name the whole box that was drawn in, or look at what else the tool changed",
        good: [
            Example(
                "A frame in the box", after: .header,
                #"""
                {"t":"image","n":0,"width":8,"height":8,"media":"image/png","digest":"\#(Example.ramp.digest)","origin":{"kind":"input"},"inline":"\#(Example.ramp.base64)"}
                {"t":"image","n":1,"width":8,"height":8,"media":"image/png","digest":"\#(Example.markedRamp.digest)","origin":{"kind":"tool"},"inline":"\#(Example.markedRamp.base64)"}
                {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,0],[0,1,0]],"over":1}}],"operation":"draw","executed":[0,0,3,3]}
                """#)
        ],
        bad: [
            Example(
                "A frame in the box, and a pixel in the other corner", after: .header,
                #"""
                {"t":"image","n":0,"width":8,"height":8,"media":"image/png","digest":"\#(Example.ramp.digest)","origin":{"kind":"input"},"inline":"\#(Example.ramp.base64)"}
                {"t":"image","n":1,"width":8,"height":8,"media":"image/png","digest":"\#(Example.strayRamp.digest)","origin":{"kind":"tool"},"inline":"\#(Example.strayRamp.base64)"}
                ✗ {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,0],[0,1,0]],"over":1}}],"operation":"draw","executed":[0,0,3,3]}
                """#)
        ]
    ) { entry, state, report in
        guard case .imageDerive(let derivation) = entry.event.body, let stray = state.strayMarks,
            let bounds = stray.bounds, let box = derivation.executed
        else { return }
        report.add(
            "the drawing on image \(derivation.image) says \(place(box)), and \(TraceReport.count(stray.pixels, "pixel", "pixels")) in \(place(bounds)) changed beside it",
            at: entry, field: "executed", expected: "no change outside \(place(box))", found: stray.words)
    }
}
