import Saccade

extension Rule {
    /// `broken-aspect`, with its page in `Docs/Rules`.
    public static let brokenAspect = Rule(
        "broken-aspect", code: "FRM-06", severity: .warning, level: .l2, since: "0.1", reads: [.imageDerive],
        summary: "A resize that claims to keep the aspect keeps it, to a pixel.",
        rationale: """
            Boxes are mapped back by the scale of each axis. Where the claim is wrong, whoever trusts it maps one axis \
            by the scale of the other.
            """,
        hint: "drop the claim keepAspect, or resize both sides by one factor",
        good: [
            Example(
                "Half of both sides",
                #"""
                {"t":"image","n":1,"width":320,"height":240,"origin":{"kind":"tool"},"missing":"an example"}
                {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[2,0,0],[0,2,0]],"over":1}}],"operation":"resize","parameters":{"keepAspect":true}}
                """#)
        ],
        bad: [
            Example(
                "A square from 4:3",
                #"""
                {"t":"image","n":1,"width":240,"height":240,"origin":{"kind":"tool"},"missing":"an example"}
                ✗ {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[8,0,0],[0,6,0]],"over":3}}],"operation":"resize","parameters":{"keepAspect":true}}
                """#)
        ]
    ) { entry, state, report in
        guard case .imageDerive(let derivation) = entry.event.body, derivation.operation == .resize,
            derivation.parameters?["keepAspect"]?.bool == true, let parent = state.derivation?.parent,
            let child = state.derivation?.child
        else { return }
        let (width, height) = (Double(parent.width), Double(parent.height))
        let high = height * Double(child.width) / width
        let wide = width * Double(child.height) / height
        guard (high - Double(child.height)).magnitude > 1, (wide - Double(child.width)).magnitude > 1 else { return }
        report.add(
            "\(size(parent)) resized to \(size(child)) does not keep the aspect", at: entry, field: "parameters",
            expected: "\(child.width)×\(number(high.rounded()))", found: size(child))
    }
}
