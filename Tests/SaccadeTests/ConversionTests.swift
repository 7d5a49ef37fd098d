import SaccadeDigest
import Testing

@testable import Saccade

/// Copies between the encodings: the same bytes, the same state, and every image.
@Suite struct ConversionTests {
    static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 1, 2, 3]

    static func copier(_ storage: MemoryStorage) -> TraceCopier {
        TraceCopier(storage: storage, digest: { SHA256Hasher() })
    }

    /// Puts a text log into a storage, with an end of the last line.
    static func storage(_ log: [UInt8]) -> MemoryStorage {
        let storage = MemoryStorage()
        storage["in/t.jsonl"] = log.last == UInt8(ascii: "\n") ? log : log + [UInt8(ascii: "\n")]
        return storage
    }

    /// Returns a log without its empty lines.
    static func withoutEmptyLines(_ log: [UInt8]) -> [UInt8] {
        log.split(separator: UInt8(ascii: "\n")).flatMap { $0 + [UInt8(ascii: "\n")] }
    }

    /// A log with an image in a blob, one in the event itself, a mask in a blob, and an image that is missing.
    static func logWithBlobs() -> MemoryStorage {
        let mask = Array("[0,5,3,4]".utf8)
        let small: [UInt8] = [1, 2]
        let lines = [
            #"{"t":"trace.begin","format":"0.1","id":"0af7651916cd43dd8448eb211c80319c","recorder":{"name":"a","version":"1"},"wall":"2024-02-29T12:00:00Z"}"#,
            #"{"t":"image","n":0,"width":4,"height":3,"media":"image/png","digest":"\#(Digest(of: png))","origin":{"kind":"input"}}"#,
            #"{"t":"image","n":1,"digest":"\#(Digest(of: small))","origin":{"kind":"input"},"inline":"AQI="}"#,
            #"{"t":"image","n":2,"digest":"\#(Digest(of: [9]))","origin":{"kind":"input"},"missing":"a test"}"#,
            #"{"t":"region","at":5,"agent":0,"n":0,"image":0,"shape":{"mask":{"size":[4,3],"order":"row","blob":"\#(Digest(of: mask))"}}}"#,
            #"{"t":"region","at":6,"agent":0,"n":1,"image":0,"shape":{"box":[1,1,2,2]}}"#,
        ]
        let storage = storage(Array(lines.joined(separator: "\n").utf8))
        storage["in/blobs/sha256-\(Digest(of: png)).png"] = png
        storage["in/blobs/sha256-\(Digest(of: mask)).json"] = mask
        return storage
    }

    @Test(arguments: ConformanceTests.logs(in: ConformanceTests.folder), ChunkCompression.allCases)
    func `text to MCAP to text is the same bytes and the same state`(
        _ name: String, _ compression: ChunkCompression
    ) throws {
        let log = try FileStorage().contents(of: StoragePath.join(ConformanceTests.folder, name) + ".jsonl")
        let storage = Self.storage(Self.withoutEmptyLines(log))
        var copier = Self.copier(storage)
        copier.options.container.compression = compression
        copier.options.container.chunkSize = 500
        _ = try copier.copy([("in/t.jsonl", nil)], to: "t.mcap", as: .mcap)
        _ = try copier.copy([("t.mcap", nil)], to: "out/t.jsonl", as: .text)
        #expect(storage["out/t.jsonl"] == storage["in/t.jsonl"])
        let states = try ["in/t.jsonl", "t.mcap"].map { path in
            try TraceFile(path: path, storage: storage).load().map { $0.json.canonicalText }
        }
        #expect(states[0] == states[1])
        // Packed anew, the events are still the same.
        copier.options.container.compression = .zstd
        _ = try copier.copy([("t.mcap", nil)], to: "t.mcap", as: .mcap)
        _ = try copier.copy([("t.mcap", nil)], to: "out/again.jsonl", as: .text)
        #expect(storage["out/again.jsonl"] == storage["in/t.jsonl"])
        #expect(try storage.list(".").allSatisfy { $0 == "t.mcap" }, "nothing unfinished is left")
    }

    @Test func `images and other blobs come along, and what stands in an event stays there`() throws {
        let storage = Self.logWithBlobs()
        let copier = Self.copier(storage)
        let summary = try copier.copy([("in/t.jsonl", nil)], to: "t.mcap", as: .mcap)
        #expect(summary.traces == 1 && summary.events == 6 && summary.notes.isEmpty)
        let file = TraceFile(path: "t.mcap", storage: storage)
        let state = try #require(try file.load().first)
        #expect(try file.bytes(of: state.images[0].declaration) == Self.png)
        #expect(try file.bytes(of: state.images[1].declaration) == [1, 2])
        #expect(try copier.copy([("t.mcap", nil)], to: "out/t.jsonl", as: .text).notes.isEmpty)
        #expect(storage["out/t.jsonl"] == storage["in/t.jsonl"])
        #expect(try storage.list("out/blobs") == storage.list("in/blobs"))
        for name in try storage.list("in/blobs") {
            #expect(storage["out/blobs/" + name] == storage["in/blobs/" + name])
        }
    }

    @Test func `bytes that do not have their digest stay behind, and so does what is not there`() throws {
        let storage = Self.logWithBlobs()
        let names = try storage.list("in/blobs")
        storage["in/blobs/" + names[0]] = [0]
        storage["in/blobs/" + names[1]] = nil
        let summary = try Self.copier(storage).copy([("in/t.jsonl", nil)], to: "out/t.jsonl", as: .text)
        #expect(summary.notes.count == 2 && summary.hasLoss)
        #expect(summary.notes.contains { $0.contains("do not have the digest") })
        #expect(summary.notes.contains { $0.contains("is not to be had") })
        #expect(storage["out/t.jsonl"] == storage["in/t.jsonl"])
        #expect(try storage.list("out") == ["t.jsonl"])
    }

    @Test func `empty lines are no events and stay behind, which is said`() throws {
        let begin = TextRecoveryTests.lines[0]
        let storage = Self.storage(Array("\n\(begin)\n\n".utf8))
        let summary = try Self.copier(storage).copy([("in/t.jsonl", nil)], to: "out.jsonl", as: .text)
        #expect(storage["out.jsonl"] == Array("\(begin)\n".utf8))
        #expect(summary.notes == ["in/t.jsonl: 2 empty lines are no events and stay behind"])
    }

    @Test(arguments: [TraceCopier.Encoding.text, .mcap])
    func `a log that cannot be read to its end leaves nothing behind`(_ encoding: TraceCopier.Encoding) throws {
        let storage = Self.storage(Array((TextRecoveryTests.lines[0] + "\n{").utf8))
        let error = #expect(throws: TraceError.self) {
            _ = try Self.copier(storage).copy([("in/t.jsonl", nil)], to: "out", as: encoding)
        }
        #expect(error?.location?.line == 2)
        #expect(try storage.list(".").isEmpty)
    }

    @Test func `many traces go into a segment and come out again, their common image stored once`() throws {
        let storage = MemoryStorage()
        let large = [UInt8](repeating: 5, count: 9000)
        let digest = Digest(of: large)
        var inputs: [(path: String, selector: TraceSelector?)] = []
        for n in 0..<40 {
            let id = "0af7651916cd43dd8448eb211c8000" + (n < 10 ? "0\(n)" : "\(n)")
            var lines = [TextRecoveryTests.lines[0].replacing("000102030405060708090a0b0c0d0e0f", with: id)]
            lines.append(
                #"{"t":"image","n":0,"media":"image/png","digest":"\#(digest)","origin":{"kind":"input"}}"#)
            for step in 0..<n { lines.append(#"{"t":"step.begin","agent":0,"n":\#(step),"kind":"think"}"#) }
            storage["in/\(id).jsonl"] = Array((lines.joined(separator: "\n") + "\n").utf8)
            inputs.append(("in/\(id).jsonl", nil))
        }
        storage["in/blobs/sha256-\(digest).png"] = large
        let copier = Self.copier(storage)
        #expect(try copier.copy(inputs, to: "all.mcap", as: .mcap, layout: .segment).traces == 40)
        #expect(try #require(storage["all.mcap"]).count < 20 * large.count)
        for encoding in TraceCopier.Encoding.allCases {
            let summary = try copier.split([("all.mcap", nil)], into: "\(encoding)", as: encoding)
            #expect(summary.files.count == 40)
        }
        for (path, _) in inputs {
            let name = StoragePath.name(of: path)
            #expect(storage["text/" + name] == storage[path])
            _ = try copier.copy([("mcap/" + name.dropLast(6) + ".mcap", nil)], to: "back/" + name, as: .text)
            #expect(storage["back/" + name] == storage[path])
        }
        #expect(storage["text/blobs/sha256-\(digest).png"] == large)
        let one = try copier.copy(
            [("all.mcap", TraceSelector("0af7651916cd43dd8448eb211c800007"))], to: "one", as: .text)
        #expect(one.traces == 1 && storage["one"] == storage["in/0af7651916cd43dd8448eb211c800007.jsonl"])
    }

    @Test func `traces of one id get files of their own`() throws {
        let storage = MemoryStorage()
        let log = Array((TextRecoveryTests.lines[0] + "\n").utf8)
        storage["t.jsonl"] = log + log
        let summary = try Self.copier(storage).split([("t.jsonl", nil)], into: "out", as: .text)
        #expect(
            summary.files == [
                "out/000102030405060708090a0b0c0d0e0f.jsonl", "out/000102030405060708090a0b0c0d0e0f-2.jsonl",
            ])
        for file in summary.files { #expect(storage[file] == log) }
    }

    @Test func `viewers get the regions at the time of their image, drawn ones too, and a line for each event`() throws
    {
        let storage = Self.logWithBlobs()
        var copier = Self.copier(storage)
        var drawn: [[Int]] = []
        copier.options.overlay = { image, bytes, regions in
            #expect(image.n == 0 && bytes == Self.png)
            drawn.append(regions.map(\.n))
            return [7]
        }
        _ = try copier.copy([("in/t.jsonl", nil)], to: "t.mcap", as: .mcap)
        #expect(drawn == [[0, 1]])
        let reader = try MCAP.StreamReader(storage.open("t.mcap"))
        var messages: [String: [ProtobufTree]] = [:]
        while let record = try reader.next() {
            guard let (head, data) = record.message, let channel = try reader.channel(head.channel),
                channel.encoding == "protobuf"
            else { continue }
            messages[channel.topic, default: []].append(try #require(ProtobufTree(Array(data))))
        }
        #expect(
            messages.keys.sorted() == [
                "/saccade/images/0", "/saccade/images/0/overlay", "/saccade/images/0/regions", "/saccade/images/1",
                "/saccade/log",
            ])
        #expect(messages["/saccade/log"]?.count == 6)
        let image = try #require(messages["/saccade/images/0"]?.first)
        let regions = try #require(messages["/saccade/images/0/regions"]?.first)
        #expect(image.data(2) == [Self.png])
        #expect(image.message(1)?.bytes == regions.message(5)?.bytes)
        #expect(regions.messages(3).count == 2)
        #expect(messages["/saccade/images/0/overlay"]?.first?.data(2) == [[7]])
        // Whoever reads the record does not see them, and a copy without them has the same events.
        copier.options.overlay = nil
        copier.options.hasViewerChannels = false
        _ = try copier.copy([("t.mcap", nil)], to: "plain.mcap", as: .mcap)
        _ = try copier.copy([("plain.mcap", nil)], to: "out/t.jsonl", as: .text)
        #expect(storage["out/t.jsonl"] == storage["in/t.jsonl"])
    }

    @Test func `an unfinished file is read as far as it is whole, which is said`() throws {
        let storage = Self.logWithBlobs()
        let copier = Self.copier(storage)
        _ = try copier.copy([("in/t.jsonl", nil)], to: "t.mcap", as: .mcap)
        let whole = try #require(storage["t.mcap"])
        storage["t.mcap.open"] = Array(whole.prefix(whole.count - 40))
        let summary = try copier.copy([("t.mcap.open", nil)], to: "out/t.jsonl", as: .text)
        #expect(storage["out/t.jsonl"] == storage["in/t.jsonl"])
        #expect(summary.notes.count == 1 && summary.notes[0].contains("t.mcap.open"))
    }

    @Test func `what other programs put into a file is said to stay behind, and a copy in its place is refused`() throws
    {
        let storage = MemoryStorage()
        let source = try ContainerFixture.file()
        let writer = try MCAP.Writer(
            try storage.create("other.mcap", replacing: true), header: MCAP.Header(profile: "", library: "other"))
        let reader = try MCAP.StreamReader(BytesFile(source))
        while let record = try reader.nextRecord() {
            switch record {
            case .schema(let schema): writer.define(schema)
            case .channel(let channel): writer.define(channel)
            case .message(let head, let data):
                try data.withBytes { (data) throws(TraceError) in try writer.append(head, data: data) }
            default: break
            }
        }
        writer.define(MCAP.Channel(id: 999, schema: 0, topic: "/imu", encoding: "json", metadata: []))
        let head = MCAP.MessageHead(channel: 999, sequence: 0, logTime: 1, publishTime: 1)
        try [UInt8(1)].withBytes { (data) throws(TraceError) in try writer.append(head, data: data) }
        try writer.append(MCAP.Metadata(name: "notes", entries: []))
        try writer.finish()
        let copier = TraceCopier(storage: storage, digest: { SHA256Hasher() })
        let summary = try copier.copy([("other.mcap", nil)], to: "copy.mcap", as: .mcap)
        #expect(summary.hasLoss)
        #expect(
            summary.notes == [
                "other.mcap: 1 message on the channel /imu stays behind: it is of another program",
                "other.mcap: the metadata notes stays behind: it is of another program",
            ])
        let before = storage["other.mcap"]
        #expect(throws: TraceError.self) { try copier.copy([("other.mcap", nil)], to: "other.mcap", as: .mcap) }
        #expect(storage["other.mcap"] == before)
        let own = try copier.copy([("copy.mcap", nil)], to: "copy.mcap", as: .mcap)
        #expect(!own.hasLoss)
    }

    @Test func `a flipped bit of an image is found without opening the image`() throws {
        let storage = MemoryStorage()
        var bytes = try ContainerFixture.file()
        storage["t.mcap"] = bytes
        #expect(TraceFile(path: "t.mcap", storage: storage).damagedBlobs().isEmpty)
        let reader = try ContainerReader(path: "t.mcap", storage: storage)
        let images = try reader.records.channels(topic: "/saccade/images/1")
        let chunk = try #require(reader.records.chunks.first { reader.records.chunk($0, has: images[0]) })
        bytes[chunk.offset + chunk.size - 20] ^= 1
        storage["t.mcap"] = bytes
        let errors = TraceFile(path: "t.mcap", storage: storage).damagedBlobs()
        #expect(errors.map(\.code) == [.checksumMismatch])
        #expect(errors.first?.message.hasPrefix("t.mcap: byte ") == true)
    }
}
