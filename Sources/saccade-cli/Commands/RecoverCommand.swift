import ArgumentParser
import Saccade
import SaccadeDigest

/// `saccade recover`: makes whole logs of damaged ones.
struct RecoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "Recover every whole event of a damaged log.",
        discussion: """
            Whole events are written as they stand. Where something is missing, a gap says how much and which ordinals come \
            next. Standard error says what is lost. Exit code 0: nothing is lost. 3: done with loss. 2: nothing could be \
            recovered. Do not recover in place what a server is still writing.

            EXAMPLES
              saccade recover broken.jsonl -o good.jsonl
              saccade recover server.mcap.open -o server.mcap
              saccade recover runs/ --in-place
              saccade recover broken.jsonl -o - | saccade check - --allow-unverified
            """)

    @Argument(help: "The damaged logs, or folders of logs; - for standard input.")
    var logs: [String]

    @Option(
        name: .shortAndLong,
        help: "The file to write, or for several logs the folder; - for standard output.")
    var output: String?

    @Flag(help: "Replace each log by what was recovered of it, once that is whole.")
    var inPlace = false

    func validate() throws {
        if inPlace == (output != nil) { throw ValidationError("expected either -o FILE or --in-place") }
        if inPlace, logs.contains("-") { throw ValidationError("--in-place: expected files, found standard input") }
    }

    func run() throws {
        try Console.reporting {
            let recovery = TraceRecovery(
                recorder: Recorder(name: "saccade recover", version: PackageVersion.current),
                digest: { SHA256Hasher() })
            var failed = false
            var isClean = true
            for (log, given) in try Outputs(of: logs, to: output).files {
                do {
                    // What is recovered is finished, so it gets the name that an unfinished file was to have.
                    let output = inPlace ? Self.finishedName(of: log) : given
                    let progress = Progress()
                    progress.show("recovering \(log)")
                    let report = try recovery.recover(log, to: output)
                    progress.clear()
                    if inPlace, output != log { try FileStorage().remove(log) }
                    Self.say(report, of: log)
                    if !report.isClean { isClean = false }
                } catch {
                    let text = "\(error)"
                    Console.note(text.contains(log) ? "saccade: \(text)" : "saccade: \(log): \(text)")
                    failed = true
                }
            }
            if failed { throw ExitCode(2) }
            if !isClean { throw ExitCode(3) }
        }
    }

    /// Returns the name of a file without the ending that says that it is being written.
    private static func finishedName(of log: String) -> String {
        for ending in [".open", ".part"] where log.hasSuffix(ending) { return String(log.dropLast(ending.count)) }
        return log
    }

    /// Says what was recovered and what was not, one line each.
    private static func say(_ report: RecoveryReport, of log: String) {
        for loss in report.losses { Console.note(describe(loss, in: log)) }
        for doubt in report.doubts + report.repairs { Console.note("\(log): \(doubt)") }
        var parts = ["\(counted(report.events, "whole event")) in \(counted(report.traces, "trace"))"]
        if report.unfinished > 0 { parts.append("\(report.unfinished) without trace.end") }
        parts.append(report.losses.isEmpty ? "nothing is lost" : counted(report.losses.count, "loss", "losses"))
        Console.note("\(log): \(parts.joined(separator: ", "))")
    }

    private static func describe(_ loss: Loss, in log: String) -> String {
        let place = loss.line.map { "\(log):\($0)" } ?? log
        let range = loss.bytes.map { "bytes \(loss.offset)..<\(loss.offset + $0)" } ?? "from byte \(loss.offset)"
        let events = loss.events.map { ", \(counted($0, "event"))" } ?? ""
        return "\(place): lost: \(range)\(events): \(loss.note)"
    }
}
