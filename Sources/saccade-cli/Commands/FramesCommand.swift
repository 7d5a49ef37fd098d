import ArgumentParser
import Saccade
import SaccadeImaging
import SaccadeRenderer

/// `saccade frames`: draws each step of a trace as a picture of its own.
struct FramesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frames",
        abstract: "Draw each step of a trace as a picture of its own.",
        discussion: """
            A frame shows the image that the model saw, the places of this step bright and those before it faded, the \
            crop that came back tied to its place, the words, the calls, the findings of the check, and what it cost. \
            Files are named frame-0000.png and so on, in the order of the steps; each holds the trace's id, the agent \
            and the step as text.

            EXAMPLES
              saccade frames trace.jsonl -o frames
              saccade frames trace.jsonl -o frames --steps 3-9 --theme dark --width 1920
              saccade frames trace.jsonl -o frames --agent 2 --mask-style blur
            """)

    @Argument(
        help: "The trace, or a folder of traces; - for standard input, whose images are then looked for in ./blobs.")
    var trace: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The folder for the frames.", valueName: "folder"))
    var output: String

    @OptionGroup var arguments: StoryboardArguments

    func run() throws {
        try Console.reporting {
            let progress = Progress()
            progress.show("reading \(trace)")
            let drawing = try arguments.drawing(width: 1_280)
            let picked = try arguments.choice.pick(from: trace)
            progress.show("checking \(picked.path)")
            var board = try picked.storyboard(try arguments.content(nil), drawing)
            let storage = FileStorage()
            try storage.createFolder(output)
            board.encoder = PNGEncoder(arguments.png.level, threads: Workers.processorCount)
            board.workers = Workers.processorCount
            var warnings = Warnings()
            var count = 0
            try board.frames { frame in
                progress.show("drawing frame \(frame.number + 1) of \(frame.count)")
                let digits = String(frame.number)
                let name = "frame-\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits).png"
                try storage.write(frame.bytes, to: StoragePath.join(output, name))
                warnings.add(frame.warnings)
                count += 1
            }
            progress.clear()
            if let note = picked.note { Console.note(note) }
            warnings.say()
            if count == 0 { throw TraceError(.missingHeader, "\(trace): expected steps to draw, found none") }
        }
    }
}
