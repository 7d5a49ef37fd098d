/// The traces of a file of the binary encoding, one after another.
protocol ContainerSource: EventSource {
    /// Why there is no more than what was read; `nil` for a file that is whole.
    var ending: TraceError? { get }
}

/// The traces of a file that can be read at any place, each with what follows of it in later segments.
final class IndexedContainerSource: ContainerSource {
    private(set) var line = 0
    private(set) var skippedTraces = 0
    private let chain: SegmentChain
    /// The traces that are still to come, with the number of those that are passed over before each.
    private var traces: ArraySlice<ContainerReader.Trace>
    private var skipped: [UInt16: Int] = [:]
    private var skippedAtEnd = 0
    private var batch = ContainerBatch()
    private var piece: SegmentChain.Piece?
    private var events: ContainerEvents?
    private var latest: [UInt8] = []
    /// How many events the gaps of the trace count.
    private var swallowed = 0
    private let decoder = EventDecoder()

    /// Reads the traces that begin in a file, or those of them that are asked for.
    init(_ reader: ContainerReader, storage: any Storage, selecting selector: TraceSelector?) {
        chain = SegmentChain(reader, storage: storage)
        let all = reader.traces.filter { $0.first == 0 }
        traces = all[...]
        guard let selector else { return }
        var chosen: [ContainerReader.Trace] = []
        var passed = 0
        for (number, trace) in all.enumerated() {
            if selector.matches(id: trace.id, number: number) {
                chosen.append(trace)
                skipped[trace.channel] = passed
                passed = 0
            } else {
                passed += 1
            }
        }
        // Another program may have kept the events and not what their channels say of them.
        guard !chosen.isEmpty else { return }
        traces = chosen[...]
        skippedAtEnd = passed
    }

    var ending: TraceError? { chain.ending }

    func next() throws(TraceError) -> [UInt8]? {
        while true {
            if let events, let bytes = try events.nextBytes() {
                line = events.line
                latest = bytes
                noteGap(bytes)
                return bytes
            }
            if follow() { continue }
            guard let trace = traces.first else {
                skippedTraces += skippedAtEnd
                skippedAtEnd = 0
                return nil
            }
            begin(trace)
            traces.removeFirst()
        }
    }

    private func begin(_ trace: ContainerReader.Trace) {
        skippedTraces += skipped[trace.channel] ?? 0
        piece = chain.piece(of: trace)
        swallowed = 0
        line = 0
        latest = []
        var contents = batch.take(trace)
        if contents == nil {
            batch.load(traces, from: chain.reader)
            contents = batch.take(trace)
        }
        events = contents.map { ContainerEvents(chain.reader, trace, contents: $0) } ?? chain.reader.events(of: trace)
    }

    /// Goes on with the trace in a later segment, if it does.
    private func follow() -> Bool {
        guard let piece, !isEnd(latest), let next = chain.piece(after: piece, expecting: line) else {
            piece = nil
            return false
        }
        self.piece = next
        let events = next.reader.events(of: next.trace)
        events.expect(line, orMissing: swallowed)
        self.events = events
        return true
    }

    private static let gapStart = Array(#"{"t":"gap""#.utf8)

    private func noteGap(_ bytes: [UInt8]) {
        guard bytes.starts(with: IndexedContainerSource.gapStart), let event = try? decoder.decode(bytes),
            case .gap(let gap) = event.body
        else { return }
        swallowed += min(gap.events ?? 0, 1 << 24)
    }

    private func isEnd(_ bytes: [UInt8]) -> Bool {
        switch (try? decoder.decode(bytes))?.body {
        case .traceEnd, .layerEnd: true
        default: false
        }
    }
}

/// The traces of a pipe, which must not be interleaved.
final class StreamedContainerSource: ContainerSource {
    private(set) var line = 0
    private var failure: TraceError?
    /// How many traces begin in an earlier segment.
    private var orphans = 0
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

    var ending: TraceError? {
        if let failure { return failure }
        guard orphans > 0 else { return nil }
        return TraceError(
            .missingHeader, "\(path): \(orphans) traces begin in an earlier segment, which a pipe does not have")
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
            failure = located
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
        let definition = try reader.channel(channel)
        var isEvent = definition?.topic == ContainerFormat.eventsTopic
        if isEvent, let first = definition?[ContainerFormat.firstKey], first != "0" {
            orphans += 1
            isEvent = false
        }
        isEventChannel[channel] = isEvent
        return isEvent
    }
}
