import Saccade

/// The corpus `mix`: 40 % text deltas of 40 bytes, 30 % regions, 10 % images, 20 % others, from a fixed seed.
struct MixCorpus {
    /// The events, in order.
    let events: [Event]

    /// Generates a number of events.
    init(count: Int, seed: UInt64 = 20_260_101) {
        var generator = SeededGenerator(seed: seed)
        var maker = EventMaker()
        events = (0..<count).map { _ in
            let time = maker.tick(&generator)
            let body: EventBody =
                switch Int.random(in: 0..<100, using: &generator) {
                case ..<40: maker.text(&generator)
                case ..<70: maker.region(&generator)
                case ..<80: maker.image(&generator)
                default: maker.other(&generator)
                }
            return Event(body, time: time)
        }
    }
}

/// Makes plausible events with running ordinals.
private struct EventMaker {
    private var time = 0
    private var images = 0
    private var regions = 0
    private var steps = 0
    private var calls = 0
    private var generations = 0
    private let labels = ["hanging sign", "price tag", "red car", "axis title", "search button", "platform 4"]
    private let words = Array(
        "the sign above the left door reads exit, so the arrow must point to the right side of the ")

    mutating func tick(_ generator: inout SeededGenerator) -> Int {
        time += Int.random(in: 2_000...40_000_000, using: &generator)
        return time
    }

    func text(_ generator: inout SeededGenerator) -> EventBody {
        let start = Int.random(in: 0..<(words.count - 40), using: &generator)
        let channel: TextChannel = Bool.random(using: &generator) ? .reasoning : .output
        return .stepText(
            StepText(agent: 0, step: steps, channel: channel, text: String(words[start..<(start + 40)])))
    }

    mutating func region(_ generator: inout SeededGenerator) -> EventBody {
        defer { regions += 1 }
        let x = Double(Int.random(in: 0..<700, using: &generator))
        let y = Double(Int.random(in: 0..<700, using: &generator))
        let box = Box(
            x0: x, y0: y, x1: x + Double(Int.random(in: 1...299, using: &generator)),
            y1: y + Double(Int.random(in: 1...299, using: &generator)))
        let written = "[\(Int(box.x0)), \(Int(box.y0)), \(Int(box.x1)), \(Int(box.y1))]"
        let space = CoordinateSpace(unit: .permille)
        let pixels = try? Shape.box(box).resolved(in: space, of: PixelSize(width: 2460, height: 1612))
        let begin = Int.random(in: 0..<900, using: &generator)
        return .region(
            Region(
                agent: 0, n: regions, step: steps, image: max(0, images - 1), written: written, shape: .box(box),
                space: space, spaceSource: .inferred, pixels: pixels, role: .attended,
                label: labels.randomElement(using: &generator),
                span: Span(step: steps, channel: .output, bytes: [begin, begin + written.utf8.count])))
    }

    mutating func image(_ generator: inout SeededGenerator) -> EventBody {
        defer { images += 1 }
        let digest = Digest(bytes: (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
        return .image(
            ImageDeclaration(
                n: images, width: Int.random(in: 28...4096, using: &generator),
                height: Int.random(in: 28...4096, using: &generator), media: "image/png", digest: digest,
                bytes: Int.random(in: 1_000...4_000_000, using: &generator), names: ["image-\(images)"],
                origin: ImageOrigin(kind: .tool, agent: 0, call: calls)))
    }

    mutating func other(_ generator: inout SeededGenerator) -> EventBody {
        switch Int.random(in: 0..<7, using: &generator) {
        case 0:
            steps += 1
            return .stepBegin(StepBegin(agent: 0, n: steps, kind: .look, generation: generations))
        case 1: return .stepEnd(StepEnd(agent: 0, step: steps))
        case 2:
            calls += 1
            let box = (0..<4).map { _ in JSONValue.integer(Int64.random(in: 0...1000, using: &generator)) }
            return .toolRequest(
                ToolRequest(
                    agent: 0, n: calls, step: steps, name: "image_zoom_in_tool",
                    arguments: .object([
                        JSONMember("bbox_2d", .array(box)), JSONMember("label", .string("hanging sign")),
                    ])))
        case 3: return .toolResult(ToolResult(agent: 0, call: calls, parts: [.image(max(0, images - 1))]))
        case 4:
            generations += 1
            return .generationBegin(
                GenerationBegin(
                    agent: 0, n: generations, sampling: Sampling(temperature: 0.7, topP: 0.8, maxTokens: 4096),
                    input: Input(add: [.call(calls)])))
        case 5:
            return .generationEnd(
                GenerationEnd(
                    agent: 0, n: generations, finish: "stop",
                    usage: Usage(input: Int.random(in: 500...9000, using: &generator), image: 1560, output: 212)))
        default:
            return .imageDerive(
                ImageDerivation(
                    image: images, parents: [ImageParent(image: 0, map: .crop(x: 1411, y: 485))], operation: .crop,
                    agent: 0, call: calls, requested: Box(x0: 1411.2, y0: 485.1, x1: 1623.6, y1: 754.4),
                    executed: Box(x0: 1411, y0: 485, x1: 1624, y1: 755), rounding: .outward))
        }
    }
}
