public import Metrics
public import SaccadeRecorder
import Synchronization

/// What a recorder does, as metrics of swift-metrics: counters of what was written and what was lost, and how full it is.
///
/// | metric | kind | what |
/// |---|---|---|
/// | `saccade_recorder_traces_total` | counter | traces begun that are recorded |
/// | `saccade_recorder_sampled_out_total` | counter | traces that sampling left out |
/// | `saccade_recorder_events_total` | counter | events written |
/// | `saccade_recorder_written_bytes_total` | counter | bytes of events and images written, before packing |
/// | `saccade_recorder_lost_events_total` | counter | events lost for want of room |
/// | `saccade_recorder_lost_bytes_total` | counter | bytes of those |
/// | `saccade_recorder_elided_images_total` | counter | images stored without their bytes, for want of room |
/// | `saccade_recorder_surrendered_traces_total` | counter | traces given up for want of room |
/// | `saccade_recorder_refused_events_total` | counter | events that did not fit their trace |
/// | `saccade_recorder_failed_writes_total` | counter | writes that the disk refused |
/// | `saccade_recorder_failed_syncs_total` | counter | syncs that the disk refused |
/// | `saccade_recorder_ring_fill` | gauge | how full the ring is, 0 to 1 |
/// | `saccade_recorder_memory_bytes` | gauge | memory of what waits for the disk |
public final class RecorderMetrics: Sendable {
    private typealias Field = any KeyPath<RecorderStatistics, Int> & Sendable

    private let counters: [(counter: Counter, field: Field)]
    private let fill: Gauge
    private let memory: Gauge
    private let latest = Mutex(RecorderStatistics())

    /// Creates the metrics.
    ///
    /// - Parameters:
    ///   - dimensions: Labels of all of them, as a name where a process has several recorders.
    ///   - factory: Where they are made; by default the one that the process has set up.
    public init(dimensions: [(String, String)] = [], factory: (any MetricsFactory)? = nil) {
        let factory = factory ?? MetricsSystem.factory
        let fields: [(String, Field)] = [
            ("traces", \.traces), ("sampled_out", \.sampledOut), ("events", \.events),
            ("written_bytes", \.writtenBytes),
            ("lost_events", \.lostEvents), ("lost_bytes", \.lostBytes), ("elided_images", \.elidedImages),
            ("surrendered_traces", \.surrenderedTraces), ("refused_events", \.refusedEvents),
            ("failed_writes", \.failedWrites), ("failed_syncs", \.failedSyncs),
        ]
        counters = fields.map { name, field in
            (Counter(label: "saccade_recorder_\(name)_total", dimensions: dimensions, factory: factory), field)
        }
        fill = Gauge(label: "saccade_recorder_ring_fill", dimensions: dimensions, factory: factory)
        memory = Gauge(label: "saccade_recorder_memory_bytes", dimensions: dimensions, factory: factory)
    }

    /// Adds what has happened since the last time.
    public func update(from statistics: RecorderStatistics) {
        let before = latest.withLock { latest in
            defer { latest = statistics }
            return latest
        }
        for (counter, field) in counters {
            let more = statistics[keyPath: field] - before[keyPath: field]
            if more > 0 { counter.increment(by: more) }
        }
        fill.record(statistics.ringFill)
        memory.record(statistics.memory)
    }
}
