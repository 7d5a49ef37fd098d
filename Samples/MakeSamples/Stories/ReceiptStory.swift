import Saccade

/// A till receipt: one zoom, then a crop of that crop, then a check of the total.
enum ReceiptStory {
    @Sendable static func make() throws -> TraceScript {
        let receipt = try ReceiptDrawing.draw()
        let script = TraceScript(
            id: "5f1c0de2a4b94d0e8a3b6c7d8e9f0a01", wall: "2026-09-14T17:58:03Z", model: "example-vlm-8b")
        let seen = try script.ask(
            "Was the club discount on the coffee applied, and what did the coffee cost in the end?",
            about: receipt.image,
            name: "receipt.png")
        script.truth(
            "Yes; 11.92 euros",
            regions: [TruthRegion(image: 0, pixels: .box(try receipt.place("coffee block")), label: "coffee")])
        let root = script.root
        let lines = Mark.box(
            "coffee and the lines around it", on: 0, of: receipt.size,
            around: try receipt.place("milk block").union(try receipt.place("bananas block")), margin: 10)
        var named: [ScopedOrdinal] = []
        var shown = 0
        try root.generation(sees: seen) {
            let words: Words = """
                The receipt lists twelve articles. The coffee must be CAFFE CREMA BEANS, in the upper third; the print is \
                small, so I zoom in on the coffee and the lines around it before I trust any digit.
                """
            try root.step(.look, "find the coffee", words) { _ in
                let span = try root.span(of: "the coffee and the lines around it", in: words)
                let zoom = try root.zoom(lines, span: span)
                named.append(zoom.region)
                shown = zoom.image
            }
        }
        let onZoom = try root.onZoom(try receipt.place("coffee block"), of: lines, shown: shown)
        let block = Mark.box(
            "the price and its discount", on: shown, of: root.size(of: shown), around: onZoom, margin: 12)
        try root.generation(sees: [.generation(0), .call(0)]) {
            let words: Words = """
                Below the coffee stands a second line in smaller print. It could be a weight, as under the bananas, or a \
                discount. I look closer at the price and its discount on this crop.
                """
            try root.step(.look, "read the small print", words) { _ in
                let span = try root.span(of: "the price and its discount", in: words)
                named.append(try root.zoom(block, span: span).region)
            }
        }
        try root.generation(sees: [.generation(1), .call(1)]) {
            let saved = try receipt.mark("saved", label: "what the club card saved")
            let words: Words = """
                It reads CLUB PRICE -25 % and -3.98: a quarter of 15.90 is 3.975, so the discount is right, and \
                15.90 - 3.98 = 11.92. The receipt must say the same at its end: \(saved, "the line about the club card") \
                gives 3.98 as well.
                """
            try root.step(.verify, "compare with the sum saved", words) { named += $0 }
            try root.step(.answer, "answer", "The two places agree.") { _ in
                root.answer(
                    "Yes. The club price took 3.98 off, so the coffee cost **11.92** euros instead of 15.90.",
                    regions: named,
                    score: 0.97)
            }
        }
        return script
    }
}
