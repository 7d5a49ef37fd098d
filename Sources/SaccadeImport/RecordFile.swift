import Saccade
import SaccadeDigest

/// One record of a file: its value and where it stands there.
struct SourceRecord: Sendable {
    /// The value.
    var value: JSONValue
    /// JSON pointer of the value in the file, empty for the whole file; lines of JSON Lines count as elements.
    var pointer: String
}

/// A record's file, read and parsed.
struct RecordFile {
    let path: String
    /// The record that was asked for.
    let record: SourceRecord
    /// How many records the file holds.
    let count: Int
    /// The trace id of the record.
    let traceID: String

    /// Reads a file.
    ///
    /// - Throws: ``TraceError`` with line and column where the file is no JSON.
    init(path: String, storage: any Storage, limit: Int, wanted: Int) throws(TraceError) {
        self.path = path
        let bytes = try storage.contents(of: path, limit: limit)
        let value = try RecordFile.parse(bytes, path: path)
        if let records = RecordFile.records(in: value) {
            guard records.indices.contains(wanted) else {
                throw TraceError(
                    .invalidField, "expected a record from 0 to \(records.count - 1) in \(path), found \(wanted)")
            }
            record = SourceRecord(value: records[wanted], pointer: "/\(wanted)")
            count = records.count
        } else {
            guard wanted == 0 else {
                throw TraceError(.invalidField, "expected record 0 in \(path), which holds one, found \(wanted)")
            }
            record = SourceRecord(value: value, pointer: "")
            count = 1
        }
        var hasher = SHA256Hasher()
        hasher.update(bytes)
        if wanted > 0 { hasher.update(Array("#\(wanted)".utf8)) }
        let id = hasher.finalize().description.prefix(32)
        traceID = id.utf8.allSatisfy { $0 == UInt8(ascii: "0") } ? String(id.dropLast()) + "1" : String(id)
    }

    /// Returns the records of a file that holds a list of them, or `nil` if it holds one.
    ///
    /// A list of messages is one record: its elements have roles.
    private static func records(in value: JSONValue) -> [JSONValue]? {
        guard case .array(let elements) = value, !elements.isEmpty else { return nil }
        let areRecords = elements.allSatisfy { element in
            element["role"] == nil && (element["messages"]?.array != nil || element.array != nil)
        }
        return areRecords ? elements : nil
    }

    private static func parse(_ bytes: [UInt8], path: String) throws(TraceError) -> JSONValue {
        var start = 0
        // Editors on Windows put a byte order mark before the text.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
        if path.hasSuffix(".jsonl") || path.hasSuffix(".ndjson") {
            return try parseLines(bytes, from: start, path: path)
        }
        do throws(TraceError) {
            return try JSONValue(parsing: start == 0 ? bytes : Array(bytes[start...]))
        } catch {
            throw located(error, in: bytes, base: start, path: path)
        }
    }

    private static func parseLines(_ bytes: [UInt8], from start: Int, path: String) throws(TraceError) -> JSONValue {
        var elements: [JSONValue] = []
        var position = start
        while position < bytes.count {
            let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let line = Array(bytes[position..<end])
            if line.contains(where: { $0 > 0x20 }) {
                do throws(TraceError) {
                    elements.append(try JSONValue(parsing: line))
                } catch {
                    throw located(error, in: bytes, base: position, path: path)
                }
            }
            position = end + 1
        }
        return .array(elements)
    }

    /// Returns the error with the line and the column of its offset.
    private static func located(_ error: TraceError, in bytes: [UInt8], base: Int, path: String) -> TraceError {
        var error = error
        let offset = min(bytes.count, base + (error.offset ?? 0))
        let before = bytes[..<offset]
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        error.location = TraceError.Location(file: path, line: line, column: offset - lineStart + 1)
        return error
    }
}
