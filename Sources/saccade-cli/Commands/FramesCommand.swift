import ArgumentParser
import Saccade
import SaccadeImaging
import SaccadeRenderer
import SaccadeReplay

/// `saccade frames`: draws each step of a trace as a picture of its own.
struct FramesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frames",
        abstract: "Draw each step of a trace as a picture of its own.",
        discussion: """
            A frame shows the image that the model saw, the places of this step bright and those before it faded, the \
            crop that came back tied to its place, the words, the calls, the findings of the check, and what it cost. \
            Files are named frame-0000.png and so on, in the order of the steps; each holds the trace's id, the agent \
            and the step as text. A name that ends in .apng gives one animated PNG instead, one that ends in .mp4 or \
            .webm a film, which the installed ffmpeg makes.

            EXAMPLES
              saccade frames trace.jsonl -o frames
              saccade frames trace.jsonl -o frames --steps 3-9 --theme dark --width 1920
              saccade frames trace.jsonl -o frames --agent 2 --mask-style blur
              saccade frames trace.jsonl -o run.apng --seconds 3
              saccade frames trace.jsonl -o run.mp4
            """)

    @Argument(
        help: """
            The trace, a folder of traces, or a record that saccade import can read; - for a trace on standard input: \
            the images of a text log are then looked for in ./blobs.
            """)
    var trace: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The folder for the frames, or a file that ends in .apng, .mp4 or .webm.", valueName: "path")
    )
    var output: String

    @Option(help: ArgumentHelp("How long an animation shows each frame, 0.02 to 60 seconds.", valueName: "number"))
    var seconds: Double = 2

    @OptionGroup var arguments: StoryboardArguments

    /// Endings that ask for what there is not; a folder of such a name is hardly meant.
    private static let otherEndings = ["png", "jpg", "jpeg", "gif", "webp", "pdf", "svg", "mov", "avi", "mkv"]

    func validate() throws {
        let name = StoragePath.name(of: output).lowercased()
        if Self.otherEndings.contains(where: { name.hasSuffix(".\($0)") }) {
            throw ValidationError(
                "-o: expected a folder, or a name that ends in .apng, .mp4 or .webm, found \(output)")
        }
        guard seconds >= 0.02, seconds <= 60 else {
            throw ValidationError("--seconds: expected 0.02 to 60, found \(seconds)")
        }
    }

    func run() throws {
        try Console.reporting {
            let progress = Progress()
            progress.show("reading \(trace)")
            let drawing = try arguments.drawing(width: 1_280)
            let picked = try arguments.choice.pick(from: trace, map: arguments.map)
            progress.show("checking \(trace)")
            var board = try picked.storyboard(
                try arguments.content(nil), drawing, level: arguments.level.flatMap(Level.init(name:)))
            board.encoder = PNGEncoder(arguments.png.level, threads: Workers.processorCount)
            board.workers = Workers.processorCount
            var warnings = Warnings()
            try arguments.requireSteps(of: board, trace)
            if let film = VideoFile(path: output) {
                progress.show("drawing \(output)")
                board.encoder.level = .fast
                warnings.add(
                    try film.write(trace: board.traceID, seconds: seconds) { take in
                        try board.animation(milliseconds: milliseconds, take: take)
                    })
            } else if output.lowercased().hasSuffix(".apng") {
                progress.show("drawing \(output)")
                warnings.add(try animate(board))
            } else {
                try draw(board, &warnings, progress)
            }
            progress.clear()
            if let note = picked.note { Console.note(note) }
            warnings.say()
        }
    }

    /// Draws each frame into a file of its own.
    private func draw(_ board: Storyboard, _ warnings: inout Warnings, _ progress: Progress) throws {
        let storage = FileStorage()
        try storage.createFolder(output)
        var count = 0
        try board.frames { frame in
            progress.show("drawing frame \(frame.number + 1) of \(frame.count)")
            let digits = String(frame.number)
            let name = "frame-\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits).png"
            try storage.write(frame.bytes, to: StoragePath.join(output, name))
            warnings.add(frame.warnings)
            count += 1
        }
        if count == 0 { throw TraceError(.missingHeader, "\(trace): expected steps to draw, found none") }
    }

    private var milliseconds: Int { Int((seconds * 1_000).rounded()) }

    /// Draws all frames into one file, which has its name only when it is whole.
    private func animate(_ board: Storyboard) throws -> [String] {
        let file = try PendingFile(path: output)
        let warnings = try board.animation(milliseconds: milliseconds) { try file.write($0) }
        try file.finish()
        return warnings
    }
}
