import Foundation
import Saccade
import SaccadeReplay
import Testing

/// The recorder in a process of its own, which is killed, forks or exits.
@Suite struct ProcessTests {
    /// A run of `recorder-probe`.
    struct Probe {
        let folder = NSTemporaryDirectory() + "saccade-probe-\(UUID().uuidString)"

        /// Runs a mode to its end and returns what it printed.
        func run(_ mode: String) throws -> (status: Int32, lines: [String]) {
            let (process, output) = try start(mode)
            let data = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return (
                process.terminationStatus, String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
            )
        }

        /// Runs a mode, kills it after a time, and returns what it had printed.
        func kill(_ mode: String, after seconds: Double, by signal: Int32 = SIGKILL) throws -> [String] {
            let (process, output) = try start(mode)
            // The clock begins when the recorder is open.
            var received = output.fileHandleForReading.availableData
            Thread.sleep(forTimeInterval: seconds)
            Foundation.kill(process.processIdentifier, signal)
            process.waitUntilExit()
            received += output.fileHandleForReading.readDataToEndOfFile()
            return String(decoding: received, as: UTF8.self).split(separator: "\n").map(String.init)
        }

        private func start(_ mode: String) throws -> (Process, Pipe) {
            let process = Process()
            let output = Pipe()
            process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
                .deletingLastPathComponent().appendingPathComponent("recorder-probe")
            process.arguments = [mode, folder]
            process.standardOutput = output
            try process.run()
            return (process, output)
        }

        func remove() { try? FileManager.default.removeItem(atPath: folder) }
    }

    /// The steps of each trace in a folder, whole ones only; and the events of traces that contradict themselves.
    private func steps(in folder: String) throws -> (steps: [String: Int], findings: [String]) {
        var steps: [String: Int] = [:]
        var findings: [String] = []
        for path in try TraceFolder.files(at: folder) {
            let reader = try TraceReader(path: path)
            var id = ""
            var structure = LogStructure()
            while let entry = try reader.next() {
                if case .traceBegin(let begin) = entry.event.body {
                    id = begin.id
                    structure = LogStructure()
                }
                if let misfit = structure.misfit(of: entry.event) {
                    findings.append("\(path) \(id): \(misfit.message)")
                }
                structure.apply(entry.event)
                if entry.event.body.kind == .stepEnd { steps[id, default: 0] += 1 }
            }
        }
        return (steps, findings)
    }

    @Test(arguments: ["record", "sync"])
    func `a process that is killed has lost nothing that was acknowledged`(_ mode: String) throws {
        for round in 0..<6 {
            let probe = Probe()
            defer { probe.remove() }
            let lines = try probe.kill(mode, after: 0.02 + 0.03 * Double(round))
            let (steps, findings) = try steps(in: probe.folder)
            #expect(findings.isEmpty, "\(findings)")
            for line in lines.dropFirst() {
                let words = line.split(separator: " ")
                guard words.count == 2, let acknowledged = Int(words[1]) else { continue }
                #expect(steps[String(words[0]), default: 0] >= acknowledged, "\(line) of \(lines.count) lines")
            }
        }
    }

    @Test func `a host that is terminated and closes its recorder loses nothing`() throws {
        let probe = Probe()
        defer { probe.remove() }
        let lines = try probe.kill("terminate", after: 0.1, by: SIGTERM)
        let words = try #require(lines.last).split(separator: " ")
        let recorded = try #require(words.last.flatMap { Int($0) })
        let (steps, findings) = try steps(in: probe.folder)
        #expect(findings.isEmpty)
        #expect(recorded > 0 && steps == [String(words[0]): recorded])
        let files = try TraceFolder.files(at: probe.folder)
        #expect(files.count == 1 && files[0].hasSuffix(".mcap"))
    }

    @Test func `a host that is terminated by a signal it does not know of has lost nothing that was acknowledged`()
        throws
    {
        let probe = Probe()
        defer { probe.remove() }
        let lines = try probe.kill("record", after: 0.1, by: SIGTERM)
        let (steps, findings) = try steps(in: probe.folder)
        #expect(findings.isEmpty)
        for line in lines.dropFirst() {
            let words = line.split(separator: " ")
            guard words.count == 2, let acknowledged = Int(words[1]) else { continue }
            #expect(steps[String(words[0]), default: 0] >= acknowledged)
        }
    }

    @Test func `events of a structure ask for no memory once a lane is warm`() throws {
        let probe = Probe()
        defer { probe.remove() }
        let (status, lines) = try probe.run("allocations")
        #expect(status == 0)
        #expect(lines.count == 10)
        // What the compiler does not optimise asks for memory by itself; -1 is a build with a sanitizer, which cannot count.
        #if DEBUG
        let most = 2
        #else
        let most = 0
        #endif
        for line in lines {
            let count = try #require(line.split(separator: " ").last.flatMap { Int($0) })
            #expect(count <= most, "\(line)")
        }
    }

    @Test func `after a fork the child records nothing and the parent goes on`() throws {
        let probe = Probe()
        defer { probe.remove() }
        let (status, lines) = try probe.run("fork")
        #expect(status == 0)
        #expect(lines == ["child 7"])
        let path = try #require(try TraceFolder.files(at: probe.folder).first)
        let reader = try TraceReader(path: path)
        var titles: [String] = []
        while let entry = try reader.next() {
            if case .stepBegin(let begin) = entry.event.body { titles.append(begin.title ?? "") }
        }
        #expect(titles == ["before the fork", "after the fork"])
        #expect(try check(path, level: .l1).traces[0].findings.isEmpty)
    }

    @Test func `a forked worker records with threads of its own`() throws {
        let probe = Probe()
        defer { probe.remove() }
        let (status, lines) = try probe.run("worker")
        #expect(status == 0)
        #expect(lines == ["child 7"])
        let findings = try steps(in: probe.folder + "/child").findings
        #expect(findings.isEmpty)
    }

    @Test func `forked children exit while another thread of the parent opens recorders`() throws {
        let probe = Probe()
        defer { probe.remove() }
        let (status, lines) = try probe.run("children")
        #expect(status == 0)
        #expect(lines == ["children 7"])
    }

    @Test func `a process that exits without closing has written what it recorded`() throws {
        let probe = Probe()
        defer { probe.remove() }
        #expect(try probe.run("exit").status == 0)
        let (steps, findings) = try steps(in: probe.folder)
        #expect(findings.isEmpty)
        #expect(steps.values.reduce(0, +) == 1000)
    }
}
