import Saccade

/// The places that a model looked at, and those that it had looked at before.
struct Looks {
    private(set) var count = 0
    private(set) var repeated = 0
    private(set) var tokens = 0

    init(_ trace: TraceState) {
        for agent in trace.agents {
            var seen: [Int: [Box]] = [:]
            var byGeneration: [Int: (looks: Int, repeated: Int)] = [:]
            for region in agent.regions where region.by == .model && (region.role == nil || region.role == .attended) {
                let place = RootPlace(region, trace)
                guard let box = place.box, !box.isEmpty else { continue }
                count += 1
                let isRepeated = seen[place.root, default: []].suffix(64).contains { $0.overlap(with: box) > 0.95 }
                if isRepeated { repeated += 1 }
                seen[place.root, default: []].append(box)
                guard let step = region.step, agent.steps.indices.contains(step),
                    let generation = agent.steps[step].begin.generation
                else { continue }
                byGeneration[generation, default: (0, 0)].looks += 1
                if isRepeated { byGeneration[generation, default: (0, 0)].repeated += 1 }
            }
            for (generation, looks) in byGeneration where looks.looks == looks.repeated {
                guard agent.generations.indices.contains(generation),
                    let output = agent.generations[generation].end?.usage?.output
                else { continue }
                let (sum, overflow) = tokens.addingReportingOverflow(output)
                tokens = overflow ? .max : sum
            }
        }
    }
}

extension Box {
    /// The area that boxes cover together.
    static func unionArea(_ boxes: [Box]) -> Double {
        let edges = Set(boxes.flatMap { [$0.x0, $0.x1] }).sorted()
        var area = 0.0
        for (left, right) in zip(edges, edges.dropFirst()) {
            let spans = boxes.filter { $0.x0 <= left && $0.x1 >= right }.map { ($0.y0, $0.y1) }.sorted { $0 < $1 }
            var (covered, end) = (0.0, -Double.infinity)
            for (top, bottom) in spans where bottom > end {
                covered += bottom - max(top, end)
                end = bottom
            }
            area += covered * (right - left)
        }
        return area
    }
}
