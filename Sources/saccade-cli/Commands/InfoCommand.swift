import ArgumentParser
import Saccade

/// `saccade info`: says what is in a trace.
struct InfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Say what is in a trace.",
        discussion: """
            EXAMPLES
              saccade info trace.jsonl
              saccade info runs/
              saccade info --json trace.jsonl | python3 -m json.tool
            """)

    @Argument(help: "The traces, or folders of traces; - for standard input.")
    var traces: [String]

    @OptionGroup var choice: TraceChoice

    @Flag(help: "Print the whole state as JSON, one line a trace.")
    var json = false

    func run() throws {
        try Console.reporting {
            let files = try choice.files(at: traces)
            var shown = 0
            var failed = false
            for (path, selector) in files {
                do {
                    let file = files.count > 1 ? path : nil
                    Console.noteEnding(of: path)
                    let count = try TraceFile(path: path).forEach(selecting: selector) { (state) throws(TraceError) in
                        if json {
                            try Console.write(state.json.canonicalText + "\n")
                        } else {
                            try Console.write((shown == 0 ? "" : "\n") + Summary(state, file: file).text)
                        }
                        shown += 1
                    }
                    if count == 0 {
                        throw TraceError(.missingHeader, "\(path): expected a trace, found an empty file")
                    }
                } catch {
                    Console.note(error)
                    failed = true
                }
            }
            if failed { throw ExitCode(2) }
            if shown == 0 { throw choice.notFound(in: traces.joined(separator: " ")) }
        }
    }
}
