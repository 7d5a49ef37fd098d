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

    @Option(name: .shortAndLong, help: "The file to write, which may be the same; - for standard output.")
    var output: String = "-"

    func run() throws {
        try Console.reporting {
            let storage = FileStorage()
            let reader = try TraceReader(path: trace, storage: storage)
            let temporary = output == "-" ? output : output + ".part"
            let file = try storage.create(temporary, replacing: true)
            do {
                try LogFormatter(digest: { SHA256Hasher() }).format(reader, path: trace) { line in
                    try line.withUnsafeBytes { try file.write($0) }
                }
                try file.close()
                if output != "-" { try storage.rename(temporary, to: output) }
            } catch {
                if output != "-" { try? storage.remove(temporary) }
                throw error
            }
        }
    }
}
