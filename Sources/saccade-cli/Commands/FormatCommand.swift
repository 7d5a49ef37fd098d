import ArgumentParser
import Saccade
import SaccadeDigest

/// `saccade fmt`: writes a trace canonically.
struct FormatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt",
        abstract: "Write a trace canonically: fixed order of fields, one spelling of numbers and strings.",
        discussion: """
            Fields that this version does not know are kept. The digest at the end is made anew, but only where the old \
            one was right.

            EXAMPLES
              saccade fmt trace.jsonl -o trace.jsonl
              saccade fmt - < trace.jsonl | diff trace.jsonl -
            """)

    @Argument(help: "The trace; - for standard input.")
    var trace: String

    @OptionGroup var choice: TraceChoice

    @Option(name: .shortAndLong, help: "The file to write, which may be the same; - for standard output.")
    var output: String = "-"

    func run() throws {
        try Console.reporting {
            let files = try choice.files(at: [trace])
            guard let (path, selector) = files.first, files.count == 1 else {
                throw TraceError(
                    .fileSystem, "\(trace): expected one file, found a folder with \(files.count); --trace picks one")
            }
            Console.noteEnding(of: path)
            let reader = try TraceReader(path: path, selecting: selector)
            let file = try PendingFile(path: output)
            try LogFormatter(digest: { SHA256Hasher() }).format(reader, path: path) { line in try file.write(line) }
            if selector != nil, reader.found == 0 { throw choice.notFound(in: trace) }
            try file.finish()
        }
    }
}
