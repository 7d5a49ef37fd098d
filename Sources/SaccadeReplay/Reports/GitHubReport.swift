import Saccade

extension Report {
    /// The findings as workflow commands of GitHub Actions, one a line, and the verdicts of traces that do not pass.
    public func githubAnnotations(maximum: Int? = nil) -> String {
        var lines: [String] = []
        for trace in traces {
            for finding in trace.findings.prefix(maximum ?? .max) {
                let kind = finding.severity == .error ? "error" : finding.severity == .warning ? "warning" : "notice"
                let file = (finding.location.file ?? "").escapedForWorkflow(isProperty: true)
                let text = [finding.message, finding.hint.map { "fix: \($0)" }].compactMap { $0 }.joined(
                    separator: "\n")
                lines.append(
                    "::\(kind) file=\(file),line=\(finding.location.line),col=\(finding.location.column),title=\(finding.ruleID)::\(text.escapedForWorkflow(isProperty: false))"
                )
            }
            if trace.verdict == .unverified {
                let file = (path ?? "").escapedForWorkflow(isProperty: true)
                lines.append("::warning file=\(file)::\(trace.summary.escapedForWorkflow(isProperty: false))")
            }
        }
        if traces.isEmpty {
            let file = (path ?? "").escapedForWorkflow(isProperty: true)
            lines.append("::warning file=\(file)::the file holds no trace")
        }
        return lines.map { $0 + "\n" }.joined()
    }
}

extension String {
    /// The text with what a workflow command would read as its own escaped: a trace must not be able to give commands.
    fileprivate func escapedForWorkflow(isProperty: Bool) -> String {
        var result = ""
        for scalar in safeForTerminal.unicodeScalars {
            switch scalar {
            case "%": result += "%25"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            case ":" where isProperty: result += "%3A"
            case "," where isProperty: result += "%2C"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
