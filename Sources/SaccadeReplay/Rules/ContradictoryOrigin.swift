import Saccade

extension Rule {
    /// `contradictory-origin`, with its page in `Docs/Rules`.
    public static let contradictoryOrigin = Rule(
        "contradictory-origin", code: "IMG-05", severity: .error, level: .l1, since: "0.1",
        reads: [.image, .imageDerive],
        summary: "An image comes from one place: the call of its origin is the one that derived it.",
        rationale: """
            An image that one call returned and another one made has two stories, and at least one of them is wrong. An \
            image that the user gave was made by no call.
            """,
        hint: "name the call that made the image in both events, or in one of them",
        good: [
            Example(
                "One call",
                #"""
                {"t":"tool.request","agent":0,"n":0,"step":0,"name":"zoom"}
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool","agent":0,"call":0},"missing":"an example"}
                {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,100],[0,1,50]],"over":1}}],"operation":"crop","agent":0,"call":0,"executed":[100,50,300,150]}
                """#)
        ],
        bad: [
            Example(
                "Two calls",
                #"""
                {"t":"tool.request","agent":0,"n":0,"step":0,"name":"zoom"}
                {"t":"tool.request","agent":0,"n":1,"step":0,"name":"zoom"}
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool","agent":0,"call":0},"missing":"an example"}
                ✗ {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,100],[0,1,50]],"over":1}}],"operation":"crop","agent":0,"call":1,"executed":[100,50,300,150]}
                """#)
        ],
        scratch: { RecentImages<ScopedOrdinal>() },
        check: { entry, state, origins, report in
            switch entry.event.body {
            case .image(let image):
                guard let agent = image.origin.agent, let call = image.origin.call else { return }
                origins.keep(ScopedOrdinal(agent: agent, n: call), of: image.n)
            case .imageDerive(let derivation):
                guard let agent = derivation.agent, let call = derivation.call else { return }
                let maker = ScopedOrdinal(agent: agent, n: call)
                if let origin = origins[derivation.image], origin != maker {
                    report.add(
                        "image \(derivation.image) comes from call \(origin), and call \(maker) is said to have made it",
                        at: entry, field: "call", expected: "\(origin)", found: "\(maker)")
                } else if state.structure.image(derivation.image)?.origin == .input {
                    report.add(
                        "image \(derivation.image) is an input, and call \(maker) is said to have made it", at: entry,
                        field: "call")
                }
            default: break
            }
        })
}
