import Saccade

extension Campaign {
    /// Readers on damaged files: what they give out is true, and what they cannot read is said.
    static let containerReading = Campaign(name: "mcap-reading", title: "Reading damaged MCAP files") { share in
        let files = try ContainerDamage.smallFiles()
        let cut = files.map { ContainerReading.truncations(of: $0.bytes, name: $0.name, share: share) }
        let flipped = files.prefix(5).map { ContainerReading.flips(in: $0.bytes, name: $0.name, share: share) }
        return [
            Figure(
                "\(cut.count) files cut off at every byte, \(cut.reduce(0) { $0 + $1.runs }) runs",
                "exactly the events of the whole chunks are read, by index and as a stream, and the cut is said",
                failures: cut.flatMap(\.failures)),
            Figure(
                "\(flipped.count) files with each bit flipped, \(flipped.reduce(0) { $0 + $1.runs }) runs",
                "no event is another, by index or as a stream, and whatever is not read is said",
                failures: flipped.flatMap(\.failures)),
        ]
    }
}

/// Reads damaged MCAP files.
private enum ContainerReading {
    /// What a reader found.
    private struct Reading {
        var events: [[UInt8]] = []
        /// What it said of the rest.
        var remark: TraceError?
    }

    /// Cuts a file off at every `share`th byte.
    static func truncations(of bytes: [UInt8], name: String, share: Int) -> Damage.Outcome {
        var outcome = Damage.Outcome()
        let map = ContainerMap(bytes)
        for length in stride(from: 0, to: bytes.count, by: share) {
            outcome.runs += 1
            let whole = map.chunks.filter { $0.record.upperBound <= length }.flatMap(\.events).map { map.events[$0] }
            for isStream in [false, true] {
                let what = "\(name) cut at \(length) \(isStream ? "as a stream" : "by index")"
                let reading = read(Array(bytes[..<length]), isStream: isStream)
                if reading.remark == nil { outcome.failures.append("\(what): nothing is said") }
                if reading.events != whole { outcome.failures.append("\(what): \(reading.events.count) events") }
            }
        }
        return outcome
    }

    /// Flips every `share`th bit of a file.
    static func flips(in bytes: [UInt8], name: String, share: Int) -> Damage.Outcome {
        var outcome = Damage.Outcome()
        let map = ContainerMap(bytes)
        for bit in stride(from: 0, to: 8 * bytes.count, by: share) {
            outcome.runs += 1
            var damaged = bytes
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            for isStream in [false, true] {
                let what = "\(name) bit \(bit) \(isStream ? "as a stream" : "by index")"
                let reading = read(damaged, isStream: isStream)
                if !map.events.starts(with: reading.events) { outcome.failures.append("\(what): another event") }
                if reading.events.count < map.events.count, reading.remark == nil {
                    outcome.failures.append("\(what): \(reading.events.count) events, and nothing is said")
                }
            }
        }
        return outcome
    }

    private static func read(_ bytes: [UInt8], isStream: Bool) -> Reading {
        let storage = MemoryStorage()
        storage["t.mcap"] = bytes
        var reading = Reading()
        do throws(TraceError) {
            let reader =
                isStream
                ? try TraceReader(path: "t.mcap", storage: PipedStorage(bytes))
                : try TraceReader(path: "t.mcap", storage: storage)
            while let entry = try reader.next() { reading.events.append(entry.source) }
            reading.remark = reader.ending
        } catch {
            reading.remark = error
        }
        // A cut may leave nothing that could be an event, and nobody would take that for a trace.
        if reading.events.isEmpty, reading.remark == nil {
            reading.remark = TraceError(.missingHeader, "no trace")
        }
        return reading
    }
}

/// A storage of one file that can only be read from its beginning to its end.
struct PipedStorage: Storage {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func open(_ path: String) -> any StorageFile { PipedFile(bytes) }
    func create(_ path: String, replacing: Bool) throws(TraceError) -> any StorageFile { throw refusal }
    func rename(_ path: String, to newPath: String) throws(TraceError) { throw refusal }
    func remove(_ path: String) throws(TraceError) { throw refusal }
    func createFolder(_ path: String) throws(TraceError) { throw refusal }
    func list(_ path: String) -> [String] { [] }
    func entry(_ path: String) -> StorageEntry? { nil }
    func syncFolder(_ path: String) throws(TraceError) { throw refusal }

    private var refusal: TraceError { TraceError(.fileSystem, "a pipe is only for reading") }
}

/// A pipe.
final class PipedFile: StorageFile {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func read(upTo count: Int) -> [UInt8] {
        let piece = Array(bytes[position...].prefix(count))
        position += piece.count
        return piece
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(TraceError) {}
    func sync() throws(TraceError) {}
    func truncate(to size: Int) throws(TraceError) {}
    func close() throws(TraceError) {}
}
