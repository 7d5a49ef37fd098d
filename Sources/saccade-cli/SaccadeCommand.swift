import ArgumentParser
import Saccade

/// The command `saccade`.
@main
struct SaccadeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "saccade",
        abstract: "Records, draws and checks how a model reasons over images.",
        discussion: """
            EXAMPLES
              saccade storyboard log.json -o page.png      draw a log, or a trace, as one picture
              saccade import log.json -o trace.jsonl       turn a log into a trace
              saccade check trace.jsonl                    find out whether it contradicts itself
              saccade info trace.jsonl                     say what is in it
              saccade explain empty-box                    say what a finding means
              saccade replay trace.jsonl                   walk over its steps
              saccade diff before.jsonl after.jsonl        say where two traces part
              saccade eval runs/*.jsonl                    measure answers, evidence and effort

            A path `-` is standard input or standard output. Exit codes: 0 fine, 1 findings, 2 could not do it, \
            3 done with loss, \
            64 wrong arguments.
            """,
        version: "saccade \(PackageVersion.current) (format \(FormatVersion.current))",
        subcommands: [
            ImportCommand.self, CoordsCommand.self, StoryboardCommand.self, FramesCommand.self, CheckCommand.self,
            InfoCommand.self, ExplainCommand.self, ReplayCommand.self, DiffCommand.self, EvalCommand.self,
            FormatCommand.self, RecoverCommand.self, ConvertCommand.self, CompactCommand.self, BundleCommand.self,
            SplitCommand.self, DeleteCommand.self,
        ]
    )
}

/// The version of this package.
enum PackageVersion {
    static let current = "0.1.0"
}
