import Foundation
import Saccade
import SaccadeReplay

/// The check at L2, streaming from a file.
let checkLine = BenchmarkLine(name: "check", summary: "saccade check at L2 on a story like mix (CPU time)") { options in
    let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("saccade-story-\(ProcessInfo.processInfo.processIdentifier).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    let bytes = try MixStory.write(events: options.events, to: file.path)
    title("\(options.events) events, \(bytes) bytes, \(bytes / max(options.events, 1)) bytes an event")

    var times: [Double] = []
    for _ in 0..<options.rounds {
        var findings = 0
        let time = try processorTime {
            let report = try Checker().check(path: file.path)
            guard report.passed else { throw BenchmarkError("expected a pass, found \(report.text())") }
            findings = report.counts.total
        }
        guard findings == 0 else { throw BenchmarkError("expected no finding, found \(findings)") }
        times.append(time)
    }
    report("check", Double(options.events) / median(times), "events/s", aim: .atLeast(500_000))
    report("most memory of the process", Double(peakMemory()) / 1_048_576, "MiB", aim: .atMost(200))
}

/// A true story with the shares of `mix`: 40 % text, 30 % regions, 10 % images, 20 % others.
struct MixStory {
    private var generator = SeededGenerator(seed: 20_260_101)
    private var counts = (steps: 0, regions: 0, calls: 0, images: 0, generations: 0)
    private var time = 0
    private var length = 0
    private var turn = 0
    private var isCallOpen = false
    /// What must follow at once, because text and regions belong to a step that is open.
    private var following: EventBody?
    private let words = Array(
        "the sign above the left door reads exit, so the arrow must point to the right side of the ")
    private let labels = ["hanging sign", "price tag", "red car", "axis title", "search button", "platform 4"]

    /// Writes a story of a number of events and returns the number of bytes.
    static func write(events: Int, to path: String) throws -> Int {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw BenchmarkError("cannot write \(path)") }
        defer { try? handle.close() }
        var story = MixStory()
        var structure = LogStructure()
        var encoder = EventEncoder()
        var total = 0
        func put(_ body: EventBody, at time: Int) throws {
            let event = Event(body, time: time)
            structure.apply(event)
            encoder.encode(event)
            encoder.endLine()
            guard encoder.count > 1 << 20 else { return }
            total += encoder.count
            try handle.write(contentsOf: Data(encoder.bytes))
            encoder.removeAll()
        }
        try put(
            .traceBegin(
                TraceBegin(
                    format: FormatVersion.current.description, id: "0af7651916cd43dd8448eb211c80319c",
                    recorder: Recorder(name: "benchmark", version: "1"))), at: 0)
        for body in story.opening { try put(body, at: 0) }
        while structure.counts.events < events - 8 {
            let body = story.next()
            try put(body, at: story.time)
        }
        for body in story.closing { try put(body, at: story.time) }
        try put(.traceEnd(TraceEnd(counts: structure.counts)), at: story.time)
        total += encoder.count
        try handle.write(contentsOf: Data(encoder.bytes))
        return total
    }

    private var opening: [EventBody] {
        mutating get {
            [
                .image(image(.input)), .turn(Turn(n: 0, parts: [.image(0), .text("Where?")])),
                .generationBegin(generation()), .stepBegin(step()),
            ]
        }
    }

    private var closing: [EventBody] {
        var events = following.map { [$0] } ?? []
        if isCallOpen { events.append(.toolResult(ToolResult(agent: 0, call: counts.calls - 1))) }
        events.append(.stepEnd(StepEnd(agent: 0, step: counts.steps - 1)))
        events.append(.generationEnd(GenerationEnd(agent: 0, n: counts.generations - 1)))
        return events
    }

    private mutating func next() -> EventBody {
        time += Int.random(in: 2_000...40_000_000, using: &generator)
        if let body = following {
            following = nil
            return body
        }
        switch Int.random(in: 0..<100, using: &generator) {
        case ..<40:
            let start = Int.random(in: 0..<(words.count - 40), using: &generator)
            length += 40
            return .stepText(
                StepText(
                    agent: 0, step: counts.steps - 1, channel: .output, text: String(words[start..<(start + 40)])))
        case ..<70: return .region(region())
        case ..<80: return .image(image(.input))
        default: return other()
        }
    }

    private mutating func other() -> EventBody {
        turn = (turn + 1) % 4
        switch turn {
        case 1:
            isCallOpen = true
            counts.calls += 1
            return .toolRequest(
                ToolRequest(
                    agent: 0, n: counts.calls - 1, step: counts.steps - 1, name: "image_zoom_in_tool",
                    arguments: .object([
                        JSONMember("bbox_2d", .array([574, 301, 660, 468].map { .integer($0) })),
                        JSONMember("label", .string("hanging sign")),
                    ])))
        case 2:
            isCallOpen = false
            return .toolResult(ToolResult(agent: 0, call: counts.calls - 1, parts: [.image(counts.images - 1)]))
        case 3:
            let end = StepEnd(agent: 0, step: counts.steps - 1)
            following = .stepBegin(step())
            return .stepEnd(end)
        default:
            let end = GenerationEnd(
                agent: 0, n: counts.generations - 1, finish: "stop",
                usage: Usage(input: Int.random(in: 2000...9000, using: &generator), image: 1560, output: 212))
            following = .generationBegin(generation())
            return .generationEnd(end)
        }
    }

    private mutating func step() -> StepBegin {
        length = 0
        counts.steps += 1
        return StepBegin(agent: 0, n: counts.steps - 1, kind: .look, generation: counts.generations - 1)
    }

    private mutating func generation() -> GenerationBegin {
        counts.generations += 1
        return GenerationBegin(
            agent: 0, n: counts.generations - 1, sampling: Sampling(temperature: 0.7, topP: 0.8, maxTokens: 4096),
            input: Input(add: [counts.calls > 0 ? .call(counts.calls - 1) : .turn(0)]))
    }

    private mutating func image(_ kind: OriginKind) -> ImageDeclaration {
        counts.images += 1
        let digest = Digest(bytes: (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
        return ImageDeclaration(
            n: counts.images - 1, width: 2460, height: 1612, media: "image/png", digest: digest,
            bytes: Int.random(in: 1_000...4_000_000, using: &generator), names: ["image-\(counts.images - 1)"],
            origin: ImageOrigin(kind: kind))
    }

    private mutating func region() -> Region {
        counts.regions += 1
        let x = Double(Int.random(in: 0..<700, using: &generator))
        let y = Double(Int.random(in: 0..<700, using: &generator))
        let box = Box(
            x0: x, y0: y, x1: x + Double(Int.random(in: 1...299, using: &generator)),
            y1: y + Double(Int.random(in: 1...299, using: &generator)))
        let written = "[\(Int(box.x0)), \(Int(box.y0)), \(Int(box.x1)), \(Int(box.y1))]"
        let space = CoordinateSpace(unit: .permille)
        return Region(
            agent: 0, n: counts.regions - 1, step: counts.steps - 1, image: 0, written: written, shape: .box(box),
            space: space, spaceSource: .inferred,
            pixels: try? Shape.box(box).resolved(in: space, of: PixelSize(width: 2460, height: 1612)),
            role: .attended, label: labels.randomElement(using: &generator),
            span: length == 0 ? nil : Span(step: counts.steps - 1, channel: .output, bytes: [0, 16]))
    }
}
