/// Reads what is whole of a text log, line by line, and says what is not.
///
/// A line that is no event is a loss; reading goes on with the next line. Where a torn line was written over, the event
/// at its end is found.
final class TextSalvage {
    /// What comes next in the log.
    enum Piece {
        /// A whole event, and its bytes.
        case event(Event, source: [UInt8])
        /// Something that cannot be read.
        case loss(Loss)
    }

    private let file: any StorageFile
    private let decoder = EventDecoder()
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    /// The offset of the buffer in the log.
    private var base = 0
    private var line = 0
    /// An event that was found at the end of a damaged line.
    private var following: Piece?
    /// What stopped the reading of the file, if it was not its end.
    private var failure: TraceError?

    /// Creates a salvage of an open log.
    init(_ file: any StorageFile) { self.file = file }

    /// Returns what comes next, or `nil` at the end.
    ///
    /// - Throws: ``TraceError`` with code `file-system` if the file cannot be read, or `unsupported-version` if an event
    ///   needs a newer version of this library.
    func next() throws(TraceError) -> Piece? {
        if let piece = following {
            following = nil
            return piece
        }
        while let line = try nextLine() {
            if line.length == 0 { continue }
            do throws(TraceError) {
                guard line.length <= EventDecoder.maximumSize else {
                    throw TraceError(.limitExceeded, "expected a line of at most \(EventDecoder.maximumSize) bytes")
                }
                return .event(try decoder.decode(line.bytes), source: line.bytes)
            } catch {
                if error.code == .unsupportedVersion { throw error }
                return damaged(line, error)
            }
        }
        guard let failure else { return nil }
        self.failure = nil
        return .loss(
            Loss(
                line: line + 1, offset: base + start, reason: .damage,
                note: "the packing is damaged: \(failure.message)"))
    }

    /// Describes a damaged line, and looks for a whole event at its end.
    private func damaged(_ line: Line, _ error: TraceError) -> Piece {
        var lost = line.length
        for index in TextSalvage.beginnings(in: line.bytes) where index > 0 {
            let suffix = Array(line.bytes[index...])
            guard let event = try? decoder.decode(suffix) else { continue }
            following = .event(event, source: suffix)
            lost = line.length - suffix.count
            break
        }
        let isTorn = !line.isWhole && following == nil
        let note = isTorn ? "the log ends inside a line" : "the line cannot be read"
        return .loss(
            Loss(
                line: self.line, offset: line.offset, bytes: lost, reason: isTorn ? .crash : .damage,
                note: "\(note): \(error.message)"))
    }

    /// The most places in a damaged line at which an event is looked for.
    private static let mostTries = 16

    /// Returns the offsets at which an event in the writers' spelling could begin.
    private static func beginnings(in bytes: [UInt8]) -> [Int] {
        let pattern = Array("{\"t\":\"".utf8)
        var found: [Int] = []
        bytes.withUnsafeBufferPointer { buffer in
            var index = 0
            while index + pattern.count <= buffer.count, found.count < mostTries {
                if buffer[index] == pattern[0], buffer[index..<index + pattern.count].elementsEqual(pattern) {
                    found.append(index)
                }
                index += 1
            }
        }
        return found
    }

    /// A line of the log.
    private struct Line {
        /// What stands in it without its end; only its tail if it is longer than any event may be.
        var bytes: [UInt8]
        /// The offset of its first byte in the log.
        var offset: Int
        /// How long it is.
        var length: Int
        /// Whether its end is there.
        var isWhole: Bool
    }

    /// Returns the next line, or `nil` at the end.
    private func nextLine() throws(TraceError) -> Line? {
        var searched = start
        var dropped = 0
        while true {
            let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n"))
            if end != nil || isAtEnd {
                guard end != nil || start < buffer.count else { return nil }
                let bytes = Array(buffer[start..<(end ?? buffer.count)])
                let result = Line(
                    bytes: bytes, offset: base + start - dropped, length: dropped + bytes.count, isWhole: end != nil)
                start = end.map { $0 + 1 } ?? buffer.count
                line += 1
                return result
            }
            searched = buffer.count
            let piece = try nextPiece()
            if piece.isEmpty {
                isAtEnd = true
                continue
            }
            var excess = start
            // What a line has beyond the longest event is lost; its beginning need not be kept.
            if buffer.count - start > EventDecoder.maximumSize + 1 {
                excess = buffer.count - EventDecoder.maximumSize - 1
                dropped += excess - start
            }
            if excess > 0 {
                buffer.removeFirst(excess)
                base += excess
                searched -= excess
                start = 0
            }
            buffer += piece
        }
    }

    /// Reads on; what a damaged packing hides is a loss and no error.
    private func nextPiece() throws(TraceError) -> [UInt8] {
        do throws(TraceError) {
            return try file.read(upTo: 1 << 18)
        } catch {
            if error.code == .fileSystem || error.code == .unsupportedVersion { throw error }
            failure = error
            return []
        }
    }
}
