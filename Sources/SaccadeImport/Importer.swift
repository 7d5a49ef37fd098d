public import Saccade
import SaccadeDigest

/// Turns other people's records of visual reasoning into traces.
///
/// What cannot be read becomes a `diagnostic` in the trace, with its place in the record; only a record that is no JSON,
/// or of no known format, is an error.
public struct Importer: Sendable {
    /// What an import may read and what it takes for granted.
    public var options: ImportOptions
    /// Where the record and its images lie.
    public let storage: any Storage

    /// Creates an importer.
    public init(options: ImportOptions = ImportOptions(), storage: any Storage = FileStorage()) {
        self.options = options
        self.storage = storage
    }

    /// Returns the format with a name, or `nil`.
    public static func format(named name: String) -> RecordFormat? { formats.first { $0.name == name } }

    /// Imports every record of a path: a file with one or many, a folder, or `-` for standard input.
    ///
    /// A record that cannot be read is reported and the others go on. The same bytes give the same traces.
    ///
    /// - Parameters:
    ///   - path: The record's file or folder.
    ///   - format: The name of a format; `nil` to tell it from each record.
    ///   - output: A file, which holds all the traces one after another; a folder, if the path ends with a slash, which gets
    ///     one file a trace, named after the record's file and its ordinal; or `-` for standard output.
    ///   - report: Called after each record.
    /// - Throws: ``/Saccade/TraceError`` if no record could be read at all, with line and column if it is no JSON, or with code
    ///   `unknown-format`; and if the output cannot be written.
    @discardableResult
    public func importRecords(
        path: String, format: String? = nil, to output: String, report: (ImportOutcome) -> Void = { _ in }
    ) throws(TraceError) -> Int {
        let reader = RecordReader(options: options, storage: storage, format: try self.format(format))
        let sink = TraceSink(output: output, storage: storage)
        let cache = ImageFileCache()
        var refused: TraceError?
        try reader.walk(path) { (found) throws(TraceError) in
            switch found {
            case .failure(let error):
                refused = refused ?? error
                report(.refused(error))
            case .success(let record):
                let (writer, file) = try sink.writer(for: record)
                report(.imported(try write(record, to: writer, file: file, cache)))
                try sink.endTrace()
            }
        }
        try sink.finish()
        guard sink.count > 0 else {
            throw refused ?? TraceError(.unknownFormat, "expected a record in \(path), found none")
        }
        return sink.count
    }

    /// Imports the one record of a path, or the one that the options name, as a finished trace.
    ///
    /// - Throws: ``/Saccade/TraceError`` as ``importRecords(path:format:to:report:)`` does.
    public func importRecord(
        path: String, format: String? = nil, to output: String
    ) throws(TraceError) -> ImportSummary {
        var single = self
        single.options.record = options.record ?? 0
        var summary: ImportSummary?
        var refused: TraceError?
        try single.importRecords(path: path, format: format, to: output) { outcome in
            switch outcome {
            case .imported(let found): summary = found
            case .refused(let error): refused = error
            }
        }
        guard let summary else {
            throw refused ?? TraceError(.unknownFormat, "expected a record in \(path), found none")
        }
        return summary
    }

    private func format(_ name: String?) throws(TraceError) -> RecordFormat? {
        guard let name else { return nil }
        guard let format = Importer.format(named: name) else {
            let names = Importer.formats.map(\.name).joined(separator: ", ")
            throw TraceError(.unknownFormat, "expected one of the formats \(names), found \"\(name)\"")
        }
        return format
    }

    private func write(
        _ found: FoundRecord, to writer: TraceWriter, file: String, _ cache: ImageFileCache
    ) throws(TraceError) -> ImportSummary {
        var conversation = found.format.read(found.record)
        if let family = options.family { conversation.family = family }
        let resolver = ImageResolver(
            folder: found.record.folder.path, options: options, storage: storage, cache: cache
        ).knowing(conversation.sizes)
        var plan = RecordPlanner.plan(conversation, images: resolver)
        SpaceInference(options: options).resolve(&plan)
        let name = StoragePath.name(of: found.path)
        let source = found.record.pointer.isEmpty ? name : "\(name)#\(found.record.pointer)"
        let emitter = TraceEmitter(writer: writer, plan: plan, source: name, record: source)
        try emitter.emit(id: found.id, recorder: options.recorder)
        return ImportSummary(
            format: found.format.name, path: found.path, record: found.ordinal, output: file, trace: found.id,
            counts: writer.counts, derivations: emitter.derivations, missingImages: emitter.missingImages,
            diagnostics: emitter.diagnostics)
    }
}

/// Where traces go: one log for all, or a folder with a file each.
private final class TraceSink {
    let output: String
    let storage: any Storage
    private(set) var count = 0
    private var writer: TraceWriter?
    private var names: Set<String> = []

    init(output: String, storage: any Storage) {
        self.output = output
        self.storage = storage
    }

    private var isFolder: Bool { output.hasSuffix("/") }

    /// Returns the writer of a record's trace and the file that it writes.
    func writer(for found: FoundRecord) throws(TraceError) -> (TraceWriter, String) {
        if let writer { return (writer, output) }
        var path = output
        if isFolder {
            try storage.createFolder(String(output.dropLast()))
            path = output + name(for: found) + ".jsonl"
        }
        let writer = try TraceWriter(path: path, digest: SHA256Hasher(), storage: storage)
        self.writer = writer
        return (writer, path)
    }

    /// Ends the trace that was written.
    func endTrace() throws(TraceError) {
        count += 1
        if isFolder {
            try writer?.finish()
            writer = nil
        } else {
            try writer?.endTrace()
        }
    }

    /// Finishes the log for all.
    func finish() throws(TraceError) {
        guard !isFolder, let writer else { return }
        try writer.close()
    }

    private func name(for found: FoundRecord) -> String {
        var stem = StoragePath.name(of: found.path)
        if let dot = stem.lastIndex(of: "."), dot > stem.startIndex { stem = String(stem[..<dot]) }
        // A file of a known name says less than the folder that it lies in.
        let folder = StoragePath.name(of: StoragePath.folder(of: found.path))
        if RecordFormat.mainFiles.contains(where: { $0.hasPrefix(stem + ".") }), !folder.isEmpty, folder != "." {
            stem = folder
        }
        if stem == "-" || stem.isEmpty { stem = "record" }
        let base = found.record.pointer.isEmpty ? stem : "\(stem)-\(found.ordinal)"
        var name = base
        var number = 2
        while !names.insert(name).inserted {
            name = "\(base)-\(number)"
            number += 1
        }
        return name
    }
}

extension TraceError.Code {
    /// A record is of no format that can be imported.
    public static let unknownFormat = TraceError.Code("unknown-format")
}
