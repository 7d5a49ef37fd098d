import Foundation
import Saccade
import SaccadeDigest

/// What is found of a recorder's traces afterwards.
struct RecorderFolder {
    /// How many steps of each trace have ended.
    var steps: [String: Int] = [:]
    /// The events of each trace that are there or in the count of a gap, without its beginning and its end.
    var accounted: [String: Int] = [:]
    /// How many files end in the midst of something.
    var torn = 0
    /// What contradicts itself, is another than was recorded, or is not said.
    var failures: [String] = []

    /// Reads every file of a folder.
    ///
    /// - Parameter isDamaged: Whether files may have been damaged below the recorder; then a reader goes on behind what it
    ///   cannot read, and an ordinal may be missing.
    init(_ folder: String, storage: any Storage = FileStorage(), isDamaged: Bool = false) throws {
        // A process that was killed before its first write leaves no file, and has acknowledged nothing.
        let hasFiles = try storage.list(folder).contains { $0.contains(".mcap") }
        for path in hasFiles ? try TraceFolder.files(at: folder, storage: storage) : [] {
            guard isDamaged else {
                try read(path, storage) { throw $0 }
                try look(at: path, storage)
                continue
            }
            var errors = 0
            try? read(path, storage) { error in
                errors += 1
                if errors > 1000 { throw error }
            }
        }
    }

    private mutating func read(
        _ path: String, _ storage: any Storage, _ onError: (TraceError) throws -> Void
    ) throws {
        let reader = try TraceReader(path: path, storage: storage)
        let file = TraceFile(path: path, storage: storage)
        var structure = LogStructure()
        var (id, number) = ("", "")
        while true {
            let entry: LogEntry
            do throws(TraceError) {
                guard let next = try reader.next() else { return }
                entry = next
            } catch {
                try onError(error)
                continue
            }
            if case .traceBegin(let begin) = entry.event.body {
                (id, structure) = (begin.id, LogStructure())
                number = String(begin.task?.split(separator: " ").last ?? "")
            }
            if let misfit = structure.misfit(of: entry.event) { failures.append("\(path): \(misfit.message)") }
            structure.apply(entry.event)
            count(entry.event.body, of: id)
            if let other = difference(entry.event.body, trace: number, file) {
                failures.append("\(path): \(other)")
            }
        }
    }

    private mutating func count(_ body: EventBody, of id: String) {
        switch body {
        case .traceBegin, .traceEnd: break
        case .gap(let gap): accounted[id, default: 0] += gap.events ?? 0
        case .stepEnd:
            steps[id, default: 0] += 1
            accounted[id, default: 0] += 1
        default: accounted[id, default: 0] += 1
        }
    }

    /// Returns in what an event of the probe's is another than it recorded, where the event says which one it is.
    private func difference(_ body: EventBody, trace: String, _ file: TraceFile) -> String? {
        switch body {
        case .stepText(let text):
            guard text.text.hasPrefix("text of step "), !trace.isEmpty else { return nil }
            let expected = "text of step \(text.step + 1) of trace \(trace)"
            return text.text == expected ? nil : "expected \"\(expected)\", found \"\(text.text)\""
        case .region(let region):
            guard let label = region.label, label.hasPrefix("dot ") else { return nil }
            return label == "dot \((region.step ?? 0) + 1)" ? nil : "the label of region \(region.n) is \(label)"
        case .image(let image):
            guard let digest = image.digest else { return nil }
            let isThere = (try? file.bytes(of: image)).map { Digest(of: $0) == digest } ?? false
            return isThere ? nil : "image \(image.n) is not there"
        default: return nil
        }
    }

    /// Notes whether a file ends in the midst of a record, and whether its reader says so.
    private mutating func look(at path: String, _ storage: any Storage) throws {
        let bytes = try storage.contents(of: path)
        var end = 8
        while end + 9 <= bytes.count {
            let length = bytes[end + 1..<end + 9].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            guard length <= UInt64(bytes.count - end - 9) else { break }
            end += 9 + Int(length)
        }
        // A finished file has its magic again behind the last record.
        let isFinished = bytes.suffix(8) == bytes.prefix(8) && bytes.count - end == 8
        guard !isFinished else { return }
        if end != bytes.count { torn += 1 }
        let reader = try? ContainerReader(path: path, storage: storage)
        // A file whose first bytes never came is refused, which says it, too.
        if let reader, reader.ending == nil { failures.append("\(path): byte \(end): a torn tail that nobody reports") }
    }
}
