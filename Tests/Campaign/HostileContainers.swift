import Saccade
import SaccadeDigest
import TraceGenerator

/// MCAP files that want to hang a reader, crash it or eat its memory.
struct HostileContainer {
    let name: String
    let bytes: [UInt8]

    /// All of them.
    ///
    /// - Parameter size: About how many bytes the large ones have.
    static func all(size: Int) throws -> [HostileContainer] {
        var all = wrongLengths()
        all += try bombs(size: size)
        all += soups(size: size)
        all += try indexes(size: size)
        return all
    }

    // MARK: Pieces

    private static let magic = RecordBytes.magic
    private static let header = RecordBytes.header(profile: "saccade", library: "hostile")

    private static func record(_ opcode: UInt8, _ content: [UInt8], length: UInt64? = nil) -> [UInt8] {
        RecordBytes.record(opcode, content, length: length)
    }

    private static func number<T: FixedWidthInteger>(_ value: T) -> [UInt8] { RecordBytes.number(value) }

    private static func text(_ text: String, length: UInt32? = nil) -> [UInt8] {
        RecordBytes.text(text, length: length)
    }

    private static func chunk(
        _ records: [UInt8], compression: String = "", unpacked: UInt64? = nil, length: UInt64? = nil
    ) -> [UInt8] {
        RecordBytes.chunk(
            records, compression: compression, unpacked: unpacked, checksum: checksum(records), length: length)
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBytes { Checksum.of($0) } }

    private static func message(_ data: [UInt8], channel: UInt16 = 0) -> [UInt8] {
        RecordBytes.message(channel, 0, at: 1, data)
    }

    private static let channel = record(
        4, number(UInt16(0)) + number(UInt16(0)) + text("/saccade/events") + text("json") + number(UInt32(0)))

    /// The sizes that overflow something.
    private static let sizes: [UInt64] = [
        .max, .max - 8, 1 << 63, (1 << 63) - 1, (1 << 63) - 9, 1 << 62, 1 << 32, (1 << 32) - 1, 1 << 31,
    ]

    // MARK: Kinds

    /// Lengths that point beyond the file, beyond 64 bits or beyond what is around them.
    private static func wrongLengths() -> [HostileContainer] {
        let start = magic + header
        var all: [HostileContainer] = []
        for size in sizes {
            for opcode: UInt8 in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0x80, 0x81, 0xFF] {
                all.append(
                    .init(name: "opcode \(opcode) of \(size) bytes", bytes: start + record(opcode, [], length: size)))
            }
            all.append(.init(name: "chunk of \(size) bytes of records", bytes: start + chunk(channel, length: size)))
            all.append(.init(name: "chunk that says \(size) unpacked", bytes: start + chunk(channel, unpacked: size)))
            for packing in ["lz4", "zstd"] {
                all.append(
                    .init(
                        name: "\(packing) that says \(size)",
                        bytes: start + chunk(channel, compression: packing, unpacked: size)))
            }
            let inner = record(5, [0, 0], length: size)
            all.append(.init(name: "message of \(size) bytes in a chunk", bytes: start + chunk(channel + inner)))
            all.append(
                .init(
                    name: "attachment of \(size) bytes",
                    bytes: start
                        + record(9, number(UInt64(0)) + number(UInt64(0)) + text("a") + text("b") + number(size))))
            let footer = record(2, number(size) + number(size) + number(UInt32(0)))
            all.append(.init(name: "summary at \(size)", bytes: start + record(15, number(UInt32(0))) + footer + magic))
        }
        for length: UInt32 in [.max, 1 << 31, (1 << 31) - 1, 1 << 20] {
            all.append(.init(name: "text of \(length) bytes", bytes: magic + record(1, text("a", length: length))))
            let map = number(UInt16(0)) + number(UInt16(0)) + text("t") + text("json") + number(length) + text("k")
            all.append(.init(name: "map of \(length) bytes", bytes: start + chunk(record(4, map))))
            all.append(
                .init(name: "index of \(length) bytes", bytes: start + record(7, number(UInt16(0)) + number(length))))
        }
        return all
    }

    /// A small file that is as it should be, packed with lz4.
    static func harmless() throws -> [UInt8] {
        let storage = MemoryStorage()
        let writer = try TraceWriter(
            own: ContainerWriter(path: "t.mcap", layout: .trace, storage: storage), digest: SHA256Hasher())
        try writer.append(
            .traceBegin(
                TraceBegin(
                    format: "0.1", id: "0af7651916cd43dd8448eb211c80319c",
                    recorder: Recorder(name: "campaign", version: "1"))))
        try writer.finish()
        var copier = TraceCopier(storage: storage, digest: { SHA256Hasher() })
        copier.options.container.compression = .lz4
        _ = try copier.copy([("t.mcap", nil)], to: "packed.mcap", as: .mcap)
        return storage["packed.mcap"] ?? []
    }

    /// A few bytes that unpack to many.
    private static func bombs(size: Int) throws -> [HostileContainer] {
        var all: [HostileContainer] = []
        let zeros = [UInt8](repeating: 0, count: 16 << 20)
        for (name, packing) in [("zstd", ChunkCompression.zstd), ("lz4", .lz4)] {
            // One message of zeros that fills a chunk, packed by the library itself.
            let storage = MemoryStorage()
            var options = MCAP.WriterOptions()
            options.compression = packing
            options.chunkSize = 1 << 30
            options.hasDataChecksum = false
            let writer = try MCAP.Writer(
                storage.create("f", replacing: true), header: MCAP.Header(profile: "", library: ""), options: options)
            writer.define(MCAP.Channel(id: 0, schema: 0, topic: "/saccade/events", encoding: "json", metadata: []))
            for count in [8 << 20, 15 << 20, 16 << 20] {
                let head = MCAP.MessageHead(channel: 0, sequence: 0, logTime: 1, publishTime: 1)
                try zeros[..<count].withUnsafeBytes { try writer.append(head, data: $0, closes: false) }
                _ = try writer.closeChunk()
            }
            try writer.finish()
            let bytes = storage["f"] ?? []
            all.append(.init(name: "\(name) bomb", bytes: bytes))
            // The same chunk again and again.
            let one = Array(bytes[(magic.count + 17)...].prefix(bytes.count / 3))
            let start = Array(bytes.prefix(magic.count + 17))
            all.append(
                .init(
                    name: "\(name) bombs", bytes: start + (0..<max(1, size / max(1, one.count))).flatMap { _ in one }))
        }
        return all
    }

    /// Records without sense, as many as fit.
    private static func soups(size: Int) -> [HostileContainer] {
        var generator = SeededNumbers(seed: 77)
        let start = magic + header
        func fill(_ make: () -> [UInt8]) -> [UInt8] {
            var bytes = start
            while bytes.count < size { bytes += make() }
            return bytes
        }
        func random(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) } }
        var number = UInt16(0)
        func next() -> UInt16 {
            number &+= 1
            return number
        }
        return [
            .init(name: "random bytes", bytes: fill { random(1000) }),
            .init(
                name: "opcode soup",
                bytes: fill {
                    record(
                        UInt8.random(in: 1...255, using: &generator), random(Int.random(in: 0...60, using: &generator)))
                }),
            .init(
                name: "opcode soup in a chunk",
                bytes: start
                    + chunk(
                        fill {
                            record(
                                UInt8.random(in: 1...255, using: &generator),
                                random(Int.random(in: 0...60, using: &generator)))
                        })),
            .init(name: "empty records", bytes: fill { record(0x90, []) }),
            .init(name: "empty records in a chunk", bytes: start + chunk(fill { record(0x90, []) })),
            .init(name: "empty chunks", bytes: fill { chunk([]) }),
            .init(name: "empty messages", bytes: start + chunk(channel + fill { message([]) })),
            .init(
                name: "a channel a chunk",
                bytes: fill {
                    chunk(
                        record(
                            4,
                            HostileContainer.number(next()) + HostileContainer.number(UInt16(0))
                                + text("/saccade/events") + text("json") + HostileContainer.number(UInt32(0))))
                }),
            .init(name: "metadata", bytes: fill { record(12, text("n") + HostileContainer.number(UInt32(0))) }),
            .init(
                name: "attachments",
                bytes: fill {
                    let content =
                        HostileContainer.number(UInt64(0)) + HostileContainer.number(UInt64(0)) + text("") + text("")
                        + HostileContainer.number(UInt64(0))
                    return record(9, content + HostileContainer.number(checksum(content)))
                }),
            .init(name: "magic bytes", bytes: fill { magic }),
            .init(
                name: "sync marks",
                bytes: fill {
                    [0x80] + HostileContainer.number(UInt64(44)) + [0x89, 0x53, 0x41, 0x43, 0x43, 0x0D, 0x0A, 0x1A]
                }),
            .init(name: "an endless chunk", bytes: start + chunk(random(max(0, size - 100)), length: 1 << 40)),
            .init(name: "chunk heads", bytes: fill { [6] + HostileContainer.number(UInt64(1 << 20)) + random(8) }),
        ]
    }

    /// Summaries that lie.
    private static func indexes(size: Int) throws -> [HostileContainer] {
        let body = chunk(channel + message(Array(#"{"t":"x"}"#.utf8)))
        let start = magic + header
        func file(_ summary: [UInt8]) -> [UInt8] {
            let before = start + body + record(15, number(UInt32(0)))
            let covered = summary + [2] + number(UInt64(20)) + number(UInt64(before.count)) + number(UInt64(0))
            return before + covered + number(checksum(covered)) + magic
        }
        func index(_ offset: UInt64, _ length: UInt64, map: [UInt8] = []) -> [UInt8] {
            record(
                8,
                number(UInt64(0)) + number(UInt64.max) + number(offset) + number(length)
                    + number(UInt32(map.count)) + map + number(UInt64(0)) + text("") + number(UInt64(0))
                    + number(UInt64(0)))
        }
        let real = (UInt64(start.count), UInt64(body.count))
        var all: [HostileContainer] = [
            .init(
                name: "the same chunk twice in the index", bytes: file(index(real.0, real.1) + index(real.0, real.1))),
            .init(name: "chunks that overlap", bytes: file(index(real.0, real.1) + index(real.0 + 1, real.1 - 1))),
            .init(name: "a chunk in the header", bytes: file(index(8, 20))),
            .init(name: "a chunk in the summary", bytes: file(index(real.0 + real.1 + 13, 40))),
            .init(name: "a map of half an entry", bytes: file(index(real.0, real.1, map: [1, 2, 3]))),
        ]
        for size in sizes {
            all.append(.init(name: "a chunk at \(size)", bytes: file(index(size, 40))))
            all.append(.init(name: "a chunk of \(size)", bytes: file(index(real.0, size))))
        }
        var many: [UInt8] = []
        while many.count < size { many += index(real.0, real.1, map: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]) }
        all.append(.init(name: "as many indexes as fit", bytes: file(many)))
        var counts: [UInt8] = []
        while counts.count < min(size, 1 << 20) { counts += [0, 0] + number(UInt64.max) }
        let statistics =
            number(UInt64.max) + number(UInt16.max) + number(UInt32.max) + number(UInt32.max) + number(UInt32.max)
            + number(UInt32.max) + number(UInt64.max) + number(UInt64(0)) + number(UInt32(counts.count)) + counts
        all.append(
            .init(name: "statistics of 2^64 messages", bytes: file(index(real.0, real.1) + record(11, statistics))))
        return all
    }
}

/// A generator of numbers that depend on its seed alone.
private struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
