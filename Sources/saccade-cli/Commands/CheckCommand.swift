import ArgumentParser
import Saccade
import SaccadePixels
import SaccadeReplay

/// `saccade check`: finds out whether traces contradict themselves.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Find out whether traces contradict themselves.",
        discussion: """
            Levels: L0 every line can be read, L1 the story holds together, L2 every region lies where it says, L3 every \
            derived image is made again and compared, L4 tools that --tool names are run again. Exit code 0 if all pass, 1 for findings or an unverified level, 2 \
            if a file cannot be read.

            What a project wants of its traces stands in .saccade.json in the current folder, or in the file of --config: \
            level, strict, require, minimumCoverage, severities of rules, and findings that are waived with a reason.

            EXAMPLES
              saccade check trace.jsonl
              saccade check trace.jsonl --level L3
              saccade check runs/ --strict --require answer,evidence
              saccade check trace.jsonl --format sarif > findings.sarif
              saccade check trace.jsonl --allow claimed-call --level L1
            """)

    @Argument(help: "The traces, or folders of traces; - for standard input.")
    var traces: [String]

    @OptionGroup var choice: TraceChoice

    @Option(
        help: ArgumentHelp("How deeply to check: L0 to L4; L2 if nothing says otherwise.", valueName: "level"))
    var level: String?

    @Flag(help: "Run also the rules that are off by default.")
    var all = false

    @Flag(help: "Let warnings fail a trace.")
    var strict = false

    @Option(help: ArgumentHelp("Do not run this rule; may be given several times.", valueName: "rule"))
    var allow: [String] = []

    @Option(
        help: ArgumentHelp(
            "What a trace must have, separated by commas or given several times: \(Requirement.names).",
            valueName: "what"))
    var require: [String] = []
    private var required: [String] { require.flatMap { $0.split(separator: ",").map(String.init) } }

    @Option(
        help: ArgumentHelp(
            "The share of regions (L2) and of pictures (L3) that must be verified, from 0 to 1; 1 by default.",
            valueName: "share"))
    var minCoverage: Double?

    @Option(
        help: ArgumentHelp(
            "At L4, run this tool again: NAME=COMMAND. The command gets the call as JSON on standard input and prints the result; may be given several times.",
            valueName: "name=command"))
    var tool: [String] = []

    @Option(help: ArgumentHelp("The most seconds that a tool may take.", valueName: "n"))
    var toolSeconds: Double = 10

    @Flag(help: "Exit with 0 also where the level could not be verified.")
    var allowUnverified = false

    @Option(help: ArgumentHelp("The most findings to print for a trace.", valueName: "n"))
    var maxFindings: Int?

    @Option(help: ArgumentHelp("The configuration, instead of .saccade.json in the current folder.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("The form of the report: text, json, sarif, junit or github.", valueName: "form"))
    var format: String?

    @Flag(help: "The same as --format json.")
    var json = false

    func validate() throws {
        if let level, Level(name: level) == nil {
            let names = Level.allCases.map(\.description).joined(separator: ", ")
            throw ValidationError("--level: expected one of \(names), found \(level)")
        }
        for name in allow where Rule.named(name) == nil {
            throw ValidationError("--allow: expected a rule that `saccade explain` lists, found \(name)")
        }
        for name in required where Requirement(rawValue: name) == nil {
            throw ValidationError("--require: expected one of \(Requirement.names), found \(name)")
        }
        if let maxFindings, maxFindings < 0 { throw ValidationError("--max-findings: expected at least 0") }
        if let minCoverage, !(0...1).contains(minCoverage) {
            throw ValidationError("--min-coverage: expected a number from 0 to 1, found \(minCoverage)")
        }
        for text in tool where text.split(separator: "=", maxSplits: 1).count != 2 {
            throw ValidationError("--tool: expected NAME=COMMAND, found \(text)")
        }
        guard toolSeconds > 0 else { throw ValidationError("--tool-seconds: expected more than 0") }
        if let format, ReportFormat(rawValue: format) == nil {
            let names = ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--format: expected one of \(names), found \(format)")
        }
    }

    /// The name of the configuration that is read without being asked for.
    private static let standardConfiguration = ".saccade.json"

    private func options() throws -> CheckOptions {
        var options = CheckOptions(rules: all ? Rule.all : Rule.standard, pixels: ImagingKit())
        let storage = FileStorage()
        if let path = try config ?? (storage.entry(Self.standardConfiguration).map { _ in Self.standardConfiguration })
        {
            do throws(TraceError) {
                let bytes = try storage.contents(of: path, limit: 1 << 24)
                try CheckConfiguration(parsing: bytes).apply(to: &options)
            } catch {
                throw TraceError(error.code, error.code == .fileSystem ? error.message : "\(path): \(error.message)")
            }
        }
        if let level = level.flatMap(Level.init(name:)) { options.level = level }
        if strict { options.isStrict = true }
        if !tool.isEmpty {
            guard options.level >= .l4 else {
                throw ValidationError(
                    "--tool: tools are run again at --level L4, and this is a check at \(options.level)")
            }
            let commands = tool.map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
            options.tools = CommandTools(
                commands: Dictionary(commands.map { ($0[0], $0[1]) }, uniquingKeysWith: { $1 }), seconds: toolSeconds)
        }
        if let minCoverage { options.minimumCoverage = minCoverage }
        options.allowed.formUnion(allow.compactMap { Rule.named($0)?.id })
        options.requirements.formUnion(required.compactMap(Requirement.init(rawValue:)))
        return options
    }

    func run() throws {
        let form = json ? .json : format.flatMap(ReportFormat.init(rawValue:)) ?? .text
        var reports: [Report] = []
        var failed = false
        var found = false
        var unreadable = false
        try Console.reporting {
            let options = try options()
            let checker = Checker(options)
            // A document holds all files; the other forms are printed as they come.
            let isDocument = form == .sarif || form == .junit
            for (trace, selector) in try choice.files(at: traces) {
                do {
                    let progress = Progress()
                    progress.show("checking \(trace)")
                    let report = try checker.check(path: trace, storage: StandardInput(), selecting: selector)
                    progress.clear()
                    Console.noteEnding(of: trace)
                    if selector != nil, report.traces.isEmpty { continue }
                    found = true
                    if isDocument {
                        reports.append(report)
                    } else {
                        try Console.write([report].text(as: form, maximum: maxFindings))
                    }
                    if report.verdict == .fail || (report.verdict == .unverified && !allowUnverified) { failed = true }
                } catch let error as TraceError {
                    Console.note(error)
                    unreadable = true
                }
            }
            for name in (options.tools as? CommandTools)?.idle ?? [] {
                Console.note("saccade: --tool \(name): no recorded call is of this tool, so nothing was run")
            }
            if !found, !unreadable { throw choice.notFound(in: traces.joined(separator: " ")) }
            if isDocument { try Console.write(reports.text(as: form)) }
        }
        if unreadable { throw ExitCode(2) }
        if failed { throw ExitCode(1) }
    }
}
