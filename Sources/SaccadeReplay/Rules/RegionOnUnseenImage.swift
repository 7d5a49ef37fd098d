import Saccade

extension Rule {
    /// `region-on-unseen-image`, with its page in `Docs/Rules`.
    public static let regionOnUnseenImage = Rule(
        "region-on-unseen-image", code: "AGT-11", severity: .warning, level: .l1, since: "0.1",
        isExplainedByGap: true, reads: [.turn, .toolResult, .messageSend, .generationBegin, .region],
        summary: "A model names places on pictures that it has seen.",
        rationale: """
            The picture, those it was made from and those made from it are in no input of the agent: the place was \
            guessed, belongs to another picture, or the record lost an input. Agents whose inputs hold no picture at all \
            are left alone.
            """,
        hint: "record every picture that a model receives in generation.begin, or mend the region's image",
        good: [
            Example(
                "On a picture of the input",
                #"""
                {"t":"generation.begin","agent":0,"n":0,"input":{"add":[{"image":0}]}}
                {"t":"region","agent":0,"n":0,"step":0,"image":0,"shape":{"box":[10,10,50,50]}}
                """#)
        ],
        bad: [
            Example(
                "On another picture",
                #"""
                {"t":"image","n":1,"width":640,"height":480,"origin":{"kind":"input"},"missing":"an example"}
                {"t":"generation.begin","agent":0,"n":0,"input":{"add":[{"image":0}]}}
                ✗ {"t":"region","agent":0,"n":0,"step":0,"image":1,"shape":{"box":[10,10,50,50]}}
                """#)
        ],
        scratch: { SeenImages() },
        check: { entry, state, seen, report in
            switch entry.event.body {
            case .turn(let turn): seen.turns.append(turn.parts.compactMap(\.image))
            case .toolResult(let result):
                seen.results[ScopedOrdinal(agent: result.agent, n: result.call)] = result.parts.compactMap(\.image)
            case .messageSend(let message):
                let images = message.parts.compactMap(\.image)
                if !images.isEmpty { seen.messages[ScopedOrdinal(agent: message.agent, n: message.n)] = images }
            case .generationBegin(let begin): seen.take(begin, state.structure)
            case .region:
                guard let agent = entry.event.body.agent, let image = entry.event.body.image,
                    seen.lacks(image, agent, state.structure), case .region(let region) = entry.event.body,
                    region.by == .model
                else { return }
                report.add(
                    "no input of agent \(region.agent) holds image \(region.image) or one of its relatives", at: entry,
                    field: "image")
            default: break
            }
        })
}

/// The roots of the pictures that each agent has received.
private struct SeenImages {
    var turns: [[Int]] = []
    var results: [ScopedOrdinal: [Int]] = [:]
    var messages: [ScopedOrdinal: [Int]] = [:]
    var roots: [Int: Set<Int>] = [:]

    /// Whether an agent has received pictures, and none that is related to an image.
    func lacks(_ image: Int, _ agent: Int, _ structure: LogStructure) -> Bool {
        guard let roots = roots[agent], !roots.isEmpty, structure.images.indices.contains(image) else { return false }
        return !roots.contains(structure.images[image].root)
    }

    mutating func take(_ begin: GenerationBegin, _ structure: LogStructure) {
        for part in begin.input.add {
            var images = part.image.map { [$0] } ?? []
            if let turn = part.turn, turns.indices.contains(turn) { images += turns[turn] }
            if let call = part.call {
                images += results.removeValue(forKey: ScopedOrdinal(agent: begin.agent, n: call)) ?? []
            }
            if let message = part.message { images += messages[message] ?? [] }
            for image in images {
                if let root = structure.image(image)?.root { roots[begin.agent, default: []].insert(root) }
            }
        }
    }
}
