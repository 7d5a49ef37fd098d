@testable import Saccade

/// A small file of several chunks and channels, with what it holds.
struct ContainerSample {
    struct Message: Hashable {
        var channel: UInt16
        var sequence: UInt32
        var time: UInt64
        var data: [UInt8]
    }

    var messages: [Message] = []
    var bytes: [UInt8] = []

    /// Writes a file of 300 messages on three channels; `isNoise` fills chunks with random bytes.
    init(compression: MCAP.Compression, isNoise: Bool = false, chunkSize: Int = 4096) throws {
        var options = MCAP.WriterOptions()
        options.chunkSize = chunkSize
        options.compression = compression
        options.definesInEveryChunk = true
        options.syncFile = 7
        let storage = MemoryStorage()
        let writer = try MCAP.Writer(
            try storage.create("file", replacing: true), header: MCAP.Header(profile: "", library: "test"),
            options: options)
        writer.define(MCAP.Schema(id: 1, name: "s", encoding: "jsonschema", data: Array("{}".utf8)))
        for id in UInt16(0)..<3 {
            writer.define(
                MCAP.Channel(
                    id: id, schema: id == 0 ? 0 : 1, topic: "/\(id)", encoding: "json",
                    metadata: [MCAP.Entry("key", "value \(id)")]))
        }
        var generator = SeededGenerator(seed: 11)
        let noise = (0..<chunkSize).map { _ in UInt8.random(in: 0...255, using: &generator) }
        for index in 0..<300 {
            let data =
                isNoise
                ? noise
                : Array(
                    #"{"t":"step.text","agent":0,"step":\#(index),"text":"the sign above the left door reads exit"}"#
                        .utf8)
            let message = Message(
                channel: UInt16.random(in: 0..<3, using: &generator), sequence: UInt32(index),
                time: 1_000 + UInt64(index) * 7, data: data)
            messages.append(message)
            try data.withUnsafeBytes {
                try writer.append(
                    MCAP.MessageHead(
                        channel: message.channel, sequence: message.sequence, logTime: message.time,
                        publishTime: message.time), data: $0)
            }
        }
        try writer.finish()
        bytes = storage["file"] ?? []
    }

    /// Reads the file as a stream.
    func streamed() throws -> [Message] { try ContainerSample.messages(of: try MCAP.StreamReader(BytesFile(bytes))) }

    /// Reads the file chunk by chunk through its index.
    func indexed() throws -> [Message] {
        let reader = try MCAP.IndexedReader(BytesFile(bytes))
        var result: [Message] = []
        for chunk in reader.chunks {
            for case .message(let head, let data) in try ContainerSample.records(of: chunk, reader) {
                result.append(Message(channel: head.channel, sequence: head.sequence, time: head.logTime, data: data))
            }
        }
        return result
    }

    /// Returns the records of a chunk.
    static func records(of chunk: MCAP.IndexedReader.ChunkPlace, _ reader: MCAP.IndexedReader) throws -> [MCAP.Record] {
        var records: [MCAP.Record] = []
        try reader.read(chunk) { (opcode, content) throws(TraceError) in
            records.append(try MCAP.Record(opcode, content, at: chunk.offset))
            return true
        }
        return records
    }

    /// Reads messages until the end of a stream.
    static func messages(of reader: MCAP.StreamReader) throws -> [Message] {
        var result: [Message] = []
        while let record = try reader.next() {
            guard let (head, data) = record.message else { continue }
            result.append(
                Message(channel: head.channel, sequence: head.sequence, time: head.logTime, data: Array(data)))
        }
        return result
    }
}

/// A pipe that gives one byte at a time and has no size.
final class DrippingFile: StorageFile {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func read(upTo count: Int) -> [UInt8] {
        guard position < bytes.count, count > 0 else { return [] }
        position += 1
        return [bytes[position - 1]]
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(TraceError) {}
    func sync() throws(TraceError) {}
    func truncate(to size: Int) throws(TraceError) {}
    func close() throws(TraceError) {}
}
