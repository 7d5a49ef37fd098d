import ArgumentParser
import Saccade
import SaccadeRenderer
import SaccadeReplay

/// `saccade diff`: says what two traces say differently.
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Say what two traces say differently, and where they part first.",
        discussion: """
            Agents are aligned by their spawn path, steps by kind, tools and text, regions by where they lie on the root \
            image. Clocks, ids and hosts never count; regions may differ by a pixel, texts by white space. Exit code 0 if \
            the traces are equal, 1 if they differ, 2 if one cannot be read. Traces are identical if every event is the \
            same to the byte, equal event by event if only the spelling differs, equal if they say the same.

            EXAMPLES
              saccade diff before.jsonl after.jsonl
              saccade diff before.jsonl after.jsonl --ignore tokens --json
              saccade diff before.jsonl after.jsonl --storyboard diff.png
            """)

    @Argument(help: "The first trace.")
    var first: String

    @Argument(help: "The second trace.")
    var second: String

    @Option(
        help: ArgumentHelp(
            "What may differ; may be given several times: \(TraceDiff.Category.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "what"))
    var ignore: [String] = []

    @Option(help: ArgumentHelp("The most differences to print.", valueName: "n"))
    var max: Int = 50

    @Flag(help: "Print the differences as JSON.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Draw the steps that differ side by side into this PNG; more than a page become file-1.png and so on.",
            valueName: "file"))
    var storyboard: String?

    @Flag(help: "With --storyboard, draw the steps that are equal, too.")
    var equalSteps = false

    func validate() throws {
        if equalSteps, storyboard == nil { throw ValidationError("--equal-steps needs --storyboard") }
        for name in ignore where TraceDiff.Category(rawValue: name) == nil {
            let names = TraceDiff.Category.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--ignore: expected one of \(names), found \(name)")
        }
        if max < 0 { throw ValidationError("--max: expected at least 0, found \(max)") }
    }

    func run() throws {
        try Console.reporting {
            let (left, right) = (try load(first), try load(second))
            let diff = TraceDiff(
                left, right, ignoring: Set(ignore.compactMap(TraceDiff.Category.init(rawValue:))))
            if let storyboard { try draw(diff, left.state, right.state, to: storyboard) }
            try Console.write(json ? diff.json.canonicalText + "\n" : diff.text(maximum: max))
            if diff.equality == .different { throw ExitCode(1) }
        }
    }

    private func load(_ path: String) throws -> SpelledTrace {
        do throws(TraceError) {
            return try SpelledTrace(TraceReader(path: path))
        } catch {
            guard error.code == .missingHeader, error.location == nil else { throw error }
            throw TraceError(.missingHeader, "\(path): \(error.message)")
        }
    }

    private func draw(_ diff: TraceDiff, _ left: TraceState, _ right: TraceState, to output: String) throws {
        let board = DiffBoard(
            DiffBoard.Side(left, images: ImageLibrary(TraceFile(path: first)), name: first),
            DiffBoard.Side(right, images: ImageLibrary(TraceFile(path: second)), name: second), diff,
            showsEqualSteps: equalSteps)
        var warnings = Warnings()
        try board.pages { page in
            let path = page.count == 1 ? output : StoryboardCommand.numbered(output, page.number + 1)
            try FileStorage().write(page.bytes, to: path)
            warnings.add(page.warnings)
        }
        warnings.say()
    }
}
