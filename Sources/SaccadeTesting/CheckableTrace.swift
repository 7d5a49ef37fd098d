public import Saccade
public import SaccadeReplay

/// Something that a test can check: a file, the bytes of a log, or a trace that was built.
public protocol CheckableTrace {
    /// Checks it.
    func report(_ options: CheckOptions) throws(TraceError) -> Report
    /// The file that holds it, if one does.
    var path: String? { get }
    /// Folds its first trace.
    func state() throws(TraceError) -> TraceState
}

extension String: CheckableTrace {
    /// Checks the file at this path.
    public func report(_ options: CheckOptions) throws(TraceError) -> Report { try Checker(options).check(path: self) }
    /// The path itself.
    public var path: String? { self }
    /// Folds the first trace of the file at this path.
    public func state() throws(TraceError) -> TraceState { try firstTrace(of: TraceReader(path: self)) }
}

extension [UInt8]: CheckableTrace {
    /// Checks the log that these bytes are.
    public func report(_ options: CheckOptions) throws(TraceError) -> Report { try Checker(options).check(bytes: self) }
    /// No file.
    public var path: String? { nil }
    /// Folds the first trace of the log that these bytes are.
    public func state() throws(TraceError) -> TraceState { try firstTrace(of: TraceReader(bytes: self)) }
}

extension TraceBuilder: CheckableTrace {
    /// Checks the trace as it is; one that was not finished is finished first.
    public func report(_ options: CheckOptions) throws(TraceError) -> Report {
        try Checker(options).check(bytes: finished.log)
    }
    /// No file.
    public var path: String? { nil }
    /// Folds the trace.
    public func state() throws(TraceError) -> TraceState { try firstTrace(of: TraceReader(bytes: finished.log)) }

    /// The trace with its end.
    var finished: TraceBuilder {
        guard !structure.isEnded else { return self }
        var copy = self
        copy.finish()
        return copy
    }
}

private func firstTrace(of reader: TraceReader) throws(TraceError) -> TraceState {
    var state = TraceState()
    while let entry = try reader.next() {
        if entry.index == 0, state.structure.counts.events > 0 { break }
        state.apply(entry.event)
    }
    return state
}
