import ArgumentParser
import Saccade

/// `saccade split`: gives each trace a file of its own.
struct SplitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split",
        abstract: "Give each trace of a file a file of its own.",
        discussion: """
            The files are called after the traces' ids. Every event keeps its bytes.

            EXAMPLES
              saccade split server.mcap -o traces/
              saccade split server.mcap -o traces/ --to text
              saccade split server.mcap -o . --trace 4bf92f35
            """)

    @Argument(help: "The traces, or folders of traces; - for standard input.")
    var traces: [String]

    @Option(name: .shortAndLong, help: "The folder to write into.")
    var output: String

    @Option(help: ArgumentHelp("The encoding of the files: mcap or text.", valueName: "name"))
    var to: String = "mcap"

    @OptionGroup var choice: TraceChoice
    @OptionGroup var container: ContainerChoice

    func validate() throws {
        if TraceCopier.Encoding(rawValue: to) == nil {
            throw ValidationError("--to: expected text or mcap, found \(to)")
        }
    }

    func run() throws {
        try Console.reporting {
            let inputs = try choice.files(at: traces)
            let copier = container.copier()
            var report = CopyReport()
            report.add(traces.joined(separator: " ")) {
                let summary = try copier.split(
                    inputs, into: output, as: TraceCopier.Encoding(rawValue: to) ?? .mcap)
                if summary.traces == 0 { throw choice.notFound(in: traces.joined(separator: " ")) }
                try Console.write(summary.files.map { $0.safeLineForTerminal + "\n" }.joined())
                return summary
            }
            try report.end()
        }
    }
}
