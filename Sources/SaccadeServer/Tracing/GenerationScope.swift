public import Saccade
public import SaccadeRecorder
import Synchronization

/// A model call that is going on: gathers what its end will say.
public final class GenerationScope: Sendable {
    /// The model call; `nil` without a current trace.
    public let generation: LiveGeneration?

    private struct Ending {
        var finish: String?
        var usage: Usage?
        var response: String?
        var firstToken: Int?
    }

    private let ending = Mutex(Ending())
    private let began = ContinuousClock.now

    init(_ generation: LiveGeneration?) { self.generation = generation }

    /// Notes that the first token has come; only the first time counts.
    public func noteFirstToken() {
        let time = ContinuousClock.now - began
        let (seconds, rest) = time.components
        let nanoseconds = Int(clamping: seconds).multipliedReportingOverflow(by: 1_000_000_000)
        guard !nanoseconds.overflow else { return }
        ending.withLock { $0.firstToken = $0.firstToken ?? nanoseconds.partialValue + Int(rest / 1_000_000_000) }
    }

    /// Notes what the model call gave; what is `nil` stays as it is.
    ///
    /// - Parameters:
    ///   - finish: The finish reason, as the provider gives it.
    ///   - usage: The tokens that it took.
    ///   - response: The id of the response.
    public func note(finish: String? = nil, usage: Usage? = nil, response: String? = nil) {
        ending.withLock { ending in
            ending.finish = finish ?? ending.finish
            ending.usage = usage ?? ending.usage
            ending.response = response ?? ending.response
        }
    }

    func end(status: EndStatus, error: String? = nil) {
        let ending = ending.withLock { $0 }
        generation?.end(
            status: status, finish: ending.finish, usage: ending.usage, firstToken: ending.firstToken,
            response: ending.response, error: error)
    }
}
