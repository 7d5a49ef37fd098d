import Saccade

extension Rule {
    /// `never-shown-image`, with its page in `Docs/Rules`.
    public static let neverShownImage = Rule(
        "never-shown-image", code: "IMG-14", severity: .warning, level: .l1, since: "0.1", isExplainedByGap: true,
        reads: [.image, .imageDerive, .turn, .toolResult, .messageSend, .generationBegin],
        summary: "A picture that a tool makes is shown to the model that goes on.",
        rationale: """
            The model cannot have seen a drawing that is in no input. What it says about the drawing afterwards is \
            made up. Pictures from which others are made, and those after the last generation, do not count.
            """,
        hint: "put the image into the next input, or look whether the recorder lost that part",
        good: [
            Example(
                "A drawing in the next input",
                #"""
                {"t":"generation.begin","agent":0,"n":0,"input":{"add":[{"image":0}]}}
                {"t":"image","n":1,"width":100,"height":50,"origin":{"kind":"rendered"},"missing":"an example"}
                {"t":"generation.begin","agent":0,"n":1,"input":{"add":[{"image":1}]}}
                """#)
        ],
        bad: [
            Example(
                "A drawing in no input",
                #"""
                {"t":"generation.begin","agent":0,"n":0,"input":{"add":[{"image":0}]}}
                ✗ {"t":"image","n":1,"width":100,"height":50,"origin":{"kind":"rendered"},"missing":"an example"}
                {"t":"generation.begin","agent":0,"n":1,"input":{"add":[{"text":"go on"}]}}
                """#)
        ],
        scratch: { UnseenImages() },
        check: { entry, _, unseen, _ in
            switch entry.event.body {
            case .image(let image):
                guard [.tool, .rendered].contains(image.origin.kind), unseen.waiting.count < UnseenImages.most else {
                    return
                }
                unseen.waiting[image.n] = UnseenImages.Waiting(place: Place(entry))
                unseen.fresh.append(image.n)
            case .imageDerive(let derivation): unseen.see(derivation.parents.map(\.image))
            case .turn(let turn): unseen.see(turn.parts.compactMap(\.image))
            case .messageSend(let message): unseen.see(message.parts.compactMap(\.image))
            case .toolResult(let result):
                let images = result.parts.compactMap(\.image).filter { unseen.waiting[$0] != nil }
                guard !images.isEmpty else { return }
                unseen.results[ScopedOrdinal(agent: result.agent, n: result.call)] = images
            case .generationBegin(let begin): unseen.generate(begin)
            default: break
            }
        },
        finish: { _, unseen, report in
            // Without a single input that holds a picture, nothing is known about what was seen.
            guard unseen.hasInputs else { return }
            for (image, waiting) in unseen.waiting.sorted(by: { $0.key < $1.key }) where waiting.isPassedOver {
                report.add("image \(image) is in no input of the model", at: waiting.place)
            }
        })
}

/// The pictures of tools that no model has seen yet.
private struct UnseenImages {
    struct Waiting {
        let place: Place
        /// Whether a generation has begun since, without the picture.
        var isPassedOver = false
    }

    var waiting: [Int: Waiting] = [:]
    var results: [ScopedOrdinal: [Int]] = [:]
    var hasInputs = false
    /// The pictures that came since the last generation.
    var fresh: [Int] = []

    /// The most pictures that are followed at once.
    static let most = 65_536

    mutating func see(_ images: [Int]) {
        for image in images { waiting[image] = nil }
    }

    mutating func generate(_ begin: GenerationBegin) {
        for part in begin.input.add {
            if let image = part.image {
                hasInputs = true
                waiting[image] = nil
            }
            if part.turn != nil || part.message != nil { hasInputs = true }
            if let call = part.call {
                hasInputs = true
                see(results.removeValue(forKey: ScopedOrdinal(agent: begin.agent, n: call)) ?? [])
            }
        }
        for image in fresh { waiting[image]?.isPassedOver = true }
        fresh.removeAll(keepingCapacity: true)
    }
}
