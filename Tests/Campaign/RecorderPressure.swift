import Foundation
import Saccade
import SaccadeRecorder
import StorageFaults
import Synchronization

/// Power that goes at any change of the disk while a recorder writes.
enum RecorderPowerLoss {
    /// What was promised so far: how many steps of each trace.
    private struct Promise {
        var written: [String: Int] = [:]
        var durable: [String: Int] = [:]
        var states = 0
        var failures: [String] = []
        var generator: Splitmix
    }

    static func run(states: Int) throws -> Figure {
        var seed: UInt64 = 0
        var total = 0
        var failures: [String] = []
        while total < states {
            seed += 1
            let promise = try run(seed: seed)
            total += promise.states
            failures += promise.failures.map { "seed \(seed), \($0)" }
        }
        return Figure(
            "\(total) states of the disk that a kill or a loss of power leaves while a recorder writes",
            "every step that was acknowledged as durable (as written, after a kill) is there, and no text, place or image "
                + "is another", failures: failures)
    }

    private static func run(seed: UInt64) throws -> Promise {
        let promise = Mutex(Promise(generator: Splitmix(state: seed)))
        let storage = PowerLossStorage { storage in
            promise.withLock { promise in
                look(at: storage.afterKill(), "kill", promise.written, &promise)
                for _ in 0..<5 {
                    look(at: storage.afterPowerLoss(using: &promise.generator), "power", promise.durable, &promise)
                }
            }
        }
        var options = RecorderOptions()
        options.drainInterval = 200_000
        options.durability = .atEnd
        options.flushesAtExit = false
        options.segments.container.chunkSize = 1_000
        options.segments.container.segmentSize = 6_000
        let recorder = try TraceRecorder(folder: "traces", options: options, storage: storage)
        var generator = Splitmix(state: seed ^ 0xA5A5)
        let traces = (0..<3).map { recorder.trace(task: "trace \($0)") }
        var steps: [String: Int] = [:]
        for _ in 0..<40 {
            let number = Int.random(in: 0..<traces.count, using: &generator)
            let trace = traces[number]
            let count = steps[trace.id, default: 0] + 1
            let step = trace.root.step(.look)
            let image = trace.image(Array("image \(count) of trace \(number)".utf8))
            step.look(
                "text of step \(count) of trace \(number)", at: image,
                [LiveStep.Mark(.box(Box(x0: 0, y0: 0, x1: 1, y1: 1)), label: "dot \(count)")])
            step.end()
            steps[trace.id] = count
            let taken = steps
            switch Int.random(in: 0..<5, using: &generator) {
            case 0:
                try recorder.flush()
                promise.withLock { $0.written = taken }
            case 1:
                try recorder.sync()
                promise.withLock { ($0.written, $0.durable) = (taken, taken) }
            default: break
            }
        }
        for trace in traces { trace.end() }
        try recorder.close()
        let taken = steps
        return promise.withLock { promise in
            look(at: storage.afterPowerLoss(using: &promise.generator), "after the end", taken, &promise)
            return promise
        }
    }

    private static func look(
        at storage: MemoryStorage, _ what: String, _ promised: [String: Int], _ promise: inout Promise
    ) {
        promise.states += 1
        let found = (try? RecorderFolder("traces", storage: storage, isDamaged: true))
        for (id, count) in promised where (found?.steps[id] ?? 0) < count {
            promise.failures.append("\(what): \(found?.steps[id] ?? 0) of \(count) steps of trace \(id)")
        }
        for failure in found?.failures ?? [] { promise.failures.append("\(what): \(failure)") }
    }
}

/// Eight threads that record faster than a slow disk takes it.
enum RecorderOverload {
    private final class Tally: Sendable { let events = Mutex<[String: Int]>([:]) }

    static func run(events: Int) throws -> Figure {
        let memory = MemoryStorage()
        let slow = FaultyStorage(memory) { call, _ in
            if call == .write { usleep(2_000) }
            return nil
        }
        var options = RecorderOptions()
        options.memoryLimit = 2 << 20
        options.flushesAtExit = false
        let recorder = try TraceRecorder(folder: "traces", options: options, storage: slow)
        let tally = Tally()
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<10 {
                let trace = recorder.trace()
                var recorded = 0
                while recorded < events / 80 {
                    let step = trace.root.step(.think)
                    for _ in 0..<8 { step.text("a piece of text that says where to look next") }
                    step.end()
                    recorded += 10
                }
                trace.end()
                let count = recorded
                tally.events.withLock { $0[trace.id] = count }
            }
        }
        try recorder.close()
        let found = try RecorderFolder("traces", storage: memory)
        var failures = found.failures
        for (id, count) in tally.events.withLock({ $0 }) where found.accounted[id] != count {
            failures.append("trace \(id): \(count) events recorded, \(found.accounted[id] ?? 0) accounted for")
        }
        let statistics = recorder.statistics
        if statistics.peakMemory > options.memoryLimit { failures.append("\(statistics.peakMemory) bytes of memory") }
        return Figure(
            "8 threads record \(events) events onto a slow disk with \(options.memoryLimit >> 20) MiB, "
                + "\(statistics.lostEvents) of them let go of, \(statistics.surrenderedTraces) of 80 traces given up",
            "every event is in the file or in the count of a gap, and memory stays under its limit", failures: failures)
    }
}

/// A disk that takes nothing for ten seconds, at 50,000 calls a second.
enum RecorderStall {
    static func run(calls: Int) throws -> Figure {
        let memory = MemoryStorage()
        let isStalled = Atomic<Bool>(false)
        let disk = FaultyStorage(memory) { call, _ in
            while call == .write, isStalled.load(ordering: .acquiring) { usleep(500) }
            return nil
        }
        var options = RecorderOptions()
        options.flushesAtExit = false
        let recorder = try TraceRecorder(folder: "traces", options: options, storage: disk)
        let traces = (0..<4).map { _ in recorder.trace() }
        let images = traces.map { $0.image([UInt8](repeating: 1, count: 200)) }
        try recorder.flush()
        isStalled.store(true, ordering: .releasing)
        let text = String(repeating: "where to look next ", count: 10)
        let marks = (0..<3).map { LiveStep.Mark(.box(Box(x0: Double($0), y0: 0, x1: 90, y1: 200.75)), label: "sign") }
        var recorded = traces.map { _ in 1 }
        for group in 0..<calls / 500 {
            let number = group % traces.count
            let step = traces[number].root.step(.look)
            for _ in 0..<500 { step.look(text, at: images[number], marks) }
            step.end()
            recorded[number] += 2 + 500 * 4
            usleep(9_500)
        }
        for trace in traces { trace.end() }
        let statistics = recorder.statistics
        isStalled.store(false, ordering: .releasing)
        try recorder.close()
        let found = try RecorderFolder("traces", storage: memory)
        var failures = found.failures
        for (trace, count) in zip(traces, recorded) where found.accounted[trace.id] != count {
            failures.append("trace \(trace.id): \(count) events, \(found.accounted[trace.id] ?? 0) accounted for")
        }
        let peak = recorder.statistics.peakMemory
        if peak > options.memoryLimit { failures.append("\(peak) bytes of memory") }
        return Figure(
            "the disk takes nothing for about \(max(1, calls / 50_000)) s while \(calls) looks are recorded, "
                + "\(statistics.lostEvents) events let go of, \(peak >> 10) KiB of memory at most",
            "every event is in the file or in the count of a gap, and memory stays under its limit", failures: failures)
    }
}

/// How often a call asks for memory once its lane is warm.
enum RecorderMemory {
    static func run() throws -> Figure {
        try withTemporaryFolder { folder in
            let run = try ProbeRun(["allocations", folder])
            // What the compiler does not optimise asks for memory by itself.
            #if DEBUG
            let (most, promise) = (2, "none asks for memory more than twice, without the optimiser")
            #else
            let (most, promise) = (0, "none asks for memory")
            #endif
            var failures = run.lines.filter { line in
                (line.split(separator: " ").last.flatMap { Int($0) } ?? .max) > most
            }
            if run.lines.count != 10 { failures.append("found \(run.lines.count) kinds of calls") }
            return Figure(
                "\(run.lines.count) kinds of calls, each once its lane is warm", promise, failures: failures)
        }
    }
}
