import SaccadeDigest

@testable import Saccade

/// Traces for the tests of the binary encoding.
enum ContainerFixture {
    static let begin = TraceBegin(
        format: "0.1", id: id(0), recorder: Recorder(name: "test", version: "1"), wall: "2026-08-04T12:00:00Z")
    /// The time of `begin` in nanoseconds since 1970.
    static let beginning: UInt64 = 1_785_844_800_000_000_000

    /// Returns the trace id with a number.
    static func id(_ number: Int) -> String {
        let digits = String(number + 1, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }

    /// Returns some bytes that pass for an image; the same for the same number.
    static func image(_ number: Int, size: Int = 500) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ number &* 31 &+ $0 >> 8) }
    }

    /// Writes a trace of some steps, each with texts and a region, every third with an image of its own.
    ///
    /// - Parameter finishes: Whether the trace ends.
    static func write(_ writer: TraceWriter, number: Int = 0, steps: Int = 12, finishes: Bool = true) throws {
        var header = begin
        header.id = id(number)
        try writer.append(.traceBegin(header))
        for step in 0..<steps {
            let time = step * 1_000_000
            try addStep(step, to: writer, number: number, at: time)
        }
        if finishes { try writer.finish(at: steps * 1_000_000) }
    }

    static func addStep(_ step: Int, to writer: TraceWriter, number: Int, at time: Int) throws {
        if step % 3 == 0 {
            let bytes = image(number * 100 + step)
            let image = try writer.image(
                bytes, digest: Digest(of: bytes),
                as: ImageDeclaration(
                    n: 0, width: 20, height: 10, media: "image/png", origin: ImageOrigin(kind: .input)),
                at: time)
            try writer.append(
                .turn(Turn(n: step / 3, parts: [.image(image), .text("what does image \(image) show?")])), at: time)
        }
        try writer.append(.stepBegin(StepBegin(agent: 0, n: step, kind: .look)), at: time + 1)
        try writer.append(
            .stepText(StepText(agent: 0, step: step, channel: .reasoning, text: "trace \(number) looks, step \(step)")),
            at: time + 2)
        try writer.append(
            .region(
                Region(
                    agent: 0, n: step, step: step, image: step / 3, written: "[1, 2, 3, 4]",
                    shape: .box(Box(x0: 1, y0: 2, x1: 3, y1: 4)), space: CoordinateSpace(unit: .pixel))), at: time + 3)
        try writer.append(.stepEnd(StepEnd(agent: 0, step: step)), at: time + 4)
    }

    /// Returns the trace of `write` as text.
    static func text(number: Int = 0, steps: Int = 12) throws -> [UInt8] {
        let storage = MemoryStorage()
        try write(
            try TraceWriter(path: "trace.jsonl", digest: SHA256Hasher(), storage: storage), number: number, steps: steps
        )
        return storage["trace.jsonl"] ?? []
    }

    /// Returns the events that a reader gives, as lines.
    static func lines(_ reader: TraceReader) throws -> [UInt8] {
        var lines: [UInt8] = []
        while let entry = try reader.next() { lines += entry.source + [UInt8(ascii: "\n")] }
        return lines
    }

    /// Options whose files are the same every time.
    static func options(
        compression: ChunkCompression = .none, chunkSize: Int = 1024
    ) -> ContainerOptions {
        var options = ContainerOptions()
        options.compression = compression
        options.chunkSize = chunkSize
        options.fileNumber = 5
        return options
    }

    /// Returns a finished file of one trace.
    static func file(steps: Int = 12, compression: ChunkCompression = .none) throws -> [UInt8] {
        let storage = MemoryStorage()
        let container = try ContainerWriter(
            path: "t.mcap", layout: .trace, options: options(compression: compression), storage: storage)
        try write(TraceWriter(own: container, digest: SHA256Hasher()), steps: steps)
        return storage["t.mcap"] ?? []
    }

    /// Writes a segment of interleaved traces and returns it; `finishes` says whether the file is finished.
    static func segment(traces: Int, steps: Int, finishes: Bool = true, storage: MemoryStorage) throws -> [UInt8] {
        let container = try ContainerWriter(path: "s.mcap", layout: .segment, options: options(), storage: storage)
        let writers = (0..<traces).map { _ in TraceWriter(in: container, digest: SHA256Hasher()) }
        for (number, writer) in writers.enumerated() {
            var header = begin
            header.id = id(number)
            try writer.append(.traceBegin(header))
        }
        for step in 0..<steps {
            for (number, writer) in writers.enumerated() {
                try addStep(step, to: writer, number: number, at: step * 1_000_000)
            }
        }
        for writer in writers { try writer.finish(at: steps * 1_000_000) }
        if finishes { try container.finish() } else { try container.flush() }
        return storage[finishes ? "s.mcap" : "s.mcap.open"] ?? []
    }
}
