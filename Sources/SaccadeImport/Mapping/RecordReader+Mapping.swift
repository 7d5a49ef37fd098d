import Saccade

extension RecordFormat {
    /// The format of records of a mapping.
    static func mapped(_ mapping: RecordMapping) -> RecordFormat {
        RecordFormat(
            name: mapping.name ?? "mapping", summary: "records of a mapping",
            detect: { MappedReader.touches(mapping, $0) },
            read: { record in
                var reader = MappedReader(mapping, record)
                return reader.read()
            })
    }
}

extension RecordReader {
    /// Visits the records of a file by a mapping.
    ///
    /// - Parameter isAsked: Whether the user named this very file, so that one that does not fit is an error.
    /// - Returns: Whether the file holds any record.
    func walkMapped(
        _ line: LineReader.Line, _ reader: LineReader, _ path: String, _ folder: RecordFolder, mapping: RecordMapping,
        isAsked: Bool, _ visit: Visit
    ) throws(TraceError) -> Bool {
        let isLines = path.hasSuffix(".jsonl") || path.hasSuffix(".ndjson")
        let hasLines: Bool
        if isLines || mapping.joinsLines { hasLines = true } else { hasLines = try isLineOfMany(line, reader) }
        var walk = MappedWalk(self, path, folder, mapping, isAsked: isAsked)
        guard hasLines else {
            let bytes = try reader.rest(after: line)
            do throws(TraceError) {
                try walk.take(try JSONValue(parsing: bytes), bytes, at: "", line: nil, visit)
            } catch  where error.offset != nil && error.location == nil {
                if !isAsked { return false }
                throw RecordReader.located(error, in: bytes, path: path)
            }
            return try walk.finish()
        }
        var number = 0
        var values: [JSONValue] = []
        var bytes: [UInt8] = []
        var next: LineReader.Line? = line
        while let current = next {
            if current.bytes.contains(where: { $0 > 0x20 }) {
                do throws(TraceError) {
                    let value = try JSONValue(parsing: current.bytes)
                    if mapping.joinsLines {
                        values.append(value)
                        bytes += current.bytes
                        guard bytes.count <= options.recordLimit else {
                            throw TraceError(
                                .limitExceeded, "expected a record of at most \(options.recordLimit) bytes: \(path)")
                        }
                    } else {
                        try walk.take(value, current.bytes, at: "/\(number)", line: current.number, visit)
                    }
                } catch  where error.offset != nil && error.location == nil {
                    var error = error
                    error.location = TraceError.Location(
                        file: path, line: current.number, column: (error.offset ?? 0) + 1)
                    if !isAsked, number == 0 { return false }
                    if mapping.joinsLines { throw error }
                    try visit(.failure(error))
                }
                number += 1
            }
            if let wanted = options.record, walk.count > wanted { return true }
            next = try reader.next()
        }
        if mapping.joinsLines { try walk.take(.array(values), bytes, at: "", line: nil, visit) }
        return try walk.finish()
    }
}

/// Takes the values of one file and visits the records in them.
private struct MappedWalk {
    let reader: RecordReader
    let path: String
    let folder: RecordFolder
    let mapping: RecordMapping
    let isAsked: Bool
    /// How many records were found.
    private(set) var count = 0
    private var isTouched = false
    private var misfit: TraceError?

    init(_ reader: RecordReader, _ path: String, _ folder: RecordFolder, _ mapping: RecordMapping, isAsked: Bool) {
        self.reader = reader
        self.path = path
        self.folder = folder
        self.mapping = mapping
        self.isAsked = isAsked
    }

    /// Visits the records of a value.
    ///
    /// - Parameter line: The line of the value, where the file has several.
    mutating func take(
        _ value: JSONValue, _ bytes: [UInt8], at pointer: String, line: Int?, _ visit: RecordReader.Visit
    ) throws(TraceError) {
        var found = [MapPath.Found(value: value, pointer: pointer)]
        if let records = mapping.records {
            let result = records.find(from: found[0])
            if result.found.isEmpty, let miss = result.miss, !records.isOptional {
                try refuse(
                    TraceError(
                        .mappingMismatch, "/records of the mapping is \"\(records.written)\": \(miss.words)"), line,
                    visit)
                return
            }
            found = result.found
        }
        for entry in found {
            let ordinal = count
            count += 1
            guard reader.options.wants(ordinal) else { continue }
            let record = SourceRecord(
                entry.value, pointer: entry.pointer, fileName: StoragePath.name(of: path), folder: folder)
            if let misfit = MappedReader.misfit(mapping, record) {
                try refuse(misfit, line, visit)
                continue
            }
            let format = RecordFormat.mapped(mapping)
            if !isAsked, !isTouched, !format.detect(record) { continue }
            isTouched = true
            let id = reader.id(of: bytes, ordinal)
            try visit(
                .success(FoundRecord(record: record, format: format, path: path, ordinal: ordinal, id: id)))
        }
    }

    /// Keeps a value that does not fit: an error where the user named the file, or where others of it did fit.
    private mutating func refuse(_ error: TraceError, _ line: Int?, _ visit: RecordReader.Visit) throws(TraceError) {
        var error = error
        if let line { error.location = TraceError.Location(file: path, line: line, column: 1) }
        misfit = misfit ?? error
        if isAsked || isTouched { try visit(.failure(error)) }
    }

    /// Returns whether the file holds any record.
    ///
    /// - Throws: ``/Saccade/TraceError`` if a record was asked for that it does not hold.
    func finish() throws(TraceError) -> Bool {
        if isAsked { try reader.checkWanted(count, path) }
        return isTouched
    }
}
