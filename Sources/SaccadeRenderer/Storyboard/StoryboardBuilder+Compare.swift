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
        guard let group = best else { return finished(withoutLooks(wanted)) }
        let agents = agents(of: group)
        let agreement = Agreement(
            group.regions, agents: agents, size: trace.image(group.root)?.declaration.size)
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
        // What came of it in the end, where agents did not only stand beside each other.
        if agents.count > 1, !trace.aggregates.isEmpty, let last = trace.agents.first?.answers.last, !last.text.isEmpty
        {
            all.notes += trace.aggregates.map(note)
            all.blocks.append(TextBlock(RichText(reading: last.text.cut(to: options.textLimit)), style: .answer))
        }
        var panels = [all]
        if agents.count > 1 {
            panels += agents.map { agent in
                panel(of: agent, group.root, group.regions.filter { $0.region.agent == agent })
            }
            // Who looked at nothing may still have answered.
            panels += wanted.filter { !agents.contains($0) && ($0 != 0 || trace.aggregates.isEmpty) }
                .filter { !trace.agents[$0].answers.isEmpty }.map { panel(of: $0, nil, []) }
        } else if let agent = agents.first {
            // The picture would be the same once more.
            let own = panel(of: agent, group.root, [])
            panels[0].kind = own.kind
            panels[0].agent = own.agent
            panels[0].agent?.name = counted(group.regions.count, "look")
            panels[0].blocks += own.blocks
            panels[0].evidence = own.evidence
            panels[0].notes += own.notes
        }
        let rest = groups.filter { $0.root != group.root }.reduce(0) { $0 + $1.regions.count }
        if rest > 0 {
            panels[0].notes.append(
                Note(tone: .neutral, rule: "", text: "+\(counted(rest, "look")) on other images, not shown here"))
        }
        return finished(panels, badges: agreement.badges)
    }

    /// The answers alone, where no agent marked a place; none of a trace without steps.
    private func withoutLooks(_ agents: [Int]) -> [Panel] {
        var panels = agents.filter { !trace.agents[$0].steps.isEmpty }.map { panel(of: $0, nil, []) }
        if !panels.isEmpty {
            let text = "no agent marked a place on an image, so there are no looks to compare"
            panels[0].notes.insert(Note(tone: .neutral, rule: "", text: text), at: 0)
        }
        return panels
    }

    /// Returns what one agent looked at on an image, with its answer and what the check found of it.
    private func panel(of agent: Int, _ root: Int?, _ own: [(region: Region, shape: Shape)]) -> Panel {
        let state = trace.agents[agent]
        var panel = Panel(
            number: "\(agent)", kind: agent == 0 ? "root" : lane(of: agent).name, agent: lane(of: agent))
        panel.agent?.name = counted(own.count, "look")
        if let root {
            panel.picture = overview(root, own.map { drawn($0.region, shape: $0.shape, time: .current) })
            panel.picture?.emphasis = .spotlight
        }
        let answers = Array(state.answers.suffix(1))
        panel.blocks = answers.filter { !$0.text.isEmpty }.map {
            TextBlock(RichText(reading: $0.text.cut(to: options.textLimit)), style: .answer)
        }
        panel.evidence = evidence(of: answers)
        if let begin = state.steps.first?.beginTime, let end = state.steps.last?.endTime, end > begin {
            panel.meta = duration(end - begin)
        }
        let found = notes { ($0.agent ?? 0) == agent && $0.step != nil }
        panel.notes = Array(found.prefix(Self.mostNotes))
        if found.count > Self.mostNotes {
            let rest = "+\(counted(found.count - Self.mostNotes, "finding")) on the steps"
            panel.notes.append(Note(tone: .neutral, rule: "", text: rest))
        }
        return panel
    }

    /// The most findings of one agent that a comparison shows.
    private static let mostNotes = 4

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

/// Which regions of several agents mean the same place: boxes that share at least half of what they cover together, and
/// points, arrows and lines that lie or end in the other's box, or where the other ends.
struct Agreement {
    /// For each region the other agents with a region at its place.
    private(set) var partners: [Set<Int>]
    private let agents: [Int]
    private let count: Int
    private var shares: [Double] = []

    /// The share of the common area in the area that both cover, from which on two boxes mean one place.
    static let least = 0.5

    /// How far two ends lie from each other at most to mean one place, as a share of the longer side of the image.
    static let nearest = 0.02

    init(_ regions: [(region: Region, shape: Shape)], agents: [Int], size: PixelSize?) {
        self.agents = agents
        count = regions.count
        partners = Array(repeating: [], count: regions.count)
        let boxes = regions.map(\.shape.bounds)
        let ends = regions.map(\.shape.ends)
        let reach = Double(max(size?.width ?? 0, size?.height ?? 0)) * Self.nearest
        guard regions.count <= 2_000 else { return }
        for first in regions.indices {
            for second in regions.indices where second > first {
                let pair = (regions[first].region.agent, regions[second].region.agent)
                guard pair.0 != pair.1, let one = boxes[first], let other = boxes[second] else { continue }
                if ends[first].isEmpty, ends[second].isEmpty {
                    let shared = one.intersection(other).area
                    let union = one.area + other.area - shared
                    guard union > 0, shared / union >= Self.least else { continue }
                    shares.append(shared / union)
                } else {
                    guard Self.meet(ends[first], one, ends[second], other, reach: reach) else { continue }
                }
                partners[first].insert(pair.1)
                partners[second].insert(pair.0)
            }
        }
    }

    /// Whether two places meet of which at least one has ends.
    private static func meet(_ first: [Point], _ one: Box, _ second: [Point], _ other: Box, reach: Double) -> Bool {
        if second.isEmpty { return first.contains(where: other.holds) }
        if first.isEmpty { return second.contains(where: one.holds) }
        return first.contains { end in
            second.contains { max(abs($0.x - end.x), abs($0.y - end.y)) <= reach }
        }
    }

    private var sharedByAll: Int { partners.count { $0.count == agents.count - 1 } }
    private var alone: Int { partners.count { $0.isEmpty } }

    /// What agrees, in a sentence.
    var words: String {
        guard agents.count > 1 else { return "Only one agent looked at this image." }
        var parts = ["\(counted(count, "look")) by \(agents.count) agents"]
        parts.append("\(sharedByAll) at places that all of them saw\(sharedByAll > 0 ? " (tinted)" : "")")
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

extension Shape {
    /// Where a shape without an inside begins and ends: a point, the tip of an arrow, both ends of a line; none of others.
    var ends: [Point] {
        switch self {
        case .point(let point): [point]
        case .arrow(_, let tip): [tip]
        case .polyline(let points): points.count > 1 ? [points[0], points[points.count - 1]] : points
        default: []
        }
    }
}
