import Saccade

/// Reads a file line by line, keeping one piece of it in memory.
final class LineReader {
    /// A line without its end.
    struct Line {
        var bytes: [UInt8]
        /// From 1.
        var number: Int
    }

    private let file: any StorageFile
    private let limit: Int
    private let path: String
    private var buffer: [UInt8] = []
    private var position = 0
    private var isAtEnd = false
    private var number = 0
    private var ahead: Line?

    init(_ file: any StorageFile, limit: Int, path: String) {
        self.file = file
        self.limit = limit
        self.path = path
    }

    /// Returns the next line, or `nil` at the end.
    func next() throws(TraceError) -> Line? {
        if let line = ahead {
            ahead = nil
            return line
        }
        var searched = position
        while true {
            if let end = buffer.index(of: UInt8(ascii: "\n"), from: searched) {
                defer { position = end + 1 }
                return line(upTo: end)
            }
            searched = buffer.count
            guard try fill(&searched) else {
                guard position < buffer.count else { return nil }
                defer { position = buffer.count }
                return line(upTo: buffer.count)
            }
        }
    }

    /// Returns the next line without taking it.
    func peek() throws(TraceError) -> Line? {
        if ahead == nil { ahead = try next() }
        return ahead
    }

    /// Returns a line that was taken and everything behind it.
    func rest(after line: Line) throws(TraceError) -> [UInt8] {
        var bytes = line.bytes
        if let ahead {
            bytes.append(UInt8(ascii: "\n"))
            bytes += ahead.bytes
        }
        ahead = nil
        var searched = buffer.count
        while try fill(&searched) {
            guard buffer.count - position + bytes.count <= limit else { throw tooLong() }
        }
        if position < buffer.count {
            bytes.append(UInt8(ascii: "\n"))
            bytes += buffer[position...]
        }
        position = buffer.count
        return bytes
    }

    private func line(upTo end: Int) -> Line {
        number += 1
        return Line(bytes: Array(buffer[position..<end]), number: number)
    }

    /// Reads another piece; moves what is left to the front first.
    private func fill(_ searched: inout Int) throws(TraceError) -> Bool {
        if isAtEnd { return false }
        if position > 0 {
            buffer.removeFirst(position)
            searched -= position
            position = 0
        }
        guard buffer.count <= limit else { throw tooLong() }
        let piece = try file.read(upTo: 1 << 20)
        if piece.isEmpty {
            isAtEnd = true
            return false
        }
        buffer += piece
        return true
    }

    private func tooLong() -> TraceError {
        TraceError(.limitExceeded, "expected a record of at most \(limit) bytes: \(path)")
    }
}
