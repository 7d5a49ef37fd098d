import Saccade
import SaccadeDigest
import SaccadeImaging
import SaccadeImport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Records of others that lie beside the checkout on some machines.
enum SharedRecords {
    static let folder: String = {
        // …/Tests/SaccadeImportTests/Support.swift
        let parts = #filePath.split(separator: "/").dropLast(3)
        let parent = "/" + parts.dropLast().joined(separator: "/")
        for candidate in [parent + "/shared", parent + "/../shared"] where access(candidate, R_OK) == 0 {
            return candidate + "/records"
        }
        return parent + "/shared/records"
    }()

    static func has(_ path: String) -> Bool { access("\(folder)/\(path)", R_OK) == 0 }
}

/// Reads from the disk and writes into memory.
final class ReadThroughStorage: Storage {
    let memory = MemoryStorage()
    private let disk = FileStorage()

    func open(_ path: String) throws(TraceError) -> any StorageFile {
        if memory[path] != nil { return try memory.open(path) }
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

/// An import and what it wrote.
struct Imported {
    var summary: ImportSummary
    var log: [UInt8]
    var state: TraceState

    /// Imports a file of the shared records.
    init(shared path: String, options: ImportOptions = ImportOptions()) throws {
        try self.init(path: "\(SharedRecords.folder)/\(path)", storage: ReadThroughStorage(), options: options)
    }

    /// Imports a record in memory.
    init(
        _ record: String, files: [(String, [UInt8])] = [], name: String = "folder/record.json", format: String? = nil,
        options: ImportOptions = ImportOptions()
    ) throws {
        let storage = MemoryStorage()
        storage[name] = Array(record.utf8)
        for (path, bytes) in files { storage[path] = bytes }
        try self.init(path: name, storage: storage, format: format, options: options)
    }

    private init(
        path: String, storage: any Storage, format: String? = nil, options: ImportOptions = ImportOptions()
    ) throws {
        let importer = Importer(options: options, storage: storage)
        summary = try importer.importRecord(path: path, format: format, to: "out/trace.jsonl")
        log = try storage.contents(of: "out/trace.jsonl")
        let traces = try TraceFile(path: "out/trace.jsonl", storage: storage).load()
        state = try #require(traces.first)
        #expect(state.misfits.isEmpty)
        #expect(traces.count == 1)
        #expect(state.end?.counts == summary.counts)
    }

    var root: AgentState { state.agents[0] }

    func diagnostics(_ code: String) -> [Diagnostic] { summary.diagnostics.filter { $0.code == code } }
}

/// A picture in which no two pixels' neighbourhoods are alike.
func picture(_ width: Int, _ height: Int, seed: Int = 1) throws -> PixelImage {
    var bytes: [UInt8] = []
    var state = UInt32(truncatingIfNeeded: seed &* 2_654_435_761)
    for _ in 0..<(width * height) {
        for _ in 0..<3 {
            state = state &* 1_664_525 &+ 1_013_904_223
            bytes.append(UInt8(truncatingIfNeeded: state >> 24))
        }
        bytes.append(255)
    }
    return try #require(PixelImage(width: width, height: height, bytes: bytes))
}
