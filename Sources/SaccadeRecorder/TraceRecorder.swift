public import Saccade
import SaccadeDigest
import Synchronization

/// Records traces into segments of a folder, from any number of threads, without holding anybody up.
///
/// A call copies what it is given into a bounded ring and returns; a thread of the recorder's own encodes and writes. When
/// a call returns its event is *accepted*, after `flush()` it is *written* and survives a crash of the process,
/// after `sync()` it is *durable* and survives a loss of power.
///
///     let recorder = try TraceRecorder(folder: "traces")
///     let trace = recorder.trace(model: "qwen3-vl-8b", task: "Which shop is open?")
///     …
///     trace.end()
///     try await recorder.close()
///
/// A process that was forked from the one that opened the recorder records nothing.
public final class TraceRecorder: Sendable {
    let core: RecorderCore

    /// The folder of the segments.
    public let folder: String

    /// Opens a recorder.
    ///
    /// - Parameters:
    ///   - folder: The folder of the segments, which is made if it is not there.
    ///   - options: How it behaves.
    ///   - storage: Where the folder is.
    /// - Throws: ``RecorderError``.
    public init(
        folder: String, options: RecorderOptions = RecorderOptions(), storage: any Storage = FileStorage()
    ) throws(RecorderError) {
        try options.validate()
        self.folder = folder
        core = try RecorderCore(options)
        try Worker.start(core, folder: folder, storage: storage)
        if options.flushesAtExit { ExitFlush.add(core) }
    }

    deinit {
        // Nobody can wait here for the disk; the worker finishes by itself what has been taken.
        _ = core.close()
        core.request(.closed) { _ in }
    }

    /// What the recorder has done since it was opened.
    public var statistics: RecorderStatistics { core.counters.snapshot(of: core) }

    // MARK: Traces

    /// Begins a trace.
    ///
    /// - Parameters:
    ///   - id: The trace id, 32 lower-case hexadecimal digits as W3C Trace Context has it; a new random one if `nil`. Any
    ///     other text is replaced by a random id, so that no wrong id can come into a file.
    ///   - session: The session that it belongs to.
    ///   - parent: The id of the trace that spawned it.
    ///   - continues: The id of the trace that it goes on with.
    ///   - model: The model of agents and generations that name none.
    ///   - task: What the task is, in words.
    ///   - environment: What it runs on: decoders and kernels.
    ///   - span: The id of the span that it is recorded in, 16 hexadecimal digits as W3C Trace Context has it.
    public func trace(
        id: String? = nil, session: String? = nil, parent: String? = nil, continues: String? = nil,
        model: String? = nil, task: String? = nil, environment: Environment? = nil, span: String? = nil
    ) -> LiveTrace {
        let wall = SystemClock.wall()
        let id = id.flatMap { TraceID.isValid($0) ? $0 : nil } ?? TraceID.random()
        let header = TraceBegin(
            format: FormatVersion.current.description, id: id, session: session, parentTrace: parent,
            continues: continues, recorder: core.options.recorder, environment: environment, model: model, task: task,
            wall: WallClock.text(nanoseconds: UInt64(max(0, wall))), spanId: span)
        return LiveTrace(core, core.begin(header, wall: wall), header: header)
    }

    // MARK: Acknowledgements

    /// Writes everything recorded before: a crash of the process cannot lose it any more, a loss of power can.
    ///
    /// What a ``RecorderOptions/traceFilter`` holds back is not written yet, as the last word of a step that may begin a secret.
    ///
    /// - Throws: ``RecorderError`` with code `file-system` if the disk does not take it, or `closed`.
    public func flush() async throws(RecorderError) { try await acknowledge(.written) }

    /// Makes everything recorded before survive a loss of power, but for what a ``RecorderOptions/traceFilter`` holds back.
    ///
    /// - Throws: ``RecorderError`` with code `file-system` if the disk does not take it, or `closed`.
    public func sync() async throws(RecorderError) { try await acknowledge(.durable) }

    /// Ends the recorder: records nothing more, writes all that was recorded, and finishes the segment.
    ///
    /// Traces that are open stay without an end, as if the process had been killed.
    ///
    /// - Throws: ``RecorderError`` with code `file-system` if something could not be written.
    public func close() async throws(RecorderError) {
        _ = core.close()
        try await acknowledge(.closed)
    }

    private func acknowledge(_ level: Acknowledgement) async throws(RecorderError) {
        let result = await withCheckedContinuation { continuation in
            core.request(level) { continuation.resume(returning: $0) }
        }
        try result.get()
    }

    /// Does as `flush()`, but blocks this thread; not for Swift's tasks.
    @available(*, noasync, message: "use `await flush()`")
    public func flush() throws(RecorderError) { try core.acknowledge(.written) }

    /// Does as `sync()`, but blocks this thread; not for Swift's tasks.
    @available(*, noasync, message: "use `await sync()`")
    public func sync() throws(RecorderError) { try core.acknowledge(.durable) }

    /// Does as `close()`, but blocks this thread; not for Swift's tasks.
    @available(*, noasync, message: "use `await close()`")
    public func close() throws(RecorderError) {
        _ = core.close()
        try core.acknowledge(.closed)
    }
}

extension RecorderCore {
    /// Begins a trace; `nil` if sampling leaves it out.
    func begin(_ header: TraceBegin, wall: Int) -> TraceCore? {
        let isSampled = options.sampling.includes(header.id)
        guard isSampled || options.sampling.keepsFailures else {
            counters.sampledOut.wrappingAdd(1, ordering: .relaxed)
            return nil
        }
        guard isOpen else { return nil }
        let began = SystemClock.steady()
        let isHeld = !isSampled || options.keepTrace != nil
        let trace = table.withLock { table -> TraceCore? in
            guard table.count < options.maximumTraces else { return nil }
            return table.add { slot, serial in
                TraceCore(
                    slot: slot, serial: serial, header: header, began: began, wall: wall, isHeld: isHeld,
                    isSampled: isSampled)
            }
        }
        guard let trace else {
            counters.surrenderedTraces.wrappingAdd(1, ordering: .relaxed)
            return nil
        }
        counters.traces.wrappingAdd(1, ordering: .relaxed)
        // Where room is short for those that are there, there is none for one more.
        if ring.used > traceLimit { surrender(trace) }
        return trace
    }
}

/// Trace ids as W3C Trace Context has them.
enum TraceID {
    static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        let high = UInt64.random(in: .min ... .max, using: &generator)
        return hexadecimal(high) + hexadecimal(UInt64.random(in: 1 ... .max, using: &generator))
    }

    private static func hexadecimal(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    static func isValid(_ id: String) -> Bool {
        let digits = id.utf8
        return digits.count == 32 && digits.contains { $0 != UInt8(ascii: "0") }
            && digits.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }
}
