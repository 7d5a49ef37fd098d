import Saccade

/// A line chart: points, an arrow, a polygon, and the mask of the area between two lines.
enum ChartStory {
    @Sendable static func make() throws -> TraceScript {
        let chart = try ChartDrawing.draw()
        let (sea, art) = (ChartDrawing.maritime, ChartDrawing.modern)
        let script = TraceScript(
            id: "5f1c0de2a4b94d0e8a3b6c7d8e9f0a02", wall: "2026-09-14T18:04:41Z", model: "example-vlm-8b")
        let seen = try script.ask(
            "In which months does the Maritime Museum have more visitors than Modern Art, and how large is its largest lead?",
            about: chart.image, name: "museums.png")
        let root = script.root
        func pixels(_ label: String, _ shape: Shape, role: RegionRole = .attended) -> Mark {
            Mark(label: label, image: 0, shape: shape, space: .pixels, role: role)
        }
        func whole(_ point: Point) -> Point { Point(point.x.rounded(), point.y.rounded()) }
        var named: [ScopedOrdinal] = []
        try root.generation(sees: seen) {
            let first = try chart.mark("legend " + sea.name, label: "Maritime Museum in the legend")
            let second = try chart.mark("legend " + art.name, label: "Modern Art in the legend")
            try root.step(
                .look, "tell the lines apart",
                """
                Three lines. \(first, "The blue one") is the Maritime Museum and \(second, "the red one") is Modern Art; the \
                grey one does not matter here.
                """)
            let rise = pixels("first crossing", .point(whole(ChartDrawing.crossing(sea, art, after: 3))))
            let right = ChartDrawing.crossing(sea, art, after: 8)
            let ring = [
                Point(right.x - 34, right.y - 6), Point(right.x, right.y - 36), Point(right.x + 34, right.y + 6),
                Point(right.x, right.y + 36),
            ].map(whole)
            let fall = pixels("second crossing", .polygon([ring]))
            try root.step(
                .look, "find the crossings",
                """
                Blue overtakes red at \(rise, "the first crossing"), just before May, and falls back under it at \
                \(fall, "the second crossing"), between September and October. So it leads from May to September.
                """
            ) { named += $0 }
        }
        var call = 0
        try root.generation(sees: [.generation(0)]) {
            try root.step(
                .act, "measure the lead", "I let the tool mark the area between the two lines over these months."
            ) { _ in
                call = root.request(
                    "segment_between",
                    [
                        ("upper", .string(sea.name)), ("lower", .string(art.name)), ("from", .string("May")),
                        ("to", .string("Sep")),
                    ])
                root.wait(320)
                let mask = ChartDrawing.maskBetween(sea, art, from: 4, to: 8)
                named.append(root.region(pixels("the lead", .mask(mask), role: .detection), call: call, by: .tool))
                root.result(call, [.text("1 area, widest in July")])
            }
        }
        try root.generation(sees: [.generation(1), .call(call)]) {
            let (low, high) = (ChartDrawing.point(6, art.values[6]), ChartDrawing.point(6, sea.values[6]))
            let gap = pixels("the lead in July", .arrow(from: whole(low), to: whole(high)), role: .evidence)
            let axis = try chart.mark("axis 60", label: "60 on the axis")
            try root.step(
                .verify, "read the lead in July",
                """
                The area is widest in July. \(gap, "The gap in July") runs from a bit below 40 to well above \
                \(axis, "60 on the axis"): 36 and 71 thousand, a lead of 35 thousand.
                """
            ) { named += $0.prefix(1) }
            try root.step(.answer, "answer", "Five months, and one of them stands out.") { _ in
                root.answer(
                    "From **May to September**. The lead is largest in July, with about **35,000** visitors.",
                    regions: named,
                    score: 0.93)
            }
        }
        return script
    }
}
