import Saccade

extension Rule {
    /// `silent-box-change`, with its page in `Docs/Rules`.
    public static let silentBoxChange = Rule(
        "silent-box-change", code: "FRM-13", severity: .warning, level: .l2, since: "0.1", reads: [.imageDerive],
        summary: "A tool that uses another box than was asked for says why.",
        rationale: """
            Tools clamp, grow and align boxes. If the trace does not say so, the model seems to have looked where it \
            did not.
            """,
        hint: "record the reason beside requested and executed, for example clamped to the image",
        good: [
            Example(
                "Rounded",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,100],[0,1,50]],"over":1}}],"operation":"crop","requested":[100.4,49.6,300.2,150.3],"executed":[100,50,300,150]}
                """#),
            Example(
                "Grown, and it says so",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,100],[0,1,50]],"over":1}}],"operation":"crop","requested":[150,80,250,120],"executed":[100,50,300,150],"reason":"grown"}
                """#),
        ],
        bad: [
            Example(
                "Grown in silence",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                ✗ {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,100],[0,1,50]],"over":1}}],"operation":"crop","requested":[150,80,250,120],"executed":[100,50,300,150]}
                """#)
        ]
    ) { entry, state, report in
        guard case .imageDerive(let derivation) = entry.event.body, derivation.reason == nil,
            let requested = derivation.requested, let executed = derivation.executed,
            !requested.isClose(to: executed, within: 1)
        else { return }
        report.add(
            "\(place(requested)) was asked for and \(place(executed)) was used, without a reason", at: entry,
            field: "executed",
            expected: place(requested), found: place(executed))
    }
}
