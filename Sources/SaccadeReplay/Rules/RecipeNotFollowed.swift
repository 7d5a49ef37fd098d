import Saccade

extension Rule {
    /// `recipe-not-followed`, with its page in `Docs/Rules`.
    public static let recipeNotFollowed = Rule(
        "recipe-not-followed", code: "FRM-14", severity: .warning, level: .l2, since: "0.1", reads: [.imageDerive],
        summary: "The box that was executed is the one that the named recipe makes of the requested box.",
        rationale: """
            A recipe fixes every detail of a tool: how it clamps, grows and rounds a box. If it gives another box than \
            the one that was used, the tool is another one, or another version of it, or the box was changed elsewhere. \
            It is a warning because the name of a recipe is often the recorder's guess.
            """,
        hint: "name the recipe that the tool follows, with its version, or leave the name out",
        good: [
            Example(
                "Pillow's crop",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,100],[0,1,50]],"over":1}}],"operation":"crop","requested":[100.5,49.6,300.2,150.3],"executed":[100,50,300,150],"recipe":"plain@1"}
                """#)
        ],
        bad: [
            Example(
                "A box that the recipe would have left as it was",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                ✗ {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,100],[0,1,50]],"over":1}}],"operation":"crop","requested":[150,80,250,120],"executed":[100,50,300,150],"reason":"grown","recipe":"plain@1"}
                """#),
            Example(
                "A box of which the recipe makes nothing",
                #"""
                {"t":"image","n":1,"width":200,"height":100,"origin":{"kind":"tool"},"missing":"an example"}
                ✗ {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,100],[0,1,50]],"over":1}}],"operation":"crop","requested":[700,80,720,120],"executed":[100,50,300,150],"reason":"shifted","recipe":"plain@1"}
                """#),
        ]
    ) { entry, state, report in
        guard case .imageDerive(let derivation) = entry.event.body, let requested = derivation.requested,
            let executed = derivation.executed, let name = derivation.recipe, let recipe = ZoomRecipe.named(name),
            let parent = state.derivation?.parent
        else { return }
        guard let execution = state.derivation?.execution else {
            return report.add(
                "\(name) gives nothing for \(place(requested)) of \(size(parent)) pixels, and \(place(executed)) was used",
                at: entry, field: "recipe", found: place(executed))
        }
        guard execution.executed != executed, !gives(recipe, executed, near: requested, in: parent) else { return }
        report.add(
            "\(name) makes \(place(execution.executed)) of \(place(requested)), and \(place(executed)) was used",
            at: entry, field: "executed", expected: place(execution.executed), found: place(executed))
    }
}

/// Whether a recipe gives a box for a request that rounding to a thousandth of a pixel, as records have it, may have
/// moved.
private func gives(_ recipe: ZoomRecipe, _ executed: Box, near requested: Box, in parent: PixelSize) -> Bool {
    let nudges = [-0.001, 0.001]
    return nudges.contains { x in
        nudges.contains { y in
            let other = Box(
                x0: requested.x0 + x, y0: requested.y0 + y, x1: requested.x1 + x, y1: requested.y1 + y)
            return recipe.execute(other, in: parent)?.executed == executed
        }
    }
}
