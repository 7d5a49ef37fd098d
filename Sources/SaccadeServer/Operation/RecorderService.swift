public import SaccadeRecorder
public import ServiceLifecycle

/// A recorder as a service: keeps its metrics fresh, and closes it when the process is to end.
///
/// Put it first among the services of a `ServiceGroup`: services are shut down last to first, so that the server's last
/// requests are recorded before the recorder is closed. Closing writes everything, makes it survive a loss of power and
/// finishes the segment.
public struct RecorderService: Service {
    /// The recorder.
    public let recorder: TraceRecorder
    /// Where its numbers go.
    public let metrics: RecorderMetrics
    /// How often they go there.
    public let interval: Duration

    /// Creates a service.
    public init(
        _ recorder: TraceRecorder, metrics: RecorderMetrics = RecorderMetrics(), every interval: Duration = .seconds(10)
    ) {
        self.recorder = recorder
        self.metrics = metrics
        self.interval = interval
    }

    /// Runs until the process is to end, then closes the recorder.
    ///
    /// - Throws: ``/SaccadeRecorder/RecorderError`` if the disk did not take everything.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                metrics.update(from: recorder.statistics)
                do { try await Task.sleep(for: interval) } catch { return }
            }
        }
        defer { metrics.update(from: recorder.statistics) }
        // Closing is what must not be given up halfway: it does not look at cancellation.
        try await recorder.close()
    }
}
