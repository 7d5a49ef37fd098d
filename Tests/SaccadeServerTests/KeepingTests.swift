import Saccade
import SaccadeRecorder
import SaccadeReplay
import Testing

@testable import SaccadeServer

@Suite struct KeepingTests {
    /// Records a task; a wrong one has a region outside of its picture.
    private func record(_ recorder: TraceRecorder, isWrong: Bool, words: String = "fine") -> String {
        let trace = recorder.trace()
        let image = trace.image(
            digest: .zero, size: PixelSize(width: 100, height: 100), media: "image/png")
        trace.turn([.image(image)])
        let step = trace.root.step(.look)
        step.text(words)
        let left = isWrong ? 300.0 : 10
        step.region(.box(Box(x0: left, y0: 10, x1: left + 40, y1: 50)), on: image)
        step.end()
        trace.root.end()
        trace.end()
        return trace.id
    }

    @Test func `only traces with something wrong in them are kept`() async throws {
        let folder = ServerFolder()
        let recorder = try folder.recorder { $0.keep(FindingKeeper()) }
        let ids = (0..<12).map { record(recorder, isWrong: $0 % 4 == 1) }
        try await recorder.close()
        #expect(try folder.traces().compactMap { $0.header?.id } == [ids[1], ids[5], ids[9]])
        #expect(recorder.statistics.sampledOut == 9)
        let report = try Checker(level: .l2).check(path: try folder.segment, storage: folder.memory)
        #expect(report.traces.allSatisfy { $0.findings.contains { $0.ruleID == "region-outside-image" } })
    }

    @Test func `a share is kept, too, and what the host keeps`() async throws {
        let folder = ServerFolder()
        let recorder = try folder.recorder {
            $0.keepTrace = { $0.duration < 0 }
            $0.keep(FindingKeeper(share: 0.5))
        }
        let sampling = TraceSampling(rate: 0.5)
        let ids = (0..<40).map { _ in record(recorder, isWrong: false) }
        try await recorder.close()
        #expect(try folder.traces().compactMap { $0.header?.id } == ids.filter(sampling.includes))

        let other = ServerFolder()
        let all = try other.recorder {
            $0.keepTrace = { $0.counts.steps > 0 }
            $0.keep(FindingKeeper())
        }
        _ = record(all, isWrong: false)
        try await all.close()
        #expect(try other.traces().count == 1)
    }

    @Test func `a keeper forgets each trace that is over, asked about or not`() async throws {
        let folder = ServerFolder()
        let keeper = FindingKeeper()
        // A trace is too large to be held, or sampling has left it out: nobody asks the keeper.
        for rate in [0.0, 1] {
            let recorder = try folder.recorder {
                $0.sampling = TraceSampling(rate: rate, keepsFailures: true)
                $0.heldLimit = 0
                $0.keep(keeper)
            }
            for _ in 0..<3 { _ = record(recorder, isWrong: true) }
            try await recorder.close()
        }
        #expect(keeper.remembered == 0)
    }

    @Test func `a redactor goes before it`() async throws {
        let folder = ServerFolder()
        let recorder = try folder.recorder {
            $0.traceFilter = Redactor(patterns: TextPattern.known)
            $0.keep(FindingKeeper())
        }
        _ = record(recorder, isWrong: true, words: "mail jane.doe@private-example.org about it")
        try await recorder.close()
        #expect(try folder.traces()[0].texts.map(\.text) == ["mail [redacted] about it"])
        let isHidden = !holdsAny(of: "jane.doe@private-example.org".utf8, try folder.bytes)
        #expect(isHidden)
    }
}
