/// A file of the binary encoding, and the segments beside it that its traces go on in.
///
/// A trace belongs to the segment in which it begins. Its other pieces are found in the segments with higher numbers under
/// the same name: each says which traces are open at its end, so that no more files are opened than hold something.
final class SegmentChain {
    /// A trace's events in one segment.
    struct Piece {
        let reader: ContainerReader
        let trace: ContainerReader.Trace
        /// The segment's number; `nil` for a file that is none of several.
        let number: Int?
    }

    let reader: ContainerReader
    private let files: SegmentFiles?
    private let number: Int?
    private lazy var others = (try? files?.all()) ?? []
    /// The segments that were opened last; `nil` for one that cannot be read.
    private var opened: [(number: Int, reader: ContainerReader?)] = []

    private static let mostOpened = 4

    init(_ reader: ContainerReader, storage: any Storage) {
        self.reader = reader
        let place = SegmentFiles.of(reader.path, storage: storage)
        files = place?.files
        number = place?.number
    }

    /// Why there is no more than what is read: the file was not finished, or some of its traces begin in a segment that is
    /// not there.
    var ending: TraceError? {
        if let ending = reader.ending { return ending }
        let orphans = reader.traces.filter { $0.first > 0 && !hasBeginning($0) }
        guard let first = orphans.first else { return nil }
        let name = orphans.count == 1 ? "trace \(first.id) begins" : "\(orphans.count) traces begin"
        return TraceError(.missingHeader, "\(reader.path): \(name) in an earlier segment, which is not here")
    }

    /// Returns the next piece of a trace after one of its pieces.
    ///
    /// - Parameter expected: The ordinal of the event that comes next.
    func piece(after piece: Piece, expecting expected: Int) -> Piece? {
        guard var number = piece.number else { return nil }
        var says = piece.reader.goesOn(piece.trace.id)
        while says != false, let next = others.first(where: { $0.number > number }) {
            number = next.number
            // A segment that cannot be read says nothing; the trace may go on behind it.
            guard let reader = open(next) else { continue }
            let pieces = reader.traces(continuing: piece.trace.id)
            if let trace = pieces.first(where: { $0.first == expected }) ?? pieces.first {
                return Piece(reader: reader, trace: trace, number: number)
            }
            says = reader.goesOn(piece.trace.id)
        }
        return nil
    }

    /// Returns the first piece of a trace of the file.
    func piece(of trace: ContainerReader.Trace) -> Piece { Piece(reader: reader, trace: trace, number: number) }

    /// Returns whether an earlier segment is there that has a trace, or says that it was open.
    private func hasBeginning(_ trace: ContainerReader.Trace) -> Bool {
        guard let number else { return false }
        for other in others.reversed() where other.number < number {
            guard let reader = open(other) else { continue }
            if reader.traces.contains(where: { $0.id == trace.id }) { return true }
            if let says = reader.goesOn(trace.id) { return says }
        }
        return false
    }

    /// Returns the bytes of a blob that the traces of the file have, wherever they are.
    func blob(_ digest: Digest) throws(TraceError) -> [UInt8]? {
        if let bytes = try reader.blob(digest) { return bytes }
        guard let number else { return nil }
        let ids = Set(reader.traces.filter { $0.first == 0 }.map(\.id))
        var last = reader
        for other in others where other.number > number {
            guard last.goesOn(anyOf: ids) else { break }
            guard let reader = open(other) else { continue }
            if let bytes = try reader.blob(digest) { return bytes }
            last = reader
        }
        // What was written at the end of a segment may be named first at the beginning of the next.
        guard let before = others.last(where: { $0.number < number }) else { return nil }
        return try open(before)?.blob(digest)
    }

    private func open(_ file: SegmentFiles.File) -> ContainerReader? {
        if let index = opened.firstIndex(where: { $0.number == file.number }) {
            let found = opened.remove(at: index)
            opened.append(found)
            return found.reader
        }
        let reader = try? files.map { (files) throws(TraceError) in
            try ContainerReader(path: file.path, storage: files.storage)
        }
        opened.append((file.number, reader))
        if opened.count > SegmentChain.mostOpened { opened.removeFirst() }
        return reader
    }
}
