public import Saccade

/// Walks over the steps of a trace, forwards, backwards and by jumps.
///
/// The log is read once. Its bytes stay in memory, and every thousand events what is open is noted down, so that any step of
/// a log of a million events is there in a few milliseconds. After ``keepStates()``, so is the whole state at its end.
public struct TraceStepper: Sendable {
    /// Where a step lies in the log.
    private struct Place {
        let agent: Int
        let n: Int
        let begin: Int
        var last: Int
        var isEnded = false
    }

    private var bytes: [UInt8] = []
    /// Where each event begins in `bytes`; one more for the end.
    private var starts: [Int] = [0]
    private var places: [Place] = []
    private var checkpoints: [TraceMoment] = []
    private var positions: [ScopedOrdinal: Int] = [:]
    /// The states after some numbers of events, in order; they share what they have in common.
    private var states: [(events: Int, state: TraceState)] = [(0, TraceState())]
    /// The header.
    public private(set) var header: TraceBegin?

    /// How many events lie between two notes.
    private static let interval = 1024
    /// The fewest events between two kept states.
    private static let stateInterval = 8192

    /// The number of steps of all agents.
    public var count: Int { places.count }
    /// The number of events.
    public var events: Int { starts.count - 1 }

    /// Reads a trace of a log.
    ///
    /// - Parameters:
    ///   - reader: A reader at the beginning of the log.
    ///   - ordinal: Which trace of a log with several.
    /// - Throws: ``/Saccade/TraceError`` if the log cannot be read or has no such trace.
    public init(_ reader: TraceReader, trace ordinal: Int = 0) throws(TraceError) {
        var moment = TraceMoment()
        var trace = -1
        while let entry = try reader.next() {
            if entry.index == 0 { trace += 1 }
            if trace < ordinal { continue }
            if trace > ordinal { break }
            note(entry, &moment)
        }
        guard events > 0 else {
            throw TraceError(.missingHeader, "expected trace \(ordinal), found \(trace + 1) traces")
        }
        // A step that never ended goes on to the end of the log.
        for index in places.indices where !places[index].isEnded { places[index].last = events - 1 }
    }

    private mutating func note(_ entry: LogEntry, _ moment: inout TraceMoment) {
        let index = events
        if index % TraceStepper.interval == 0 { checkpoints.append(moment) }
        bytes.append(contentsOf: entry.source)
        starts.append(bytes.count)
        moment.apply(entry.event, index: index)
        switch entry.event.body {
        case .traceBegin(let begin): header = begin
        case .stepBegin(let begin):
            positions[ScopedOrdinal(agent: begin.agent, n: begin.n)] = places.count
            places.append(Place(agent: begin.agent, n: begin.n, begin: index, last: index))
        case .stepEnd(let end):
            guard let position = positions[ScopedOrdinal(agent: end.agent, n: end.step)] else { return }
            places[position].last = index
            places[position].isEnded = true
        default: break
        }
    }

    /// Returns where a step stands among all steps, or `nil` if there is none.
    public func position(agent: Int, step: Int) -> Int? { positions[ScopedOrdinal(agent: agent, n: step)] }

    /// Returns the position of the next or the previous step, of an agent or of any, or `nil` at either end.
    public func neighbor(of position: Int, forward: Bool, agent: Int? = nil) -> Int? {
        var next = position
        repeat {
            next += forward ? 1 : -1
        } while places.indices.contains(next)
            && agent.map { places[next].agent != $0 } ?? false
        return places.indices.contains(next) ? next : nil
    }

    /// Returns a step and the state of the trace as the step ends.
    ///
    /// - Throws: ``/Saccade/TraceError`` if there is no step at that position.
    public func step(_ position: Int) throws(TraceError) -> (step: SteppedStep, moment: TraceMoment) {
        guard places.indices.contains(position) else {
            throw TraceError(.invalidField, "expected a step from 0 to \(places.count - 1), found \(position)")
        }
        let place = places[position]
        let decoder = EventDecoder()
        let first = try event(place.begin, decoder)
        guard case .stepBegin(let begin) = first.body else {
            throw TraceError(.invalidField, "expected the beginning of a step at event \(place.begin)")
        }
        var step = SteppedStep(position: position, begin: begin, time: first.time)
        var moment = checkpoints[place.last / TraceStepper.interval]
        let noted = place.last / TraceStepper.interval * TraceStepper.interval
        for index in min(place.begin, noted)...place.last {
            let event = try event(index, decoder)
            if index > place.begin { step.apply(event) }
            if index >= noted { moment.apply(event, index: index) }
        }
        return (step, moment)
    }

    /// Folds all events once and keeps the state at some of them, so that ``state(at:)`` has few to fold.
    ///
    /// This takes as long as reading the log, and as much memory as its whole state and some more. Without it, a state is
    /// folded from the first event on. Doing it twice does nothing.
    ///
    /// - Throws: ``/Saccade/TraceError`` if an event cannot be read, which the log has been before.
    public mutating func keepStates() throws(TraceError) {
        guard states.count == 1 else { return }
        let decoder = EventDecoder()
        var state = TraceState()
        var noted = 0
        for index in 0..<events {
            state.apply(try event(index, decoder))
            guard index + 1 - noted >= TraceStepper.stateInterval else { continue }
            // Where much of a copy would not be shared for long, states are kept further apart, so that all of them
            // together are never larger than the log.
            guard starts[index + 1] - starts[noted] >= 2 * state.unsharedSize else { continue }
            states.append((index + 1, state))
            noted = index + 1
        }
        if noted < events { states.append((events, state)) }
    }

    /// Returns the whole state of the trace as a step ends: the fold of all events up to there.
    ///
    /// After ``keepStates()`` this folds some thousand events; before, all from the first on. For looking at a step and at
    /// what was open as it ended, ``step(_:)`` is there at once.
    ///
    /// - Throws: ``/Saccade/TraceError`` if there is no step at that position.
    public func state(at position: Int) throws(TraceError) -> TraceState {
        guard places.indices.contains(position) else {
            throw TraceError(.invalidField, "expected a step from 0 to \(places.count - 1), found \(position)")
        }
        let last = places[position].last
        let kept = states[states.prefixCount { $0.events <= last + 1 } - 1]
        let decoder = EventDecoder()
        var state = kept.state
        for index in kept.events..<(last + 1) { state.apply(try event(index, decoder)) }
        return state
    }

    private func event(_ index: Int, _ decoder: EventDecoder) throws(TraceError) -> Event {
        try decoder.decode(bytes[starts[index]..<starts[index + 1]])
    }
}

extension TraceState {
    /// About the bytes that a copy of the state soon has for itself: the texts of open steps, and the agents, which are
    /// kept in one piece.
    fileprivate var unsharedSize: Int {
        var size = structure.agents.count * MemoryLayout<LogStructure.Agent>.stride
        for (n, agent) in structure.agents.enumerated() {
            for step in agent.openSteps where agents.indices.contains(n) && agents[n].steps.indices.contains(step) {
                size += agents[n].steps[step].texts.reduce(0) { $0 + $1.text.utf8.count }
            }
        }
        return size
    }
}

extension Array {
    /// The number of first elements for which a condition holds that holds for no element after one where it does not.
    fileprivate func prefixCount(where holds: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
