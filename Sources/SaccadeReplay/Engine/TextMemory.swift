public import Saccade

/// The texts of the steps that are open or have ended lately, within a budget.
///
/// Lengths are kept for every step that is here; the bytes are given up where they would take too much memory.
public struct TextMemory: Sendable {
    /// The text of one channel of a step so far.
    public struct Channel: Sendable {
        /// The channel.
        public let name: TextChannel
        /// The number of UTF-8 bytes.
        public internal(set) var length = 0
        /// The UTF-8 bytes; `nil` if they were given up.
        public internal(set) var bytes: [UInt8]? = []
    }

    /// The texts of one step.
    struct Step: Sendable {
        let n: Int
        var channels: [Channel] = []
    }

    private struct Agent: Sendable {
        var open: [Step] = []
        var closed: [Step] = []
    }

    private var agents: [Agent] = []
    private var kept = 0

    /// The most bytes of all texts together: 32 MiB.
    static let budget = 32 << 20
    /// The most bytes of one channel: 1 MiB.
    static let largestText = 1 << 20
    /// The number of ended steps that are remembered per agent.
    static let closedSteps = 16

    /// Returns the channels of a step, or `nil` if the step is not remembered.
    public func channels(ofStep step: Int, agent: Int) -> [Channel]? {
        guard agents.indices.contains(agent) else { return nil }
        return (agents[agent].open.last { $0.n == step } ?? agents[agent].closed.last { $0.n == step })?.channels
    }

    mutating func begin(agent: Int, step: Int) {
        // The structure has agents 0 to its count; anything else does not fit and has been reported.
        guard agent >= 0, agent < LogStructureLimits.agents else { return }
        while agents.count <= agent { agents.append(Agent()) }
        agents[agent].open.append(Step(n: step))
    }

    mutating func append(_ text: StepText) {
        guard agents.indices.contains(text.agent),
            let step = agents[text.agent].open.lastIndex(where: { $0.n == text.step })
        else { return }
        kept += agents[text.agent].open[step].append(text, mayKeep: kept < TextMemory.budget)
    }

    mutating func end(agent: Int, step: Int) {
        guard agents.indices.contains(agent), let index = agents[agent].open.lastIndex(where: { $0.n == step }) else {
            return
        }
        agents[agent].closed.append(agents[agent].open.remove(at: index))
        if agents[agent].closed.count > TextMemory.closedSteps { kept -= agents[agent].closed.removeFirst().keptBytes }
    }

    /// Forgets an agent: it has ended, or a gap has swallowed part of its text.
    mutating func forget(agent: Int) {
        guard agents.indices.contains(agent) else { return }
        for step in agents[agent].open + agents[agent].closed { kept -= step.keptBytes }
        agents[agent] = Agent()
    }

    /// Forgets everything.
    mutating func removeAll() {
        agents.removeAll()
        kept = 0
    }
}

/// Limits of what the engine keeps.
enum LogStructureLimits {
    /// The most agents with text.
    static let agents = 1 << 20
}

extension TextMemory.Step {
    /// The number of bytes that are kept.
    var keptBytes: Int { channels.reduce(0) { $0 + ($1.bytes?.count ?? 0) } }

    /// Adds a piece of text; returns by how much the kept bytes have grown.
    mutating func append(_ text: StepText, mayKeep: Bool) -> Int {
        let utf8 = text.text.utf8
        let index: Int
        if let known = channels.firstIndex(where: { $0.name == text.channel }) {
            index = known
        } else {
            index = channels.count
            channels.append(TextMemory.Channel(name: text.channel))
        }
        channels[index].length += utf8.count
        guard let before = channels[index].bytes?.count else { return 0 }
        guard mayKeep, before + utf8.count <= TextMemory.largestText else {
            channels[index].bytes = nil
            return -before
        }
        channels[index].bytes?.append(contentsOf: utf8)
        return utf8.count
    }
}
