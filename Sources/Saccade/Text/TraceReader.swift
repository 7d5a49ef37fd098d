/// Reads a log in either encoding, event by event, in memory that does not grow with it.
///
/// One file may hold several traces; they come one after another, and every `trace.begin` or `layer.begin` starts the next.
public final class TraceReader {
    private let source: any EventSource
    private let path: String?
    private let selector: TraceSelector?
    private let decoder = EventDecoder()
    private var index = 0
    /// The number of traces that have begun so far, whether they were asked for or not.
    public var traces: Int { begun + source.skippedTraces }
    private var begun = 0
    /// The number of traces that were asked for and have begun.
    public private(set) var found = 0
    /// Whether the trace that is being read is one of those that were asked for.
    private var isSelected: Bool

    /// Creates a reader of an open file in the text encoding; `path` is what errors call it.
    public convenience init(_ file: any StorageFile, path: String? = nil, selecting selector: TraceSelector? = nil) {
        self.init(TextLines(file), path: path, selecting: selector)
    }

    /// Opens a log, in whichever encoding it is.
    ///
    /// - Parameters:
    ///   - path: The file; `-` for standard input.
    ///   - storage: The storage that it lies in.
    ///   - selector: The trace to read; `nil` for all of the file.
    public convenience init(
        path: String, storage: any Storage = FileStorage(), selecting selector: TraceSelector? = nil
    ) throws(TraceError) {
        let name = path == "-" ? "<standard input>" : path
        let file = try storage.open(path)
        if try ContainerFormat.isContainer(file) {
            let reader = try ContainerReader(file, path: name)
            let source: any ContainerSource =
                reader.isFlat
                ? try StreamedContainerSource(storage.open(path), path: name)
                : IndexedContainerSource(reader, storage: storage, selecting: selector)
            self.init(source, path: name, selecting: selector)
            return
        }
        let (stream, isContainer) = try CompressedFile.opening(file)
        if isContainer {
            self.init(try StreamedContainerSource(stream, path: name), path: name, selecting: selector)
        } else {
            self.init(stream, path: name, selecting: selector)
        }
    }

    /// Why an unfinished log in the binary encoding has no more than what was read, once ``next()`` has returned `nil`;
    /// `nil` for a log that is whole and for text.
    public var ending: TraceError? { (source as? any ContainerSource)?.ending }

    /// The number of empty lines that were skipped so far in a text log; these are no events.
    public var emptyLines: Int { (source as? TextLines)?.emptyLines ?? 0 }

    /// Creates a reader of a log in memory.
    public convenience init(bytes: [UInt8], path: String? = nil) {
        self.init(BytesFile(bytes), path: path)
    }

    init(_ source: any EventSource, path: String?, selecting selector: TraceSelector?) {
        self.source = source
        self.path = path
        self.selector = selector
        // What stands before the first header belongs to no trace, and is an error only if all traces are wanted.
        isSelected = selector == nil
    }

    /// Returns the next event, or `nil` at the end of the log.
    ///
    /// - Throws: ``TraceError`` with the file, the line and the column of what is wrong.
    public func next() throws(TraceError) -> LogEntry? {
        while true {
            do throws(TraceError) {
                guard let bytes = try source.next() else { return nil }
                let event: Event
                do throws(TraceError) {
                    event = try decoder.decode(bytes)
                } catch {
                    throw traces == 0 ? ForeignFile.explain(error, of: bytes) : error
                }
                try checkBeginning(event)
                guard isSelected else { continue }
                defer { index += 1 }
                return LogEntry(event: event, source: bytes, line: source.line, index: index)
            } catch {
                let endsReading = error.code == .fileSystem || error.code == .limitExceeded
                guard isSelected || endsReading else { continue }
                throw located(error)
            }
        }
    }

    /// Checks that each trace begins with its header, of a version that can be read.
    private func checkBeginning(_ event: Event) throws(TraceError) {
        let format: String
        let id: String
        switch event.body {
        case .traceBegin(let begin): (format, id) = (begin.format, begin.id)
        case .layerBegin(let begin): (format, id) = (begin.format, begin.trace)
        default:
            guard traces > 0 || selector != nil else {
                throw TraceError(
                    .missingHeader, "expected the log to begin with trace.begin, found \(event.body.name)", offset: 0)
            }
            return
        }
        isSelected = selector?.matches(id: id, number: traces) ?? true
        begun += 1
        found += isSelected ? 1 : 0
        index = 0
        guard let version = FormatVersion(format) else {
            throw TraceError(
                .invalidField,
                "\(event.body.name) \"format\": expected a version like \(FormatVersion.current), found \"\(format)\"",
                offset: 0)
        }
        guard version.isReadable else {
            throw TraceError(
                .unsupportedVersion,
                "the log has format \(version); this version of saccade reads \(FormatVersion.current.major).x",
                offset: 0)
        }
    }

    private func located(_ error: TraceError) -> TraceError {
        // Damage of a container has its place in the message, which counts bytes of the file and not of an event.
        guard error.code != .malformedContainer, error.code != .checksumMismatch else { return error }
        var error = error
        error.location = TraceError.Location(file: path, line: source.line, column: (error.offset ?? 0) + 1)
        return error
    }
}
