import SaccadeDigest
import Testing

@testable import Saccade

/// Recovery of text logs: what is whole comes back as it stands, and nothing else.
@Suite struct TextRecoveryTests {
    static func recovery(_ storage: MemoryStorage) -> TraceRecovery {
        TraceRecovery(
            recorder: Recorder(name: "test", version: "1"), storage: storage, digest: { SHA256Hasher() })
    }

    /// What came of a damaged log.
    struct Result {
        var report: RecoveryReport
        /// The lines that were written.
        var lines: [String]
        /// The kinds of the events that were put in.
        var events: [Event]
        var state: TraceState

        /// The lines that are not gaps.
        var kept: [String] { zip(lines, events).filter { $0.1.body.kind != .gap }.map(\.0) }
        var gaps: [Gap] {
            events.compactMap { event in
                guard case .gap(let gap) = event.body else { return nil }
                return gap
            }
        }
    }

    /// Recovers a log in memory; every line of the result is read as an event.
    static func recover(_ bytes: [UInt8]) throws -> Result {
        let storage = MemoryStorage()
        storage["broken.jsonl"] = bytes
        let report = try recovery(storage).recover("broken.jsonl", to: "good.jsonl")
        #expect(try storage.list(".") == ["broken.jsonl", "good.jsonl"])
        let text = String(decoding: try #require(storage["good.jsonl"]), as: UTF8.self)
        #expect(text.hasSuffix("\n"))
        let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let events = try lines.map { try EventDecoder().decode(Array($0.utf8)) }
        var state = TraceState()
        for event in events { state.apply(event) }
        return Result(report: report, lines: lines, events: events, state: state)
    }

    static func recover(_ lines: [String]) throws -> Result {
        try recover(Array((lines.joined(separator: "\n") + "\n").utf8))
    }

    /// The lines of a small trace of two agents.
    static let lines: [String] = {
        let storage = try? TraceFileTests.sample()
        return String(decoding: storage?["t.jsonl"] ?? [], as: UTF8.self).split(separator: "\n").map(String.init)
    }()

    @Test func `a whole log comes back byte for byte`() throws {
        let result = try Self.recover(Self.lines)
        #expect(result.lines == Self.lines)
        #expect(result.report.isClean && result.report.events == 10 && result.report.unfinished == 0)
    }

    @Test func `cut off anywhere, every whole line comes back and the rest is said to be lost`() throws {
        let bytes = Array((Self.lines.joined(separator: "\n") + "\n").utf8)
        let header = Self.lines[0].utf8.count
        for length in header...bytes.count {
            let prefix = Array(bytes[..<length])
            let whole = prefix.count { $0 == UInt8(ascii: "\n") }
            let tail = prefix[(prefix.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)...]
            // The last line may be whole without its end.
            let isTailWhole = Self.lines.contains(String(decoding: tail, as: UTF8.self))
            let result = try Self.recover(prefix)
            #expect(result.kept == Array(Self.lines[..<(whole + (isTailWhole ? 1 : 0))]), "\(length) bytes")
            #expect(result.report.isClean == (tail.isEmpty || isTailWhole), "\(length) bytes")
            #expect(result.gaps.count == (result.report.isClean ? 0 : 1), "\(length) bytes")
            #expect(result.gaps.allSatisfy { $0.reason == .crash && $0.bytes == tail.count })
            #expect(result.state.misfits.isEmpty, "\(length) bytes: \(result.state.misfits)")
        }
    }

    @Test func `a log without a whole event cannot be recovered, and nothing is written`() throws {
        for bytes in [[], Array(Self.lines[0].utf8.dropLast()), [UInt8](repeating: 0, count: 5000)] {
            let storage = MemoryStorage()
            storage["broken.jsonl"] = bytes
            let error = #expect(throws: TraceError.self) {
                _ = try Self.recovery(storage).recover("broken.jsonl", to: "good.jsonl")
            }
            #expect(error?.code == .missingHeader)
            #expect(try storage.list(".") == ["broken.jsonl"])
        }
    }

    /// Flips every seventh bit; all of them are the campaign's.
    ///
    /// The last line, `trace.end`, has the digest of the others and none of its own.
    @Test func `after a flipped bit every other line comes back, and the change is never silent`() throws {
        let bytes = Array((Self.lines.joined(separator: "\n") + "\n").utf8)
        var line = 0
        for index in bytes.indices {
            defer { if bytes[index] == UInt8(ascii: "\n") { line += 1 } }
            for bit in 0..<8 where (index * 8 + bit) % 7 == 0 {
                var damaged = bytes
                damaged[index] ^= 1 << UInt8(bit)
                let result = try Self.recover(damaged)
                let isSilent = result.report.isClean && result.lines != Self.lines
                #expect(!isSilent || line == Self.lines.count - 1, "byte \(index), bit \(bit)")
                // A line that was changed and still reads may say anything; one that is lost leaves a gap.
                #expect(
                    result.report.losses.isEmpty || result.state.misfits.isEmpty,
                    "byte \(index), bit \(bit): \(result.state.misfits)")
                // A flipped line end spoils the lines on both sides; of these the second is found.
                let touched = bytes[index] == UInt8(ascii: "\n") ? [line, line + 1] : [line]
                let others = Self.lines.indices.filter { !touched.contains($0) }.map { Self.lines[$0] }
                let kept = result.kept.filter { others.contains($0) }
                #expect(kept == others, "byte \(index), bit \(bit)")
            }
        }
    }

    @Test func `a damaged line in the middle becomes a gap with the next ordinals`() throws {
        let step = { (n: Int) in #"{"t":"step.begin","agent":0,"n":\#(n),"kind":"think"}"# }
        let end = { (n: Int) in #"{"t":"step.end","agent":0,"step":\#(n)}"# }
        let region = { (n: Int) in #"{"t":"region","agent":0,"n":\#(n),"image":0,"shape":{"point":[1,2]}}"# }
        let image = #"{"t":"image","n":0,"origin":{"kind":"input"},"missing":"a test"}"#
        let last = #"{"t":"trace.end","counts":{"events":11,"images":1,"steps":3,"regions":3}}"#
        let lines = [
            Self.lines[0], image, step(0), region(0), end(0), step(1), region(1), end(1), step(2), region(2), end(2),
            last,
        ]
        var damaged = lines
        damaged.replaceSubrange(5...7, with: ["\u{0}\u{0}\u{0}", "{", "}"])
        let result = try Self.recover(damaged)
        #expect(result.gaps.count == 1)
        let gap = try #require(result.gaps.first)
        #expect(gap.reason == .damage && gap.events == 3)
        #expect(gap.scopes == [GapScope(agent: 0, steps: 2, regions: 2)])
        #expect(gap.images == nil && gap.turns == nil)
        #expect(result.kept == lines.filter { ![step(1), region(1), end(1)].contains($0) })
        #expect(result.state.misfits.isEmpty)
        #expect(result.report.losses.map(\.line) == [6])
    }

    @Test func `what was open before a gap may go on after it`() throws {
        var damaged = Self.lines
        // The second piece of the step's text: the region and the end of the step follow.
        damaged[6] = String(damaged[6].dropLast(3))
        let result = try Self.recover(damaged)
        #expect(result.state.misfits.isEmpty)
        #expect(result.state.agents[0].steps[0].text(.output) == "the ré")
        #expect(result.state.agents[0].steps[0].end != nil)
        #expect(result.state.agents[0].regions.count == 1)
    }

    @Test func `nothing follows the damage, so trace_end tells what is missing`() throws {
        var damaged = Self.lines
        for index in 4...8 { damaged[index] = "?" }
        let result = try Self.recover(damaged)
        let gap = try #require(result.gaps.first)
        #expect(gap.events == 5)
        #expect(gap.scopes == [GapScope(agent: 0, steps: 1, regions: 1)])
        #expect(result.state.structure.counts.steps == 0 && result.state.agents[0].steps.count == 1)
    }

    @Test func `references tell of what was declared in a hole`() throws {
        let lines = [
            Self.lines[0], "?", #"{"t":"step.text","agent":2,"step":4,"channel":"output","text":"x"}"#,
            #"{"t":"region","agent":1,"n":0,"image":6,"shape":{"point":[1,2]}}"#,
        ]
        let result = try Self.recover(lines)
        let gap = try #require(result.gaps.first)
        #expect(gap.agents == 3 && gap.images == 7 && gap.turns == nil)
        #expect(
            gap.scopes == [GapScope(agent: 0), GapScope(agent: 1), GapScope(agent: 2, steps: 5)])
        #expect(result.state.misfits.isEmpty)
    }

    @Test func `a trace whose header is lost gets one that says so`() throws {
        var damaged = Self.lines
        damaged[0] = String(damaged[0].dropFirst(5))
        let result = try Self.recover(damaged)
        guard case .traceBegin(let begin) = result.events[0].body else { throw TraceError(.missingHeader, "no header") }
        #expect(begin.task?.contains("without its header") == true)
        #expect(Array(result.kept.dropFirst()) == Array(Self.lines.dropFirst()))
        #expect(result.state.misfits.isEmpty && !result.report.isClean)
        let again = try Self.recover(damaged)
        #expect(again.lines == result.lines)
    }

    @Test func `of several traces each keeps its own, also where the end of one and the header of the next are lost`()
        throws
    {
        var damaged = Self.lines + Self.lines
        let count = Self.lines.count
        damaged[count - 1] = "?"
        damaged[count] = "?"
        let result = try Self.recover(damaged)
        let begins = result.events.indices.filter { result.events[$0].body.kind == .traceBegin }
        #expect(begins.count == 2)
        #expect(result.report.traces == 2 && result.report.unfinished == 1)
        for range in [begins[0]..<begins[1], begins[1]..<result.events.count] {
            var state = TraceState()
            for event in result.events[range] { state.apply(event) }
            #expect(state.misfits.isEmpty && state.gaps.count == 1)
            #expect(state.agents[0].steps.count == 1 && state.images.count == 1)
        }
    }

    @Test func `a line that a torn one ran into is found`() throws {
        var damaged = Self.lines
        damaged[3] = damaged[3].prefix(20) + damaged[4]
        damaged.remove(at: 4)
        let result = try Self.recover(damaged)
        #expect(result.kept.contains(Self.lines[4]))
        #expect(result.report.losses.map(\.bytes) == [20])
    }

    @Test func `damage between traces needs no gap`() throws {
        let result = try Self.recover(Self.lines + ["garbage"] + Self.lines + ["more"])
        #expect(result.gaps.isEmpty && result.kept == Self.lines + Self.lines)
        #expect(result.report.losses.count == 2)
    }

    @Test func `a changed line that still reads is told by the digest, and its digest is kept`() throws {
        var damaged = Self.lines
        damaged[2] = damaged[2].replacing("what", with: "that")
        let result = try Self.recover(damaged)
        #expect(result.report.losses.isEmpty && result.report.doubts.count == 1)
        #expect(result.lines.last == Self.lines.last)
    }

    @Test func `a log that needs a newer version is refused`() {
        let lines = [Self.lines[0], #"{"t":"new","critical":true,"needs":"2.0"}"#]
        let error = #expect(throws: TraceError.self) { _ = try Self.recover(lines) }
        #expect(error?.code == .unsupportedVersion)
    }

    @Test func `a log that is recovered into another folder keeps its images`() throws {
        let storage = MemoryStorage()
        try ContainerFixture.write(try TraceWriter(path: "a/t.jsonl", digest: SHA256Hasher(), storage: storage))
        let names = try storage.list("a/blobs")
        #expect(names.count == 4)
        storage["a/blobs/" + names[0]]?[3] ^= 1
        let recovery = TraceRecovery(
            recorder: Recorder(name: "test", version: "1"), storage: storage, digest: { SHA256Hasher() })
        let report = try recovery.recover("a/t.jsonl", to: "b/t.jsonl")
        #expect(try storage.list("b/blobs") == Array(names.dropFirst()))
        #expect(report.doubts == ["the blob \(names[0].dropLast(4)) is damaged and stays behind"])
        for name in names.dropFirst() { #expect(storage["a/blobs/" + name] == storage["b/blobs/" + name]) }
        #expect(storage["a/t.jsonl"] == storage["b/t.jsonl"])
    }
}
