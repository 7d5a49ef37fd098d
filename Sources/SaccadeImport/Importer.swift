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

    /// The formats that can be read, in the order in which they are tried.
    public static let formats: [RecordFormat] = [.qwenAgent, .openAIMessages]

    /// Creates an importer.
    public init(options: ImportOptions = ImportOptions(), storage: any Storage = FileStorage()) {
        self.options = options
        self.storage = storage
    }

    /// Returns the format with a name, or `nil`.
    public static func format(named name: String) -> RecordFormat? { formats.first { $0.name == name } }

    /// Writes a record as a trace; the same bytes give the same trace.
    ///
    /// The log is not finished: the caller calls ``TraceWriter/finish(status:at:)``.
    ///
    /// - Parameters:
    ///   - path: The record's file.
    ///   - format: The name of a format; `nil` to tell it from the record.
    ///   - writer: A writer that has written nothing yet.
    /// - Throws: ``TraceError`` with line and column if the record is no JSON, and with code `unknown-format` if no format
    ///   fits it.
    public func importRecord(
        path: String, format name: String? = nil, to writer: TraceWriter
    ) throws(TraceError) -> ImportSummary {
        let file = try RecordFile(path: path, storage: storage, limit: options.recordLimit, wanted: options.record)
        let format = try choose(name, for: file)
        var conversation = format.read(file.record)
        FolderCompanions(path: path, storage: storage, options: options).complete(&conversation)
        let resolver = ImageResolver(
            folder: StoragePath.folder(of: path), options: options, storage: storage)
        var plan = ConversationPlanner.plan(conversation, images: resolver)
        SpaceInference(options: options).resolve(&plan)
        let emitter = TraceEmitter(writer: writer, plan: plan, source: StoragePath.name(of: path))
        let id = file.traceID
        try emitter.emit(id: id, recorder: options.recorder)
        return ImportSummary(
            format: format.name, trace: id, records: file.count, counts: writer.structure.counts,
            derivations: emitter.derivations, missingImages: emitter.missingImages, diagnostics: emitter.diagnostics)
    }

    /// Writes a record as a finished trace to a path, `-` for standard output.
    ///
    /// - Throws: ``TraceError`` as ``importRecord(path:format:to:)-(_,_,TraceWriter)`` does.
    public func importRecord(
        path: String, format name: String? = nil, to output: String
    ) throws(TraceError) -> ImportSummary {
        let writer = try TraceWriter(path: output, digest: SHA256Hasher(), storage: storage)
        let summary = try importRecord(path: path, format: name, to: writer)
        try writer.finish()
        return summary
    }

    private func choose(_ name: String?, for file: RecordFile) throws(TraceError) -> RecordFormat {
        let names = Importer.formats.map(\.name).joined(separator: ", ")
        if let name {
            guard let format = Importer.format(named: name) else {
                throw TraceError(.unknownFormat, "expected one of the formats \(names), found \"\(name)\"")
            }
            return format
        }
        guard let format = Importer.formats.first(where: { $0.detect(file.record.value) }) else {
            throw TraceError(
                .unknownFormat,
                "expected a record of one of the formats \(names), found \(file.record.value.kindName) that is none: "
                    + file.path)
        }
        return format
    }
}

extension TraceError.Code {
    /// A record is of no format that can be imported.
    public static let unknownFormat = TraceError.Code("unknown-format")
}
