import Testing

@testable import Saccade

@Suite struct ContainerRecordTests {
    @Test func `the checksum is the CRC-32 of zlib, by instructions and by tables`() {
        #expect(Checksum.of(Array("123456789".utf8)) == 0xCBF4_3926)
        var generator = SeededGenerator(seed: 3)
        let bytes = (0..<700).map { _ in UInt8.random(in: 0...255, using: &generator) }
        for count in 0..<bytes.count {
            let start = bytes.count - count
            bytes.withUnsafeBytes { buffer in
                let part = UnsafeRawBufferPointer(rebasing: buffer[start...])
                #expect(Checksum.of(part) == Checksum.byTables(part))
            }
        }
    }

    @Test func `a checksum continues where it stopped`() {
        let bytes = Array(0...255).map { UInt8($0) }
        for cut in [0, 1, 63, 64, 65, 200, 256] {
            var checksum = Checksum()
            bytes.withUnsafeBytes { buffer in
                checksum.update(UnsafeRawBufferPointer(rebasing: buffer[..<cut]))
                checksum.update(UnsafeRawBufferPointer(rebasing: buffer[cut...]))
            }
            #expect(checksum.value == Checksum.of(bytes))
        }
    }

    @Test(arguments: MCAP.Compression.allCases)
    func `what was written with each compression is read, as a stream and through the index`(
        _ compression: MCAP.Compression
    ) throws {
        let sample = try ContainerSample(compression: compression)
        #expect(try sample.streamed() == sample.messages)
        #expect(try sample.indexed() == sample.messages)
        let reader = try MCAP.IndexedReader(BytesFile(sample.bytes))
        #expect(reader.chunks.count > 3)
        #expect(reader.statistics?.messages == UInt64(sample.messages.count))
        #expect(reader.statistics?.messagesByChannel.map(\.count).reduce(0, +) == UInt64(sample.messages.count))
    }

    @Test func `a pipe that gives a byte at a time is read like a file`() throws {
        let sample = try ContainerSample(compression: .zstd)
        let reader = try MCAP.StreamReader(DrippingFile(sample.bytes))
        #expect(try ContainerSample.messages(of: reader) == sample.messages)
        #expect(reader.isFinished)
    }

    @Test func `packed chunks are smaller, and chunks that packing does not shrink stay as they are`() throws {
        let plain = try ContainerSample(compression: .none)
        #expect(try ContainerSample(compression: .zstd).bytes.count < plain.bytes.count * 3 / 4)
        #expect(try ContainerSample(compression: .lz4).bytes.count < plain.bytes.count * 3 / 4)
        let noise = try ContainerSample(compression: .zstd, isNoise: true)
        let reader = try MCAP.StreamReader(BytesFile(noise.bytes))
        var compressions: Set<String> = []
        while try reader.next() != nil { if let chunk = reader.chunk { compressions.insert(chunk.compression) } }
        #expect(compressions == [""])
    }

    @Test func `a sync record stands before each chunk and says where it is`() throws {
        let sample = try ContainerSample(compression: .lz4)
        let reader = try MCAP.StreamReader(BytesFile(sample.bytes))
        var syncs: [MCAP.Sync] = []
        while let raw = try reader.next() {
            guard raw.opcode == .sync, case .sync(let sync) = try MCAP.Record(raw.opcode, raw.content, at: raw.offset)
            else { continue }
            #expect(sync.offset == UInt64(raw.offset))
            let next = raw.offset + MCAP.recordHead + MCAP.Sync.size
            let head = Array(sample.bytes[next..<next + Int(sync.headLength)])
            #expect(head[0] == MCAP.Opcode.chunk.rawValue)
            #expect(sync.headChecksum == Checksum.of(head))
            syncs.append(sync)
        }
        let chunks = try MCAP.IndexedReader(BytesFile(sample.bytes)).chunks.count
        #expect(syncs.map(\.ordinal) == (0..<UInt64(chunks)).map { $0 })
        #expect(Set(syncs.map(\.file)) == [7])
    }

    @Test func `the message index says where each message is`() throws {
        let sample = try ContainerSample(compression: .zstd)
        let reader = try MCAP.StreamReader(BytesFile(sample.bytes))
        var indexed = 0
        var times: [UInt16: [UInt64]] = [:]
        while let record = try reader.nextRecord() {
            switch record {
            case .message(let head, _): times[head.channel, default: []].append(head.logTime)
            case .messageIndex(let index):
                #expect(index.entries.map(\.time) == times[index.channel])
                #expect(zip(index.entries, index.entries.dropFirst()).allSatisfy { $0.offset < $1.offset })
                indexed += index.entries.count
                times[index.channel] = nil
            default: break
            }
        }
        #expect(indexed == sample.messages.count)
    }

    @Test func `each chunk can be read alone if it holds its definitions`() throws {
        let sample = try ContainerSample(compression: .none)
        let reader = try MCAP.IndexedReader(BytesFile(sample.bytes))
        for chunk in reader.chunks {
            var defined: Set<UInt16> = []
            for record in try ContainerSample.records(of: chunk, reader) {
                switch record {
                case .channel(let channel): defined.insert(channel.id)
                case .message(let head, _): #expect(defined.contains(head.channel))
                default: break
                }
            }
        }
    }

    @Test func `a private record in a chunk is given out and does not shift the index`() throws {
        let storage = MemoryStorage()
        let writer = try MCAP.Writer(
            try storage.create("file", replacing: true), header: MCAP.Header(profile: "", library: ""))
        writer.define(MCAP.Channel(id: 0, schema: 0, topic: "t", encoding: "json"))
        try writer.append(privately: MCAP.Opcode(rawValue: 0x90)) { $0.append(UInt32(99)) }
        try Array("{}".utf8).withUnsafeBytes {
            try writer.append(MCAP.MessageHead(channel: 0, sequence: 0, logTime: 5, publishTime: 5), data: $0)
        }
        try writer.finish()
        let reader = try MCAP.StreamReader(BytesFile(try #require(storage["file"])))
        var records: [MCAP.Record] = []
        while let record = try reader.nextRecord() { records.append(record) }
        #expect(records.contains(.unknown(MCAP.Opcode(rawValue: 0x90), [99, 0, 0, 0])))
        let index = records.compactMap { if case .messageIndex(let index) = $0 { index } else { nil } }
        // The private record takes 13 bytes, the channel 30.
        #expect(index == [MCAP.MessageIndex(channel: 0, entries: [MCAP.TimedOffset(time: 5, offset: 43)])])
    }
}
