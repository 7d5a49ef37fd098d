import Saccade

extension ModelFamily {
    /// Molmo.
    static let molmo = ModelFamily(
        "molmo", summary: "tags <point> and <points> with x and y in percent, or with p in thousandths",
        grammars: [.molmoPoints], rule: .percent,
        examples: [
            FamilyExample(
                "A point", 1000, 500, "<point x=\"10.5\" y=\"20.1\" alt=\"a button\">a button</point>",
                ["(105, 100.5) a button"]),
            FamilyExample(
                "Several points", 1000, 1000,
                "<points x1=\"10\" y1=\"20\" x2=\"30\" y2=\"40\" alt=\"cups\">cups</points>",
                ["(100, 200) cups", "(300, 400) cups"]),
            FamilyExample(
                "The form with p", 1000, 500, "<point p=123, 456 alt=\"nose\">nose</point>", ["(123, 228) nose"]),
            FamilyExample(
                "Numbered points", 1000, 1000, "<points 1=\"100, 200\" 2=\"300, 400\" alt=\"x\">x</points>",
                ["(100, 200) x", "(300, 400) x"]),
            FamilyExample(
                "Words around it", 100, 100, "I see <point x=\"50\" y=\"50\" alt=\"it\">it</point> in the middle.",
                ["(50, 50) it"]),
            FamilyExample(
                "A missing y", 100, 100, "<point x=\"50\" alt=\"it\">it</point>",
                ["invalid: expected x and y of a point as numbers it"]),
            FamilyExample(
                "A word for a number", 100, 100, "<point x=\"left\" y=\"5\">it</point>",
                ["invalid: expected x and y of a point as numbers"]),
        ])

    /// ViGoRL.
    static let viGoRL = ModelFamily(
        "vigorl", summary: "points (x, y) in running text, in pixels of the image", grammars: [.barePoints],
        rule: .pixels,
        examples: [
            FamilyExample("A point", 640, 480, "<think>The man stands at (120, 340).</think>", ["(120, 340)"]),
            FamilyExample(
                "Two points", 640, 480, "First (10, 20), then (30, 40).", ["(10, 20)", "(30, 40)"]),
            FamilyExample("Without a space", 640, 480, "at (5,6)", ["(5, 6)"]),
            FamilyExample(
                "Words in brackets are none", 640, 480, "(A) is right (see the left, upper corner), not (B).", []),
            FamilyExample("One number is none", 640, 480, "the first (1) of them", []),
            FamilyExample(
                "Three numbers", 640, 480, "at (1, 2, 3)", ["invalid: expected 2 or 4 numbers, found 3"]),
            FamilyExample(
                "Four numbers that are no box", 640, 480, "in (30, 20, 10, 40)",
                ["invalid: expected left < right and top < bottom, found [30, 20, 10, 40]"]),
            FamilyExample("A bracket without an end is none", 640, 480, "at (12, 34", []),
        ])
}
