import Instrumentation
import Logging
import Metrics
import MetricsTestKit
import Saccade
import SaccadeRecorder
import SaccadeServer
import ServiceLifecycle
import Synchronization
import Testing
import Tracing

/// A tracer's propagation: the context carries the header itself.
private struct HeaderKey: ServiceContextKey { typealias Value = String }

private struct HeaderInstrument: Instrument {
    func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract
    ) where Extract.Carrier == Carrier {
        context[HeaderKey.self] = extractor.extract(key: "traceparent", from: carrier)
    }

    func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext, into carrier: inout Carrier, using injector: Inject
    ) where Inject.Carrier == Carrier {
        if let header = context[HeaderKey.self] { injector.inject(header, forKey: "traceparent", into: &carrier) }
    }

    static let isInstalled: Bool = {
        InstrumentationSystem.bootstrap(HeaderInstrument())
        return true
    }()
}

/// Runs a closure within a span.
private func within<Result>(_ header: String, _ body: () async throws -> Result) async rethrows -> Result {
    _ = HeaderInstrument.isInstalled
    var context = ServiceContext.topLevel
    context[HeaderKey.self] = header
    return try await ServiceContext.$current.withValue(context) { try await body() }
}

/// Keeps log lines.
private struct LineHandler: LogHandler {
    final class Lines: Sendable { let all = Mutex<[String]>([]) }

    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider? = .saccade
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let context = (metadataProvider?.get() ?? [:]).map { "\($0)=\($1)" }.sorted().joined(separator: " ")
        lines.all.withLock { $0.append("\(event.message) \(context)") }
    }
}

@Suite struct ContextTests {
    @Test func `a trace has the ids of its distributed trace, and a second one names it as its parent`() async throws {
        let folder = ServerFolder()
        let recorder = try folder.recorder()
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        for span in ["00f067aa0ba902b7", "00f067aa0ba902b8"] {
            await within("00-\(trace)-\(span)-01") {
                await recorder.trace(question: span) { _ in
                    await within("00-\(trace)-1111111111111111-01") { await withGeneration { _ in } }
                }
            }
        }
        try await recorder.close()
        let traces = try folder.traces()
        #expect(traces.map { $0.header?.spanId } == ["00f067aa0ba902b7", "00f067aa0ba902b8"])
        #expect(traces.map { $0.header?.parentTrace } == [nil, trace])
        #expect(traces[0].header?.id == trace)
        #expect(traces[1].header?.id != trace)
        #expect(traces.allSatisfy { $0.generations.map(\.spanId) == ["1111111111111111"] })
        try folder.expectConsistent()
    }

    @Test(arguments: [
        "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
        "00-4bf92f3577b34da6a3ce929d0e0e47361-00f067aa0ba902b-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
    ])
    func `a header that is none is no place in a trace`(_ header: String) {
        #expect(TraceParent(header) == nil)
    }

    @Test func `a header is read and written alike, and fields of later versions are passed over`() throws {
        let header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        #expect(try #require(TraceParent(header)).description == header)
        #expect(
            try #require(TraceParent("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00-more")).isSampled == false
        )
    }

    @Test func `a log line says its trace, agent and step`() async throws {
        let folder = ServerFolder()
        let recorder = try folder.recorder()
        let lines = LineHandler.Lines()
        let logger = Logger(label: "test") { _ in LineHandler(lines: lines) }
        logger.info("before")
        let id = await recorder.trace(question: "secret question") { trace in
            logger.info("begun")
            await withStep(.look) { _ in
                logger.info("looking")
                await withTaskGroup { group in
                    group.addTask {
                        // A line of a child that has recorded nothing gives it no lane.
                        logger.info("child")
                        await withStep(.look) { _ in logger.info("lane") }
                    }
                }
            }
            return trace.id
        }
        try await recorder.close()
        let all = lines.all.withLock { $0 }
        let (root, lane) = ("saccade.agent=0", "saccade.agent=1")
        #expect(
            all == [
                "before ", "begun \(root) saccade.trace=\(id)", "looking \(root) saccade.step=0 saccade.trace=\(id)",
                "child \(root) saccade.step=0 saccade.trace=\(id)", "lane \(lane) saccade.step=0 saccade.trace=\(id)",
            ])
        #expect(try folder.traces()[0].spawns.count == 1)
    }

    @Test func `metrics count what was recorded and what was lost, each thing once`() async throws {
        let folder = ServerFolder()
        let recorder = try folder.recorder()
        let kit = TestMetrics()
        let metrics = RecorderMetrics(dimensions: [("folder", "traces")], factory: kit)
        let trace = recorder.trace()
        trace.root.step(.think).end()
        try await recorder.flush()
        metrics.update(from: recorder.statistics)
        metrics.update(from: recorder.statistics)
        trace.end()
        // After the end: refused.
        trace.root.step(.think).text("too late")
        try await recorder.close()
        metrics.update(from: recorder.statistics)
        func total(_ name: String) throws -> Int64 {
            try kit.expectCounter("saccade_recorder_\(name)_total", [("folder", "traces")]).totalValue
        }
        #expect(try total("events") == 4)
        #expect(try total("traces") == 1)
        #expect(try total("refused_events") == 2)
        #expect(try total("lost_events") == 0)
        #expect(try total("written_bytes") > 200)
        let fill = try kit.expectGauge("saccade_recorder_ring_fill", [("folder", "traces")])
        #expect(fill.values.count == 3 && fill.values.allSatisfy { (0...1).contains($0) })
    }

    @Test func `as a service the recorder is closed by a graceful shutdown, with all that was recorded`() async throws {
        let folder = ServerFolder()
        let recorder = try folder.recorder { $0.durability = .atEnd }
        let kit = TestMetrics()
        let service = RecorderService(recorder, metrics: RecorderMetrics(factory: kit), every: .seconds(3600))
        let group = ServiceGroup(services: [service], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        async let run: Void = group.run()
        await recorder.trace(question: "the last request") { _ in await withStep(.think) { $0?.text("done") } }
        await group.triggerGracefulShutdown()
        try await run
        #expect(try folder.segment.hasSuffix(".mcap"))
        #expect(try folder.traces()[0].end?.status == .ok)
        #expect(try kit.expectCounter("saccade_recorder_traces_total").totalValue == 1)
        await #expect(throws: RecorderError.self) { try await recorder.flush() }
    }

    @Test func `a service that is cancelled closes the recorder, too`() async throws {
        let folder = ServerFolder()
        let recorder = try folder.recorder()
        let service = RecorderService(recorder, metrics: RecorderMetrics(factory: TestMetrics()), every: .seconds(3600))
        let task = Task { try await service.run() }
        recorder.trace().end()
        task.cancel()
        try await task.value
        #expect(try folder.traces()[0].end != nil)
        await #expect(throws: RecorderError.self) { try await recorder.flush() }
    }
}
