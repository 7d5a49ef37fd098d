import Foundation
import Saccade

extension Campaign {
    /// A recorder's process that is killed at each system call, and whose system calls fail, by strace.
    static let recorderCalls = Campaign(name: "recorder-calls", title: "The recorder's system calls") { share in
        guard let strace = RecorderCalls.strace else {
            return [
                Figure("no strace on this machine", "nothing is looked at", failures: share > 1 ? [] : ["no strace"])
            ]
        }
        // A share looks at every so-many-th call.
        let stride = max(1, share / 4)
        return [try RecorderCalls.kill(strace, every: stride), try RecorderCalls.fail(strace, every: stride)]
    }
}

/// Runs the probe's short task under strace, once for each system call.
private enum RecorderCalls {
    /// What changes files.
    private static let names = [
        "write", "pwrite64", "writev", "fsync", "fdatasync", "openat", "rename", "renameat", "renameat2", "mkdir",
        "close",
    ]

    static var strace: String? {
        ["/usr/bin/strace", "/bin/strace"].first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Kills the process before each call.
    static func kill(_ strace: String, every stride: Int) throws -> Figure {
        var (runs, torn, acknowledged) = (0, 0, 0)
        var failures: [String] = []
        for name in names {
            // Each thread counts its own calls: the worker's come one by one, and so do those of the host.
            for number in Swift.stride(from: 1, to: .max, by: stride) {
                let isOver = try withTemporaryFolder { folder in
                    let run = try run(strace, folder, "\(name):signal=SIGKILL:when=\(number)")
                    if run.status == 0 { return true }
                    guard run.lines.contains("open") else { return false }
                    runs += 1
                    let found = try RecorderFolder(folder)
                    torn += found.torn
                    acknowledged += run.lines.count - 1
                    failures += found.failures.map { "\(name) \(number): \($0)" }
                    failures += missing(run.lines, found).map { "\(name) \(number): \($0)" }
                    return false
                }
                if isOver { break }
            }
        }
        return Figure(
            "a process that records, killed before each of its system calls that change files: \(runs) kills, "
                + "\(acknowledged) acknowledgements, \(torn) torn tails",
            "everything that was acknowledged is in the file, no text, place or image is another, nothing contradicts "
                + "itself, and every torn tail is reported", failures: failures + (runs == 0 ? ["no kills"] : []))
    }

    /// Lets each call fail.
    static func fail(_ strace: String, every stride: Int) throws -> Figure {
        let faults = [
            "write": ["ENOSPC", "EIO", "EINTR", "EDQUOT"], "fsync": ["EIO", "EINTR"],
            "fdatasync": ["EIO", "ENOSPC", "EINTR"],
            "openat": ["EMFILE", "ENOSPC", "EINTR"], "rename": ["EIO", "ENOSPC"], "renameat": ["EIO"],
            "renameat2": ["EIO"],
            "close": ["EIO"],
        ]
        var runs = 0
        var failures: [String] = []
        for name in names {
            for error in faults[name] ?? [] {
                for number in Swift.stride(from: 1, to: .max, by: stride) {
                    let isOver = try withTemporaryFolder { folder in
                        let run = try run(strace, folder, "\(name):error=\(error):when=\(number)")
                        let wasHit = run.errors.contains { $0.contains("(INJECTED)") }
                        // What fails before the recorder opens is the program's own beginning.
                        guard wasHit, run.lines.contains("open") else { return !wasHit }
                        runs += 1
                        failures += try judge(run, folder).map { "\(error) of \(name) \(number): \($0)" }
                        return false
                    }
                    if isOver { break }
                }
            }
        }
        return Figure(
            "a process that records, with each of its system calls that change files failing once, in up to 4 ways: "
                + "\(runs) runs",
            "the host goes on to its end, every event is in the files, and nothing contradicts itself",
            failures: failures + (runs == 0 ? ["no runs"] : []))
    }

    private static func judge(_ run: ProbeRun, _ folder: String) throws -> [String] {
        // The host may have lost what it said itself, which is not the recorder's matter.
        let isSilenced = run.errors.contains { $0.contains("write(1,") && $0.contains("(INJECTED)") }
        guard run.status == 0, run.lines.last == "closed" || isSilenced else {
            return ["the host ended with \(run.status.map(String.init) ?? "a signal") after \(run.lines.count) lines"]
        }
        let found = try RecorderFolder(folder)
        var failures = found.failures + missing(run.lines, found)
        // Six steps of five events, in three traces.
        let isWhole = found.accounted.count == 3 && found.accounted.values.allSatisfy { $0 >= 30 }
        if !isWhole { failures.append("found \(found.accounted.values.sorted()) events") }
        return failures
    }

    /// Returns what was acknowledged and is not there.
    private static func missing(_ lines: [String], _ found: RecorderFolder) -> [String] {
        lines.filter { line in
            let words = line.split(separator: " ")
            guard words.count == 2, let count = Int(words[1]) else { return false }
            return found.steps[String(words[0]), default: 0] < count
        }.map { "\($0) was acknowledged" }
    }

    private static func run(_ strace: String, _ folder: String, _ injection: String) throws -> ProbeRun {
        // strace prints calls as errors, of which only the injected are of interest.
        let name = injection.prefix { $0 != ":" }
        return try ProbeRun(
            ["-f", "-qq", "-e", "trace=\(name)", "-e", "inject=\(injection)", ProbeRun.path, "task", folder],
            of: strace)
    }
}
