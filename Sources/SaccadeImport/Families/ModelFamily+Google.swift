import Saccade

extension ModelFamily {
    /// Gemini.
    static let gemini = ModelFamily(
        "gemini", summary: "JSON with box_2d as top, left, bottom, right and point as y, x, in thousandths",
        grammars: [.geminiPlaces], rule: SpaceRule(CoordinateSpace(unit: .permille, order: .yxyx)),
        examples: [
            FamilyExample(
                "A named box, top first", 1000, 500, "[{\"box_2d\": [100, 200, 300, 400], \"label\": \"lamp\"}]",
                ["[200, 50, 400, 150] lamp"]),
            FamilyExample(
                "A point, y first", 1000, 500, "[{\"point\": [500, 100], \"label\": \"eye\"}]", ["(100, 250) eye"]),
            FamilyExample(
                "A fence", 1000, 1000, "```json\n[\n  {\"box_2d\": [0, 0, 1000, 1000], \"label\": \"all\"}\n]\n```",
                ["[0, 0, 1000, 1000] all"]),
            FamilyExample(
                "Two boxes", 1000, 1000,
                "[{\"box_2d\":[1,2,3,4],\"label\":\"a\"},{\"box_2d\":[5,6,7,8],\"label\":\"b\"}]",
                ["[2, 1, 4, 3] a", "[6, 5, 8, 7] b"]),
            FamilyExample(
                "A mask stays as it is", 1000, 1000,
                "[{\"box_2d\":[0,0,10,10],\"mask\":\"data:image/png;base64,iVBORw0KGgo\",\"label\":\"m\"}]",
                ["[0, 0, 10, 10] m"]),
            FamilyExample(
                "Left and right swapped", 1000, 1000, "{\"box_2d\":[0,30,10,20]}",
                ["invalid: expected left < right and top < bottom, found [30, 0, 20, 10]"]),
            FamilyExample(
                "Cut off", 1000, 1000, "[{\"box_2d\": [100, 200",
                ["invalid: expected a list of numbers behind box_2d, found one without an end"]),
        ])

    /// PaliGemma.
    static let paliGemma = ModelFamily(
        "paligemma", aliases: ["paligemma2"],
        summary: "four tokens <loc0000> as top, left, bottom, right of 1024, then the name",
        grammars: [.paliGemma], rule: SpaceRule(CoordinateSpace(unit: .bins, bins: 1024, order: .yxyx)),
        examples: [
            FamilyExample("A box", 1024, 1024, "<loc0722><loc0047><loc0895><loc0378> car", ["[47, 722, 378, 895] car"]),
            FamilyExample(
                "Another size", 2048, 512, "<loc0512><loc0000><loc1023><loc0512> floor", ["[0, 256, 1024, 511.5] floor"]
            ),
            FamilyExample(
                "Two things", 1024, 1024,
                "<loc0000><loc0000><loc0010><loc0020> a ; <loc0030><loc0040><loc0050><loc0060> b",
                ["[0, 0, 20, 10] a", "[40, 30, 60, 50] b"]),
            FamilyExample(
                "A mask's tokens stay opaque", 1024, 1024,
                "<loc0000><loc0000><loc0512><loc0512> <seg068><seg114><seg029> cat", ["[0, 0, 512, 512] cat"]),
            FamilyExample(
                "Left and right swapped", 1024, 1024, "<loc0000><loc0500><loc0100><loc0400> x",
                ["invalid: expected left < right and top < bottom, found [500, 0, 400, 100] x"]),
            FamilyExample(
                "Three tokens", 1024, 1024, "<loc0000><loc0500><loc0100> x",
                ["invalid: expected 2 or 4 numbers, found 3 x"]),
            FamilyExample(
                "Six tokens", 1024, 1024, "<loc0001><loc0002><loc0003><loc0004><loc0005><loc0006> x",
                ["invalid: expected 4 numbers, found 6 x"]),
        ])
}
