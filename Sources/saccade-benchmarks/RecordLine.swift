import Foundation
import Saccade
import SaccadeRecorder
import Synchronization

/// What a call of the recorder costs its caller and the process, beside copying 400 bytes under a lock.
let recordLine = BenchmarkLine(
    name: "record", summary: "one call: 200 bytes of text, 3 regions, an image reference; at most 50,000 calls/s"
) { options in
    let calls = options.events
    for subject in [RecordSubject.nothing, .copying, .oneCall, .fourCalls] {
        try reportSubject(subject, calls: calls, rounds: options.rounds)
    }
    for peer in RecordPeer.all { try peer.measure(calls: calls, rounds: options.rounds, options) }
    try reportStall(calls: calls)
}

/// What is measured.
enum RecordSubject: String {
    case nothing = "reading the clock"
    case copying = "copying 400 bytes under a lock, written by a thread"
    case oneCall = "recorder, one call"
    case fourCalls = "recorder, four calls"
}

/// What the one call must reach, in nanoseconds.
private enum RecordAim {
    static let latencies: [String: Aim] = ["p50": .atMost(300), "p99.9": .atMost(3_000)]
    static let processor = Aim.atMost(1_500)
}

private func reportSubject(_ subject: RecordSubject, calls: Int, rounds: Int) throws {
    title("\(subject.rawValue)")
    var latencies: [[Double]] = []
    var processor: [Double] = []
    var size = 0.0
    for _ in 0..<rounds {
        let run = try RecordRun(subject)
        let sorted = run.paced(calls: calls).sorted()
        latencies.append([0.5, 0.99, 0.999, 1].map { percentile($0, of: sorted) })
        processor.append(try run.restingTime(calls: calls))
        size = try run.finish()
    }
    let isOurs = subject == .oneCall
    for (index, name) in ["p50", "p99", "p99.9", "greatest"].enumerated() {
        let aim = isOurs ? RecordAim.latencies[name] : nil
        report("  \(name)", median(latencies.map { $0[index] }), "ns", aim: aim)
    }
    report("  process CPU", median(processor), "ns a call", aim: isOurs ? RecordAim.processor : nil)
    if size > 0 { report("  on disk", size, "bytes a call") }
}

/// Another recorder, as a program that calls it in the same way and prints seven numbers; `Tests/Interop` has both programs.
private struct RecordPeer {
    let name: String
    /// The name that `record_peers.py` has for it; `nil` for the program of spdlog.
    let script: String?
    /// What share of the calls it makes: it is that much slower.
    let share: Int

    static let all = [
        RecordPeer(name: "spdlog, asynchronous logger, JSON", script: nil, share: 1),
        RecordPeer(name: "OpenTelemetry SDK, Python, a span", script: "otel", share: 5),
        RecordPeer(name: "Rerun SDK, Python, three log calls", script: "rerun", share: 20),
        RecordPeer(name: "MLflow, Python, a span", script: "mlflow", share: 100),
    ]

    func measure(calls: Int, rounds: Int, _ options: BenchmarkOptions) throws {
        guard let program = script == nil ? options.spdlogPeer : options.python else {
            return skip(name, script == nil ? "no --spdlog-peer PATH" : "no --python PATH")
        }
        title("\(name)")
        var rows: [[Double]] = []
        for _ in 0..<rounds {
            let place = NSTemporaryDirectory() + "saccade-peer-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: place) }
            let arguments = [String(max(250, calls / share)), place]
            let output = try runPython(
                program, script.map { ["Tests/Interop/record_peers.py", $0] + arguments } ?? arguments)
            let numbers = output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
            guard numbers.count == 7 else { throw BenchmarkError("\(name): expected 7 numbers, found \(output)") }
            rows.append(numbers)
        }
        for (index, (what, unit)) in RecordPeer.columns.enumerated() {
            report(what, median(rows.map { $0[index] }), unit)
        }
    }

    private static let columns = [
        ("  p50", "ns"), ("  p99", "ns"), ("  p99.9", "ns"), ("  greatest", "ns"), ("  process CPU", "ns a call"),
        ("  on disk", "bytes a call"), ("  calls that were lost", ""),
    ]
}

/// Calls at the full rate while the disk takes nothing for some seconds; then everything must be accounted for.
private func reportStall(calls: Int) throws {
    let disk = StallingStorage()
    let run = try RecordRun(.oneCall, storage: disk)
    _ = run.paced(calls: 2_000)
    disk.isStalled.store(true, ordering: .releasing)
    let sorted = run.paced(calls: max(calls, 500_000)).sorted()
    let statistics = run.statistics
    disk.isStalled.store(false, ordering: .releasing)
    _ = try run.finish()
    title("recorder, one call, the disk stands still for \(sorted.count / 50_000) s")
    for (share, name) in [(0.5, "p50"), (0.99, "p99"), (0.999, "p99.9"), (1, "greatest")] {
        report("  \(name)", percentile(share, of: sorted), "ns", aim: RecordAim.latencies[name])
    }
    report("  most memory", Double(statistics?.peakMemory ?? 0) / 1e6, "MB", digits: 1)
    report("  events let go of and counted", Double(statistics?.lostEvents ?? 0), "")
}

private func percentile(_ share: Double, of sorted: [Double]) -> Double {
    guard !sorted.isEmpty else { return 0 }
    return sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
}

/// One subject, ready to be called.
private final class RecordRun {
    private let folder = NSTemporaryDirectory() + "saccade-record-\(UUID().uuidString)"
    private var recorder: TraceRecorder?
    private var call: () -> Void = {}
    private var close: () throws -> Void = {}
    private var made = 0

    init(_ subject: RecordSubject, storage: any Storage = FileStorage()) throws {
        let text = String((0..<200).map { Character(UnicodeScalar(UInt8(97 + $0 % 25))) })
        switch subject {
        case .nothing: break
        case .copying:
            let floor = try CopyFloor(path: folder)
            call = { floor.append() }
            close = { floor.finish() }
        case .oneCall, .fourCalls:
            var options = RecorderOptions()
            // As the peers: into the page cache, without syncs.
            options.durability = .atEnd
            let recorder = try TraceRecorder(folder: folder, options: options, storage: storage)
            self.recorder = recorder
            let trace = recorder.trace(task: "benchmark")
            let image = trace.image([UInt8](repeating: 0, count: 64))
            let step = trace.root.step(.look)
            let boxes = (0..<3).map { Double($0) * 100 }.map { Box(x0: $0 + 12.25, y0: 40.5, x1: $0 + 90, y1: 200.75) }
            let marks = boxes.map { LiveStep.Mark(.box($0), label: "shop sign") }
            if subject == .oneCall {
                call = { step.look(text, at: image, marks) }
            } else {
                call = {
                    step.text(text)
                    for box in boxes { step.region(.box(box), on: image, label: "shop sign") }
                }
            }
            close = {
                step.end()
                trace.end()
                try recorder.close()
            }
        }
        for _ in 0..<200 { call() }
        made = 200
    }

    var statistics: RecorderStatistics? { recorder?.statistics }

    /// Calls every 20 µs and returns how many nanoseconds each took.
    func paced(calls: Int) -> [Double] {
        var latencies = [Double](repeating: 0, count: calls)
        var next = steadyClock()
        for index in 0..<calls {
            while steadyClock() < next {}
            let begin = steadyClock()
            call()
            latencies[index] = Double(steadyClock() - begin)
            next = max(next, begin - 100_000) + 20_000
        }
        made += calls
        return latencies
    }

    /// Calls 250 times every 5 ms and sleeps in between; returns the CPU time of the process in nanoseconds a call.
    func restingTime(calls: Int) throws -> Double {
        let seconds = try processorTime {
            for _ in 0..<calls / 250 {
                for _ in 0..<250 { call() }
                usleep(5_000)
            }
            try recorder?.flush()
        }
        made += calls / 250 * 250
        return seconds * 1e9 / Double(calls / 250 * 250)
    }

    /// Ends the subject; returns how many bytes a call left on the disk.
    ///
    /// - Throws: ``BenchmarkError`` if the recorder lost something with a disk that keeps up.
    func finish() throws -> Double {
        try close()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        if let statistics = recorder?.statistics, statistics.refusedEvents > 0 {
            throw BenchmarkError("expected every event to fit, found \(statistics.refusedEvents) that were refused")
        }
        let files = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        let size = files.reduce(0) { sum, name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name)
            return sum + (attributes?[.size] as? Int ?? 0)
        }
        return Double(size) / Double(max(made, 1))
    }
}

private func steadyClock() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// The least that a recorder can do: copy bytes under a lock; a thread writes them to a file every 5 ms.
private final class CopyFloor: @unchecked Sendable {
    // What changes is reached under the lock only.
    private let lock = NSLock()
    private var memory = UnsafeMutableRawPointer.allocate(byteCount: CopyFloor.capacity, alignment: 16)
    private var used = 0
    private var isOver = false
    private let source = UnsafeMutableRawPointer.allocate(byteCount: 400, alignment: 16)
    private let done = DispatchSemaphore(value: 0)

    private static let capacity = 1 << 20

    init(path: String) throws {
        source.initializeMemory(as: UInt8.self, repeating: 7, count: 400)
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard file >= 0 else { throw BenchmarkError("cannot create \(path)") }
        Thread.detachNewThread { [self] in
            writeOut(to: file)
            Foundation.close(file)
            unlink(path)
            done.signal()
        }
    }

    private func writeOut(to file: Int32) {
        var spare = UnsafeMutableRawPointer.allocate(byteCount: CopyFloor.capacity, alignment: 16)
        while true {
            usleep(5_000)
            lock.lock()
            let (full, count, isLast) = (memory, used, isOver)
            (memory, used) = (spare, 0)
            lock.unlock()
            _ = write(file, full, count)
            spare = full
            if isLast { return spare.deallocate() }
        }
    }

    func append() {
        lock.lock()
        defer { lock.unlock() }
        guard used + 400 <= CopyFloor.capacity else { return }
        (memory + used).copyMemory(from: source, byteCount: 400)
        used += 400
    }

    func finish() {
        lock.lock()
        isOver = true
        lock.unlock()
        done.wait()
        memory.deallocate()
        source.deallocate()
    }
}

/// The disk, which takes nothing while it is told to.
private final class StallingStorage: Storage {
    let isStalled = Atomic<Bool>(false)
    private let disk = FileStorage()

    func open(_ path: String) throws(TraceError) -> any StorageFile { try disk.open(path) }
    func create(_ path: String, replacing: Bool) throws(TraceError) -> any StorageFile {
        StallingFile(try disk.create(path, replacing: replacing), self)
    }
    func rename(_ path: String, to newPath: String) throws(TraceError) { try disk.rename(path, to: newPath) }
    func remove(_ path: String) throws(TraceError) { try disk.remove(path) }
    func createFolder(_ path: String) throws(TraceError) { try disk.createFolder(path) }
    func list(_ path: String) throws(TraceError) -> [String] { try disk.list(path) }
    func entry(_ path: String) throws(TraceError) -> StorageEntry? { try disk.entry(path) }
    func syncFolder(_ path: String) throws(TraceError) { try disk.syncFolder(path) }
}

private final class StallingFile: StorageFile {
    private let file: any StorageFile
    private let storage: StallingStorage

    init(_ file: any StorageFile, _ storage: StallingStorage) {
        self.file = file
        self.storage = storage
    }

    func read(upTo count: Int) throws(TraceError) -> [UInt8] { try file.read(upTo: count) }
    func write(_ bytes: UnsafeRawBufferPointer) throws(TraceError) {
        while storage.isStalled.load(ordering: .acquiring) { usleep(1_000) }
        try file.write(bytes)
    }
    func sync() throws(TraceError) { try file.sync() }
    func truncate(to size: Int) throws(TraceError) { try file.truncate(to: size) }
    func close() throws(TraceError) { try file.close() }
}
