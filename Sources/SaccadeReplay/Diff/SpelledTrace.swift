public import Saccade
import SaccadeDigest

/// A trace with digests of how it is spelled, so that two of them can be the same to the byte.
public struct SpelledTrace: Sendable {
    /// What the trace says.
    public let state: TraceState
    /// The SHA-256 of its events as they stand in the log, each with a line end.
    public let source: Digest
    /// The SHA-256 of its events in canonical form, each with a line end.
    public let canonical: Digest

    /// Reads the first trace that a reader gives.
    ///
    /// - Throws: ``/Saccade/TraceError`` if the log cannot be read, or with code `missing-header` if it is empty.
    public init(_ reader: TraceReader) throws(TraceError) {
        var state = TraceState()
        var (source, canonical) = (SHA256Hasher(), SHA256Hasher())
        let form = CanonicalForm()
        while let entry = try reader.next() {
            if entry.index == 0, state.structure.counts.events > 0 { break }
            state.apply(entry.event)
            source.update(entry.source + [UInt8(ascii: "\n")])
            canonical.update(form.bytes(of: SpelledTrace.withoutDigest(entry)) + [UInt8(ascii: "\n")])
        }
        guard state.structure.counts.events > 0 else {
            throw TraceError(.missingHeader, "expected a trace, found an empty file")
        }
        self.state = state
        self.source = source.finalize()
        self.canonical = canonical.finalize()
    }

    /// Returns an entry as it is, the end of a trace without its digest: that is one of the spelling.
    private static func withoutDigest(_ entry: LogEntry) -> LogEntry {
        guard case .traceEnd(var end) = entry.event.body, end.digest != nil else { return entry }
        end.digest = nil
        var copy = entry
        copy.event.body = .traceEnd(end)
        copy.source = []
        return copy
    }
}
