import Saccade
import SaccadeDigest

extension Campaign {
    /// MCAP files that are cut off anywhere, have a flipped bit, or have lost the head of a chunk.
    static let containerRecovery = Campaign(name: "mcap-recovery", title: "Recovery of MCAP files") { share in
        let files = try ContainerDamage.smallFiles()
        let cut = files.map { ContainerDamage.truncations(of: $0.bytes, name: $0.name, share: share) }
        let flipped = files.prefix(5).map { ContainerDamage.flips(in: $0.bytes, name: $0.name, share: share) }
        return [
            Figure(
                "\(cut.count) files cut off at every byte, \(cut.reduce(0) { $0 + $1.runs }) runs",
                "exactly the events that are whole come back, and whatever is lost is said",
                failures: cut.flatMap(\.failures)),
            Figure(
                "\(flipped.count) files with each bit flipped, \(flipped.reduce(0) { $0 + $1.runs }) runs",
                "exactly the events outside the damaged chunk come back, and the damage is said",
                failures: flipped.flatMap(\.failures)),
            // Fewer would not fill enough chunks for one in the middle.
            try ContainerDamage.zeroedHead(events: max(10_000, 100_000 / share)),
        ]
    }
}

/// Damages MCAP files and recovers them.
enum ContainerDamage {
    /// Ten small files: the logs of the conformance set that hold one trace, in chunks of a few events.
    static func smallFiles() throws -> [(name: String, bytes: [UInt8])] {
        let logs = try Logs.conformance().filter { !["two-traces.jsonl", "layer.jsonl"].contains($0.name) }
        return try logs.suffix(10).map { ($0.name, try container($0.bytes, chunkSize: 600)) }
    }

    /// Returns a text log as an MCAP file.
    private static func container(_ log: [UInt8], chunkSize: Int) throws -> [UInt8] {
        let storage = MemoryStorage()
        storage["t.jsonl"] = log
        var copier = TraceCopier(storage: storage, digest: { SHA256Hasher() })
        copier.options.container.chunkSize = chunkSize
        copier.options.container.fileNumber = 0x5ACC_ADE0
        _ = try copier.copy([("t.jsonl", nil)], to: "t.mcap", as: .mcap)
        return storage["t.mcap"] ?? []
    }

    /// Cuts a file off at every `share`th byte after its first event.
    static func truncations(of bytes: [UInt8], name: String, share: Int) -> Damage.Outcome {
        var outcome = Damage.Outcome()
        let map = ContainerMap(bytes)
        guard let first = map.ends.first else {
            outcome.failures.append("\(name): no events")
            return outcome
        }
        for length in stride(from: first, to: bytes.count, by: share) {
            outcome.runs += 1
            let whole = map.ends.prefix { $0 <= length }.count
            let isTorn = map.chunks.contains { $0.record.lowerBound <= length && length < $0.record.upperBound }
            check("\(name) cut at \(length)", Array(bytes[..<length]), map, 0..<whole, isLost: isTorn, &outcome)
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
            let lost = map.chunks.first { $0.payload.contains(bit / 8) }
            let kept = map.events.indices.filter { lost?.events.contains($0) != true }
            check("\(name) bit \(bit)", damaged, map, kept, isLost: lost != nil, &outcome)
        }
        return outcome
    }

    /// Recovers a file and compares what comes back with the events that should.
    private static func check(
        _ what: String, _ bytes: [UInt8], _ map: ContainerMap, _ kept: some Sequence<Int>, isLost: Bool,
        _ outcome: inout Damage.Outcome
    ) {
        do {
            let (report, events) = try recover(bytes)
            if events != kept.map({ map.events[$0] }) { outcome.failures.append("\(what): other events come back") }
            if report.losses.isEmpty == isLost { outcome.failures.append("\(what): \(report.losses.count) losses") }
            if report.losses.isEmpty && report.repairs.isEmpty && report.unfinished == 0 {
                outcome.failures.append("\(what): nothing is said")
            }
        } catch {
            outcome.failures.append("\(what): \(error)")
        }
    }

    /// Zeroes 4 KiB over the head of a chunk in the middle of a file of many events, with and without its summary.
    static func zeroedHead(events count: Int) throws -> Figure {
        var lines = [
            #"{"t":"trace.begin","format":"0.1","id":"0af7651916cd43dd8448eb211c80319c","recorder":{"name":"a","version":"1"}}"#
        ]
        for n in 0..<count - 1 {
            lines.append(
                #"{"t":"score","at":\#(n),"name":"a value that makes the event about a hundred bytes long","value":\#(n)}"#
            )
        }
        let bytes = try container(Array(lines.joined(separator: "\n").utf8), chunkSize: 256 << 10)
        let map = ContainerMap(bytes)
        var failures: [String] = []
        let chunks = map.chunks.filter { !$0.events.isEmpty }
        guard chunks.count > 2 else {
            return Figure("\(count) events", "more than two chunks", failures: ["\(chunks.count) chunks"])
        }
        let middle = chunks[chunks.count / 2]
        let cut = (map.chunks.last?.record.upperBound).map { Array(bytes[..<$0]) } ?? []
        for (what, file) in [("whole", bytes), ("cut off", cut)] {
            var damaged = file
            let start = middle.record.lowerBound - 2048
            for index in start..<start + 4096 { damaged[index] = 0 }
            // The zeros reach into the records of the chunk and into what stands before it.
            let lost = map.chunks.filter { $0.record.lowerBound < start + 4096 && $0.record.upperBound > start }
            let kept = map.events.indices.filter { number in !lost.contains { $0.events.contains(number) } }
            let (report, found) = try recover(damaged)
            if found != kept.map({ map.events[$0] }) {
                failures.append("\(what): \(found.count) events instead of \(kept.count)")
            }
            if report.losses.isEmpty { failures.append("\(what): nothing is said") }
        }
        return Figure(
            "4 KiB zeroed over the head of a chunk, \(map.events.count) events in \(map.chunks.count) chunks, whole and cut off",
            "every event of every other chunk comes back", failures: failures)
    }

    /// Recovers a file in memory and returns the bytes of its events, without the gaps and headers that were put in.
    private static func recover(_ bytes: [UInt8]) throws -> (RecoveryReport, [[UInt8]]) {
        let storage = MemoryStorage()
        storage["broken.mcap"] = bytes
        let recovery = TraceRecovery(
            recorder: Recorder(name: "campaign", version: "1"), storage: storage, digest: { SHA256Hasher() })
        let report = try recovery.recover("broken.mcap", to: "good.mcap")
        let reader = try TraceReader(path: "good.mcap", storage: storage)
        var events: [[UInt8]] = []
        while let entry = try reader.next() {
            if case .gap(let gap) = entry.event.body, gap.reason == .damage || gap.reason == .crash { continue }
            if case .traceBegin(let begin) = entry.event.body, begin.recorder.name == "campaign" { continue }
            events.append(entry.source)
        }
        return (report, events)
    }
}
