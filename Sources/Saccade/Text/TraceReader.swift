/// Reads a log in the text encoding, event by event, in memory that does not grow with it.
///
/// One file may hold several traces, one after another; every `trace.begin` or `layer.begin` starts the next.
public final class TraceReader {
    private let file: any StorageFile
    private let path: String?
    private let decoder = EventDecoder()
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    private var line = 0
    private var index = 0
    private var isInTrace = false

    /// Creates a reader of an open file; `path` is what errors call it.
    public init(_ file: any StorageFile, path: String? = nil) {
        self.file = file
        self.path = path
    }

    /// Opens a log.
    public convenience init(path: String, storage: any Storage = FileStorage()) throws(TraceError) {
        let file = try CompressedFile.unpacking(try storage.open(path))
        self.init(file, path: path == "-" ? "<standard input>" : path)
    }

    /// Creates a reader of a log in memory.
    public convenience init(bytes: [UInt8], path: String? = nil) {
        self.init(BytesFile(bytes), path: path)
    }

    /// Returns the next event, or `nil` at the end of the log.
    ///
    /// - Throws: ``TraceError`` with the file, the line and the column of what is wrong.
    public func next() throws(TraceError) -> LogEntry? {
        guard let source = try nextLine() else { return nil }
        do throws(TraceError) {
            let event = try decoder.decode(source)
            try checkBeginning(event)
            defer { index += 1 }
            return LogEntry(event: event, source: source, line: line, index: index)
        } catch {
            throw located(error)
        }
    }

    /// Checks that each trace begins with its header, of a version that can be read.
    private func checkBeginning(_ event: Event) throws(TraceError) {
        let format: String
        switch event.body {
        case .traceBegin(let begin): format = begin.format
        case .layerBegin(let begin): format = begin.format
        default:
            guard isInTrace else {
                throw TraceError(
                    .missingHeader, "expected the log to begin with trace.begin, found \(event.body.name)", offset: 0)
            }
            return
        }
        isInTrace = true
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
        var error = error
        error.location = TraceError.Location(file: path, line: line, column: (error.offset ?? 0) + 1)
        return error
    }

    /// Returns the next line that is not empty, without its end.
    private func nextLine() throws(TraceError) -> [UInt8]? {
        while true {
            var searched = start
            var found: Int?
            while true {
                found = TraceReader.lineEnd(in: buffer, from: searched)
                if found != nil || isAtEnd { break }
                searched = buffer.count
                guard searched - start <= EventDecoder.maximumSize else {
                    line += 1
                    throw located(
                        TraceError(
                            .limitExceeded, "expected a line of at most \(EventDecoder.maximumSize) bytes", offset: 0))
                }
                let piece = try file.read(upTo: 1 << 18)
                if piece.isEmpty {
                    isAtEnd = true
                } else {
                    if start > 0 {
                        buffer.removeFirst(start)
                        searched -= start
                        start = 0
                    }
                    buffer.append(contentsOf: piece)
                }
            }
            let end = found ?? buffer.count
            if found == nil, start == end { return nil }
            let range = start..<end
            start = found == nil ? end : end + 1
            line += 1
            if !range.isEmpty { return Array(buffer[range]) }
        }
    }

    private static func lineEnd(in buffer: [UInt8], from start: Int) -> Int? {
        buffer.withUnsafeBufferPointer { bytes in
            guard start < bytes.count else { return nil }
            return bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
        }
    }
}
