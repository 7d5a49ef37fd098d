import Foundation
import SaccadeDigest
import StorageFaults
import Synchronization
import Testing

@testable import Saccade

/// What writers do when a call of the storage fails, at every call in turn.
@Suite struct StorageFaultTests {
    /// What is written to.
    enum Target: String, CaseIterable {
        case text
        case container
        case segments
    }

    /// Writes a trace step by step, and says what the storage has promised.
    private final class Workload {
        let target: Target
        private var writer: TraceWriter?
        private var container: ContainerWriter?
        private var segments: SegmentedWriter?
        /// The number of events that a successful flush has acknowledged.
        private(set) var acknowledged = 0
        static let steps = 9

        init(_ target: Target) { self.target = target }

        /// The work in pieces, each of which may be tried again if it throws.
        func actions(_ storage: any Storage) -> [() throws -> Void] {
            var actions: [() throws -> Void] = [{ try self.open(storage) }]
            actions.append { try self.begin() }
            for step in 0..<Self.steps {
                if step % 3 == 0 {
                    actions.append { try self.image(step) }
                    actions.append { try self.append(.turn(Turn(n: step / 3, parts: [.image(step / 3), .text("x")]))) }
                }
                actions.append { try self.append(.stepBegin(StepBegin(agent: 0, n: step, kind: .look))) }
                actions.append {
                    try self.append(.stepText(StepText(agent: 0, step: step, channel: .output, text: "look \(step)")))
                }
                actions.append { try self.append(.stepEnd(StepEnd(agent: 0, step: step))) }
                if step % 2 == 1 { actions.append { try self.flush(step % 4 == 1) } }
            }
            actions.append { try self.writer?.finish() }
            actions.append { try self.segments?.finish() }
            return actions
        }

        private func open(_ storage: any Storage) throws {
            var options = ContainerFixture.options(chunkSize: 700)
            options.segmentSize = 3_000
            switch target {
            case .text: writer = try TraceWriter(path: "log/t.jsonl", digest: SHA256Hasher(), storage: storage)
            case .container:
                let container = try ContainerWriter(
                    path: "log/t.mcap", layout: .trace, options: options, replacing: true, storage: storage)
                self.container = container
                writer = TraceWriter(own: container, digest: SHA256Hasher())
            case .segments:
                var all = SegmentedWriter.Options()
                all.container = options
                let segments = try SegmentedWriter(folder: "log", options: all, storage: storage)
                self.segments = segments
                writer = TraceWriter(in: segments, digest: SHA256Hasher())
            }
        }

        private func begin() throws { try writer?.append(.traceBegin(ContainerFixture.begin)) }

        private func append(_ body: EventBody) throws { try writer?.append(body, at: 0) }

        private func image(_ step: Int) throws {
            let bytes = ContainerFixture.image(step)
            _ = try writer?.image(
                bytes, digest: Digest(of: bytes),
                as: ImageDeclaration(
                    n: 0, width: 20, height: 10, media: "image/png", origin: ImageOrigin(kind: .input)))
        }

        private func flush(_ syncs: Bool) throws {
            if syncs {
                try container?.sync()
                try segments?.sync()
            } else {
                try container?.flush()
                try segments?.flush()
            }
            if target != .text { acknowledged = writer?.structure.counts.events ?? 0 }
        }
    }

    /// Returns the log of the work when nothing fails, as lines.
    private func expected() throws -> [UInt8] {
        let storage = MemoryStorage()
        for action in Workload(.text).actions(storage) { try action() }
        return try #require(storage["log/t.jsonl"])
    }

    /// Returns the events of the one trace that a folder holds, as far as they are whole; unfinished files too.
    private func read(_ storage: MemoryStorage) throws -> [UInt8] {
        let storage = storage
        let paths = ((try? TraceFolder.files(at: "log", storage: storage)) ?? []).filter {
            (try? storage.entry($0))?.map { $0.size > 0 } ?? false
        }
        var lines: [UInt8] = []
        for path in paths {
            guard let reader = try? TraceReader(path: path, storage: storage) else { continue }
            lines += (try? ContainerFixture.lines(reader)) ?? []
        }
        return lines
    }

    /// Returns how many calls of the storage the work makes.
    private func calls(_ target: Target) throws -> [FaultyStorage.Call] {
        let storage = FaultyStorage(MemoryStorage())
        for action in Workload(target).actions(storage) { try action() }
        return storage.calls
    }

    @Test(arguments: Target.allCases)
    func `a call that fails once is said, and trying again loses and doubles nothing`(_ target: Target) throws {
        let expected = try expected()
        let calls = try calls(target)
        #expect(calls.count > 20)
        for number in calls.indices {
            for fault in FaultyStorage.Fault.allCases {
                // A sync that failed may have lost bytes for good, so its file takes no more: the caller begins another.
                if calls[number] == .sync, target != .segments { continue }
                let memory = MemoryStorage()
                let storage = FaultyStorage(memory) { _, call in call == number ? fault : nil }
                let work = Workload(target)
                var errors = 0
                for action in work.actions(storage) {
                    do { try action() } catch {
                        errors += 1
                        #expect((error as? TraceError)?.code == .fileSystem, "\(target) call \(number) \(error)")
                        try action()
                    }
                }
                // An earlier segment is finished at the next occasion, and nothing is said if that works.
                let isQuiet = target == .segments && errors == 0
                #expect(errors == 1 || isQuiet, "\(target) call \(number) \(calls[number]) \(fault): \(errors) errors")
                let found = try read(memory)
                #expect(found == expected, "\(target) call \(number) \(calls[number]) \(fault)")
            }
        }
    }

    @Test(arguments: Target.allCases)
    func `when every call fails from one on, what was acknowledged is there`(_ target: Target) throws {
        let expected = try expected()
        let lines = expected.split(separator: UInt8(ascii: "\n")).map { Array($0) + [UInt8(ascii: "\n")] }
        let calls = try calls(target)
        for number in calls.indices {
            for fault in FaultyStorage.Fault.allCases {
                let memory = MemoryStorage()
                let storage = FaultyStorage(memory) { _, call in call >= number ? fault : nil }
                let work = Workload(target)
                var failed = false
                for action in work.actions(storage) {
                    do { try action() } catch {
                        failed = true
                        break
                    }
                }
                #expect(failed, "\(target) call \(number) \(fault): nothing is said")
                let found = try read(memory)
                #expect(expected.starts(with: found), "\(target) call \(number) \(fault): other events")
                let acknowledged = lines.prefix(work.acknowledged).reduce(0) { $0 + $1.count }
                #expect(found.count >= acknowledged, "\(target) call \(number) \(fault): lost events")
                if target == .text, number < calls.count - 2 {
                    #expect(memory["log/t.jsonl"] == nil, "\(target) call \(number) \(fault): a name for a part")
                }
            }
        }
    }

    @Test func `interrupted calls and short ones are gone on with`() throws {
        let turns = Turns()
        var calls = FileCalls()
        calls.write = { turns.interrupts() ? -1 : SystemCalls.writeBytes($0, $1, min($2, 7)) }
        calls.read = { turns.interrupts() ? -1 : SystemCalls.readBytes($0, $1, min($2, 5)) }
        calls.readAt = { turns.interrupts() ? -1 : SystemCalls.readBytes($0, $1, min($2, 300), at: $3) }
        calls.sync = { turns.interrupts() ? false : SystemCalls.syncData($0) }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("saccade-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["t.mcap", "t.jsonl"] {
            let path = folder.appendingPathComponent(name).path
            let storage = FileStorage(calls: calls)
            try ContainerFixture.write(TraceWriter(path: path, digest: SHA256Hasher(), storage: storage))
            let reader = try TraceReader(path: path, storage: storage)
            #expect(try ContainerFixture.lines(reader) == ContainerFixture.text())
            #expect(reader.ending == nil)
        }
        #expect(turns.count > 10_000)
    }

    @Test func `a file that takes no more bytes is an error and no endless loop`() throws {
        var calls = FileCalls()
        calls.write = { _, _, _ in 0 }
        let file = try FileStorage(calls: calls).create("/dev/null", replacing: true)
        let error = #expect(throws: TraceError.self) { try bytes.withUnsafeBytes { try file.write($0) } }
        #expect(error?.message == "cannot write /dev/null: the system takes no more bytes")
    }

    @Test func `a full device is said with its name`() throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let file = try FileStorage().create("/dev/full", replacing: true)
        let error = #expect(throws: TraceError.self) { try bytes.withUnsafeBytes { try file.write($0) } }
        #expect(error?.message == "cannot write /dev/full: No space left on device")
    }

    private let bytes: [UInt8] = [1, 2]

    /// Interrupts every other call.
    private final class Turns: Sendable {
        private let state = Mutex(0)

        var count: Int { state.withLock { $0 } }

        func interrupts() -> Bool {
            let isInterrupted = state.withLock { count in
                count += 1
                return count % 2 == 0
            }
            if isInterrupted { errno = EINTR }
            return isInterrupted
        }
    }
}
