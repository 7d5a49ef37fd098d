import Foundation
import Saccade
import SaccadeRecorder
import SaccadeReplay
import Testing

/// What the pages say must be true.
@Suite struct DocumentationTests {
    static let root: String = {
        let tests = StoragePath.folder(of: StoragePath.folder(of: #filePath))
        return StoragePath.folder(of: tests)
    }()

    private func page(_ path: String) throws -> String {
        try String(contentsOfFile: Self.root + "/" + path, encoding: .utf8)
    }

    @Test func `the code of the readme is the code that is compiled here`() throws {
        let source = try page("Tests/DocumentationTests/ReadmeExamples.swift")
        let start = try #require(source.range(of: "func record"))
        let code = source[start.lowerBound...].trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(try page("README.md").contains(code))
    }

    @Test func `the code of the readme writes a trace that passes`() throws {
        let folder = NSTemporaryDirectory() + "saccade-readme-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/trace.jsonl"
        try record(to: path, png: [0x89, 0x50, 0x4E, 0x47])
        #expect(try check(path).passed)
    }

    @Test func `the code of the page on recording is compiled here, and records a trace that passes`() async throws {
        let source = try page("Tests/DocumentationTests/RecordingExample.swift")
        let start = try #require(source.range(of: "func record"))
        let code = source[start.lowerBound...].trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(try page("Docs/Recording.md").contains(code))

        let folder = NSTemporaryDirectory() + "saccade-recording-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // The first bytes of a PNG, which say its size.
        func header(_ width: UInt8, _ height: UInt8) -> [UInt8] {
            [
                0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, width, 0, 0, 0, height, 8,
                2,
            ]
        }
        try await record(png: header(64, 48), crop: header(32, 24), into: folder)
        let path = try #require(try TraceFolder.files(at: folder).first)
        let report = try check(path)
        #expect(report.passed, "\(report.text())")
    }

    @Test func `the code of the page on servers is compiled here, and records a trace that passes`() async throws {
        let source = try page("Tests/DocumentationTests/ServingExample.swift")
        let start = try #require(source.range(of: "func serve"))
        let code = source[start.lowerBound...].trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(try page("Docs/Serving.md").contains(code))
        let begin =
            "    try await recorder.trace(question: question) { trace in\n        let photo = trace.image(png)\n"
        #expect(try page("Docs/Guide/RecordingInYourServer.md").contains(begin) && code.contains(begin))

        let folder = NSTemporaryDirectory() + "saccade-serving-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let recorder = try TraceRecorder(folder: folder)
        #expect(try await serve(question: "Which shop is open?", png: [], with: recorder) == "the bakery")
        try await recorder.close()
        let report = try check(try #require(try TraceFolder.files(at: folder).first))
        #expect(report.passed, "\(report.text())")
    }

    @Test func `each of the 91 entries of the catalogue has rules or a reason`() throws {
        let rows = try page("Docs/Catalogue.md").split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
        #expect(rows.count == 91)
        #expect(Set(rows.map { $0.prefix(9) }).count == 91)
        for row in rows {
            let links = row.split(separator: "[").dropFirst().compactMap { $0.split(separator: "]").first }
            let rules = links.filter { Rule.named(String($0)) != nil }
            #expect(!rules.isEmpty || row.contains("| none"), "\(row)")
        }
    }

    @Test(arguments: [
        "README.md", "CONTRIBUTING.md", "Docs/Architecture.md", "Docs/CLI.md", "Docs/Format.md", "Docs/FormatNotes.md",
        "Docs/Importing.md", "Docs/Rendering.md", "Docs/Checking.md", "Docs/Comparing.md", "Docs/Findings.md",
        "Docs/Catalogue.md", "Docs/Guide/FromYourLogToAPicture.md", "Docs/Guide/TracesInYourTests.md",
        "Docs/Guide/RecordingInYourServer.md", "Docs/Testing.md", "Docs/Recording.md", "Docs/Serving.md",
        "Docs/Rules/README.md", "Docs/Errors.md", "Samples/README.md", "Samples/PythonServer/README.md",
        "Sources/Python/README.md",
    ])
    func `every link to a file leads somewhere`(_ path: String) throws {
        // What stands between fences is somebody's text, and may look like a link.
        let text = try page(path).components(separatedBy: "\n```").enumerated()
            .filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined(separator: "\n")
        let folder = StoragePath.folder(of: path)
        for piece in text.components(separatedBy: "](").dropFirst() {
            guard let target = piece.components(separatedBy: ")").first, !target.contains("://"), !target.hasPrefix("#")
            else { continue }
            let file = target.components(separatedBy: "#")[0]
            let full = Self.root + "/" + StoragePath.join(folder, file)
            #expect(FileManager.default.fileExists(atPath: full), "\(path) links to \(target)")
        }
    }
}
