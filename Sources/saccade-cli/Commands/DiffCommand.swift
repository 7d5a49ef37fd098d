import ArgumentParser
import Saccade
import SaccadeReplay

/// `saccade diff`: says what two traces say differently.
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Say what two traces say differently, and where they part first.",
        discussion: """
            Agents are aligned by their spawn path, steps by kind, tools and text, regions by where they lie on the root \
            image. Clocks, ids and hosts never count; regions may differ by a pixel, texts by white space. Exit code 0 if \
            the traces are equal, 1 if they differ, 2 if one cannot be read.

            EXAMPLES
              saccade diff before.jsonl after.jsonl
              saccade diff before.jsonl after.jsonl --ignore tokens --json
            """)

    @Argument(help: "The first trace.")
    var first: String

    @Argument(help: "The second trace.")
    var second: String

    @Option(
        help: ArgumentHelp(
            "What may differ; may be given several times: \(TraceDiff.Category.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "what"))
    var ignore: [String] = []

    @Option(help: ArgumentHelp("The most differences to print.", valueName: "n"))
    var max: Int = 50

    @Flag(help: "Print the differences as JSON.")
    var json = false

    func validate() throws {
        for name in ignore where TraceDiff.Category(rawValue: name) == nil {
            let names = TraceDiff.Category.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--ignore: expected one of \(names), found \(name)")
        }
        if max < 0 { throw ValidationError("--max: expected at least 0, found \(max)") }
    }

    func run() throws {
        try Console.reporting {
            let diff = TraceDiff(
                try load(first), try load(second), ignoring: Set(ignore.compactMap(TraceDiff.Category.init(rawValue:))))
            try Console.write(json ? diff.json.canonicalText + "\n" : diff.text(maximum: max))
            if !diff.isEmpty { throw ExitCode(1) }
        }
    }

    private func load(_ path: String) throws -> TraceState {
        guard let trace = try TraceFile(path: path).load().first else {
            throw TraceError(.missingHeader, "\(path): expected a trace, found an empty file")
        }
        return trace
    }
}
