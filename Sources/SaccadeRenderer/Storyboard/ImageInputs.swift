import Saccade

/// What was done to images before models saw them, as the inputs of generations say.
struct ImageInputs: Sendable {
    /// For each image of an agent, from which generation on it was seen in which way.
    private var known: [ScopedOrdinal: [(generation: Int, preprocessing: Preprocessing)]] = [:]
    /// The images that any generation received.
    private var received: Set<Int> = []
    /// Whether it was recorded what models received.
    private(set) var areKnown = false

    init(_ trace: TraceState) {
        for (number, agent) in trace.agents.enumerated() {
            for (generation, state) in agent.generations.enumerated() {
                if !state.begin.input.add.isEmpty { areKnown = true }
                received.formUnion(state.added)
                for part in state.begin.input.add {
                    add(part, number, generation)
                    // What a turn or a result holds was seen as a whole.
                    if let turn = part.turn, trace.turns.indices.contains(turn) {
                        for inner in trace.turns[turn].parts { add(inner, number, generation) }
                    }
                    if let call = part.call, agent.calls.indices.contains(call) {
                        for inner in agent.calls[call].parts { add(inner, number, generation) }
                    }
                }
            }
        }
    }

    private mutating func add(_ part: Part, _ agent: Int, _ generation: Int) {
        guard let image = part.image, let preprocessing = part.preprocessing else { return }
        known[ScopedOrdinal(agent: agent, n: image), default: []].append((generation, preprocessing))
    }

    /// Whether any generation received an image.
    func contain(_ image: Int) -> Bool { received.contains(image) }

    /// Returns what was done to an image before a generation saw it; `nil` where nothing was recorded.
    func preprocessing(of image: Int, agent: Int, generation: Int) -> Preprocessing? {
        known[ScopedOrdinal(agent: agent, n: image)]?.last { $0.generation <= generation }?.preprocessing
    }
}

extension Preprocessing {
    /// As what a model saw an image, for example `seen at 1036×672 in 888 tokens`; `nil` if it is not said.
    var words: String? {
        var words: String
        if let width, let height {
            words = "seen at \(width)×\(height)"
        } else if let recipe {
            words = "seen through \(recipe)"
        } else {
            return nil
        }
        if tiles.count == 2, tiles[0] > 0, tiles[1] > 0, tiles != [1, 1] {
            words += " in \(tiles[0])×\(tiles[1]) tiles"
        }
        if tokens.count == 2, tokens[1] > tokens[0] { words += " · \(grouped(tokens[1] - tokens[0])) tokens" }
        return words
    }
}
