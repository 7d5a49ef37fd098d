import Testing

@testable import Saccade

@Suite(.enabled(if: ContainerConformance.isPresent, "../shared/corpora/mcap is absent"))
struct ContainerConformanceTests {
    @Test func `every file of the suite is read as a stream`() throws {
        let cases = try ContainerConformance.all()
        #expect(cases.count == 416)
        for test in cases {
            #expect(try records(of: test.file) == test.records, "\(test.name)")
        }
    }

    @Test func `every file of the suite is read through its index`() throws {
        let cases = try ContainerConformance.all().filter { $0.features.contains("chx") }
        #expect(cases.count > 0)
        for test in cases {
            let reader = try MCAP.IndexedReader(BytesFile(test.file))
            var messages: [JSONValue] = []
            for chunk in reader.chunks {
                for record in try ContainerSample.records(of: chunk, reader) {
                    if case .message = record { messages += [ContainerConformance.json(record)].compactMap(\.self) }
                }
            }
            let before = test.records.prefix { $0["type"]?.string != "DataEnd" }
            #expect(messages == before.filter { $0["type"]?.string == "Message" }, "\(test.name)")
            let statistics = test.records.first { $0["type"]?.string == "Statistics" }
            #expect(
                reader.statistics.flatMap { ContainerConformance.json(.statistics($0)) } == statistics, "\(test.name)")
            for id in reader.channelIDs {
                let channel = try #require(try reader.channel(id))
                #expect(before.contains { $0 == ContainerConformance.json(.channel(channel)) }, "\(test.name)")
            }
        }
    }

    @Test func `every attachment and metadata record is found through the index`() throws {
        let cases = try ContainerConformance.all().filter { !$0.features.isDisjoint(with: ["ax", "mdx"]) }
        #expect(cases.count > 0)
        for test in cases {
            let reader = try MCAP.IndexedReader(BytesFile(test.file))
            let attachments = try reader.attachments.map {
                try ContainerConformance.json(.attachment(reader.attachment($0)))
            }
            #expect(attachments == test.records.filter { $0["type"]?.string == "Attachment" }, "\(test.name)")
            let metadata = try reader.metadata.map { try ContainerConformance.json(.metadata(reader.metadata($0))) }
            #expect(metadata == test.records.filter { $0["type"]?.string == "Metadata" }, "\(test.name)")
        }
    }

    @Test func `every file of the suite without padding is written byte by byte`() throws {
        let cases = try ContainerConformance.all().filter { !$0.features.contains("pad") }
        #expect(cases.count == 208)
        for test in cases {
            #expect(try written(test) == test.file, "\(test.name)")
        }
    }

    /// Returns the records of a file as the suite writes them.
    private func records(of file: [UInt8]) throws -> [JSONValue] {
        let reader = try MCAP.StreamReader(BytesFile(file))
        var result: [JSONValue] = []
        while let record = try reader.nextRecord() {
            if let json = ContainerConformance.json(record) { result.append(json) }
        }
        return result
    }

    /// Writes what a case holds before its end, with the options that its features name.
    private func written(_ test: ContainerConformance) throws -> [UInt8] {
        var options = MCAP.WriterOptions()
        options.isChunked = test.features.contains("ch")
        options.hasMessageIndex = test.features.contains("mx")
        options.hasStatistics = test.features.contains("st")
        options.repeatsSchemas = test.features.contains("rsh")
        options.repeatsChannels = test.features.contains("rch")
        options.hasAttachmentIndex = test.features.contains("ax")
        options.hasMetadataIndex = test.features.contains("mdx")
        options.hasChunkIndex = test.features.contains("chx")
        options.hasSummaryOffsets = test.features.contains("sum")
        let storage = MemoryStorage()
        let header = test.records[0]
        let writer = try MCAP.Writer(
            try storage.create("file", replacing: true),
            header: MCAP.Header(profile: header.text("profile"), library: header.text("library")), options: options)
        for record in test.records.dropFirst() {
            switch record["type"]?.string {
            case "Schema":
                writer.define(
                    MCAP.Schema(
                        id: record.count("id"), name: record.text("name"), encoding: record.text("encoding"),
                        data: record.bytes("data")))
            case "Channel":
                writer.define(
                    MCAP.Channel(
                        id: record.count("id"), schema: record.count("schema_id"), topic: record.text("topic"),
                        encoding: record.text("message_encoding"), metadata: record.entries("metadata")))
            case "Message":
                try record.bytes("data").withUnsafeBytes { data in
                    try writer.append(
                        MCAP.MessageHead(
                            channel: record.count("channel_id"), sequence: record.count("sequence"),
                            logTime: record.count("log_time"), publishTime: record.count("publish_time")), data: data)
                }
            case "Attachment":
                _ = try record.bytes("data").withUnsafeBytes { data in
                    try writer.append(
                        attachment: record.text("name"), media: record.text("media_type"),
                        logTime: record.count("log_time"),
                        createTime: record.count("create_time"), data: data)
                }
            case "Metadata":
                try writer.append(MCAP.Metadata(name: record.text("name"), entries: record.entries("metadata")))
            default: break
            }
        }
        try writer.finish()
        return try #require(storage["file"])
    }
}
