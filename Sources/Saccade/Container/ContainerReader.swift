/// Reads a file of the binary encoding at any place: by trace, step, time or digest.
///
/// Opening a finished file reads its index; events and images are read when somebody asks. A file that was not finished is
/// read once from its beginning, and what is whole of it can be asked for. One thread at a time.
public final class ContainerReader {
    /// A trace that the file has events of.
    public struct Trace: Sendable, Hashable {
        /// Its id.
        public let id: String
        /// The number of its events in this file.
        public let events: Int
        /// The ordinal of its first event in this file; not 0 for a trace that begins in an earlier segment.
        public let first: Int
        /// The channel of its events.
        let channel: UInt16
    }

    /// The path, as the user named it.
    public let path: String
    /// The traces, in the order in which they begin in the file.
    public let traces: [Trace]
    let records: MCAP.IndexedReader
    private lazy var steps = readSteps()
    private lazy var chunkNumbers = findChunks()
    private lazy var open = readOpenTraces()
    private lazy var continuing = Dictionary(grouping: traces.filter { $0.first > 0 }, by: \.id)

    /// Opens a file; if there is none of the name but an unfinished one, that.
    ///
    /// - Throws: ``TraceError`` with code `file-system` if it cannot be read at any place, or what is wrong with it.
    public convenience init(path: String, storage: any Storage = FileStorage()) throws(TraceError) {
        try self.init(try storage.open(path), path: path)
    }

    init(_ file: any StorageFile, path: String, limits: MCAP.Limits = MCAP.Limits()) throws(TraceError) {
        self.path = path
        do throws(TraceError) {
            records = try ContainerReader.open(file, limits: limits)
            traces = try ContainerReader.traces(in: records)
        } catch {
            throw ContainerReader.located(error, path)
        }
    }

    private static func open(_ file: any StorageFile, limits: MCAP.Limits) throws(TraceError) -> MCAP.IndexedReader {
        do throws(TraceError) {
            let reader = try MCAP.IndexedReader(file, limits: limits)
            // Other programs may finish a file without an index.
            guard reader.chunks.isEmpty, reader.statistics?.messages != 0 else { return reader }
            return try MCAP.IndexedReader(scanning: file, limits: limits)
        } catch {
            // The index may be torn where power went while it was written, and everything before it whole.
            guard [.truncated, .malformedContainer, .checksumMismatch].contains(error.code) else { throw error }
            return try MCAP.IndexedReader(scanning: file, because: error, limits: limits)
        }
    }

    private static func traces(in records: MCAP.IndexedReader) throws(TraceError) -> [Trace] {
        var counts: [UInt16: UInt64] = [:]
        for entry in records.statistics?.messagesByChannel ?? [] { counts[entry.channel] = entry.count }
        var traces: [Trace] = []
        for id in try records.channels(topic: ContainerFormat.eventsTopic) {
            guard let channel = try records.channel(id), let trace = channel[ContainerFormat.traceKey] else { continue }
            let first = channel[ContainerFormat.firstKey].flatMap { Int($0) } ?? 0
            traces.append(
                Trace(id: trace, events: Int(clamping: counts[id] ?? 0), first: max(0, first), channel: id))
        }
        return traces
    }

    /// Whether the file has messages outside chunks, as other programs may write them: only reading it from its beginning
    /// finds these.
    var isFlat: Bool { records.chunks.isEmpty && (records.statistics?.messages ?? 0) > 0 }

    /// Whether the file was finished.
    public var isFinished: Bool { records.ending == nil }

    /// Why an unfinished or damaged file has no more than what was read; `nil` for a finished one.
    public var ending: TraceError? { records.ending.map { ContainerReader.located($0, path) } }

    /// Adds the path to an error.
    static func located(_ error: TraceError, _ path: String) -> TraceError {
        guard error.location == nil else { return error }
        return TraceError(error.code, "\(path): \(error.message)", offset: error.offset)
    }

    // MARK: Events

    /// Returns the events of a trace, from the first.
    public func events(of trace: Trace) -> ContainerEvents {
        ContainerEvents(self, trace, chunks: chunks(of: trace))
    }

    /// Returns the events of a trace from the first that was recorded at a time or later, in nanoseconds since 1970.
    public func events(of trace: Trace, from time: UInt64) -> ContainerEvents {
        let chunks = chunks(of: trace).drop { $0.endTime < time }
        return ContainerEvents(self, trace, chunks: Array(chunks)) { head, _ in head.logTime >= time }
    }

    /// Returns the events of a trace from the one that begins a step, or `nil` if no step of the agent has the number.
    public func events(of trace: Trace, agent: Int, step: Int) throws(TraceError) -> ContainerEvents? {
        let all = chunks(of: trace)
        var from = all[...]
        if let steps {
            guard let agent = UInt32(exactly: agent), let step = UInt32(exactly: step),
                let run = steps[StepKey(channel: trace.channel, agent: agent)]?.first(where: { $0.last >= step }),
                run.first <= step
            else { return nil }
            from = all.drop { UInt64($0.offset) < run.chunk }
        }
        let events = ContainerEvents(self, trace, chunks: Array(from)) { _, event in
            guard case .stepBegin(let begin) = event()?.body else { return false }
            return begin.agent == agent && begin.n == step
        }
        return try events.hasMore() ? events : nil
    }

    private func chunks(of trace: Trace) -> [MCAP.IndexedReader.ChunkPlace] {
        chunkNumbers(of: trace).map { records.chunks[$0] }
    }

    /// Returns the numbers of the chunks that have events of a trace.
    func chunkNumbers(of trace: Trace) -> [Int] { chunkNumbers[trace.channel] ?? [] }

    /// Finds the chunks of each trace, in one pass over the index.
    private func findChunks() -> [UInt16: [Int]] {
        var found: [UInt16: [Int]] = Dictionary(traces.map { ($0.channel, []) }) { first, _ in first }
        for (number, chunk) in records.chunks.enumerated() {
            records.forEachChannel(of: chunk) { channel in
                if let index = found.index(forKey: channel), found.values[index].last != number {
                    found.values[index].append(number)
                }
            }
        }
        return found
    }

    // MARK: Segments

    /// Returns the pieces of a trace that began in an earlier segment.
    func traces(continuing id: String) -> [Trace] { continuing[id] ?? [] }

    /// Returns whether a trace goes on in a later segment; `nil` if the file does not say.
    func goesOn(_ id: String) -> Bool? { open.map { $0.contains(id) } }

    /// Returns whether one of some traces may go on in a later segment.
    func goesOn(anyOf ids: Set<String>) -> Bool { open.map { !$0.isDisjoint(with: ids) } ?? true }

    private func readOpenTraces() -> Set<String>? {
        var found: Set<String>?
        records.withSummaryRecords(.openTraces) { content in
            var cursor = RecordCursor(content, at: 0, limits: records.limits)
            var ids = found ?? []
            while !cursor.rest.isEmpty, let id = try? cursor.text("trace") { ids.insert(id) }
            found = ids
        }
        return found
    }

    private struct StepKey: Hashable {
        var channel: UInt16
        var agent: UInt32
    }

    /// Returns in which chunks the steps begin; `nil` if the file does not say.
    private func readSteps() -> [StepKey: [StepIndexBuilder.Run]]? {
        var runs: [StepKey: [StepIndexBuilder.Run]] = [:]
        var isPresent = false
        records.withSummaryRecords(.stepIndex) { content in
            isPresent = true
            for run in StepIndexBuilder.runs(content) {
                runs[StepKey(channel: run.channel, agent: run.agent), default: []].append(run)
            }
        }
        return isPresent ? runs : nil
    }

    // MARK: Blobs

    /// Returns the bytes of an image or another blob, or `nil` if the file does not have them.
    ///
    /// They are whole, as their checksum says; that they have the digest only `SaccadeDigest` can tell.
    public func blob(_ digest: Digest) throws(TraceError) -> [UInt8]? {
        do throws(TraceError) {
            guard let (place, channel) = try place(of: digest) else { return nil }
            if place.opcode == .attachment { return try records.attachment(at: place.record).data }
            var result: [UInt8]?
            try records.read(at: place.record) { (opcode, content) throws(TraceError) in
                guard opcode == .message, content.count >= MCAP.MessageHead.size else { return true }
                // Another program may have put messages of other channels into the chunk.
                if let channel, MCAP.MessageHead(content).channel != channel { return true }
                let data = UnsafeRawBufferPointer(rebasing: content[MCAP.MessageHead.size...])
                guard let range = ImageMessage.imageRange(in: data) else {
                    throw .container("expected an image, found another message", at: place.record.lowerBound)
                }
                result = Array(data[range])
                return false
            }
            return result
        } catch {
            throw ContainerReader.located(error, path)
        }
    }

    /// Returns where the bytes with a digest are, and the channel that they are on if it is theirs alone.
    private func place(
        of digest: Digest
    ) throws(TraceError) -> (place: BlobIndex.Place, channel: UInt16?)? {
        var found: BlobIndex.Place?
        var isIndexed = false
        records.withSummaryRecords(.blobIndex) { content in
            isIndexed = true
            found = found ?? BlobIndex.find(digest, in: content)
        }
        if isIndexed { return found.map { ($0, nil) } }
        // Another program has rewritten the file: it keeps channels and attachments, but no private records.
        if let channel = try records.channel(withMetadata: ContainerFormat.digestKey, digest.description),
            let chunk = records.chunks.first(where: { records.chunk($0, has: channel) })
        {
            return (BlobIndex.Place(opcode: .chunk, record: chunk.offset..<chunk.offset + chunk.size), channel)
        }
        guard let attachment = records.attachments.first(where: { BlobStore.digest(ofName: $0.name) == digest }),
            let start = Int(exactly: attachment.offset), let length = Int(exactly: attachment.length),
            !start.addingReportingOverflow(length).overflow
        else { return nil }
        return (BlobIndex.Place(opcode: .attachment, record: start..<start + length), nil)
    }
}
