import Foundation
import Saccade
import Synchronization

extension Campaign {
    /// A recorder that many threads use at once, under the thread sanitizer where `run.sh` has built the probe with it.
    static let recorderThreads = Campaign(name: "recorder-threads", title: "The recorder's threads") { share in
        [try RecorderThreads.run(events: max(2_000, 100_000 / share), rounds: max(1, 20 / share))]
    }

    /// A recorder at the full rate for a quarter of an hour.
    static let recorderSoak = Campaign(name: "recorder-soak", title: "The recorder for a long time") { share in
        [try RecorderSoak.run(seconds: share == 1 ? 900 : 3)]
    }
}

/// Eight threads on one recorder.
private enum RecorderThreads {
    static func run(events: Int, rounds: Int) throws -> Figure {
        let sanitized = ProcessInfo.processInfo.environment["SACCADE_TSAN_PROBE"]
        var failures: [String] = []
        for round in 0..<rounds {
            try withTemporaryFolder { folder in
                let run = try ProbeRun(
                    ["threads", folder, String(events)], of: sanitized ?? ProbeRun.path,
                    environment: ["TSAN_OPTIONS": "halt_on_error=0 exitcode=0"])
                let reports = run.errors.filter { $0.contains("WARNING: ThreadSanitizer") }
                if !reports.isEmpty { failures.append("round \(round): \(reports.count) reports: \(reports[0])") }
                let words = run.lines.last?.split(separator: " ") ?? []
                guard run.status == 0, words.count == 4, let recorded = Int(words[1]) else {
                    return failures.append("round \(round): the probe ended with \(run.status ?? -1)")
                }
                let found = try RecorderFolder(folder)
                failures += found.failures
                let accounted = found.accounted.values.reduce(0, +)
                if accounted != recorded || words[3] != "0" {
                    failures.append("round \(round): \(recorded) events recorded, \(accounted) found, \(words[3]) lost")
                }
            }
        }
        return Figure(
            "8 threads record \(events) events each, \(rounds) times, "
                + (sanitized == nil ? "without the thread sanitizer" : "under the thread sanitizer"),
            "no report, and every event is in the file", failures: failures)
    }
}

/// Processes that record into one folder at once.
enum RecorderWriters {
    static func run(processes: Int, events: Int) throws -> Figure {
        try withTemporaryFolder { folder in
            let results = Mutex<[[Substring]]>([])
            var failures: [String] = []
            DispatchQueue.concurrentPerform(iterations: processes) { _ in
                let run = try? ProbeRun(["writer", folder, String(events)])
                let words = run?.lines.last?.split(separator: " ") ?? []
                results.withLock { $0.append(words) }
            }
            var writers: [String: (process: String, steps: Int)] = [:]
            for words in results.withLock({ $0 }) {
                guard words.count == 3, let steps = Int(words[2]) else {
                    failures.append("a process did not come to its end")
                    continue
                }
                writers[String(words[0])] = (String(words[1]), steps)
            }
            let found = try RecorderFolder(folder)
            failures += found.failures
            for (id, writer) in writers where found.steps[id] != writer.steps {
                failures.append("trace \(id): \(found.steps[id] ?? 0) of \(writer.steps) steps")
            }
            let files = try TraceFolder.files(at: folder)
            for path in files {
                let reader = try TraceReader(path: path)
                var id = ""
                while let entry = try reader.next() {
                    if case .traceBegin(let begin) = entry.event.body { id = begin.id }
                    guard case .stepText(let text) = entry.event.body else { continue }
                    let process = writers[id]?.process ?? "none"
                    if !text.text.hasPrefix("what process \(process) says at") {
                        failures.append("\(path): a text of another process in the trace of process \(process)")
                    }
                }
            }
            return Figure(
                "\(processes) processes record \(events) events each into one folder at once, \(files.count) segments",
                "every event of each is there, and none is mixed with another's", failures: failures)
        }
    }
}

/// The full rate, for long.
private enum RecorderSoak {
    /// A second of the probe.
    private struct Sample {
        var memory: Int
        var descriptors: Int
        var size: Int
        var calls: Int
        var lost: Int
    }

    static func run(seconds: Int) throws -> Figure {
        try withTemporaryFolder { folder in
            let run = try ProbeRun(["soak", folder, String(seconds)])
            let samples = run.lines.compactMap { line -> Sample? in
                let numbers = line.split(separator: " ").compactMap { Int($0) }
                guard numbers.count == 7 else { return nil }
                return Sample(
                    memory: numbers[1], descriptors: numbers[2], size: numbers[3], calls: numbers[4], lost: numbers[6])
            }
            var failures: [String] = []
            if run.status != 0 || samples.count != seconds { failures.append("\(samples.count) seconds came to pass") }
            let third = samples.count / 3
            let (middle, last) = (samples[third..<2 * third], samples[(2 * third)...])
            func most(_ part: ArraySlice<Sample>, _ value: (Sample) -> Int) -> Int { part.map(value).max() ?? 0 }
            let (before, after) = (most(middle, \.memory), most(last, \.memory))
            // A segment's index grows until the segment is rotated.
            if seconds >= 60, Double(after) > Double(before) * 1.05 {
                failures.append("memory grew from \(before >> 10) to \(after >> 10) KiB")
            }
            if most(last, \.descriptors) > most(middle, \.descriptors) {
                failures.append("descriptors grew from \(most(middle, \.descriptors)) to \(most(last, \.descriptors))")
            }
            let limit = 2 << 30 + 512 << 20
            let size = samples.map(\.size).max() ?? 0
            if size > limit { failures.append("\(size >> 20) MiB of files") }
            let calls = samples.last?.calls ?? 0
            return Figure(
                "\(seconds) s at \(calls / max(1, seconds)) looks a second under a retention of 2 GiB: "
                    + "\(before >> 20) MiB of memory in the middle, \(after >> 20) at the end, "
                    + "\(most(last, \.descriptors)) descriptors, \(size >> 20) MiB of files at most, "
                    + "\(samples.last?.lost ?? 0) of \(calls * 3) events let go of",
                "memory and descriptors stay flat, and the folder stays under its limit and a segment",
                failures: failures)
        }
    }
}
