public import Saccade

extension SteppedStep {
    /// The step as text for a terminal: control characters in it are made visible.
    public func text(of count: Int) -> String {
        var head = "step \(position) of \(count) · agent \(begin.agent) step \(begin.n) · \(begin.kind)"
        if let title = begin.title { head += " · \(title)" }
        if let beginTime { head += " · \(number(Double(beginTime) / 1e9)) s" }
        if let beginTime, let endTime, endTime > beginTime {
            head += " + \(number(Double(endTime - beginTime) / 1e9)) s"
        }
        if let end, end.status != .ok { head += " · \(end.status)" }
        if end == nil { head += " · never ended" }
        var lines = [head.safeLineForTerminal]
        for (channel, text) in texts {
            let shown = text.safeForTerminal.split(separator: "\n", omittingEmptySubsequences: false)
            lines.append("  \(channel.rawValue.safeLineForTerminal): " + shown.joined(separator: "\n    "))
        }
        for region in regions {
            let place = region.shape.bounds.map { SaccadeReplay.place($0) } ?? "no place"
            let label = region.label.map { " \"\($0)\"" } ?? ""
            let unit = region.space.unit == .pixel ? "" : " \(region.space.unit)"
            lines.append(
                "  region \(region.agent).\(region.n): \(region.shape.kindName) \(place)\(unit) on image \(region.image)\(label)"
                    .safeLineForTerminal)
        }
        for call in calls {
            let arguments = call.arguments?.canonicalText ?? call.written ?? ""
            lines.append("  call \(call.agent).\(call.n): \(call.name) \(arguments.prefix(300))".safeLineForTerminal)
            lines.append("    \(outcomeText(call.n))".safeLineForTerminal)
        }
        for answer in answers {
            lines.append(
                "  answer \(answer.agent).\(answer.n)\(answer.final ? " (final)" : ""): \(answer.text)"
                    .safeLineForTerminal)
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func outcomeText(_ call: Int) -> String {
        switch outcomes[call] {
        case .toolResult(let result):
            let parts = result.parts.map { part -> String in
                if let image = part.image {
                    let size = images.first { $0.n == image }?.size
                    return "image \(image)" + (size.map { " of \($0)" } ?? "")
                }
                return part.text.map { String($0.prefix(300)) } ?? "…"
            }
            return "→ " + (parts.isEmpty ? "nothing" : parts.joined(separator: ", "))
        case .toolFail(let failure): return "→ \(failure.kind): \(failure.message ?? "")"
        case .toolCancel(let cancel): return "→ cancelled: \(cancel.reason ?? "")"
        default: return "→ open when the step ended"
        }
    }
}

extension TraceMoment {
    /// What is open, in a few lines for a terminal.
    public var text: String {
        var lines = ["event \(event)" + (time.map { ", \(number(Double($0) / 1e9)) s" } ?? "") + ", \(images) images"]
        for (n, agent) in agents.enumerated() {
            func list(_ name: String, _ open: [Int]) -> String? {
                open.isEmpty ? nil : "open \(name) \(open.map(String.init).joined(separator: ", "))"
            }
            let parts = [
                "\(agent.steps) steps, \(agent.regions) regions, \(agent.calls) calls, \(agent.answers) answers",
                list("steps", agent.openSteps), list("calls", agent.openCalls),
                list("generations", agent.openGenerations),
                agent.isEnded ? "ended" : nil,
            ]
            lines.append("  agent \(n): " + parts.compactMap { $0 }.joined(separator: "; "))
        }
        if let lastAnswer { lines.append("  last answer: \(lastAnswer.text)".safeLineForTerminal) }
        return lines.map { $0 + "\n" }.joined()
    }

    /// The moment as JSON.
    public var json: JSONValue {
        func ordinals(_ values: [Int]) -> JSONValue { .array(values.map(JSONValue.count)) }
        return .members(
            ("event", .count(event)), ("time", time.map(JSONValue.count)), ("images", .count(images)),
            ("turns", .count(turns)),
            (
                "agents",
                .array(
                    agents.map { agent in
                        .members(
                            ("steps", .count(agent.steps)), ("regions", .count(agent.regions)),
                            ("calls", .count(agent.calls)), ("answers", .count(agent.answers)),
                            ("openSteps", ordinals(agent.openSteps)), ("openCalls", ordinals(agent.openCalls)),
                            ("openGenerations", ordinals(agent.openGenerations)), ("ended", .bool(agent.isEnded)))
                    })
            ), ("lastAnswer", lastAnswer.map { .string($0.text) }))
    }
}

extension SteppedStep {
    /// The step as JSON: what it said, named, called and answered, as the events of the log.
    public var json: JSONValue {
        func event(_ body: EventBody) -> JSONValue {
            var encoder = EventEncoder()
            encoder.encode(Event(body))
            // What the encoder writes is JSON.
            return (try? JSONValue(parsing: encoder.bytes)) ?? .null
        }
        return .members(
            ("position", .count(position)), ("agent", .count(begin.agent)), ("step", .count(begin.n)),
            ("kind", .string(begin.kind.rawValue)), ("title", begin.title.map(JSONValue.string)),
            ("begin", beginTime.map(JSONValue.count)), ("end", endTime.map(JSONValue.count)),
            ("status", end.map { .string($0.status.rawValue) }),
            (
                "texts",
                .array(
                    texts.map { .members(("channel", .string($0.channel.rawValue)), ("text", .string($0.text))) })
            ), ("regions", .array(regions.map { event(.region($0)) })),
            ("calls", .array(calls.map { event(.toolRequest($0)) })),
            ("outcomes", .array(calls.compactMap { outcomes[$0.n] }.map(event))),
            ("images", .array(images.map { event(.image($0)) })),
            ("answers", .array(answers.map { event(.answer($0)) })))
    }
}
