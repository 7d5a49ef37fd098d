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
            var hint: String?
            for finding in shown {
                let place = finding.location.description.safeLineForTerminal
                lines.append(
                    "\(place): \(finding.severity): \(finding.message.safeLineForTerminal) [\(finding.ruleID)]")
                if let text = finding.hint, text != hint { lines.append("    fix: \(text.safeLineForTerminal)") }
                hint = finding.hint
            }
            let rest = group.counts.total - shown.count
            if rest > 0 {
                lines.append(
                    shown.isEmpty ? "    \(rest) of \(group.ruleID)" : "    and \(rest) more of \(group.ruleID)")
            }
        }
        lines.append("\(name): \(summary)")
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
        return text + " (" + coverage.phrases(level).joined(separator: ", ") + ")"
    }

    private static func part(_ n: Int, _ name: String) -> String? {
        n == 0 ? nil : count(n, name, name + "s")
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
        if explained > 0 { phrases.append(TraceReport.count(explained, "finding", "findings") + " explained by gaps") }
        return phrases
    }
}
