import Saccade

extension Rule {
    /// `derivation-out-of-order`, with its page in `Docs/Rules`.
    public static let derivationOutOfOrder = Rule(
        builtIn: "derivation-out-of-order", code: "FRM-03", level: .l1, since: "0.1",
        summary: "An image is made once, from images that came before it.",
        rationale: "Otherwise images could be made from each other in a circle, and no region would ever reach a root.",
        hint: "declare parents before what is made from them",
        good: [
            Example(
                "A crop of image 0",
                #"""
                {"t":"image","n":1,"width":100,"height":50,"origin":{"kind":"tool"},"missing":"an example"}
                {"t":"image.derive","image":1,"parents":[{"image":0,"map":{"rows":[[1,0,10],[0,1,20]],"over":1}}],"operation":"crop","executed":[10,20,110,70]}
                """#)
        ],
        bad: [
            Example(
                "An image made from itself",
                #"""
                {"t":"image","n":1,"width":100,"height":50,"origin":{"kind":"tool"},"missing":"an example"}
                ✗ {"t":"image.derive","image":1,"parents":[{"image":1,"map":{"rows":[[1,0,10],[0,1,20]],"over":1}}],"operation":"crop"}
                """#)
        ])
}
