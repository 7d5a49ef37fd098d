import Saccade
import SaccadeReplay
import Testing

@Suite struct GapTests {
    /// A step that never ends, with a gap before the end of the trace.
    private static func unfinished(_ gap: String) throws -> TraceReport {
        let lines = [
            Line.begin, Line.image, Line.step, gap,
            #"{"t":"trace.end","counts":{"events":4,"agents":1,"images":1,"steps":1}}"#,
        ]
        return try check(lines).traces[0]
    }

    @Test func `a gap explains what belongs to the agent that it names`() throws {
        let report = try Self.unfinished(#"{"t":"gap","reason":"pressure","scopes":[{"agent":0}]}"#)
        #expect(report.verdict == .unverified, "\(report.findings.map(\.message))")
    }

    @Test func `a gap without scopes touches no agent, as the format says`() throws {
        let report = try Self.unfinished(#"{"t":"gap","reason":"pressure","events":1}"#)
        #expect(report.findings.map(\.ruleID) == ["unfinished-step"], "\(report.findings.map(\.message))")
    }

    @Test func `a gap explains nothing of other agents`() throws {
        let lines = [
            Line.begin, Line.image, #"{"t":"agent.spawn","n":1,"kind":"worker","parent":0}"#, Line.step,
            #"{"t":"gap","reason":"pressure","scopes":[{"agent":1}]}"#, #"{"t":"agent.end","agent":1}"#,
            #"{"t":"agent.join","agent":0,"joined":1}"#,
            #"{"t":"trace.end","counts":{"events":7,"agents":2,"images":1,"steps":1}}"#,
        ]
        #expect(try check(lines).findings.map(\.ruleID) == ["unfinished-step"])
    }

    @Test func `a declaration that cannot be read is reported once, and not by everything that refers to it`() throws {
        let region =
            #"{"t":"region","agent":0,"n":0,"step":0,"image":IMAGE,"shape":{"box":[1,2,3,4]},"space":{"unit":"pixel"}}"#
        func rules(image: Int) throws -> [String] {
            try check([
                Line.begin, #"{"t":"image","n":0,"width":640,"height":480,"origin":{"kind":"input"},"elided":true}"#,
                Line.step, region.replacing("IMAGE", with: "\(image)"), #"{"t":"step.end","agent":0,"step":0}"#,
                #"{"t":"trace.end","counts":{"events":5,"images":1,"steps":1,"regions":1}}"#,
            ]).findings.map(\.ruleID)
        }
        #expect(try rules(image: 0) == ["malformed-field"])
        // One line can have declared one image, and not two.
        #expect(try rules(image: 1) == ["malformed-field", "undeclared-reference"])
    }

    @Test(arguments: ["damage", "crash"])
    func `behind a hole the digest is not compared, and the trace never passes`(_ reason: String) throws {
        let report = try Self.ended(gap: reason)
        #expect(report.findings.isEmpty, "\(report.findings.map(\.message))")
        #expect(report.verdict == .unverified)
        #expect(report.reasons == ["1 gap: what it swallowed is unknown"])
    }

    @Test func `behind a gap that the recorder wrote the digest is compared`() throws {
        #expect(try Self.ended(gap: "pressure").findings.map(\.ruleID) == ["wrong-digest"])
    }

    private static func ended(gap reason: String) throws -> TraceReport {
        let digest = String(repeating: "ab", count: 32)
        let lines = [
            Line.begin, Line.image, Line.step, #"{"t":"step.end","agent":0,"step":0}"#,
            #"{"t":"gap","reason":"\#(reason)","scopes":[{"agent":0}]}"#,
            #"{"t":"trace.end","counts":{"events":5,"agents":1,"images":1,"steps":1},"digest":"\#(digest)"}"#,
        ]
        return try check(lines).traces[0]
    }
}
