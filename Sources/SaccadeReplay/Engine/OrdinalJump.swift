import Saccade

/// How the ordinal of an event differs from the next one of its scope.
struct OrdinalJump {
    /// The number of ordinals that were left out; negative if the ordinal came before.
    let missing: Int
    /// The agent of the scope, or `nil` for one of the whole trace.
    let agent: Int?
    /// A gap that moves the structure to just before the event.
    let gap: Gap

    /// Whether ordinals were left out rather than used again.
    var isForward: Bool { missing > 0 }

    /// Measures the jump, or returns `nil` for an event whose scope cannot be moved.
    init?(_ body: EventBody, _ structure: LogStructure) {
        var gap = Gap(reason: .damage)
        var agent: Int?
        var scope = GapScope(agent: 0)
        let found: Int
        let next: Int
        func named(_ n: Int) -> LogStructure.Agent? { structure.agent(n) }
        switch body {
        case .turn(let event): (found, next, gap.turns) = (event.n, structure.counts.turns, event.n)
        case .image(let event): (found, next, gap.images) = (event.n, structure.images.count, event.n)
        case .agentSpawn(let event): (found, next, gap.agents) = (event.n, structure.agents.count, event.n)
        case .generationBegin(let event):
            guard let owner = named(event.agent) else { return nil }
            (found, next, agent, scope.generations) = (event.n, owner.generations, event.agent, event.n)
        case .stepBegin(let event):
            guard let owner = named(event.agent) else { return nil }
            (found, next, agent, scope.steps) = (event.n, owner.steps, event.agent, event.n)
        case .region(let event):
            guard let owner = named(event.agent) else { return nil }
            (found, next, agent, scope.regions) = (event.n, owner.regions, event.agent, event.n)
        case .toolRequest(let event):
            guard let owner = named(event.agent) else { return nil }
            (found, next, agent, scope.calls) = (event.n, owner.calls, event.agent, event.n)
        case .answer(let event):
            guard let owner = named(event.agent) else { return nil }
            (found, next, agent, scope.answers) = (event.n, owner.answers, event.agent, event.n)
        case .messageSend(let event):
            guard let owner = named(event.agent) else { return nil }
            (found, next, agent, scope.messages) = (event.n, owner.messages, event.agent, event.n)
        default: return nil
        }
        let (missing, overflow) = found.subtractingReportingOverflow(next)
        guard !overflow, missing <= OrdinalJump.largest else { return nil }
        if let agent {
            scope.agent = agent
            gap.scopes = [scope]
        }
        self.missing = missing
        self.agent = agent
        self.gap = gap
    }

    /// The longest jump that is followed, so that a wild ordinal cannot claim memory.
    static let largest = 4096
}
