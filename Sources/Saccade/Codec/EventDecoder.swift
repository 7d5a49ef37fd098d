/// Reads events from their JSON objects, strictly; keep one and use it for many events, from one thread at a time.
public struct EventDecoder {
    private let stack = MemberStack()

    /// Creates a decoder.
    public init() {}

    /// Reads one event from the bytes of one JSON object.
    ///
    /// - Throws: ``TraceError`` whose offset counts bytes from the start of `bytes`: `malformed-json`, `truncated`,
    ///   `duplicate-key`, `limit-exceeded`, `invalid-field`, or `unsupported-version` for a critical event that this
    ///   version does not know.
    public func decode(_ bytes: some Collection<UInt8>) throws(TraceError) -> Event {
        var result: Result<Event, TraceError>?
        let done: Void? = bytes.withContiguousStorageIfAvailable { buffer in
            do throws(TraceError) { result = .success(try decode(buffer)) } catch { result = .failure(error) }
        }
        if done == nil { return try decode(Array(bytes)) }
        guard let result else { throw TraceError(.truncated, "expected an event, found nothing", offset: 0) }
        return try result.get()
    }

    /// Reads one event from the bytes of one JSON object in memory.
    ///
    /// - Throws: ``TraceError``, as for other collections.
    public func decode(_ buffer: UnsafeBufferPointer<UInt8>) throws(TraceError) -> Event {
        guard buffer.count <= EventDecoder.maximumSize else {
            throw TraceError(
                .limitExceeded, "expected an event of at most \(EventDecoder.maximumSize) bytes, found \(buffer.count)",
                offset: 0)
        }
        // What writers write is read in one pass. Any other spelling, and every error, is for the general reader.
        if let event = decodeOrdered(buffer) { return event }
        return try decodeGenerally(buffer)
    }

    /// Reads an event that this version knows and whose fields stand in canonical order; `nil` for any other text.
    @inline(__always) private func decodeOrdered(_ buffer: UnsafeBufferPointer<UInt8>) -> Event? {
        do throws(TraceError) {
            var cursor = JSONCursor(buffer)
            cursor.skipWhitespace()
            var reader = try OrderedReader(
                ValueReader(cursor: cursor, stack: stack.storage, context: "event", key: "t", depth: 0))
            guard let kind = try reader.kind() else { return nil }
            var time: Int?
            try reader.optional("at", &time, EventDecoder.timeMeaning)
            let event = Event(try kind.decode(&reader), time: time)
            try reader.finish()
            return reader.isAtEnd ? event : nil
        } catch {
            return nil
        }
    }

    /// Reads an event with its fields in any order, in any spelling.
    @inline(never) func decodeGenerally(_ buffer: UnsafeBufferPointer<UInt8>) throws(TraceError) -> Event {
        var cursor = JSONCursor(buffer)
        cursor.skipWhitespace()
        stack.storage.pointee.count = 0
        var reader = try FieldReader(cursor, stack: stack.storage, context: "event", depth: 0)
        var rest = reader.cursor
        rest.skipWhitespace()
        guard rest.position == rest.end else {
            throw rest.malformed("expected nothing after the event, found \(rest.found())")
        }
        guard let member = reader.take("t") else {
            throw TraceError(.invalidField, "event: expected a field \"t\" (the kind of event), found none", offset: 0)
        }
        var value = reader.reader(member, "t")
        guard value.cursor.current == UInt8(ascii: "\"") else { throw value.mismatch("a string") }
        let token = try value.cursor.string()
        let kind =
            token.isEscaped
            ? EventKind(rawValue: cursor.text(token))
            : EventKind.named(cursor.base + token.start, count: token.end - token.start)
        guard let kind else { return try unknown(cursor.text(token), &reader) }
        reader.context = kind.staticName
        var time: Int?
        try reader.optional("at", &time, EventDecoder.timeMeaning)
        let body = try kind.decode(&reader)
        let unknownFields = reader.hasUnknown ? try reader.finishKeepingUnknown() : []
        return Event(body, time: time, unknownFields: unknownFields)
    }

    /// Reads an event of a kind that this version does not know.
    @inline(never) private func unknown(_ name: String, _ reader: inout FieldReader) throws(TraceError) -> Event {
        var time: Int?
        try reader.optional("at", &time, EventDecoder.timeMeaning)
        let event = Event(.unknown(name: name), time: time, unknownFields: try reader.finishKeepingUnknown())
        if event.isCritical {
            let needed = event.unknownFields.first { $0.key.utf8.elementsEqual("needs".utf8) }?.value.string
            let version = needed.map { "format \($0)" } ?? "a newer format than \(FormatVersion.current)"
            throw TraceError(.unsupportedVersion, "event \"\(name)\" is critical and needs \(version)", offset: 0)
        }
        return event
    }

    static var timeMeaning: StaticString { "time in nanoseconds since `trace.begin`" }

    /// The most bytes that one event may have: 16 MiB.
    public static let maximumSize = 16 << 20
}

/// Writes events as canonical JSON; keep one and use it for many events.
public struct EventEncoder: ~Copyable {
    var emitter = JSONEmitter(capacity: 4096)

    /// Creates an encoder.
    public init() {}

    /// Appends the canonical JSON of an event, without a line end, to what `withBytes` gives.
    @inline(__always) public mutating func encode(_ event: borrowing Event) {
        emitter.raw("{\"t\":")
        if case .unknown(let name) = event.body {
            emitter.string(name)
        } else if let kind = event.body.kind {
            emitter.byte(UInt8(ascii: "\""))
            emitter.raw(kind.staticName)
            emitter.byte(UInt8(ascii: "\""))
        }
        if let time = event.time {
            emitter.raw(",\"at\":")
            emitter.integer(Int64(time))
        }
        event.body.encodeFields(into: &emitter)
        for member in event.unknownFields {
            emitter.byte(UInt8(ascii: ","))
            emitter.string(member.key)
            emitter.byte(UInt8(ascii: ":"))
            emitter.value(member.value)
        }
        emitter.byte(UInt8(ascii: "}"))
    }

    /// Appends the bytes of an event as they are.
    mutating func append(_ bytes: [UInt8]) { emitter.raw(bytes) }

    /// Forgets what was written after a count.
    mutating func truncate(to count: Int) { emitter.truncate(to: count) }

    /// Appends a line end.
    public mutating func endLine() { emitter.byte(UInt8(ascii: "\n")) }

    /// The number of bytes written since `removeAll`.
    public var count: Int { emitter.count }

    /// The bytes written since `removeAll`.
    public var bytes: [UInt8] { emitter.bytes }

    /// Calls a closure with the bytes written since `removeAll`.
    public borrowing func withBytes<R>(_ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
        try body(UnsafeBufferPointer(start: emitter.base, count: emitter.count))
    }

    /// The bytes written since `removeAll`, valid until more is written.
    var rawBytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: emitter.base, count: emitter.count) }

    /// Forgets what was written and keeps the memory.
    public mutating func removeAll() { emitter.removeAll() }

    /// Returns the canonical JSON of one event.
    public static func bytes(of event: Event) -> [UInt8] {
        var encoder = EventEncoder()
        encoder.encode(event)
        return encoder.bytes
    }
}
