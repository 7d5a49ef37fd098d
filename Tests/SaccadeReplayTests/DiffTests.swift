import Saccade
import SaccadeReplay
import SaccadeTesting
import Testing
import TraceGenerator

@Suite struct DiffTests {
    private static func state(_ events: [Event]) -> TraceState {
        var state = TraceState()
        for event in events { state.apply(event) }
        return state
    }

    private static func state(_ change: (inout Story) -> Void = { _ in }) -> TraceState {
        var story = Story()
        change(&story)
        return state(story.events)
    }

    @Test(arguments: 0..<20)
    func `the diff of a trace with itself is empty`(_ seed: Int) {
        let trace = Self.state(TraceGenerator.trace(seed: UInt64(seed)).events)
        let diff = TraceDiff(trace, trace)
        #expect(diff.isEmpty, "\(diff.text())")
        #expect(diff.equality == .semantic)
    }

    @Test(arguments: 0..<20)
    func `the diff of B and A mirrors that of A and B`(_ seed: Int) {
        let a = Self.state(TraceGenerator.trace(seed: UInt64(seed)).events)
        let b = Self.state(TraceGenerator.trace(seed: UInt64(seed + 1)).events)
        let (there, back) = (TraceDiff(a, b), TraceDiff(b, a))
        #expect(!there.isEmpty)
        #expect(there.differences.map(\.mirrored) == back.differences)
        #expect(there.mirrored.differences == back.differences)
        #expect(there.tolerated == back.tolerated)
    }

    @Test func `clocks and ids do not count`() {
        let a = Self.state(Story().events)
        let b = Self.state {
            for index in $0.events.indices { $0.events[index].time = $0.events[index].time.map { $0 * 3 } }
            guard case .traceBegin(var begin) = $0.events[0].body else { return }
            begin.id = "1af7651916cd43dd8448eb211c80319c"
            $0.events[0].body = .traceBegin(begin)
        }
        #expect(TraceDiff(a, b).isEmpty)
    }

    @Test func `a moved region is one difference, with its overlap and its shift`() throws {
        let diff = TraceDiff(
            Self.state(), Self.state { $0.region(2) { $0.shape = .box(Box(x0: 30, y0: 10, x1: 80, y1: 60)) } })
        #expect(diff.differences.count == 1, "\(diff.text())")
        let difference = try #require(diff.firstDivergence)
        #expect(difference.category == .regions && difference.field == "place")
        #expect(difference.shift == Point(x: 20, y: 0))
        #expect((difference.overlap ?? 0) > 0.42 && (difference.overlap ?? 1) < 0.44)
    }

    @Test func `a pixel is within tolerance`() {
        let diff = TraceDiff(
            Self.state(), Self.state { $0.region(2) { $0.shape = .box(Box(x0: 11, y0: 10, x1: 61, y1: 60)) } })
        #expect(diff.isEmpty)
        #expect(diff.equality == .tolerance)
    }

    @Test func `a step that is left out is named, and the others still meet`() {
        let diff = TraceDiff(
            Self.state(),
            Self.state {
                $0.insert(.stepBegin(StepBegin(agent: 0, n: 2, kind: .verify)), before: .generationBegin, 1)
                $0.insert(.stepEnd(StepEnd(agent: 0, step: 2)), before: .generationBegin, 1)
                let at = $0.index(.stepBegin, 4)
                $0.events[at].body = .stepBegin(StepBegin(agent: 0, n: 3, kind: .answer))
                for index in $0.events.indices where index > at {
                    switch $0.events[index].body {
                    case .region(var region) where region.agent == 0:
                        region.step = 3
                        $0.events[index].body = .region(region)
                    case .stepEnd(let end) where end.agent == 0:
                        $0.events[index].body = .stepEnd(StepEnd(agent: 0, step: 3))
                    default: break
                    }
                }
            })
        #expect(diff.differences.map(\.kind) == [.onlyInSecond], "\(diff.text())")
        #expect(diff.firstDivergence?.second == "agent 0 step 2")
    }

    @Test func `what several regions have in common is said once`() {
        let diff = TraceDiff(
            Self.state(),
            Self.state {
                $0.region(2) { $0.shape = .box(Box(x0: 40, y0: 30, x1: 90, y1: 80)) }
                $0.region(3) { $0.shape = .box(Box(x0: 35, y0: 25, x1: 120, y1: 60)) }
            })
        #expect(diff.causes.contains { $0.hasPrefix("2 regions differ by (30, 20)") }, "\(diff.causes)")
    }

    @Test(arguments: [
        ("steps", EventKind.stepBegin), ("text", .stepText), ("answers", .answer), ("calls", .toolRequest),
    ])
    func `a change is reported under its category, and ignoring that leaves nothing of it`(
        _ name: String, _ kind: EventKind
    ) throws {
        let category = try #require(TraceDiff.Category(rawValue: name))
        let changed = Self.state { story in
            let at = story.index(kind)
            switch story.events[at].body {
            case .stepBegin(var begin):
                begin.title = "another"
                story.events[at].body = .stepBegin(begin)
            case .stepText(var text):
                text.text = "Something else altogether is written here now."
                story.events[at].body = .stepText(text)
            case .answer(var answer):
                answer.text = "D"
                story.events[at].body = .answer(answer)
            case .toolRequest(var request):
                request.arguments = .object([JSONMember("box", .array([.integer(1)]))])
                story.events[at].body = .toolRequest(request)
            default: break
            }
        }
        let diff = TraceDiff(Self.state(), changed)
        #expect(diff.differences.contains { $0.category == category }, "\(diff.text())")
        let ignored = TraceDiff(Self.state(), changed, ignoring: [category])
        #expect(!ignored.differences.contains { $0.category == category })
    }
}
