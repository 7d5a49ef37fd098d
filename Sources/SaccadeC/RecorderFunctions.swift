import Saccade
import SaccadeRecorder

/// Opens a recorder that writes segments of many traces into a folder, which is made if it is not there.
///
/// One is enough for a process. `options` is a JSON object or NULL: `name`, `program` (`{"name", "version"}`), `mode`
/// (`never-block`, `must-keep`, or `{"block": milliseconds}`), `memoryLimit`, `maximumTraces`, `heldLimit`, `sampling`
/// (`{"rate", "keepsFailures"}`), `durability` (`at-end`, `always`, or `{"seconds", "bytes"}`), `compression` (`none`,
/// `zstd`, `lz4`), `segments` (`{"size", "seconds"}`), `retention` (`{"bytes", "seconds"}`), `flushesAtExit`.
///
/// Returns the handle of the recorder.
@c(saccade_recorder_open)
public func recorderOpen(folder: UnsafePointer<CChar>?, options: UnsafePointer<CChar>?) -> Int64 {
    result {
        let folder = try required(folder, "folder")
        let options = try RecorderOptions(members: members(options, "options"))
        return HandleTable.shared.add(.recorder(try TraceRecorder(folder: folder, options: options)))
    }
}

/// Writes everything that was recorded before: a crash of the process cannot lose it any more, a loss of power can.
///
/// Waits for the disk, as only this function, `saccade_recorder_sync` and `saccade_recorder_close` do.
@c(saccade_recorder_flush)
public func recorderFlush(recorder: Int64) -> Int64 {
    result {
        try SaccadeC.recorder(recorder).flush()
        return 0
    }
}

/// Makes everything that was recorded before survive a loss of power.
@c(saccade_recorder_sync)
public func recorderSync(recorder: Int64) -> Int64 {
    result {
        try SaccadeC.recorder(recorder).sync()
        return 0
    }
}

/// Writes all that was recorded, finishes the segment, and closes the handle and those of the recorder's traces.
///
/// A trace that is open stays without an end, as if the process had been killed. The handles are closed even if this
/// fails.
@c(saccade_recorder_close)
public func recorderClose(recorder: Int64) -> Int64 {
    result {
        let open = try SaccadeC.recorder(recorder)
        // Two threads may close at once: one of them does it.
        guard case .recorder? = HandleTable.shared.remove(recorder) else { throw bad("recorder", recorder) }
        let traces = HandleTable.shared.traces(of: open)
        defer { for trace in traces { _ = HandleTable.shared.remove(trace) } }
        try open.close()
        return 0
    }
}

/// Gives what a recorder has done since it was opened, as a JSON object; `saccade_free` takes it back.
@c(saccade_recorder_statistics)
public func recorderStatistics(
    recorder: Int64, json: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int64 {
    result {
        try give(SaccadeC.recorder(recorder).statistics.json.canonicalText.utf8, to: json, "json")
        return 0
    }
}

extension RecorderStatistics {
    /// The counters as JSON, under their names.
    var json: JSONValue {
        let counts = [
            ("traces", traces), ("sampledOut", sampledOut), ("events", events), ("images", images),
            ("elidedImages", elidedImages), ("elidedBytes", elidedBytes), ("lostEvents", lostEvents),
            ("lostBytes", lostBytes), ("surrenderedTraces", surrenderedTraces), ("refusedEvents", refusedEvents),
            ("failedWrites", failedWrites), ("failedSyncs", failedSyncs), ("memory", memory),
            ("peakMemory", peakMemory),
        ]
        var members = counts.map { JSONMember($0, .integer(Int64($1))) }
        if let problem { members.append(JSONMember("problem", .string(problem))) }
        return .object(members)
    }
}
