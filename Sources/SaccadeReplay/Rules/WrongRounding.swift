import Saccade

extension Rule {
    /// `wrong-rounding`, with its page in `Docs/Rules`.
    public static let wrongRounding = Rule(
        "wrong-rounding", code: "FRM-05", severity: .error, level: .l2, since: "0.1", reads: [.imageDerive],
        summary: "The box that was executed is the box that was asked for, rounded by the rule that is named.",
        rationale: """
            Pillow rounds halves to the even number, most other code away from zero. A crop that is one pixel off has \
            another picture and another map.
            """,
        hint: "name the rounding rule that the tool uses, or the reason for another box",
        good: [
            Example(
                "Halves to the even number",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,100],[0,1,50]],"over":1}}],"operation":"crop","requested":[100.5,50.4,300.5,149.6],"executed":[100,50,300,150],"rounding":"half-even"}
                """#)
        ],
        bad: [
            Example(
                "Halves away from zero, called even",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                ✗ {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,101],[0,1,50]],"over":1}}],"operation":"crop","requested":[100.5,50.4,300.5,149.6],"executed":[101,50,301,150],"rounding":"half-even"}
                """#),
            Example(
                "A crop between pixels",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                ✗ {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,100.5],[0,1,50]]}}],"operation":"crop","executed":[100.5,50,300.5,150]}
                """#),
        ]
    ) { entry, _, report in
        guard case .imageDerive(let derivation) = entry.event.body, let executed = derivation.executed else { return }
        if derivation.operation == .crop, !executed.isWhole {
            return report.add(
                "a crop takes whole pixels, found \(place(executed))", at: entry, field: "executed",
                found: place(executed))
        }
        guard derivation.reason == nil, let requested = derivation.requested, let rounding = derivation.rounding,
            let expected = requested.rounded(by: rounding), expected != executed,
            // A box that differs by more than a pixel was changed for another reason.
            executed.isClose(to: requested, within: 1)
        else { return }
        report.add(
            "\(place(requested)) rounded \(rounding) is \(place(expected)), and \(place(executed)) was used", at: entry,
            field: "executed", expected: place(expected), found: place(executed))
    }
}
