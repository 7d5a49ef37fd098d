import SaccadeDigest
import Testing

@testable import Saccade

@Suite struct ContainerTests {
    @Test(arguments: ChunkCompression.allCases)
    func `a trace is the same in both encodings, its digest too`(_ compression: ChunkCompression) throws {
        let storage = MemoryStorage()
        storage["t.mcap"] = try ContainerFixture.file(compression: compression)
        let reader = try TraceReader(path: "t.mcap", storage: storage)
        #expect(try ContainerFixture.lines(reader) == ContainerFixture.text())
        #expect(reader.ending == nil)
    }

    @Test func `a path that ends in mcap gives a container, with its images inside`() throws {
        let storage = MemoryStorage()
        try ContainerFixture.write(try TraceWriter(path: "t.mcap", digest: SHA256Hasher(), storage: storage))
        #expect(storage["t.mcap"]?.starts(with: MCAP.magic) == true)
        #expect(storage["t.mcap.open"] == nil)
        let file = TraceFile(path: "t.mcap", storage: storage)
        let trace = try #require(try file.load().first)
        #expect(trace.images.count == 4)
        for (number, image) in trace.images.enumerated() {
            #expect(try file.bytes(of: image.declaration) == ContainerFixture.image(number * 3))
        }
    }

    @Test func `a container is read from a pipe`() throws {
        let bytes = try ContainerFixture.file(compression: .zstd)
        let storage = PipeStorage(bytes)
        #expect(try ContainerFixture.lines(TraceReader(path: "t.mcap", storage: storage)) == ContainerFixture.text())
    }

    @Test func `interleaved traces come apart, each as it was written`() throws {
        let storage = MemoryStorage()
        let bytes = try ContainerFixture.segment(traces: 7, steps: 9, storage: storage)
        let reader = try ContainerReader(BytesFile(bytes), path: "s.mcap")
        #expect(reader.traces.map(\.id) == (0..<7).map(ContainerFixture.id))
        for (number, trace) in reader.traces.enumerated() {
            let text = try ContainerFixture.text(number: number, steps: 9)
            #expect(trace.events == text.count { $0 == UInt8(ascii: "\n") })
            #expect(try lines(reader.events(of: trace)) == text)
            for step in stride(from: 0, to: 9, by: 3) {
                let image = ContainerFixture.image(number * 100 + step)
                #expect(try reader.blob(Digest(of: image)) == image)
            }
        }
        let all = try ContainerFixture.lines(TraceReader(path: "s.mcap", storage: storage))
        #expect(try all == (0..<7).flatMap { try ContainerFixture.text(number: $0, steps: 9) })
    }

    @Test func `interleaved traces from a pipe are refused with a reason`() throws {
        let bytes = try ContainerFixture.segment(traces: 2, steps: 3, storage: MemoryStorage())
        let reader = try TraceReader(path: "s.mcap", storage: PipeStorage(bytes))
        let error = #expect(throws: TraceError.self) { try ContainerFixture.lines(reader) }
        #expect(error?.message.contains("not from a pipe") == true)
    }

    @Test(arguments: [true, false])
    func `a step is found by its agent and number`(_ isFinished: Bool) throws {
        let bytes = try ContainerFixture.segment(
            traces: 3, steps: 40, finishes: isFinished, storage: MemoryStorage())
        let reader = try ContainerReader(BytesFile(bytes), path: "s.mcap")
        #expect(reader.isFinished == isFinished)
        for trace in reader.traces {
            for step in [0, 1, 17, 39] {
                let events = try #require(try reader.events(of: trace, agent: 0, step: step))
                let entry = try #require(try events.next())
                #expect(entry.event.body == .stepBegin(StepBegin(agent: 0, n: step, kind: .look)))
                let all = try ContainerFixture.text(number: reader.traces.firstIndex(of: trace) ?? 0, steps: 40)
                let line = all.split(separator: UInt8(ascii: "\n"))[entry.line - 1]
                #expect(Array(line) == entry.source)
            }
            #expect(try reader.events(of: trace, agent: 0, step: 40) == nil)
            #expect(try reader.events(of: trace, agent: 3, step: 0) == nil)
            #expect(try reader.events(of: trace, agent: -1, step: 0) == nil)
        }
    }

    @Test func `events are found by time`() throws {
        let reader = try ContainerReader(BytesFile(try ContainerFixture.file(steps: 30)), path: "t.mcap")
        let trace = try #require(reader.traces.first)
        let events = reader.events(of: trace, from: ContainerFixture.beginning + 20_000_001)
        #expect(try events.next()?.event.time == 20_000_001)
        let late = reader.events(of: trace, from: .max)
        #expect(try late.next() == nil)
        let early = reader.events(of: trace, from: 0)
        #expect(try early.next()?.index == 0)
    }

    @Test func `images are stored once per digest, alone, unpacked and before the event that names them`() throws {
        let storage = MemoryStorage()
        let container = try ContainerWriter(
            path: "t.mcap", layout: .segment, options: ContainerFixture.options(compression: .zstd), storage: storage)
        let writers = (0..<2).map { _ in TraceWriter(in: container, digest: SHA256Hasher()) }
        let shared = [UInt8](repeating: 9, count: 4000)
        for (number, writer) in writers.enumerated() {
            var header = ContainerFixture.begin
            header.id = ContainerFixture.id(number)
            try writer.append(.traceBegin(header))
            _ = try writer.image(
                shared, digest: Digest(of: shared), as: ImageDeclaration(n: 0, origin: ImageOrigin(kind: .input)))
            try writer.finish()
        }
        try container.finish()
        let bytes = try #require(storage["t.mcap"])
        let reader = try MCAP.StreamReader(BytesFile(bytes))
        var images = 0
        var declared = 0
        while let record = try reader.next() {
            guard let (head, data) = record.message, let channel = try reader.channel(head.channel) else { continue }
            if channel.topic == ContainerFormat.imagesTopic {
                #expect(reader.chunk?.compression == "")
                #expect(declared == 0)
                images += 1
            } else if data.starts(with: Array(#"{"t":"image""#.utf8)) {
                declared += 1
            }
        }
        #expect(images == 1)
        #expect(declared == 2)
    }

    @Test func `log times rise strictly, whatever the events say`() throws {
        let storage = MemoryStorage()
        let container = try ContainerWriter(
            path: "s.mcap", layout: .segment, options: ContainerFixture.options(), storage: storage)
        let trace = try container.begin(trace: ContainerFixture.id(0))
        for time: UInt64 in [5, 5, 3, 9, .max, 2] { try container.append(Array("{}".utf8), to: trace, at: time) }
        try container.finish()
        let messages = try ContainerSample.messages(of: MCAP.StreamReader(BytesFile(storage["s.mcap"] ?? [])))
        #expect(messages.map(\.time) == [5, 6, 7, 9, .max, .max])
        #expect(messages.map(\.sequence) == [0, 1, 2, 3, 4, 5])
    }

    @Test func `a chunk closes when it is full, old, flushed or followed by an image`() throws {
        let storage = MemoryStorage()
        var options = ContainerFixture.options(chunkSize: 2048)
        options.chunkAge = 200
        let container = try ContainerWriter(path: "t.mcap", layout: .trace, options: options, storage: storage)
        func size() -> Int { storage["t.mcap.open"]?.count ?? 0 }
        let trace = try container.begin(trace: ContainerFixture.id(0))
        let event = Array(#"{"t":"x"}"#.utf8)
        try container.advance(to: 1000)
        try container.append(event, to: trace, at: 1)
        try container.advance(to: 1199)
        #expect(size() == 0)
        try container.advance(to: 1200)
        let old = size()
        #expect(old > 0)
        try container.append(event, to: trace, at: 2)
        #expect(size() == old)
        try container.flush()
        let flushed = size()
        #expect(flushed > old)
        try container.append(event, to: trace, at: 3)
        let image = ContainerFixture.image(0)
        let declaration = ImageDeclaration(n: 0, origin: ImageOrigin(kind: .input))
        try container.image(image, digest: Digest(of: image), as: declaration, of: trace, at: 4)
        try container.flush()
        var full = size()
        let before = container.events
        while size() == full { try container.append(event, to: trace, at: 5) }
        // A message of 9 bytes takes 40, the channel 113 and the schema 137 of 2048.
        #expect(container.events - before == 45 + 1)
        full = size()
        try container.append([UInt8](repeating: 32, count: 5000), to: trace, at: 6)
        #expect(size() > full)
        try container.finish()
        #expect(storage["t.mcap"] != nil)
    }

    @Test func `derived messages stand apart and are no events`() throws {
        let bytes = try ContainerFixture.file()
        let reader = try MCAP.IndexedReader(BytesFile(bytes))
        let log = try #require(try reader.channels(topic: ViewerProjection.logTopic).first)
        let events = try #require(try reader.channels(topic: ContainerFormat.eventsTopic).first)
        #expect(reader.chunks.contains { reader.chunk($0, has: log) })
        #expect(!reader.chunks.contains { reader.chunk($0, has: log) && reader.chunk($0, has: events) })
        let counts = reader.statistics?.messagesByChannel ?? []
        #expect(counts.first { $0.channel == log }?.count == counts.first { $0.channel == events }?.count)
        #expect(try reader.channels(topic: "/saccade/images/0/regions").count == 1)
    }

    @Test func `an unfinished file is read as far as it is whole, and says so`() throws {
        let bytes = try ContainerFixture.segment(traces: 2, steps: 5, finishes: false, storage: MemoryStorage())
        let whole = try ContainerReader(BytesFile(bytes), path: "s.mcap.open")
        #expect(whole.ending?.code == .truncated)
        #expect(try lines(whole.events(of: whole.traces[1])) == ContainerFixture.text(number: 1, steps: 5))
        let image = ContainerFixture.image(103)
        #expect(try whole.blob(Digest(of: image)) == image)
        let storage = MemoryStorage()
        storage["torn.mcap"] = Array(bytes.dropLast(30))
        let reader = try TraceReader(path: "torn.mcap", storage: storage)
        let some = try ContainerFixture.lines(reader)
        #expect(some.count > 500)
        #expect(reader.ending?.message.hasPrefix("torn.mcap: byte ") == true)
    }

    @Test func `attachments hold what is no image`() throws {
        let storage = MemoryStorage()
        let container = try ContainerWriter(
            path: "s.mcap", layout: .segment, options: ContainerFixture.options(), storage: storage)
        let mask = ContainerFixture.image(1, size: 70_000)
        for isNew in [true, false] {
            #expect(
                try mask.withBytes { (bytes) throws(TraceError) in
                    try container.blob(bytes, digest: Digest(of: mask), media: "application/json", at: 3)
                } == isNew)
        }
        try container.finish()
        let reader = try ContainerReader(BytesFile(storage["s.mcap"] ?? []), path: "s.mcap")
        #expect(try reader.blob(Digest(of: mask)) == mask)
        #expect(try reader.blob(.zero) == nil)
        #expect(reader.records.attachments.map(\.name) == ["sha256-\(Digest(of: mask)).json"])
    }

    @Test func `what another program rewrote without private records is still found`() throws {
        let bytes = try ContainerFixture.file()
        let storage = MemoryStorage()
        let writer = try MCAP.Writer(
            try storage.create("copy", replacing: true), header: MCAP.Header(profile: "", library: "other"))
        let reader = try MCAP.StreamReader(BytesFile(bytes))
        while let record = try reader.nextRecord() {
            switch record {
            case .schema(let schema): writer.define(schema)
            case .channel(let channel): writer.define(channel)
            case .message(let head, let data):
                try data.withBytes { (data) throws(TraceError) in try writer.append(head, data: data) }
            default: break
            }
        }
        try writer.finish()
        let copy = try ContainerReader(BytesFile(storage["copy"] ?? []), path: "copy")
        let trace = try #require(copy.traces.first)
        #expect(try lines(copy.events(of: trace)) == ContainerFixture.text())
        #expect(try copy.events(of: trace, agent: 0, step: 7)?.next()?.event.time == 7_000_001)
        #expect(try copy.blob(Digest(of: ContainerFixture.image(6))) == ContainerFixture.image(6))
    }

    @Test func `a missing event is an error that says which`() throws {
        let storage = MemoryStorage()
        let writer = try MCAP.Writer(
            try storage.create("f", replacing: true), header: MCAP.Header(profile: "", library: ""))
        writer.define(
            MCAP.Channel(
                id: 0, schema: 0, topic: ContainerFormat.eventsTopic, encoding: "json",
                metadata: [MCAP.Entry("trace", ContainerFixture.id(0))]))
        for sequence: UInt32 in [0, 1, 4] {
            let head = MCAP.MessageHead(channel: 0, sequence: sequence, logTime: 1, publishTime: 1)
            let event = Array(#"{"t":"x"}"#.utf8)
            try event.withBytes { (data) throws(TraceError) in try writer.append(head, data: data) }
        }
        try writer.finish()
        let reader = try ContainerReader(BytesFile(storage["f"] ?? []), path: "f")
        let events = reader.events(of: reader.traces[0])
        _ = try events.next()
        _ = try events.next()
        let error = #expect(throws: TraceError.self) { try events.next() }
        #expect(
            error?.message
                == "f: expected event 2 of trace \(ContainerFixture.id(0)), found event 4: events are missing")
    }

    private func lines(_ events: ContainerEvents) throws -> [UInt8] {
        var lines: [UInt8] = []
        while let entry = try events.next() { lines += entry.source + [UInt8(ascii: "\n")] }
        return lines
    }
}

/// A storage whose every file is one pipe.
private struct PipeStorage: Storage {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func open(_ path: String) -> any StorageFile { DrippingFile(bytes) }
    func create(_ path: String, replacing: Bool) throws(TraceError) -> any StorageFile { throw refusal }
    func rename(_ path: String, to newPath: String) throws(TraceError) { throw refusal }
    func remove(_ path: String) throws(TraceError) { throw refusal }
    func createFolder(_ path: String) throws(TraceError) { throw refusal }
    func list(_ path: String) -> [String] { [] }
    func entry(_ path: String) -> StorageEntry? { nil }
    func syncFolder(_ path: String) throws(TraceError) { throw refusal }

    private var refusal: TraceError { TraceError(.fileSystem, "a pipe is only for reading") }
}
