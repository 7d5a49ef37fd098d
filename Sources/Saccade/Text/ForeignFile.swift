/// Tells by its first bytes what a file is that is no log.
package enum ForeignFile {
    private static let beginnings: [(bytes: [UInt8], name: String)] = [
        ([0x89, 0x50, 0x4E, 0x47], "a PNG picture"), ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
        (Array("GIF8".utf8), "a GIF picture"), (Array("RIFF".utf8), "a picture or sound in RIFF"),
        (Array("%PDF".utf8), "a PDF"), (Array("PK\u{3}\u{4}".utf8), "a ZIP archive: unpack it first"),
        ([0x1F, 0x8B], "gzip data: unpack it first"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd data: unpack it first"),
        (Array("BZh".utf8), "bzip2 data: unpack it first"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz data: unpack it first"),
        (Array("PAR1".utf8), "a Parquet file: write its rows as JSON Lines first"),
        (Array("ARROW1".utf8), "an Arrow file: write its rows as JSON Lines first"),
        ([0x80, 0x02], "a Python pickle: write it as JSON first"),
        ([0x80, 0x03], "a Python pickle: write it as JSON first"),
        ([0x80, 0x04], "a Python pickle: write it as JSON first"),
        ([0x80, 0x05], "a Python pickle: write it as JSON first"),
        ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59], "a NumPy array"), ([0x89, 0x48, 0x44, 0x46], "an HDF5 file"),
        (Array("SQLite format 3".utf8), "an SQLite database"), ([0x89, 0x4D, 0x43, 0x41, 0x50], "an MCAP file"),
        ([0xFF, 0xFE], "text in UTF-16: write it in UTF-8"), ([0xFE, 0xFF], "text in UTF-16: write it in UTF-8"),
        ([0xEF, 0xBB, 0xBF], "a byte order mark: write UTF-8 without one"),
        (Array("<".utf8), "XML or HTML"), (Array("[".utf8), "an array"),
    ]

    /// Returns what a file is, or `nil` if its first bytes are those of no known kind.
    package static func name(of bytes: some Collection<UInt8>) -> String? {
        beginnings.first { bytes.starts(with: $0.bytes) }?.name
    }

    /// Returns what a file is that cannot be another program's record either, or `nil`.
    package static func nameOfNoRecord(_ line: [UInt8]) -> String? {
        if line.starts(with: #"{"t":"trace.begin""#.utf8) { return "a trace, which needs no import" }
        // Records are JSON or text, and a model's text may begin with a tag.
        if line.first == UInt8(ascii: "[") || line.first == UInt8(ascii: "<") { return nil }
        return name(of: line)
    }

    /// Returns the error of a file whose first line is no event, which says what the file is.
    static func explain(_ error: TraceError, of line: [UInt8]) -> TraceError {
        let found: String
        if let name = name(of: line) {
            found = name
        } else if line.allSatisfy({ $0 <= 0x20 || $0 == UInt8(ascii: "{") }) {
            found = "JSON over several lines"
        } else if line.first == UInt8(ascii: "{") {
            // An event that is damaged or wrong is what it is.
            guard let record = try? JSONValue(parsing: line), case .object(let members) = record,
                let first = members.first, !members.contains(where: { $0.key == "t" })
            else { return error }
            found = "an object with \"\(first.key)\""
        } else if error.offset == 0, let words = error.message.firstRange(of: ", found ") {
            found = String(error.message[words.upperBound...])
        } else {
            return error
        }
        return TraceError(
            .missingHeader, "expected a log, which begins with trace.begin, found \(found)", offset: 0)
    }
}
