import Foundation
import Saccade
import SaccadeDigest

extension Campaign {
    /// MCAP files that want to hang a reader, crash it or eat its memory.
    static let hostileContainers = Campaign(name: "mcap-hostile", title: "Hostile MCAP files") { share in
        let size = (8 << 20) / share
        let files = try HostileContainer.all(size: size)
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("saccade-\(UUID().uuidString).mcap")
            .path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let small = path + ".small.mcap"
        try FileStorage().write(HostileContainer.harmless(), to: small)
        defer { try? FileManager.default.removeItem(atPath: small) }
        var said: [String] = []
        var memory: (most: Int, failures: [String]) = (0, [])
        var time: (most: Double, failures: [String]) = (0, [])
        var runs = 0
        for file in files {
            try FileStorage().write(file.bytes, to: path)
            let size = file.bytes.count
            for way in HostileReading.allCases {
                runs += 1
                // Time and memory are figures of the full campaign; a test depends on neither.
                guard share == 1 else {
                    if !way.read(path) { said.append("\(file.name), \(way): nothing is said") }
                    continue
                }
                let use = try ProcessUse.of(["hostile", way.rawValue, path, small])
                if use.answer != "said" { said.append("\(file.name), \(way): \(use.answer)") }
                // Below a megabyte the limit of time is that of one.
                let perMegabyte = use.seconds / max(1, Double(size) / 1e6)
                time.most = max(time.most, perMegabyte)
                if perMegabyte > 0.1 { time.failures.append("\(file.name), \(way): \(use.seconds * 1000) ms") }
                memory.most = max(memory.most, use.memory - size)
                if use.memory > size + (16 << 20) {
                    memory.failures.append("\(file.name), \(way): \(use.memory >> 20) MiB, \(size >> 20) MiB of input")
                }
            }
        }
        var figures = [
            Figure(
                "\(files.count) files, \(runs) runs: wrong lengths up to 2^64-1, bombs, soups of opcodes, endless chunks, indexes that lie",
                "each is read as far as it is whole or refused, and that is said", failures: said)
        ]
        guard share == 1 else { return figures }
        figures.append(
            Figure(
                "the same, most memory beyond the input \(memory.most >> 20) MiB", "≤ 16 MiB over the input",
                failures: memory.failures))
        figures.append(
            Figure(
                "the same, most CPU time \(Int(time.most * 1000)) ms a megabyte", "≤ 100 ms a megabyte",
                failures: time.failures))
        return figures
    }
}

/// A way in which a file is read.
enum HostileReading: String, CaseIterable, CustomStringConvertible {
    case byIndex = "by index"
    case asStream = "as a stream"
    case recovered = "recovered"

    var description: String { rawValue }

    /// Reads a file to its end and returns whether it was said that something is wrong.
    func read(_ path: String) -> Bool {
        do {
            switch self {
            case .byIndex:
                let reader = try TraceReader(path: path)
                while try reader.next() != nil {}
                // A hostile file has no trace that begins with its header, so reading it without a word finds none.
                return reader.ending != nil || reader.traces == 0
            case .asStream:
                let stream = try MCAP.StreamReader(FileStorage().open(path))
                while try stream.next() != nil {}
                return stream.isFinished
            case .recovered:
                let report = try TraceRecovery(
                    recorder: Recorder(name: "campaign", version: "1"), digest: { SHA256Hasher() }
                ).recover(path, to: path + ".recovered.mcap")
                try FileStorage().remove(path + ".recovered.mcap")
                return !report.losses.isEmpty || !report.repairs.isEmpty || report.events == 0
            }
        } catch {
            return true
        }
    }
}
