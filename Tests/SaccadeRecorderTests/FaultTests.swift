import Foundation
import Saccade
import SaccadeDigest
import SaccadeImaging
import SaccadeReplay
import StorageFaults
import Synchronization
import Testing

@testable import SaccadeRecorder

/// A switch that many threads see.
private final class Switch: Sendable {
    let isOn = Atomic<Bool>(false)
}

@Suite struct FaultTests {
    /// Records two tasks with flushes, over a storage whose calls fail; returns what was not acknowledged and why.
    private func record(_ folder: RecordedFolder, _ storage: any Storage) async throws -> [String] {
        var failures: [String] = []
        func tolerate(_ what: String, _ action: () async throws -> Void) async {
            do { try await action() } catch { failures.append("\(what): \(error)") }
        }
        let recorder = try folder.recorder(storage: storage)
        try recordTask(recorder, seed: 1)
        await tolerate("flush") { try await recorder.flush() }
        try recordTask(recorder, seed: 2)
        await tolerate("sync") { try await recorder.sync() }
        await tolerate("close") { try await recorder.close() }
        return failures
    }

    @Test(arguments: FaultyStorage.Fault.allCases)
    func `a call of the storage that fails once costs nothing but time`(_ fault: FaultyStorage.Fault) async throws {
        let clean = FaultyStorage(MemoryStorage())
        _ = try await record(RecordedFolder(), clean)
        let calls = clean.calls.count
        try #require(calls > 10)
        for number in 3..<calls {
            let folder = RecordedFolder()
            let storage = FaultyStorage(folder.memory) { call, found in
                // Opening the recorder is another matter, and a sync that fails is never forgiven.
                found == number && ![.sync, .createFolder, .list, .entry].contains(call) ? fault : nil
            }
            _ = try await record(folder, storage)
            let traces = try folder.traces()
            #expect(traces.count == 2, "call \(number), \(clean.calls[number])")
            for (id, events) in traces {
                #expect(events.count == 22, "call \(number), \(clean.calls[number]): \(id) has \(events.count)")
            }
        }
    }

    @Test func `a disk that is full for a while loses nothing that fits into memory`() async throws {
        let folder = RecordedFolder()
        let isFull = Switch()
        let storage = FaultyStorage(folder.memory) { call, _ in
            call == .write && isFull.isOn.load(ordering: .acquiring) ? .noSpace : nil
        }
        let recorder = try folder.recorder(storage: storage)
        try recordTask(recorder, seed: 1)
        try await recorder.flush()
        isFull.isOn.store(true, ordering: .releasing)
        try recordTask(recorder, seed: 2)
        await #expect(throws: RecorderError.self) { try await recorder.flush() }
        #expect(recorder.statistics.problem?.contains("No space left") == true)
        try recordTask(recorder, seed: 3)
        isFull.isOn.store(false, ordering: .releasing)
        try await recorder.close()
        #expect(recorder.statistics.problem == nil)
        #expect(recorder.statistics.failedWrites > 0)
        #expect(recorder.statistics.lostEvents == 0)
        let report = try folder.check(.l3)
        #expect(report.traces.count == 3)
        #expect(report.passed, "\(report.text())")
    }

    @Test func `a sync that fails leaves its segment, and open traces say so`() async throws {
        let folder = RecordedFolder()
        let fails = Switch()
        let storage = FaultyStorage(folder.memory) { call, _ in
            call == .sync && fails.isOn.exchange(false, ordering: .acquiringAndReleasing) ? .inputOutput : nil
        }
        let recorder = try folder.recorder(storage: storage) { $0.durability = .atEnd }
        let trace = recorder.trace()
        let step = trace.root.step(.think)
        step.text("before")
        fails.isOn.store(true, ordering: .releasing)
        await #expect(throws: RecorderError.self) { try await recorder.sync() }
        step.text("after")
        step.end()
        trace.end()
        try await recorder.close()
        #expect(recorder.statistics.failedSyncs == 1)
        let files = try folder.segments()
        #expect(files.count == 2)
        #expect(files.count { $0.hasSuffix(".open") } == 1)
        let events = try #require(try folder.traces().first?.value)
        #expect(events.texts == ["before", "after"])
        #expect(events.gaps.map(\.reason) == [.damage])
    }

    @Test func `a folder that cannot be written to is refused at once`() {
        let storage = FaultyStorage(MemoryStorage()) { call, _ in call == .createFolder ? .inputOutput : nil }
        #expect(throws: RecorderError.self) { try TraceRecorder(folder: "traces", storage: storage) }
    }

    @Test func `closing with a dead disk ends and says what is wrong`() async throws {
        let folder = RecordedFolder()
        let storage = FaultyStorage(folder.memory) { call, _ in call == .write ? .inputOutput : nil }
        let recorder = try folder.recorder(storage: storage)
        try recordTask(recorder)
        await #expect(throws: RecorderError.self) { try await recorder.close() }
        #expect(recorder.statistics.problem != nil)
        // And again, now that nobody is there any more.
        try await recorder.close()
        await #expect(throws: RecorderError.self) { try await recorder.flush() }
    }

    @Test func `what sampling leaves out is counted, and failures are kept`() async throws {
        let folder = RecordedFolder()
        let recorder = try folder.recorder { $0.sampling = TraceSampling(rate: 0, keepsFailures: true) }
        for number in 0..<10 {
            let trace = recorder.trace()
            let step = trace.root.step(.act)
            let call = step.call("zoom")
            if number == 4 { call.fail(message: "no such region") } else { call.succeed() }
            step.end()
            trace.end()
        }
        try await recorder.close()
        let traces = try folder.events()
        #expect(traces.count == 1)
        #expect(traces[0].count(.toolFail) == 1)
        #expect(recorder.statistics.sampledOut == 9)
        #expect(recorder.statistics.events == traces[0].count)
    }

    @Test func `a share is taken by id, and services agree on it`() {
        let sampling = TraceSampling(rate: 0.25)
        let ids = (0..<4000).map { _ in TraceID.random() }
        let share = ids.count(where: sampling.includes)
        #expect(share > 800 && share < 1200)
        #expect(ids.filter(sampling.includes) == ids.filter(TraceSampling(rate: 0.25).includes))
        #expect(ids.allSatisfy(TraceSampling(rate: 1).includes))
        #expect(!ids.contains(where: TraceSampling(rate: 0).includes))
        #expect(TraceSampling(rate: 0) { _ in true }.includes(ids[0]))
    }

    @Test func `a host may decide at the end what is kept, and a trace too large to hold is kept`() async throws {
        let folder = RecordedFolder()
        let recorder = try folder.recorder {
            $0.keepTrace = { $0.counts.steps > 1 }
            $0.heldLimit = 4000
        }
        for steps in [1, 2, 1] {
            let trace = recorder.trace()
            for _ in 0..<steps { trace.root.step(.think).end() }
            trace.end()
        }
        let large = recorder.trace()
        let step = large.root.step(.think)
        for _ in 0..<100 { step.text(String(repeating: "a", count: 100)) }
        step.end()
        large.end()
        try await recorder.close()
        let traces = try folder.events()
        #expect(traces.map { $0.count(.stepBegin) }.sorted() == [1, 2])
        #expect(traces.contains { $0.count(.stepText) == 100 })
        #expect(recorder.statistics.sampledOut == 2)
        let report = try folder.check(.l2)
        #expect(report.traces.allSatisfy { $0.findings.isEmpty })
    }

    @Test func `what is held is counted when it is written, and what is not kept is left out`() async throws {
        let folder = RecordedFolder()
        let recorder = try folder.recorder { $0.sampling = TraceSampling(rate: 0, keepsFailures: true) }
        let trace = recorder.trace()
        _ = trace.image(Array("some bytes".utf8))
        trace.root.step(.think).end()
        try await recorder.flush()
        #expect(recorder.statistics.events == 0)
        #expect(recorder.statistics.images == 0)
        try await recorder.close()
        #expect(recorder.statistics.events == 0)
        #expect(recorder.statistics.sampledOut == 1)
        #expect(throws: TraceError.self) { try folder.segments() }
    }

    @Test func `closing says so if something was let go of, even if the end was written`() async throws {
        let folder = RecordedFolder()
        let disk = FaultyStorage(folder.memory)
        let recorder = try folder.recorder(storage: disk)
        let trace = recorder.trace()
        try await recorder.flush()
        let step = trace.root.step(.think)
        // More than a chunk, so that it cannot wait for the end; the disk comes back when the recorder has given up.
        let isClosing = Switch()
        let attempts = Atomic<Int>(0)
        disk.decide { call, _ in
            guard call == .write else { return nil }
            guard isClosing.isOn.load(ordering: .acquiring) else { return .noSpace }
            return attempts.wrappingAdd(1, ordering: .relaxed).newValue <= 8 ? .noSpace : nil
        }
        for _ in 0..<4000 { step.text(String(repeating: "a", count: 200)) }
        while recorder.statistics.failedWrites == 0 { SystemClock.sleep(nanoseconds: 1_000_000) }
        isClosing.isOn.store(true, ordering: .releasing)
        await #expect(throws: RecorderError.self) { try await recorder.close() }
        #expect(recorder.statistics.lostEvents > 0)
    }

    @Test func `a file that is a pipe is missing, and nobody waits for it`() async throws {
        let pipe = NSTemporaryDirectory() + "saccade-\(UUID().uuidString)"
        try #require(mkfifo(pipe, 0o600) == 0)
        defer { unlink(pipe) }
        let folder = NSTemporaryDirectory() + "saccade-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let recorder = try TraceRecorder(folder: folder)
        let trace = recorder.trace()
        let images = [trace.image(file: pipe), trace.image(file: "-"), trace.image(file: "/dev/zero")]
        trace.turn(images.map { .image($0) })
        trace.end()
        try await recorder.close()
        let path = try #require(try TraceFolder.files(at: folder).first)
        let state = try #require(try TraceFile(path: path).load().first)
        #expect(state.images.count == 3)
        for image in state.images {
            #expect(image.declaration.missing?.contains("expected a file, found a pipe or a device") == true)
        }
    }

    @Test func `a redaction without a filter keeps nothing of the image, and with one only what the filter gives`()
        async throws
    {
        struct Painter: ImageFilter {
            let name = "painter"
            let painted: [UInt8]?
            func redact(_ bytes: [UInt8], media: String?, boxes: [Box]) throws -> (bytes: [UInt8], media: String)? {
                painted.map { ($0, "image/png") }
            }
        }
        let png = try PixelImage.noise(20, 10).encodedPNG()
        let black = try PixelImage.noise(20, 10, seed: 9).encodedPNG()
        for painted in [nil, black] {
            let folder = RecordedFolder()
            let recorder = try folder.recorder { $0.imageFilter = painted.map { Painter(painted: $0) } }
            let trace = recorder.trace()
            _ = trace.image(png, redacting: [Box(x0: 1, y0: 1, x1: 5, y1: 5)])
            trace.end()
            try await recorder.close()
            let events = try folder.events()[0]
            let image = try #require(events.images.first)
            #expect(image.digest == painted.map { Digest(of: $0) })
            #expect((image.elided == nil) == (painted != nil))
            #expect(image.size == PixelSize(width: 20, height: 10))
            #expect(events.count(.redaction) == 1)
            let path = try #require(try folder.segments().first)
            let file = try #require(folder.memory[path])
            let secret = Array(png[60..<68])
            #expect(!file.indices.dropLast(8).contains { Array(file[$0..<$0 + 8]) == secret })
            #expect(!String(decoding: file, as: UTF8.self).contains(Digest(of: png).description))
        }
    }
}
