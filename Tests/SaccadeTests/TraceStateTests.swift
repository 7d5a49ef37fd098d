import Saccade
import Testing

@Suite struct TraceStateTests {
    @Test(arguments: [0, 1, 255, 256, 257, 1000])
    func `an array in pieces is an array`(_ count: Int) {
        var pieces = ChunkedArray(0..<count)
        #expect(pieces.count == count)
        #expect(Array(pieces) == Array(0..<count))
        let copy = pieces
        for position in pieces.indices where position % 3 == 0 { pieces[position] += 1 }
        pieces.append(-1)
        #expect(Array(copy) == Array(0..<count))
        #expect(Array(pieces) == (0..<count).map { $0 % 3 == 0 ? $0 + 1 : $0 } + [-1])
        #expect(pieces != copy)
        #expect(copy == ChunkedArray(Array(0..<count)))
    }

    private static func state(_ bodies: [EventBody]) -> TraceState {
        var state = TraceState()
        for body in bodies { state.apply(Event(body)) }
        #expect(state.misfits.isEmpty)
        return state
    }

    private static let begin = EventBody.traceBegin(
        TraceBegin(
            format: FormatVersion.current.description, id: "0af7651916cd43dd8448eb211c80319c",
            recorder: Recorder(name: "test", version: "1")))

    private static func image(_ n: Int) -> EventBody {
        .image(ImageDeclaration(n: n, width: 10, height: 10, origin: ImageOrigin(kind: .input)))
    }

    private static func generation(_ n: Int, _ input: Input) -> [EventBody] {
        [
            .generationBegin(GenerationBegin(agent: 0, n: n, input: input)),
            .generationEnd(GenerationEnd(agent: 0, n: n)),
        ]
    }

    @Test func `a generation received what the inputs up to it added and did not take out`() {
        let state = Self.state(
            [Self.begin, Self.image(0), Self.image(1), .turn(Turn(n: 0, parts: [.image(0), .text("?")]))]
                + Self.generation(0, Input(add: [.turn(0)]))
                + [.toolRequest(ToolRequest(agent: 0, n: 0, name: "zoom"))]
                // The call has no outcome yet, so its part shows nothing to this generation.
                + Self.generation(1, Input(add: [.call(0)]))
                + [.toolResult(ToolResult(agent: 0, call: 0, parts: [.image(1)]))]
                + Self.generation(2, Input(add: [.image(0)])) + Self.generation(3, Input(remove: [0]))
                + Self.generation(4, Input(compact: [Compaction(first: 1, last: 9)])))
        let received = (0..<5).map { state.images(receivedBy: $0, of: 0) }
        #expect(received == [[0], [0], [0, 1, 0], [1, 0], []])
        #expect(state.agents[0].generations.map(\.added) == [[0], [], [0], [], []])
        #expect(state.images(receivedBy: 5, of: 0).isEmpty)
        #expect(state.images(receivedBy: 0, of: 1).isEmpty)
        #expect(state.json["agents"]?[0]?["sees"]?.array?.count == 0)
    }

    @Test func `a state is written in pieces that are its JSON`() throws {
        var bodies = [Self.begin, .stepBegin(StepBegin(agent: 0, n: 0, kind: .think))]
        for _ in 0..<400 { bodies.append(.stepText(StepText(agent: 0, step: 0, channel: .output, text: "é\"\\\n"))) }
        bodies.append(.stepEnd(StepEnd(agent: 0, step: 0)))
        for n in 0..<30 {
            bodies.append(.turn(Turn(n: n, parts: [.text(String(repeating: "x", count: 100_000))])))
        }
        let state = Self.state(bodies)
        var pieces: [Int] = []
        var bytes: [UInt8] = []
        try state.writeJSON { piece in
            pieces.append(piece.count)
            bytes.append(contentsOf: piece)
        }
        #expect(pieces.count > 2)
        let value = try JSONValue(parsing: bytes)
        #expect(value == state.json)
        #expect(value["turns"]?.array?.count == 30)
        #expect(value["agents"]?[0]?["steps"]?[0]?["texts"]?[0]?["text"]?.string?.count == 1600)
        #expect(value["status"]?.string == "unfinished")
    }

    @Test func `text is taken back between scalars and nowhere else`() {
        func text(_ bytes: [Int]) -> String {
            Self.state([
                Self.begin, .stepBegin(StepBegin(agent: 0, n: 0, kind: .think)),
                .stepText(StepText(agent: 0, step: 0, channel: .output, text: "aé👍🏽z")),
                .stepRetract(StepRetract(agent: 0, step: 0, channel: .output, bytes: bytes)),
            ]).agents[0].steps[0].text(.output)
        }
        #expect(text([1, 3]) == "a👍🏽z")
        #expect(text([7, 11]) == "aé👍z")
        #expect(text([0, 12]) == "")
        #expect(text([2, 3]) == "aé👍🏽z")
        #expect(text([3, 5]) == "aé👍🏽z")
        #expect(text([1, 40]) == "aé👍🏽z")
    }
}
