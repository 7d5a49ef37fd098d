/// Why an event does not fit the log so far.
public struct Misfit: Sendable, Hashable {
    /// The kinds of misfit, each the id of the rule that reports it.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The log does not begin with its header, or has a second one.
        case header = "missing-header"
        /// Something follows the end.
        case afterEnd = "event-after-end"
        /// An ordinal is not the next one of its scope.
        case ordinal = "ordinal-out-of-order"
        /// A reference names something that has not been declared.
        case reference = "undeclared-reference"
        /// An event belongs to a step that is not open.
        case closedStep = "step-not-open"
        /// An outcome belongs to a call that is not open.
        case closedCall = "call-not-open"
        /// An end belongs to a generation that is not open.
        case closedGeneration = "generation-not-open"
        /// An agent acts after its end.
        case endedAgent = "agent-after-end"
        /// An image is made twice, or from itself or a later one.
        case derivation = "derivation-out-of-order"
    }

    /// The kind of misfit.
    public var kind: Kind
    /// The field that is wrong.
    public var field: String
    /// What was expected and what was found; lower case, no full stop.
    public var message: String
    /// How many more things of its kind a reference needs to have been declared; 0 for other kinds of misfit.
    public var undeclared: Int

    /// Creates a misfit.
    public init(_ kind: Kind, field: String, _ message: String, undeclared: Int = 0) {
        self.kind = kind
        self.field = field
        self.message = message
        self.undeclared = undeclared
    }
}

extension LogStructure {
    /// Returns why an event does not fit the log so far, or `nil` if it does.
    ///
    /// Only the first misfit of an event is returned.
    public func misfit(of event: borrowing Event) -> Misfit? {
        if isEnded { return Misfit(.afterEnd, field: "t", "expected nothing after the end, found \(event.body.name)") }
        let begins: Bool
        switch event.body {
        case .traceBegin, .layerBegin: begins = true
        default: begins = false
        }
        if begins != (counts.events == 0) {
            let expected = begins ? "one header at the beginning" : "trace.begin first"
            return Misfit(.header, field: "t", "expected \(expected), found \(event.body.name)")
        }
        // A layer names what its base has declared, which is not at hand here.
        if isLayer { return nil }
        if let misfit = agentMisfit(event.body) { return misfit }
        return traceMisfit(event.body) ?? agentScopeMisfit(event.body)
    }

    /// Returns why an event does not fit the log so far, and changes nothing.
    ///
    /// For a structure that a class holds: it is asked where it is, which a method that does not mutate would copy first.
    package mutating func misfitInPlace(of event: borrowing Event) -> Misfit? { misfit(of: event) }

    /// Checks the agent that an event belongs to.
    private func agentMisfit(_ body: borrowing EventBody) -> Misfit? {
        guard let n = body.agent else { return nil }
        guard agents.indices.contains(n) else { return undeclared("agent", "agent", n, agents.count) }
        guard agents[n].isEnded else { return nil }
        return Misfit(.endedAgent, field: "agent", "agent \(n) has ended, and \(body.name) follows")
    }

    /// Checks events of the whole trace.
    private func traceMisfit(_ body: borrowing EventBody) -> Misfit? {
        switch body {
        case .turn(let turn):
            if let misfit = next("turn", turn.n, counts.turns) { return misfit }
            return parts(turn.parts, of: 0)
        case .image(let image): return next("image", image.n, images.count)
        case .video(let video): return next("video", video.n, videos)
        case .agentSpawn(let spawn):
            if let misfit = next("agent", spawn.n, agents.count) { return misfit }
            guard agents.indices.contains(spawn.parent) else {
                return undeclared("parent", "agent", spawn.parent, agents.count)
            }
            return step("step", spawn.step, spawn.parent)
        case .agentJoin(let join): return below("joined", "agent", join.joined, agents.count)
        case .imagePixels(let pixels): return below("image", "image", pixels.image, images.count)
        case .imageDerive(let derivation): return self.derivation(derivation)
        case .reference(let truth):
            for region in truth.regions {
                if let misfit = below("regions", "image", region.image, images.count) { return misfit }
            }
            return nil
        case .diagnostic(let remark): return about(remark.agent, remark.step, remark.image)
        case .score(let score): return about(score.agent, score.step, nil)
        case .annotation(let annotation): return about(annotation.agent, annotation.step, annotation.image)
        case .redaction(let redaction): return about(redaction.agent, redaction.step, redaction.image)
        default: return nil
        }
    }

    private func derivation(_ derivation: ImageDerivation) -> Misfit? {
        guard let made = image(derivation.image) else {
            return undeclared("image", "image", derivation.image, images.count)
        }
        if made.isDerived {
            return Misfit(.derivation, field: "image", "image \(derivation.image) has been made before")
        }
        for parent in derivation.parents where parent.image >= derivation.image {
            guard parent.image < images.count else {
                return undeclared("parents", "image", parent.image, images.count)
            }
            return Misfit(
                .derivation, field: "parents",
                "image \(derivation.image) cannot be made from image \(parent.image), which comes later or is itself")
        }
        guard let n = derivation.agent else { return nil }
        guard let agent = agent(n) else { return undeclared("agent", "agent", n, agents.count) }
        return optionally("call", "call of agent \(n)", derivation.call, agent.calls)
            ?? optionally("region", "region of agent \(n)", derivation.region, agent.regions)
    }

    /// Checks events that belong to one agent.
    ///
    /// Agents and events are looked at in their place: a copy counts references to all that it holds, for every event. What
    /// stands behind `??` is a closure, which would take a copy of the event with it.
    private func agentScopeMisfit(_ body: borrowing EventBody) -> Misfit? {
        guard let n = body.agent, agents.indices.contains(n) else { return nil }
        switch body {
        case .generationBegin(let begin):
            if let misfit = next("generation", begin.n, agents[n].generations) { return misfit }
            if let misfit = optionally("retryOf", "generation of agent \(n)", begin.retryOf, agents[n].generations) {
                return misfit
            }
            return parts(begin.input.add, of: n, field: "input")
        case .generationEnd(let end):
            if agents[n].openGenerations.contains(end.n) || (0..<agents[n].unknown.generations).contains(end.n) {
                return nil
            }
            let state = (0..<agents[n].generations).contains(end.n) ? "has ended before this" : "has not begun"
            return Misfit(.closedGeneration, field: "n", "generation \(end.n) of agent \(n) \(state)")
        case .stepBegin(let begin):
            if let misfit = next("step", begin.n, agents[n].steps) { return misfit }
            if let misfit = optionally(
                "generation", "generation of agent \(n)", begin.generation, agents[n].generations)
            {
                return misfit
            }
            guard let parent = begin.parent, !agents[n].openSteps.contains(parent),
                !(0..<agents[n].unknown.steps).contains(parent)
            else { return nil }
            let state = (0..<agents[n].steps).contains(parent) ? "has ended before this" : "has not begun"
            return Misfit(.closedStep, field: "parent", "step \(parent) of agent \(n) \(state)")
        case .stepText(let text): return open("step", text.step, n)
        case .stepRetract(let retract): return open("step", retract.step, n)
        case .stepEnd(let end): return open("step", end.step, n)
        case .toolRequest(let request):
            if let misfit = next("call", request.n, agents[n].calls) { return misfit }
            if let misfit = step("step", request.step, n) { return misfit }
            return optionally("retryOf", "call of agent \(n)", request.retryOf, agents[n].calls)
        case .toolResult(let result):
            if let misfit = openCall(result.call, n) { return misfit }
            return parts(result.parts, of: n)
        case .toolFail(let failure):
            if let misfit = openCall(failure.call, n) { return misfit }
            return parts(failure.parts, of: n)
        case .toolCancel(let cancel): return openCall(cancel.call, n)
        case .messageSend(let message):
            return next("message", message.n, agents[n].messages) ?? below("to", "agent", message.to, agents.count)
                ?? step("step", message.step, n) ?? parts(message.parts, of: n)
        case .messageReceive(let receipt):
            guard let sender = self.agent(receipt.message.agent) else {
                return undeclared("message", "agent", receipt.message.agent, agents.count)
            }
            return below("message", "message of agent \(receipt.message.agent)", receipt.message.n, sender.messages)
        case .region:
            if let misfit = next("region", body.regionNumber ?? 0, agents[n].regions) { return misfit }
            if let misfit = below("image", "image", body.regionImage ?? 0, images.count) { return misfit }
            if let misfit = step("step", body.step, n) { return misfit }
            if let misfit = optionally("call", "call of agent \(n)", body.regionCall, agents[n].calls) { return misfit }
            return optionally("span", "step of agent \(n)", body.regionSpanStep, agents[n].steps)
        case .answer(let answer): return self.answer(answer)
        case .aggregate(let aggregate):
            for candidate in aggregate.candidates + (aggregate.chosen.map { [$0] } ?? []) {
                if let misfit = scoped("candidates", "answer", candidate, \.answers) { return misfit }
            }
            return step("step", aggregate.step, n)
        default: return nil
        }
    }

    private func answer(_ answer: Answer) -> Misfit? {
        let count = agents[answer.agent].answers
        if let misfit = next("answer", answer.n, count) ?? step("step", answer.step, answer.agent) {
            return misfit
        }
        for region in answer.regions {
            if let misfit = scoped("regions", "region", region, \.regions) { return misfit }
        }
        for image in answer.images {
            if let misfit = below("images", "image", image, images.count) { return misfit }
        }
        return optionally("supersedes", "answer of agent \(answer.agent)", answer.supersedes, count)
    }

    // MARK: Single checks

    private func next(_ what: String, _ n: Int, _ expected: Int) -> Misfit? {
        n == expected ? nil : Misfit(.ordinal, field: "n", "expected \(what) \(expected) next, found \(n)")
    }

    private func below(_ field: String, _ what: @autoclosure () -> String, _ n: Int, _ count: Int) -> Misfit? {
        (0..<count).contains(n) ? nil : undeclared(field, what(), n, count)
    }

    private func optionally(_ field: String, _ what: @autoclosure () -> String, _ n: Int?, _ count: Int) -> Misfit? {
        guard let n else { return nil }
        return below(field, what(), n, count)
    }

    private func undeclared(_ field: String, _ what: @autoclosure () -> String, _ n: Int, _ count: Int) -> Misfit {
        let known = count == 0 ? "none has been declared" : "the last one declared is \(count - 1)"
        // The ordinal stands before its owner: "step 7 of agent 0".
        let words = what()
        let owner = words.firstRange(of: " of agent ")?.lowerBound ?? words.endIndex
        return Misfit(
            .reference, field: field, "\(words[..<owner]) \(n)\(words[owner...]) has not been declared; \(known)",
            undeclared: n < count ? .max : (n - count).addingReportingOverflow(1).partialValue)
    }

    private func scoped(
        _ field: String, _ what: @autoclosure () -> String, _ name: ScopedOrdinal, _ count: KeyPath<Agent, Int>
    ) -> Misfit? {
        guard agents.indices.contains(name.agent) else {
            return undeclared(field, "agent", name.agent, agents.count)
        }
        return below(field, "\(what()) of agent \(name.agent)", name.n, agents[name.agent][keyPath: count])
    }

    /// Checks a step that need not be open any more.
    private func step(_ field: String, _ n: Int?, _ agent: Int) -> Misfit? {
        optionally(field, "step of agent \(agent)", n, agents[agent].steps)
    }

    private func open(_ field: String, _ n: Int, _ agent: Int) -> Misfit? {
        if agents[agent].openSteps.contains(n) || (0..<agents[agent].unknown.steps).contains(n) { return nil }
        if n >= agents[agent].steps || n < 0 {
            return undeclared(field, "step of agent \(agent)", n, agents[agent].steps)
        }
        return Misfit(.closedStep, field: field, "step \(n) of agent \(agent) has ended before this")
    }

    private func openCall(_ n: Int, _ agent: Int) -> Misfit? {
        if agents[agent].openCalls.contains(n) || (0..<agents[agent].unknown.calls).contains(n) { return nil }
        if n >= agents[agent].calls || n < 0 {
            return undeclared("call", "call of agent \(agent)", n, agents[agent].calls)
        }
        return Misfit(.closedCall, field: "call", "call \(n) of agent \(agent) has an outcome already")
    }

    private func about(_ agent: Int?, _ step: Int?, _ image: Int?) -> Misfit? {
        if let misfit = optionally("agent", "agent", agent, agents.count) { return misfit }
        if let step, let named = self.agent(agent ?? 0),
            let misfit = below("step", "step of agent \(agent ?? 0)", step, named.steps)
        {
            return misfit
        }
        return optionally("image", "image", image, images.count)
    }

    private func parts(_ parts: [Part], of n: Int, field: String = "parts") -> Misfit? {
        guard agents.indices.contains(n) else { return nil }
        for index in parts.indices {
            let misfit =
                optionally(field, "image", parts[index].image, images.count)
                ?? optionally(field, "video", parts[index].video, videos)
                ?? optionally(field, "turn", parts[index].turn, counts.turns)
                ?? optionally(field, "call of agent \(n)", parts[index].call, agents[n].calls)
                ?? optionally(field, "generation of agent \(n)", parts[index].generation, agents[n].generations)
                ?? parts[index].message.flatMap { scoped(field, "message", $0, \.messages) }
            if let misfit { return misfit }
        }
        return nil
    }
}

extension EventBody {
    // These read one number of a region in its place. A region that is bound to a name is copied, and a copy counts references
    // to its texts and points, for everyone who looks at it.

    /// The ordinal of a region, or `nil`.
    package var regionNumber: Int? {
        if case .region(let region) = self { return region.n }
        return nil
    }

    /// The image that a region is on, or `nil`.
    package var regionImage: Int? {
        if case .region(let region) = self { return region.image }
        return nil
    }

    /// The call that a region names, or `nil`.
    package var regionCall: Int? {
        if case .region(let region) = self { return region.call }
        return nil
    }

    /// The step of the span that a region names, or `nil`.
    fileprivate var regionSpanStep: Int? {
        if case .region(let region) = self { return region.span?.step }
        return nil
    }
}
