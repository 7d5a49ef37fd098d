import Saccade

extension Rule {
    /// The rule's page in Markdown, as it stands in `Docs/Rules/`.
    public var page: String {
        var lines = [
            "# \(id)", "", summary, "",
            "| severity | level | catalogue | since | runs |", "|---|---|---|---|---|",
            "| \(severity) | \(level) | \(code) | \(since) | \(isDefault ? "by default" : "with `--all`") |", "",
            rationale, "", "**To fix it:** \(hint).", "",
        ]
        if isExplainedByGap {
            lines += [
                "A gap before the event that touches its agent explains what this rule finds, and silences it.", "",
            ]
        }
        lines += ["## Wrong", ""] + bad.flatMap { Rule.block($0) }
        lines += ["## Right", ""] + good.flatMap { Rule.block($0) }
        let preambles = (good + bad).filter { !$0.preamble.lines.isEmpty }
        if let longest = preambles.map(\.preamble.lines).max(by: { $0.count < $1.count }) {
            lines += ["The examples follow these lines:", "", "```json"] + longest + ["```"]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The rule for a terminal: the same as the page, without its markup.
    public var explanation: String {
        var lines = [
            "\(id) (\(code), \(severity) at \(level), since \(since)\(isDefault ? "" : ", runs with --all"))", "",
            summary, "", rationale, "", "To fix it: \(hint).", "", "Wrong:",
        ]
        lines += bad.flatMap { Rule.indented($0) } + ["", "Right:"] + good.flatMap { Rule.indented($0) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func indented(_ example: Example) -> [String] {
        ["  \(example.title)\(condition(example)):"] + example.marked.split(separator: "\n").map { "    \($0)" }
    }

    private static func block(_ example: Example) -> [String] {
        ["\(example.title)\(condition(example)):", "", "```text"]
            + example.marked.split(separator: "\n").map(String.init) + ["```", ""]
    }

    /// What the check must require for an example, or what file its lines are in.
    private static func condition(_ example: Example) -> String {
        switch example.form {
        case .text: break
        case .container: return " (as an MCAP file)"
        case .damagedContainer(let text): return " (as an MCAP file, with one bit changed in “\(text)”)"
        }
        guard !example.requirements.isEmpty else { return "" }
        let names = Requirement.allCases.filter(example.requirements.contains).map { "`--require \($0.rawValue)`" }
        return " (with \(names.joined(separator: " ")))"
    }

    /// The index of all rules in Markdown, as it stands in `Docs/Rules/README.md`.
    public static var index: String {
        var lines = [
            "# Rules", "",
            "What `saccade check` looks for. `saccade explain RULE` prints a page in the terminal. The pages are written",
            "by `UPDATE_DOCS=1 swift test --filter CatalogueTests` from `Sources/SaccadeReplay/Rules/`, one file a rule.",
            "", "An *error* is raised only where the trace itself proves it; what needs a guess is a *warning*.", "",
        ]
        for level in Level.allCases {
            lines += [
                "## \(level): \(heading(level))", "", "| rule | severity | catalogue | what must hold |",
                "|---|---|---|---|",
            ]
            for rule in all where rule.level == level {
                let name = "[\(rule.id)](\(rule.id).md)" + (rule.isDefault ? "" : " (with `--all`)")
                lines.append("| \(name) | \(rule.severity) | \(rule.code) | \(rule.summary) |")
            }
            lines.append("")
        }
        return lines.dropLast().joined(separator: "\n") + "\n"
    }

    private static func heading(_ level: Level) -> String {
        switch level {
        case .l0: "every line can be read"
        case .l1: "the story holds together"
        case .l2: "every region lies where it says"
        case .l3: "every picture is what it is said to be"
        case .l4: "tools give what was recorded"
        }
    }
}
