public import Saccade

/// One step of a log, and the whole state of its trace as that step ends.
///
/// The log is read once and no further than to the end of the step; what is kept is the state and not the log.
public struct StepSnapshot: Sendable {
    /// Which step of a trace.
    public enum Choice: Sendable, Hashable {
        /// By its place among the steps of all agents, from 0.
        case position(Int)
        /// By its agent and its ordinal.
        case ordinal(ScopedOrdinal)
    }

    /// The step.
    public let step: SteppedStep
    /// What every agent had open as it ended.
    public let moment: TraceMoment
    /// The whole state as it ended: the fold of all events up to there.
    public let state: TraceState

    /// Reads a log up to the end of a step; to the end of the trace for a step that never ended.
    ///
    /// - Parameters:
    ///   - choice: The step.
    ///   - reader: A reader at the beginning of the log.
    ///   - ordinal: Which trace of a log with several, from 0.
    /// - Throws: ``/Saccade/TraceError`` if the log cannot be read up to there, or has no such trace or step.
    public init(_ choice: Choice, of reader: TraceReader, trace ordinal: Int = 0) throws(TraceError) {
        var (step, moment, state) = (SteppedStep?.none, TraceMoment(), TraceState())
        var (trace, steps, events) = (-1, 0, 0)
        reading: while let entry = try reader.next() {
            if entry.index == 0 { trace += 1 }
            if trace < ordinal { continue }
            if trace > ordinal { break }
            let event = entry.event
            moment.apply(event, index: events)
            state.apply(event)
            events += 1
            step?.apply(event)
            switch event.body {
            case .stepBegin(let begin):
                let name = ScopedOrdinal(agent: begin.agent, n: begin.n)
                if step == nil, choice == .position(steps) || choice == .ordinal(name) {
                    step = SteppedStep(position: steps, begin: begin, time: event.time)
                }
                steps += 1
            case .stepEnd where step?.end != nil: break reading
            default: break
            }
        }
        guard events > 0 else {
            throw TraceError(.missingHeader, "expected trace \(ordinal), found \(trace + 1) traces")
        }
        guard let step else {
            throw TraceError(.invalidField, "expected one of \(steps) steps, found none at \(choice)")
        }
        self.step = step
        self.moment = moment
        self.state = state
    }
}

extension StepSnapshot.Choice: CustomStringConvertible {
    /// The choice as the command takes it: `12`, `1.3`.
    public var description: String {
        switch self {
        case .position(let position): "\(position)"
        case .ordinal(let name): "\(name.agent).\(name.n)"
        }
    }
}
