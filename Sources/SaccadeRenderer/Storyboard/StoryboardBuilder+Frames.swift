import Saccade

extension StoryboardBuilder {
    /// A step that has a frame.
    public struct FrameName: Sendable, Hashable {
        /// The agent's ordinal.
        public let agent: Int
        /// The step's ordinal among those of its agent.
        public let step: Int
    }

    /// The steps that have frames, in the order in which they began.
    public var frames: [FrameName] { shownSteps.map { FrameName(agent: $0.agent, step: $0.step) } }

    /// Returns the page of one step alone: the image that the model saw, this step's regions bright and earlier ones
    /// faded, its words, calls and findings, and what it cost.
    ///
    /// - Parameters:
    ///   - place: The step's place in ``frames``.
    ///   - frames: ``frames``, so that a loop need not ask for it each time.
    public func frame(_ place: Int, of frames: [FrameName]) -> StoryboardPage? {
        guard frames.indices.contains(place) else { return nil }
        let name = StepName(agent: frames[place].agent, step: frames[place].step)
        var seen = seenBefore(name)
        var panels = self.panels(of: name, seen: &seen, isLast: place == frames.count - 1)
        guard !panels.isEmpty else { return nil }
        if panels[0].picture == nil { panels[0].picture = carriedPicture(name) }
        if trace.agents.count > 1 { panels[0].agent = lane(of: name.agent) }
        panels[0].meta = frameMeta(name, panels[0].meta, frames.prefix(place + 1))
        if place == frames.count - 1 { panels[0].notes += notes(where: { $0.step == nil }) }
        return StoryboardPage(
            title: title, layout: .frame, panels: panels,
            progress: StoryboardPage.Progress(place: place, count: frames.count),
            footerLeading: "trace \(trace.header?.id ?? "without header")",
            footerTrailing: trace.agents.count > 1 ? "agent \(name.agent) · step \(name.step)" : "step \(name.step)")
    }

    /// When the step began, what it cost, and the tokens of all steps so far.
    private func frameMeta(_ name: StepName, _ own: String, _ past: some Sequence<FrameName>) -> String {
        let agent = trace.agents[name.agent]
        var parts: [String] = []
        if let begin = agent.steps[name.step].beginTime { parts.append("at \(duration(begin))") }
        if !own.isEmpty { parts.append(own) }
        if let n = agent.steps[name.step].begin.generation, agent.generations.indices.contains(n),
            let first = agent.generations[n].end?.firstToken
        {
            parts.append("first token \(duration(first))")
        }
        var total = 0
        var counted: Set<ScopedOrdinal> = []
        for frame in past {
            let other = trace.agents[frame.agent]
            guard let n = other.steps[frame.step].begin.generation, other.generations.indices.contains(n),
                counted.insert(ScopedOrdinal(agent: frame.agent, n: n)).inserted,
                let usage = other.generations[n].end?.usage
            else { continue }
            total = total.addingReportingOverflow(usage.input ?? 0).partialValue
            total = total.addingReportingOverflow(usage.output ?? 0).partialValue
        }
        if total > 0 { parts.append("\(grouped(total)) tok so far") }
        return parts.joined(separator: " · ")
    }

    /// The images that the model had received before what came with a step's own call of it.
    private func seenBefore(_ name: StepName) -> Set<Int> {
        let agent = trace.agents[name.agent]
        guard let n = agent.steps[name.step].begin.generation, agent.generations.indices.contains(n) else { return [] }
        let isFirst = agent.steps.first { $0.begin.generation == n }?.begin.n == name.step
        guard isFirst else { return Set(trace.images(receivedBy: n, of: name.agent)) }
        return n > 0 ? Set(trace.images(receivedBy: n - 1, of: name.agent)) : []
    }

    /// The image that came last with the call of the model, or else that the agent looked at last, with what it looked at
    /// there, for a step that looks at none.
    func carriedPicture(_ name: StepName) -> Picture? {
        let agent = trace.agents[name.agent]
        let before = agent.regions.last { ($0.step ?? .max) < name.step }
        let received = agent.steps[name.step].begin.generation.flatMap { n in
            agent.generations.indices.contains(n) ? agent.generations[n].added.last : nil
        }
        let given = trace.images.first { $0.declaration.origin.kind == .input }?.declaration.n
        let image = received ?? before?.image ?? agent.generations.lazy.flatMap(\.added).first ?? given
        guard let image, let state = trace.image(image) else { return nil }
        var picture = self.picture(of: image, [], name)
        picture.gazePath = []
        picture.emphasis = .overview
        picture.caption = caption(of: state, seenBy: name)
        return picture
    }

    /// Returns a strip: each step with a picture, its words cut short.
    func stripPage() -> StoryboardPage {
        var short = options
        short.textLimit = min(options.textLimit, 220)
        short.lineLimit = min(options.lineLimit, 3)
        let builder = StoryboardBuilder(
            trace: trace, images: images, findings: findings, badges: badges, verdicts: verdicts, options: short)
        var panels: [Panel] = []
        var seen: Set<Int> = []
        let steps = shownSteps
        for (position, name) in steps.enumerated() {
            var own = builder.panels(of: name, seen: &seen, isLast: position == steps.count - 1)
            if let first = own.indices.first, own[first].picture == nil { own[first].picture = carriedPicture(name) }
            panels += own
        }
        return finished(panels)
    }
}
