import Saccade
import SaccadeDigest
import Testing

@Suite struct TraceFileTests {
    static let header = TraceBegin(
        format: "0.1", id: "000102030405060708090a0b0c0d0e0f", recorder: Recorder(name: "test", version: "1"))

    /// Writes a small trace into memory and returns the storage.
    static func sample() throws -> MemoryStorage {
        let storage = MemoryStorage()
        let writer = try TraceWriter(path: "t.jsonl", digest: SHA256Hasher(), storage: storage)
        try writer.append(.traceBegin(header))
        let bytes: [UInt8] = [1, 2, 3]
        let image = try writer.image(
            bytes, digest: Digest(of: bytes),
            as: ImageDeclaration(n: 0, width: 100, height: 50, media: "image/png", origin: ImageOrigin(kind: .input)))
        try writer.append(.turn(Turn(n: 0, parts: [.image(image), .text("what is it")])))
        try writer.append(.generationBegin(GenerationBegin(agent: 0, n: 0, input: Input(add: [.turn(0)]))), at: 5)
        try writer.append(.stepBegin(StepBegin(agent: 0, n: 0, kind: .look, generation: 0)), at: 10)
        try writer.append(.stepText(StepText(agent: 0, step: 0, channel: .output, text: "the ré")), at: 11)
        try writer.append(.stepText(StepText(agent: 0, step: 0, channel: .output, text: "d door")), at: 12)
        try writer.append(
            .region(Region(agent: 0, n: 0, step: 0, image: 0, shape: .box(Box(x0: 1, y0: 2, x1: 3, y1: 4)))), at: 13)
        try writer.append(.stepEnd(StepEnd(agent: 0, step: 0)), at: 14)
        try writer.finish(at: 15)
        return storage
    }

    @Test func `what is written is read back, with digest and counts`() throws {
        let storage = try Self.sample()
        let file = TraceFile(path: "t.jsonl", storage: storage)
        let state = try #require(try file.load().first)
        #expect(state.misfits.isEmpty)
        #expect(state.agents[0].steps[0].text(.output) == "the réd door")
        #expect(state.images(receivedBy: 0, of: 0) == [0])
        #expect(state.agents[0].steps[0].regions == [0])
        #expect(try file.bytes(of: state.images[0].declaration) == [1, 2, 3])
        let end = try #require(state.end)
        #expect(end.counts.events == 9)
        #expect(end.counts == state.structure.counts)
        let text = try #require(storage["t.jsonl"])
        let lastLine = try #require(text.dropLast().lastIndex(of: UInt8(ascii: "\n")))
        #expect(end.digest == Digest(of: Array(text[...lastLine])))
        #expect(storage["t.jsonl.part"] == nil)
    }

    @Test func `a writer that was given up leaves nothing behind`() throws {
        let storage = MemoryStorage()
        do {
            let writer = try TraceWriter(path: "t.jsonl", digest: SHA256Hasher(), storage: storage)
            try writer.append(.traceBegin(Self.header))
        }
        #expect(try storage.list(".").isEmpty)
    }

    @Test func `the same image is written and declared once`() throws {
        let storage = MemoryStorage()
        let writer = try TraceWriter(path: "t.jsonl", digest: SHA256Hasher(), storage: storage)
        try writer.append(.traceBegin(Self.header))
        let declaration = ImageDeclaration(n: 0, origin: ImageOrigin(kind: .input))
        let digest = Digest(of: [9])
        #expect(try writer.image([9], digest: digest, as: declaration) == 0)
        #expect(try writer.image([9], digest: digest, as: declaration) == 0)
        #expect(try writer.image([8], digest: Digest(of: [8]), as: declaration) == 1)
        #expect(try storage.list("blobs").count == 2)
    }

    @Test func `an event that does not fit is refused with the reason`() throws {
        let writer = try TraceWriter(path: "t.jsonl", digest: SHA256Hasher(), storage: MemoryStorage())
        try writer.append(.traceBegin(Self.header))
        let region = Region(agent: 0, n: 0, image: 3, shape: .point(Point(x: 1, y: 1)))
        let error = #expect(throws: TraceError.self) { try writer.append(.region(region)) }
        #expect(error?.code == .misplacedEvent)
        #expect(error?.message == "event 1: image 3 has not been declared; none has been declared")
    }

    /// Logs that cannot be read: the text, the code, the line, the column and the message.
    static let broken: [(String, TraceError.Code, Int, Int, String)] = {
        let begin =
            #"{"t":"trace.begin","format":"0.1","id":"000102030405060708090a0b0c0d0e0f","recorder":{"name":"a","version":"1"}}"#
        return [
            (
                begin + "\n" + #"{"t":"turn","n":0,"par"#, .truncated, 2, 23,
                "the string that begins at byte 19 has no end"
            ),
            (
                begin + "\n" + #"{"t":"turn","n":0,"n":1}"#, .duplicateKey, 2, 19,
                #"expected each key once, found "n" again"#
            ),
            (
                begin + "\n\n" + #"{"t":"score","name":"x","value":NaN}"#, .malformedJSON, 3, 33,
                "expected a value, found 'N'"
            ),
            (
                #"{"t":"turn","n":0}"#, .missingHeader, 1, 1, "expected the log to begin with trace.begin, found turn"
            ),
            (
                begin.replacing("0.1", with: "9.0"), .unsupportedVersion, 1, 1,
                "the log has format 9.0; this version of saccade reads 0.x"
            ),
            (
                begin.replacing(#""0.1""#, with: #""new""#), .invalidField, 1, 1,
                #"trace.begin "format": expected a version like 0.1, found "new""#
            ),
        ]
    }()

    @Test(arguments: broken)
    func `a log that cannot be read says where and why`(
        _ text: String, _ code: TraceError.Code, _ line: Int, _ column: Int, _ message: String
    ) {
        let reader = TraceReader(bytes: Array(text.utf8), path: "log")
        let error = #expect(throws: TraceError.self) { while try reader.next() != nil {} }
        #expect(error?.code == code)
        #expect(error?.message == message)
        #expect(error?.location == TraceError.Location(file: "log", line: line, column: column))
    }

    @Test func `several traces in one file are several states`() throws {
        let storage = try Self.sample()
        let one = try #require(storage["t.jsonl"])
        storage["two.jsonl"] = one + one
        let traces = try TraceFile(path: "two.jsonl", storage: storage).load()
        #expect(traces.count == 2)
        #expect(traces.allSatisfy { $0.misfits.isEmpty && $0.end != nil })
    }

    @Test func `a field's column is where its value stands`() throws {
        let source = Array(#"{ "t":"turn", "n" : 7 }"#.utf8)
        let entry = LogEntry(event: Event(.turn(Turn(n: 7))), source: source, line: 1, index: 0)
        #expect(entry.column(of: "n") == 21)
        #expect(entry.column(of: "missing") == 1)
    }

    @Test func `a gap moves the counters and leaves empty places`() throws {
        var state = TraceState()
        state.apply(Event(.traceBegin(Self.header)))
        state.apply(
            Event(
                .gap(
                    Gap(reason: .pressure, images: 2, scopes: [GapScope(agent: 0, steps: 3, regions: 1)]))))
        state.apply(Event(.stepBegin(StepBegin(agent: 0, n: 3, kind: .think))))
        #expect(state.misfits.isEmpty)
        #expect(state.images.count == 2)
        #expect(state.agents[0].steps.count == 4)
        #expect(state.images[1].declaration.missing == "lost in a gap")
    }

    @Test func `a gap cannot claim all memory`() {
        var structure = LogStructure()
        structure.apply(Event(.traceBegin(Self.header)))
        structure.apply(Event(.gap(Gap(reason: .damage, images: 1 << 40))))
        #expect(structure.images.isEmpty)
    }

    @Test func `text taken back is gone, and only between scalars`() throws {
        var state = TraceState()
        state.apply(Event(.traceBegin(Self.header)))
        state.apply(Event(.stepBegin(StepBegin(agent: 0, n: 0, kind: .think))))
        state.apply(Event(.stepText(StepText(agent: 0, step: 0, channel: .output, text: "aéb"))))
        state.apply(Event(.stepRetract(StepRetract(agent: 0, step: 0, channel: .output, bytes: [0, 2]))))
        #expect(state.agents[0].steps[0].text(.output) == "aéb")
        state.apply(Event(.stepRetract(StepRetract(agent: 0, step: 0, channel: .output, bytes: [0, 3]))))
        #expect(state.agents[0].steps[0].text(.output) == "b")
    }

    @Test func `a layer is read without its base`() {
        var state = TraceState()
        let begin = LayerBegin(
            format: "0.1", trace: "000102030405060708090a0b0c0d0e0f", digest: .zero,
            recorder: Recorder(name: "a", version: "1"))
        state.apply(Event(.layerBegin(begin)))
        state.apply(Event(.imagePixels(ImagePixels(image: 5, digest: .zero, width: 1, height: 1, decoder: "x"))))
        state.apply(Event(.score(Score(name: "reward", value: 1, agent: 3))))
        #expect(state.misfits.isEmpty)
        #expect(state.scores.count == 1)
    }
}
