import Saccade

extension StoryboardBuilder {
    /// Returns a comparison: what several agents looked at on the image that most of them share, then each agent alone.
    func comparePage() -> StoryboardPage {
        let wanted = trace.agents.indices.filter { options.agents?.contains($0) ?? true }
        let groups = byRoot(wanted.flatMap { trace.agents[$0].regions })
        func agents(of group: RootGroup) -> [Int] {
            wanted.filter { agent in group.regions.contains { $0.region.agent == agent } }
        }
        let best = groups.max { first, second in
            (agents(of: first).count, first.regions.count, -first.root)
                < (agents(of: second).count, second.regions.count, -second.root)
        }
        guard let group = best else { return finished([]) }
        let agents = agents(of: group)
        let agreement = Agreement(group.regions, agents: agents)
        var all = Panel(number: "∑", kind: counted(agents.count, "agent") + " on one image", isWide: true)
        all.picture = overview(
            group.root,
            group.regions.enumerated().map { index, entry in
                var region = drawn(entry.region, shape: entry.shape, time: .current)
                if agents.count > 1 {
                    region.style = agreement.partners[index].count == agents.count - 1 ? .fill : .outline
                }
                return region
            })
        all.blocks = [TextBlock(RichText(agreement.words), style: .body)]
        all.notes = dissent(group, agreement, agents) + answerNotes(wanted)
        var panels = [all]
        for agent in agents {
            let own = group.regions.filter { $0.region.agent == agent }
            let state = trace.agents[agent]
            var panel = Panel(
                number: "\(agent)", kind: agent == 0 ? "root" : lane(of: agent).name, agent: lane(of: agent))
            panel.agent?.name = counted(own.count, "look")
            panel.picture = overview(
                group.root, own.map { drawn($0.region, shape: $0.shape, time: .current) })
            panel.picture?.emphasis = .spotlight
            let answers = Array(state.answers.suffix(1))
            panel.blocks = answers.filter { !$0.text.isEmpty }.map {
                TextBlock(RichText(reading: $0.text.cut(to: options.textLimit)), style: .answer)
            }
            panel.evidence = evidence(of: answers)
            if let begin = state.steps.first?.beginTime, let end = state.steps.last?.endTime, end > begin {
                panel.meta = duration(end - begin)
            }
            panels.append(panel)
        }
        let rest = groups.filter { $0.root != group.root }.reduce(0) { $0 + $1.regions.count }
        if rest > 0 {
            panels[0].notes.append(
                Note(tone: .neutral, rule: "", text: "+\(counted(rest, "look")) on other images, not shown here"))
        }
        return finished(panels, badges: agreement.badges)
    }

    /// The places that one agent alone looked at.
    private func dissent(_ group: RootGroup, _ agreement: Agreement, _ agents: [Int]) -> [Note] {
        guard agents.count > 1 else { return [] }
        let alone = group.regions.indices.filter { agreement.partners[$0].isEmpty }
        guard !alone.isEmpty else { return [] }
        let names = alone.prefix(8).map { index -> String in
            let region = group.regions[index].region
            return "\(number(of: region))\(region.label.map { " \($0.cut(to: 40))" } ?? "")"
        }
        let more = alone.count > 8 ? " and \(alone.count - 8) more" : ""
        return [Note(tone: .warning, rule: "seen by one agent", text: names.joined(separator: ", ") + more)]
    }

    /// Which answers say the same.
    private func answerNotes(_ agents: [Int]) -> [Note] {
        var groups: [(text: String, shown: String, agents: [Int])] = []
        for agent in agents where trace.agents.count == 1 || agent != 0 || trace.aggregates.isEmpty {
            guard let answer = trace.agents[agent].answers.last, !answer.text.isEmpty else { continue }
            let key = answer.text.comparable
            if let index = groups.firstIndex(where: { $0.text == key }) {
                groups[index].agents.append(agent)
            } else {
                groups.append((key, RichText(reading: answer.text).text.cut(to: 90), [agent]))
            }
        }
        guard groups.count > 1 || (groups.first?.agents.count ?? 0) > 1 else { return [] }
        let most = groups.map(\.agents.count).max() ?? 0
        return groups.map { group in
            let who = group.agents.map { lane(of: $0).name }.joined(separator: ", ")
            return Note(
                tone: group.agents.count == most ? .pass : .warning, rule: who, text: group.shown)
        }
    }
}

/// Which regions of several agents mean the same place: boxes that share at least half of what they cover together.
struct Agreement {
    /// For each region the other agents with a region at its place.
    private(set) var partners: [Set<Int>]
    private let agents: [Int]
    private let count: Int
    private var shares: [Double] = []

    /// The share of the common area in the area that both cover, from which on two boxes mean one place.
    static let least = 0.5

    init(_ regions: [(region: Region, shape: Shape)], agents: [Int]) {
        self.agents = agents
        count = regions.count
        partners = Array(repeating: [], count: regions.count)
        let boxes = regions.map(\.shape.bounds)
        guard regions.count <= 2_000 else { return }
        for first in regions.indices {
            for second in regions.indices where second > first {
                let pair = (regions[first].region.agent, regions[second].region.agent)
                guard pair.0 != pair.1, let one = boxes[first], let other = boxes[second] else { continue }
                let shared = one.intersection(other).area
                let union = one.area + other.area - shared
                guard union > 0, shared / union >= Self.least else { continue }
                partners[first].insert(pair.1)
                partners[second].insert(pair.0)
                shares.append(shared / union)
            }
        }
    }

    private var sharedByAll: Int { partners.count { $0.count == agents.count - 1 } }
    private var alone: Int { partners.count { $0.isEmpty } }

    /// What agrees, in a sentence.
    var words: String {
        guard agents.count > 1 else { return "Only one agent looked at this image." }
        var parts = ["\(counted(count, "look")) by \(agents.count) agents"]
        parts.append("\(sharedByAll) at places that all of them saw (tinted)")
        parts.append("\(alone) at places that one alone saw")
        if !shares.isEmpty {
            let mean = shares.reduce(0, +) / Double(shares.count)
            parts.append("matching boxes share \(Int((mean * 100).rounded())) % of their area")
        }
        return parts.joined(separator: "; ") + "."
    }

    /// The verdict for the head of the page.
    var badges: [Badge] {
        guard agents.count > 1 else { return [] }
        return [
            Badge("\(count - alone) of \(counted(count, "look")) shared", tone: alone == 0 ? .pass : .neutral)
        ]
    }
}
