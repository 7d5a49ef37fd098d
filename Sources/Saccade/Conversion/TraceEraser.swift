/// Takes one trace out of a segment of many: its events, its layers, and what only it names by digest.
///
/// Everything else keeps its bytes and its order. The file is replaced once the new one is whole and on the disk; the old
/// one is then gone from the folder, but a file system may keep its blocks until they are used again.
public struct TraceEraser {
    /// What was done with a file.
    public struct Summary: Sendable, Hashable {
        /// How many events of the trace were taken out.
        public internal(set) var events = 0
        /// How many images and other blobs went with it, because no other trace names them.
        public internal(set) var blobs = 0
        /// Whether the file is gone, because it had no other trace.
        public internal(set) var isRemoved = false
    }

    private let storage: any Storage

    /// Prepares erasing.
    public init(storage: any Storage = FileStorage()) { self.storage = storage }

    /// Takes a trace out of a file.
    ///
    /// - Parameters:
    ///   - id: The id of the trace.
    ///   - path: A finished file of the binary encoding.
    ///   - options: How the new file is written.
    /// - Returns: What was done, or `nil` if the file has nothing of the trace; then it is left alone.
    /// - Throws: ``TraceError``; then the file is as it was.
    public func erase(
        _ id: String, from path: String, options: ContainerOptions = ContainerOptions()
    ) throws(TraceError) -> Summary? {
        let reader = try ContainerReader(path: path, storage: storage)
        if let ending = reader.ending {
            throw TraceError(ending.code, "\(ending.message): recover the file first, or wait until it is finished")
        }
        guard !reader.isFlat else {
            throw TraceError(
                .malformedContainer,
                "\(path): expected messages in chunks, found some outside: run saccade compact first")
        }
        let gone = reader.traces.filter { $0.id == id }
        guard !gone.isEmpty else { return nil }
        var summary = Summary()
        summary.events = gone.reduce(0) { $0 + $1.events }
        let names = try names(of: gone, in: reader)
        let others = reader.traces.filter { $0.id != id }
        guard !others.isEmpty else {
            summary.blobs = names.count
            summary.isRemoved = true
            try storage.remove(path)
            try storage.syncFolder(StoragePath.folder(of: path))
            return summary
        }
        let kept = try copy(others, from: reader, to: path, options: options)
        summary.blobs = names.subtracting(kept).count
        return summary
    }

    /// Copies some traces into a new file, which takes the place of the old one.
    ///
    /// - Returns: The digests of what they name.
    private func copy(
        _ traces: [ContainerReader.Trace], from reader: ContainerReader, to path: String, options: ContainerOptions
    ) throws(TraceError) -> Set<Digest> {
        let container = try ContainerWriter(path: path, layout: .segment, options: options, storage: storage)
        do throws(TraceError) {
            var names: Set<Digest> = []
            var handles: [UInt16: ContainerWriter.Handle] = [:]
            for trace in traces {
                handles[trace.channel] = try container.begin(trace: trace.id, nextEvent: trace.first)
            }
            let decoder = EventDecoder()
            for chunk in reader.records.chunks {
                for (head, bytes) in try events(in: chunk, of: reader) {
                    guard let handle = handles[head.channel] else { continue }
                    for blob in try decoder.decode(bytes).body.blobs {
                        names.insert(blob.digest)
                        try carry(blob, of: handle, at: head.publishTime, from: reader, to: container)
                    }
                    try container.append(bytes, to: handle, at: head.publishTime)
                }
            }
            container.continues(traces.map(\.id).filter { reader.goesOn($0) == true })
            try container.finish()
            return names
        } catch {
            try? container.abandon()
            throw error
        }
    }

    /// Copies the events of a chunk, because the memory that a reader gives them in is used again for blobs.
    private func events(
        in chunk: MCAP.IndexedReader.ChunkPlace, of reader: ContainerReader
    ) throws(TraceError) -> [(head: MCAP.MessageHead, bytes: [UInt8])] {
        let channels = Set(reader.traces.map(\.channel))
        guard reader.records.channels(of: chunk).contains(where: channels.contains) else { return [] }
        var found: [(head: MCAP.MessageHead, bytes: [UInt8])] = []
        try reader.records.read(chunk) { (opcode, content) throws(TraceError) in
            guard opcode == .message, content.count >= MCAP.MessageHead.size else { return true }
            let head = MCAP.MessageHead(content)
            if channels.contains(head.channel) { found.append((head, Array(content[MCAP.MessageHead.size...]))) }
            return true
        }
        return found
    }

    /// Copies bytes that an event names, if the file has them.
    private func carry(
        _ blob: BlobReference, of handle: ContainerWriter.Handle, at time: UInt64, from reader: ContainerReader,
        to container: ContainerWriter
    ) throws(TraceError) {
        guard !container.contains(blob.digest), let bytes = try reader.blob(blob.digest) else { return }
        if let image = blob.image {
            try container.image(bytes, digest: blob.digest, as: image, of: handle, at: time)
        } else {
            try bytes.withBytes { (bytes) throws(TraceError) in
                _ = try container.blob(bytes, digest: blob.digest, media: blob.media, at: time)
            }
        }
    }

    /// The digests of what the events of some traces name.
    private func names(
        of traces: [ContainerReader.Trace], in reader: ContainerReader
    ) throws(TraceError) -> Set<Digest> {
        var names: Set<Digest> = []
        for trace in traces {
            let events = reader.events(of: trace)
            while let entry = try events.next() { names.formUnion(entry.event.body.blobs.map(\.digest)) }
        }
        return names
    }
}
