import Saccade
import SaccadeDigest
import SaccadeImaging
import SaccadeImport
import SaccadePixels
import SaccadeReplay
import Testing

@Suite struct SharedRecordTests {
    /// Imports a record into memory and checks it at L3.
    ///
    /// - Parameter moved: Files of the record that lie elsewhere than it says, by the places that it says.
    private static func report(importing path: String, moved: [String: String] = [:]) throws -> TraceReport {
        let storage = OverlayStorage()
        for (place, file) in moved {
            try storage.write(try SharedRecords.bytes(file), to: "\(SharedRecords.folder)/\(place)")
        }
        let summary = try Importer(storage: storage).importRecord(
            path: "\(SharedRecords.folder)/\(path)", to: "/memory/trace.jsonl")
        #expect(summary.counts.images > 0)
        let options = CheckOptions(level: .l3, pixels: ImagingKit())
        return try Checker(options).check(path: "/memory/trace.jsonl", storage: storage).traces[0]
    }

    @Test(.enabled(if: SharedRecords.has("Qwen3-VL"), "the shared records are not on this machine"))
    func `all four crops of the Hop Inn are made again bit for bit`() throws {
        let report = try Self.report(importing: "Qwen3-VL/hopinn_messages_reconstructed.json")
        #expect(report.coverage.pixels.exact == 4, "\(report.summary)")
        #expect(report.coverage.pixels.mismatched == 0)
        #expect(report.findings.contains { $0.ruleID == "claimed-call" })
    }

    @Test(.enabled(if: SharedRecords.has("VisualSketchpad"), "the shared records are not on this machine"))
    func `the drawing that the model never saw is found`() throws {
        let report = try Self.report(importing: "VisualSketchpad/outputs/geometry/2079/output.json")
        #expect(report.findings.contains { $0.ruleID == "never-shown-image" }, "\(report.summary)")
        #expect(report.verdict != .pass)
    }

    @Test(.enabled(if: SharedRecords.has("Thyme"), "the shared records are not on this machine"))
    func `the crop of Thyme fails, and the rows that it shows are named`() throws {
        let report = try Self.report(
            importing: "Thyme/readme_example_transcript.md",
            moved: [
                "Thyme/eval/17127.jpg": "Thyme/17127.jpg",
                "Thyme/eval/17127_ebd8fd46.jpg": "Thyme/17127_ebd8fd46.jpg",
            ])
        #expect(report.verdict == .fail)
        #expect(report.findings.contains { $0.ruleID == "wrong-derived-size" }, "\(report.summary)")
        let finding = try #require(report.findings.first { $0.ruleID == "wrong-derived-pixels" })
        #expect(finding.message.contains("[1250, 1030, 1360, 1094] of image 0"), "\(finding.message)")
    }

    @Test(.enabled(if: SharedRecords.has("octotools"), "the shared records are not on this machine"))
    func `the zoom of octotools is within the tolerance of another resampler`() throws {
        let report = try Self.report(importing: "octotools/patch_zoomer/test.log")
        #expect(report.verdict == .pass, "\(report.summary) \(report.findings.map(\.message))")
        #expect(report.coverage.pixels.tolerated == 1 && report.coverage.pixels.lossy == 0)
        #expect(report.summary.contains("1 derived image made again: 0 exact, 1 within tolerance (resampled)"))
    }
}

/// Reads from the disk, and writes into memory.
private final class OverlayStorage: Storage {
    private let memory = MemoryStorage()
    private let disk = FileStorage()

    func open(_ path: String) throws(TraceError) -> any StorageFile {
        if try memory.entry(path) != nil { return try memory.open(path) }
        return try disk.open(path)
    }
    func create(_ path: String, replacing: Bool) throws(TraceError) -> any StorageFile {
        try memory.create(path, replacing: replacing)
    }
    func rename(_ path: String, to newPath: String) throws(TraceError) { try memory.rename(path, to: newPath) }
    func remove(_ path: String) throws(TraceError) { try memory.remove(path) }
    func createFolder(_ path: String) throws(TraceError) { try memory.createFolder(path) }
    func list(_ path: String) throws(TraceError) -> [String] { try disk.list(path) }
    func entry(_ path: String) throws(TraceError) -> StorageEntry? {
        if let entry = try memory.entry(path) { return entry }
        return try disk.entry(path)
    }
    func syncFolder(_ path: String) throws(TraceError) {}
}
