/// An event in one line for people.
struct EventLine {
    /// How much the line matters.
    let level: FoxgloveLog.Level
    /// Who acts: the agent, the user or the trace.
    let name: String
    /// What happened.
    let text: String

    /// The most characters of a text that a line quotes.
    private static let longestQuote = 400

    /// Describes an event.
    init(_ body: EventBody) {
        name = EventLine.actor(body)
        level = EventLine.level(body)
        text = EventLine.words(body)
    }

    private static func actor(_ body: EventBody) -> String {
        if case .turn(let turn) = body { return turn.name ?? "user" }
        if case .agentSpawn(let spawn) = body { return "agent \(spawn.parent)" }
        return body.agent.map { "agent \($0)" } ?? "trace"
    }

    private static func level(_ body: EventBody) -> FoxgloveLog.Level {
        switch body {
        case .stepText, .stepRetract, .imagePixels: .debug
        case .toolFail, .gap: .warning
        case .agentEnd(let end): end.status == .ok ? .info : .warning
        case .generationEnd(let end): end.status == .ok ? .info : .warning
        case .stepEnd(let end): end.status == .ok ? .info : .warning
        case .traceEnd(let end): end.status == .ok ? .info : .warning
        case .diagnostic(let remark):
            switch remark.severity {
            case .error: .error
            case .warning: .warning
            default: .info
            }
        default: .info
        }
    }

    private static func words(_ body: EventBody) -> String {
        switch body {
        case .traceBegin(let begin): "begins: \(quote(begin.task ?? begin.id))"
        case .traceEnd(let end): "ends: \(end.status)\(count(end.counts.events, "event", before: ", "))"
        case .layerBegin(let begin): "layer of trace \(begin.trace)"
        case .layerEnd(let end): "layer ends, \(end.events) events"
        case .turn(let turn): parts(turn.parts)
        case .agentSpawn(let spawn):
            "spawns agent \(spawn.n), \(spawn.kind)\(spawn.role.map { ": \(quote($0))" } ?? "")"
        case .agentEnd(let end): "ends: \(end.status)\(end.error.map { ": \(quote($0))" } ?? "")"
        case .agentJoin(let join): "takes the result of agent \(join.joined)"
        case .messageSend(let message): "to agent \(message.to): \(parts(message.parts))"
        case .messageReceive(let receipt): "receives message \(receipt.message)"
        case .generationBegin(let begin):
            "calls the model\(begin.model.map { " \(quote($0))" } ?? "")\(count(begin.input.add.count, "new part", before: " with "))"
        case .generationEnd(let end):
            "the model is done: \(end.finish.map(quote) ?? end.status.rawValue)\(usage(end.usage))"
        case .stepBegin(let begin): "step \(begin.n), \(begin.kind)\(begin.title.map { ": \(quote($0))" } ?? "")"
        case .stepText(let text): "step \(text.step), \(text.channel): \(quote(text.text))"
        case .stepRetract(let retract):
            "step \(retract.step), \(retract.channel): takes back bytes \(range(retract.bytes))"
        case .stepEnd(let end): "step \(end.step) ends: \(end.status)"
        case .toolRequest(let request):
            "call \(request.n), \(quote(request.name))\(request.written.map { ": \(quote($0))" } ?? "")"
        case .toolResult(let result): "call \(result.call) returns \(parts(result.parts))"
        case .toolFail(let failure):
            "call \(failure.call) fails, \(failure.kind)\(failure.message.map { ": \(quote($0))" } ?? "")"
        case .toolCancel(let cancel): "call \(cancel.call) is cancelled\(cancel.reason.map { ": \(quote($0))" } ?? "")"
        case .image(let image): "image \(image.n), \(image.size?.description ?? "size unknown"), \(image.origin.kind)"
        case .imagePixels(let pixels): "pixels of image \(pixels.image), by \(quote(pixels.decoder))"
        case .imageDerive(let derivation): self.derivation(derivation)
        case .video(let video): "video \(video.n)"
        case .region(let region): self.region(region)
        case .answer(let answer): "\(answer.final ? "final answer" : "answer") \(answer.n): \(quote(answer.text))"
        case .aggregate(let aggregate):
            "\(aggregate.method) over \(aggregate.candidates.count) answers\(aggregate.chosen.map { " chooses \($0)" } ?? "")"
        case .reference(let truth): "truth: \(truth.answer.map(quote) ?? "\(truth.regions.count) regions")"
        case .diagnostic(let remark): "\(quote(remark.code)): \(quote(remark.message))"
        case .score(let score): "score \(quote(score.name)) = \(score.value)"
        case .annotation(let annotation): "\(annotation.by.map { "\(quote($0)): " } ?? "")\(quote(annotation.text))"
        case .redaction(let redaction): "redacted: \(quote(redaction.kind))"
        case .gap(let gap):
            "gap, \(gap.reason)\(count(gap.events ?? 0, "event missing", before: ", "))\(gap.note.map { ": \(quote($0))" } ?? "")"
        case .unknown(let name): "event of the unknown kind \(quote(name))"
        }
    }

    private static func derivation(_ derivation: ImageDerivation) -> String {
        let parents = derivation.parents.map { "image \($0.image)" }.joined(separator: ", ")
        return "image \(derivation.image) is a \(derivation.operation) of \(parents.isEmpty ? "nothing" : parents)"
    }

    private static func region(_ region: Region) -> String {
        var words = ["region \(region.n)", "on image \(region.image)"]
        if let label = region.label { words.append(quote(label)) }
        if let written = region.written { words.append("written \(quote(written))") }
        if region.placeInPixels == nil { words.append("place unknown") }
        return words.joined(separator: ", ")
    }

    private static func usage(_ usage: Usage?) -> String {
        guard let output = usage?.output else { return "" }
        return count(output, "output token", before: ", ")
    }

    private static func parts(_ parts: [Part]) -> String {
        guard !parts.isEmpty else { return "nothing" }
        return parts.map { part in
            if let text = part.text { return quote(text) }
            if let image = part.image { return "image \(image)" }
            if let video = part.video { return "video \(video)" }
            if part.system != nil { return "the system prompt" }
            if part.tools != nil { return "the tool definitions" }
            if let turn = part.turn { return "turn \(turn)" }
            if let call = part.call { return "the outcome of call \(call)" }
            if let message = part.message { return "message \(message)" }
            return part.generation.map { "the output of generation \($0)" } ?? "a part of an unknown kind"
        }.joined(separator: ", ")
    }

    private static func range(_ bytes: [Int]) -> String { bytes.map { "\($0)" }.joined(separator: "..<") }

    private static func count(_ n: Int, _ noun: String, before: String) -> String {
        n == 0 ? "" : "\(before)\(n) \(noun)\(n == 1 ? "" : "s")"
    }

    /// Returns a text on one line, cut to a length.
    private static func quote(_ text: String) -> String {
        let line = text.prefix(longestQuote + 1).map { $0.isNewline ? " " : String($0) }.joined()
        return line.count > longestQuote ? line.prefix(longestQuote) + "…" : line
    }
}
