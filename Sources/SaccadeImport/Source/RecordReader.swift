import Saccade
import SaccadeDigest

/// A record that was found, with its format.
struct FoundRecord {
    var record: SourceRecord
    var format: RecordFormat
    /// The path of its file.
    var path: String
    /// Its ordinal in the file.
    var ordinal: Int
    /// The trace id that follows from its bytes.
    var id: String
    /// How it stands in its file.
    var setting = MappingProposal.Setting.whole
}

/// Walks over the records of a path: a file with one or many, a folder, or standard input.
///
/// Files of JSON lines are read line by line, so that memory does not grow with the file.
struct RecordReader {
    let options: ImportOptions
    let storage: any Storage
    /// The format that the user names; `nil` to tell it from each record.
    let format: RecordFormat?

    /// What a walk meets, one after another.
    typealias Visit = (Result<FoundRecord, TraceError>) throws(TraceError) -> Void

    private static let deepest = 12

    /// Visits every record of a path; a record that cannot be read is visited as its error, and the walk goes on.
    func walk(_ path: String, _ visit: Visit) throws(TraceError) {
        if path != "-", let entry = try storage.entry(path), entry.isFolder {
            let found = try walkFolder(path, depth: 0, visit)
            guard found else {
                throw TraceError(
                    .unknownFormat, "expected a record in the folder \(path), found no file that is one")
            }
            return
        }
        try walkFile(path, isAsked: true, visit)
    }

    // MARK: Folders

    /// Returns whether a folder holds any file that was visited.
    private func walkFolder(_ path: String, depth: Int, _ visit: Visit) throws(TraceError) -> Bool {
        guard depth < RecordReader.deepest else { return false }
        let names = try storage.list(path)
        // A folder that is one record has a file of a known name; others beside it are its companions.
        for name in RecordFormat.mainFiles where options.mapping == nil && names.contains(name) {
            try walkFile(StoragePath.join(path, name), isAsked: true, visit)
            return true
        }
        var found = false
        for name in names where !name.hasPrefix(".") && name != "blobs" {
            let inner = StoragePath.join(path, name)
            guard let entry = (try? storage.entry(inner)) ?? nil else { continue }
            if entry.isFolder {
                if try walkFolder(inner, depth: depth + 1, visit) { found = true }
            } else if [".json", ".jsonl", ".ndjson", ".tsv"].contains(where: { name.hasSuffix($0) }) {
                if try walkFile(inner, isAsked: false, visit) { found = true }
            }
        }
        return found
    }

    // MARK: Files

    @discardableResult
    private func walkFile(_ path: String, isAsked: Bool, _ visit: Visit) throws(TraceError) -> Bool {
        let folder = RecordFolder(path: StoragePath.folder(of: path), storage: storage)
        let reader = LineReader(try storage.open(path), limit: options.recordLimit, path: path)
        guard let first = try reader.next() else {
            if isAsked { throw TraceError(.unknownFormat, "\(path): expected a record, found an empty file") }
            return false
        }
        var line = first
        // Editors on Windows put a byte order mark before the text.
        if line.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { line.bytes.removeFirst(3) }
        if let found = ForeignFile.nameOfNoRecord(line.bytes) {
            guard isAsked else { return false }
            throw TraceError(.unknownFormat, "\(path): expected a record, found \(found)")
        }
        let isLines = path.hasSuffix(".jsonl") || path.hasSuffix(".ndjson")
        if let mapping = options.mapping {
            return try walkMapped(line, reader, path, folder, mapping: mapping, isAsked: isAsked, visit)
        }
        let opening = line.bytes[...].trimmed.first
        let isJSON = isLines || path.hasSuffix(".json")
        if options.family != nil, !isJSON {
            return try walkText(line, reader, path, folder, isAsked: isAsked, visit)
        }
        if path.hasSuffix(".tsv") { return try walkTable(line, reader, path, folder, visit) }
        if !isLines, opening != UInt8(ascii: "{"), opening != UInt8(ascii: "[") {
            return try walkText(line, reader, path, folder, isAsked: isAsked, visit)
        }
        // One record on one line is a whole value; a value over several lines does not end with the first.
        let isMany = try isLineOfMany(line, reader)
        if isLines || isMany {
            return try walkLines(line, reader, path, folder, isAsked: isAsked, visit)
        }
        let bytes = try reader.rest(after: line)
        let value: JSONValue
        do throws(TraceError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            if !isAsked { return false }
            throw RecordReader.located(error, in: bytes, path: path)
        }
        return try walkValue(value, bytes, path, folder, isAsked: isAsked, visit)
    }

    /// Whether the first line is a whole value and another line follows.
    func isLineOfMany(_ line: LineReader.Line, _ reader: LineReader) throws(TraceError) -> Bool {
        guard try reader.peek() != nil else { return false }
        return (try? JSONValue(parsing: line.bytes)) != nil
    }

    /// A file that is one value: one record, or a list of records.
    private func walkValue(
        _ value: JSONValue, _ bytes: [UInt8], _ path: String, _ folder: RecordFolder, isAsked: Bool, _ visit: Visit
    ) throws(TraceError) -> Bool {
        let name = StoragePath.name(of: path)
        let whole = SourceRecord(value, fileName: name, folder: folder)
        if let format = choose(for: whole, shape: .record) {
            try visit(
                .success(FoundRecord(record: whole, format: format, path: path, ordinal: 0, id: id(of: bytes, 0))))
            return true
        }
        guard let elements = value.array, let first = elements.first,
            choose(for: SourceRecord(first, pointer: "/0", fileName: name, folder: folder), shape: .record) != nil
        else {
            if !isAsked { return false }
            throw unknown(value, path)
        }
        for (ordinal, element) in elements.enumerated() where options.wants(ordinal) {
            let record = SourceRecord(element, pointer: "/\(ordinal)", fileName: name, folder: folder)
            try visitRecord(record, path, ordinal, id(of: bytes, ordinal), setting: .element, visit)
        }
        try checkWanted(elements.count, path)
        return true
    }

    /// A file of lines: a record a line, or one record over all of them.
    private func walkLines(
        _ first: LineReader.Line, _ reader: LineReader, _ path: String, _ folder: RecordFolder, isAsked: Bool,
        _ visit: Visit
    ) throws(TraceError) -> Bool {
        let name = StoragePath.name(of: path)
        if let value = try? JSONValue(parsing: first.bytes) {
            let probe = SourceRecord(.array([value]), fileName: name, folder: folder)
            if let format = choose(for: probe, shape: .lines) {
                return try walkWhole(first, reader, path, folder, format, visit)
            }
            if let format = choose(for: probe, shape: .groups) {
                return try walkGroups(first, reader, path, folder, format, visit)
            }
            if let second = try reader.peek(), isOneLog(value, second.bytes, name, folder) {
                return try walkWhole(first, reader, path, folder, .generic, visit)
            }
            if !isAsked,
                choose(for: SourceRecord(value, pointer: "/0", fileName: name, folder: folder), shape: .record) == nil
            {
                return false
            }
        } else if !isAsked {
            return false
        }
        var ordinal = 0
        var line: LineReader.Line? = first
        while let current = line {
            if current.bytes.contains(where: { $0 > 0x20 }) {
                if options.wants(ordinal) {
                    do throws(TraceError) {
                        let value = try JSONValue(parsing: current.bytes)
                        let record = SourceRecord(value, pointer: "/\(ordinal)", fileName: name, folder: folder)
                        try visitRecord(record, path, ordinal, id(of: current.bytes, ordinal), visit)
                    } catch  where error.offset != nil && error.location == nil {
                        var error = error
                        error.location = TraceError.Location(
                            file: path, line: current.number, column: (error.offset ?? 0) + 1)
                        try visit(.failure(error))
                    }
                }
                ordinal += 1
            }
            if let wanted = options.record, ordinal > wanted { return true }
            line = try reader.next()
        }
        try checkWanted(ordinal, path)
        return true
    }

    /// Whether the first two lines are of no format by themselves: then the lines are one log, if it names an image at all.
    private func isOneLog(_ first: JSONValue, _ second: [UInt8], _ name: String, _ folder: RecordFolder) -> Bool {
        guard format == nil || format?.name == RecordFormat.generic.name, let next = try? JSONValue(parsing: second)
        else {
            return false
        }
        let found = [first, next].enumerated().map { index, value in
            Importer.formats.first {
                $0.shape == .record
                    && $0.detect(SourceRecord(value, pointer: "/\(index)", fileName: name, folder: folder))
            }?.name
        }
        let isLoose = found.allSatisfy { $0 == nil || $0 == RecordFormat.generic.name }
        return isLoose && found.contains(nil)
    }

    /// A file of lines that are one record.
    private func walkWhole(
        _ first: LineReader.Line, _ reader: LineReader, _ path: String, _ folder: RecordFolder,
        _ format: RecordFormat, _ visit: Visit
    ) throws(TraceError) -> Bool {
        var values: [JSONValue] = []
        var hasher = SHA256Hasher()
        var line: LineReader.Line? = first
        while let current = line {
            hasher.update(current.bytes)
            if current.bytes.contains(where: { $0 > 0x20 }) {
                do throws(TraceError) {
                    values.append(try JSONValue(parsing: current.bytes))
                } catch {
                    var error = error
                    error.location = TraceError.Location(
                        file: path, line: current.number, column: (error.offset ?? 0) + 1)
                    throw error
                }
            }
            line = try reader.next()
        }
        let record = SourceRecord(.array(values), fileName: StoragePath.name(of: path), folder: folder)
        // Lines of no format are a log only if one of them names an image.
        guard format.name != RecordFormat.generic.name || format.detect(record) else {
            throw unknown(values.first ?? record.value, path)
        }
        var found = FoundRecord(
            record: record, format: format, path: path, ordinal: 0, id: RecordReader.id(hasher.finalize()))
        found.setting = .lines
        try visit(.success(found))
        return true
    }

    /// A file of lines in which those of one prompt, one after another, are one record.
    private func walkGroups(
        _ first: LineReader.Line, _ reader: LineReader, _ path: String, _ folder: RecordFolder,
        _ format: RecordFormat, _ visit: Visit
    ) throws(TraceError) -> Bool {
        var values: [JSONValue] = []
        var hasher = SHA256Hasher()
        var (ordinal, start, count) = (0, 0, 0)
        func finish() throws(TraceError) {
            guard !values.isEmpty else { return }
            if options.wants(ordinal) {
                let record = SourceRecord(
                    .array(values), pointer: "/\(start)", fileName: StoragePath.name(of: path), folder: folder)
                let id = RecordReader.id(hasher.finalize())
                try visit(.success(FoundRecord(record: record, format: format, path: path, ordinal: ordinal, id: id)))
            }
            ordinal += 1
            values = []
            hasher = SHA256Hasher()
        }
        var line: LineReader.Line? = first
        while let current = line {
            if current.bytes.contains(where: { $0 > 0x20 }) {
                do throws(TraceError) {
                    let value = try JSONValue(parsing: current.bytes)
                    if let last = values.last, last["input"] != value["input"] { try finish() }
                    if values.isEmpty {
                        start = count
                        hasher.update(Array("#\(ordinal)".utf8))
                    }
                    hasher.update(current.bytes)
                    values.append(value)
                } catch  where error.offset != nil && error.location == nil {
                    var error = error
                    error.location = TraceError.Location(
                        file: path, line: current.number, column: (error.offset ?? 0) + 1)
                    try visit(.failure(error))
                }
                count += 1
            }
            line = try reader.next()
        }
        try finish()
        try checkWanted(ordinal, path)
        return true
    }

    /// A table with tabs: every row is a record whose keys stand in the first one.
    private func walkTable(
        _ header: LineReader.Line, _ reader: LineReader, _ path: String, _ folder: RecordFolder, _ visit: Visit
    ) throws(TraceError) -> Bool {
        func cells(_ line: [UInt8]) -> [String] {
            line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { cell in
                var cell = cell
                if cell.last == UInt8(ascii: "\r") { cell.removeLast() }
                guard cell.count >= 2, cell.first == UInt8(ascii: "\""), cell.last == UInt8(ascii: "\"") else {
                    return cell.text
                }
                return cell.dropFirst().dropLast().text.replacingAll("\"\"", with: "\"")
            }
        }
        let keys = cells(header.bytes)
        var ordinal = 0
        while let line = try reader.next() {
            guard line.bytes.contains(where: { $0 > 0x20 }) else { continue }
            if options.wants(ordinal) {
                let members = zip(keys, cells(line.bytes)).map { JSONMember($0, .string($1)) }
                let record = SourceRecord(
                    .object(members.uniqueKeys), pointer: "/\(ordinal)", fileName: StoragePath.name(of: path),
                    folder: folder)
                try visitRecord(record, path, ordinal, id(of: line.bytes, ordinal), visit)
            }
            ordinal += 1
        }
        try checkWanted(ordinal, path)
        return ordinal > 0
    }

    /// A file that is no JSON.
    private func walkText(
        _ first: LineReader.Line, _ reader: LineReader, _ path: String, _ folder: RecordFolder, isAsked: Bool,
        _ visit: Visit
    ) throws(TraceError) -> Bool {
        let bytes = try reader.rest(after: first)
        let text = SourceRecord(.string(bytes.text), fileName: StoragePath.name(of: path), folder: folder)
        let output = options.family == nil ? nil : RecordFormat.modelOutput(options)
        guard let format = output ?? choose(for: text, shape: .text) else {
            if !isAsked { return false }
            guard path.hasSuffix(".json") else { throw unknown(text.value, path) }
            // What should be JSON and is none is refused where it is wrong.
            do throws(TraceError) {
                _ = try JSONValue(parsing: bytes)
            } catch {
                throw RecordReader.located(error, in: bytes, path: path)
            }
            throw unknown(text.value, path)
        }
        try visit(.success(FoundRecord(record: text, format: format, path: path, ordinal: 0, id: id(of: bytes, 0))))
        return true
    }

    // MARK: Formats

    private func visitRecord(
        _ record: SourceRecord, _ path: String, _ ordinal: Int, _ id: @autoclosure () -> String,
        setting: MappingProposal.Setting = .whole, _ visit: Visit
    ) throws(TraceError) {
        guard let format = choose(for: record, shape: .record) else {
            var error = unknown(record.value, nil)
            error.location = TraceError.Location(file: path, line: ordinal + 1, column: 1)
            return try visit(.failure(error))
        }
        var found = FoundRecord(record: record, format: format, path: path, ordinal: ordinal, id: id())
        found.setting = setting
        try visit(.success(found))
    }

    private func choose(for record: SourceRecord, shape: RecordFormat.Shape) -> RecordFormat? {
        if let format {
            // The user's word counts, but a list of messages and a list of records must still be told apart.
            return format.shape == shape && (shape != .record || format.detect(record) || record.value.object != nil)
                ? format : nil
        }
        // By their places: a copy of a format counts references to all that it holds.
        let place = Importer.formats.indices.first {
            Importer.formats[$0].shape == shape && Importer.formats[$0].detect(record)
        }
        return place.map { Importer.formats[$0] }
    }

    /// The error of what is no record, with the file's name where no line of it is named.
    private func unknown(_ value: JSONValue, _ path: String?) -> TraceError {
        let wanted =
            format.map { "a record of \($0.name)" }
            ?? "a record of a known format (saccade import --list shows them), or JSON that names an image"
        var found = value.kindName
        if let text = value.string {
            let line = text.trimmed.split(whereSeparator: \.isNewline).first.map { String($0).cut(to: 60) } ?? ""
            found = "text that begins with \"\(line)\" (a model's plain output needs --family and --image)"
        }
        if let members = value.object, !members.isEmpty {
            let keys = members.prefix(6).map { "\"\($0.key.cut(to: 40))\"" }.joined(separator: ", ")
            found += " with \(keys)\(members.count > 6 ? " and \(members.count - 6) more" : "")"
        }
        return TraceError(.unknownFormat, "\(path.map { "\($0): " } ?? "")expected \(wanted), found \(found)")
    }

    func checkWanted(_ count: Int, _ path: String) throws(TraceError) {
        guard let wanted = options.record, !(0..<count).contains(wanted) else { return }
        throw TraceError(
            .invalidField, "expected a record from 0 to \(count - 1) in \(path), found \(wanted)")
    }

    // MARK: Ids and places

    func id(of bytes: [UInt8], _ ordinal: Int) -> String {
        var hasher = SHA256Hasher()
        hasher.update(bytes)
        if ordinal > 0 { hasher.update(Array("#\(ordinal)".utf8)) }
        return RecordReader.id(hasher.finalize())
    }

    /// Returns the trace id that a digest gives: its first 16 bytes, never all zero.
    static func id(_ digest: Digest) -> String {
        let id = digest.description.prefix(32)
        return id.utf8.allSatisfy { $0 == UInt8(ascii: "0") } ? String(id.dropLast()) + "1" : String(id)
    }

    /// Returns the error with the line and the column of its offset.
    static func located(_ error: TraceError, in bytes: [UInt8], path: String) -> TraceError {
        var error = error
        let offset = min(bytes.count, error.offset ?? 0)
        let before = bytes[..<offset]
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        error.location = TraceError.Location(file: path, line: line, column: offset - lineStart + 1)
        return error
    }
}
