/// Where a ``TraceWriter`` puts what it has made: the text encoding or the binary one.
protocol TraceSink: AnyObject {
    /// Takes an event, without its line end, before it is a part of the log.
    func append(_ event: borrowing Event, _ bytes: UnsafeRawBufferPointer) throws(TraceError)
    /// Whether somebody may be reading while the log is written.
    var isStream: Bool { get }
    /// Takes lines, with their ends, that hold events which were appended before.
    func write(_ lines: UnsafeRawBufferPointer) throws(TraceError)
    /// Keeps the bytes of an image and returns what became of them.
    func image(
        _ bytes: [UInt8], digest: Digest, as declaration: ImageDeclaration, at time: Int?
    ) throws(TraceError) -> ImageFate
    /// Takes notice that the trace has ended; another may follow.
    func endTrace() throws(TraceError)
    /// Ends the log, after its last trace, and gives it its name.
    func finish() throws(TraceError)
    /// Takes back what was written.
    func abandon()
}

/// What became of the bytes of an image.
enum ImageFate {
    /// They are where the digest finds them.
    case stored
    /// They must go into the event.
    case inline
    /// There is no place for them.
    case elided(String)
}

/// A log in the text encoding.
final class TextSink: TraceSink {
    let blobs: BlobStore?
    private let file: PendingFile
    /// Blobs that are there, with their media types; many traces of one log have the same pictures.
    private var kept: [Digest: String?] = [:]

    /// The most blobs that are remembered.
    private static let mostKept = 256

    init(path: String, storage: any Storage) throws(TraceError) {
        blobs = path == "-" ? nil : BlobStore(besideTrace: path, storage: storage)
        file = try PendingFile(path: path, storage: storage)
    }

    func append(_ event: borrowing Event, _ bytes: UnsafeRawBufferPointer) {}

    var isStream: Bool { file.isStream }

    func write(_ lines: UnsafeRawBufferPointer) throws(TraceError) { try file.write(lines) }

    func image(
        _ bytes: [UInt8], digest: Digest, as declaration: ImageDeclaration, at time: Int?
    ) throws(TraceError) -> ImageFate {
        if let blobs {
            if kept[digest] == declaration.media { return .stored }
            try blobs.write(bytes, digest: digest, media: declaration.media)
            if kept.count >= TextSink.mostKept { kept.removeAll(keepingCapacity: true) }
            kept[digest] = declaration.media
            return .stored
        }
        return bytes.count <= TraceWriter.largestInlineBlob
            ? .inline : .elided("written to standard output, which has no folder for blobs")
    }

    func endTrace() {}

    func finish() throws(TraceError) { try file.finish() }

    /// The file goes away with the sink.
    func abandon() {}
}

/// What takes traces in the binary encoding: one file, or one after another.
protocol TraceContainer: AnyObject {
    associatedtype Handle
    func begin(trace id: String) throws(TraceError) -> Handle
    func end(_ trace: Handle)
    func append(_ event: UnsafeRawBufferPointer, to trace: Handle, at time: UInt64) throws(TraceError)
    func append(_ message: ViewerMessage) throws(TraceError)
    func image(
        _ bytes: [UInt8], digest: Digest, as declaration: ImageDeclaration, of trace: Handle, at time: UInt64
    ) throws(TraceError) -> ContainerWriter.WrittenImage
    func blob(
        _ bytes: UnsafeRawBufferPointer, digest: Digest, media: String?, at time: UInt64
    ) throws(TraceError) -> Bool
    func finish() throws(TraceError)
    func abandon() throws(TraceError)
}

extension ContainerWriter: TraceContainer {
    func begin(trace id: String) throws(TraceError) -> Handle { try begin(trace: id, nextEvent: 0) }
}

extension SegmentedWriter: TraceContainer {
    /// A segment has no messages for viewers: nobody could tell whose regions are whose.
    func append(_ message: ViewerMessage) {}
    /// Segments are not taken back.
    func abandon() {}
}

/// A trace in the binary encoding.
final class ContainerSink<Container: TraceContainer>: TraceSink {
    private let container: Container
    /// Whether the container is this trace's own, to be finished with it.
    private let isOwned: Bool
    private var handle: Container.Handle?
    private var viewer: ViewerProjection?
    /// Nanoseconds since 1970 at `trace.begin`; 0 where the trace does not say.
    private var beginning: UInt64 = 0

    init(_ container: Container, isOwned: Bool, viewer: ViewerProjection?) {
        self.container = container
        self.isOwned = isOwned
        self.viewer = viewer
    }

    func append(_ event: borrowing Event, _ bytes: UnsafeRawBufferPointer) throws(TraceError) {
        let handle = try handle(of: event)
        let time = time(of: event.time)
        try container.append(bytes, to: handle, at: time)
        if viewer != nil, let messages = viewer?.messages(for: event, time: time) {
            // The event is in the log; what cannot be derived from it is left out.
            for message in messages { try? container.append(message) }
        }
    }

    private func handle(of event: borrowing Event) throws(TraceError) -> Container.Handle {
        if let handle { return handle }
        let id: String
        switch event.body {
        case .traceBegin(let begin):
            id = begin.id
            beginning = begin.wall.flatMap(WallClock.nanoseconds) ?? 0
        case .layerBegin(let begin): id = begin.trace
        default:
            throw TraceError(
                .missingHeader, "expected the log to begin with trace.begin, found \(event.body.name)", offset: 0)
        }
        let handle = try container.begin(trace: id)
        self.handle = handle
        return handle
    }

    private func time(of offset: Int?) -> UInt64 {
        let sum = beginning.addingReportingOverflow(UInt64(max(0, offset ?? 0)))
        return sum.overflow ? .max : sum.partialValue
    }

    /// Events are in the container when they have been appended.
    let isStream = false

    func write(_ lines: UnsafeRawBufferPointer) {}

    func image(
        _ bytes: [UInt8], digest: Digest, as declaration: ImageDeclaration, at time: Int?
    ) throws(TraceError) -> ImageFate {
        guard let handle else {
            throw TraceError(.missingHeader, "expected the log to begin with trace.begin, found an image")
        }
        let written = try container.image(bytes, digest: digest, as: declaration, of: handle, at: self.time(of: time))
        viewer?.wrote(image: declaration.n, topic: written.topic, time: written.time, size: declaration.size)
        return .stored
    }

    /// Keeps bytes that are no image.
    func blob(_ bytes: [UInt8], digest: Digest, media: String?, at time: Int?) throws(TraceError) {
        try bytes.withBytes { (bytes) throws(TraceError) in
            _ = try container.blob(bytes, digest: digest, media: media, at: self.time(of: time))
        }
    }

    func endTrace() throws(TraceError) {
        if viewer != nil, let messages = viewer?.finish() {
            for message in messages { try? container.append(message) }
        }
        if let handle { container.end(handle) }
        handle = nil
        beginning = 0
    }

    func finish() throws(TraceError) { if isOwned { try container.finish() } }

    func abandon() {
        if isOwned { try? container.abandon() } else if let handle { container.end(handle) }
    }
}
