import Foundation
import Saccade
import SaccadeRecorder
import StorageFaults

extension Campaign {
    /// A recorder that is killed, whose disk fails, and that has more to do than the disk takes.
    static let recorder = Campaign(name: "recorder", title: "The recorder") { share in
        [
            try RecorderKills.run("record", "flush", kills: max(4, 1_000 / share)),
            try RecorderKills.run("sync", "sync", kills: max(4, 1_000 / share)),
            try RecorderFaults.run(traces: max(1, 10 / share)),
            try RecorderPowerLoss.run(states: max(200, 20_000 / share)),
            try RecorderOverload.run(events: max(20_000, 800_000 / share)),
            try RecorderStall.run(calls: max(10_000, 500_000 / share)),
            try RecorderWriters.run(processes: 8, events: max(600, 10_000 / share)),
            try RecorderMemory.run(),
        ]
    }
}

/// Kills a process that records, at any time, and looks for what it had acknowledged.
private enum RecorderKills {
    static func run(_ mode: String, _ call: String, kills: Int) throws -> Figure {
        var failures: [String] = []
        var acknowledged = 0
        var torn = 0
        for number in 0..<kills {
            let folder = NSTemporaryDirectory() + "saccade-kill-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let lines = try kill(mode, folder, after: Double.random(in: 0.002...0.06))
            guard !lines.isEmpty else {
                failures.append("kill \(number): the recorder did not open")
                continue
            }
            let found = try RecorderFolder(folder)
            torn += found.torn
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
            "\(kills) kills at any time of a process that records, \(acknowledged) acknowledgements by `\(call)`, "
                + "\(torn) torn tails",
            "everything that was acknowledged is in the file, no text, place or image is another, nothing contradicts "
                + "itself, and every torn tail is reported", failures: failures)
    }

    private static func kill(_ mode: String, _ folder: String, after seconds: Double) throws -> [String] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: ProbeRun.path)
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
