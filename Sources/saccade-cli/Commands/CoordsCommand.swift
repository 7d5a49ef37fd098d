import ArgumentParser
import Saccade
import SaccadeImaging
import SaccadeImport
import SaccadeRenderer

/// `saccade coords`: says what the coordinates of a trace could mean, and draws it.
struct CoordsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coords",
        abstract: "Say what the coordinates of a trace could mean.",
        discussion: """
            Answers why boxes are shifted. For each region it prints the text as written and where each way to read it leads, \
            and the evidence: crops that the trace holds, reference boxes, whether places lie inside. With -o it draws every \
            reading on the image. The trace's own reading has an arrow, one that the evidence proves a tick. To change the \
            reading, import the record again with --space or --family.

            EXAMPLES
              saccade coords trace.jsonl
              saccade coords trace.jsonl -o readings.png
              saccade coords trace.jsonl --region 3 --region 1:0 -o readings.png
            """)

    @Argument(help: "The trace, or a folder of traces.")
    var trace: String

    @OptionGroup var choice: TraceChoice

    @Option(name: .shortAndLong, help: "A PNG file with every reading drawn on the image.")
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Only this region: its number, or agent:number; may be given several times.", valueName: "region"))
    var region: [String] = []

    @Option(help: ArgumentHelp("The width of the page in pixels.", valueName: "pixels"))
    var width: Int = 1640

    func validate() throws { _ = try regions() }

    private func regions() throws -> [ScopedOrdinal] {
        try region.map { text in
            let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
            if parts.count == 1, let n = parts[0], n >= 0 { return ScopedOrdinal(agent: 0, n: n) }
            if parts.count == 2, let agent = parts[0], let n = parts[1], agent >= 0, n >= 0 {
                return ScopedOrdinal(agent: agent, n: n)
            }
            throw ValidationError("--region: expected a number, or agent:number, found \(text)")
        }
    }

    func run() throws {
        try Console.reporting {
            let wanted = try regions()
            var shown = 0
            for (path, selector) in try choice.files(at: [trace]) {
                let file = TraceFile(path: path)
                var states: [TraceState] = []
                _ = try file.forEach(selecting: selector) { (state) throws(TraceError) in
                    // Of several traces each is printed; the first one is drawn.
                    states.append(state)
                }
                for state in states {
                    let report = CoordinateReport(state) { image in
                        state.image(image).flatMap { try? file.bytes(of: $0.declaration) }
                            .flatMap { try? PixelImage.decode($0) }
                    }
                    let entries = report.entries.filter { entry in
                        wanted.isEmpty || wanted.contains { $0.agent == entry.region.agent && $0.n == entry.region.n }
                    }
                    if !wanted.isEmpty, entries.isEmpty {
                        throw TraceError(
                            .invalidField,
                            "expected a region that the trace has, found \(region.joined(separator: ", "))")
                    }
                    try Console.write((shown == 0 ? "" : "\n") + report.text(of: entries))
                    if shown == 0, let output { try draw(report, entries, state, file, to: output) }
                    shown += 1
                }
            }
            if shown == 0 { throw choice.notFound(in: trace) }
        }
    }

    private func draw(
        _ report: CoordinateReport, _ entries: [CoordinateReport.Entry], _ state: TraceState, _ file: TraceFile,
        to output: String
    ) throws {
        let page = ReadingsPage(report: report, state: state, images: ImageLibrary(file)).page(of: entries)
        let renderer = try StoryboardRenderer(options: .init(width: width))
        let result = try renderer.render(page)
        let png = try result.png(PNGEncoder(.fast, text: [(key: "Software", value: "saccade")]))
        if output == "-" {
            try Console.write(png)
        } else {
            try FileStorage().write(png, to: output)
        }
        for warning in result.warnings { Console.note("saccade: \(warning)") }
    }
}

/// Turns a report on coordinates into a page: a card for each region, with every reading on its image.
private struct ReadingsPage {
    let report: CoordinateReport
    let state: TraceState
    let images: ImageLibrary

    private static let mostCards = 24

    func page(of entries: [CoordinateReport.Entry]) -> StoryboardPage {
        let shown = entries.prefix(ReadingsPage.mostCards)
        var subtitle = ["\(entries.count) region\(entries.count == 1 ? "" : "s")"]
        for group in report.groups {
            let own = group.own.map { group.evidence[$0].rule.words } ?? "unresolved"
            let proved = group.proved.map { ", evidence: \(group.evidence[$0].rule.words)" } ?? ", not proved"
            subtitle.append("\(group.name): \(own)\(proved)")
        }
        if shown.count < entries.count { subtitle.append("the first \(shown.count) are drawn") }
        return StoryboardPage(
            title: "Where the coordinates could be", subtitle: subtitle, panels: shown.map(panel),
            footerLeading: state.header?.id ?? "")
    }

    private func panel(_ entry: CoordinateReport.Entry) -> Panel {
        let group = report.groups[entry.group]
        var regions: [PictureRegion] = []
        var lines: [String] = []
        var letter = 0
        var outside: [String] = []
        for (number, place) in entry.places.enumerated() where !place.isRepeated {
            let words = group.evidence[number].rule.words
            let alike = entry.places.indices.filter { other in
                other > number && entry.places[other].isRepeated
                    && CoordinateReport.words(entry.places[other].shape) == CoordinateReport.words(place.shape)
            }
            let names = ([words] + alike.map { group.evidence[$0].rule.words }).joined(separator: " = ")
            guard place.isInside else {
                if place.shape.bounds == nil {
                    lines.append("–  \(names): \(CoordinateReport.words(place.shape))")
                } else {
                    outside.append(names)
                }
                continue
            }
            let name = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(letter % 26)))
            let marks = [(group.own, "trace"), (group.proved, "proved")].filter { $0.0 == number }.map(\.1)
            let mark = marks.isEmpty ? "" : " (\(marks.joined(separator: ", ")))"
            regions.append(
                PictureRegion(
                    place.shape, number: name, color: letter, isSpaceGuessed: number != group.proved, label: words,
                    style: .outline))
            lines.append("\(name)  \(names)\(mark): \(CoordinateReport.words(place.shape))")
            letter += 1
        }
        if !outside.isEmpty { lines.append("–  outside the image: \(outside.joined(separator: ", "))") }
        let region = entry.region
        let title = region.agent > 0 ? "\(region.agent):\(region.n)" : "\(region.n)"
        var panel = Panel(number: title, kind: "region", meta: "\(region.spaceSource)")
        let caption = "image \(region.image)\(entry.size.map { " · \($0)" } ?? "")"
        if let image = state.image(region.image) {
            panel.picture = Picture(images.content(of: image), regions: regions, caption: caption, emphasis: .overview)
        }
        panel.blocks = [TextBlock(RichText("\(region.written ?? "no text")"), style: .machine, label: "written")]
        if let label = region.label { panel.blocks.append(TextBlock(RichText(label), label: "label")) }
        panel.blocks.append(TextBlock(RichText(lines.joined(separator: "\n")), style: .aside, label: "read as"))
        return panel
    }
}
