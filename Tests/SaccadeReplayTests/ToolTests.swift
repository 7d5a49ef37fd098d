import Saccade
import SaccadeReplay
import SaccadeTesting
import Testing

@Suite struct ToolTests {
    private static let exit = JSONValue.object([JSONMember("text", .string("exit"))])

    private static func trace(_ result: String) -> TraceBuilder {
        var trace = TraceBuilder()
        _ = trace.image(width: 9, height: 9)
        let step = trace.step(.act)
        let first = trace.call("upper", exit, in: step)
        trace.result(of: first, .text(result))
        let second = trace.call("search", in: step)
        trace.append(.toolFail(ToolFail(agent: 0, call: second.n, kind: .timedOut, message: "too slow")))
        trace.end(step)
        trace.finish()
        return trace
    }

    private static let tools = ClosureTools(["upper": { $0["text"]?.string?.uppercased() ?? "" }])

    private static func state(_ trace: TraceBuilder) -> TraceState {
        var state = TraceState()
        for event in trace.events { state.apply(event) }
        return state
    }

    @Test func `only tools that are known are run, and only at L4`() throws {
        let log = Self.trace("EXIT").log
        let deep = try Checker(CheckOptions(level: .l4, tools: Self.tools)).check(bytes: log).traces[0]
        #expect(deep.coverage.tools.repeated == 1)
        #expect(deep.coverage.tools.different == 0)
        #expect(deep.coverage.tools.recorded == 2)
        let shallow = try Checker(CheckOptions(level: .l2, tools: Self.tools)).check(bytes: log).traces[0]
        #expect(shallow.coverage.tools.repeated == 0)
    }

    @Test func `a result that the tool does not give is named`() throws {
        let log = Self.trace("EXIT 14").log
        let report = try Checker(CheckOptions(level: .l4, tools: Self.tools)).check(bytes: log).traces[0]
        let finding = try #require(report.findings.first { $0.ruleID == "tool-result-differs" })
        #expect(finding.expected == "EXIT 14" && finding.found == "EXIT")
        #expect(report.verdict == .unverified)
        let failing = ClosureTools(["upper": { _ in throw TraceError(.tool, "no such file") }])
        let failed = try Checker(CheckOptions(level: .l4, tools: failing)).check(bytes: log).traces[0]
        #expect(failed.findings.contains { $0.message.contains("fails when it is run again: no such file") })
    }

    @Test func `a cassette plays each recorded call once, and says what is closest`() throws {
        let cassette = ToolCassette(Self.state(Self.trace("EXIT")))
        #expect(cassette.unplayed.count == 2)
        let other = JSONValue.object([JSONMember("text", .string("door"))])
        let unmatched = #expect(throws: TraceError.self) { try cassette.play("upper", other) }
        #expect(unmatched?.message.contains("text is \"exit\" there and \"door\" here") == true)
        #expect(try cassette.play("upper", Self.exit) == "EXIT")
        #expect(throws: TraceError.self) { try cassette.play("upper", Self.exit) }
        let failure = #expect(throws: TraceError.self) { try cassette.play("search", .null) }
        #expect(failure?.message == "timed-out: too slow")
        #expect(cassette.unplayed.isEmpty)
    }

    @Test func `a cassette asks the live tool only where it may`() throws {
        let cassette = ToolCassette(Self.state(Self.trace("recorded")), mode: .recordedOrLive(Self.tools))
        #expect(try cassette.play("upper", Self.exit) == "recorded")
        #expect(try cassette.play("upper", Self.exit) == "EXIT")
        let live = ToolCassette(Self.state(Self.trace("recorded")), mode: .off(Self.tools))
        #expect(try live.play("upper", Self.exit) == "EXIT")
        #expect(live.unplayed.count == 2)
    }
}
