/// The events of one trace in a file of the binary encoding, in order, in memory that does not grow with them.
public final class ContainerEvents {
    private let container: ContainerReader
    private let trace: ContainerReader.Trace
    private var chunks: ArraySlice<MCAP.IndexedReader.ChunkPlace>
    private let decoder = EventDecoder()
    /// The messages of the trace in the chunk that is being read, one behind the other.
    private var buffer = RawBuffer()
    private var messages: ArraySlice<Message> = []
    /// What the first event must be; `nil` once it was found.
    private var start: ((MCAP.MessageHead, () -> Event?) -> Bool)?
    /// The sequence number of the next event; `nil` before the first.
    private var expected: UInt32?
    /// How many events may be missing before the first, because a gap in an earlier segment counts them.
    private var tolerance: UInt32?

    struct Message {
        var head: MCAP.MessageHead
        var place: Range<Int>
    }

    init(
        _ container: ContainerReader, _ trace: ContainerReader.Trace, chunks: [MCAP.IndexedReader.ChunkPlace],
        start: ((MCAP.MessageHead, () -> Event?) -> Bool)? = nil
    ) {
        self.container = container
        self.trace = trace
        self.chunks = chunks[...]
        self.start = start
    }

    /// The events of a trace that were read with those of others.
    init(_ container: ContainerReader, _ trace: ContainerReader.Trace, contents: ContainerBatch.Contents) {
        self.container = container
        self.trace = trace
        chunks = []
        buffer.append(contents.bytes)
        messages = contents.messages[...]
    }

    /// Says what comes first, for a piece of a trace behind those of earlier segments.
    ///
    /// Events that were there already are left out.
    func expect(_ number: Int, orMissing missing: Int) {
        expected = UInt32(truncatingIfNeeded: number)
        tolerance = UInt32(clamping: missing)
    }

    /// Returns the next event, or `nil` after the last.
    ///
    /// The line of an entry is that which it would have in the text encoding of its trace.
    ///
    /// - Throws: ``TraceError`` where a chunk is damaged, events are missing or an event cannot be read.
    public func next() throws(TraceError) -> LogEntry? {
        guard let (head, bytes) = try nextMessage() else { return nil }
        let source = Array(bytes)
        let number = Int(head.sequence)
        do throws(TraceError) {
            return LogEntry(event: try decoder.decode(source), source: source, line: number + 1, index: number)
        } catch {
            var error = error
            error.location = TraceError.Location(
                file: container.path, line: number + 1, column: (error.offset ?? 0) + 1)
            throw error
        }
    }

    /// The line of the event that was given out last, from 1; 0 before the first.
    private(set) var line = 0

    /// Returns the bytes of the next event, or `nil` after the last.
    func nextBytes() throws(TraceError) -> [UInt8]? {
        guard let (head, bytes) = try nextMessage() else { return nil }
        line = Int(head.sequence) + 1
        return Array(bytes)
    }

    /// Gives the next event's bytes and log time to a closure, and returns what that returns; `nil` after the last event.
    ///
    /// Nothing is decoded. The bytes are valid only within the closure.
    public func withNextBytes<R>(_ body: (UnsafeRawBufferPointer, UInt64) throws -> R) throws -> R? {
        guard let (head, bytes) = try nextMessage() else { return nil }
        return try body(bytes, head.logTime)
    }

    /// Returns whether there is another event.
    func hasMore() throws(TraceError) -> Bool {
        do throws(TraceError) {
            return try fill()
        } catch {
            throw ContainerReader.located(error, container.path)
        }
    }

    private func nextMessage() throws(TraceError) -> (head: MCAP.MessageHead, bytes: UnsafeRawBufferPointer)? {
        while let tolerance, let wanted = expected, try hasMore(), let message = messages.first {
            let missing = Int32(bitPattern: message.head.sequence &- wanted)
            if missing < 0 {
                messages.removeFirst()
                continue
            }
            if missing <= tolerance { expected = message.head.sequence }
            self.tolerance = nil
        }
        guard try hasMore(), let message = messages.first else { return nil }
        if let wanted = expected, wanted != message.head.sequence {
            // The event itself is whole, so the next call returns it.
            expected = message.head.sequence
            throw TraceError(
                .malformedContainer,
                "\(container.path): expected event \(wanted) of trace \(trace.id), found event "
                    + "\(message.head.sequence): events are missing")
        }
        expected = message.head.sequence &+ 1
        messages.removeFirst()
        return (message.head, UnsafeRawBufferPointer(rebasing: buffer.bytes[message.place]))
    }

    /// Reads chunks until there is a message.
    private func fill() throws(TraceError) -> Bool {
        while true {
            if let start {
                while let message = messages.first {
                    let bytes = UnsafeRawBufferPointer(rebasing: buffer.bytes[message.place])
                    if start(message.head, { try? self.decoder.decode(bytes.bindMemory(to: UInt8.self)) }) {
                        self.start = nil
                        return true
                    }
                    messages.removeFirst()
                }
            } else if !messages.isEmpty {
                return true
            }
            guard let chunk = chunks.popFirst() else { return false }
            try read(chunk)
        }
    }

    private func read(_ chunk: MCAP.IndexedReader.ChunkPlace) throws(TraceError) {
        buffer.removeAll()
        var found: [Message] = []
        try container.records.read(chunk) { (opcode, content) throws(TraceError) in
            guard opcode == .message else { return true }
            let head = MCAP.MessageHead(content)
            guard head.channel == trace.channel else { return true }
            let first = buffer.count
            buffer.append(UnsafeRawBufferPointer(rebasing: content[MCAP.MessageHead.size...]))
            found.append(Message(head: head, place: first..<buffer.count))
            return true
        }
        messages = found[...]
    }
}
