import Saccade

/// Reads the events that callers write: without the ordinal and the time, which the recorder gives.
enum EventText {
    /// What the decoder wants and the caller leaves out.
    private static let ordinal = Array(#""n":0,"#.utf8)

    /// Reads an event.
    ///
    /// - Throws: ``TraceError`` whose offset counts in the text of the caller.
    static func read(_ text: UnsafeBufferPointer<UInt8>) throws(TraceError) -> EventBody {
        guard let start = text.firstIndex(of: UInt8(ascii: "{")),
            let first = text.dropFirst(start + 1).first(where: { $0 > 0x20 }), first != UInt8(ascii: "}")
        else { throw TraceError(.malformedJSON, "expected an event as a JSON object, found none") }
        var whole: [UInt8] = []
        whole.reserveCapacity(text.count + ordinal.count)
        whole.append(contentsOf: text.prefix(start + 1))
        whole.append(contentsOf: ordinal)
        whole.append(contentsOf: text.dropFirst(start + 1))
        let event: Event
        do throws(TraceError) {
            event = try EventDecoder().decode(whole)
        } catch {
            if error.code == .duplicateKey { return try readWithOrdinal(text, error) }
            var error = error
            error.offset = error.offset.map { $0 > start ? max(start, $0 - ordinal.count) : $0 }
            throw error
        }
        let unknown = event.unknownFields.first { $0.key != "n" }
        guard unknown == nil, event.body.kind != nil else {
            let what = unknown.map { "a field \"\($0.key)\"" } ?? "the kind \"\(event.body.name)\""
            throw TraceError(.invalidField, "expected an event of this version's format, found \(what)")
        }
        guard event.time == nil else {
            throw TraceError(.invalidField, "expected no \"at\": the recorder gives the time")
        }
        return event.body
    }

    /// Reads an event with an `n`, which only the end of a model call has: there it says which one ends.
    private static func readWithOrdinal(
        _ text: UnsafeBufferPointer<UInt8>, _ found: TraceError
    ) throws(TraceError) -> EventBody {
        let event = try EventDecoder().decode(text)
        guard case .generationEnd = event.body else {
            throw TraceError(.invalidField, "expected no \"n\": the recorder gives the ordinals")
        }
        guard event.unknownFields.isEmpty, event.time == nil else { throw found }
        return event.body
    }
}
