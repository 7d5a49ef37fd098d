extension TraceState {
    /// Takes the next event of the log; one that does not fit is left out and listed.
    public mutating func apply(_ event: Event) {
        if let misfit = structure.misfit(of: event) {
            misfits.append(misfit)
            return
        }
        structure.apply(event)
        if structure.layer != nil { return applyToLayer(event.body) }
        let time = event.time
        let index = structure.counts.events - 1
        switch event.body {
        case .traceBegin(let begin): header = begin
        case .traceEnd(let traceEnd): end = traceEnd
        case .layerBegin, .layerEnd: break
        case .turn(let turn): turns.append(turn)
        case .video(let video): videos.append(video)
        case .image(let declaration):
            images.append(ImageState(declaration: declaration, time: time, root: images.count, mapToRoot: .identity))
        case .imagePixels(let pixels): images[pixels.image].pixels = pixels
        case .imageDerive(let derivation):
            images[derivation.image].derivation = derivation
            images[derivation.image].root = structure.images[derivation.image].root
            images[derivation.image].mapToRoot = structure.images[derivation.image].mapToRoot
        case .agentSpawn(let spawn): agents.append(AgentState(spawn: spawn, spawnTime: time))
        case .agentEnd(let end):
            agents[end.agent].end = end
            agents[end.agent].endTime = time
        case .agentJoin(let join): agents[join.joined].joins.append(join)
        case .messageSend(let message): agents[message.agent].sent.append(message)
        case .messageReceive(let receipt): agents[receipt.agent].received.append(receipt)
        case .generationBegin(let begin): self.begin(begin, time, index)
        case .generationEnd(let end):
            agents[end.agent].generations[end.n].end = end
            agents[end.agent].generations[end.n].endTime = time
        case .stepBegin(let begin):
            agents[begin.agent].steps.append(StepState(begin: begin, index: index, beginTime: time))
        case .stepText(let text): agents[text.agent].steps[text.step].append(text)
        case .stepRetract(let retract): agents[retract.agent].steps[retract.step].retract(retract)
        case .stepEnd(let end):
            agents[end.agent].steps[end.step].end = end
            agents[end.agent].steps[end.step].endTime = time
        case .toolRequest(let request):
            if let step = request.step { agents[request.agent].steps[step].calls.append(request.n) }
            agents[request.agent].calls.append(CallState(request: request, requestTime: time))
        case .toolResult(let result): agents[result.agent].calls[result.call].close(.succeeded(result), time, index)
        case .toolFail(let failure): agents[failure.agent].calls[failure.call].close(.failed(failure), time, index)
        case .toolCancel(let cancel): agents[cancel.agent].calls[cancel.call].close(.cancelled(cancel), time, index)
        case .region(let region):
            if let step = region.step { agents[region.agent].steps[step].regions.append(region.n) }
            agents[region.agent].regions.append(region)
        case .answer(let answer):
            if let step = answer.step { agents[answer.agent].steps[step].answers.append(answer.n) }
            agents[answer.agent].answers.append(answer)
        case .aggregate(let aggregate): aggregates.append(aggregate)
        case .reference(let truth): truths.append(truth)
        case .diagnostic(let diagnostic): diagnostics.append(diagnostic)
        case .score(let score): scores.append(score)
        case .annotation(let annotation): annotations.append(annotation)
        case .redaction(let redaction): redactions.append(redaction)
        case .gap(let gap): fill(gap)
        case .unknown: unknownEvents += 1
        }
    }

    private mutating func begin(_ begin: GenerationBegin, _ time: Int?, _ index: Int) {
        let added = begin.input.add.flatMap { images(in: $0, of: agents[begin.agent], before: index) }
        agents[begin.agent].context.take(begin.input)
        agents[begin.agent].generations.append(
            GenerationState(begin: begin, beginTime: time, index: index, added: added))
    }

    /// Takes an event of a layer, whose references go to a base that is not at hand.
    private mutating func applyToLayer(_ body: EventBody) {
        switch body {
        case .reference(let truth): truths.append(truth)
        case .diagnostic(let diagnostic): diagnostics.append(diagnostic)
        case .score(let score): scores.append(score)
        case .annotation(let annotation): annotations.append(annotation)
        default: break
        }
    }

    /// Puts empty places where a gap swallowed something, so that ordinals stay indices.
    private mutating func fill(_ gap: Gap) {
        gaps.append(gap)
        while turns.count < structure.counts.turns { turns.append(Turn(n: turns.count)) }
        while images.count < structure.images.count {
            let lost = ImageDeclaration(n: images.count, origin: ImageOrigin(kind: .input), missing: "lost in a gap")
            images.append(ImageState(declaration: lost, root: images.count, mapToRoot: .identity))
        }
        while agents.count < structure.agents.count { agents.append(AgentState(spawn: nil)) }
        for (n, scope) in structure.agents.enumerated() {
            agents[n].fill(to: scope, agent: n, index: structure.counts.events - 1)
        }
    }
}

extension ChunkedArray<Part?> {
    /// Takes an input: puts out of the context what it removed or compacted, and adds what it added.
    mutating func take(_ input: Input) {
        for position in input.remove where indices.contains(position) { self[position] = nil }
        for compaction in input.compact {
            let last = Swift.min(compaction.last, count - 1)
            guard compaction.first >= 0, compaction.first <= last else { continue }
            for position in compaction.first...last { self[position] = nil }
        }
        append(contentsOf: input.add)
    }
}

extension CallState {
    mutating func close(_ outcome: Outcome, _ time: Int?, _ index: Int) {
        self.outcome = outcome
        outcomeTime = time
        outcomeIndex = index
    }
}

extension AgentState {
    mutating func fill(to scope: LogStructure.Agent, agent: Int, index: Int) {
        while generations.count < scope.generations {
            generations.append(
                GenerationState(begin: GenerationBegin(agent: agent, n: generations.count), index: index, added: []))
        }
        while steps.count < scope.steps {
            let begin = StepBegin(agent: agent, n: steps.count, kind: StepKind(rawValue: "unknown"))
            steps.append(StepState(begin: begin, index: index))
        }
        while regions.count < scope.regions {
            let lost = Shape.invalid(reason: "lost in a gap")
            regions.append(Region(agent: agent, n: regions.count, image: 0, shape: lost, spaceSource: .unresolved))
        }
        while calls.count < scope.calls {
            calls.append(CallState(request: ToolRequest(agent: agent, n: calls.count, name: "unknown")))
        }
        while answers.count < scope.answers { answers.append(Answer(agent: agent, n: answers.count, text: "")) }
        while sent.count < scope.messages { sent.append(MessageSend(agent: agent, n: sent.count, to: agent)) }
    }
}

extension StepState {
    mutating func append(_ text: StepText) {
        if let index = texts.firstIndex(where: { $0.channel == text.channel }) {
            texts[index].text += text.text
        } else {
            texts.append(StepTextState(channel: text.channel, form: text.form, text: text.text))
        }
    }

    mutating func retract(_ retract: StepRetract) {
        guard let index = texts.firstIndex(where: { $0.channel == retract.channel }) else { return }
        texts[index].text.take(back: retract)
    }
}

extension String {
    /// Takes a piece of text back; one that does not lie between scalars is left alone.
    package mutating func take(back retract: StepRetract) {
        guard retract.bytes.count == 2 else { return }
        let (first, end) = (retract.bytes[0], retract.bytes[1])
        guard first >= 0, first <= end, end <= utf8.count else { return }
        let lower = utf8.index(utf8.startIndex, offsetBy: first)
        let upper = utf8.index(lower, offsetBy: end - first)
        guard lower.samePosition(in: unicodeScalars) != nil, upper.samePosition(in: unicodeScalars) != nil else {
            return
        }
        unicodeScalars.removeSubrange(lower..<upper)
    }
}
