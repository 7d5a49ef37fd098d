import Foundation
import Saccade
import SaccadeDigest
import SaccadeImaging
import SaccadeReplay
import StorageFaults
import Synchronization
import Testing

@testable import SaccadeRecorder

/// A disk that stands still until it is let go.
final class StalledDisk: Sendable {
    private let isStalled = Atomic<Bool>(false)
    let storage: FaultyStorage

    init(_ base: any Storage) {
        storage = FaultyStorage(base)
        storage.decide { [weak self] call, _ in
            guard call == .write else { return nil }
            while self?.isStalled.load(ordering: .acquiring) == true { SystemClock.sleep(nanoseconds: 500_000) }
            return nil
        }
    }

    func stall() { isStalled.store(true, ordering: .releasing) }
    func go() { isStalled.store(false, ordering: .releasing) }
}

/// Counts by name, from many threads.
private final class Tally: Sendable {
    let counts = Mutex<[String: Int]>([:])
}

@Suite struct PressureTests {
    private static let memory = 1 << 20

    private static let marks = [
        LiveStep.Mark(.box(Box(x0: 1, y0: 1, x1: 5, y1: 5)), label: "a"), LiveStep.Mark(.point(Point(x: 2, y: 3))),
    ]

    /// Records steps with texts and looks until everybody has said enough; returns how many events that were.
    private static func fill(
        _ trace: LiveTrace, steps: Int, text: String = String(repeating: "x", count: 100)
    ) -> Int {
        let agent = trace.root
        let image = trace.image([UInt8](repeating: 0, count: 8))
        var events = 1
        for _ in 0..<steps {
            let step = agent.step(.think)
            for _ in 0..<8 { step.text(text) }
            step.look(text, at: image, marks)
            step.end()
            // The looks of a trace that was given up are as many events as they would have been.
            events += 11 + marks.count
        }
        return events
    }

    /// The events of a trace that are in its file or in its gaps, without its beginning, its end and the gaps.
    private static func accounted(_ events: [Event]) -> Int {
        let written = events.count { ![.traceBegin, .traceEnd, .gap].contains($0.body.kind) }
        return written + events.gaps.reduce(0) { $0 + ($1.events ?? 0) }
    }

    @Test func `with the disk stalled, text goes first, then the newest traces, and all of it is counted`() async throws
    {
        let folder = RecordedFolder()
        let disk = StalledDisk(folder.memory)
        let recorder = try folder.recorder(storage: disk.storage) { $0.memoryLimit = Self.memory }
        let first = recorder.trace()
        try await recorder.flush()
        disk.stall()
        // The worker is held up by the first chunk that it wants to write.
        var recorded: [String: Int] = [:]
        let others = (0..<7).map { _ in recorder.trace() }
        for _ in 0..<40 {
            for trace in [first] + others { recorded[trace.id, default: 0] += Self.fill(trace, steps: 10) }
        }
        let statistics = recorder.statistics
        #expect(statistics.peakMemory <= Self.memory)
        #expect(statistics.lostEvents > 0)
        #expect(statistics.surrenderedTraces > 0)
        for trace in [first] + others { trace.end() }
        disk.go()
        try await recorder.close()
        let traces = try folder.events()
        #expect(traces.count == 8)
        for events in traces {
            guard case .traceBegin(let begin) = events[0].body else { continue }
            #expect(Self.accounted(events) == recorded[begin.id], "\(begin.id)")
            #expect(events.last?.body.kind == .traceEnd)
        }
        let report = try folder.check(.l1)
        #expect(report.traces.allSatisfy { $0.findings.isEmpty }, "\(report.text())")
        #expect(recorder.statistics.peakMemory <= Self.memory)
        #expect(recorder.statistics.memory == 0)
        #expect(recorder.statistics.refusedEvents == 0)
    }

    @Test func `while text is let go of, the structure stays whole`() async throws {
        let folder = RecordedFolder()
        let disk = StalledDisk(folder.memory)
        let recorder = try folder.recorder(storage: disk.storage) { $0.memoryLimit = Self.memory }
        let trace = recorder.trace()
        let step = trace.root.step(.think)
        try await recorder.flush()
        disk.stall()
        var texts = 0
        while recorder.statistics.lostEvents < 500 {
            step.text(String(repeating: "y", count: 200))
            texts += 1
        }
        #expect(recorder.core.ring.used <= recorder.core.traceLimit)
        step.end()
        let next = trace.root.step(.answer)
        next.end()
        disk.go()
        try await recorder.flush()
        let last = trace.root.step(.think)
        last.text("all is well")
        last.end()
        trace.end()
        try await recorder.close()
        let events = try folder.events()[0]
        #expect(events.count(.stepBegin) == 3 && events.count(.stepEnd) == 3)
        #expect(events.texts.last == "all is well")
        #expect(events.gaps.count == 1 && events.gaps[0].events == texts - events.count(.stepText) + 1)
        #expect(events.gaps[0].bytes == (events.gaps[0].events ?? 0) * 200)
        #expect(recorder.statistics.surrenderedTraces == 0)
        #expect(try folder.check(.l1).traces[0].findings.isEmpty)
    }

    @Test func `places are recorded after the gap of the text that they may speak of`() async throws {
        let folder = RecordedFolder()
        let disk = StalledDisk(folder.memory)
        let recorder = try folder.recorder(storage: disk.storage) { $0.memoryLimit = Self.memory }
        let trace = recorder.trace()
        let image = trace.image([UInt8](repeating: 0, count: 8))
        let step = trace.root.step(.look)
        try await recorder.flush()
        disk.stall()
        var length = 0
        while recorder.statistics.lostEvents == 0 {
            step.text(String(repeating: "y", count: 200))
            length += 200
        }
        step.region(
            Region(
                agent: 0, n: 0, image: image.n, shape: .point(Point(x: 1, y: 2)),
                span: Span(step: step.n, channel: .reasoning, bytes: [length - 10, length])))
        disk.go()
        step.end()
        trace.end()
        try await recorder.close()
        let kinds = try folder.events()[0].map(\.body.kind)
        let gap = try #require(kinds.firstIndex(of: .gap))
        let region = try #require(kinds.firstIndex(of: .region))
        #expect(gap < region)
        let report = try folder.check(.l2)
        #expect(report.traces[0].findings.allSatisfy { $0.severity != .error }, "\(report.text())")
    }

    @Test func `a ring that begins again at its first byte does not look full`() throws {
        let ring = try RecordRing(capacity: 64 << 10)
        let isOver = Atomic<Bool>(false)
        let most = Atomic<Int>(0)
        // Only the smallest part of the ring is ever used.
        let onlooker = Thread { while !isOver.load(ordering: .acquiring) { most.max(ring.used, ordering: .relaxed) } }
        onlooker.start()
        for _ in 0..<400_000 {
            let isWritten = ring.write(1, UInt64(0), UnsafeRawBufferPointer(start: nil, count: 0), limit: 1 << 10)
            guard isWritten, ring.drain(to: ring.end, { _, _ in }) else { break }
            ring.rewind()
        }
        isOver.store(true, ordering: .releasing)
        #expect(ring.used == 0)
        let found = most.load(ordering: .acquiring)
        #expect(found <= 64)
    }

    @Test func `a time to wait that has no end is no error`() async throws {
        let folder = RecordedFolder()
        let disk = StalledDisk(folder.memory)
        let recorder = try folder.recorder(storage: disk.storage) {
            $0.memoryLimit = 256 << 10
            $0.mode = .block(maxWait: .max)
            $0.retryInterval = .max
        }
        let trace = recorder.trace()
        try await recorder.flush()
        disk.stall()
        let isLate = Atomic<Bool>(false)
        let releaser = Thread {
            while recorder.core.ring.used < recorder.core.textLimit - 4096 { SystemClock.sleep(nanoseconds: 1_000_000) }
            isLate.store(true, ordering: .releasing)
            disk.go()
        }
        releaser.start()
        let step = trace.root.step(.think)
        for _ in 0..<200 { step.text(String(repeating: "z", count: 1000)) }
        step.end()
        trace.end()
        try await recorder.close()
        let wasLate = isLate.load(ordering: .acquiring)
        #expect(wasLate)
        #expect(recorder.statistics.lostEvents == 0)
        #expect(try folder.events()[0].count(.stepText) == 200)
    }

    @Test func `an image without room is elided and keeps its size`() async throws {
        let folder = RecordedFolder()
        let recorder = try folder.recorder { $0.memoryLimit = 256 << 10 }
        let png = try PixelImage.noise(300, 300).encodedPNG()
        try #require(png.count > 256 << 10)
        let trace = recorder.trace()
        let image = trace.image(png)
        let turn = trace.turn([.image(image)])
        #expect(turn.n == 0)
        trace.end()
        try await recorder.close()
        let declared = try #require(try folder.events()[0].images.first)
        #expect(declared.elided != nil && declared.digest == nil)
        #expect(declared.size == PixelSize(width: 300, height: 300))
        #expect(recorder.statistics.elidedImages == 1)
        #expect(recorder.statistics.elidedBytes == png.count)
    }

    @Test func `a mode that keeps everything loses nothing to a slow disk`() async throws {
        let folder = RecordedFolder()
        let slow = FaultyStorage(folder.memory) { call, _ in
            if call == .write { SystemClock.sleep(nanoseconds: 3_000_000) }
            return nil
        }
        let recorder = try folder.recorder(storage: slow) {
            $0.memoryLimit = 256 << 10
            $0.mode = .mustKeep
        }
        let trace = recorder.trace()
        let events = Self.fill(trace, steps: 300)
        trace.end()
        try await recorder.close()
        #expect(recorder.statistics.lostEvents == 0)
        #expect(try folder.events()[0].count == events + 2)
    }

    @Test func `a mode that waits gives up after its time`() async throws {
        let folder = RecordedFolder()
        let disk = StalledDisk(folder.memory)
        let recorder = try folder.recorder(storage: disk.storage) {
            $0.memoryLimit = 256 << 10
            $0.mode = .block(maxWait: 1_000_000)
        }
        let trace = recorder.trace()
        try await recorder.flush()
        disk.stall()
        let step = trace.root.step(.think)
        var texts = 0
        while recorder.statistics.lostEvents < 3 {
            step.text(String(repeating: "z", count: 1000))
            texts += 1
        }
        disk.go()
        step.end()
        trace.end()
        try await recorder.close()
        let events = try folder.events()[0]
        #expect(events.count(.stepText) + events.gaps.reduce(0) { $0 + ($1.events ?? 0) } == texts)
    }

    @Test func `eight threads lose nothing that is not counted`() async throws {
        let folder = RecordedFolder()
        let recorder = try folder.recorder { $0.memoryLimit = Self.memory }
        let recorded = Tally()
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<4 {
                        let trace = recorder.trace()
                        let events = Self.fill(trace, steps: 60)
                        trace.end()
                        recorded.counts.withLock { $0[trace.id] = events }
                    }
                }
            }
        }
        try await recorder.close()
        let traces = try folder.events()
        #expect(traces.count == 32)
        let expected = recorded.counts.withLock { $0 }
        for events in traces {
            guard case .traceBegin(let begin) = events[0].body else { continue }
            #expect(Self.accounted(events) == expected[begin.id])
        }
        #expect(try folder.check(.l1).traces.allSatisfy { $0.findings.isEmpty })
        #expect(recorder.statistics.peakMemory <= Self.memory)
    }

    @Test func `a trace of many agents that is given up names each of them`() async throws {
        let folder = RecordedFolder()
        let recorder = try folder.recorder()
        let trace = recorder.trace()
        let agents = (0..<600).map { _ in trace.root.spawn() }
        for agent in agents { _ = agent.step(.think) }
        recorder.core.surrender(try #require(trace.core))
        for agent in agents { agent.step(.answer).end() }
        trace.end()
        try await recorder.close()
        let events = try folder.events()[0]
        #expect(events.gaps.map(\.events) == [1200, nil, nil])
        #expect(events.gaps.flatMap { $0.scopes.map(\.agent) } == Array(0...600))
        let report = try folder.check(.l1)
        #expect(report.traces.allSatisfy { $0.findings.isEmpty }, "\(report.text())")
    }

    @Test func `more traces than there is room for are not recorded and are counted`() async throws {
        let folder = RecordedFolder()
        let recorder = try folder.recorder { $0.maximumTraces = 3 }
        let traces = (0..<5).map { _ in recorder.trace() }
        #expect(traces.map(\.isRecording) == [true, true, true, false, false])
        for trace in traces {
            trace.root.step(.think).end()
            trace.end()
        }
        try await recorder.close()
        #expect(try folder.events().count == 3)
        #expect(recorder.statistics.surrenderedTraces == 2)
    }
}
