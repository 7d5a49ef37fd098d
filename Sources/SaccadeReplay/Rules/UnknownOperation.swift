import Saccade

extension Rule {
    /// `unknown-operation`, with its page in `Docs/Rules`.
    public static let unknownOperation = Rule(
        "unknown-operation", code: "DER-01", severity: .info, level: .l2, since: "0.1", reads: [.imageDerive],
        summary: "The operation and the recipe that made an image are ones that this version knows.",
        rationale: """
            What is not known cannot be done again: such an image counts as not re-executable, and the trace is not \
            verified at L3.
            """,
        hint: "use one of the operations of the format, or external for what cannot be repeated",
        good: [
            Example(
                "A crop",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,100],[0,1,50]],"over":1}}],"operation":"crop","executed":[100,50,300,150]}
                """#)
        ],
        bad: [
            Example(
                "An operation of somebody's own",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                ✗ {"t":"image.derive","image":1,"parents":[{"image":0,"unmapped":"an example"}],"operation":"superres"}
                """#),
            Example(
                "A recipe of somebody's own",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                ✗ {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,100],[0,1,50]],"over":1}}],"operation":"crop","executed":[100,50,300,150],"recipe":"our-crop@7"}
                """#),
        ]
    ) { entry, _, report in
        guard case .imageDerive(let derivation) = entry.event.body else { return }
        if !derivation.operation.isKnown {
            report.add(
                "this version does not know the operation \"\(derivation.operation)\"", at: entry, field: "operation",
                found: derivation.operation.rawValue)
        } else if let recipe = derivation.recipe, ZoomRecipe.named(recipe) == nil {
            report.add("this version does not know the recipe \"\(recipe)\"", at: entry, field: "recipe", found: recipe)
        }
    }
}
