import Saccade

/// A trace in a screenful of words.
struct Summary {
    private let state: TraceState
    private var lines: [String] = []

    /// Describes a trace; `file` is named where there are several.
    init(_ state: TraceState, file: String? = nil) {
        self.state = state
        if let file { row("file", file.safeLineForTerminal) }
        head()
        content()
        remarks()
    }

    /// The text, safe to print.
    var text: String { lines.joined(separator: "\n").safeForTerminal + "\n" }

    private mutating func row(_ name: String, _ value: String) {
        let pad = String(repeating: " ", count: max(0, 12 - name.count))
        lines.append("\(name)\(pad)\(value)")
    }

    /// One line of a text, cut to a length.
    private func line(_ text: String, _ length: Int = 100) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count <= length ? line : line.prefix(length - 1) + "…"
    }

    private func count(_ value: Int, _ noun: String) -> String { "\(value) \(noun)\(value == 1 ? "" : "s")" }

    private mutating func head() {
        row("trace", state.header?.id ?? "without header")
        if let header = state.header {
            row("format", "\(header.format), by \(header.recorder.name) \(header.recorder.version)")
            if let source = header.source { row("source", source) }
            if let model = header.model { row("model", model) }
        }
        if let task = state.header?.task ?? state.question { row("question", line(task)) }
        let status = state.end.map { $0.status == .ok ? "finished" : "finished: \($0.status.rawValue)" }
        row("status", status ?? "unfinished: the log has no trace.end")
    }

    private mutating func content() {
        let counts = state.structure.counts
        row(
            "holds",
            [
                count(counts.events + (state.end == nil ? 0 : 1), "event"), count(counts.turns, "turn"),
                count(counts.agents, "agent"), count(counts.generations, "generation"), count(counts.steps, "step"),
                count(counts.calls, "call"), count(counts.regions, "region"), count(counts.answers, "answer"),
            ].joined(separator: ", "))
        for image in state.images.prefix(20) { row("image \(image.declaration.n)", describe(image)) }
        if state.images.count > 20 { row("", "and \(state.images.count - 20) more images") }
        for (n, agent) in state.agents.enumerated() where state.agents.count > 1 {
            let role = agent.spawn?.role ?? agent.spawn?.kind.rawValue ?? "root"
            row("agent \(n)", "\(role): \(count(agent.steps.count, "step")), \(count(agent.regions.count, "region"))")
        }
        spaces()
        tokens()
        if let answer = state.finalAnswer { row("answer", line(answer.text)) }
    }

    private func describe(_ image: ImageState) -> String {
        var parts = [image.declaration.size?.description ?? "size unknown", image.declaration.media ?? "type unknown"]
        if let derivation = image.derivation {
            let parents = derivation.parents.map { "image \($0.image)" }.joined(separator: ", ")
            parts.append("\(derivation.operation.rawValue) of \(parents.isEmpty ? "nothing" : parents)")
        } else {
            parts.append(image.declaration.origin.kind.rawValue)
        }
        if let reason = image.declaration.missing { parts.append("missing: \(reason)") }
        if let reason = image.declaration.elided { parts.append("elided: \(reason)") }
        if let name = image.declaration.names.first { parts.append(line(name, 60)) }
        return parts.joined(separator: ", ")
    }

    private mutating func spaces() {
        var kinds: [(name: String, count: Int)] = []
        for region in state.agents.flatMap(\.regions) {
            let name = "\(region.space.unit.rawValue) \(region.space.order.rawValue), \(region.spaceSource.rawValue)"
            if let index = kinds.firstIndex(where: { $0.name == name }) {
                kinds[index].count += 1
            } else {
                kinds.append((name, 1))
            }
        }
        for kind in kinds { row("space", "\(kind.name): \(count(kind.count, "region"))") }
    }

    private mutating func tokens() {
        let usage = state.agents.flatMap(\.generations).compactMap { $0.end?.usage }
        guard !usage.isEmpty else { return }
        let input = usage.reduce(0) { $0 + ($1.input ?? 0) }
        let output = usage.reduce(0) { $0 + ($1.output ?? 0) }
        row("tokens", "\(input) input, \(output) output in \(count(usage.count, "model call"))")
    }

    private mutating func remarks() {
        for diagnostic in state.diagnostics.prefix(20) {
            row(diagnostic.severity.rawValue, "\(diagnostic.code): \(line(diagnostic.message, 160))")
        }
        if state.diagnostics.count > 20 { row("", "and \(state.diagnostics.count - 20) more remarks") }
        for gap in state.gaps { row("gap", "\(gap.reason.rawValue)\(gap.note.map { ": \($0)" } ?? "")") }
        if state.unknownEvents > 0 {
            row("unknown", "\(count(state.unknownEvents, "event")) of kinds that this version does not know")
        }
        if let misfit = state.misfits.first {
            row("misfits", "\(count(state.misfits.count, "event")) left out; the first: \(misfit.message)")
        }
    }
}
