import Saccade
import SaccadeDigest

extension Campaign {
    /// Text logs that are cut off anywhere, and text logs with a flipped bit.
    static let textRecovery = Campaign(name: "text-recovery", title: "Recovery of text logs") { share in
        let logs = try Logs.conformance()
        let cut = logs.suffix(10).map { Damage.truncations(of: $0.bytes, name: $0.name, share: share) }
        let flipped = logs.prefix(10).suffix(5).map { Damage.flips(in: $0.bytes, name: $0.name, share: share) }
        return [
            Figure(
                "\(cut.count) logs cut off at every byte, \(cut.reduce(0) { $0 + $1.runs }) runs",
                "every whole line comes back as it stands, the rest is said to be lost",
                failures: cut.flatMap(\.failures)),
            Figure(
                "\(flipped.count) logs with each bit flipped, \(flipped.reduce(0) { $0 + $1.runs }) runs",
                "every other line comes back as it stands", failures: flipped.flatMap(\.failures)),
        ]
    }
}

/// Damages a text log in every place and recovers it.
enum Damage {
    /// What came of it.
    struct Outcome: Sendable {
        var runs = 0
        var failures: [String] = []
    }

    private static let lineEnd = UInt8(ascii: "\n")

    /// Cuts a log off at every `share`th byte after its first line.
    static func truncations(of bytes: [UInt8], name: String, share: Int) -> Outcome {
        var outcome = Outcome()
        let lines = self.lines(of: bytes)
        let first = (bytes.firstIndex(of: lineEnd) ?? bytes.count) + 1
        for length in stride(from: first, through: bytes.count, by: share) {
            outcome.runs += 1
            let prefix = Array(bytes[..<length])
            let tail = Array(prefix[(prefix.lastIndex(of: lineEnd).map { $0 + 1 } ?? 0)...])
            var expected = lines.prefix(self.lines(of: prefix).count - (tail.isEmpty ? 0 : 1))
            let isTailWhole = expected.count < lines.count && lines[expected.count] == tail
            if isTailWhole { expected = lines.prefix(expected.count + 1) }
            let isClean = tail.isEmpty || isTailWhole
            do {
                let (report, kept) = try recover(prefix)
                if kept != Array(expected) {
                    outcome.failures.append("\(name) cut at \(length): other lines came back")
                }
                if report.losses.isEmpty != isClean {
                    outcome.failures.append("\(name) cut at \(length): \(report.losses.count) losses")
                }
            } catch {
                outcome.failures.append("\(name) cut at \(length): \(error)")
            }
        }
        return outcome
    }

    /// Flips every `share`th bit of a log.
    static func flips(in bytes: [UInt8], name: String, share: Int) -> Outcome {
        var outcome = Outcome()
        let lines = self.lines(of: bytes)
        var line = 0
        for index in bytes.indices {
            defer { if bytes[index] == lineEnd { line += 1 } }
            for bit in 0..<8 where (index * 8 + bit) % share == 0 {
                outcome.runs += 1
                var damaged = bytes
                damaged[index] ^= 1 << UInt8(bit)
                let touched = bytes[index] == lineEnd ? [line, line + 1] : [line]
                let others = lines.indices.filter { !touched.contains($0) }.map { lines[$0] }
                do {
                    let (_, kept) = try recover(damaged)
                    if !others.allSatisfy(kept.contains) {
                        outcome.failures.append("\(name) byte \(index) bit \(bit): another line is missing")
                    }
                } catch {
                    // A bit that makes an event of an unknown kind critical, or the version another, is a refusal.
                    if error.code != .unsupportedVersion {
                        outcome.failures.append("\(name) byte \(index) bit \(bit): \(error)")
                    }
                }
            }
        }
        return outcome
    }

    /// Recovers a log in memory and returns its lines without the gaps.
    private static func recover(_ bytes: [UInt8]) throws(TraceError) -> (RecoveryReport, [[UInt8]]) {
        let storage = MemoryStorage()
        storage["broken.jsonl"] = bytes
        let recovery = TraceRecovery(
            recorder: Recorder(name: "campaign", version: "1"), storage: storage, digest: { SHA256Hasher() })
        let report = try recovery.recover("broken.jsonl", to: "good.jsonl")
        let good = storage["good.jsonl"] ?? []
        return (
            report,
            lines(of: good).filter {
                !$0.starts(with: Array(#"{"t":"gap","reason":"damage""#.utf8))
                    && !$0.starts(with: Array(#"{"t":"gap","reason":"crash""#.utf8))
            }
        )
    }

    private static func lines(of bytes: [UInt8]) -> [[UInt8]] {
        bytes.split(separator: lineEnd, omittingEmptySubsequences: true).map { Array($0) }
    }
}
