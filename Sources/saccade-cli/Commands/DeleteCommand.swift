import ArgumentParser
import Saccade

/// `saccade delete`: takes one person's trace out of the segments of a server.
struct DeleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Take one trace out of the files of a server.",
        discussion: """
            Of each MCAP file everything of the trace is left out: its events, its layers, and the images that no other \
            trace of the file names. The others keep every byte. A file with nothing else is removed. A trace that spans \
            several segments must be taken out of each: name them all, or their folder. Copies elsewhere, and the blocks \
            that a file system has not used again, are not reached.

            EXAMPLES
              saccade delete --trace 4bf92f3577b34da6a3ce929d0e0e4736 traces/
              saccade delete --trace 4bf92f3577b34da6a3ce929d0e0e4736 traces/trace-00000004.mcap
            """)

    @Option(help: "The id of the trace: 32 hexadecimal digits.")
    var trace: String

    @Argument(help: "Finished MCAP files, or folders of them.")
    var files: [String]

    func validate() throws {
        if trace.isEmpty { throw ValidationError("--trace: expected the id of a trace, found nothing") }
        if let other = files.first(where: { $0 == "-" || $0.hasSuffix(".jsonl") }) {
            throw ValidationError("expected MCAP files or folders, found \(other)")
        }
    }

    func run() throws {
        try Console.reporting {
            var found = 0
            var hasFailed = false
            for file in try paths() {
                do {
                    guard let summary = try TraceEraser().erase(trace, from: file) else { continue }
                    found += 1
                    let what =
                        "\(counted(summary.events, "event")) and \(counted(summary.blobs, "image or other blob", "images and other blobs"))"
                    Console.note(
                        "\(file): \(what) taken out\(summary.isRemoved ? "; nothing else was in it: removed" : "")")
                } catch {
                    Console.note(error)
                    hasFailed = true
                }
            }
            if hasFailed { throw ExitCode(2) }
            guard found > 0 else {
                throw TraceError(
                    .missingHeader, "expected trace \(trace) in \(files.joined(separator: ", ")), found none")
            }
        }
    }

    /// The files to look into; those that a server is writing are among them and are refused.
    private func paths() throws(TraceError) -> [String] {
        var paths: [String] = []
        for file in files {
            paths += try TraceFolder.files(at: file).filter { $0 == file || $0.contains(".mcap") }
        }
        return paths
    }
}
