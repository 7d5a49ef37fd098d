import ArgumentParser
import Saccade
import SaccadeImaging
import SaccadeRenderer
import SaccadeReplay

/// `saccade storyboard`: draws a trace as one picture.
struct StoryboardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "storyboard",
        abstract: "Draw a trace as one picture.",
        discussion: """
            Each step is a card: the image that the model saw, the places it looked at, what it said, what its tools \
            returned, and what the check finds. Numbers on the page are the ordinals of the trace.

            EXAMPLES
              saccade storyboard trace.jsonl -o page.png
              saccade storyboard trace.jsonl -o page.png --steps 3-9 --columns 3
              saccade storyboard runs/ --trace 4bf92f35 -o page.png
              saccade storyboard trace.jsonl -o - > page.png
            """)

    @Argument(
        help: "The trace, or a folder of traces; - for standard input, whose images are then looked for in ./blobs.")
    var trace: String

    @Option(name: .shortAndLong, help: "The PNG file; - for standard output.")
    var output: String

    @OptionGroup var choice: TraceChoice

    @Option(help: ArgumentHelp("Only these steps, as 4 or 3-9.", valueName: "steps"))
    var steps: String?

    @Option(help: ArgumentHelp("Only this agent; may be given several times.", valueName: "n"))
    var agent: [Int] = []

    @Option(help: ArgumentHelp("The layout: grid, or lanes for parallel agents.", valueName: "name"))
    var layout: String?

    @Option(help: ArgumentHelp("The number of cards in a row.", valueName: "n"))
    var columns: Int?

    @Option(help: ArgumentHelp("The width of the page in pixels.", valueName: "pixels"))
    var width: Int = 1640

    /// A level of the PNG encoder, as it is written on the command line.
    enum Packing: String, ExpressibleByArgument, CaseIterable {
        case fast, small

        var level: PNGEncoder.Level { self == .fast ? .fast : .small }
    }

    @Option(help: ArgumentHelp("How to pack the PNG: small takes more time for a smaller file.", valueName: "level"))
    var png: Packing = .fast

    @Option(help: ArgumentHelp("The title, instead of the question.", valueName: "text"))
    var title: String?

    func validate() throws {
        _ = try stepRange()
        if let layout, layout != "grid", layout != "lanes" {
            throw ValidationError("--layout: expected grid or lanes, found \(layout)")
        }
    }

    private func stepRange() throws -> ClosedRange<Int>? {
        guard let steps else { return nil }
        let parts = steps.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        if parts.count == 1, let only = parts[0], only >= 0 { return only...only }
        if parts.count == 2, let first = parts[0], let last = parts[1], first >= 0, first <= last {
            return first...last
        }
        throw ValidationError("--steps: expected a number or a range like 3-9, found \(steps)")
    }

    /// The trace that is drawn.
    private struct Picked {
        var path: String
        /// Its number in its file.
        var number: Int
        var state: TraceState
        /// Which one it is, where there are others and none was asked for.
        var note: String?
    }

    /// Finds the trace to draw: the one that was asked for, or the first.
    private func pick() throws -> Picked {
        let files = try choice.files(at: [trace])
        for (path, selector) in files {
            var picked: Picked?
            var number = 0
            let count = try TraceFile(path: path).forEach(selecting: selector) { (state) throws(TraceError) in
                if picked == nil { picked = Picked(path: path, number: number, state: state) }
                number += 1
            }
            guard var picked else { continue }
            if case .number(let asked) = selector { picked.number = asked }
            let id = picked.state.header?.id ?? "without id"
            if case .id = selector, path != "-" { picked.number = try self.number(of: id, in: path) }
            if selector == nil, files.count > 1 || count > 1 {
                let others = files.count > 1 ? "\(files.count) files" : "\(count) traces"
                picked.note =
                    "saccade: drawn: trace \(id) of \(path), the first of \(others); --trace draws another, "
                    + "saccade info \(trace) lists them"
            }
            return picked
        }
        throw choice.notFound(in: trace)
    }

    /// Returns the number of the first trace with an id in a file.
    private func number(of id: String, in path: String) throws -> Int {
        let reader = try TraceReader(path: path, selecting: .id(id))
        _ = try reader.next()
        return reader.traces - 1
    }

    func run() throws {
        try Console.reporting {
            let progress = Progress()
            progress.show("reading \(trace)")
            let picked = try pick()
            let log = TraceFile(path: picked.path)
            progress.show("checking \(picked.path)")
            // Standard input has been read to its end; its check would find nothing.
            let report =
                picked.path == "-"
                ? nil : try Checker().check(path: picked.path, selecting: .number(picked.number)).traces.first
            progress.show("drawing")
            var options = StoryboardBuilder.Options(
                agents: agent.isEmpty ? nil : Set(agent), steps: try stepRange(), title: title)
            options.layout = layout.map { $0 == "lanes" ? .lanes : .grid }
            let images = ImageLibrary(log)
            let builder: StoryboardBuilder
            if let report {
                builder = StoryboardBuilder(trace: picked.state, images: images, report: report, options: options)
            } else {
                builder = StoryboardBuilder(trace: picked.state, images: images, options: options)
            }
            let renderer = try StoryboardRenderer(options: .init(width: width, columns: columns))
            let result = try renderer.render(builder.page())
            progress.show("writing \(output)")
            let text = [
                (key: "Software", value: "saccade"), (key: "saccade:trace", value: picked.state.header?.id ?? ""),
            ]
            let file = try result.png(PNGEncoder(png.level, text: text, threads: Workers.processorCount))
            if output == "-" {
                progress.clear()
                try Console.write(file)
            } else {
                try FileStorage().write(file, to: output)
            }
            progress.clear()
            if let note = picked.note { Console.note(note) }
            for warning in result.warnings { Console.note("saccade: \(warning)") }
        }
    }
}
