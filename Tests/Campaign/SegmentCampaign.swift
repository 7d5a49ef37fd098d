import Foundation
import Saccade
import SaccadeDigest

extension Campaign {
    /// Logs of many traces at once, written in segments and split again.
    static let segments = Campaign(name: "segments", title: "Segments of many traces") { share in
        let traces = max(100, 20_000 / share)
        return [
            try SegmentRound.run(traces: traces, atOnce: min(500, traces / 4)),
            try SegmentRound.run(traces: traces, atOnce: traces),
        ]
    }
}

/// Writes interleaved traces into segments, splits these and compares each trace with what was written.
private struct SegmentRound {
    private static let steps = 4
    private static let declaration = ImageDeclaration(
        n: 0, width: 64, height: 48, media: "image/png", origin: ImageOrigin(kind: .input))

    static func run(traces: Int, atOnce: Int) throws -> Figure {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("saccade-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let log = folder + "/log"
        let segments = try write(traces: traces, atOnce: atOnce, to: log)
        var failures: [String] = []
        if segments < 3 { failures.append("\(segments) segments") }
        let split = try TraceCopier(digest: { SHA256Hasher() }).split(
            TraceFolder.files(at: log).map { ($0, nil) }, into: folder + "/split", as: .text)
        if split.traces != traces { failures.append("\(split.traces) traces come back") }
        failures += split.notes
        for number in 0..<traces {
            let path = "\(folder)/split/\(id(number)).jsonl"
            guard let found = try? FileStorage().contents(of: path) else {
                failures.append("trace \(number) is not there")
                continue
            }
            if found != (try text(number)) { failures.append("trace \(number) is another") }
            for image in images(of: number) {
                let blob = "\(folder)/split/blobs/" + BlobStore.name(of: Digest(of: image), media: "image/png")
                if try FileStorage().contents(of: blob) != image { failures.append("an image of trace \(number)") }
            }
        }
        return Figure(
            "\(traces) interleaved traces, \(atOnce) at once, in \(segments) segments, split",
            "each trace and image is what was written, byte for byte", failures: failures)
    }

    /// Writes the traces, each step of those that run at once before the next of any; returns the number of segments.
    private static func write(traces: Int, atOnce: Int, to folder: String) throws -> Int {
        var options = SegmentedWriter.Options()
        options.container.compression = .lz4
        // Several segments, and no fewer for a share of the work.
        options.container.segmentSize = max(30_000, traces * 200)
        let segments = try SegmentedWriter(folder: folder, options: options)
        for first in stride(from: 0, to: traces, by: atOnce) {
            let numbers = first..<min(first + atOnce, traces)
            let writers = numbers.map { _ in TraceWriter(in: segments, digest: SHA256Hasher()) }
            for step in 0...steps + 1 {
                for (writer, number) in zip(writers, numbers) { try add(step, of: number, to: writer) }
            }
        }
        try segments.finish()
        return segments.finishedSegments
    }

    /// Appends a step of a trace: its beginning, then some looking, then its end.
    private static func add(_ step: Int, of number: Int, to writer: TraceWriter) throws {
        let time = step * 1_000_000 + number
        if step == 0 {
            try writer.append(
                .traceBegin(
                    TraceBegin(format: "0.1", id: id(number), recorder: Recorder(name: "campaign", version: "1"))))
            for image in images(of: number) {
                _ = try writer.image(image, digest: Digest(of: image), as: declaration, at: time)
            }
        } else if step <= steps {
            try writer.append(.stepBegin(StepBegin(agent: 0, n: step - 1, kind: .look)), at: time)
            try writer.append(
                .stepText(
                    StepText(agent: 0, step: step - 1, channel: .output, text: "trace \(number) looks again, \(step)")),
                at: time)
            try writer.append(.stepEnd(StepEnd(agent: 0, step: step - 1)), at: time)
        } else {
            try writer.finish(at: time)
        }
    }

    /// The images of a trace: one that many have, and for every tenth trace one of its own.
    private static func images(of number: Int) -> [[UInt8]] {
        let shared = [UInt8](repeating: UInt8(number % 16), count: 900)
        return number % 10 == 0 ? [shared, Array("image of trace \(number)".utf8)] : [shared]
    }

    private static func text(_ number: Int) throws -> [UInt8] {
        let storage = MemoryStorage()
        let writer = try TraceWriter(path: "t.jsonl", digest: SHA256Hasher(), storage: storage)
        for step in 0...steps + 1 { try add(step, of: number, to: writer) }
        return storage["t.jsonl"] ?? []
    }

    private static func id(_ number: Int) -> String {
        let digits = String(number + 1, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }
}
