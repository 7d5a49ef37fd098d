import Saccade
import SaccadeReplay
import SaccadeTesting
import Testing
import TraceGenerator

@Suite struct DiffLevelTests {
    private static func trace(_ log: [UInt8]) throws -> SpelledTrace { try SpelledTrace(TraceReader(bytes: log)) }

    @Test func `the same bytes are identical`() throws {
        let log = TraceGenerator.trace(seed: 3).log
        let diff = TraceDiff(try Self.trace(log), try Self.trace(log))
        #expect(diff.equality == .identical)
        #expect(diff.text() == "the traces are identical\n")
    }

    @Test func `other white space and another order of fields are equal event by event`() throws {
        let header =
            #"{"t":"trace.begin","format":"0.1","id":"0af7651916cd43dd8448eb211c80319c","recorder":{"name":"a","version":"1"}}"#
        let one = header + "\n" + #"{"t":"step.begin","agent":0,"n":0,"kind":"look"}"# + "\n"
        let two = header + "\n" + #"{ "kind":"look", "n":0.0, "agent":0, "t":"step.begin" }"# + "\n"
        let diff = TraceDiff(try Self.trace(Array(one.utf8)), try Self.trace(Array(two.utf8)))
        #expect(diff.equality == .canonical)
    }

    @Test func `another clock is equal and no more`() throws {
        let one = TraceGenerator.trace(seed: 5)
        var story = Story(one.events)
        for index in story.events.indices { story.events[index].time = nil }
        let diff = TraceDiff(try Self.trace(Story(one.events).log), try Self.trace(story.log))
        #expect(diff.equality == .semantic, "\(diff.text())")
    }

    @Test func `what is ignored does not make different bytes identical, and the same bytes never differ`() throws {
        let (one, two) = (TraceGenerator.trace(seed: 1).log, TraceGenerator.trace(seed: 2).log)
        let all = Set(TraceDiff.Category.allCases)
        #expect(TraceDiff(try Self.trace(one), try Self.trace(two), ignoring: all).equality < .canonical)
        #expect(TraceDiff(try Self.trace(one), try Self.trace(one)).isEmpty)
    }

    @Test(arguments: 0..<10) func `steps are paired alike from both sides, and every step once`(_ seed: Int) throws {
        let (a, b) = (TraceGenerator.trace(seed: UInt64(seed)).log, TraceGenerator.trace(seed: UInt64(seed + 7)).log)
        let (there, back) = (
            TraceDiff(try Self.trace(a), try Self.trace(b)), TraceDiff(try Self.trace(b), try Self.trace(a))
        )
        #expect(there.mirrored.steps == back.steps)
        let firsts = there.steps.compactMap(\.first)
        #expect(Set(firsts).count == firsts.count)
        let paths = try Self.trace(a).state.agents.count
        #expect(paths > 0 && firsts.allSatisfy { $0.agent < paths })
    }

    @Test func `a difference in a step names the step on both sides`() throws {
        var changed = Story()
        changed.region(0) { $0.label = "another sign" }
        let diff = TraceDiff(try Self.trace(Story().log), try Self.trace(changed.log))
        let label = try #require(diff.differences.first { $0.field == "label" })
        #expect(label.firstStep == ScopedOrdinal(agent: 0, n: 0) && label.secondStep == ScopedOrdinal(agent: 0, n: 0))
    }
}
