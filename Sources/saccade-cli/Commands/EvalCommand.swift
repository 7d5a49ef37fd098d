import ArgumentParser
import Saccade
import SaccadeReplay

/// `saccade eval`: measures traces.
struct EvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Measure answers, evidence and effort of traces.",
        discussion: """
            References are JSON Lines, one a trace: {"trace": ID or FILE NAME, "answer": "B", "regions": [{"image": 0, \
            "box": [10, 20, 50, 60]}]}, boxes in pixels. Without a file, the references in the traces count. A trace that \
            cannot be read is named and left out; the exit code is then 2.

            EXAMPLES
              saccade eval runs/*.jsonl --references truth.jsonl
              saccade eval alone/ team/ --references truth.jsonl
              saccade eval runs/*.jsonl --format csv > runs.csv
            """)

    @Argument(help: "The traces, or folders of traces.")
    var traces: [String]

    @Option(help: ArgumentHelp("The references.", valueName: "file"))
    var references: String?

    @Option(help: ArgumentHelp("table, json or csv.", valueName: "form"))
    var format: String = "table"

    func validate() throws {
        guard ["table", "json", "csv"].contains(format) else {
            throw ValidationError("--format: expected table, json or csv, found \(format)")
        }
    }

    func run() throws {
        try Console.reporting {
            let file: ReferenceFile?
            if let references {
                file = try ReferenceFile(parsing: FileStorage().contents(of: references), path: references)
            } else {
                file = nil
            }
            var summary = MetricSummary()
            var failed = false
            let progress = Progress()
            let paths = try traces.flatMap { try TraceFolder.files(at: $0) }
            for (index, path) in paths.enumerated() {
                do throws(TraceError) {
                    var found: [TraceMetrics] = []
                    progress.show("measuring file \(index + 1) of \(paths.count): \(path)")
                    // One trace at a time is in memory.
                    try TraceFile(path: path).forEach { (state) throws(TraceError) in
                        let reference =
                            file?.reference(id: state.header?.id, path: path) ?? MetricReference(in: state)
                        found.append(TraceMetrics(state, reference: reference))
                        progress.show(
                            "measuring file \(index + 1) of \(paths.count), trace \(found.count): \(path)")
                    }
                    for (n, metrics) in found.enumerated() {
                        summary.add(metrics, named: found.count > 1 ? "\(path)#\(n)" : path)
                    }
                } catch {
                    progress.clear()
                    Console.note("saccade: \(error)")
                    failed = true
                }
            }
            progress.clear()
            switch format {
            case "json": try Console.write(summary.json.canonicalText + "\n")
            case "csv": try Console.write(summary.csv)
            default: try Console.write(summary.table)
            }
            if failed { throw ExitCode(2) }
        }
    }
}
