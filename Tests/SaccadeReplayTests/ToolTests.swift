import Saccade
import SaccadeImaging
import SaccadePixels
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

    @Test func `a cassette that compares plays the recording and lists what the tool says now`() throws {
        let cassette = ToolCassette(Self.state(Self.trace("recorded")), mode: .liveCompare(Self.tools))
        #expect(try cassette.play("upper", Self.exit) == "recorded")
        #expect(cassette.differences.map(\.recorded) == ["recorded"] && cassette.differences.map(\.live) == ["EXIT"])
        let same = ToolCassette(Self.state(Self.trace(" EXIT\n")), mode: .liveCompare(Self.tools))
        #expect(try same.play("upper", Self.exit) == " EXIT\n")
        #expect(same.differences.isEmpty)
        #expect(throws: TraceError.self) { try same.play("upper", Self.exit) }
    }

    /// Checks a call with a recorded picture at L4, against what the tool gives now.
    private static func report(recorded: PixelImage, gives pictures: [[UInt8]]) throws -> TraceReport {
        let trace = try PictureTrace()
        try trace.append(.toolRequest(ToolRequest(agent: 0, n: 0, name: "zoom", arguments: exit)))
        let image = try trace.add(recorded, .tool)
        try trace.append(.toolResult(ToolResult(agent: 0, call: 0, parts: [.image(image)])))
        let tools = ClosureTools(outputs: ["zoom": { _ in ToolOutput(pictures: pictures) }])
        return try trace.check(.l4) { $0.tools = tools }
    }

    @Test func `pictures that a tool gives are compared with the recorded ones`() throws {
        let picture = try PixelImage.noise(30, 20)
        let same = try Self.report(recorded: picture, gives: [try picture.encodedPNG()])
        #expect(same.coverage.tools.repeated == 1 && same.coverage.tools.different == 0, "\(same.findings)")
        func message(_ pictures: [[UInt8]]) throws -> String {
            let report = try Self.report(recorded: picture, gives: pictures)
            #expect(report.coverage.tools.different == 1)
            return report.findings.first { $0.ruleID == "tool-result-differs" }?.message ?? "nothing"
        }
        #expect(
            try message([try PixelImage.noise(30, 20, seed: 9).encodedPNG()]).contains("image 0 is another picture"))
        #expect(try message([try PixelImage.noise(30, 21).encodedPNG()]).contains("image 0 has another size"))
        #expect(try message([[1, 2, 3]]).contains("what it gives for image 0 is no picture"))
        let file = try picture.encodedPNG()
        #expect(try message([file, file]).contains("2 pictures instead of 1"))
    }

    @Test func `a command says by its schema that it gives pictures`() throws {
        let output = try ToolOutput(
            printed: Array(#"{"schema":"saccade-tool-output/1","text":"a crop","pictures":["AQID"]}"#.utf8))
        #expect(output == ToolOutput(text: "a crop", pictures: [[1, 2, 3]]))
        #expect(try ToolOutput(printed: Array(#"{"text":"a crop"}"#.utf8)).text == #"{"text":"a crop"}"#)
        #expect(try ToolOutput(printed: Array("EXIT 14\n".utf8)).text == "EXIT 14\n")
        #expect(throws: TraceError.self) {
            try ToolOutput(printed: Array(#"{"schema":"saccade-tool-output/1","pictures":[5]}"#.utf8))
        }
    }
}
