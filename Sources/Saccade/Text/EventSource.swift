#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What gives the bytes of a log's events one after another, whatever its encoding; the traces come one after another too.
protocol EventSource: AnyObject {
    /// The number of the event that came last, or its line in a text log; from 1.
    var line: Int { get }
    /// Returns the bytes of the next event, or `nil` at the end.
    ///
    /// - Throws: ``TraceError`` for what cannot be read; the next call goes on after it.
    func next() throws(TraceError) -> [UInt8]?
    /// How many traces were passed over so far because they were not asked for.
    var skippedTraces: Int { get }
}

extension EventSource {
    var skippedTraces: Int { 0 }
}

/// The lines of a text log.
final class TextLines: EventSource {
    private let file: any StorageFile
    // These change with every line, and nothing that is called meanwhile comes back here (Docs/Decisions/0072).
    @exclusivity(unchecked) private var buffer: [UInt8] = []
    @exclusivity(unchecked) private var start = 0
    private var isAtEnd = false
    @exclusivity(unchecked) private(set) var line = 0
    /// The number of lines that were skipped because nothing stands in them.
    private(set) var emptyLines = 0

    init(_ file: any StorageFile) { self.file = file }

    /// Returns the next line that is not empty, without its end.
    func next() throws(TraceError) -> [UInt8]? {
        while true {
            var searched = start
            var found: Int?
            while true {
                found = TextLines.lineEnd(in: buffer, from: searched)
                if found != nil || isAtEnd { break }
                searched = buffer.count
                guard searched - start <= EventDecoder.maximumSize else {
                    line += 1
                    throw TraceError(
                        .limitExceeded, "expected a line of at most \(EventDecoder.maximumSize) bytes", offset: 0)
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
            emptyLines += 1
        }
    }

    private static func lineEnd(in buffer: [UInt8], from start: Int) -> Int? {
        buffer.withUnsafeBufferPointer { bytes in
            guard start < bytes.count, let base = bytes.baseAddress,
                let found = memchr(base + start, 0x0A, bytes.count - start)
            else { return nil }
            return UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
    }
}
