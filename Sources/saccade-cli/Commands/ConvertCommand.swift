import ArgumentParser
import Saccade

/// `saccade convert`: copies traces between the encodings.
struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Copy traces between text and MCAP without loss.",
        discussion: """
            Every event keeps its bytes, so text → MCAP → text gives the same file. Images move between blobs/ and \
            channels of their own; an image that stands in its event stays there. Empty lines are no events and stay \
            behind. A file with several traces becomes a segment, as `bundle` makes it.

            EXAMPLES
              saccade convert trace.jsonl -o trace.mcap
              saccade convert trace.mcap -o trace.jsonl
              saccade convert runs/ -o archive/ --to mcap
              saccade convert trace.jsonl -o trace.mcap --overlay
              saccade convert trace.mcap -o - | head
            """)

    @Argument(help: "The traces, or folders of traces; - for standard input.")
    var traces: [String]

    @Option(name: .shortAndLong, help: "The file to write, or for several the folder; - for standard output.")
    var output: String

    @Option(help: ArgumentHelp("The encoding: text or mcap; without it the output's name tells.", valueName: "name"))
    var to: String?

    @OptionGroup var choice: TraceChoice
    @OptionGroup var container: ContainerChoice

    func validate() throws {
        if let to, TraceCopier.Encoding(rawValue: to) == nil {
            throw ValidationError("--to: expected text or mcap, found \(to)")
        }
    }

    func run() throws {
        try Console.reporting {
            let copier = container.copier()
            let outputs = try Outputs(of: traces, to: output) { encoding(of: $0) }
            var report = CopyReport()
            for (input, selector) in try choice.files(at: traces) {
                guard let output = outputs[input] else { continue }
                let isNamed = output == self.output && output != "-" && to == nil
                report.add(input, isOptional: selector != nil) {
                    try copier.copy(
                        [(input, selector)], to: output,
                        as: isNamed ? TraceCopier.Encoding(ofName: output) : encoding(of: input))
                }
            }
            try report.end()
            if report.copies == 0 { throw choice.notFound(in: traces.joined(separator: " ")) }
        }
    }

    /// The encoding that was asked for, or the other one of a file's.
    private func encoding(of input: String) -> TraceCopier.Encoding {
        if let to, let encoding = TraceCopier.Encoding(rawValue: to) { return encoding }
        return input.hasSuffix(".mcap") || input.hasSuffix(".mcap.open") ? .text : .mcap
    }
}
