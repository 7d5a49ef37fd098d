import Saccade

extension Report {
    /// The report as text for a person: findings by rule, then the verdict of every trace with its coverage.
    ///
    /// The text of traces is made safe for a terminal. Repeats are grouped: at most `perRule` findings of a rule are
    /// printed, then how many more there are.
    ///
    /// - Parameters:
    ///   - perRule: The most findings of one rule to print.
    ///   - maximum: The most findings of a trace to print, or `nil` for no limit.
    public func text(perRule: Int = 3, maximum: Int? = nil) -> String {
        var lines: [String] = []
        for trace in traces {
            lines += trace.textLines(perRule: perRule, maximum: maximum, name: name(of: trace))
        }
        if traces.isEmpty {
            lines.append("\((path ?? "<input>").safeLineForTerminal): unverified: the file holds no trace")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// What the verdict's line calls a trace: the file, and the id where there are several.
    private func name(of trace: TraceReport) -> String {
        let file = (path ?? "<input>").safeLineForTerminal
        guard traces.count > 1, let id = trace.id else { return file }
        return "\(file) (\(id.safeLineForTerminal))"
    }
}

extension TraceReport {
    func textLines(perRule: Int, maximum: Int?, name: String) -> [String] {
        var lines: [String] = []
        var left = maximum ?? .max
        for group in groups {
            let shown = group.findings.prefix(max(0, min(perRule, left)))
            left -= shown.count
            lines += TraceReport.textLines(of: shown)
            let rest = group.counts.total - shown.count
            if rest > 0 {
                lines.append(
                    shown.isEmpty ? "    \(rest) of \(group.ruleID)" : "    and \(rest) more of \(group.ruleID)")
            }
        }
        lines.append("\(name): \(summary)")
        return lines
    }

    /// Findings of one rule in words: where and what each is, and once for all why, and how to mend it.
    static func textLines(of findings: some Collection<Finding>) -> [String] {
        var lines: [String] = []
        var hint: String?
        for (index, finding) in findings.enumerated() {
            let place = finding.location.description.safeLineForTerminal
            lines.append("\(place): \(finding.severity): \(finding.message.safeLineForTerminal) [\(finding.ruleID)]")
            if let values = finding.values { lines.append("    \(values.safeLineForTerminal)") }
            if index == 0, let rule = Rule.named(finding.ruleID) { lines.append("    why: \(rule.summary)") }
            if let text = finding.hint, text != hint { lines.append("    fix: \(text.safeLineForTerminal)") }
            hint = finding.hint
        }
        return lines
    }

    /// The verdict, why, and what was covered, in one line.
    public var summary: String {
        var text = "\(verdict.rawValue) at \(level)"
        if verdict == .fail {
            let parts = [
                TraceReport.part(counts.errors, "error"), TraceReport.part(counts.warnings, "warning"),
                TraceReport.part(counts.others, "remark"),
            ]
            text += ": " + parts.compactMap { $0 }.joined(separator: ", ")
        } else if !reasons.isEmpty {
            text += ": " + reasons.joined(separator: "; ")
        }
        if verdict != .fail, let warnings = TraceReport.part(counts.warnings, "warning") { text += "; \(warnings)" }
        if waivedCount > 0 { text += "; \(TraceReport.count(waivedCount, "finding", "findings")) waived" }
        return text + " (" + coverage.phrases(level).joined(separator: ", ") + ")"
    }

    private static func part(_ n: Int, _ name: String) -> String? {
        n == 0 ? nil : count(n, name, name + "s")
    }
}

extension Finding {
    /// What was expected and what was found, unless the message says it already.
    var values: String? {
        let parts = [expected.map { ("expected", $0) }, found.map { ("found", $0) }].compactMap { $0 }
        let new = parts.filter { !message.contains($0.1.withoutBound) }
        guard !new.isEmpty else { return nil }
        return parts.map { "\($0.0) \($0.1.prefix(200))" }.joined(separator: ", ")
    }
}

extension String {
    /// A value without the words that say on which side of it the right ones are.
    fileprivate var withoutBound: Substring {
        for words in ["at least ", "at most "] where hasPrefix(words) { return dropFirst(words.count) }
        return self[...]
    }
}

extension Coverage {
    /// What was covered at a level, in a few words each.
    func phrases(_ level: Level) -> [String] {
        var phrases = [TraceReport.count(events, "event", "events")]
        guard level >= .l1 else { return phrases }
        phrases.append(TraceReport.count(steps, "step", "steps"))
        if calls > 0 { phrases.append("\(finishedCalls) of \(TraceReport.count(calls, "call", "calls")) finished") }
        if level >= .l2 {
            phrases.append(TraceReport.count(images, "image", "images"))
            if derivedImages > 0 { phrases.append("\(mappedImages) of \(derivedImages) derived ones mapped to a root") }
            if regions > 0 {
                phrases.append("\(mappedRegions) of \(TraceReport.count(regions, "region", "regions")) on a root image")
            }
        }
        if level >= .l3 { phrases += pixels.phrases }
        if level >= .l4, calls > 0 {
            let same = tools.repeated - tools.different - tools.failed
            phrases.append("\(tools.recorded) of \(TraceReport.count(calls, "call", "calls")) recorded")
            if tools.repeated > 0 { phrases.append("\(same) of \(tools.repeated) run again with the same result") }
        }
        if explained > 0 {
            phrases.append(TraceReport.count(explained, "finding", "findings") + " explained by what is missing")
        }
        return phrases
    }
}

extension PixelCoverage {
    /// What was covered, in a few words each.
    var phrases: [String] {
        var phrases = ["\(verified) of \(TraceReport.count(verified + absent, "picture", "pictures")) verified"]
        let derived = reexecuted + mismatched + impossible
        if derived > 0 {
            var parts = ["\(exact) exact"]
            if tolerated > 0 {
                let kinds = [(tolerated - lossy, Reexecution.Tolerance.resampled), (lossy, .lossy)].filter { $0.0 > 0 }
                let names = kinds.map { kinds.count == 1 ? $0.1.rawValue : "\($0.0) \($0.1.rawValue)" }
                parts.append("\(tolerated) within tolerance (\(names.joined(separator: ", ")))")
            }
            if mismatched > 0 { parts.append("\(mismatched) different") }
            if impossible > 0 { parts.append("\(impossible) not re-executable") }
            phrases.append(
                "\(TraceReport.count(derived, "derived image", "derived images")) made again: "
                    + parts.joined(separator: ", "))
        }
        return phrases
    }
}
