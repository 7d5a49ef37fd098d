import ArgumentParser
import Saccade
import SaccadeImaging
import SaccadeRenderer
import SaccadeReplay

/// `saccade storyboard`: draws a trace as one picture, or as pages.
struct StoryboardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "storyboard",
        abstract: "Draw a trace as one picture.",
        discussion: """
            Each step is a card: the image that the model saw, the places it looked at, what it said, what its tools \
            returned, and what the check finds. Numbers on the page are the ordinals of the trace. A page that would \
            be higher than --longest becomes page-1.png, page-2.png and so on. The name's end gives the format: .png, \
            .svg, or .pdf, which holds all pages and text that can be searched.

            LAYOUTS
              grid      cards in rows (the default for one agent)
              strip     small cards side by side
              poster    each image once with all places on it, the words beside
              lanes     a column an agent, time downwards (the default for several agents)
              compare   what several agents looked at on one image, agreement and dissent

            EXAMPLES
              saccade storyboard trace.jsonl -o page.png
              saccade storyboard messages.json -o page.png       a record of another program, as import reads it
              saccade storyboard trace.jsonl -o page.png --steps 3-9 --columns 3 --theme dark
              saccade storyboard trace.jsonl -o page.png --layout poster --labels
              saccade storyboard trace.jsonl -o page.pdf --page-size a4 --theme print
              saccade storyboard trace.jsonl -o page.svg
              saccade storyboard mine.json --map my.json -o page.png
              saccade storyboard runs/ --trace 4bf92f35 -o page.png
              saccade storyboard trace.jsonl -o - > page.png
            """)

    @Argument(
        help: """
            The trace, a folder of traces, or a record that saccade import can read; - for a trace on standard input: \
            the images of a text log are then looked for in ./blobs.
            """)
    var trace: String

    @Option(name: .shortAndLong, help: "The PNG, PDF or SVG file; - for a PNG on standard output.")
    var output: String

    @Option(help: ArgumentHelp("The layout: grid, strip, poster, lanes or compare.", valueName: "name"))
    var layout: String?

    @Option(help: ArgumentHelp("The number of cards in a row, 1 to 12.", valueName: "n"))
    var columns: Int?

    @Option(
        help: ArgumentHelp(
            "Paper for the pages: a4, a3 or letter, each also as a4-landscape and so on.", valueName: "name"))
    var pageSize: String?

    @Option(help: ArgumentHelp("The height at which a page ends, 1000 to 32000.", valueName: "pixels"))
    var longest: Int = 16_000

    @OptionGroup var arguments: StoryboardArguments

    private static let layouts = StoryboardPage.Layout.allCases.filter { $0 != .frame }

    func validate() throws {
        let isStream = output == "-" || (try? FileStorage().entry(output))?.isStream == true
        guard isStream || ["png", "pdf", "svg"].contains(ending) else {
            throw ValidationError("-o: expected a name that ends in .png, .pdf or .svg, or -, found \(output)")
        }
        if let layout { _ = try arguments.chosen(layout, of: Self.layouts.map(\.rawValue), "--layout") }
        if let pageSize { _ = try arguments.chosen(pageSize, of: PageSize.named.map(\.name), "--page-size") }
    }

    func run() throws {
        try Console.reporting {
            let progress = Progress()
            progress.show("reading \(trace)")
            var drawing = try arguments.drawing(width: 1_640)
            drawing.columns = columns
            drawing.longest = longest
            drawing.pageSize = PageSize.named.first { $0.name == pageSize }?.size
            let picked = try arguments.choice.pick(from: trace, map: arguments.map)
            progress.show("checking \(trace)")
            var board = try picked.storyboard(
                try arguments.content(layout.flatMap { StoryboardPage.Layout(rawValue: $0) }), drawing,
                level: arguments.level.flatMap(Level.init(name:)))
            try arguments.requireSteps(of: board, trace)
            board.encoder = PNGEncoder(arguments.png.level, threads: Workers.processorCount)
            var warnings = Warnings()
            switch ending {
            case "pdf":
                progress.show("drawing \(output)")
                let file = try board.pdf()
                try FileStorage().write(file.bytes, to: output)
                warnings.add(file.warnings)
            case "svg":
                try board.svgPages { page in
                    progress.show("writing page \(page.number + 1) of \(page.count)")
                    try write(page, progress)
                    warnings.add(page.warnings)
                }
            default:
                try board.pages { page in
                    progress.show("writing page \(page.number + 1) of \(page.count)")
                    try write(page, progress)
                    warnings.add(page.warnings)
                }
            }
            progress.clear()
            if let note = picked.note { Console.note(note) }
            warnings.say()
        }
    }

    /// The end of the output's name, in lower case, without its dot.
    private var ending: String {
        let name = StoragePath.name(of: output)
        return name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
    }

    /// Writes a page to the output, or beside it with its number where there are several.
    private func write(_ page: Storyboard.Output, _ progress: Progress) throws {
        guard output != "-" else {
            guard page.count == 1 else {
                throw RendererError(
                    .pageTooLarge,
                    "expected one page for standard output, found \(page.count); name a file, or give a larger --longest"
                )
            }
            progress.clear()
            try Console.write(page.bytes)
            return
        }
        try FileStorage().write(page.bytes, to: page.count == 1 ? output : Self.numbered(output, page.number + 1))
    }

    /// The path of a page of several: `page.png` becomes `page-3.png`.
    static func numbered(_ output: String, _ number: Int) -> String {
        let name = StoragePath.name(of: output)
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "\(output)-\(number)" }
        let stem = output.dropLast(name[dot...].count)
        return "\(stem)-\(number)\(name[dot...])"
    }
}
