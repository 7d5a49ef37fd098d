import Saccade

/// A metro plan: three agents count stops side by side, two agree, one dissents, a vote decides.
enum TransitStory {
    @Sendable static func make() throws -> TraceScript {
        let plan = try TransitDrawing.draw()
        let script = TraceScript(
            id: "5f1c0de2a4b94d0e8a3b6c7d8e9f0a03", wall: "2026-09-14T18:11:20Z", model: "example-vlm-8b")
        let question = "Which way from Harbour to Observatory has the fewest stops, and how many are there?"
        let seen = try script.ask(question, about: plan.image, name: "metro.png")
        let root = script.root
        func line(_ label: String, _ stops: [String]) throws -> Mark {
            let points = try stops.map { try TransitDrawing.station($0).place }
            return Mark(label: label, image: 0, shape: .polyline(points), space: .pixels)
        }
        func station(_ name: String) throws -> Mark { try plan.mark(name, label: name) }
        var agents: [AgentScript] = []
        try root.generation(sees: seen) {
            try root.step(
                .delegate, "ask three",
                "Counting stops on a plan goes wrong easily. Three agents count for themselves, and the majority decides."
            ) { _ in
                agents.append(script.spawn(.sample, role: "first look", by: root, after: 40))
                agents.append(script.spawn(.sample, role: "second look", by: root, after: 70))
                agents.append(script.spawn(.sample, role: "third look", by: root, after: 110))
            }
        }
        let (first, second, third) = (agents[0], agents[1], agents[2])
        let change = "**5 stops**: M2 to Central Station, then M3 to Observatory."
        var candidates: [ScopedOrdinal] = []
        var asked = ScopedOrdinal(agent: 0, n: 0)
        var regions: [ScopedOrdinal] = []
        try first.generation(sees: seen) {
            let blue = try line(
                "M2 to Central Station", ["Harbour", "Custom House", "Market Square", "Central Station"])
            try first.step(
                .look, "follow the blue line",
                "From Harbour \(blue, "the blue line") reaches Central Station after 3 stops."
            ) { regions += $0 }
            let green = try line("M3 to Observatory", ["Central Station", "Theatre", "Observatory"])
            try first.step(
                .look, "follow the green line",
                "There \(green, "the green line") goes up to Theatre and seems to end at Observatory: 2 more stops."
            ) { named in
                regions += named
                asked = first.send("Does the green line end at Observatory, or pass below it?", to: second)
            }
        }
        second.wait(for: first)
        var answered = ScopedOrdinal(agent: 0, n: 0)
        var seenBySecond: [ScopedOrdinal] = []
        try second.generation(sees: seen + [.message(asked)]) {
            let end = try station("Observatory")
            try second.step(
                .look, "look at Observatory",
                "\(end, "Observatory") is drawn as an interchange, and the green line runs into its ring."
            ) { named in
                second.receive(asked)
                seenBySecond += named
                answered = second.send(
                    "It ends in the ring of Observatory, an interchange of M1, M3 and M4.", to: first)
            }
            let middle = try station("Central Station")
            try second.step(
                .look, "count the change",
                "With a change at \(middle, "Central Station") I count 3 stops on M2 and 2 on M3."
            ) { seenBySecond += $0 }
            try second.step(.answer, "answer", "That makes five.") { _ in
                candidates.append(second.answer(change, regions: seenBySecond, score: 0.9))
            }
        }
        second.end()
        first.wait(for: second)
        try first.generation(sees: [.generation(0), .message(answered)]) {
            try first.step(.answer, "answer", "So the change works: 3 and 2 stops.") { _ in
                first.receive(answered)
                candidates.insert(first.answer(change, regions: regions, score: 0.94), at: 0)
            }
        }
        first.end()
        third.wait(380)
        try third.generation(sees: seen, temperature: 0.8) {
            let red = try line(
                "M1 to Observatory",
                [
                    "Harbour", "Fish Market", "Old Town", "University", "Botanic Garden", "Concert Hall", "Museum Hill",
                    "Observatory",
                ])
            var mine: [ScopedOrdinal] = []
            try third.step(
                .look, "follow the red line",
                "\(red, "The red line") goes all the way from Harbour to Observatory without a change: 7 stops."
            ) { mine = $0 }
            try third.step(.answer, "answer", "A direct train is the simplest way.") { _ in
                candidates.append(third.answer("**7 stops**: M1 all the way.", regions: mine, score: 0.61))
            }
        }
        third.end()
        for agent in agents { root.wait(for: agent) }
        try root.generation(sees: [.generation(0)]) {
            try root.step(
                .answer, "vote", "Two agents found the change at Central Station, one looked only at the direct line."
            ) { _ in
                for agent in agents { root.join(agent) }
                root.aggregate(
                    .vote, candidates, chosen: candidates[0], weights: [1, 1, 1],
                    why: "the direct line is right about its 7 stops, but it is not the shortest way")
                root.answer(change, regions: regions, score: 0.92)
            }
        }
        return script
    }
}
