import ArgumentParser
import Saccade
import SaccadeImaging
import SaccadeRenderer

/// The options that all commands share which draw a trace.
struct StoryboardArguments: ParsableArguments {
    @OptionGroup var choice: TraceChoice

    @Option(
        help: ArgumentHelp(
            "A mapping for a record of a layout of its own, as saccade import --print-map writes one.",
            valueName: "file"
        ))
    var map: String?

    @Option(help: ArgumentHelp("Only these steps, as 4 or 3-9.", valueName: "steps"))
    var steps: String?

    @Option(help: ArgumentHelp("Only this agent; may be given several times.", valueName: "n"))
    var agent: [Int] = []

    @Option(
        help: ArgumentHelp(
            "Only steps of this kind (think, look, act, delegate, verify, answer); may be given several times.",
            valueName: "kind"))
    var kind: [String] = []

    @Option(help: ArgumentHelp("The width of the page in pixels, 320 to 16000.", valueName: "pixels"))
    var width: Int?

    @Option(help: ArgumentHelp("Pixels for one unit of type and space, 0.25 to 8.", valueName: "number"))
    var scale: Double?

    @Option(help: ArgumentHelp("The colours: light, dark or print.", valueName: "name"))
    var theme: String = "light"

    @Option(help: ArgumentHelp("The regions' colours: standard, okabe-ito or petroff.", valueName: "name"))
    var palette: String = "standard"

    @Option(
        help: ArgumentHelp(
            "What gives a region its colour: region, agent, role, label or step.", valueName: "key"))
    var colorBy: String?

    @Option(
        help: ArgumentHelp(
            "How masks are drawn: automatic, fill, outline, dim, blur or pixelate.", valueName: "style"))
    var maskStyle: String = "automatic"

    @Option(
        help: ArgumentHelp(
            "How deeply to check before drawing, L0 to L3; L3, which makes crops again and compares them, if there are any, "
                + "else L2.", valueName: "level"))
    var level: String?

    @Flag(help: "Draw the labels of regions beside their numbers.")
    var labels = false

    @Option(help: ArgumentHelp("The most characters of a text on a card.", valueName: "n"))
    var captionLength: Int?

    @Option(help: ArgumentHelp("The title, instead of the question.", valueName: "text"))
    var title: String?

    /// A level of the PNG encoder, as it is written on the command line.
    enum Packing: String, ExpressibleByArgument, CaseIterable {
        case fast, small

        var level: PNGEncoder.Level { self == .fast ? .fast : .small }
    }

    @Option(help: ArgumentHelp("How to pack the PNG: small takes more time for a smaller file.", valueName: "level"))
    var png: Packing = .fast

    @Option(
        help: ArgumentHelp(
            "A folder with fonts of your own (.ttf, .otf, .ttc), asked before those of the system.", valueName: "folder"
        ))
    var fonts: String?

    func validate() throws {
        _ = try stepRange()
        _ = try chosen(theme, of: Theme.named.map(\.name), "--theme")
        _ = try chosen(palette, of: Palette.named.map(\.name), "--palette")
        _ = try chosen(maskStyle, of: RegionStyle.allCases.map(\.rawValue), "--mask-style")
        if let colorBy { _ = try chosen(colorBy, of: ColorKey.allCases.map(\.rawValue), "--color-by") }
        for name in kind { _ = try chosen(name, of: StepKind.known.map(\.rawValue), "--kind") }
        if let level, !["L0", "L1", "L2", "L3"].contains(level.uppercased()) {
            throw ValidationError("--level: expected L0, L1, L2 or L3, found \(level)")
        }
        if let captionLength, captionLength < 1 {
            throw ValidationError("--caption-length: expected a number above 0, found \(captionLength)")
        }
    }

    /// Returns the place of a name among those that there are.
    func chosen(_ name: String, of names: [String], _ option: String) throws -> Int {
        guard let place = names.firstIndex(of: name) else {
            let list = names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
            throw ValidationError("\(option): expected \(list), found \(name)")
        }
        return place
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

    /// What is shown.
    func content(_ layout: StoryboardPage.Layout?) throws -> StoryboardBuilder.Options {
        var options = StoryboardBuilder.Options(
            agents: agent.isEmpty ? nil : Set(agent), steps: try stepRange(),
            kinds: kind.isEmpty ? nil : Set(kind.map { StepKind(rawValue: $0) }), title: title, layout: layout,
            colors: colorBy.flatMap { ColorKey(rawValue: $0) },
            maskStyle: RegionStyle(rawValue: maskStyle) ?? .automatic, hasLabels: labels)
        if let captionLength { options.textLimit = captionLength }
        return options
    }

    /// Refuses a choice of steps that leaves none of the trace.
    func requireSteps(of board: Storyboard, _ trace: String) throws {
        let choice =
            agent.map { "--agent \($0)" } + (steps.map { ["--steps \($0)"] } ?? []) + kind.map { "--kind \($0)" }
        guard board.stepCount == 0, !choice.isEmpty else { return }
        throw ValidationError(
            "\(choice.joined(separator: " ")): expected a step of \(trace), found none; saccade info \(trace) says what it has"
        )
    }

    /// How it is drawn.
    func drawing(width standard: Int) throws -> StoryboardRenderer.Options {
        var colors = Theme.named[try chosen(theme, of: Theme.named.map(\.name), "--theme")].theme
        colors.palette = Palette.named[try chosen(palette, of: Palette.named.map(\.name), "--palette")].palette
        let library = try fonts.map { try FontLibrary.debian.adding(folder: $0) } ?? .debian
        return StoryboardRenderer.Options(width: width ?? standard, scale: scale, theme: colors, fonts: library)
    }
}

/// Warnings of several pages, each said once.
struct Warnings {
    private var said: [String] = []

    /// Remembers warnings that have not been said.
    mutating func add(_ warnings: [String]) {
        for warning in warnings where !said.contains(warning) { said.append(warning) }
    }

    /// Says them on standard error.
    func say() {
        for warning in said { Console.note("saccade: \(warning)") }
    }
}
