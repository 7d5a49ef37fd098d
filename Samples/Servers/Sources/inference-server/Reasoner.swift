import OpenAIWire
import Saccade
import SaccadeImaging
import SaccadeRecorder
import SaccadeServer

/// Stands in for a model: answers where a coloured mark is, by looking at the picture, zooming in and looking again.
///
/// It is given no recorder. What it does comes into the trace because `withStep` and the like know which task runs.
struct Reasoner: Sendable {
    /// How long a word takes, as a model's would.
    var delay: Duration
    /// Takes what is said as it is said.
    var say: @Sendable (TextChannel, String) -> Void

    /// A picture that it can look at, and its name in the trace.
    struct Sight: Sendable {
        var pixels: PixelImage
        var image: LiveImage?
        /// Where it lies in the user's picture.
        var x = 0
        var y = 0

        var size: PixelSize { pixels.size }
    }

    /// What an agent found.
    struct Finding: Sendable {
        var color: MarkColor
        /// Where, in pixels of the user's picture.
        var box: PixelRectangle
        var count: Int
        var region: LiveRegion?
        var detail: LiveImage?
        var answer: LiveAnswer?

        var sentence: String {
            "The \(color.rawValue) mark is at [\(box.x0), \(box.y0), \(box.x1), \(box.y1)], \(count) pixels of it."
        }
    }

    static let nothing = "There is no coloured mark in the picture."

    // MARK: One agent

    /// Looks for the mark alone and answers.
    func answer(_ question: String, about sight: Sight, input: Input) async throws -> String {
        let finding = try await search(for: MarkColor.named(in: question), in: sight, input: input)
        return try await withGeneration { generation in
            generation.noteFirstToken()
            generation.note(finish: "stop", usage: usage(sight, words: 12))
            return try await conclude(finding)
        }
    }

    /// Looks at a picture, zooms in and looks again.
    private func search(for color: MarkColor?, in sight: Sight, input: Input) async throws -> Finding? {
        let finder = MarkFinder(color: color)
        let (found, first) = try await withGeneration(input: input) { generation in
            generation.noteFirstToken()
            let found = try await withStep(.look, title: "look at the whole") { step -> (Sight, LiveCall?)? in
                // As a model does: coarsely, on cells of the picture.
                guard let mark = finder.find(in: sight.pixels, cell: max(8, sight.size.width / 40)) else {
                    try await speak("I see no \(color?.rawValue ?? "coloured") mark here.")
                    return nil
                }
                try await speak("There is something \(mark.color.rawValue) here; I zoom in on it.")
                if let step, let image = sight.image { attend(mark, on: image, sight.size, in: step) }
                return try await zoom(into: mark.box, of: sight)
            }
            generation.note(finish: found == nil ? "stop" : "tool_calls", usage: usage(sight, words: 9))
            return (found, generation.generation)
        }
        guard let (detail, call) = found else { return nil }
        return try await measure(detail, after: call, first, finder)
    }

    /// A second model call: sees the zoomed picture, too.
    private func measure(
        _ detail: Sight, after call: LiveCall?, _ first: LiveGeneration?, _ finder: MarkFinder
    ) async throws -> Finding? {
        var input = Input()
        if let call, let first { input.add = [.generation(first), .call(call)] }
        return try await withGeneration(input: input) { generation in
            generation.noteFirstToken()
            return try await withStep(.verify, title: "measure it") { step in
                guard let mark = finder.find(in: detail.pixels, cell: 1) else {
                    try await speak("It is gone.")
                    return nil
                }
                try await speak("It is \(mark.color.rawValue), \(mark.box.x1 - mark.box.x0) pixels wide.")
                let box = mark.box
                var finding = Finding(
                    color: mark.color,
                    box: PixelRectangle(
                        x0: box.x0 + detail.x, y0: box.y0 + detail.y, x1: box.x1 + detail.x, y1: box.y1 + detail.y),
                    count: mark.count, detail: detail.image)
                if let image = detail.image {
                    finding.region = step?.region(
                        .box(box.box), on: image, written: box.description, role: .evidence,
                        label: "\(mark.color.rawValue) mark")
                }
                generation.note(finish: "stop", usage: usage(detail, words: 5))
                return finding
            }
        }
    }

    private func attend(_ mark: MarkFinder.Mark, on image: LiveImage, _ size: PixelSize, in step: LiveStep) {
        func permille(_ value: Int, _ whole: Int) -> Int { value * 1000 / whole }
        let numbers = [
            permille(mark.box.x0, size.width), permille(mark.box.y0, size.height), permille(mark.box.x1, size.width),
            permille(mark.box.y1, size.height),
        ]
        step.region(
            .box(
                Box(
                    x0: Double(numbers[0]), y0: Double(numbers[1]), x1: Double(numbers[2]), y1: Double(numbers[3]))),
            on: image, size: size, space: CoordinateSpace(unit: .permille),
            written: "[\(numbers.map(String.init).joined(separator: ", "))]", role: .attended,
            label: "something \(mark.color.rawValue)")
    }

    // MARK: The tool

    /// Cuts a place out of a picture, with some room around it, and hands it out as a file, as tools do.
    private func zoom(into box: PixelRectangle, of sight: Sight) async throws -> (Sight, LiveCall?) {
        let whole = PixelRectangle(size: sight.size)
        let place = PixelRectangle(x0: box.x0 - 16, y0: box.y0 - 16, x1: box.x1 + 16, y1: box.y1 + 16).intersection(
            whole)
        return try await cut(place, out: sight, tool: "image_zoom_in_tool")
    }

    private func cut(
        _ place: PixelRectangle, out sight: Sight, tool: String
    ) async throws -> (Sight, LiveCall?) {
        let written = #"{"bbox_2d": [\#(place.x0), \#(place.y0), \#(place.x1), \#(place.y1)]}"#
        return try await withToolCall(tool, written: written) { call in
            let file = try sight.pixels.cropped(to: place).encodedPNG()
            var detail = Sight(pixels: try PixelImage.decode(file), x: sight.x + place.x0, y: sight.y + place.y0)
            guard let call, let trace = LiveTrace.current, let parent = sight.image else { return ((detail, nil), []) }
            let image = trace.image(file, origin: call.origin)
            trace.derive(image, cropOf: parent, requested: place.box, executed: place.box, by: call)
            detail.image = image
            return ((detail, call), [.image(image)])
        }
    }

    // MARK: Three agents

    /// Lets three agents look at a third of the picture each, at the same time, and takes the largest mark.
    func answerInParallel(_ question: String, about sight: Sight, input: Input) async throws -> String {
        let color = MarkColor.named(in: question)
        return try await withGeneration(input: input) { generation in
            generation.noteFirstToken()
            let findings = try await withStep(.delegate, title: "three agents look") { _ in
                try await speak("I give each of three agents a third of the picture.")
                return try await withThrowingTaskGroup(of: (Int, Finding?).self) { group in
                    for third in 0..<3 {
                        group.addTask { (third, try await searchThird(third, for: color, of: sight)) }
                    }
                    return try await group.reduce(into: [(Int, Finding?)]()) { $0.append($1) }
                }.sorted { $0.0 < $1.0 }.map(\.1)
            }
            let found = findings.compactMap { $0 }
            let best = found.max { $0.count < $1.count }
            if let root = LiveAgent.current, found.count > 1 {
                root.aggregate(
                    .judge, of: found.compactMap(\.answer), weights: found.map { Double($0.count) },
                    chosen: best?.answer, why: "the largest mark counts")
            }
            generation.note(finish: "stop", usage: usage(sight, words: 12))
            return try await conclude(best)
        }
    }

    private func searchThird(_ third: Int, for color: MarkColor?, of sight: Sight) async throws -> Finding? {
        // Thirds that overlap, so that a mark on a border is whole in one of them.
        let (width, reach) = (sight.size.width, sight.size.width / 12)
        let place = PixelRectangle(
            x0: max(0, width * third / 3 - reach), y0: 0, x1: min(width, width * (third + 1) / 3 + reach),
            y1: sight.size.height)
        let role = ["left", "middle", "right"][third]
        return try await withAgent(role: "\(role) third") { agent in
            let (part, _) = try await withStep(.act, title: "cut out the \(role) third") { _ in
                try await cut(place, out: sight, tool: "crop")
            }
            let input = Input(add: part.image.map { [.image($0)] } ?? [])
            var finding = try await search(for: color, in: part, input: input)
            if let found = finding {
                finding?.answer = agent?.answer(
                    found.sentence, score: Double(found.count), regions: found.region.map { [$0] } ?? [],
                    images: found.detail.map { [$0] } ?? [])
            }
            return finding
        }
    }

    // MARK: Words

    private func conclude(_ finding: Finding?) async throws -> String {
        try await withStep(.answer) { step in
            let text = finding?.sentence ?? Self.nothing
            try await speak(text, .output)
            step?.agent.answer(
                text, final: true, in: step, regions: finding?.region.map { [$0] } ?? [],
                images: finding?.detail.map { [$0] } ?? [])
            return text
        }
    }

    /// Says a sentence word by word, as a model does.
    private func speak(_ sentence: String, _ channel: TextChannel = .reasoning) async throws {
        for word in sentence.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
            if delay > .zero { try await Task.sleep(for: delay) }
            let piece = word.offset == 0 ? String(word.element) : " \(word.element)"
            LiveStep.current?.text(piece, channel: channel)
            say(channel, piece)
        }
    }

    /// Tokens as such a model would count them: one for each square of 28 pixels.
    private func usage(_ sight: Sight, words: Int) -> Usage {
        let image = (sight.size.width + 27) / 28 * ((sight.size.height + 27) / 28)
        return Usage(input: image + 24, image: image, output: words)
    }
}
