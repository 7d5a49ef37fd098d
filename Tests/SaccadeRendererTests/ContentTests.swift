import Saccade
import SaccadeImaging
import SaccadeReplay
import Testing

@testable import SaccadeRenderer

/// What a card says of what is in the trace.
@Suite struct ContentTests {
    /// A trace of one agent with an image of 64×48 pixels and what else is added.
    static func trace(_ bodies: EventBody...) -> TraceState {
        var state = TraceState()
        let header = TraceBegin(
            format: "0.1", id: "0af7651916cd43dd8448eb211c80319c", recorder: Recorder(name: "test", version: "1"))
        let image = ImageDeclaration(n: 0, width: 64, height: 48, origin: ImageOrigin(kind: .input), elided: "not kept")
        for body in [.traceBegin(header), .image(image)] + bodies { state.apply(Event(body)) }
        #expect(state.misfits.isEmpty, "\(state.misfits)")
        return state
    }

    static func builder(
        _ trace: TraceState, _ storage: MemoryStorage = MemoryStorage(), _ options: StoryboardBuilder.Options = .init()
    ) -> StoryboardBuilder {
        StoryboardBuilder(
            trace: trace, images: ImageLibrary(TraceFile(path: "trace.jsonl", storage: storage)), options: options)
    }

    @Test func `a comparison of agents who marked nothing shows their answers and says so`() throws {
        let trace = Self.trace(
            .stepBegin(StepBegin(agent: 0, n: 0, kind: .answer)),
            .answer(Answer(agent: 0, n: 0, step: 0, text: "Seven.")))
        let page = Self.builder(trace, MemoryStorage(), .init(layout: .compare)).page()
        #expect(page.panels.count == 1 && page.panels[0].blocks.map(\.text.text) == ["Seven."])
        #expect(page.panels[0].notes.contains { $0.text.contains("no looks to compare") })
    }

    @Test func `a frame shows the image that came last with the call of the model, and none that came later`() throws {
        func screenshot(_ n: Int) -> EventBody {
            .image(
                ImageDeclaration(
                    n: n, width: 64, height: 48, origin: ImageOrigin(kind: .screenshot), missing: "not kept"))
        }
        let trace = Self.trace(
            .turn(Turn(n: 0, parts: [.image(0)])),
            .generationBegin(GenerationBegin(agent: 0, n: 0, input: Input(add: [.turn(0)]))),
            .stepBegin(StepBegin(agent: 0, n: 0, kind: .act, generation: 0)), .stepEnd(StepEnd(agent: 0, step: 0)),
            screenshot(1), .turn(Turn(n: 1, parts: [.image(1)])),
            .generationBegin(
                GenerationBegin(agent: 0, n: 1, input: Input(add: [.generation(0), .turn(1)]))),
            .stepBegin(StepBegin(agent: 0, n: 1, kind: .act, generation: 1)), .stepEnd(StepEnd(agent: 0, step: 1)),
            .stepBegin(StepBegin(agent: 0, n: 2, kind: .think, generation: 1)), screenshot(2))
        let builder = Self.builder(trace)
        let captions = (0..<3).map { builder.frame($0, of: builder.frames)?.panels.first?.picture?.caption }
        #expect(captions == ["image 0 · 64×48", "image 1 · 64×48", "image 1 · 64×48"])
    }

    @Test func `a long text keeps the words that name a region, and says how much is left out`() throws {
        let before = String(repeating: "It goes on and on. ", count: 40)
        let text = before + "There is the sign. " + String(repeating: "And so it ends. ", count: 40)
        let start = before.utf8.count + "There is ".utf8.count
        let trace = Self.trace(
            .stepBegin(StepBegin(agent: 0, n: 0, kind: .look)),
            .stepText(StepText(agent: 0, step: 0, channel: .output, text: text)),
            .region(
                Region(
                    agent: 0, n: 0, step: 0, image: 0, shape: .box(Box(x0: 1, y0: 1, x1: 9, y1: 9)),
                    span: Span(step: 0, channel: .output, bytes: [start, start + 8]))))
        let page = Self.builder(trace, MemoryStorage(), .init(layout: .grid, textLimit: 200)).page()
        let shown = try #require(page.panels.first?.blocks.first?.text)
        #expect(shown.text.contains("There is the sign. And so"))
        let mark = try #require(shown.spans.first { if case .region = $0.mark { true } else { false } })
        #expect(Array(shown.text.utf8)[mark.range].elementsEqual("the sign".utf8))
        // Cut between sentences.
        #expect(shown.text.hasPrefix("760 characters … There is"))
        #expect(shown.text.contains("so it ends. … ") && shown.text.hasSuffix(" more characters"))
    }

    @Test func `a card says what its step is about, and as what the model saw the image`() throws {
        let seen = Preprocessing(recipe: "qwen2.5vl@1", width: 56, height: 56, tokens: [10, 14])
        let trace = Self.trace(
            .turn(Turn(n: 0, parts: [.image(0)])),
            .generationBegin(GenerationBegin(agent: 0, n: 0, input: Input(add: [.image(0, seen)]))),
            .stepBegin(StepBegin(agent: 0, n: 0, kind: .look, generation: 0, title: #"Find \(x^2\)"#)),
            .region(Region(agent: 0, n: 0, step: 0, image: 0, shape: .point(Point(x: 3, y: 4)))))
        let panel = try #require(Self.builder(trace).page().panels.first)
        #expect(panel.title == "Find x²")
        #expect(panel.picture?.caption == "image 0 · 64×48 · seen at 56×56 · 4 tokens")
    }

    @Test func `numbers of a space are not taken for pixels where the size of the image is not known`() throws {
        var trace = Self.trace(.stepBegin(StepBegin(agent: 0, n: 0, kind: .act)))
        let unknown = ImageDeclaration(n: 1, origin: ImageOrigin(kind: .screenshot), missing: "not kept")
        trace.apply(Event(.image(unknown)))
        let region = Region(
            agent: 0, n: 0, step: 0, image: 1, written: "x=0.9, y=0.5", shape: .point(Point(x: 0.9, y: 0.5)),
            space: CoordinateSpace(unit: .unit))
        trace.apply(Event(.region(region)))
        #expect(trace.misfits.isEmpty)
        let call = try #require(Self.builder(trace).page().panels.first?.calls.first)
        #expect(call.written == "x=0.9, y=0.5 of 0–1")
        #expect(call.resolved == "the size of the picture is not known")
    }

    static let digest = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

    static func trace(_ shape: Shape) -> TraceState {
        trace(
            .stepBegin(StepBegin(agent: 0, n: 0, kind: .look)),
            .region(Region(agent: 0, n: 0, step: 0, image: 0, shape: shape)))
    }

    static func drawn(_ shape: Shape, blob: String?) throws -> Shape {
        let storage = MemoryStorage()
        storage["blobs/sha256-\(digest).json"] = blob.map { Array($0.utf8) }
        let page = builder(trace(shape), storage).page()
        return try #require(page.panels.first?.picture?.regions.first?.shape)
    }

    @Test func `masks and heat maps are read from their blobs`() throws {
        let digest = try #require(Digest(hex: Self.digest))
        let mask = Mask(size: PixelSize(width: 4, height: 2), order: .row, runs: [], blob: digest)
        guard case .mask(let whole) = try Self.drawn(.mask(mask), blob: " [1, 2,\n5] ") else {
            Issue.record("expected a mask")
            return
        }
        #expect(whole.runs == [1, 2, 5])
        let heat = Heatmap(columns: 2, rows: 1, values: [], blob: digest, range: 0...1)
        guard case .heatmap(let warm) = try Self.drawn(.heatmap(heat), blob: "[0.25,1e0]") else {
            Issue.record("expected a heat map")
            return
        }
        #expect(warm.values == [0.25, 1])
    }

    @Test(arguments: [
        (nil, "expected the blob sha256-aaaa"), ("[1,2", "expected \"]\" at byte 4"),
        ("[1,,2]", "expected a number at byte 3"),
        ("[1] x", "expected the end of the list at byte 4"), ("{}", "expected \"[\" at byte 0"),
        ("[1.5]", "expected a number"),
        ("[99999999999999999999]", "expected a number at byte 1"), ("", "expected \"[\" at byte 0"),
    ])
    func `a blob that holds no numbers is said on the card`(_ blob: String?, _ reason: String) throws {
        let digest = try #require(Digest(hex: Self.digest))
        let mask = Mask(size: PixelSize(width: 4, height: 2), order: .row, runs: [], blob: digest)
        guard case .invalid(let found) = try Self.drawn(.mask(mask), blob: blob) else {
            Issue.record("expected a reason")
            return
        }
        #expect(found.contains(reason), "\(found)")
    }

    @Test func `more numbers than a heat map has cells are an error`() throws {
        let digest = try #require(Digest(hex: Self.digest))
        let heat = Heatmap(columns: 2, rows: 1, values: [], blob: digest, range: 0...1)
        guard case .invalid(let found) = try Self.drawn(.heatmap(heat), blob: "[1,2,3]") else {
            Issue.record("expected a reason")
            return
        }
        #expect(found.contains("at most 2 numbers"), "\(found)")
    }

    @Test func `a call says what came of making its crops again`() throws {
        func panel(_ verdicts: [Int: Badge]) throws -> Badge? {
            let zoomed = { (n: Int) in
                ImageDeclaration(
                    n: n, width: 8, height: 8, origin: ImageOrigin(kind: .tool, agent: 0, call: 0), elided: "-")
            }
            let derived = { (n: Int) in
                ImageDerivation(
                    image: n, parents: [ImageParent(image: 0, unmapped: "not known")], operation: .external, agent: 0,
                    call: 0)
            }
            let trace = Self.trace(
                .stepBegin(StepBegin(agent: 0, n: 0, kind: .act)),
                .toolRequest(ToolRequest(agent: 0, n: 0, step: 0, name: "zoom")), .image(zoomed(1)),
                .imageDerive(derived(1)), .image(zoomed(2)), .imageDerive(derived(2)))
            let builder = StoryboardBuilder(
                trace: trace, images: ImageLibrary(TraceFile(path: "trace.jsonl", storage: MemoryStorage())),
                verdicts: verdicts)
            return try #require(builder.page().panels.first?.calls.first).badge
        }
        let exact = Badge("crop exact", tone: .pass)
        #expect(try panel([:]) == nil)
        #expect(try panel([1: exact]) == exact)
        #expect(try panel([1: exact, 2: exact]) == Badge("2 × crop exact", tone: .pass))
        #expect(
            try panel([1: exact, 2: Badge("crop differs", tone: .failure)]) == Badge("crop differs", tone: .failure))
    }

    @Test func `a trace without steps shows what a reference says of its images`() throws {
        var truth = Truth(answer: "a red kite", source: "/answer")
        truth.regions = [TruthRegion(image: 0, pixels: .box(Box(x0: 4, y0: 5, x1: 20, y1: 25)), label: "kite")]
        let panel = try #require(Self.builder(Self.trace(.reference(truth))).page().panels.first)
        let region = try #require(panel.picture?.regions.first)
        #expect(region.shape == .box(Box(x0: 4, y0: 5, x1: 20, y1: 25)))
        #expect(region.label == "kite" && region.number == "0")
        #expect(panel.notes.first?.rule == "reference answer")
        #expect(panel.notes.first?.text == "a red kite")
    }
}
