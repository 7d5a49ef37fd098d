import Saccade

/// A log that is being read through the C interface.
final class OpenReader: Sendable {
    /// The files, and where reading is.
    private struct Reading: ~Copyable {
        var files: [TraceFile]
        var index = 0
        var reader: TraceReader?
    }

    private let reading: Lock<Reading>
    private let selector: TraceSelector?

    /// Opens a file, or all traces of a folder.
    init(path: String, selecting selector: TraceSelector?) throws(TraceError) {
        let files = try TraceFolder.files(at: path).map { TraceFile(path: $0) }
        self.selector = selector
        // Of the first file the caller is told at once if it cannot be read.
        if let first = files.first { _ = try TraceReader(path: first.path, selecting: selector) }
        reading = Lock(Reading(files: files))
    }

    /// Returns the bytes of the next event, or `nil` at the end.
    ///
    /// - Throws: ``TraceError`` for an event that cannot be read; the next call goes on after it.
    func next() throws(TraceError) -> [UInt8]? {
        try reading.withLock { (reading) throws(TraceError) in
            while reading.index < reading.files.count {
                if reading.reader == nil {
                    let path = reading.files[reading.index].path
                    do throws(TraceError) {
                        reading.reader = try TraceReader(path: path, selecting: selector)
                    } catch {
                        // The next call goes on with the next file.
                        reading.index += 1
                        throw error
                    }
                }
                do throws(TraceError) {
                    if let entry = try reading.reader?.next() { return entry.source }
                } catch {
                    if error.code == .fileSystem || error.code == .limitExceeded {
                        (reading.reader, reading.index) = (nil, reading.index + 1)
                    }
                    throw error
                }
                let ending = reading.reader?.ending
                (reading.reader, reading.index) = (nil, reading.index + 1)
                if let ending, ending.code != .truncated { throw ending }
            }
            return nil
        }
    }

    /// Returns the bytes with a digest, from whichever file has them.
    func blob(_ digest: Digest) throws(TraceError) -> [UInt8] {
        let files = reading.withLock { $0.files }
        var missing: TraceError?
        for file in files {
            do throws(TraceError) { return try file.blob(digest) } catch {
                guard error.code == .missingBlob else { throw error }
                missing = error
            }
        }
        throw missing ?? TraceError(.missingBlob, "expected a file to find \(digest) in, found none")
    }

    /// Returns the state of each trace after its last event, as JSON.
    func states() throws(TraceError) -> JSONValue {
        let files = reading.withLock { $0.files }
        var states: [JSONValue] = []
        for file in files {
            try file.forEach(selecting: selector) { state in states.append(state.json) }
        }
        return .array(states)
    }
}
