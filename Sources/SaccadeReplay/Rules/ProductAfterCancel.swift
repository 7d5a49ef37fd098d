import Saccade

extension Rule {
    /// `product-after-cancel`, with its page in `Docs/Rules`.
    public static let productAfterCancel = Rule(
        "product-after-cancel", code: "TUL-06", severity: .error, level: .l1, since: "0.1", isExplainedByGap: true,
        reads: [.image, .imageDerive, .region],
        summary: "A call that failed or was cancelled makes nothing afterwards.",
        rationale: """
            What comes from a call after its cancel was never asked for any more; whoever uses it rests on something \
            that officially did not happen.
            """,
        hint: "drop the late result, or record that the call succeeded",
        good: [
            Example(
                "An image before the result",
                #"""
                {"t":"tool.request","agent":0,"n":0,"step":0,"name":"zoom"}
                {"t":"image","n":1,"width":100,"height":50,"origin":{"kind":"tool","agent":0,"call":0},"missing":"an example"}
                {"t":"tool.result","agent":0,"call":0,"parts":[{"image":1}]}
                """#)
        ],
        bad: [
            Example(
                "An image after the cancel",
                #"""
                {"t":"tool.request","agent":0,"n":0,"step":0,"name":"zoom"}
                {"t":"tool.cancel","agent":0,"call":0}
                ✗ {"t":"image","n":1,"width":100,"height":50,"origin":{"kind":"tool","agent":0,"call":0},"missing":"an example"}
                """#)
        ]
    ) { entry, state, report in
        let maker: (agent: Int?, call: Int?, field: String, name: String)
        switch entry.event.body {
        case .image(let image): maker = (image.origin.agent, image.origin.call, "origin", "image \(image.n)")
        case .imageDerive(let derivation):
            maker = (derivation.agent, derivation.call, "call", "image \(derivation.image)")
        case .region:
            // Most regions name no call; the others are looked at as a whole.
            guard entry.event.body.regionCall != nil, case .region(let region) = entry.event.body else { return }
            maker = (region.by == .tool ? region.agent : nil, region.call, "call", "region \(region.n)")
        default: return
        }
        guard let agent = maker.agent, let call = maker.call,
            state.structure.agent(agent)?.failedCalls.contains(call) == true
        else { return }
        report.add(
            "\(maker.name) comes from call \(call) of agent \(agent), which had failed or was cancelled before",
            at: entry,
            field: maker.field)
    }
}
