import Saccade
import SaccadeDigest

extension FuzzTarget {
    private static let containerWords = [
        "\u{89}MCAP0\r\n", "zstd", "lz4", "saccade", "/saccade/events", "jsonschema", "\u{01}\u{00}\u{00}\u{00}",
    ]

    /// Seeds of both layouts, packed in each way.
    private static func containers() throws -> [[UInt8]] {
        var found: [[UInt8]] = []
        for log in try SeedFiles.logs() where log.count < 1 << 14 {
            for compression in ChunkCompression.allCases {
                let storage = MemoryStorage()
                storage["t.jsonl"] = log
                var copier = TraceCopier(storage: storage, digest: { SHA256Hasher() })
                copier.options.container.chunkSize = 700
                copier.options.container.compression = compression
                guard (try? copier.copy([("t.jsonl", nil)], to: "t.mcap", as: .mcap)) != nil,
                    let bytes = storage["t.mcap"]
                else {
                    continue
                }
                found.append(bytes)
            }
        }
        return found
    }

    /// The reader of MCAP files: by its index, as a stream, and each image.
    static let container = FuzzTarget(
        name: "container", title: "the reader of MCAP files", longest: 1 << 16, words: containerWords,
        seeds: containers,
        run: { bytes in
            let storage = MemoryStorage()
            storage["t.mcap"] = bytes
            if let reader = try? TraceReader(path: "t.mcap", storage: storage) {
                while let next = try? reader.next(), next.index >= 0 {}
            }
            guard let reader = try? ContainerReader(path: "t.mcap", storage: storage) else { return }
            for trace in reader.traces {
                var digests: [Digest] = []
                let events = reader.events(of: trace)
                while let next = try? events.next() {
                    if case .image(let image) = next.event.body, let digest = image.digest { digests.append(digest) }
                }
                for digest in digests { _ = try? reader.blob(digest) }
                if let step = try? reader.events(of: trace, agent: 0, step: 1) {
                    while let next = try? step.next(), next.index >= 0 {}
                }
            }
        })

    /// Recovery of either encoding.
    ///
    /// What it writes must be whole: recovered again, nothing is lost.
    static let recovery = FuzzTarget(
        name: "recovery", title: "recovery of damaged files", longest: 1 << 16, words: containerWords + codec.words,
        seeds: { try containers() + SeedFiles.logs() },
        run: { bytes in
            let storage = MemoryStorage()
            storage["broken"] = bytes
            let recovery = TraceRecovery(
                recorder: Recorder(name: "fuzz", version: "1"), storage: storage, digest: { SHA256Hasher() })
            guard let report = try? recovery.recover("broken", to: "whole") else { return }
            guard storage["whole"] != nil else { throw BrokenPromise("a report, and no file") }
            let again = try recovery.recover("whole", to: "again")
            guard again.losses.isEmpty else {
                throw BrokenPromise("the recovered file has lost \(again.losses): \(report)")
            }
            guard storage["again"] == storage["whole"] || again.events >= report.events else {
                throw BrokenPromise("\(report.events) events were recovered, and \(again.events) of these again")
            }
        })
}
