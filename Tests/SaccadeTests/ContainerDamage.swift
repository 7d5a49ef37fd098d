import SaccadeDigest
import Testing

@testable import Saccade

/// A small MCAP file of one trace, and where everything in it lies.
struct DamageSample {
    /// Events of a trace: two regions a step, and an image in a chunk of its own.
    static let lines: [String] = {
        var lines = [
            #"{"t":"trace.begin","format":"0.1","id":"0af7651916cd43dd8448eb211c80319c","recorder":{"name":"a","version":"1"}}"#,
            #"{"t":"image","n":0,"width":64,"height":64,"media":"image/png","origin":{"kind":"input"},"missing":"a test"}"#,
        ]
        for step in 0..<6 {
            lines.append(#"{"t":"step.begin","agent":0,"n":\#(step),"kind":"look"}"#)
            for region in 2 * step..<2 * step + 2 {
                lines.append(
                    #"{"t":"region","agent":0,"n":\#(region),"step":\#(step),"image":0,"shape":{"point":[\#(step),2]}}"#
                )
            }
            lines.append(#"{"t":"step.end","agent":0,"step":\#(step)}"#)
        }
        lines.append(#"{"t":"trace.end","counts":{"events":26,"images":1,"steps":6,"regions":12}}"#)
        return lines
    }()

    let bytes: [UInt8]
    /// The chunks: the bytes of their records, and the numbers of the events in each.
    var chunks: [(range: Range<Int>, payload: Range<Int>, events: [Int])] = []
    /// Where each event's record ends, for chunks that are not packed.
    var ends: [Int] = []

    /// Writes the file.
    ///
    /// - Parameters:
    ///   - compression: How chunks are packed.
    ///   - hasSync: Whether the file is this library's own, with sync records, or somebody else's.
    ///   - perChunk: How many events a chunk has.
    init(_ compression: MCAP.Compression = .none, hasSync: Bool = true, perChunk: Int = 5) throws {
        let storage = MemoryStorage()
        var options = MCAP.WriterOptions()
        options.compression = compression
        options.definesInEveryChunk = hasSync
        options.syncFile = hasSync ? 0x1234_5678_9ABC_DEF0 : nil
        let profile = hasSync ? ContainerFormat.profile : "foreign"
        let writer = try MCAP.Writer(
            storage.create("t.mcap", replacing: false), header: MCAP.Header(profile: profile, library: "test"),
            options: options)
        writer.define(MCAP.Schema(id: 1, name: "event", encoding: "jsonschema", data: []))
        writer.define(
            MCAP.Channel(
                id: 0, schema: 1, topic: "/saccade/events", encoding: "json",
                metadata: [MCAP.Entry("trace", "0af7651916cd43dd8448eb211c80319c")]))
        writer.define(MCAP.Channel(id: 1, schema: 0, topic: "/saccade/images/0", encoding: "protobuf"))
        for (number, line) in Self.lines.enumerated() {
            if number == 1 {
                try writer.closeChunk()
                try [UInt8](repeating: 7, count: 300).withBytes { (data) throws(TraceError) in
                    try writer.append(
                        MCAP.MessageHead(channel: 1, sequence: 0, logTime: 1, publishTime: 1), data: data)
                }
                try writer.closeChunk()
            }
            try Array(line.utf8).withBytes { (data) throws(TraceError) in
                let time = UInt64(number)
                try writer.append(
                    MCAP.MessageHead(channel: 0, sequence: UInt32(number), logTime: time, publishTime: time), data: data
                )
            }
            if number % perChunk == perChunk - 1 { try writer.closeChunk() }
        }
        try writer.finish()
        bytes = try #require(storage["t.mcap"])
        try locate(compression, perChunk: perChunk)
    }

    /// Finds the chunks, by a walk that trusts every length.
    private mutating func locate(_ compression: MCAP.Compression, perChunk: Int) throws {
        var offset = MCAP.magic.count
        var number = 0
        while offset + MCAP.recordHead <= bytes.count - MCAP.magic.count {
            let length = Self.integer(bytes, offset + 1)
            let next = offset + MCAP.recordHead + length
            if bytes[offset] == MCAP.Opcode.chunk.rawValue {
                let payload = next - Self.integer(bytes, offset + 9 + 32 + compression.rawValue.utf8.count)..<next
                var chunk = (range: offset..<next, payload: payload, events: [Int]())
                if compression == .none {
                    var inner = payload.lowerBound
                    while inner < next {
                        let end = inner + MCAP.recordHead + Self.integer(bytes, inner + 1)
                        if bytes[inner] == MCAP.Opcode.message.rawValue, bytes[inner + 9] == 0 {
                            chunk.events.append(number)
                            ends.append(end)
                            number += 1
                        }
                        inner = end
                    }
                } else if chunks.count != 1 {
                    let end = chunks.isEmpty ? 1 : min(Self.lines.count, (number / perChunk + 1) * perChunk)
                    chunk.events = Array(number..<end)
                    number = end
                }
                chunks.append(chunk)
            }
            offset = next
        }
        #expect(number == Self.lines.count)
    }

    private static func integer(_ bytes: [UInt8], _ offset: Int) -> Int {
        (0..<8).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
}

/// What came of a damaged MCAP file.
struct RecoveredContainer {
    var report: RecoveryReport
    /// The events, in the order of the file.
    var events: [Event] = []
    /// The bytes of those that are not gaps.
    var kept: [String] = []
    var state = TraceState()
    /// The messages on other channels.
    var others = 0
    /// Whether the header of the trace is one in place of a lost one.
    var isHeaderMade = false

    private static func isMade(_ event: Event) -> Bool {
        if case .traceBegin(let begin) = event.body { return begin.recorder.name == "test" }
        return false
    }

    var gaps: [Gap] { Array(state.gaps) }

    /// Recovers a file in memory and reads the result strictly, with every checksum.
    init(_ bytes: [UInt8]) throws {
        let storage = MemoryStorage()
        storage["broken.mcap"] = bytes
        report = try TraceRecovery(
            recorder: Recorder(name: "test", version: "1"), storage: storage, digest: { SHA256Hasher() }
        ).recover("broken.mcap", to: "good.mcap")
        let reader = try MCAP.StreamReader(storage.open("good.mcap"))
        while let record = try reader.next() {
            guard let (head, data) = record.message else { continue }
            guard head.channel == 0 else {
                others += 1
                continue
            }
            let event = try EventDecoder().decode(data.bindMemory(to: UInt8.self))
            events.append(event)
            state.apply(event)
            if event.body.kind != .gap, !RecoveredContainer.isMade(event) {
                kept.append(String(decoding: data, as: UTF8.self))
            }
        }
        #expect(reader.isFinished)
        isHeaderMade = events.first.map { RecoveredContainer.isMade($0) } ?? false
        let indexed = try MCAP.IndexedReader(storage.open("good.mcap"))
        #expect(indexed.statistics?.messages == UInt64(events.count + others))
    }
}
