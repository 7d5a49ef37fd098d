import Foundation
import Saccade
import SaccadeImport
import Testing

/// Logs of layouts that no format knows, each with its mapping, its pictures and the right trace in outline.
enum Layouts {
    static let folder: String = {
        let parts = #filePath.split(separator: "/").dropLast()
        return "/" + parts.joined(separator: "/") + "/Layouts"
    }()

    static let names: [String] = [
        "attempts", "batch", "before-after", "dialogue", "events", "graded", "magnifier", "outlines", "resized",
        "screens", "trail", "two-units",
    ]

    /// The path of a layout's log.
    static func log(_ name: String) -> String { "\(folder)/\(name)/log.\(name == "events" ? "jsonl" : "json")" }

    static func text(_ name: String, _ file: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(name)/\(file)", encoding: .utf8)
    }

    /// Imports a log and returns what came of its records.
    static func imported(
        _ name: String, mapping: String? = nil, options: ImportOptions = ImportOptions()
    ) throws -> (summaries: [ImportSummary], traces: [TraceState]) {
        var options = options
        options.mapping = try mapping.map { (text) throws(TraceError) in try RecordMapping(parsing: Array(text.utf8)) }
        let storage = ReadThroughStorage()
        var summaries: [ImportSummary] = []
        try Importer(options: options, storage: storage).importRecords(path: log(name), to: "out/all.jsonl") {
            outcome in
            switch outcome {
            case .imported(let summary): summaries.append(summary)
            case .refused(let error): Issue.record("\(error)")
            }
        }
        let traces = try TraceFile(path: "out/all.jsonl", storage: storage).load()
        for trace in traces { #expect(trace.misfits.isEmpty) }
        return (summaries, traces)
    }

    static func drawable(_ region: Region) -> Bool {
        if case .invalid = region.shape { return false }
        return region.pixels != nil || (region.space.unit == .pixel && region.spaceSource != .unresolved)
    }
}

/// Twelve layouts that match no format: a picture from each without a word, a right trace from each with its mapping.
@Suite struct LayoutTests {
    @Test(arguments: Layouts.names) func `a log of its own gives its images and its numbers as candidates`(
        _ name: String
    ) throws {
        let (summaries, traces) = try Layouts.imported(name)
        // Lines of a file count as records of their own until a mapping joins them.
        #expect(summaries.contains { $0.format == "generic" } && summaries.count == traces.count)
        let state = try #require(traces.first)
        #expect(state.images.first?.declaration.size == PixelSize(width: 320, height: 240))
        #expect(traces.allSatisfy { !$0.diagnostics.contains { $0.severity == .error } })
        let regions = traces.flatMap { $0.agents.flatMap(\.regions) }
        if name != "events" { #expect(regions.contains(where: Layouts.drawable)) }
        #expect(regions.allSatisfy { $0.spaceSource != .declared })
    }

    /// With UPDATE_LAYOUTS=1 in the environment the outlines are written instead; read them before they are kept.
    @Test(arguments: Layouts.names) func `its mapping gives the right trace`(_ name: String) throws {
        let map = try Layouts.text(name, "map.json")
        let (summaries, traces) = try Layouts.imported(name, mapping: map)
        #expect(summaries.allSatisfy { $0.format == "mapping" })
        #expect(traces.allSatisfy { !$0.diagnostics.contains { $0.code == "mapping-mismatch" } })
        let outline = traces.map(TraceOutline.text).joined(separator: "\n\n") + "\n"
        let path = "\(Layouts.folder)/\(name)/trace.txt"
        if ProcessInfo.processInfo.environment["UPDATE_LAYOUTS"] == "1" {
            try outline.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(outline == (try Layouts.text(name, "trace.txt")), "found:\n\(outline)")
    }

    @Test(arguments: Layouts.names) func `the mapping that is proposed is one and finds what the generic path finds`(
        _ name: String
    ) throws {
        let proposed = try Importer(storage: ReadThroughStorage()).proposeMapping(path: Layouts.log(name))
        let (_, traces) = try Layouts.imported(name, mapping: proposed)
        let state = try #require(traces.first)
        #expect(state.images.first?.declaration.size == PixelSize(width: 320, height: 240))
        #expect(
            traces[0].diagnostics.filter { $0.code == "mapping-mismatch" }.map(\.message) == [], "\(proposed)")
        if name != "events" {
            #expect(state.agents.flatMap(\.regions).contains(where: Layouts.drawable), "\(proposed)")
        }
    }
}
