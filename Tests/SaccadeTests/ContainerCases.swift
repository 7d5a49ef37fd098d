import TraceGenerator

@testable import Saccade

/// One file of the project's own conformance set of the binary encoding, and what a reader must make of it.
struct ContainerCase {
    let name: String
    /// What it is about.
    let about: String
    let bytes: [UInt8]
    /// The messages that a reader from the beginning gives out: channel, sequence number and data.
    var messages: [Message] = []
    /// The code of the error that ends that reading; `nil` for a file that is whole.
    var error: String?
    /// Whether reading through the index gives the same; false where only one of the two meets the damage.
    var isIndexed = true

    /// A message, as a case expects it.
    struct Message: Hashable {
        var channel: UInt16
        var sequence: UInt32
        var data: String
    }

    /// The expected result as JSON.
    var json: String {
        func quoted(_ text: String) -> String { JSONValue.string(text).canonicalText }
        let lines = messages.map {
            #"    {"channel":\#($0.channel),"sequence":\#($0.sequence),"data":\#(quoted($0.data))}"#
        }
        return """
            {
              "about": \(quoted(about)),
              "messages": [\(lines.isEmpty ? "" : "\n" + lines.joined(separator: ",\n") + "\n  ")],
              "error": \(error.map(quoted) ?? "null"),
              "indexed": \(isIndexed)
            }

            """
    }
}

/// Makes the cases.
enum ContainerCases {
    private typealias Bytes = RecordBytes

    /// Collects the parts of a file.
    private struct File {
        var bytes = Bytes.magic + Bytes.header(profile: "", library: "conformance")
        var summary: [UInt8] = []
        var messages: [ContainerCase.Message] = []
        private var time: UInt64 = 0
        private var sequences: [UInt16: UInt32] = [:]

        /// Returns the record of the next message of a channel, which is expected to come out.
        mutating func message(_ channel: UInt16, _ text: String) -> [UInt8] {
            time += 1
            let sequence = sequences[channel, default: 0]
            sequences[channel] = sequence + 1
            messages.append(ContainerCase.Message(channel: channel, sequence: sequence, data: text))
            return Bytes.message(channel, sequence, at: time, Array(text.utf8))
        }

        /// Appends a chunk and its index.
        mutating func chunk(_ records: [UInt8], compression: String = "", packed: [UInt8]? = nil) {
            let chunk = Bytes.chunk(records, to: time, compression: compression, packed: packed)
            summary += Bytes.chunkIndex(
                at: UInt64(bytes.count), length: UInt64(chunk.count), to: time, compression: compression,
                packed: UInt64((packed ?? records).count), unpacked: UInt64(records.count))
            bytes += chunk
        }

        /// Returns the whole file.
        func finished(repeating definitions: [UInt8] = []) -> [UInt8] {
            bytes + Bytes.end(after: bytes, summary: definitions + summary)
        }
    }

    private static let channels = Bytes.schema(1, "s") + Bytes.channel(0, "/a", schema: 1) + Bytes.channel(1, "/b")

    /// All cases, in the order of their names.
    static func all() throws -> [ContainerCase] {
        try (packed() + arranged() + damaged()).sorted { $0.name < $1.name }
    }

    // MARK: Packing

    private static func packed() throws -> [ContainerCase] {
        var cases: [ContainerCase] = []
        for packing in [ChunkCompression.lz4, .zstd] {
            var file = File()
            for number in 0..<3 {
                let records =
                    channels + (0..<20).flatMap { file.message(UInt16($0 % 2), "text \(number) \($0) and on") }
                file.chunk(records, compression: packing.rawValue, packed: try pack(records, packing))
            }
            cases.append(
                ContainerCase(
                    name: "packed-\(packing.rawValue)", about: "three chunks packed with \(packing.rawValue)",
                    bytes: file.finished(repeating: channels), messages: file.messages))
        }
        var file = File()
        for packing in [ChunkCompression.none, .zstd, .none, .lz4] {
            let records = channels + (0..<10).flatMap { file.message(0, "packed in several ways \($0)") }
            let packed = packing == .none ? nil : try pack(records, packing)
            file.chunk(records, compression: packing.rawValue, packed: packed)
        }
        cases.append(
            ContainerCase(
                name: "packed-mixed", about: "chunks that are packed in different ways",
                bytes: file.finished(repeating: channels), messages: file.messages))
        var unknown = File()
        unknown.chunk(channels + unknown.message(0, "first"))
        let records = channels + Bytes.message(0, 1, at: 2, Array("second".utf8))
        unknown.chunk(records, compression: "other", packed: records)
        cases.append(
            ContainerCase(
                name: "packed-unknown", about: "the second chunk is packed in a way that nobody knows",
                bytes: unknown.finished(repeating: channels), messages: unknown.messages,
                error: "unsupported-version"))
        return cases
    }

    private static func pack(_ records: [UInt8], _ packing: ChunkCompression) throws -> [UInt8] {
        var buffer = RawBuffer()
        let packer = try ChunkPacker(packing, level: 1)
        _ = try records.withUnsafeBytes { bytes throws in try packer.pack(bytes, into: &buffer) }
        return buffer.array
    }

    // MARK: Chunks, channels and private records

    private static func arranged() -> [ContainerCase] {
        var cases: [ContainerCase] = []
        var many = File()
        let all =
            Bytes.schema(1, "s") + Bytes.schema(7, "t")
            + (0..<12).flatMap { Bytes.channel(UInt16($0 * 3), "/topic \($0)", schema: $0 % 3 == 0 ? 1 : 7) }
        for chunk in 0..<15 {
            many.chunk(all + (0..<6).flatMap { many.message(UInt16((chunk * 5 + $0 * 7) % 12 * 3), "\(chunk)/\($0)") })
        }
        cases.append(
            ContainerCase(
                name: "many-channels", about: "15 chunks of 12 channels and two schemas",
                bytes: many.finished(repeating: all), messages: many.messages))

        var once = File()
        once.chunk(channels + once.message(1, "defined here"))
        once.chunk(once.message(1, "and used in a later chunk"))
        cases.append(
            ContainerCase(
                name: "defined-once", about: "a channel is defined in the first chunk that uses it and not again",
                bytes: once.finished(repeating: channels), messages: once.messages))

        var privately = File()
        privately.bytes += Bytes.record(0x80, [1, 2, 3]) + Bytes.record(0xFF, [])
        privately.chunk(
            Bytes.record(0x81, Array("nobody knows this".utf8)) + channels + privately.message(0, "a")
                + Bytes.record(0xC0, []) + privately.message(1, "b") + Bytes.record(0x90, [9]))
        privately.bytes += Bytes.record(0x80, [UInt8](repeating: 0, count: 300))
        privately.summary += Bytes.record(0x99, [1])
        cases.append(
            ContainerCase(
                name: "private-records", about: "private records at the top, in a chunk, and in the summary",
                bytes: privately.finished(repeating: channels), messages: privately.messages))

        var empty = File()
        empty.chunk([])
        empty.chunk(channels + empty.message(0, ""))
        empty.chunk(channels)
        cases.append(
            ContainerCase(
                name: "empty-chunks", about: "a chunk without records, one with an empty message, one without messages",
                bytes: empty.finished(repeating: channels), messages: empty.messages))

        var large = File()
        large.chunk(channels + large.message(0, String(repeating: "0123456789", count: 7000)))
        cases.append(
            ContainerCase(
                name: "large-message", about: "a message of 70,000 bytes",
                bytes: large.finished(repeating: channels), messages: large.messages))
        return cases
    }

    // MARK: Damage

    /// Returns a file of three chunks, and where the second is.
    private static func three() -> (file: File, second: Range<Int>) {
        var file = File()
        file.chunk(channels + file.message(0, "one") + file.message(1, "two"))
        let start = file.bytes.count
        file.chunk(channels + file.message(0, "three"))
        let second = start..<file.bytes.count
        file.chunk(channels + file.message(1, "four"))
        return (file, second)
    }

    private static func damaged() -> [ContainerCase] {
        let (file, second) = three()
        let whole = file.finished(repeating: channels)
        let before = Array(file.messages.prefix(2))
        func changed(_ change: (inout [UInt8]) -> Void) -> [UInt8] {
            var bytes = whole
            change(&bytes)
            return bytes
        }
        func broken(
            _ name: String, _ about: String, _ bytes: [UInt8], _ messages: [ContainerCase.Message], _ error: String,
            isIndexed: Bool = true
        ) -> ContainerCase {
            ContainerCase(
                name: name, about: about, bytes: bytes, messages: messages, error: error, isIndexed: isIndexed)
        }
        let inside = second.upperBound - 2
        let noChecksum = Bytes.end(after: file.bytes, summary: channels + file.summary, checksum: 0xDEAD_BEEF)
        let overlapping =
            channels + file.summary
            + Bytes.chunkIndex(at: UInt64(second.lowerBound + 1), length: UInt64(second.count))
        return [
            broken(
                "damaged-bit", "one bit of a message in the second chunk is flipped", changed { $0[inside] ^= 4 },
                before,
                "checksum-mismatch"),
            broken(
                "damaged-checksum", "one bit of the second chunk's checksum is flipped",
                changed { $0[second.lowerBound + 9 + 24] ^= 1 }, before, "checksum-mismatch"),
            broken(
                "damaged-length", "the second chunk says that it is as long as 64 bits can say",
                changed { bytes in for index in 1...8 { bytes[second.lowerBound + index] = 0xFF } }, before,
                "limit-exceeded", isIndexed: false),
            broken(
                "cut-in-a-chunk", "the file ends in the second chunk", Array(whole[..<inside]), before, "truncated",
                isIndexed: false),
            broken(
                "cut-before-the-summary", "the file ends where its data do", file.bytes, file.messages, "truncated",
                isIndexed: false),
            broken(
                "cut-in-the-magic", "the last byte is missing", Array(whole.dropLast()), file.messages, "truncated",
                isIndexed: false),
            broken(
                "summary-checksum", "the checksum of the summary is wrong", file.bytes + noChecksum, file.messages,
                "checksum-mismatch", isIndexed: false),
            ContainerCase(
                name: "summary-overlapping",
                about: "the index names chunks that overlap: read from the beginning all is well",
                bytes: file.bytes + Bytes.end(after: file.bytes, summary: overlapping), messages: file.messages,
                isIndexed: false),
            broken(
                "conflicting-channel", "the second chunk defines channel 0 anew as another",
                {
                    var other = File()
                    other.chunk(channels + other.message(0, "one"))
                    other.chunk(Bytes.channel(0, "/other") + Bytes.message(0, 1, at: 2, Array("two".utf8)))
                    return other.finished(repeating: channels)
                }(), [ContainerCase.Message(channel: 0, sequence: 0, data: "one")], "malformed-container"),
            broken(
                "undefined-channel", "a message is of a channel that is not defined",
                {
                    var other = File()
                    other.chunk(Bytes.message(9, 0, at: 1, Array("lost".utf8)))
                    return other.finished()
                }(), [], "malformed-container"),
        ]
    }
}
