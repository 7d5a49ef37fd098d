/// What the events of a log count: things of the whole trace, or of one agent.
enum LogScope: Hashable {
    case turns
    case agents
    case images
    case agent(Int, AgentScope)

    /// What an agent counts.
    enum AgentScope: Hashable, CaseIterable {
        case generations
        case steps
        case regions
        case calls
        case answers
        case messages
    }
}

extension EventBody {
    /// The scope in which the event declares a thing, and the ordinal that it gives it.
    var declaration: (scope: LogScope, n: Int)? {
        switch self {
        case .turn(let event): (.turns, event.n)
        case .image(let event): (.images, event.n)
        case .agentSpawn(let event): (.agents, event.n)
        case .generationBegin(let event): (.agent(event.agent, .generations), event.n)
        case .stepBegin(let event): (.agent(event.agent, .steps), event.n)
        case .region(let event): (.agent(event.agent, .regions), event.n)
        case .toolRequest(let event): (.agent(event.agent, .calls), event.n)
        case .answer(let event): (.agent(event.agent, .answers), event.n)
        case .messageSend(let event): (.agent(event.agent, .messages), event.n)
        default: nil
        }
    }

    /// The things that the event refers to, so that they must have been declared before it.
    var references: [(scope: LogScope, n: Int)] {
        var found: [(scope: LogScope, n: Int)] = []
        func add(_ scope: LogScope, _ n: Int?) {
            if let n { found.append((scope, n)) }
        }
        func add(_ parts: [Part], of agent: Int) {
            for part in parts {
                add(.images, part.image)
                add(.turns, part.turn)
                add(.agent(agent, .calls), part.call)
                add(.agent(agent, .generations), part.generation)
                if let message = part.message { add(.agent(message.agent, .messages), message.n) }
            }
        }
        if let agent {
            add(.agents, agent)
            // The step that an event begins is declared and not referred to.
            if case .stepBegin = self {} else { add(.agent(agent, .steps), step) }
        }
        switch self {
        case .turn(let event): add(event.parts, of: 0)
        case .agentSpawn(let event):
            add(.agents, event.parent)
            add(.agent(event.parent, .steps), event.step)
        case .agentJoin(let event): add(.agents, event.joined)
        case .messageSend(let event):
            add(.agents, event.to)
            add(event.parts, of: event.agent)
        case .messageReceive(let event): add(.agent(event.message.agent, .messages), event.message.n)
        case .generationBegin(let event):
            add(.agent(event.agent, .generations), event.retryOf)
            add(event.input.add, of: event.agent)
        case .generationEnd(let event): add(.agent(event.agent, .generations), event.n)
        case .stepBegin(let event):
            add(.agent(event.agent, .generations), event.generation)
            add(.agent(event.agent, .steps), event.parent)
        case .toolRequest(let event): add(.agent(event.agent, .calls), event.retryOf)
        case .toolResult(let event):
            add(.agent(event.agent, .calls), event.call)
            add(event.parts, of: event.agent)
        case .toolFail(let event):
            add(.agent(event.agent, .calls), event.call)
            add(event.parts, of: event.agent)
        case .toolCancel(let event): add(.agent(event.agent, .calls), event.call)
        case .imagePixels(let event): add(.images, event.image)
        case .imageDerive(let event):
            add(.images, event.image)
            for parent in event.parents { add(.images, parent.image) }
            add(.agents, event.agent)
            if let agent = event.agent {
                add(.agent(agent, .calls), event.call)
                add(.agent(agent, .regions), event.region)
            }
        case .region(let event):
            add(.images, event.image)
            add(.agent(event.agent, .calls), event.call)
            add(.agent(event.agent, .steps), event.span?.step)
        case .answer(let event):
            for region in event.regions { add(.agent(region.agent, .regions), region.n) }
            for image in event.images { add(.images, image) }
            add(.agent(event.agent, .answers), event.supersedes)
        case .aggregate(let event):
            for answer in event.candidates { add(.agent(answer.agent, .answers), answer.n) }
        default: break
        }
        return found
    }
}
