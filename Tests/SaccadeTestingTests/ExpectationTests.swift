import Saccade
import SaccadeReplay
import Testing
import TraceGenerator

@testable import SaccadeTesting

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite struct ExpectationTests {
    private static func trace(_ x1: Double = 60) -> TraceBuilder {
        var trace = TraceBuilder()
        let photo = trace.image(width: 640, height: 480)
        trace.turn(.image(photo), .text("Where?"))
        let first = trace.step(.think)
        trace.say("hm", in: first)
        trace.end(first)
        let look = trace.step(.look)
        trace.region(on: photo, Box(x0: 10, y0: 20, x1: x1, y1: 70), in: look, label: "sign")
        trace.end(look)
        trace.answer("B", regions: [ScopedOrdinal(agent: 0, n: 0)])
        return trace
    }

    @Test func `a golden of a trace that was not finished is the trace that it is compared with`() throws {
        let written = try log(of: Self.trace())
        #expect(TraceDiff(try written.state(), try Self.trace().state()).isEmpty)
        #expect(expectConsistent(written)?.passed == true)
    }

    @Test func `a trace that holds together is what is expected`() {
        #expect(expectConsistent(Self.trace())?.passed == true)
        #expect(expectConsistent(Self.trace().log, level: .l0)?.passed == true)
    }

    @Test func `a trace that does not is an issue that says what and where`() {
        withKnownIssue {
            expectConsistent(Self.trace(5))
        } matching: { issue in
            let text = issue.comments.map(\.rawValue).joined()
            return text.contains("found -5 × 50 [empty-box]") && text.contains("fix:")
                && text.contains("2 steps")
        }
    }

    @Test func `a finding is expected at its step`() {
        let lie = Self.trace(9000)
        #expect(expectFinding(.regionLeavesImage, in: lie, atStep: 1)?.region == ScopedOrdinal(agent: 0, n: 0))
        #expect(expectFinding(.regionLeavesImage, in: lie, agent: 0, saying: "leaves image 0") != nil)
        withKnownIssue {
            expectFinding(.regionLeavesImage, in: lie, atStep: 0)
        } matching: { issue in
            issue.comments.map(\.rawValue).joined().contains("expected a finding of region-leaves-image at step 0")
        }
        withKnownIssue {
            expectFinding(.emptyBox, in: Self.trace())
        } matching: { issue in
            issue.comments.map(\.rawValue).joined().contains("expected a finding of empty-box")
        }
    }

    @Test func `a rule that is off by default is run when it is expected`() {
        var trace = TraceBuilder()
        let photo = trace.image(width: 640, height: 480)
        let look = trace.step(.look)
        trace.region(on: photo, Box(x0: 1, y0: 1, x1: 9, y1: 9), in: look)
        trace.end(look)
        trace.answer("B")
        expectFinding(.answerWithoutEvidence, in: trace)
        expectFinding(.unmetRequirement, in: trace, requiring: [.evidence])
    }

    @Test func `what cannot be read is an issue, not a crash`() {
        withKnownIssue { expectConsistent("/nowhere/trace.jsonl") }
        withKnownIssue { expectFinding(.emptyBox, in: "/nowhere/trace.jsonl") }
        withKnownIssue { expectGolden(Self.trace(), matches: "/nowhere/golden.jsonl") }
    }

    @Test func `XCTest and scripts get an error that says what and where`() throws {
        let path = StoragePath.join(temporaryFolder(), "saccade-lie.jsonl")
        try FileStorage().write(Self.trace(9000).log, to: path)
        let error = #expect(throws: InconsistentTrace.self) { try requireConsistent(path) }
        #expect(error?.description.contains("leaves image 0") == true)
        try FileStorage().remove(path)
    }

    @Test func `a golden trace is met, and a difference is named`() throws {
        let path = StoragePath.join(temporaryFolder(), "saccade-golden.jsonl")
        var golden = Self.trace()
        golden.finish()
        try FileStorage().write(golden.log, to: path)
        #expect(expectGolden(Self.trace(), matches: path)?.isEmpty == true)
        withKnownIssue {
            expectGolden(Self.trace(200), matches: path)
        } matching: { issue in
            issue.comments.map(\.rawValue).joined().contains(
                "region 0.0: place [10, 20, 60, 70] \"sign\" → [10, 20, 200, 70]")
        }
        try FileStorage().remove(path)
    }

    private func temporaryFolder() -> String { "/tmp" }

    @Test func `a plain expectation of a check prints what is wrong and where`() throws {
        try withKnownIssue {
            let report = try check(log: Self.trace(9000).log)
            #expect(report.passed)
        } matching: { issue in
            "\(issue)".contains("leaves image 0") && "\(issue)".contains("region-leaves-image")
        }
    }

    /// Checks a log so strictly that a warning fails it.
    private func check(log: [UInt8]) throws -> Report {
        try Checker(CheckOptions(isStrict: true)).check(bytes: log, path: "trace.jsonl")
    }

    @Test func `the step of a finding is drawn by the command, and the picture comes back`() throws {
        // A command that writes its arguments where the picture belongs.
        let command = StoragePath.join(temporaryFolder(), "saccade-fake-\(UInt32.random(in: 0 ... .max)).sh")
        let script = "#!/bin/sh\necho \"$@\" > \"$4\"\n"
        try FileStorage().write(Array(script.utf8), to: command)
        defer { try? FileStorage().remove(command) }
        #expect(chmod(command, 0o755) == 0)
        let finding = try #require(try Checker().check(bytes: Self.trace(9000).log).findings.first)
        let picture = try #require(drawing(of: "a trace.jsonl", at: finding, by: command))
        let words = String(decoding: picture, as: UTF8.self)
        #expect(words.hasPrefix("storyboard a trace.jsonl -o "))
        #expect(words.hasSuffix(" --steps 1 --agent 0\n"), "\(words)")
        #expect(drawing(of: "a.jsonl", at: nil, by: command).map { $0.contains(UInt8(ascii: "-")) } == true)
        #expect(drawing(of: "a.jsonl", at: nil, by: "/bin/false") == nil)
        #expect(drawing(of: "a.jsonl", at: nil, by: "/nowhere/saccade") == nil)
    }
}
