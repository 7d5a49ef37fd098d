import Saccade

/// A trace in a few lines that a person can compare with its record.
struct TraceOutline {
    private let state: TraceState
    private var lines: [String] = []

    /// Returns the outline of a trace.
    static func text(of state: TraceState) -> String {
        var outline = TraceOutline(state: state)
        outline.write()
        return outline.lines.joined(separator: "\n")
    }

    private init(state: TraceState) { self.state = state }

    private mutating func write() {
        if let task = state.header?.task { lines.append("task \(quoted(task))") }
        if let model = state.header?.model { lines.append("model \(model)") }
        for image in state.images { lines.append(words(image)) }
        for (n, agent) in state.agents.enumerated() {
            if let spawn = agent.spawn {
                let step = spawn.step.map { " at step \($0)" } ?? ""
                let role = spawn.role.map { " \(quoted($0))" } ?? ""
                lines.append("agent \(n): \(spawn.kind) of \(spawn.parent)\(step)\(role)")
            }
            for generation in agent.generations {
                let images = state.images(receivedBy: generation.begin.n, of: n).map { "\($0)" }.joined(separator: ",")
                lines.append("generation \(generation.begin.n) sees [\(images)]")
            }
            for step in agent.steps { write(step, of: agent) }
        }
        for truth in state.truths {
            if let answer = truth.answer { lines.append("truth \(quoted(answer))") }
            for region in truth.regions {
                lines.append("truth region on \(region.image): \(place(region.pixels))\(label(region.label))")
            }
        }
        for score in state.scores {
            let agent = score.agent.map { " of agent \($0)" } ?? ""
            lines.append("score \(score.name)\(agent) = \(number(score.value))")
        }
        for remark in state.diagnostics { lines.append("\(remark.severity) \(remark.code)") }
    }

    private func words(_ image: ImageState) -> String {
        let declaration = image.declaration
        var text = "image \(declaration.n)"
        if !declaration.names.isEmpty { text += " \(declaration.names.joined(separator: ", "))" }
        if let size = declaration.size { text += " \(size)" }
        text += " \(declaration.origin.kind)"
        if declaration.missing != nil { text += " missing" }
        if let derivation = image.derivation {
            let parents = derivation.parents.map { "\($0.image)" }.joined(separator: ",")
            text += " \(derivation.operation) of \(parents)"
            if let recipe = derivation.recipe { text += " by \(recipe)" }
            if let box = derivation.requested { text += " requested \(self.box(box))" }
            if let box = derivation.executed { text += " executed \(self.box(box))" }
            if let reason = derivation.parents.first?.unmapped { text += " unmapped: \(reason)" }
        }
        return text
    }

    private mutating func write(_ step: StepState, of agent: AgentState) {
        let title = step.begin.title.map { " \(quoted($0))" } ?? ""
        let failed = step.end?.status == .failed ? " failed" : ""
        lines.append("step \(step.begin.n) \(step.begin.kind)\(title)\(failed)")
        for text in step.texts {
            let form = text.form == .verbatim ? "" : " (\(text.form))"
            lines.append("  \(text.channel)\(form) \(quoted(text.text))")
        }
        for n in step.calls {
            let call = agent.calls[n]
            var text = "  call \(call.request.name)"
            switch call.outcome {
            case .succeeded: text += " succeeded"
            case .failed(let failure): text += " \(failure.kind)\(failure.message.map { ": \(quoted($0))" } ?? "")"
            case .cancelled: text += " cancelled"
            case nil: text += " open"
            }
            for part in call.parts {
                if let image = part.image { text += ", image \(image)" }
                if let words = part.text { text += ", \(quoted(words))" }
            }
            lines.append(text)
        }
        for n in step.regions { lines.append("  " + words(agent.regions[n])) }
        for n in step.answers { lines.append("  answer \(quoted(agent.answers[n].text))") }
    }

    private func words(_ region: Region) -> String {
        var text = "region on \(region.image): \(quoted(region.written ?? ""))"
        let order = region.space.order == .xyxy ? "" : " \(region.space.order)"
        text +=
            region.spaceSource == .unresolved ? " unresolved" : " \(region.space.unit)\(order) \(region.spaceSource)"
        if let pixels = region.pixels {
            text += " → \(place(pixels))"
        } else if region.spaceSource != .unresolved, region.space.unit == .pixel || isInvalid(region.shape) {
            text += " → \(place(region.shape))"
        }
        text += label(region.label)
        if let score = region.score { text += " score \(number(score))" }
        if region.by != .model { text += " by \(region.by)" }
        if let role = region.role, role != .attended { text += " \(role)" }
        return text
    }

    private func isInvalid(_ shape: Shape) -> Bool { if case .invalid = shape { true } else { false } }

    private func place(_ shape: Shape) -> String {
        switch shape {
        case .box(let box): return self.box(box)
        case .point(let point): return "(\(number(point.x)), \(number(point.y)))"
        case .arrow(let from, let to):
            return "(\(number(from.x)), \(number(from.y)))→(\(number(to.x)), \(number(to.y)))"
        case .polygon(let rings):
            return "polygon " + (rings.first ?? []).map { "(\(number($0.x)), \(number($0.y)))" }.joined(separator: " ")
        case .mark(let id, _): return "mark \(id)"
        case .invalid(let reason): return "invalid: \(reason)"
        default: return "another shape"
        }
    }

    private func box(_ box: Box) -> String {
        "[\([box.x0, box.y0, box.x1, box.y1].map(number).joined(separator: ", "))]"
    }

    private func label(_ label: String?) -> String { label.map { " \(quoted($0))" } ?? "" }

    private func number(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return Int(exactly: rounded).map { "\($0)" } ?? "\(rounded)"
    }

    private func quoted(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: "⏎")
        return "\"\(line.count > 72 ? line.prefix(71) + "…" : line[...])\""
    }
}
