/// Writes a file of the binary encoding: events and images of one trace, or of many at once, from one thread.
///
/// The writer takes events as their bytes and does not look at what they say; ``TraceWriter`` makes them and checks that
/// they fit. Events wait in a chunk in memory until it is closed: when it is full, when an image comes, by
/// ``advance(to:)``, ``flush()``, ``sync()`` or ``finish()``. Until it is finished the file is called `….open`.
///
/// Errors leave the file whole up to its last chunk, and nothing is lost that was taken: what a call refused may be tried
/// again, and so may ``flush()`` and ``finish()``. After a failed ``sync()`` the file takes nothing more.
public final class ContainerWriter {
    /// What a file holds.
    public enum Layout: String, Sendable, Hashable {
        /// One trace, with a channel for each image, so that viewers show them.
        case trace
        /// Many traces at once, with a channel for the events and one for the images of each.
        case segment
    }

    /// A trace that is being written to a file.
    public struct Handle: Sendable, Hashable {
        let index: Int
    }

    /// Where an image was written.
    public struct WrittenImage: Sendable, Hashable {
        /// Whether it was written now; false if the file had its bytes already.
        public let isNew: Bool
        /// The topic of its channel.
        public let topic: String
        /// The log time of its message.
        public let time: UInt64
    }

    /// The path under which the file appears when it is finished; `-` for standard output.
    public let path: String
    /// What the file holds.
    public let layout: Layout
    /// How it is written.
    public let options: ContainerOptions

    private let storage: any Storage
    private let file: any StorageFile
    let records: MCAP.Writer
    @exclusivity(unchecked) private var traces: [TraceSlot] = []
    private var traceIDs: [String] = []
    /// The traces that go on in a later segment; `nil` for a file that says nothing of them.
    private var continued: [String]?
    private var blobs = BlobIndex()
    /// The topic and the log time of each image.
    private var images: [Digest: (topic: String, time: UInt64)] = [:]
    @exclusivity(unchecked) private var steps = StepIndexBuilder()
    private var derived = DerivedMessages()
    private var nextChannel: UInt16 = 0
    private var imageSchema: UInt16?
    /// The channel of an image that could not be written, for when it is tried again.
    private var spareChannel: (digest: Digest, id: UInt16)?
    /// The log time of the latest event or image.
    @exclusivity(unchecked) private(set) var latestTime: UInt64 = 0
    @exclusivity(unchecked) private var now: UInt64 = 0
    @exclusivity(unchecked) private var chunkBegan: UInt64?
    private var isInFolder = false
    private var isClosed = false
    private var isRenamed = false
    private var isFinished = false

    private struct TraceSlot {
        var events: UInt16
        /// The channel of images that have none of their own.
        var images: UInt16?
        var nextEvent: UInt32
        var isOpen = true
    }

    /// Begins a file.
    ///
    /// - Parameters:
    ///   - path: The file, which appears under its name when it is finished; `-` for standard output.
    ///   - layout: Whether it is a trace's own file or a segment of many.
    ///   - options: How it is written.
    ///   - replacing: Whether what an earlier program left unfinished under the same name is replaced; otherwise that is an
    ///     error, because it may hold what nothing else does.
    ///   - storage: Where the file goes.
    /// - Throws: ``TraceError`` with code `file-system`.
    public convenience init(
        path: String, layout: Layout, options: ContainerOptions = ContainerOptions(), replacing: Bool = false,
        storage: any Storage = FileStorage()
    ) throws(TraceError) {
        if path != "-", try storage.entry(path)?.isStream == true {
            throw TraceError(
                .fileSystem, "cannot create \(path): expected the name of a file for MCAP, found a device or a pipe")
        }
        let file: any StorageFile
        do throws(TraceError) {
            file = try storage.create(path == "-" ? path : path + ContainerFormat.openSuffix, replacing: replacing)
        } catch {
            throw PendingFile.named(path, error, storage)
        }
        try self.init(empty: file, path: path, layout: layout, options: options, storage: storage)
    }

    /// Begins a file that is there and empty.
    convenience init(
        empty file: any StorageFile, path: String, layout: Layout, options: ContainerOptions, storage: any Storage
    ) throws(TraceError) {
        let records = try MCAP.Writer(
            file, header: MCAP.Header(profile: ContainerFormat.profile, library: options.library),
            options: ContainerWriter.recordOptions(options))
        self.init(file: file, records: records, path: path, layout: layout, options: options, storage: storage)
        records.define(ContainerFormat.eventSchema)
        try records.append(ContainerFormat.metadata(layout))
    }

    init(
        file: any StorageFile, records: MCAP.Writer, path: String, layout: Layout, options: ContainerOptions,
        storage: any Storage
    ) {
        self.path = path
        self.layout = layout
        self.options = options
        self.storage = storage
        self.file = file
        self.records = records
    }

    static func recordOptions(_ options: ContainerOptions) -> MCAP.WriterOptions {
        var result = MCAP.WriterOptions()
        result.chunkSize = options.chunkSize
        result.compression = options.compression
        result.level = options.level
        result.definesInEveryChunk = true
        result.syncFile = options.fileNumber ?? UInt64.random(in: .min ... .max)
        return result
    }

    // MARK: State

    /// How many bytes the file has, with the chunk that is open.
    public var size: Int { records.size + records.openChunkSize }
    /// How many channels the file has.
    public var channels: Int { Int(nextChannel) }
    /// How many events the file has.
    @exclusivity(unchecked) public private(set) var events = 0

    /// Returns whether the file has the bytes with a digest.
    public func contains(_ digest: Digest) -> Bool { blobs.places[digest] != nil }

    /// Takes over what a scan found in an unfinished file.
    ///
    /// - Returns: The handles of the traces, by the channel of their events.
    func restore(_ scan: borrowing ContainerScan, ended: Set<UInt16>) throws(TraceError) -> [UInt16: Handle] {
        var handles: [UInt16: Handle] = [:]
        var channels: [MCAP.Channel] = []
        try scan.forEachDefinition { (opcode, content) throws(TraceError) in
            switch try MCAP.Record(opcode, content, at: 0) {
            case .schema(let schema):
                if let known = ViewerSchema.allCases.first(where: { $0.name == schema.name }) {
                    derived.schemas[known] = schema.id
                }
            case .channel(let channel): channels.append(channel)
            default: break
            }
        }
        for channel in channels {
            nextChannel = max(nextChannel, channel.id == .max ? .max : channel.id + 1)
            if channel.topic == ContainerFormat.eventsTopic, let id = channel[ContainerFormat.traceKey] {
                handles[channel.id] = Handle(index: traces.count)
                let first = channel[ContainerFormat.firstKey].flatMap { UInt32($0) } ?? 0
                traces.append(
                    TraceSlot(
                        events: channel.id, nextEvent: scan.nextEvents[channel.id] ?? first,
                        isOpen: !ended.contains(channel.id)))
                traceIDs.append(id)
            } else if channel.topic == ContainerFormat.imagesTopic {
                if let index = traceIDs.firstIndex(where: { $0 == channel[ContainerFormat.traceKey] }) {
                    traces[index].images = channel.id
                }
            } else if channel[ContainerFormat.digestKey] == nil {
                derived.restore(channel, messages: scan.messages[channel.id] ?? 0)
            }
        }
        let topics = Dictionary(channels.map { ($0.id, $0.topic) }) { first, _ in first }
        images = scan.images.mapValues { (topics[$0.channel] ?? "", $0.time) }
        blobs = scan.blobs
        steps.restore(scan.steps)
        events = Int(clamping: handles.keys.map { scan.messages[$0] ?? 0 }.reduce(0, +))
        latestTime = scan.statistics.endTime
        return handles
    }

    // MARK: Traces

    /// Begins a trace in this file.
    ///
    /// - Parameters:
    ///   - id: The trace's id.
    ///   - nextEvent: How many events of the trace are in earlier segments.
    /// - Throws: ``TraceError`` with code `misplaced-event` if the file is one trace's own and has it already, or
    ///   `limit-exceeded` if the file has no channel left.
    public func begin(trace id: String, nextEvent: Int = 0) throws(TraceError) -> Handle {
        guard layout == .segment || traces.isEmpty else {
            throw TraceError(.misplacedEvent, "expected one trace in \(path), found a second: \(id)")
        }
        var metadata = [MCAP.Entry(ContainerFormat.traceKey, id)]
        if nextEvent > 0 { metadata.append(MCAP.Entry(ContainerFormat.firstKey, String(nextEvent))) }
        let channel = try define(
            topic: ContainerFormat.eventsTopic, schema: ContainerFormat.eventSchema.id, encoding: "json",
            metadata: metadata)
        traces.append(TraceSlot(events: channel, nextEvent: UInt32(truncatingIfNeeded: nextEvent)))
        traceIDs.append(id)
        return Handle(index: traces.count - 1)
    }

    /// Says that a trace has no more events in this file.
    public func end(_ trace: Handle) {
        if traces.indices.contains(trace.index) { traces[trace.index].isOpen = false }
    }

    /// Says which traces go on in a later segment, for the index.
    func continues(_ ids: [String]) { continued = ids }

    /// Returns the trace whose events are on a channel.
    func trace(onChannel channel: UInt16) -> Handle? {
        traces.firstIndex { $0.events == channel }.map { Handle(index: $0) }
    }

    /// Returns the id of a trace.
    func id(of trace: Handle) -> String { traceIDs.indices.contains(trace.index) ? traceIDs[trace.index] : "" }

    /// How many traces are being written.
    public var openTraces: Int { traces.count { $0.isOpen } }

    private func define(
        topic: String, schema: UInt16, encoding: String, metadata: [MCAP.Entry]
    ) throws(TraceError) -> UInt16 {
        guard nextChannel < .max else {
            throw TraceError(.limitExceeded, "expected at most \(UInt16.max) channels in \(path), found more")
        }
        let id = nextChannel
        records.define(MCAP.Channel(id: id, schema: schema, topic: topic, encoding: encoding, metadata: metadata))
        nextChannel += 1
        return id
    }

    // MARK: Events

    /// Appends an event.
    ///
    /// - Parameters:
    ///   - event: Its JSON object, without a line end.
    ///   - trace: The trace that it belongs to.
    ///   - time: When it was recorded, in nanoseconds since 1970. The log time of its message is this or, where times stand
    ///     still or run backwards, one more than that of the message before.
    /// - Throws: ``TraceError``; then the event was not taken.
    public func append(_ event: UnsafeRawBufferPointer, to trace: Handle, at time: UInt64) throws(TraceError) {
        guard event.count <= EventDecoder.maximumSize else {
            throw TraceError(
                .limitExceeded, "expected an event of at most \(EventDecoder.maximumSize) bytes, found \(event.count)")
        }
        guard trace.index < traces.count, traces[trace.index].isOpen else {
            throw TraceError(.misplacedEvent, "expected an event of a trace that is open in \(path), found another")
        }
        guard SystemCalls.index(of: UInt8(ascii: "\n"), in: event) == nil else {
            throw TraceError(.malformedJSON, "expected an event on one line, found a line end in it")
        }
        let room = options.chunkSize - MCAP.recordHead - MCAP.MessageHead.size
        if records.openChunkSize > 0, records.openChunkSize > room - event.count { try closeEvents() }
        let slot = traces[trace.index]
        let head = MCAP.MessageHead(
            channel: slot.events, sequence: slot.nextEvent, logTime: nextTime(time), publishTime: time)
        try records.append(head, data: event, closes: false)
        latestTime = head.logTime
        traces[trace.index].nextEvent = slot.nextEvent &+ 1
        events += 1
        steps.note(event, channel: slot.events)
        if chunkBegan == nil { chunkBegan = now }
    }

    /// Appends an event.
    public func append(_ event: [UInt8], to trace: Handle, at time: UInt64) throws(TraceError) {
        try event.withBytes { (bytes) throws(TraceError) in try append(bytes, to: trace, at: time) }
    }

    private func nextTime(_ time: UInt64) -> UInt64 {
        max(time, latestTime == .max ? latestTime : latestTime + (records.statistics.messages == 0 ? 0 : 1))
    }

    /// Appends a message that was derived from events for viewers.
    ///
    /// It is written after the chunk of the events that came before it, in a chunk of its own kind, so that readers of
    /// record need not unpack it. Nothing depends on it: if it cannot be written it is dropped.
    public func append(_ message: ViewerMessage) throws(TraceError) {
        let channel: UInt16
        if let known = derived.channels[message.topic] {
            channel = known
        } else {
            let schema = defineSchema(message.schema)
            channel = try define(topic: message.topic, schema: schema, encoding: message.schema.encoding, metadata: [])
            derived.channels[message.topic] = channel
        }
        derived.waiting.append((channel, message))
    }

    /// Defines the schema of messages for viewers, once.
    private func defineSchema(_ schema: ViewerSchema) -> UInt16 {
        if let known = derived.schemas[schema] { return known }
        let id = UInt16(truncatingIfNeeded: 2 + derived.schemas.count)
        records.define(MCAP.Schema(id: id, name: schema.name, encoding: schema.encoding, data: schema.data))
        derived.schemas[schema] = id
        return id
    }

    // MARK: Images and other blobs

    /// Writes an image, once per digest; it is in the file before the event that declares it can be.
    ///
    /// - Parameters:
    ///   - bytes: The image's file.
    ///   - digest: The SHA-256 of the bytes.
    ///   - declaration: What is known of it: ordinal, media type and size go into the channel's name and metadata.
    ///   - trace: The trace that has it.
    ///   - time: When it was recorded, in nanoseconds since 1970.
    /// - Throws: ``TraceError``; then the image is not in the file.
    @discardableResult
    public func image(
        _ bytes: UnsafeRawBufferPointer, digest: Digest, as declaration: ImageDeclaration, of trace: Handle,
        at time: UInt64
    ) throws(TraceError) -> WrittenImage {
        if let known = images[digest] { return WrittenImage(isNew: false, topic: known.topic, time: known.time) }
        guard trace.index < traces.count else {
            throw TraceError(.misplacedEvent, "expected an image of a trace in \(path), found another")
        }
        try closeEvents()
        let (channel, topic) = try imageChannel(digest, declaration, trace)
        let head = MCAP.MessageHead(channel: channel, sequence: 0, logTime: nextTime(time), publishTime: time)
        let prefix = ImageMessage.head(media: declaration.media, time: head.logTime, count: bytes.count)
        var place: Range<Int>?
        do throws(TraceError) {
            try records.append(privately: .blob) { buffer in
                buffer.append(digest.bytes)
                buffer.append(text: declaration.media ?? "")
            }
            try prefix.withBytes { (prefix) throws(TraceError) in
                try records.append(head, prefix: prefix, data: bytes, closes: false)
            }
            place = try records.closeChunk(packs: false)
        } catch {
            records.discardChunk()
            spareChannel = layout == .trace ? (digest, channel) : nil
            throw error
        }
        latestTime = head.logTime
        spareChannel = nil
        if let place { blobs.add(digest, BlobIndex.Place(opcode: .chunk, record: place)) }
        images[digest] = (topic, head.logTime)
        return WrittenImage(isNew: true, topic: topic, time: head.logTime)
    }

    /// Writes an image, once per digest.
    @discardableResult
    public func image(
        _ bytes: [UInt8], digest: Digest, as declaration: ImageDeclaration, of trace: Handle, at time: UInt64
    ) throws(TraceError) -> WrittenImage {
        try bytes.withBytes { (bytes) throws(TraceError) in
            try image(bytes, digest: digest, as: declaration, of: trace, at: time)
        }
    }

    /// Returns the channel that an image's message goes to.
    private func imageChannel(
        _ digest: Digest, _ declaration: ImageDeclaration, _ trace: Handle
    ) throws(TraceError) -> (id: UInt16, topic: String) {
        let schema = defineSchema(.compressedImage)
        let owner = MCAP.Entry(ContainerFormat.traceKey, traceIDs[trace.index])
        // Channels are few: an image of a long trace has none of its own, so that its events still have theirs.
        if layout == .trace, nextChannel < ContainerWriter.mostImageChannels {
            let topic = "\(ContainerFormat.imagesTopic)/\(declaration.n)"
            if let spareChannel, spareChannel.digest == digest { return (spareChannel.id, topic) }
            var metadata = [owner, MCAP.Entry(ContainerFormat.digestKey, digest.description)]
            if let media = declaration.media { metadata.append(MCAP.Entry("media", media)) }
            if let size = declaration.size {
                metadata.append(MCAP.Entry("width", String(size.width)))
                metadata.append(MCAP.Entry("height", String(size.height)))
            }
            let encoding = ViewerSchema.compressedImage.encoding
            return (try define(topic: topic, schema: schema, encoding: encoding, metadata: metadata), topic)
        }
        if let known = traces[trace.index].images { return (known, ContainerFormat.imagesTopic) }
        let channel = try define(
            topic: ContainerFormat.imagesTopic, schema: schema, encoding: ViewerSchema.compressedImage.encoding,
            metadata: [owner])
        traces[trace.index].images = channel
        return (channel, ContainerFormat.imagesTopic)
    }

    /// Beyond this number of channels the images of a trace's own file share one.
    private static let mostImageChannels: UInt16 = 50_000

    /// Writes a blob that is no image, as an attachment, once per digest.
    ///
    /// - Returns: Whether it was written now; false if the file had its bytes already.
    @discardableResult
    public func blob(
        _ bytes: UnsafeRawBufferPointer, digest: Digest, media: String?, at time: UInt64
    ) throws(TraceError) -> Bool {
        if blobs.places[digest] != nil { return false }
        try closeEvents()
        let place = try records.append(
            attachment: BlobStore.name(of: digest, media: media), media: media ?? "application/octet-stream",
            logTime: max(time, latestTime), createTime: time, data: bytes)
        blobs.add(digest, BlobIndex.Place(opcode: .attachment, record: place))
        return true
    }

    // MARK: Chunks

    /// Says what time it is, in nanoseconds on any steady clock, and closes a chunk that has waited for too long.
    public func advance(to now: UInt64) throws(TraceError) {
        self.now = now
        guard let chunkBegan, let age = options.chunkAge, now >= chunkBegan, now - chunkBegan >= age else { return }
        try closeEvents()
    }

    /// Writes the open chunk of events, and then what was derived from them.
    private func closeEvents() throws(TraceError) {
        guard let place = try records.closeChunk() else { return }
        steps.close(chunkAt: place.lowerBound)
        chunkBegan = nil
        try writeDerived()
    }

    private func writeDerived() throws(TraceError) {
        guard !derived.waiting.isEmpty else { return }
        do throws(TraceError) {
            for (channel, message) in derived.waiting {
                let head = MCAP.MessageHead(
                    channel: channel, sequence: derived.next(channel), logTime: message.time, publishTime: message.time)
                try message.data.withBytes { (data) throws(TraceError) in
                    try records.append(head, data: data, closes: false)
                }
            }
            derived.waiting.removeAll()
            _ = try records.closeChunk()
        } catch {
            records.discardChunk()
            derived.waiting.removeAll()
            throw error
        }
    }

    /// Writes everything that was taken: a crash of the program cannot lose it, a loss of power can.
    public func flush() throws(TraceError) {
        try closeEvents()
        try records.flush()
    }

    /// Writes everything that was taken and makes it survive a loss of power.
    public func sync() throws(TraceError) {
        try flush()
        try records.sync()
        if !isInFolder, path != "-" {
            try storage.syncFolder(StoragePath.folder(of: path))
            isInFolder = true
        }
    }

    /// Ends the file: writes its index, makes it survive a loss of power and gives it its name.
    public func finish() throws(TraceError) {
        guard !isFinished else { return }
        if !records.isFinished {
            try flush()
            appendIndexes()
            try records.finish()
        }
        if !isClosed {
            try records.sync()
            isClosed = true
            try file.close()
        }
        if path != "-" {
            if !isRenamed { try storage.rename(path + ContainerFormat.openSuffix, to: path) }
            isRenamed = true
            try storage.syncFolder(StoragePath.folder(of: path))
        }
        isFinished = true
    }

    /// Gives up the file and removes it.
    public func abandon() throws(TraceError) {
        isFinished = true
        try? file.close()
        if path != "-" { try storage.remove(path + ContainerFormat.openSuffix) }
    }

    private func appendIndexes() {
        records.removePrivateSummary()
        records.appendToSummary(.blobIndex) { buffer in blobs.write(into: &buffer) }
        records.appendToSummary(.stepIndex) { buffer in steps.write(into: &buffer) }
        if let continued {
            records.appendToSummary(.openTraces) { buffer in for id in continued { buffer.append(text: id) } }
        }
    }
}

/// The messages for viewers that wait for the chunk of events before them, and the channels that they go to.
private struct DerivedMessages {
    var channels: [String: UInt16] = [:]
    var schemas: [ViewerSchema: UInt16] = [:]
    var waiting: [(channel: UInt16, message: ViewerMessage)] = []
    private var sequences: [UInt16: UInt32] = [:]

    /// Takes over a channel of an unfinished file.
    mutating func restore(_ channel: MCAP.Channel, messages: UInt64) {
        channels[channel.topic] = channel.id
        sequences[channel.id] = UInt32(truncatingIfNeeded: messages)
    }

    /// Returns the sequence number of the next message on a channel.
    mutating func next(_ channel: UInt16) -> UInt32 {
        let number = sequences[channel, default: 0]
        sequences[channel] = number &+ 1
        return number
    }
}
