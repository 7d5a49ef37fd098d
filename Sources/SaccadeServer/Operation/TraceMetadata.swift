public import Logging
import SaccadeRecorder

extension Logger.MetadataProvider {
    /// Says in each log line which trace, agent and step it belongs to: ids and ordinals, never text that was recorded.
    ///
    ///     LoggingSystem.bootstrap(StreamLogHandler.standardError, metadataProvider: .saccade)
    public static let saccade = Logger.MetadataProvider {
        guard let place = Place.current else { return [:] }
        let seat = place.glance()
        var metadata: Logger.Metadata = ["saccade.trace": "\(place.trace.id)", "saccade.agent": "\(seat.agent.n)"]
        if let step = seat.step { metadata["saccade.step"] = "\(step.n)" }
        return metadata
    }
}
