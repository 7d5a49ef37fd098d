import Saccade

extension ModelFamily {
    /// Florence-2.
    static let florence2 = ModelFamily(
        "florence2", aliases: ["florence-2", "florence"],
        summary: "tokens <loc_0> of 1000 bins behind the name: 4 a box, 8 a quadrilateral, more a polygon; also the "
            + "processor's JSON with bboxes, quad_boxes and labels, in pixels",
        grammars: [.florence, .florenceParsed],
        rule: SpaceRule(CoordinateSpace(unit: .bins, bins: 1000)),
        examples: [
            FamilyExample(
                "A box", 1000, 1000, "car<loc_52><loc_332><loc_932><loc_774>", ["[52.5, 332.5, 932.5, 774.5] car"]),
            FamilyExample(
                "Another size", 2000, 500, "car<loc_0><loc_0><loc_499><loc_999>", ["[1, 0.25, 999, 499.75] car"]),
            FamilyExample(
                "A quadrilateral", 1000, 1000, "EXIT<loc_0><loc_0><loc_9><loc_0><loc_9><loc_9><loc_0><loc_9>",
                ["polygon (0.5, 0.5) (9.5, 0.5) (9.5, 9.5) (0.5, 9.5) EXIT"]),
            FamilyExample(
                "Two things", 1000, 1000, "a<loc_1><loc_2><loc_3><loc_4>b<loc_5><loc_6><loc_7><loc_8>",
                ["[1.5, 2.5, 3.5, 4.5] a", "[5.5, 6.5, 7.5, 8.5] b"]),
            FamilyExample(
                "The processor's JSON", 640, 480,
                "{\"<OD>\": {\"bboxes\": [[34.5, 160.1, 597.4, 371.8]], \"labels\": [\"car\"]}}",
                ["[34.5, 160.1, 597.4, 371.8] car"]),
            FamilyExample(
                "The processor's JSON for text", 640, 480,
                "{\"<OCR_WITH_REGION>\": {\"quad_boxes\": [[1, 2, 3, 2, 3, 4, 1, 4]], \"labels\": [\"A\"]}}",
                ["polygon (1, 2) (3, 2) (3, 4) (1, 4) A"]),
            FamilyExample(
                "Three tokens", 1000, 1000, "car<loc_52><loc_332><loc_932>",
                ["invalid: expected 2 or 4 numbers, found 3 car"]),
            FamilyExample(
                "Corners swapped", 1000, 1000, "car<loc_52><loc_332><loc_32><loc_774>",
                ["invalid: expected left < right and top < bottom, found [52.5, 332.5, 32.5, 774.5] car"]),
        ])

    /// Kosmos-2.
    static let kosmos2 = ModelFamily(
        "kosmos2", aliases: ["kosmos-2"],
        summary: "patch tokens of a grid of 32×32: the upper left and the lower right cell", grammars: [.kosmos],
        rule: SpaceRule(CoordinateSpace(unit: .grid, size: [32, 32])),
        examples: [
            // Cell 44 is column 12, row 1; cell 863 is column 31, row 26.
            FamilyExample(
                "A phrase", 640, 640,
                "<phrase>a snowman</phrase><object><patch_index_0044><patch_index_0863></object>",
                ["[250, 30, 630, 530] a snowman"]),
            FamilyExample(
                "One column of cells", 320, 320,
                "<phrase>a pole</phrase><object><patch_index_0005><patch_index_0997></object>",
                ["[50, 0, 60, 320] a pole"]),
            FamilyExample(
                "Two boxes of one phrase", 320, 320,
                "<phrase>eyes</phrase><object><patch_index_0000><patch_index_0033></delimiter_of_multi_objects/>"
                    + "<patch_index_0066><patch_index_0099></object>", ["[5, 5, 15, 15] eyes", "[25, 25, 35, 35] eyes"]),
            FamilyExample(
                "Words around it", 320, 320,
                "<grounding> An image of <phrase>a fire</phrase><object><patch_index_0000><patch_index_0033></object>.",
                ["[5, 5, 15, 15] a fire"]),
            FamilyExample(
                "No phrase", 320, 320, "<object><patch_index_0000><patch_index_0033></object>", ["[5, 5, 15, 15]"]),
            FamilyExample(
                "One token", 320, 320, "<phrase>x</phrase><object><patch_index_0001></object>",
                ["invalid: expected 2 cells, upper left and lower right, found 1 x"]),
            FamilyExample(
                "A cell beyond the grid", 320, 320,
                "<phrase>x</phrase><object><patch_index_0001><patch_index_1024></object>",
                ["invalid: expected cells from 0 to 1023 x"]),
        ])
}
