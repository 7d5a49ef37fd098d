import Foundation
import Saccade
import SaccadeRecorder
import StorageFaults
import Synchronization

extension Campaign {
    /// A recorder that is killed, whose disk fails, and that has more to do than the disk takes.
    static let recorder = Campaign(name: "recorder", title: "The recorder") { share in
        [
            try RecorderKills.run("record", "flush", kills: max(4, 1_000 / share)),
            try RecorderKills.run("sync", "sync", kills: max(4, 1_000 / share)),
            try RecorderFaults.run(traces: max(1, 10 / share)),
            try RecorderOverload.run(events: max(20_000, 800_000 / share)),
        ]
    }
}

/// What is found of a recorder's traces afterwards.
struct RecorderFolder {
    /// How many steps of each trace have ended.
    var steps: [String: Int] = [:]
    /// The events of each trace that are there or in the count of a gap, without its beginning and its end.
    var accounted: [String: Int] = [:]
    /// What contradicts itself.
    var failures: [String] = []

    init(_ folder: String, storage: any Storage = FileStorage()) throws {
        // A process that was killed before its first write leaves no file, and has acknowledged nothing.
        let hasFiles = try storage.list(folder).contains { $0.contains(".mcap") }
        for path in hasFiles ? try TraceFolder.files(at: folder, storage: storage) : [] {
            let reader = try TraceReader(path: path, storage: storage)
            var structure = LogStructure()
            var id = ""
            while let entry = try reader.next() {
                if case .traceBegin(let begin) = entry.event.body { (id, structure) = (begin.id, LogStructure()) }
                if let misfit = structure.misfit(of: entry.event) { failures.append("\(path): \(misfit.message)") }
                structure.apply(entry.event)
                switch entry.event.body {
                case .traceBegin, .traceEnd: break
                case .gap(let gap): accounted[id, default: 0] += gap.events ?? 0
                case .stepEnd:
                    steps[id, default: 0] += 1
                    accounted[id, default: 0] += 1
                default: accounted[id, default: 0] += 1
                }
            }
        }
    }
}

/// Kills a process that records, at any time, and looks for what it had acknowledged.
private enum RecorderKills {
    static func run(_ mode: String, _ call: String, kills: Int) throws -> Figure {
        var failures: [String] = []
        var acknowledged = 0
        for number in 0..<kills {
            let folder = NSTemporaryDirectory() + "saccade-kill-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let lines = try kill(mode, folder, after: Double.random(in: 0.002...0.06))
            guard !lines.isEmpty else {
                failures.append("kill \(number): the recorder did not open")
                continue
            }
            let found = try RecorderFolder(folder)
            failures += found.failures.map { "kill \(number): \($0)" }
            for line in lines.dropFirst() {
                let words = line.split(separator: " ")
                guard words.count == 2, let count = Int(words[1]) else { continue }
                acknowledged += 1
                if found.steps[String(words[0]), default: 0] < count {
                    failures.append("kill \(number): \(line) was acknowledged")
                }
            }
        }
        return Figure(
            "\(kills) kills at any time of a process that records, \(acknowledged) acknowledgements by `\(call)`",
            "everything that was acknowledged is in the file, and nothing in it contradicts itself", failures: failures)
    }

    private static func kill(_ mode: String, _ folder: String, after seconds: Double) throws -> [String] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("recorder-probe")
        process.arguments = [mode, folder]
        process.standardOutput = output
        try process.run()
        var received = output.fileHandleForReading.availableData
        Thread.sleep(forTimeInterval: seconds)
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        received += output.fileHandleForReading.readDataToEndOfFile()
        return String(decoding: received, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}

/// Lets each call of the storage fail once, in each way.
private enum RecorderFaults {
    static func run(traces: Int) throws -> Figure {
        let clean = FaultyStorage(MemoryStorage())
        try record(traces, clean)
        let calls = clean.calls
        var failures: [String] = []
        var runs = 0
        for fault in FaultyStorage.Fault.allCases {
            // Opening comes first, and what fails there is told to whoever opens.
            for number in calls.indices where ![.createFolder, .list, .entry].contains(calls[number]) {
                let memory = MemoryStorage()
                try record(traces, FaultyStorage(memory) { _, found in found == number ? fault : nil })
                runs += 1
                let found = try RecorderFolder("traces", storage: memory)
                failures += found.failures
                let isWhole = found.accounted.count == traces && found.accounted.values.allSatisfy { $0 >= 30 }
                if !isWhole { failures.append("\(fault) of call \(number), \(calls[number]): \(found.accounted)") }
            }
        }
        return Figure(
            "\(runs) recordings of \(traces) traces, each with one call of the storage that fails",
            "the host goes on, and every event is in the files", failures: failures)
    }

    private static func record(_ traces: Int, _ storage: any Storage) throws {
        var options = RecorderOptions()
        options.drainInterval = 500_000
        options.retryInterval = 1_000_000
        options.flushesAtExit = false
        let recorder = try TraceRecorder(folder: "traces", options: options, storage: storage)
        for number in 0..<traces {
            let trace = recorder.trace()
            for count in 0..<10 {
                let step = trace.root.step(.think)
                step.text("step \(count)")
                step.end()
            }
            trace.end()
            // What fails here is tried again.
            if number % 2 == 0 { try? recorder.flush() } else { try? recorder.sync() }
        }
        try? recorder.close()
    }
}

/// Eight threads that record faster than a slow disk takes it.
private enum RecorderOverload {
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
