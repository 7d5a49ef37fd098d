/// Finds out what the holes in a damaged trace have swallowed, from the events that are whole.
///
/// Ordinals are dense, so the first thing that is declared after a hole tells how many of its kind are missing. A hole is
/// described only when the trace has been read to its end, because what follows it is the evidence.
struct HoleTracker {
    /// One hole.
    private struct Hole {
        /// The number of whole events before it.
        var position: Int
        var loss: Loss
        /// The number of agents that were known when it came.
        var agents: Int
        /// The agents that had ended when it came.
        var ended: Set<Int>
        /// The next ordinals after it, where something tells.
        var next: [LogScope: Int] = [:]
    }

    /// The number of events that were taken.
    private(set) var events = 0
    /// The next ordinal of each scope.
    private var next: [LogScope: Int] = [.agents: 1]
    private var ended: Set<Int> = []
    private var holes: [Hole] = []
    /// The number of holes, from the first, for which a declaration has settled a scope.
    private var settled: [LogScope: Int] = [:]
    /// The counts of `trace.end`.
    private var counts: EventCounts?

    /// A gap and where it belongs.
    struct Placed {
        /// The number of whole events before it.
        var position: Int
        var gap: Gap
    }

    /// What is lost in each hole.
    var losses: [Loss] { holes.map(\.loss) }

    /// Whether the trace has a hole.
    var hasHoles: Bool { !holes.isEmpty }

    /// Whether an event cannot be of this trace: it declares again what is declared, after a hole in which a new trace may
    /// have begun.
    func restarts(at event: Event) -> Bool {
        guard hasHoles, let (scope, n) = event.body.declaration else { return false }
        return n < next[scope, default: 0] && settled[scope, default: 0] < holes.count
    }

    /// Takes a hole at this place; one that follows another without an event between belongs to it.
    mutating func add(_ loss: Loss) {
        if let last = holes.last, last.position == events {
            holes[holes.count - 1].loss.merge(loss)
            return
        }
        holes.append(Hole(position: events, loss: loss, agents: next[.agents] ?? 1, ended: ended))
    }

    /// Takes the next whole event.
    mutating func add(_ event: Event) {
        events += 1
        for (scope, n) in event.body.references { raise(scope, to: n) }
        if let (scope, n) = event.body.declaration {
            // The thing itself comes after the holes: they end just before it.
            if n > 0 { raise(scope, to: n - 1) }
            next[scope] = max(next[scope, default: 0], n == .max ? n : n + 1)
            settled[scope] = holes.count
        }
        switch event.body {
        case .agentEnd(let end): ended.insert(end.agent)
        case .traceEnd(let end): counts = end.counts
        default: break
        }
    }

    /// Takes notice that a thing has been declared; where no whole event did, the holes did.
    private mutating func raise(_ scope: LogScope, to n: Int) {
        let known = next[scope, default: 0]
        guard n >= known, n >= 0, n < .max, hasHoles else { return }
        for index in settled[scope, default: 0]..<holes.count { holes[index].next[scope] = n + 1 }
        next[scope] = n + 1
    }

    /// Returns the gaps, one for each hole, in order.
    mutating func gaps() -> [Placed] {
        if let counts { settle(with: counts) }
        return holes.map { hole in Placed(position: hole.position, gap: gap(hole)) }
    }

    /// Uses what `trace.end` counts for what nothing after the holes declares.
    private mutating func settle(with counts: EventCounts) {
        raise(.turns, to: counts.turns - 1)
        raise(.images, to: counts.images - 1)
        raise(.agents, to: counts.agents - 1)
        let totals: [(LogScope.AgentScope, Int)] = [
            (.generations, counts.generations), (.steps, counts.steps), (.regions, counts.regions),
            (.calls, counts.calls), (.answers, counts.answers),
        ]
        // The counts are of all agents together, so they tell only where one agent is left to have the rest.
        let agents = next[.agents] ?? 1
        for (kind, total) in totals {
            let open = (0..<min(agents, HoleTracker.mostAgents)).filter {
                settled[.agent($0, kind), default: 0] < holes.count
            }
            guard open.count == 1, let agent = open.first else { continue }
            let others = (0..<min(agents, HoleTracker.mostAgents)).filter { $0 != agent }.reduce(0) {
                $0 &+ next[.agent($1, kind), default: 0]
            }
            raise(.agent(agent, kind), to: total &- others &- 1)
        }
        if holes.count == 1, holes[0].loss.events == nil, counts.events >= events {
            // The end itself is not counted.
            let missing = counts.events - (events - 1)
            if missing > 0 { holes[0].loss.events = missing }
        }
    }

    private func gap(_ hole: Hole) -> Gap {
        var gap = Gap(
            reason: hole.loss.reason, note: hole.loss.note, events: hole.loss.events, bytes: hole.loss.bytes,
            turns: hole.next[.turns], agents: hole.next[.agents], images: hole.next[.images])
        // Whatever is lost may have been of any agent that was at work, so all of them are named.
        let agents = min(max(hole.agents, hole.next[.agents] ?? 0), HoleTracker.mostAgents)
        for agent in 0..<agents where !hole.ended.contains(agent) {
            func next(_ kind: LogScope.AgentScope) -> Int? { hole.next[.agent(agent, kind)] }
            gap.scopes.append(
                GapScope(
                    agent: agent, generations: next(.generations), steps: next(.steps), regions: next(.regions),
                    calls: next(.calls), answers: next(.answers), messages: next(.messages)))
        }
        return gap
    }

    /// The most agents that a gap names, so that a lying event cannot claim memory.
    private static let mostAgents = 4096
}
