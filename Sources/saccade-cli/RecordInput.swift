import Saccade
import SaccadeImport

/// A record of another program in the place of a trace: it is imported into memory, and nothing is written.
enum RecordInput {
    /// Returns where the traces of a record lie, or `nil` if the path names a trace.
    ///
    /// What went wrong or was guessed is said on standard error, as `saccade import` does.
    ///
    /// - Parameter map: The mapping file of a record of a layout of its own.
    /// - Throws: ``TraceError`` if the record's format is known and no record of it can be read, or if a mapping was given
    ///   for a trace.
    static func imported(_ path: String, map: String? = nil) throws -> TraceFile? {
        guard path != "-", try !isTrace(path) else {
            guard let map else { return nil }
            throw TraceError(.unknownFormat, "expected a record for the mapping \(map), found a trace: \(path)")
        }
        var options = ImportOptions(recorder: Recorder(name: "saccade import", version: PackageVersion.current))
        options.mapping = try map.map { try RecordMapping(file: $0) }
        let storage = ScratchStorage()
        // The importer reads beside the record, so that the trace must have a name that no record has.
        let output = StoragePath.join(StoragePath.folder(of: path), ".\(StoragePath.name(of: path)).imported.jsonl")
        let report = ImportReport()
        let importer = Importer(options: options, storage: storage)
        var refused: [ImportOutcome] = []
        do throws(TraceError) {
            try importer.importRecords(path: path, to: output) { outcome in
                if case .refused = outcome { refused.append(outcome) } else { report.take(outcome) }
            }
        } catch {
            let wanted = "expected a record"
            guard error.code == .unknownFormat, let place = error.message.firstRange(of: wanted) else { throw error }
            var message = error.message
            message.replaceSubrange(place, with: "expected a trace, or a record")
            throw TraceError(.unknownFormat, message, offset: error.offset, location: error.location)
        }
        for outcome in refused { report.take(outcome) }
        report.finish(path)
        return TraceFile(path: output, storage: storage)
    }

    /// Whether a path names a trace, or a folder with traces: by the first bytes of a file, and the names in a folder.
    private static func isTrace(_ path: String) throws -> Bool {
        guard let entry = try FileStorage().entry(path) else { return true }
        if entry.isFolder {
            // Trajectories are folders with .jsonl files, too.
            guard let files = try? TraceFolder.files(at: path), !files.isEmpty else { return false }
            return try files.contains { try isTrace($0) }
        }
        let reader = try TraceReader(path: path)
        do {
            return try reader.next() != nil
        } catch {
            // A trace whose first line is damaged is still no record: it says what it is.
            return !looksLikeRecord(path)
        }
    }

    /// Whether a file begins as JSON does, or as text, and has no event in its first line.
    private static func looksLikeRecord(_ path: String) -> Bool {
        guard let file = try? FileStorage().open(path), let head = try? file.read(upTo: 1 << 12) else { return false }
        // MCAP and zstd files, and an empty one, are no records.
        guard let first = head.first(where: { !$0.isWhitespace }), first != 0x89, first != 0x28, first < 0x80 else {
            return false
        }
        return !String(decoding: head.prefix(256), as: UTF8.self).contains("\"trace.begin\"")
    }
}

extension RecordMapping {
    /// Reads a mapping file.
    init(file: String) throws(TraceError) {
        try self.init(parsing: try FileStorage().contents(of: file, limit: 1 << 20), file: file)
    }
}

extension UInt8 {
    fileprivate var isWhitespace: Bool { [0x20, 0x09, 0x0A, 0x0D].contains(self) }
}

/// Files that are read from the disk and written into memory.
final class ScratchStorage: Storage {
    private let memory = MemoryStorage()
    private let disk = FileStorage()

    private func place(of path: String) -> any Storage { memory[path] == nil ? disk : memory }

    func open(_ path: String) throws(TraceError) -> any StorageFile { try place(of: path).open(path) }

    func create(_ path: String, replacing: Bool) throws(TraceError) -> any StorageFile {
        try memory.create(path, replacing: replacing)
    }

    func openForAppending(_ path: String) throws(TraceError) -> any StorageFile {
        try memory.openForAppending(path)
    }

    func rename(_ path: String, to newPath: String) throws(TraceError) { try memory.rename(path, to: newPath) }

    func remove(_ path: String) throws(TraceError) { try memory.remove(path) }

    func createFolder(_ path: String) throws(TraceError) {}

    func list(_ path: String) throws(TraceError) -> [String] { try disk.list(path) }

    func entry(_ path: String) throws(TraceError) -> StorageEntry? { try place(of: path).entry(path) }

    func syncFolder(_ path: String) throws(TraceError) {}
}
