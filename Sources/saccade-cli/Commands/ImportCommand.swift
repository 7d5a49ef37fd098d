import ArgumentParser
import Saccade
import SaccadeImport

/// `saccade import`: turns a record into a trace.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Turn a record of somebody's log into a trace.",
        discussion: """
            The format is detected. Images are read from the record's folder and written to blobs/ beside the trace. \
            Coordinates keep the text as written; the pixels that they mean are found out where the record proves them, \
            and how is said in the trace. What cannot be read becomes a remark in the trace, not an error.

            EXAMPLES
              saccade import messages.json -o trace.jsonl
              saccade import log.jsonl --record 3 -o trace.jsonl
              saccade import messages.json --images ~/pictures --space permille -o trace.jsonl
              saccade import --list
            """)

    @Argument(help: "The record: JSON, or JSON Lines with one record a line; - for standard input.")
    var record: String?

    @Option(name: .shortAndLong, help: "The trace; - for standard output, where images over 4 KiB are left out.")
    var output: String?

    @Option(help: ArgumentHelp("The format, instead of finding it out; see --list.", valueName: "format"))
    var from: String?

    @Option(name: .customLong("record"), help: ArgumentHelp("Which record of a file with several.", valueName: "n"))
    var ordinal: Int = 0

    @Option(help: ArgumentHelp("A folder to look for images in; may be given several times.", valueName: "folder"))
    var images: [String] = []

    @Option(
        help: ArgumentHelp(
            "The space of all coordinates: pixel, unit, percent, permille or permille-999.", valueName: "space"))
    var space: String?

    @Flag(help: "Read images by absolute paths that the record names.")
    var absolutePaths = false

    @Flag(help: "List the formats.")
    var list = false

    func validate() throws {
        if list { return }
        guard record != nil else { throw ValidationError("expected a record to import, found none") }
        guard output != nil else { throw ValidationError("expected -o TRACE, the file to write") }
        if let space, !["pixel", "unit", "percent", "permille", "permille-999"].contains(space) {
            throw ValidationError(
                "--space: expected pixel, unit, percent, permille or permille-999, found \(space)")
        }
    }

    func run() throws {
        if list {
            let width = Importer.formats.map(\.name.count).max() ?? 0
            for format in Importer.formats {
                let pad = String(repeating: " ", count: width - format.name.count)
                try Console.write("\(format.name)\(pad)  \(format.summary)\n")
            }
            return
        }
        guard let record, let output else { return }
        try Console.reporting {
            let progress = Progress()
            progress.show("importing \(record)")
            let options = ImportOptions(
                imageFolders: images, allowsAbsolutePaths: absolutePaths,
                space: space.map { CoordinateSpace(unit: SpaceUnit(rawValue: $0)) }, record: ordinal,
                recorder: Recorder(name: "saccade import", version: PackageVersion.current))
            let summary = try Importer(options: options).importRecord(path: record, format: from, to: output)
            progress.clear()
            let counts = summary.counts
            var parts = [
                "\(counts.steps) steps", "\(counts.calls) calls", "\(counts.regions) regions",
                "\(counts.images) images", "\(summary.derivations) derived",
            ]
            if summary.missingImages > 0 { parts.append("\(summary.missingImages) without pixels") }
            Console.note("\(record): \(summary.format): \(parts.joined(separator: ", "))")
            for diagnostic in summary.diagnostics.prefix(10) {
                Console.note("\(diagnostic.severity): \(diagnostic.message) [\(diagnostic.code)]")
            }
            if summary.diagnostics.count > 10 {
                Console.note("and \(summary.diagnostics.count - 10) more remarks; saccade info shows them")
            }
        }
    }
}
