import Saccade
import SaccadeDigest
import SaccadeImaging
import SaccadePixels
import SaccadeRecorder
import SaccadeReplay
import Testing

/// A recorder over files in memory, and what came into them.
struct RecordedFolder {
    static let folder = "traces"

    let memory = MemoryStorage()

    /// Opens a recorder.
    func recorder(
        storage: (any Storage)? = nil, _ change: (inout RecorderOptions) -> Void = { _ in }
    ) throws -> TraceRecorder {
        var options = RecorderOptions()
        options.drainInterval = 1_000_000
        options.retryInterval = 2_000_000
        options.flushesAtExit = false
        change(&options)
        return try TraceRecorder(folder: Self.folder, options: options, storage: storage ?? memory)
    }

    /// The paths of the segments.
    func segments() throws -> [String] { try TraceFolder.files(at: Self.folder, storage: memory) }

    /// Checks the first segment.
    func check(_ level: Level = .l3) throws -> Report {
        let path = try #require(try segments().first)
        return try Checker(CheckOptions(level: level, pixels: ImagingKit())).check(path: path, storage: memory)
    }

    /// The events of all traces, one trace after another.
    func events() throws -> [[Event]] {
        guard let path = try segments().first else { return [] }
        let reader = try TraceReader(path: path, storage: memory)
        var traces: [[Event]] = []
        while let entry = try reader.next() {
            if entry.index == 0 { traces.append([]) }
            traces[traces.count - 1].append(entry.event)
        }
        return traces
    }
}

extension RecordedFolder {
    /// The events of each trace by its id, from all segments together.
    func traces() throws -> [String: [Event]] {
        var traces: [String: [Event]] = [:]
        for path in try segments() {
            let reader = try TraceReader(path: path, storage: memory)
            var id = ""
            while let entry = try reader.next() {
                if case .traceBegin(let begin) = entry.event.body { id = begin.id }
                traces[id, default: []].append(entry.event)
            }
        }
        return traces
    }
}

extension [Event] {
    /// The gaps.
    var gaps: [Gap] {
        compactMap { event in
            if case .gap(let gap) = event.body { gap } else { nil }
        }
    }

    /// The images.
    var images: [ImageDeclaration] {
        compactMap { event in
            if case .image(let image) = event.body { image } else { nil }
        }
    }

    /// The texts of all steps, in order.
    var texts: [String] {
        compactMap { event in
            if case .stepText(let text) = event.body { text.text } else { nil }
        }
    }

    func count(_ kind: EventKind) -> Int { count { $0.body.kind == kind } }
}

extension PixelImage {
    /// A picture that differs everywhere.
    static func noise(_ width: Int, _ height: Int, seed: UInt64 = 1) throws -> PixelImage {
        var state = seed
        let bytes = (0..<width * height * 4).map { index -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return index % 4 == 3 ? 255 : UInt8(truncatingIfNeeded: state >> 56)
        }
        return try #require(PixelImage(width: width, height: height, bytes: bytes))
    }
}

/// Records a question about a picture: a look, a zoom by a tool, an answer.
@discardableResult
func recordTask(_ recorder: TraceRecorder, seed: UInt64 = 1) throws -> LiveTrace {
    let photo = try PixelImage.noise(64, 48, seed: seed)
    let crop = try photo.cropped(to: PixelRectangle(x0: 8, y0: 4, x1: 40, y1: 28))
    let trace = recorder.trace(model: "qwen3-vl-8b", task: "Which shop is open?")
    let input = trace.image(try photo.encodedPNG(), names: ["street.png"])
    let turn = trace.turn([.image(input), .text("Which shop is open?")])
    let agent = trace.root
    let first = agent.generation(input: Input(add: [.turn(turn)]))
    let look = first.step(.look)
    look.text("The sign above the door is small; ")
    look.text("I zoom in.")
    let size = PixelSize(width: 64, height: 48)
    let sign = look.region(
        .box(Box(x0: 125, y0: 83.333, x1: 625, y1: 583.333)), on: input, size: size,
        space: CoordinateSpace(unit: .permille), role: .attended, label: "sign")
    let call = look.call("image_zoom_in_tool", written: #"{"bbox_2d":[8,4,40,28]}"#)
    let zoomed = trace.image(try crop.encodedPNG(), origin: call.origin)
    trace.derive(zoomed, cropOf: input, executed: Box(x0: 8, y0: 4, x1: 40, y1: 28), by: call)
    call.succeed([.image(zoomed)])
    look.end()
    first.end(finish: "tool_calls", usage: Usage(input: 900, image: 800, output: 30))
    let second = agent.generation(input: Input(add: [.generation(first), .call(call)]))
    let answer = second.step(.answer)
    answer.text("The bakery.", channel: .output)
    agent.answer("the bakery", final: true, in: answer, regions: [sign], images: [zoomed])
    answer.end()
    second.end(finish: "stop")
    agent.end()
    trace.end()
    return trace
}
