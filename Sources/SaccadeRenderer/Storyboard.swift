public import Saccade
public import SaccadeImaging
public import SaccadeReplay

/// A trace as pictures: one page, several pages, or a frame for each step.
///
///     let png = try Storyboard(TraceFile(path: "trace.jsonl")).png()
///
/// Its settings are values: change a copy of ``Theme/light``, or give an ``Annotator``, to draw differently.
public struct Storyboard {
    /// What is shown.
    public let options: StoryboardBuilder.Options
    /// How it is drawn.
    public let drawing: StoryboardRenderer.Options
    /// What makes PNG files of what was drawn; its texts are added to those that name the trace and the step.
    public var encoder = PNGEncoder()
    /// How many threads draw frames.
    public var workers = 1
    private let builder: StoryboardBuilder
    private let trace: TraceState

    /// Creates the storyboard of a trace in memory.
    ///
    /// - Parameters:
    ///   - trace: The trace.
    ///   - images: Its pictures.
    ///   - report: What a check found; `nil` for a page without findings.
    ///   - options: What is shown.
    ///   - drawing: How it is drawn.
    public init(
        _ trace: TraceState, images: ImageLibrary, report: TraceReport? = nil,
        options: StoryboardBuilder.Options = .init(), drawing: StoryboardRenderer.Options = .init()
    ) {
        self.trace = trace
        self.options = options
        self.drawing = drawing
        if let report {
            builder = StoryboardBuilder(trace: trace, images: images, report: report, options: options)
        } else {
            builder = StoryboardBuilder(trace: trace, images: images, options: options)
        }
    }

    /// Reads and checks a trace of a file, and creates its storyboard.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - ordinal: Which of its traces, from 0.
    ///   - check: How to check it; at L3 with `ImagingKit()` of `SaccadePixels`, each crop is made again and its card says
    ///     what came of it.
    ///   - options: What is shown.
    ///   - drawing: How it is drawn.
    /// - Throws: ``/Saccade/TraceError`` if the file cannot be read, or with code `missing-header` if it has no such trace.
    public init(
        _ file: TraceFile, ordinal: Int = 0, check: CheckOptions = CheckOptions(),
        options: StoryboardBuilder.Options = .init(),
        drawing: StoryboardRenderer.Options = .init()
    ) throws(TraceError) {
        let traces = try file.load()
        guard traces.indices.contains(ordinal) else {
            let found = traces.isEmpty ? "an empty file" : counted(traces.count, "trace")
            throw TraceError(.missingHeader, "\(file.path): expected trace \(ordinal), found \(found)")
        }
        // Standard input has been read to its end; its check would find nothing.
        let report = file.path == "-" ? nil : try Checker(check).check(path: file.path, storage: file.storage)
        let own = report.flatMap { $0.traces.indices.contains(ordinal) ? $0.traces[ordinal] : nil }
        self.init(
            traces[ordinal], images: ImageLibrary(file), report: own, options: options, drawing: drawing)
    }

    /// The page: plain values, which can be changed before they are drawn.
    public var page: StoryboardPage { builder.page() }

    /// How many steps are shown: those of the trace that the options ask for.
    public var stepCount: Int { builder.frames.count }

    /// The trace's id.
    public var traceID: String { trace.header?.id ?? "" }

    /// A page or frame as a file.
    public struct Output: Sendable {
        /// The bytes of the file.
        public let bytes: [UInt8]
        /// Its place among all, from 0.
        public let number: Int
        /// How many there are.
        public let count: Int
        /// The step, for a frame.
        public let step: StoryboardBuilder.FrameName?
        /// What could not be drawn as written.
        public let warnings: [String]
    }

    /// Returns the whole storyboard as one PNG, however high.
    ///
    /// Throws ``RendererError`` with code `page-too-large` beyond 32,000 pixels; ``pages(_:)`` makes several of it.
    public func png() throws -> [UInt8] {
        try StoryboardRenderer(options: drawing).render(page).png(encoder(for: nil))
    }

    /// Draws the storyboard as PNG pages of a bounded height, one after the other.
    public func pages(_ each: (Output) throws -> Void) throws {
        try StoryboardRenderer(options: drawing).renderPages(page) { result, number, count in
            try each(
                Output(
                    bytes: try result.png(encoder(for: nil)), number: number, count: count, step: nil,
                    warnings: result.warnings))
        }
    }

    /// Draws a frame for each step as a PNG and gives them away in order: memory does not grow with their number.
    public func frames(_ each: (Output) throws -> Void) throws {
        let names = builder.frames
        let count = max(1, min(workers, names.count))
        // Each worker has fonts of its own, and nobody else uses them.
        nonisolated(unsafe) let renderers = try (0..<count).map { _ in try StoryboardRenderer(options: frameDrawing) }
        nonisolated(unsafe) let board = self
        for start in stride(from: 0, to: names.count, by: count * 2) {
            let round = WorkRound<Result<Output?, any Error>>(start..<min(names.count, start + count * 2))
            Workers.run(count) { worker in
                while let place = round.next() {
                    round.finish(place, Result { try board.frame(place, of: names, renderers[worker]) })
                }
            }
            for output in round.outputs {
                if let output = try output.get() { try each(output) }
            }
        }
    }

    private func frame(
        _ place: Int, of names: [StoryboardBuilder.FrameName], _ renderer: StoryboardRenderer
    ) throws -> Output? {
        guard let page = builder.frame(place, of: names) else { return nil }
        let result = try renderer.render(page)
        var encoder = encoder(for: names[place])
        if workers > 1 { encoder.threads = 1 }
        return Output(
            bytes: try result.png(encoder), number: place, count: names.count, step: names[place],
            warnings: result.warnings)
    }

    /// Returns the storyboard as one PDF of all pages, with text that can be searched.
    public func pdf() throws -> (bytes: [UInt8], warnings: [String]) {
        try StoryboardRenderer(options: drawing).pdf(page)
    }

    /// Draws the storyboard as SVG pages, one after the other.
    public func svgPages(_ each: (Output) throws -> Void) throws {
        try StoryboardRenderer(options: drawing).svgPages(page, trace: traceID) { bytes, warnings, number, count in
            try each(Output(bytes: bytes, number: number, count: count, step: nil, warnings: warnings))
        }
    }

    /// Draws the frames as one animated PNG.
    ///
    /// Throws ``/Saccade/TraceError`` with code `missing-header` for a trace without steps, what drawing throws, and what `take`
    /// throws.
    ///
    /// - Parameters:
    ///   - milliseconds: How long each frame is shown, the last one twice as long.
    ///   - take: Takes the file, piece by piece.
    /// - Returns: What could not be drawn as written.
    public func animation(milliseconds: Int = 2_000, take: @escaping ([UInt8]) throws -> Void) throws -> [String] {
        let names = builder.frames
        guard !names.isEmpty else { throw TraceError(.missingHeader, "expected steps to draw, found none") }
        return try StoryboardRenderer(options: frameDrawing).animatedPNG(
            count: names.count, milliseconds: milliseconds, encoder: encoder(for: nil),
            page: { place in
                builder.frame(place, of: names) ?? StoryboardPage(title: "", layout: .frame, panels: [])
            }, take: take)
    }

    /// How frames are drawn: as wide as asked for, without paper.
    private var frameDrawing: StoryboardRenderer.Options {
        var options = drawing
        options.pageSize = nil
        return options
    }

    /// The encoder with what a PNG says about itself.
    private func encoder(for step: StoryboardBuilder.FrameName?) -> PNGEncoder {
        var encoder = encoder
        encoder.text += [(key: "Software", value: "saccade"), (key: "saccade:trace", value: traceID)]
        if let step {
            encoder.text.append((key: "saccade:agent", value: "\(step.agent)"))
            encoder.text.append((key: "saccade:step", value: "\(step.step)"))
        }
        return encoder
    }
}
