import ArgumentParser
import SaccadeReplay

/// `saccade explain`: says what a finding means.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say what a finding of the check means and how to mend it.",
        discussion: """
            EXAMPLES
              saccade explain                     list all rules
              saccade explain region-outside-image
            """)

    @Argument(help: "The rule, by its id or its code in the catalogue; without one all are listed.")
    var rule: String?

    func run() throws {
        guard let rule else {
            let width = Rule.all.map(\.id.count).max() ?? 0
            for rule in Rule.all {
                let pad = String(repeating: " ", count: width - rule.id.count)
                try Console.write("\(rule.id)\(pad)  \(rule.severity)  \(rule.level)  \(rule.summary)\n")
            }
            return
        }
        guard let found = Rule.named(rule) ?? Rule.all.first(where: { $0.code == rule }) else {
            throw ValidationError("expected a rule, found \(rule); saccade explain lists all")
        }
        try Console.write(found.explanation)
    }
}
