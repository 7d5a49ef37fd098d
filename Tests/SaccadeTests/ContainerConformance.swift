import Foundation

@testable import Saccade

/// The conformance suite of MCAP: small files, each with the records that a reader must find in it as JSON.
struct ContainerConformance {
    let name: String
    let file: [UInt8]
    let records: [JSONValue]
    let features: Set<String>

    static let folder = CodecCorpora.shared.appendingPathComponent("corpora/mcap")
    static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.path) }

    /// Reads every case, in the order of names.
    static func all() throws -> [ContainerConformance] {
        var cases: [ContainerConformance] = []
        for base in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
            let inner = folder.appendingPathComponent(base)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: inner.path)) ?? []
            for name in names.sorted() where name.hasSuffix(".mcap") {
                let path = inner.appendingPathComponent(name)
                let document = try JSONValue(
                    parsing: Array(Data(contentsOf: path.deletingPathExtension().appendingPathExtension("json"))))
                cases.append(
                    ContainerConformance(
                        name: String(name.dropLast(5)), file: Array(try Data(contentsOf: path)),
                        records: document["records"]?.array ?? [],
                        features: Set(document["meta"]?["variant"]?["features"]?.array?.compactMap(\.string) ?? [])))
            }
        }
        return cases
    }

    /// Returns a record as the suite writes it, or `nil` for those that it leaves out.
    static func json(_ record: MCAP.Record) -> JSONValue? {
        switch record {
        case .header(let value):
            return object("Header", ("library", .string(value.library)), ("profile", .string(value.profile)))
        case .footer(let value):
            return object(
                "Footer", ("summary_crc", number(value.summaryChecksum)),
                ("summary_offset_start", number(value.summaryOffsetStart)),
                ("summary_start", number(value.summaryStart)))
        case .schema(let value):
            return object(
                "Schema", ("data", bytes(value.data)), ("encoding", .string(value.encoding)), ("id", number(value.id)),
                ("name", .string(value.name)))
        case .channel(let value):
            return object(
                "Channel", ("id", number(value.id)), ("message_encoding", .string(value.encoding)),
                ("metadata", map(value.metadata)), ("schema_id", number(value.schema)), ("topic", .string(value.topic)))
        case .message(let head, let data):
            return object(
                "Message", ("channel_id", number(head.channel)), ("data", bytes(data)),
                ("log_time", number(head.logTime)),
                ("publish_time", number(head.publishTime)), ("sequence", number(head.sequence)))
        case .chunkIndex(let value):
            return object(
                "ChunkIndex", ("chunk_length", number(value.length)), ("chunk_start_offset", number(value.offset)),
                ("compressed_size", number(value.packedSize)), ("compression", .string(value.compression)),
                ("message_end_time", number(value.endTime)), ("message_index_length", number(value.messageIndexLength)),
                ("message_index_offsets", counts(value.messageIndexOffsets.map { ($0.channel, $0.offset) })),
                ("message_start_time", number(value.startTime)), ("uncompressed_size", number(value.unpackedSize)))
        case .attachment(let value):
            return object(
                "Attachment", ("create_time", number(value.createTime)), ("data", bytes(value.data)),
                ("log_time", number(value.logTime)), ("media_type", .string(value.media)), ("name", .string(value.name))
            )
        case .attachmentIndex(let value):
            return object(
                "AttachmentIndex", ("create_time", number(value.createTime)), ("data_size", number(value.dataSize)),
                ("length", number(value.length)), ("log_time", number(value.logTime)),
                ("media_type", .string(value.media)), ("name", .string(value.name)), ("offset", number(value.offset)))
        case .statistics(let value):
            return object(
                "Statistics", ("attachment_count", number(value.attachments)),
                ("channel_count", number(value.channels)),
                ("channel_message_counts", counts(value.messagesByChannel.map { ($0.channel, $0.count) })),
                ("chunk_count", number(value.chunks)), ("message_count", number(value.messages)),
                ("message_end_time", number(value.endTime)), ("message_start_time", number(value.startTime)),
                ("metadata_count", number(value.metadata)), ("schema_count", number(value.schemas)))
        case .metadata(let value):
            return object("Metadata", ("metadata", map(value.entries)), ("name", .string(value.name)))
        case .metadataIndex(let value):
            return object(
                "MetadataIndex", ("length", number(value.length)), ("name", .string(value.name)),
                ("offset", number(value.offset)))
        case .summaryOffset(let value):
            return object(
                "SummaryOffset", ("group_length", number(value.length)),
                ("group_opcode", number(value.opcode.rawValue)),
                ("group_start", number(value.start)))
        case .dataEnd(let value): return object("DataEnd", ("data_section_crc", number(value.checksum)))
        case .messageIndex, .sync, .unknown: return nil
        }
    }

    private static func object(_ type: String, _ fields: (String, JSONValue)...) -> JSONValue {
        .object([
            JSONMember("type", .string(type)),
            JSONMember("fields", .array(fields.map { .array([.string($0.0), $0.1]) })),
        ])
    }

    private static func number(_ value: some FixedWidthInteger) -> JSONValue { .string(String(value)) }
    private static func bytes(_ value: [UInt8]) -> JSONValue { .array(value.map { .string(String($0)) }) }
    private static func map(_ entries: [MCAP.Entry]) -> JSONValue {
        .object(entries.map { JSONMember($0.key, .string($0.value)) })
    }
    private static func counts(_ entries: [(UInt16, UInt64)]) -> JSONValue {
        .object(entries.map { JSONMember(String($0.0), .string(String($0.1))) })
    }
}

extension JSONValue {
    /// The value of a field of a record in the conformance suite.
    func field(_ name: String) -> JSONValue? {
        self["fields"]?.array?.first { $0.array?.first?.string == name }?.array?.last
    }

    /// The number that a decimal text in the conformance suite is.
    func count<T: FixedWidthInteger>(_ name: String, as type: T.Type = T.self) -> T {
        field(name)?.string.flatMap { T($0) } ?? 0
    }

    /// The bytes that a list of decimal texts in the conformance suite is.
    func bytes(_ name: String) -> [UInt8] { field(name)?.array?.compactMap { $0.string.flatMap { UInt8($0) } } ?? [] }

    /// The entries of a map in the conformance suite.
    func entries(_ name: String) -> [MCAP.Entry] {
        field(name)?.object?.map { MCAP.Entry($0.key, $0.value.string ?? "") } ?? []
    }

    func text(_ name: String) -> String { field(name)?.string ?? "" }
}
