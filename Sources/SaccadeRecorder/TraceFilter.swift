public import Saccade

/// Takes out what must not be stored, before anything gets its bytes: for redaction.
///
/// The recorder's worker asks it about everything that is recorded, whatever call it came by.
public protocol TraceFilter: Sendable {
    /// Returns what goes through the events of a trace that begins.
    func begin(_ header: TraceBegin) -> any FilteredTrace
}

/// What a filter knows of one trace; only the recorder's worker calls it.
public protocol FilteredTrace: AnyObject {
    /// Takes what was recorded next, and passes on what is to be written now, in order.
    ///
    /// It may change events, add some and hold some back; ordinals and references must stay right. The trace's end does not
    /// come by here.
    func take(_ record: FilteredRecord, pass: (FilteredRecord) -> Void)

    /// Passes on what was held back, because the trace or the recorder ends.
    func finish(pass: (FilteredRecord) -> Void)
}

/// Something that was recorded, on its way through a filter.
public struct FilteredRecord: Sendable {
    /// The event; an image that has bytes has no digest yet.
    public var body: EventBody
    /// Its time in nanoseconds since the trace began; `nil` for the beginning itself.
    public var time: Int?
    /// The file of the image that the event declares.
    public var image: [UInt8]?
    /// What the caller says must not be stored of the image.
    ///
    /// See ``LiveTrace/image(_:media:names:origin:redacting:)``. It is there also without the file, where that could not be
    /// read or was let go of. What is passed on with boxes and a file is given to the ``RecorderOptions/imageFilter``.
    public var redacting: [Box]?

    /// Creates a record.
    public init(_ body: EventBody, time: Int?, image: [UInt8]? = nil, redacting: [Box]? = nil) {
        self.body = body
        self.time = time
        self.image = image
        self.redacting = redacting
    }
}

/// A picture on its way to the segments.
struct Picture {
    enum Source {
        case bytes([UInt8])
        case file(String)
    }

    var source: Source
    var redacting: [Box]?

    func bytes(_ storage: any Storage, limit: Int) throws(TraceError) -> [UInt8] {
        switch source {
        case .bytes(let bytes): return bytes
        case .file(let path):
            // Nobody but the worker waits here, but all that is recorded waits for the worker.
            guard path != "-", try storage.entry(path)?.isStream != true else {
                throw TraceError(.fileSystem, "cannot read \(path): expected a file, found a pipe or a device")
            }
            return try storage.contents(of: path, limit: limit)
        }
    }
}

extension Payload {
    /// The picture that it is; `nil` for the fields of a large event.
    var picture: Picture? {
        switch content {
        case .image(let bytes, _): Picture(source: .bytes(bytes), redacting: redacting)
        case .file(let path, _): Picture(source: .file(path), redacting: redacting)
        case .fields: nil
        }
    }
}
