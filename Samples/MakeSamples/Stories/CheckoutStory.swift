import Saccade

/// A checkout page and a trace that lies in five ways; `Samples/README.md` names them.
enum CheckoutStory {
    /// The rules that find the five faults.
    static let faults = [
        "wrong-pixels", "wrong-derived-size", "region-outside-image", "evidence-from-failure", "claimed-call",
    ]

    @Sendable static func make() throws -> TraceScript {
        let page = try CheckoutDrawing.draw()
        let script = TraceScript(
            id: "5f1c0de2a4b94d0e8a3b6c7d8e9f0a04", wall: "2026-09-14T18:20:09Z", model: "example-vlm-8b")
        let seen = try script.ask(
            "How much will be charged, and is standard delivery free for this order?", about: page.image,
            name: "checkout.png")
        let root = script.root
        var named: [ScopedOrdinal] = []
        try root.generation(sees: seen) {
            // Fault 1: the pixels are the thousandths, taken as they stand.
            var total = try page.mark("total", label: "the total")
            total.falsePixels = total.shape
            try root.step(.look, "read the total", "\(total, "The total") is 189.45 euros.") { named += $0 }
        }
        try root.generation(sees: [.generation(0)]) {
            // Fault 2: the picture that came back lacks its last rows.
            let option = try page.mark("Standard", label: "standard delivery", margin: 12)
            let words: Words = "I zoom in on standard delivery to read its conditions."
            try root.step(.look, "read the conditions", words) { _ in
                let span = try root.span(of: "standard delivery", in: words)
                let box = option.shape.bounds ?? Box(x0: 0, y0: 0, x1: 1, y1: 1)
                let size = ZoomRecipe.qwen3VLZoom.execute(
                    try option.shape.resolved(in: option.space, of: page.size).bounds ?? box, in: page.size)?.size
                let trim = size.map { PixelSize(width: $0.width, height: $0.height - 16) }
                named.append(try root.zoom(option, span: span, trim: trim).region)
            }
        }
        var failed: [ScopedOrdinal] = []
        try root.generation(sees: [.generation(1), .call(0)]) {
            // Fault 3: the place lies to the right of the page.
            let banner = Mark(
                label: "a banner", image: 0, shape: .box(Box(x0: 1040, y0: 130, x1: 1180, y1: 240)))
            try root.step(
                .look, "look for a banner", "\(banner, "A banner") beside the order may repeat the condition.")
            let code = try page.mark("code", label: "the code")
            try root.step(.act, "read the code", "The text tool shall read the code.") { _ in
                let call = root.request("ocr", [("label", .string("the code"))])
                failed.append(root.region(code, call: call, by: .tool))
                root.wait(5000)
                root.failure(call, .timedOut, "no answer within 5 s")
            }
        }
        try root.generation(sees: [.generation(2), .call(1)]) {
            // Fault 4: the answer rests on what a failed call named. Fault 5: a search is announced and never made.
            try root.step(
                .answer, "answer", "I will now search for the shop's delivery terms. They confirm that it is free."
            ) { _ in
                root.answer(
                    "**189.45** euros will be charged; standard delivery would be free, because the order is above 150 euros.",
                    regions: named + failed)
            }
        }
        return script
    }
}
