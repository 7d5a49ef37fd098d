import Saccade

extension [Report] {
    /// The reports as JUnit XML: a suite a file, a case a trace and a rule that found something, and one for the level.
    public var junit: String {
        var body: [String] = []
        var total = (tests: 0, failures: 0, skipped: 0)
        for report in self {
            var cases: [String] = []
            var suite = (tests: 0, failures: 0, skipped: 0)
            let file = (report.path ?? "<input>").escapedForXML
            for (index, trace) in report.traces.enumerated() {
                let name = (trace.id ?? "trace \(index)").escapedForXML
                for group in trace.groups {
                    suite.tests += 1
                    let text = TraceReport.textLines(of: group.findings)
                    let rest = group.counts.total - group.findings.count
                    let lines = (text + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: "\n").escapedForXML
                    cases.append("    <testcase classname=\"\(file)\" name=\"\(name): \(group.ruleID)\">")
                    if group.counts.errors > 0 || trace.failsByWarnings {
                        suite.failures += 1
                        let first = (group.findings.first?.message ?? group.ruleID).escapedForXML
                        cases.append("      <failure message=\"\(first)\" type=\"\(group.ruleID)\">\(lines)</failure>")
                    } else {
                        cases.append("      <system-out>\(lines)</system-out>")
                    }
                    cases.append("    </testcase>")
                }
                suite.tests += 1
                let words = trace.summary.escapedForXML
                if trace.verdict == .unverified {
                    suite.skipped += 1
                    cases.append("    <testcase classname=\"\(file)\" name=\"\(name): \(trace.level)\">")
                    cases.append("      <skipped message=\"\(words)\"/>")
                    cases.append("    </testcase>")
                } else {
                    cases.append("    <testcase classname=\"\(file)\" name=\"\(name): \(trace.level)\"/>")
                }
            }
            if report.traces.isEmpty {
                suite = (1, 0, 1)
                cases.append("    <testcase classname=\"\(file)\" name=\"trace\">")
                cases.append("      <skipped message=\"the file holds no trace\"/>")
                cases.append("    </testcase>")
            }
            body.append(
                "  <testsuite name=\"\(file)\" tests=\"\(suite.tests)\" failures=\"\(suite.failures)\" errors=\"0\" skipped=\"\(suite.skipped)\">"
            )
            body += cases
            body.append("  </testsuite>")
            total = (
                total.tests + suite.tests, total.failures + suite.failures, total.skipped + suite.skipped
            )
        }
        let head = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<testsuites name=\"saccade check\" tests=\"\(total.tests)\" failures=\"\(total.failures)\" errors=\"0\" skipped=\"\(total.skipped)\">",
        ]
        return (head + body + ["</testsuites>"]).map { $0 + "\n" }.joined()
    }
}

extension TraceReport {
    /// Whether warnings alone fail the trace.
    var failsByWarnings: Bool { verdict == .fail && counts.errors == 0 }
}

extension String {
    /// The text with XML's marks escaped, and characters that XML forbids made visible.
    var escapedForXML: String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x26: result += "&amp;"
            case 0x3C: result += "&lt;"
            case 0x3E: result += "&gt;"
            case 0x22: result += "&quot;"
            case 0x09, 0x0A: result.unicodeScalars.append(scalar)
            case 0..<0x20, 0x7F...0x9F, 0xFFFE, 0xFFFF, 0x202A...0x202E, 0x2066...0x2069:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
