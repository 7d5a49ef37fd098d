import Saccade

/// What the gaps of a trace have touched.
///
/// A gap touches the agents that it names and no others (Docs/Format.md, §8). A line that cannot be read may have been
/// anybody's.
final class GapMemory {
    /// The ordinals below which things of an agent may have ended or happened unseen.
    struct Mark {
        var steps = 0
        var calls = 0
        var generations = 0
    }

    /// Whether a line could not be read, so that any agent may have been touched.
    private(set) var isEverywhere = false
    /// Whether anything is missing.
    private(set) var isAnywhere = false
    private var marks: [Int: Mark] = [:]

    /// Takes a gap, once the structure has moved on over it.
    func add(_ gap: Gap, _ structure: LogStructure) {
        isAnywhere = true
        for scope in gap.scopes { mark(scope.agent, structure) }
    }

    /// Takes a line that could not be read: it may have said anything.
    func addUnreadableLine() {
        isAnywhere = true
        isEverywhere = true
    }

    /// Takes a jump of an agent's ordinals.
    func mark(_ agent: Int, _ structure: LogStructure) {
        guard let named = structure.agent(agent) else { return }
        marks[agent] = Mark(steps: named.steps, calls: named.calls, generations: named.generations)
    }

    /// Whether a gap has touched an agent, or anything if none is named.
    func touches(_ agent: Int?) -> Bool {
        guard isAnywhere else { return false }
        guard let agent else { return true }
        return isEverywhere || marks[agent] != nil
    }

    /// Returns whether an event may belong to something that was open before a gap.
    func explains(_ body: EventBody) -> Bool {
        guard let agent = body.agent, let mark = marks[agent] else { return false }
        switch body {
        case .stepBegin(let event): return event.parent.map { $0 < mark.steps } ?? false
        case .stepText(let event): return event.step < mark.steps
        case .stepRetract(let event): return event.step < mark.steps
        case .stepEnd(let event): return event.step < mark.steps
        case .toolResult(let event): return event.call < mark.calls
        case .toolFail(let event): return event.call < mark.calls
        case .toolCancel(let event): return event.call < mark.calls
        case .generationEnd(let event): return event.n < mark.generations
        default: return false
        }
    }
}
