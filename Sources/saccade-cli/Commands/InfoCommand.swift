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
              saccade info --json trace.jsonl | python3 -m json.tool
            """)

    @Argument(help: "The trace; - for standard input.")
    var trace: String

    @Flag(help: "Print the whole state as JSON, one line a trace.")
    var json = false

    func run() throws {
        try Console.reporting {
            let traces = try TraceFile(path: trace).load()
            if traces.isEmpty { throw TraceError(.missingHeader, "\(trace): expected a trace, found an empty file") }
            for state in traces {
                try Console.write(json ? state.json.canonicalText + "\n" : Summary(state).text)
            }
        }
    }
}
