import Saccade
import SaccadeImaging
import Testing

@testable import SaccadeImport

/// The examples of the formats are their tests.
@Suite struct FormatExampleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var format: RecordFormat
        var example: RecordExample

        var testDescription: String { "\(format.name): \(example.title)" }
    }

    static let cases = Importer.formats.flatMap { format in format.examples.map { Case(format: format, example: $0) } }

    static func imported(_ example: RecordExample, format: String? = nil) throws -> Imported {
        var files: [(String, [UInt8])] = []
        for (index, made) in example.pictures.enumerated() {
            files.append(("folder/\(made.name)", try picture(made.width, made.height, seed: index + 1).encodedPNG()))
        }
        for file in example.files { files.append(("folder/\(file.name)", Array(file.text.utf8))) }
        return try Imported(example.record, files: files, name: "folder/\(example.file)", format: format)
    }

    @Test(arguments: cases) func `an example is told by itself and becomes the trace in its outline`(_ item: Case)
        throws
    {
        let place = SourceLocation(
            fileID: "SaccadeImport/\(item.format.name)", filePath: item.example.sourceFile,
            line: item.example.sourceLine,
            column: 1)
        let result = try Self.imported(item.example)
        #expect(result.summary.format == item.format.name, sourceLocation: place)
        let found = TraceOutline.text(of: result.state)
        #expect(found == item.example.outline, "found:\n\(found)\n", sourceLocation: place)
    }

    @Test(arguments: cases) func `an example that is forced into its format gives the same`(_ item: Case) throws {
        let free = try Self.imported(item.example)
        let forced = try Self.imported(item.example, format: item.format.name)
        #expect(free.log == forced.log)
    }

    @Test func `every format has examples and says what becomes of its fields`() {
        for format in Importer.formats {
            #expect(!format.examples.isEmpty, "\(format.name)")
            #expect(!format.notes.isEmpty, "\(format.name)")
            #expect(!format.summary.hasSuffix("."), "\(format.name)")
        }
        #expect(Set(Importer.formats.map(\.name)).count == Importer.formats.count)
    }
}
