import Saccade

extension ModelFamily {
    /// CogVLM and CogAgent.
    static let cogVLM = ModelFamily(
        "cogvlm", aliases: ["cogagent"], summary: "[[x1,y1,x2,y2]] with three digits each, in thousandths",
        grammars: [.doubleBrackets], rule: .permille,
        examples: [
            FamilyExample("A box", 1000, 500, "A cat [[086,540,400,760]] sits.", ["[86, 270, 400, 380]"]),
            FamilyExample(
                "Two boxes of one thing", 1000, 1000, "cups [[001,002,003,004;005,006,007,008]]",
                ["[1, 2, 3, 4]", "[5, 6, 7, 8]"]),
            FamilyExample("Zero padding", 1000, 1000, "[[000,000,099,100]]", ["[0, 0, 99, 100]"]),
            FamilyExample("A point", 1000, 1000, "click [[500,250]]", ["(500, 250)"]),
            FamilyExample(
                "Two boxes in one text", 100, 100, "[[000,000,500,500]] and [[500,500,999,999]]",
                ["[0, 0, 50, 50]", "[50, 50, 99.9, 99.9]"]),
            FamilyExample(
                "Three numbers", 1000, 1000, "[[086,540,400]]", ["invalid: expected 2 or 4 numbers, found 3"]),
            FamilyExample(
                "Brackets without an end", 1000, 1000, "A cat [[086,540",
                ["invalid: expected numbers between [[ and ]]"]),
        ])

    /// InternVL and All-Seeing.
    static let internVL = ModelFamily(
        "internvl", aliases: ["internvl2", "internvl3", "all-seeing"],
        summary: "<ref>name</ref><box>[[x1, y1, x2, y2]]</box> in thousandths", grammars: [.boxTag], rule: .permille,
        examples: [
            FamilyExample(
                "A named box", 1000, 500, "<ref>people</ref><box>[[200, 251, 447, 963]]</box>",
                ["[200, 125.5, 447, 481.5] people"]),
            FamilyExample(
                "Two boxes of one name", 1000, 1000, "<ref>cups</ref><box>[[1, 2, 3, 4], [5, 6, 7, 8]]</box>",
                ["[1, 2, 3, 4] cups", "[5, 6, 7, 8] cups"]),
            FamilyExample("No name", 1000, 1000, "It is <box>[[10, 10, 20, 20]]</box>.", ["[10, 10, 20, 20]"]),
            FamilyExample(
                "One pair of brackets", 1000, 1000, "<ref>a</ref><box>[10, 10, 20, 20]</box>", ["[10, 10, 20, 20] a"]),
            FamilyExample(
                "Thinking around it", 1000, 1000, "<think>The <ref>dog</ref><box>[[0, 0, 1000, 1000]]</box></think>",
                ["[0, 0, 1000, 1000] dog"]),
            FamilyExample(
                "Five numbers", 1000, 1000, "<ref>a</ref><box>[[1, 2, 3, 4, 5]]</box>",
                ["invalid: expected 2 or 4 numbers, found 5 a"]),
            FamilyExample(
                "Words in the box", 1000, 1000, "<box>[[none]]</box>",
                ["invalid: expected numbers between <box> and </box>"]),
            FamilyExample(
                "A box without an end", 1000, 1000, "<ref>a</ref><box>[[1, 2",
                ["invalid: expected numbers between <box> and </box> a"]),
        ])

    /// DeepSeek-VL2.
    static let deepSeekVL2 = ModelFamily(
        "deepseek-vl2", aliases: ["deepseek"], summary: "<|ref|>name<|/ref|><|det|>[[x1, y1, x2, y2]]<|/det|> of 999",
        grammars: [.detTag], rule: .permille999,
        examples: [
            FamilyExample(
                "A named box", 999, 1998, "<|ref|>The giraffe.<|/ref|><|det|>[[580, 270, 999, 904]]<|/det|>",
                ["[580, 540, 999, 1808] The giraffe."]),
            FamilyExample("The whole image", 640, 480, "<|det|>[[0, 0, 999, 999]]<|/det|>", ["[0, 0, 640, 480]"]),
            FamilyExample(
                "Two boxes", 999, 999, "<|ref|>a<|/ref|><|det|>[[1, 2, 3, 4], [5, 6, 7, 8]]<|/det|>",
                ["[1, 2, 3, 4] a", "[5, 6, 7, 8] a"]),
            FamilyExample("A point", 999, 999, "<|det|>[[5, 6]]<|/det|>", ["(5, 6)"]),
            FamilyExample(
                "Words before it", 999, 999, "I see it: <|ref|>b<|/ref|><|det|>[[1, 2, 30, 40]]<|/det|>",
                ["[1, 2, 30, 40] b"]),
            FamilyExample(
                "An odd count", 999, 999, "<|det|>[[580, 270, 999]]<|/det|>",
                ["invalid: expected 2 or 4 numbers, found 3"]),
            FamilyExample(
                "Nothing in the box", 999, 999, "<|ref|>a<|/ref|><|det|><|/det|>",
                ["invalid: expected numbers between <|det|> and <|/det|> a"]),
        ])

    /// GLM-4.1V and GLM-4.5V.
    static let glmV = ModelFamily(
        "glm-v", aliases: ["glm", "glm-4.5v", "glm-4.1v"],
        summary:
            "numbers between <|begin_of_box|> and <|end_of_box|> in brackets of any style, in thousandths; the tokens "
            + "also hold plain answers, and start_box holds the place of an action",
        grammars: [.glmBox, .actions], rule: .permille,
        examples: [
            FamilyExample(
                "A box", 1000, 500, "<|begin_of_box|>[[100, 200, 300, 400]]<|end_of_box|>", ["[100, 100, 300, 200]"]),
            FamilyExample(
                "Other brackets", 1000, 1000, "<|begin_of_box|>{100, 200, 300, 400}<|end_of_box|>",
                ["[100, 200, 300, 400]"]),
            FamilyExample("A point", 1000, 1000, "<|begin_of_box|>[376, 465]<|end_of_box|>", ["(376, 465)"]),
            FamilyExample("A plain answer", 1000, 1000, "The answer is <|begin_of_box|>Paris<|end_of_box|>.", []),
            FamilyExample(
                "A click", 1000, 1000, "left_click(start_box='[376,465]', element_info='OK')", ["(376, 465) OK"]),
            FamilyExample(
                "Three numbers", 1000, 1000, "<|begin_of_box|>[1, 2, 3]<|end_of_box|>",
                ["invalid: expected 2 or 4 numbers, found 3"]),
            FamilyExample(
                "Corners swapped", 1000, 1000, "<|begin_of_box|>[30, 40, 10, 20]<|end_of_box|>",
                ["invalid: expected left < right and top < bottom, found [30, 40, 10, 20]"]),
        ])

    /// LLaVA, Shikra and Visual-CoT.
    static let llava = ModelFamily(
        "llava", aliases: ["shikra", "visual-cot", "llava/shikra"],
        summary: "[x1, y1, x2, y2] from 0 to 1 of the image padded to a square", grammars: [.bracketed],
        rule: .unitSquare,
        examples: [
            // 391×500 lies 54 pixels from the left of its square of 500.
            FamilyExample("A box", 391, 500, "[0.542, 0.686, 0.592, 0.786]", ["[217, 343, 242, 393]"]),
            FamilyExample("A wide image", 1000, 500, "The dog is at [0.0, 0.25, 0.5, 0.75].", ["[0, 0, 500, 500]"]),
            FamilyExample("A square image", 100, 100, "[0.1, 0.2, 0.3, 0.4]", ["[10, 20, 30, 40]"]),
            FamilyExample(
                "Two boxes", 100, 100, "[0.1, 0.2, 0.3, 0.4] and [0.5, 0.6, 0.7, 0.8]",
                ["[10, 20, 30, 40]", "[50, 60, 70, 80]"]),
            FamilyExample("Words in brackets are none", 100, 100, "[see the left, upper corner]", []),
            FamilyExample(
                "Three numbers", 100, 100, "[0.1, 0.2, 0.3]", ["invalid: expected 2 or 4 numbers, found 3"]),
            FamilyExample(
                "Corners swapped", 100, 100, "[0.3, 0.2, 0.1, 0.4]",
                ["invalid: expected left < right and top < bottom, found [0.3, 0.2, 0.1, 0.4]"]),
        ])

    /// TreeVGR.
    static let treeVGR = ModelFamily(
        "treevgr",
        summary:
            "<box>[x1,y1,x2,y2]</box> in pixels after a resize to multiples of 28 between 1,003,520 and 12,845,056 pixels",
        grammars: [.boxTag],
        rule: SpaceRule(
            resize: SmartResize(factor: 28, minimumPixels: 1280 * 28 * 28, maximumPixels: 16384 * 28 * 28),
            recipe: "treevgr@1"),
        examples: [
            // 1000×500 grows to 1428×728.
            FamilyExample("A box", 1000, 500, "<think>I see <box>[0,0,714,364]</box></think>", ["[0, 0, 500, 250]"]),
            FamilyExample("The whole image", 1000, 500, "<box>[0,0,1428,728]</box>", ["[0, 0, 1000, 500]"]),
            // 2800×1400 keeps its size.
            FamilyExample(
                "A large image keeps its pixels", 2800, 1400, "<box>[10,20,30,40]</box>", ["[10, 20, 30, 40]"]),
            FamilyExample(
                "Two boxes", 2800, 1400, "<box>[1,2,3,4]</box><box>[5,6,7,8]</box>", ["[1, 2, 3, 4]", "[5, 6, 7, 8]"]),
            FamilyExample("Spaces", 2800, 1400, "<box>[1, 2, 3, 4]</box>", ["[1, 2, 3, 4]"]),
            FamilyExample(
                "Three numbers", 2800, 1400, "<box>[1,2,3]</box>", ["invalid: expected 2 or 4 numbers, found 3"]),
            FamilyExample(
                "A box without an end", 2800, 1400, "<box>[1,2,3",
                ["invalid: expected numbers between <box> and </box>"]),
        ])

    /// GRIT on Qwen2.5-VL.
    static let grit = ModelFamily(
        "grit",
        summary: "bbox_2d or bare x1, y1, x2, y2 in pixels after a resize to multiples of 28 of at most 401,408 pixels",
        grammars: [.jsonBoxes, .bareBoxes],
        rule: SpaceRule(
            resize: SmartResize(factor: 28, minimumPixels: 3136, maximumPixels: 512 * 28 * 28), recipe: "grit@1"),
        examples: [
            // 560×560 keeps its size; 1120×1120 shrinks to 616×616.
            FamilyExample(
                "Bare numbers", 560, 560, "<think>The lamp at 10, 20, 30, 40 is on.</think>", ["[10, 20, 30, 40]"]),
            FamilyExample(
                "JSON", 560, 560, "{\"bbox_2d\": [10, 20, 30, 40], \"label\": \"lamp\"}", ["[10, 20, 30, 40] lamp"]),
            FamilyExample("A large image", 1120, 1120, "at 0, 0, 308, 616", ["[0, 0, 560, 1120]"]),
            FamilyExample("Two boxes", 560, 560, "1, 2, 3, 4 and 5, 6, 7, 8.", ["[1, 2, 3, 4]", "[5, 6, 7, 8]"]),
            FamilyExample("A date and a list are none", 560, 560, "On May 5, 2024 there were 1, 2, 3 of them.", []),
            FamilyExample(
                "Five numbers", 560, 560, "at 1, 2, 3, 4, 5", ["invalid: expected 4 numbers, found 5"]),
            FamilyExample(
                "Corners swapped", 560, 560, "at 30, 20, 10, 40",
                ["invalid: expected left < right and top < bottom, found [30, 20, 10, 40]"]),
        ])
}
