import ArgumentParser
import Saccade

/// `saccade compact`: rewrites traces as small MCAP files.
struct CompactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact",
        abstract: "Rewrite traces as MCAP in full chunks, packed with zstd.",
        discussion: """
            A server closes chunks early, so that a crash loses little; this packs the same events into full ones. Every \
            event keeps its bytes. What viewers show is left out unless --viewer is given, because it can be made again.

            EXAMPLES
              saccade compact trace.mcap -o small.mcap
              saccade compact runs/ -o archive/
              saccade compact trace.mcap --in-place --level 19
            """)

    @Argument(help: "The traces, or folders of traces; - for standard input.")
    var traces: [String]

    @Option(name: .shortAndLong, help: "The file to write, or for several the folder; - for standard output.")
    var output: String?

    @Flag(help: "Replace each MCAP file by its compact form, once that is whole.")
    var inPlace = false

    @OptionGroup var container: ContainerChoice

    func validate() throws {
        if inPlace == (output != nil) { throw ValidationError("expected either -o FILE or --in-place") }
        if inPlace, let other = traces.first(where: { $0 == "-" || $0.hasSuffix(".jsonl") }) {
            throw ValidationError("--in-place: expected MCAP files or folders, found \(other)")
        }
    }

    func run() throws {
        try Console.reporting {
            var copier = container.copier(compression: .zstd, level: 3)
            copier.options.container.chunkSize = 1 << 20
            let outputs = try Outputs(of: traces, to: output) { _ in .mcap }
            var report = CopyReport()
            for (input, output) in outputs.files where !inPlace || input.hasSuffix(".mcap") {
                report.add(input) { try copier.copy([(input, nil)], to: output, as: .mcap) }
            }
            try report.end()
        }
    }
}
