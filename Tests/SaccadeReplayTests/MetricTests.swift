import Saccade
import SaccadeReplay
import SaccadeTesting
import Testing
import TraceGenerator

@Suite struct MetricTests {
    private static func state(_ trace: TraceBuilder) -> TraceState {
        var state = TraceState()
        for event in trace.events { state.apply(event) }
        return state
    }

    /// A trace with two looks, the second of them a repeat, a failed and a succeeded call, and an answer.
    private static func trace(_ answer: String) -> TraceState {
        var trace = TraceBuilder(tick: 1_000_000_000)
        let photo = trace.image(width: 640, height: 480)
        trace.turn(.image(photo))
        trace.generation(.turn(0))
        trace.append(.stepBegin(StepBegin(agent: 0, n: 0, kind: .look, generation: 0)))
        let look = ScopedOrdinal(agent: 0, n: 0)
        let region = trace.region(on: photo, Box(x0: 100, y0: 100, x1: 200, y1: 200), in: look)
        let first = trace.call("zoom", in: look)
        trace.result(of: first, .text("ok"))
        trace.end(look)
        trace.append(.generationEnd(GenerationEnd(agent: 0, n: 0, usage: Usage(input: 1000, image: 400, output: 50))))
        trace.generation(.call(0))
        trace.append(.stepBegin(StepBegin(agent: 0, n: 1, kind: .look, generation: 1)))
        let again = ScopedOrdinal(agent: 0, n: 1)
        trace.region(on: photo, Box(x0: 100, y0: 100, x1: 201, y1: 200), in: again)
        let second = trace.call("zoom", in: again)
        trace.append(.toolFail(ToolFail(agent: 0, call: second.n, kind: .failed)))
        trace.end(again)
        trace.append(.generationEnd(GenerationEnd(agent: 0, n: 1, usage: Usage(input: 1100, output: 70))))
        trace.answer(answer, regions: [region])
        trace.finish()
        return state(trace)
    }

    private static func truth(_ answer: String, _ boxes: Box...) -> MetricReference {
        MetricReference(answer: answer, regions: boxes.map { TruthRegion(image: 0, pixels: .box($0)) })
    }

    @Test func `overlap, recall, precision and coverage are what a hand computes`() throws {
        // The evidence is [100, 100, 200, 200]; one right place is its right half and as much again, one is elsewhere.
        let metrics = TraceMetrics(
            Self.trace("B"),
            reference: Self.truth(
                "b.", Box(x0: 150, y0: 100, x1: 250, y1: 200), Box(x0: 300, y0: 300, x1: 400, y1: 400)))
        #expect(metrics.isRight == true)
        let overlap = try #require(metrics.meanOverlap)
        #expect((overlap - 1.0 / 6).magnitude < 1e-12)
        #expect(metrics.recall == 0)
        #expect(metrics.precision == 0)
        #expect(metrics.coverage == 0.25)
        #expect(metrics.quadrant == .rightNotGrounded)
    }

    @Test(arguments: [
        ("B", 100.0, TraceMetrics.Quadrant.rightAndGrounded), ("C", 100.0, .wrongButGrounded),
        ("B", 400.0, .rightNotGrounded), ("C", 400.0, .wrongNotGrounded),
    ])
    func `answers and evidence fall into four quadrants`(
        _ answer: String, _ x: Double, _ quadrant: TraceMetrics.Quadrant
    ) {
        let metrics = TraceMetrics(
            Self.trace("B"), reference: Self.truth(answer, Box(x0: x, y0: 100, x1: x + 100, y1: 200)))
        #expect(metrics.quadrant == quadrant)
    }

    @Test func `looks, calls and tokens are counted`() {
        let metrics = TraceMetrics(Self.trace("B"), reference: nil)
        #expect(metrics.looks == 2)
        #expect(metrics.repeatedLooks == 1)
        #expect(metrics.calls == 2)
        #expect(metrics.succeededCalls == 1)
        #expect(metrics.inputTokens == 2100)
        #expect(metrics.imageTokens == 400)
        #expect(metrics.outputTokens == 120)
        #expect(metrics.redundantTokens == 70)
        #expect(metrics.isRight == nil)
        #expect(metrics.quadrant == nil)
    }

    @Test func `a click counts by the point`() {
        var trace = TraceBuilder()
        let screen = trace.image(width: 640, height: 480, .screenshot)
        let act = trace.step(.act)
        for (n, x) in [110.0, 250].enumerated() {
            trace.append(
                .region(
                    Region(
                        agent: 0, n: n, step: 0, image: screen, shape: .point(Point(x: x, y: 120)), role: .action)))
        }
        trace.end(act)
        let metrics = TraceMetrics(
            Self.state(trace), reference: Self.truth("", Box(x0: 100, y0: 100, x1: 200, y1: 200)))
        #expect(metrics.clicksInside == 0.5)
    }

    @Test func `several agents agree or not, and are compared with one`() {
        var trace = TraceBuilder()
        _ = trace.image(width: 640, height: 480)
        let first = trace.step(.delegate)
        trace.answer("C", final: false)
        let worker = trace.spawn(by: first)
        trace.answer("B", agent: worker)
        trace.answer("B")
        trace.append(
            .aggregate(
                Aggregate(
                    agent: 0, method: .vote,
                    candidates: [ScopedOrdinal(agent: 0, n: 0), ScopedOrdinal(agent: 1, n: 0)],
                    chosen: ScopedOrdinal(agent: 1, n: 0))))
        let metrics = TraceMetrics(Self.state(trace), reference: Self.truth("B"))
        #expect(metrics.agreement == 0.5)
        #expect(metrics.isAloneRight == false)
        #expect(metrics.isRight == true)
        var summary = MetricSummary()
        summary.add(metrics, named: "a")
        #expect(summary.figures.first { $0.name == "gain of several agents" }?.value == 1)
    }

    @Test func `a summary prints as a table, JSON and CSV that a spreadsheet cannot run`() throws {
        var summary = MetricSummary()
        summary.add(TraceMetrics(Self.trace("B"), reference: Self.truth("B")), named: "=1+1,\"x\".jsonl")
        summary.add(TraceMetrics(Self.trace("B"), reference: Self.truth("C")), named: "b.jsonl")
        #expect(summary.figures.first?.value == 0.5)
        #expect(summary.table.hasPrefix("2 traces\naccuracy"))
        let rows = summary.csv.split(separator: "\r\n")
        #expect(rows.count == 3)
        #expect(rows[1].hasPrefix("\"'=1+1,\"\"x\"\".jsonl\",1,"))
        #expect(try JSONValue(parsing: summary.json.canonicalText)["schema"]?.string == "saccade-metrics/1")
    }

    @Test func `references are read by line, and a mistake is placed`() throws {
        let lines = """
            {"trace":"a.jsonl","answer":"B","regions":[{"box":[1,2,3,4]}]}

            {"trace":"0af7651916cd43dd8448eb211c80319c","answer":7}
            """
        let file = try ReferenceFile(parsing: Array(lines.utf8))
        #expect(file.count == 2)
        #expect(file.reference(id: nil, path: "runs/a.jsonl")?.regions.count == 1)
        #expect(file.reference(id: "0af7651916cd43dd8448eb211c80319c", path: "x")?.answer == "7")
        let error = #expect(throws: TraceError.self) {
            try ReferenceFile(parsing: Array("\n{\"answer\":\"B\"}".utf8), path: "r.jsonl")
        }
        #expect(error?.location?.line == 2)
    }
}
