import Saccade

extension ModelFamily {
    /// Qwen2-VL.
    static let qwen2 = ModelFamily(
        "qwen2", aliases: ["qwen2-vl", "qwen2vl"],
        summary: "object and box tokens around (x1,y1),(x2,y2) in thousandths",
        grammars: [.boxTokens], rule: .permille,
        examples: [
            FamilyExample(
                "A named box", 2000, 1000,
                "<|object_ref_start|>the sign<|object_ref_end|><|box_start|>(100,200),(300,400)<|box_end|>",
                ["[200, 200, 600, 400] the sign"]),
            FamilyExample(
                "A box without a name", 1000, 500, "<|box_start|>(10,20),(30,40)<|box_end|>", ["[10, 10, 30, 20]"]),
            FamilyExample(
                "Two boxes in a sentence", 1000, 1000,
                "A <|object_ref_start|>cat<|object_ref_end|><|box_start|>(0,0),(500,500)<|box_end|> and a "
                    + "<|object_ref_start|>dog<|object_ref_end|><|box_start|>(500,500),(1000,1000)<|box_end|>.",
                ["[0, 0, 500, 500] cat", "[500, 500, 1000, 1000] dog"]),
            FamilyExample("A point", 1000, 1000, "<|box_start|>(250,750)<|box_end|>", ["(250, 750)"]),
            FamilyExample(
                "A box with its corners swapped", 1000, 1000, "<|box_start|>(300,400),(100,200)<|box_end|>",
                ["invalid: expected left < right and top < bottom, found [300, 400, 100, 200]"]),
            FamilyExample(
                "Three numbers", 1000, 1000, "<|box_start|>(300,400),(100)<|box_end|>",
                ["invalid: expected 2 or 4 numbers, found 3"]),
            FamilyExample(
                "A token without an end", 1000, 1000, "It is here: <|box_start|>(300,400),(5",
                ["invalid: expected numbers between <|box_start|> and <|box_end|>"]),
        ])

    /// Qwen2.5-VL.
    static let qwen25 = ModelFamily(
        "qwen2.5", aliases: ["qwen25", "qwen2.5-vl", "qwen25-vl", "qwen2.5vl"],
        summary: "JSON with bbox_2d and point_2d in pixels after the processor's resize to multiples of 28",
        grammars: [.jsonBoxes], rule: .qwen25,
        examples: [
            // 1000×500 becomes 1008×504.
            FamilyExample(
                "A fenced list", 1000, 500,
                "```json\n[{\"bbox_2d\": [0, 0, 504, 252], \"label\": \"left half\"}]\n```",
                ["[0, 0, 500, 250] left half"]),
            FamilyExample("A point", 1000, 500, "{\"point_2d\": [252, 126], \"label\": \"tip\"}", ["(250, 125) tip"]),
            FamilyExample(
                "Two boxes", 1000, 500,
                "[{\"bbox_2d\":[0,0,1008,504],\"label\":\"all\"},{\"bbox_2d\":[504,252,1008,504],\"label\":\"corner\"}]",
                ["[0, 0, 1000, 500] all", "[500, 250, 1000, 500] corner"]),
            FamilyExample(
                "A box that leaves the image keeps its numbers", 1000, 500, "{\"bbox_2d\":[504,252,1512,504]}",
                ["[500, 250, 1500, 500]"]),
            FamilyExample(
                "An answer that is cut off", 1000, 500,
                "[{\"bbox_2d\":[0,0,504,252],\"label\":\"a\"},{\"bbox_2d\":[12, 3",
                ["[0, 0, 500, 250] a", "invalid: expected a list of numbers behind bbox_2d, found one without an end"]),
            FamilyExample(
                "A list of five", 1000, 500, "{\"bbox_2d\": [1, 2, 3, 4, 5]}",
                ["invalid: expected 2 or 4 numbers, found 5"]),
            FamilyExample(
                "Words for numbers", 1000, 500, "{\"bbox_2d\": [\"left\", 2, 3, 4]}",
                ["invalid: expected numbers behind bbox_2d"]),
        ])

    /// Qwen3-VL.
    static let qwen3 = ModelFamily(
        "qwen3", aliases: ["qwen3-vl", "qwen3vl"], summary: "JSON with bbox_2d and point_2d in thousandths",
        grammars: [.jsonBoxes], rule: .permille,
        examples: [
            FamilyExample(
                "A named box", 2460, 1612, "[{\"bbox_2d\": [574, 301, 660, 468], \"label\": \"hanging sign\"}]",
                ["[1412.04, 485.21, 1623.6, 754.42] hanging sign"]),
            FamilyExample("A point", 1000, 500, "{\"point_2d\": [500, 500]}", ["(500, 250)"]),
            FamilyExample("The whole image", 640, 480, "{\"bbox_2d\":[0,0,1000,1000]}", ["[0, 0, 640, 480]"]),
            FamilyExample(
                "Words around it", 1000, 1000,
                "The cup stands here: {\"bbox_2d\": [10, 20, 30, 40], \"label\": \"cup\"}. It is red.",
                ["[10, 20, 30, 40] cup"]),
            FamilyExample(
                "A box of no size", 1000, 1000, "{\"bbox_2d\":[5,5,5,5]}",
                ["invalid: expected left < right and top < bottom, found [5, 5, 5, 5]"]),
            FamilyExample(
                "Three numbers", 1000, 1000, "{\"bbox_2d\":[5,5,5]}", ["invalid: expected 2 or 4 numbers, found 3"]),
            FamilyExample("No place at all", 1000, 1000, "There is no sign in this picture.", []),
        ])

    /// UI-TARS 1.5.
    static let uiTARS = ModelFamily(
        "ui-tars", aliases: ["ui-tars-1.5", "uitars"],
        summary:
            "actions like click(start_box='(197,525)') in pixels after the processor's resize to multiples of 28; the "
            + "first version wrote thousandths (--space permille)",
        grammars: [.actions], rule: .qwen25,
        examples: [
            FamilyExample(
                "A click", 1920, 1080, "Thought: I open the menu.\nAction: click(start_box='(197,525)')",
                ["(195.78, 519.23)"]),
            FamilyExample(
                "A click with tokens", 1920, 1080, "Action: click(start_box='<|box_start|>(966,546)<|box_end|>')",
                ["(960, 540)"]),
            FamilyExample(
                "A drag", 1920, 1080, "Action: drag(start_box='(0,0)', end_box='(1932,1092)')", ["(0, 0)→(1920, 1080)"]),
            FamilyExample("A point tag", 1920, 1080, "Action: click(point='<point>966 546</point>')", ["(960, 540)"]),
            FamilyExample(
                "A box", 1920, 1080, "Action: left_double(start_box='(0,0,966,546)')", ["[0, 0, 960, 540]"]),
            FamilyExample("Typing has no place", 1920, 1080, "Action: type(content='(3,4) is a point')", []),
            FamilyExample(
                "One number", 1920, 1080, "Action: click(start_box='(197)')",
                ["invalid: expected 2 or 4 numbers, found 1"]),
            FamilyExample(
                "Words for numbers", 1920, 1080, "Action: click(start_box='the button')",
                ["invalid: expected 2 or 4 numbers, found 0"]),
        ])
}
