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
        /// From the live tool alone.
        case off(any ToolRunner)
    }

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
    /// - Throws: ``TraceError`` with code `tool`: the recorded failure, or the closest recorded call where none matches.
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
        switch call.outcome {
        case .succeeded: return call.parts.compactMap(\.text).joined(separator: "\n")
        case .failed(let failure): throw TraceError(.tool, "\(failure.kind): \(failure.message ?? "no message")")
        case .cancelled(let cancel): throw TraceError(.tool, "cancelled: \(cancel.reason ?? "no reason")")
        case nil: throw TraceError(.tool, "the recording has no outcome")
        }
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
