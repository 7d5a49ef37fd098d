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
        case .generationBegin(let begin): agents[begin.agent].begin(begin, time, turns)
        case .generationEnd(let end):
            agents[end.agent].generations[end.n].end = end
            agents[end.agent].generations[end.n].endTime = time
        case .stepBegin(let begin):
            let index = structure.counts.events - 1
            agents[begin.agent].steps.append(StepState(begin: begin, index: index, beginTime: time))
        case .stepText(let text): agents[text.agent].steps[text.step].append(text)
        case .stepRetract(let retract): agents[retract.agent].steps[retract.step].retract(retract)
        case .stepEnd(let end):
            agents[end.agent].steps[end.step].end = end
            agents[end.agent].steps[end.step].endTime = time
        case .toolRequest(let request):
            if let step = request.step { agents[request.agent].steps[step].calls.append(request.n) }
            agents[request.agent].calls.append(CallState(request: request, requestTime: time))
        case .toolResult(let result): agents[result.agent].close(result.call, .succeeded(result), time)
        case .toolFail(let failure): agents[failure.agent].close(failure.call, .failed(failure), time)
        case .toolCancel(let cancel): agents[cancel.agent].close(cancel.call, .cancelled(cancel), time)
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

extension AgentState {
    mutating func begin(_ begin: GenerationBegin, _ time: Int?, _ turns: [Turn]) {
        for position in begin.input.remove where context.indices.contains(position) { context[position] = nil }
        for compaction in begin.input.compact {
            for position in context.indices where position >= compaction.first && position <= compaction.last {
                context[position] = nil
            }
        }
        context.append(contentsOf: begin.input.add)
        var images: [Int] = []
        for case let part? in context {
            if let image = part.image { images.append(image) }
            if let turn = part.turn, turns.indices.contains(turn) {
                images.append(contentsOf: turns[turn].parts.compactMap(\.image))
            }
            if let call = part.call, calls.indices.contains(call) {
                images.append(contentsOf: calls[call].parts.compactMap(\.image))
            }
        }
        generations.append(GenerationState(begin: begin, beginTime: time, images: images))
    }

    mutating func close(_ call: Int, _ outcome: CallState.Outcome, _ time: Int?) {
        calls[call].outcome = outcome
        calls[call].outcomeTime = time
    }

    mutating func fill(to scope: LogStructure.Agent, agent: Int, index: Int) {
        while generations.count < scope.generations {
            generations.append(
                GenerationState(begin: GenerationBegin(agent: agent, n: generations.count), images: []))
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

    /// Takes a piece of text back; one that does not lie between scalars is left alone.
    mutating func retract(_ retract: StepRetract) {
        guard let index = texts.firstIndex(where: { $0.channel == retract.channel }), retract.bytes.count == 2 else {
            return
        }
        var bytes = Array(texts[index].text.utf8)
        let (first, end) = (retract.bytes[0], retract.bytes[1])
        guard first >= 0, first <= end, end <= bytes.count, UTF8Validation.isBoundary(bytes, first),
            UTF8Validation.isBoundary(bytes, end)
        else { return }
        bytes.removeSubrange(first..<end)
        texts[index].text = String(decoding: bytes, as: UTF8.self)
    }
}
