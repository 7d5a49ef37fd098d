import ArgumentParser
import Saccade
import SaccadeReplay

/// `saccade check`: finds out whether traces contradict themselves.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Find out whether traces contradict themselves.",
        discussion: """
            Levels: L0 every line can be read, L1 the story holds together, L2 every region lies where it says. Exit \
            code 0 if all pass, 1 for findings or an unverified level, 2 if a file cannot be read.

            EXAMPLES
              saccade check trace.jsonl
              saccade check runs/*.jsonl --strict
              saccade check trace.jsonl --json
              saccade check trace.jsonl --allow claimed-call --level L1
            """)

    @Argument(help: "The traces; - for standard input.")
    var traces: [String]

    @Option(help: ArgumentHelp("How deeply to check: L0, L1 or L2.", valueName: "level"))
    var level: String = "L2"

    @Flag(help: "Run also the rules that are off by default.")
    var all = false

    @Flag(help: "Let warnings fail a trace.")
    var strict = false

    @Option(help: ArgumentHelp("Do not run this rule; may be given several times.", valueName: "rule"))
    var allow: [String] = []

    @Flag(help: "Exit with 0 also where the level could not be verified.")
    var allowUnverified = false

    @Option(help: ArgumentHelp("The most findings to print for a trace.", valueName: "n"))
    var maxFindings: Int?

    @Flag(help: "Print the report as JSON, one line a file.")
    var json = false

    func validate() throws {
        if Level(name: level) == nil {
            let names = Level.allCases.map(\.description).joined(separator: ", ")
            throw ValidationError("--level: expected one of \(names), found \(level)")
        }
        for name in allow where Rule.named(name) == nil {
            throw ValidationError("--allow: expected a rule that `saccade explain` lists, found \(name)")
        }
        if let maxFindings, maxFindings < 0 { throw ValidationError("--max-findings: expected at least 0") }
    }

    func run() throws {
        let options = CheckOptions(
            level: Level(name: level) ?? .l2, rules: all ? Rule.all : Rule.standard,
            allowed: Set(allow.compactMap { Rule.named($0)?.id }), isStrict: strict)
        let checker = Checker(options)
        var failed = false
        var unreadable = false
        for trace in traces {
            do {
                let progress = Progress()
                progress.show("checking \(trace)")
                let report = try checker.check(path: trace)
                progress.clear()
                try Console.write(
                    json ? report.json.canonicalText + "\n" : report.text(maximum: maxFindings))
                if report.verdict == .fail || (report.verdict == .unverified && !allowUnverified) { failed = true }
            } catch {
                Console.note("saccade: \(error)")
                unreadable = true
            }
        }
        if unreadable { throw ExitCode(2) }
        if failed { throw ExitCode(1) }
    }
}
