public import Saccade

/// Answers tool calls of a run from a recorded trace: each recorded call is played once, in order.
///
///     let cassette = ToolCassette(trace)
///     let outcome = try cassette.play("zoom", arguments)
///     …
///     #expect(cassette.unplayed.isEmpty)
///
/// A cassette belongs to one thread at a time.
public final class ToolCassette {
    /// Where answers come from.
    public enum Mode: Sendable {
        /// From the recording alone; a call that is not in it is an error.
        case recorded
        /// From the recording, and from the live tool for what is not in it.
        case recordedOrLive(any ToolRunner)
        /// From the recording, while the live tool is run as well and compared: see ``ToolCassette/differences``.
        case liveCompare(any ToolRunner)
        /// From the live tool alone.
        case off(any ToolRunner)
    }

    /// A call to which the live tool answers otherwise than the recording.
    public struct Difference: Sendable, Hashable {
        /// The recorded call.
        public var request: ToolRequest
        /// The text of the recorded result.
        public var recorded: String
        /// The text that the tool gives now, or why it fails.
        public var live: String
    }

    /// What the live tool answered otherwise, in mode `liveCompare`; white space does not count.
    public private(set) var differences: [Difference] = []

    private let mode: Mode
    private var left: [CallState]

    /// Creates the cassette of an agent of a trace.
    public init(_ trace: TraceState, agent: Int = 0, mode: Mode = .recorded) {
        self.mode = mode
        left = trace.agent(agent)?.calls.filter { $0.outcome != nil } ?? []
    }

    /// The recorded calls that nobody has asked for.
    public var unplayed: [ToolRequest] { left.map(\.request) }

    /// Returns what the tool gives: the text parts of the recorded result, or what the live tool says.
    ///
    /// A recorded call matches if it has the name and the arguments; the first one that was not played yet is taken.
    ///
    /// - Throws: ``/Saccade/TraceError`` with code `tool`: the recorded failure, or the closest recorded call where none matches.
    public func play(_ name: String, _ arguments: JSONValue) throws(TraceError) -> String {
        if case .off(let live) = mode { return try live.run(ToolInvocation(name: name, arguments: arguments)) }
        let index = left.firstIndex { call in
            call.request.name == name && (call.request.arguments ?? .null).firstDifference(from: arguments) == nil
        }
        guard let index else {
            if case .recordedOrLive(let live) = mode, live.runs(name) {
                return try live.run(ToolInvocation(name: name, arguments: arguments))
            }
            throw TraceError(.tool, unmatched(name, arguments))
        }
        let call = left.remove(at: index)
        compare(call, arguments)
        switch call.outcome {
        case .succeeded: return call.text
        case .failed(let failure): throw TraceError(.tool, "\(failure.kind): \(failure.message ?? "no message")")
        case .cancelled(let cancel): throw TraceError(.tool, "cancelled: \(cancel.reason ?? "no reason")")
        case nil: throw TraceError(.tool, "the recording has no outcome")
        }
    }

    /// Runs the live tool beside the recording, where that is asked for and the tool is known.
    private func compare(_ call: CallState, _ arguments: JSONValue) {
        guard case .liveCompare(let live) = mode, live.runs(call.request.name) else { return }
        let recorded: String
        switch call.outcome {
        case .succeeded: recorded = call.text
        case .failed(let failure): recorded = "\(failure.kind)"
        case .cancelled, nil: return
        }
        let found: String
        do throws(TraceError) {
            found = try live.run(ToolInvocation(name: call.request.name, arguments: arguments))
        } catch {
            // A tool that failed then and fails now does the same.
            if case .failed = call.outcome { return }
            found = "it fails: \(error.message)"
        }
        let isSame = found.split(whereSeparator: \.isWhitespace).elementsEqual(
            recorded.split(whereSeparator: \.isWhitespace))
        if !isSame { differences.append(Difference(request: call.request, recorded: recorded, live: found)) }
    }

    private func unmatched(_ name: String, _ arguments: JSONValue) -> String {
        guard let closest = left.first(where: { $0.request.name == name }) else {
            let names = left.map(\.request.name).joined(separator: ", ")
            return "expected a recorded call, found \(name); left are \(names.isEmpty ? "none" : names)"
        }
        let difference = (closest.request.arguments ?? .null).firstDifference(from: arguments)
        let words = difference.map { "\($0.path) is \($0.mine) there and \($0.other) here" } ?? "the same"
        return
            "expected a recorded call of \(name) with these arguments; the closest is call \(closest.request.n): \(words)"
    }
}

extension CallState {
    /// The text of the result.
    fileprivate var text: String { parts.compactMap(\.text).joined(separator: "\n") }
}
