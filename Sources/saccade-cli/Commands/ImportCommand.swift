import ArgumentParser
import Saccade
import SaccadeImport

/// `saccade import`: turns records into traces.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Turn records of somebody's log into traces.",
        discussion: """
            A record is a file with one or many, a folder, or standard input. The format is detected. Images are read from \
            the record's folder and written to blobs/ beside the trace. Coordinates keep the text as written; the pixels that \
            they mean are found out where the record proves them, and how is said in the trace. What cannot be read becomes a \
            remark in the trace, not an error; a remark of severity error makes the exit code 3.

            EXAMPLES
              saccade import messages.json -o trace.jsonl
              saccade import log.jsonl -o all.jsonl            every line a trace, one after another
              saccade import log.jsonl -o traces/              a file for each
              saccade import log.jsonl --record 3 -o trace.jsonl
              saccade import runs/ -o traces/
              saccade import messages.json --images ~/pictures --space permille -o trace.jsonl
              saccade import answer.txt --family qwen2.5 --image photo.jpg -o trace.jsonl
              saccade import mine.json --print-map > my.json  a log of your own: edit my.json, then
              saccade import mine.json --map my.json -o trace.jsonl
              saccade import --list
            """)

    @Argument(help: "The record: a file, a folder, or - for standard input.")
    var record: String?

    @Option(
        name: .shortAndLong,
        help: "The trace, or a folder for several if it ends with /; - for standard output, without images over 4 KiB.")
    var output: String?

    @Option(help: ArgumentHelp("The format, instead of finding it out; see --list.", valueName: "format"))
    var from: String?

    @Option(name: .customLong("record"), help: ArgumentHelp("Only this record of a file with several.", valueName: "n"))
    var ordinal: Int?

    @Option(help: ArgumentHelp("A folder to look for images in; may be given several times.", valueName: "folder"))
    var images: [String] = []

    @Option(
        help: ArgumentHelp(
            "The space of all coordinates, as permille or qwen25:min=3136,max=12845056.", valueName: "space"))
    var space: String?

    @Option(
        help: ArgumentHelp(
            "The family of the model, whose way of writing places is read; also for a text that is its plain output.",
            valueName: "family"))
    var family: String?

    @Option(
        help: ArgumentHelp(
            "Where question, images, texts, boxes and their space stand in a log of your own; see --print-map.",
            valueName: "file"))
    var map: String?

    @Flag(help: "Print a mapping for --map by what the first record holds, to be edited.")
    var printMap = false

    @Option(help: ArgumentHelp("An image that a plain output is about; may be given several times.", valueName: "file"))
    var image: [String] = []

    @Option(help: ArgumentHelp("What the model was asked, for a plain output.", valueName: "text"))
    var question: String?

    @Flag(help: "Read images by absolute paths that the record names.")
    var absolutePaths = false

    @Flag(help: "Decode no image: spaces are inferred from sizes alone.")
    var noDecoding = false

    @Flag(help: "List the formats and the families.")
    var list = false

    func validate() throws {
        if list { return }
        guard record != nil else { throw ValidationError("expected a record to import, found none") }
        if printMap {
            if map != nil { throw ValidationError("expected --map or --print-map, found both") }
        } else if output == nil {
            throw ValidationError("expected -o TRACE, the file to write")
        }
        if map != nil, from != nil { throw ValidationError("expected --map or --from, found both") }
        if let ordinal, ordinal < 0 { throw ValidationError("--record: expected at least 0, found \(ordinal)") }
        _ = try spaceRule()
        if let family, ModelFamily.named(family) == nil {
            let names = ModelFamily.all.map(\.name).joined(separator: ", ")
            throw ValidationError("--family: expected one of \(names), found \(family)")
        }
        if family == nil, !image.isEmpty || question != nil {
            throw ValidationError("--image and --question belong to a plain output: expected --family, found none")
        }
    }

    private func spaceRule() throws -> SpaceRule? {
        guard let space else { return nil }
        do {
            return try SpaceRule(parsing: space)
        } catch {
            throw ValidationError("--space: \(error.message)")
        }
    }

    func run() throws {
        if list { return try listFormats() }
        guard let record else { return }
        var options = ImportOptions(
            imageFolders: images, allowsAbsolutePaths: absolutePaths, space: try spaceRule(),
            family: family.flatMap(ModelFamily.named), pictures: image, question: question, record: ordinal,
            comparisons: noDecoding ? 0 : ImportOptions().comparisons,
            recorder: Recorder(name: "saccade import", version: PackageVersion.current))
        if printMap { return try propose(record, options) }
        guard let output else { return }
        let report = ImportReport()
        try Console.reporting(readsLogs: false) {
            options.mapping = try map.map { try RecordMapping(file: $0) }
            report.progress.show("importing \(record)")
            try Importer(options: options).importRecords(path: record, format: from, to: output) { report.take($0) }
        }
        report.finish(record)
        if report.hasLoss { throw ExitCode(3) }
    }

    /// Writes a mapping for a record to the output, or prints it.
    private func propose(_ record: String, _ options: ImportOptions) throws {
        try Console.reporting(readsLogs: false) {
            let text = try Importer(options: options).proposeMapping(path: record)
            if let output, output != "-" {
                try FileStorage().write(Array(text.utf8), to: output)
            } else {
                try Console.write(text)
            }
        }
    }

    private func listFormats() throws {
        let formats = Importer.formats.map { ($0.name, $0.summary) }
        let families = ModelFamily.all.map { ($0.name, $0.summary) }
        let width = (formats + families).map(\.0.count).max() ?? 0
        func list(_ title: String, _ entries: [(String, String)]) throws {
            try Console.write(title + "\n")
            for (name, summary) in entries {
                try Console.write("  \(name)\(String(repeating: " ", count: width - name.count))  \(summary)\n")
            }
        }
        try list("formats (--from)", formats)
        try list("families of models (--family)", families)
    }
}

/// Says what an import gave: in full for a few records, in sum for many.
final class ImportReport {
    let progress = Progress()
    private var imported = 0
    private var refused = 0
    private var hasErrors = false
    private var counts: [(code: String, severity: Severity, count: Int)] = []

    private static let inFull = 3

    /// Whether something of the records is not in the traces as it should be.
    var hasLoss: Bool { refused > 0 || hasErrors }

    func take(_ outcome: ImportOutcome) {
        switch outcome {
        case .refused(let error):
            refused += 1
            progress.clear()
            if refused <= 10 { Console.note("saccade: \(error)") }
        case .imported(let summary):
            imported += 1
            if summary.count(of: .error) > 0 { hasErrors = true }
            for diagnostic in summary.diagnostics { count(diagnostic) }
            if imported <= ImportReport.inFull {
                progress.clear()
                describe(summary)
            } else if imported % 100 == 0 {
                progress.show("\(imported) records")
            }
        }
    }

    func finish(_ path: String) {
        progress.clear()
        if refused > 10 { Console.note("and \(refused - 10) more records that cannot be read") }
        guard imported > ImportReport.inFull else { return }
        Console.note("\(path): \(imported) records imported, \(refused) refused")
        for entry in counts { Console.note("\(entry.severity): \(entry.count) × [\(entry.code)]") }
    }

    private func count(_ diagnostic: Diagnostic) {
        if let index = counts.firstIndex(where: { $0.code == diagnostic.code }) {
            counts[index].count += 1
        } else {
            counts.append((diagnostic.code, diagnostic.severity, 1))
        }
    }

    private func describe(_ summary: ImportSummary) {
        let counts = summary.counts
        var parts = [
            counted(counts.steps, "step"), counted(counts.calls, "call"), counted(counts.regions, "region"),
            counted(counts.images, "image"),
            "\(summary.derivations) derived",
        ]
        if counts.agents > 1 { parts.insert("\(counts.agents) agents", at: 0) }
        if summary.missingImages > 0 { parts.append("\(summary.missingImages) without pixels") }
        let place = summary.record > 0 ? "\(summary.path)#/\(summary.record)" : summary.path
        Console.note("\(place): \(summary.format): \(parts.joined(separator: ", "))")
        let order: [Severity] = [.error, .warning, .info]
        let remarks = order.flatMap { severity in summary.diagnostics.filter { $0.severity == severity } }
        var told: [String: Int] = [:]
        for diagnostic in remarks {
            told[diagnostic.code, default: 0] += 1
            if told[diagnostic.code] ?? 0 <= 2 {
                Console.note("\(diagnostic.severity): \(diagnostic.message) [\(diagnostic.code)]")
            }
        }
        for code in told.keys.sorted() {
            guard let count = told[code], count > 2 else { continue }
            Console.note("and \(count - 2) more of [\(code)]; saccade info shows them")
        }
    }
}
