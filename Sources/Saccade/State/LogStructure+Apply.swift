extension LogStructure {
    /// Takes the next event of the log.
    public mutating func apply(_ event: borrowing Event) {
        counts.events += 1
        if let time = event.time {
            latestTime = max(latestTime ?? time, time)
            if let agent = event.body.agent, agents.indices.contains(agent) {
                agents[agent].latestTime = max(agents[agent].latestTime ?? time, time)
            }
        }
        switch event.body {
        case .traceBegin(let begin): header = begin
        case .layerBegin(let begin): layer = begin
        case .traceEnd, .layerEnd:
            isEnded = true
            counts.events -= 1
        case .turn: counts.turns += 1
        case .video: videos += 1
        case .image(let image): declare(image)
        case .imageDerive(let derivation): derive(derivation)
        case .agentSpawn(let spawn):
            var agent = Agent(isSpawned: true)
            agent.parent = spawn.parent
            agents.append(agent)
            counts.agents = agents.count
        case .agentEnd(let end): update(end.agent) { $0.isEnded = true }
        case .agentJoin(let join): update(join.joined) { $0.isJoined = true }
        case .messageSend(let message): update(message.agent) { $0.messages += 1 }
        case .generationBegin(let begin):
            counts.generations += 1
            // What a closure needs of an event is taken out before: the closure would take a copy of the event with it.
            let parts = begin.input.add.count
            update(begin.agent) {
                $0.openGenerations.append($0.generations)
                $0.generations += 1
                $0.contextParts += parts
            }
        case .generationEnd(let end):
            let generation = end.n
            update(end.agent) { $0.openGenerations.removeFirst(generation) }
        case .stepBegin(let begin):
            counts.steps += 1
            update(begin.agent) {
                $0.openSteps.append($0.steps)
                $0.steps += 1
            }
        case .stepEnd(let end):
            update(end.agent) {
                $0.openSteps.removeFirst(end.step)
                if end.status != .ok { $0.failedSteps.insert(end.step) }
            }
        case .toolRequest(let request):
            counts.calls += 1
            update(request.agent) {
                $0.openCalls.append($0.calls)
                $0.calls += 1
            }
        case .toolResult(let result): update(result.agent) { $0.openCalls.removeFirst(result.call) }
        case .toolFail(let failure):
            update(failure.agent) {
                $0.openCalls.removeFirst(failure.call)
                $0.failedCalls.insert(failure.call)
            }
        case .toolCancel(let cancel):
            update(cancel.agent) {
                $0.openCalls.removeFirst(cancel.call)
                $0.failedCalls.insert(cancel.call)
            }
        case .region(let region):
            counts.regions += 1
            update(region.agent) { $0.regions += 1 }
        case .answer(let answer):
            counts.answers += 1
            update(answer.agent) {
                $0.answers += 1
                if answer.final { $0.hasFinalAnswer = true }
            }
        case .gap(let gap): skip(gap)
        case .unknown: hasUnknownEvents = true
        case .stepText, .stepRetract, .messageReceive, .imagePixels, .aggregate, .reference, .diagnostic, .score,
            .annotation, .redaction:
            break
        }
    }

    /// Takes a piece of text of a step as the next event if it fits: what ``misfit(of:)`` and ``apply(_:)`` do, without an
    /// event.
    ///
    /// - Returns: Whether it fits; if not, nothing was changed.
    package mutating func takeText(agent: Int, step: Int, at time: Int) -> Bool {
        guard isActing(agent),
            agents[agent].openSteps.contains(step) || (0..<agents[agent].unknown.steps).contains(step)
        else { return false }
        take(1, of: agent, at: time)
        return true
    }

    /// Takes regions of a step as the next events if they fit, as ``takeText(agent:step:at:)`` does.
    ///
    /// - Parameter first: The ordinal of the first.
    package mutating func takeRegions(
        _ count: Int, from first: Int, agent: Int, step: Int, image: Int, at time: Int
    ) -> Bool {
        guard isActing(agent), images.indices.contains(image), agents[agent].regions == first,
            (0..<agents[agent].steps).contains(step)
        else { return false }
        take(count, of: agent, at: time)
        agents[agent].regions += count
        counts.regions += count
        return true
    }

    /// Returns whether an agent of a trace may do something now.
    private func isActing(_ agent: Int) -> Bool {
        !isEnded && counts.events > 0 && !isLayer && agents.indices.contains(agent) && !agents[agent].isEnded
    }

    private mutating func take(_ events: Int, of agent: Int, at time: Int) {
        counts.events += events
        latestTime = max(latestTime ?? time, time)
        agents[agent].latestTime = max(agents[agent].latestTime ?? time, time)
    }

    private mutating func update(_ agent: Int, _ change: (inout Agent) -> Void) {
        guard agents.indices.contains(agent) else { return }
        change(&agents[agent])
    }

    private mutating func declare(_ declaration: ImageDeclaration) {
        images.append(
            Image(
                size: declaration.size, root: images.count, mapToRoot: .identity, hasDigest: declaration.digest != nil,
                origin: declaration.origin.kind))
        counts.images = images.count
    }

    private mutating func derive(_ derivation: ImageDerivation) {
        guard images.indices.contains(derivation.image) else { return }
        images[derivation.image].isDerived = true
        // With several parents there is no one root; the regions on the image stay on it.
        guard derivation.parents.count == 1, let parent = derivation.parents.first, let map = parent.map,
            parent.image < derivation.image, let origin = image(parent.image)
        else { return }
        images[derivation.image].root = origin.root
        images[derivation.image].depth = origin.depth + 1
        images[derivation.image].mapToRoot = origin.mapToRoot.flatMap { $0.after(map) }
    }

    /// Moves the counters to where a gap says that they are.
    private mutating func skip(_ gap: Gap) {
        hasGap = true
        func raise(_ count: inout Int, to next: Int?) {
            if let next, next > count, next - count <= LogStructure.largestGap { count = next }
        }
        raise(&counts.turns, to: gap.turns)
        if let next = gap.images, next > images.count, next - images.count <= LogStructure.largestGap {
            while images.count < next {
                images.append(
                    Image(size: nil, root: images.count, mapToRoot: .identity, hasDigest: false, origin: .input))
            }
            counts.images = images.count
        }
        if let next = gap.agents, next > agents.count, next - agents.count <= LogStructure.largestGap {
            while agents.count < next { agents.append(Agent(isSpawned: true)) }
            counts.agents = agents.count
        }
        for scope in gap.scopes {
            update(scope.agent) { agent in
                raise(&agent.generations, to: scope.generations)
                raise(&agent.steps, to: scope.steps)
                raise(&agent.regions, to: scope.regions)
                raise(&agent.calls, to: scope.calls)
                raise(&agent.answers, to: scope.answers)
                raise(&agent.messages, to: scope.messages)
                // What was open may have ended inside the gap.
                agent.openSteps.removeAll()
                agent.openCalls.removeAll()
                agent.openGenerations.removeAll()
                agent.unknown = Unknown(
                    steps: agent.steps, calls: agent.calls, generations: agent.generations)
            }
        }
    }

    /// The most things of one kind that a gap may skip, so that a lying gap cannot claim all memory.
    static let largestGap = 1 << 20
}

extension [Int] {
    /// Removes the first element that equals a value, if there is one.
    fileprivate mutating func removeFirst(_ value: Int) {
        if let index = lastIndex(of: value) { remove(at: index) }
    }
}

extension EventBody {
    /// The agent that an event belongs to, or `nil` for one of the whole trace.
    public var agent: Int? {
        switch self {
        case .agentEnd(let event): event.agent
        case .agentJoin(let event): event.agent
        case .messageSend(let event): event.agent
        case .messageReceive(let event): event.agent
        case .generationBegin(let event): event.agent
        case .generationEnd(let event): event.agent
        case .stepBegin(let event): event.agent
        case .stepText(let event): event.agent
        case .stepRetract(let event): event.agent
        case .stepEnd(let event): event.agent
        case .toolRequest(let event): event.agent
        case .toolResult(let event): event.agent
        case .toolFail(let event): event.agent
        case .toolCancel(let event): event.agent
        case .region(let event): event.agent
        case .answer(let event): event.agent
        case .aggregate(let event): event.agent
        default: nil
        }
    }

    /// The step that an event belongs to, or `nil`.
    public var step: Int? {
        switch self {
        case .agentJoin(let event): event.step
        case .agentSpawn(let event): event.step
        case .messageSend(let event): event.step
        case .messageReceive(let event): event.step
        case .stepBegin(let event): event.n
        case .stepText(let event): event.step
        case .stepRetract(let event): event.step
        case .stepEnd(let event): event.step
        case .toolRequest(let event): event.step
        case .region(let event): event.step
        case .answer(let event): event.step
        case .aggregate(let event): event.step
        default: nil
        }
    }
}
