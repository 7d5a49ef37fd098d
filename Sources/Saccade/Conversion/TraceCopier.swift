/// Copies traces from files into files of either encoding: the very bytes of each event, and what these name by digest.
///
/// Nothing is lost on the way and nothing is added: from text to the binary encoding and back, every event has the same
/// bytes. Empty lines are no events and stay behind.
public struct TraceCopier {
    /// How events are stored.
    public enum Encoding: String, Sendable, Hashable, CaseIterable {
        /// JSON Lines, with images in `blobs/` beside them.
        case text
        /// One MCAP file.
        case mcap
    }

    /// What a copy is like.
    public struct Options {
        /// How files of the binary encoding are written.
        public var container = ContainerOptions()
        /// Whether messages for viewers are derived, in a trace's own file: regions over their images and a line for each
        /// event.
        public var hasViewerChannels = true
        /// Draws regions into an image, for viewers that draw none; `nil` for no drawn images.
        public var overlay: OverlayDrawing?

        /// Creates options with the defaults.
        public init() {}
    }

    /// Draws regions into an image and returns a PNG file, or `nil` if it cannot.
    public typealias OverlayDrawing = (
        _ image: ImageDeclaration, _ bytes: [UInt8], _ regions: [Region]
    ) -> [UInt8]?

    /// What was copied, and what could not be.
    public struct Summary: Sendable, Hashable {
        /// The number of traces.
        public internal(set) var traces = 0
        /// The number of events.
        public internal(set) var events = 0
        /// The files that were written.
        public internal(set) var files: [String] = []
        /// What a person should know, a line each: bytes that are missing or damaged, files that were not finished.
        public internal(set) var notes: [String] = []
        /// Whether something that was there could not be copied.
        public internal(set) var hasLoss = false

        /// Creates the summary of no copy.
        public init() {}
    }

    /// What a copy is like.
    public var options = Options()
    private let storage: any Storage
    private let makeDigest: () -> any StreamingDigest

    /// Prepares copying; the closure makes fresh digests.
    public init(storage: any Storage = FileStorage(), digest: @escaping () -> any StreamingDigest) {
        self.storage = storage
        makeDigest = digest
    }

    /// Copies the traces of files into one file, which appears when it is whole.
    ///
    /// - Parameters:
    ///   - inputs: The files, each with the selector of the traces to copy; `-` is standard input.
    ///   - output: The file to write, which may be one of the inputs; `-` for standard output.
    ///   - encoding: How the file stores events.
    ///   - layout: For the binary encoding, whether it is one trace's own or a segment; `nil` for what fits the number of
    ///     traces.
    /// - Throws: ``TraceError`` with the place of an event that cannot be read, or `file-system`. Then nothing is written.
    public func copy(
        _ inputs: [(path: String, selector: TraceSelector?)], to output: String, as encoding: Encoding,
        layout: ContainerWriter.Layout? = nil
    ) throws(TraceError) -> Summary {
        var sources: [CopySource] = []
        for input in inputs {
            if input.path == output { try refuseLoss(output) }
            sources.append(try CopySource(input.path, selecting: input.selector, storage: storage))
        }
        var layout = layout
        if encoding == .mcap, layout == nil {
            var count = 0
            for source in sources where count < 2 { count += try source.traceCount() }
            layout = count > 1 ? .segment : .trace
        }
        var run = CopyRun(options: options, makeDigest: makeDigest)
        let target = try self.target(output, encoding, layout ?? .segment, run.images)
        for source in sources { try run.copy(source) { _ throws(TraceError) in target } }
        guard run.summary.traces > 0 else {
            throw TraceError(.missingHeader, "expected a trace to copy, found none")
        }
        try target.finish()
        run.summary.files = [output]
        return run.summary
    }

    /// Refuses to replace a file by a copy that has less: pieces of traces of other segments, or what is of other programs.
    private func refuseLoss(_ path: String) throws(TraceError) {
        guard path != "-", try storage.entry(path) != nil, try ContainerFormat.isContainer(storage.open(path)) else {
            return
        }
        let reader = try ContainerReader(path: path, storage: storage)
        let isSegment = SegmentFiles.of(path, storage: storage) != nil
        if isSegment, let piece = reader.traces.first(where: { $0.first > 0 || reader.goesOn($0.id) == true }) {
            throw TraceError(
                .misplacedEvent,
                "\(path): expected a file whose traces are whole, found trace \(piece.id), which is in other segments too: "
                    + "write the copy elsewhere")
        }
        if let what = try reader.foreignContents().first {
            throw TraceError(
                .misplacedEvent,
                "\(path): expected a file of traces alone, found \(what), which a copy would not have: "
                    + "write the copy elsewhere")
        }
    }

    /// Copies each trace of files into a file of its own in a folder, under its id.
    ///
    /// - Throws: ``TraceError`` with the place of an event that cannot be read, or `file-system`; files that are whole by
    ///   then stay.
    public func split(
        _ inputs: [(path: String, selector: TraceSelector?)], into folder: String, as encoding: Encoding
    ) throws(TraceError) -> Summary {
        try storage.createFolder(folder)
        var run = CopyRun(options: options, makeDigest: makeDigest)
        var files: [String] = []
        var names: Set<String> = []
        for input in inputs {
            let source = try CopySource(input.path, selecting: input.selector, storage: storage)
            var latest: (any CopyTarget)?
            let images = run.images
            try run.copy(source) { (first) throws(TraceError) in
                try latest?.finish()
                let path = StoragePath.join(folder, TraceCopier.name(of: first.event, &names) + encoding.suffix)
                files.append(path)
                let target = try self.target(path, encoding, .trace, images)
                latest = target
                return target
            }
            try latest?.finish()
        }
        run.summary.files = files
        return run.summary
    }

    private func target(
        _ path: String, _ encoding: Encoding, _ layout: ContainerWriter.Layout, _ images: OverlayImages
    ) throws(TraceError) -> any CopyTarget {
        guard encoding == .mcap else { return try TextTarget(path: path, storage: storage) }
        let options = options
        return try ContainerTarget(path: path, layout: layout, options: options.container, storage: storage) {
            // A segment has one channel for all images of a trace: a viewer could not tell whose regions are whose.
            guard layout == .trace, options.hasViewerChannels || options.overlay != nil else { return nil }
            return ViewerProjection(
                runs: { images.runs(of: $0) },
                overlay: options.overlay.map { draw in { images.draw($0, $1, draw) } })
        }
    }

    /// Returns the name of the file of a trace: its id, with a number if there is such a file already.
    private static func name(of first: Event, _ names: inout Set<String>) -> String {
        let id: String
        switch first.body {
        case .traceBegin(let begin): id = begin.id
        case .layerBegin(let begin): id = "\(begin.trace.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }).layer"
        default: id = "trace"
        }
        var name = id
        var number = 2
        while !names.insert(name).inserted {
            name = "\(id)-\(number)"
            number += 1
        }
        return name
    }
}

extension TraceCopier.Encoding {
    /// The ending of the names of files.
    public var suffix: String {
        switch self {
        case .text: ".jsonl"
        case .mcap: ".mcap"
        }
    }

    /// The encoding that a file's name stands for: `.mcap` or else text.
    public init(ofName path: String) { self = path.hasSuffix(".mcap") ? .mcap : .text }
}
