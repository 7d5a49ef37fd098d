import ArgumentParser
import Saccade

/// `saccade bundle`: puts many traces into one file.
struct BundleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: "Put many traces into one file.",
        discussion: """
            The file is an MCAP segment, or a text log with the traces one after another. An image that several traces \
            have is stored once. `split` takes the traces apart again.

            EXAMPLES
              saccade bundle runs/ -o runs.mcap
              saccade bundle a.jsonl b.mcap -o both.jsonl
            """)

    @Argument(help: "The traces, or folders of traces; - for standard input.")
    var traces: [String]

    @Option(name: .shortAndLong, help: "The file to write; - for standard output, as text.")
    var output: String

    @OptionGroup var choice: TraceChoice
    @OptionGroup var container: ContainerChoice

    func run() throws {
        try Console.reporting {
            let inputs = try choice.files(at: traces)
            var report = CopyReport()
            let copier = container.copier()
            report.add(traces.joined(separator: " ")) {
                try copier.copy(
                    inputs, to: output, as: TraceCopier.Encoding(ofName: output), layout: .segment)
            }
            try report.end()
        }
    }
}
