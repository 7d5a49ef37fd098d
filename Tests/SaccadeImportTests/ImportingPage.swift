import Saccade

@testable import SaccadeImport

/// The parts of the page on importing that are made from the formats, the families and the recipes.
enum ImportingPage {
    static func sections() throws -> [(name: String, text: String)] {
        [
            ("list of formats", list), ("formats", Importer.formats.map(section).joined(separator: "\n\n")),
            ("mapping example", try mappingExample("trail")), ("families", families), ("recipes", recipes),
        ]
    }

    /// A log, the mapping that is proposed for it, the edited one, and the trace.
    private static func mappingExample(_ name: String) throws -> String {
        let proposed = try Importer(storage: ReadThroughStorage()).proposeMapping(path: Layouts.log(name))
        func block(_ text: String, _ language: String = "json") -> String { "````\(language)\n\(text.trimmed)\n````" }
        return """
            For example this log, with `room.png` (320×240) beside it:

            \(block(try Layouts.text(name, "log.json")))

            gets this proposal:

            \(block(proposed))

            The boxes are pixels, which nothing in the log says, and the notes may go:

            \(block(try Layouts.text(name, "map.json")))

            Then the trace is right:

            \(block(try Layouts.text(name, "trace.txt"), ""))

            `Tests/SaccadeImportTests/Layouts` has eleven more: turns of several speakers, several tries, tool calls with a picture, lines that belong
            together, records in a list, a resize, outlines, two units, two pictures, a right answer, screens with clicks.
            """
    }

    /// The table of contents.
    private static let list =
        "| format | records |\n|---|---|\n"
        + Importer.formats.map { "| [`\($0.name)`](#\($0.name)) | \(cell($0.summary)) |" }.joined(separator: "\n")

    private static func section(_ format: RecordFormat) -> String {
        let examples = format.examples.map(example).joined(separator: "\n\n")
        return "### \(format.name)\n\n\(sentence(format.summary))\n\n\(format.notes)\n\n\(examples)"
    }

    private static func example(_ example: RecordExample) -> String {
        var beside =
            (example.pictures.map { "`\($0.name)` (\($0.width)×\($0.height))" } + example.files.map { "`\($0.name)`" })
            .joined(separator: ", ")
        if !beside.isEmpty { beside = ", beside it \(beside)" }
        return """
            <details><summary>\(example.title)</summary>

            `\(example.file)`\(beside):

            ````json
            \(example.record)
            ````

            becomes

            ````
            \(example.outline)
            ````

            </details>
            """
    }

    private static let families =
        "| family | writes | space | example | in pixels |\n|---|---|---|---|---|\n"
        + ModelFamily.all.map { family in
            let example = family.examples[0]
            return "| `\(family.name)` | \(cell(family.summary)) | \(family.space) | `\(cell(example.text))` on "
                + "\(example.size) | `\(example.places.joined(separator: "; "))` |"
        }.joined(separator: "\n")

    private static let recipes =
        "| recipe | requested → executed | edges | resized by |\n|---|---|---|---|\n"
        + ZoomRecipe.all.map { recipe in
            "| `\(recipe.name)` | \(recipe.rule) | \(recipe.rounding) | "
                + "\(recipe.operation == .crop ? "–" : "\(recipe.resampler)") |"
        }.joined(separator: "\n")

    private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }

    /// A text that may stand in a cell of a table.
    private static func cell(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ").replacingAll("|", with: "\\|")
            .replacingAll("`", with: "'")
    }
}
