/// The traces of a file of the binary encoding, one after another.
protocol ContainerSource: EventSource {
    /// Why there is no more than what was read; `nil` for a file that is whole.
    var ending: TraceError? { get }
}

/// The traces of a file that can be read at any place.
final class IndexedContainerSource: ContainerSource {
    private(set) var line = 0
    private let reader: ContainerReader
    private var traces: ArraySlice<ContainerReader.Trace>
    private var events: ContainerEvents?

    init(_ reader: ContainerReader) {
        self.reader = reader
        traces = reader.traces[...]
    }

    var ending: TraceError? { reader.ending }

    func next() throws(TraceError) -> [UInt8]? {
        while true {
            if let events, let bytes = try events.nextBytes() {
                line = events.line
                return bytes
            }
            guard let trace = traces.popFirst() else { return nil }
            events = reader.events(of: trace)
        }
    }
}

/// The traces of a pipe, which must not be interleaved.
final class StreamedContainerSource: ContainerSource {
    private(set) var line = 0
    private(set) var ending: TraceError?
    private let reader: MCAP.StreamReader
    private let path: String
    private var isEventChannel: [UInt16: Bool] = [:]
    private var current: UInt16?
    private var expected: UInt32 = 0
    private var isAtEnd = false

    init(_ file: any StorageFile, path: String) throws(TraceError) {
        reader = try MCAP.StreamReader(file)
        self.path = path
    }

    func next() throws(TraceError) -> [UInt8]? {
        guard !isAtEnd else { return nil }
        do throws(TraceError) {
            while let record = try reader.next() {
                guard let (head, data) = record.message, try isEvent(head.channel) else { continue }
                try checkOrder(head, at: record.offset)
                line = Int(head.sequence) + 1
                return Array(data)
            }
        } catch {
            isAtEnd = true
            let located = ContainerReader.located(error, path)
            guard error.code == .truncated else { throw located }
            ending = located
        }
        return nil
    }

    private func checkOrder(_ head: MCAP.MessageHead, at offset: Int) throws(TraceError) {
        if current != head.channel, current == nil || seen.insert(head.channel).inserted {
            current = head.channel
            expected = head.sequence
            seen.insert(head.channel)
        }
        guard current == head.channel else {
            throw .container(
                "expected one trace after another, found two at once: these can be read from a file, not from a pipe",
                at: offset)
        }
        guard expected == head.sequence else {
            throw .container(
                "expected event \(expected) of the trace, found event \(head.sequence): events are missing", at: offset)
        }
        expected = head.sequence &+ 1
    }

    /// The channels of traces that have begun.
    private var seen: Set<UInt16> = []

    private func isEvent(_ channel: UInt16) throws(TraceError) -> Bool {
        if let known = isEventChannel[channel] { return known }
        let isEvent = try reader.channel(channel)?.topic == ContainerFormat.eventsTopic
        isEventChannel[channel] = isEvent
        return isEvent
    }
}
