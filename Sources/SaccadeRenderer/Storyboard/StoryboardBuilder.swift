public import Saccade
import SaccadeImaging

/// Makes the page of a trace: which panels there are, what each shows, and what it says.
///
/// Numbers on the page are the ordinals of the trace, so that `step 3` of a finding, of the log and of the page are one.
public struct StoryboardBuilder {
    /// What the page shows.
    public struct Options: Sendable, Hashable {
        /// The agents to show; `nil` for all.
        public var agents: Set<Int>?
        /// The ordinals of the steps to show; `nil` for all.
        public var steps: ClosedRange<Int>?
        /// The kinds of steps to show; `nil` for all.
        public var kinds: Set<StepKind>?
        /// The title; `nil` for what the trace was asked.
        public var title: String?
        /// How the panels are arranged; `nil` for lanes with several agents and a grid with one.
        public var layout: StoryboardPage.Layout?
        /// What gives a region its colour; `nil` for its agent with several agents, and itself with one.
        public var colors: ColorKey?
        /// How the insides of masks are drawn.
        public var maskStyle: RegionStyle
        /// Whether a region's label is drawn beside its number.
        public var hasLabels: Bool
        /// The most characters of a text that a card shows; the rest is counted.
        public var textLimit: Int
        /// The most lines of code, or of a tool's result, that a card shows; the rest is counted.
        public var lineLimit: Int

        /// Creates options; without any, everything is shown.
        public init(
            agents: Set<Int>? = nil, steps: ClosedRange<Int>? = nil, kinds: Set<StepKind>? = nil,
            title: String? = nil, layout: StoryboardPage.Layout? = nil, colors: ColorKey? = nil,
            maskStyle: RegionStyle = .automatic, hasLabels: Bool = false, textLimit: Int = 1_600, lineLimit: Int = 18
        ) {
            self.agents = agents
            self.steps = steps
            self.kinds = kinds
            self.title = title
            self.layout = layout
            self.colors = colors
            self.maskStyle = maskStyle
            self.hasLabels = hasLabels
            self.textLimit = textLimit
            self.lineLimit = lineLimit
        }
    }

    let trace: TraceState
    let images: ImageLibrary
    let findings: [StoryboardFinding]
    let badges: [Badge]
    let options: Options
    let coloring: Coloring
    /// The check's verdict on images that were made from others, by their ordinals.
    let verdicts: [Int: Badge]
    /// Which images came of which regions and calls.
    let products: Products
    /// What was done to images before a model saw them.
    let inputs: ImageInputs

    /// Creates a builder.
    ///
    /// - Parameters:
    ///   - trace: The trace.
    ///   - images: Its pictures.
    ///   - findings: What a checker found; each is shown on the card of its step, others on the last card.
    ///   - badges: The verdicts for the head of the page.
    ///   - verdicts: The verdicts on images that were made from others, by their ordinals; each is shown beside the call
    ///     that made the image.
    ///   - options: What to show.
    public init(
        trace: TraceState, images: ImageLibrary, findings: [StoryboardFinding] = [], badges: [Badge] = [],
        verdicts: [Int: Badge] = [:], options: Options = Options()
    ) {
        self.trace = trace
        self.images = images
        self.verdicts = verdicts
        products = Products(trace)
        inputs = ImageInputs(trace)
        self.findings = findings.map { finding in
            guard finding.step == nil, let image = finding.image, let maker = trace.maker(of: image) else {
                return finding
            }
            var placed = finding
            (placed.agent, placed.step) = (maker.agent, maker.step)
            return placed
        }
        self.badges = badges
        self.options = options
        coloring = Coloring(trace, by: options.colors ?? (trace.agents.count > 1 ? .agent : .region))
    }

    /// A step of an agent.
    struct StepName: Hashable {
        var agent: Int
        var step: Int
    }

    /// Returns the page.
    public func page() -> StoryboardPage {
        switch layout {
        case .poster: return posterPage()
        case .compare: return comparePage()
        case .strip: return stripPage()
        case .grid, .lanes, .frame: break
        }
        let steps = shownSteps
        var panels: [Panel] = []
        var panelOfStep: [StepName: Int] = [:]
        // In lanes, each agent's column tells its own story.
        var shownImages: [Int: Set<Int>] = [:]
        for (position, name) in steps.enumerated() {
            panelOfStep[name] = panels.count
            let isLast = position == steps.count - 1
            panels.append(
                contentsOf: self.panels(
                    of: name, seen: &shownImages[hasLanes ? name.agent : 0, default: []], isLast: isLast))
        }
        guard hasLanes else { return finished(panels) }
        // An agent without a step to show needs no column.
        let shown = Set(panels.map(\.lane)).sorted()
        for index in panels.indices { panels[index].lane = shown.firstIndex(of: panels[index].lane) ?? 0 }
        return finished(panels, lanes: shown.map { lane(of: $0) }, links: links(panelOfStep))
    }

    /// Returns a page of panels with the head and the foot that all layouts share.
    func finished(
        _ panels: [Panel], pictures: [Picture] = [], badges: [Badge] = [], lanes: [Lane] = [], links: [Link] = []
    ) -> StoryboardPage {
        var panels = panels
        if panels.isEmpty || trace.agents.allSatisfy({ $0.steps.isEmpty }), pictures.isEmpty { panels = overviewPanels }
        if let last = panels.indices.last {
            panels[last].notes += notes(where: { $0.step == nil })
            panels[last].notes += trace.diagnostics.filter { $0.step == nil && $0.image == nil && $0.severity != .info }
                .prefix(Self.mostRemarks)
                .map { Note(tone: $0.severity == .error ? .failure : .warning, rule: $0.code, text: $0.message) }
        }
        let isGuessed = trace.diagnostics.contains { $0.code == "generic-record" }
        let marks = isGuessed ? [Badge("format guessed", tone: .warning)] : []
        return StoryboardPage(
            title: title, subtitle: subtitle, badges: self.badges + marks + badges, layout: layout, panels: panels,
            pictures: pictures, lanes: lanes, links: links,
            footerLeading: "trace \(trace.header?.id ?? "without header")", footerTrailing: "saccade")
    }

    /// The most remarks about the whole trace that the last card shows.
    private static let mostRemarks = 4

    /// How the panels are arranged.
    var layout: StoryboardPage.Layout {
        let layout = options.layout ?? (trace.agents.count > 1 ? .lanes : .grid)
        return layout == .frame ? .grid : layout
    }

    /// Whether each agent has a column of its own.
    var hasLanes: Bool { layout == .lanes }

    /// The steps to show, in the order in which they began: by their times, or where one has none as the log has them.
    var shownSteps: [StepName] {
        let hasTimes = trace.agents.allSatisfy { $0.steps.allSatisfy { $0.beginTime != nil } }
        var steps: [(index: Int, name: StepName)] = []
        for (agent, state) in trace.agents.enumerated() where options.agents?.contains(agent) ?? true {
            for (step, stepState) in state.steps.enumerated()
            where (options.steps?.contains(step) ?? true) && (options.kinds?.contains(stepState.begin.kind) ?? true) {
                steps.append((stepState.index, StepName(agent: agent, step: step)))
            }
        }
        func time(_ name: StepName) -> Int {
            hasTimes ? trace.agents[name.agent].steps[name.step].beginTime.flatMap { Int(exactly: $0) } ?? .max : 0
        }
        return steps.map { (time: time($0.name), index: $0.index, name: $0.name) }
            .sorted {
                ($0.time, $0.index, $0.name.agent, $0.name.step) < ($1.time, $1.index, $1.name.agent, $1.name.step)
            }
            .map(\.name)
    }

    /// The panels of a trace without steps: the images that it has, with what a reference says of them.
    private var overviewPanels: [Panel] {
        let truth = trace.truths.flatMap(\.regions)
        return trace.images.prefix(12).map { image in
            let n = image.declaration.n
            var picture = Picture(images.content(of: image), caption: caption(of: image), emphasis: .overview)
            for (index, region) in truth.enumerated() where region.image == n {
                var drawn = PictureRegion(images.whole(region.pixels), number: "\(index)", color: index, time: .current)
                drawn.label = (region.label ?? "reference").cut(to: 60)
                picture.regions.append(drawn)
            }
            var panel = Panel(number: "\(n)", kind: "image", picture: picture)
            if n == 0 {
                panel.notes = trace.truths.compactMap(\.answer).map {
                    Note(tone: .neutral, rule: "reference answer", text: RichText(reading: $0.cut(to: 2_000)).text)
                }
            }
            return panel
        }
    }

    // MARK: Head

    var title: String {
        let text = options.title ?? (trace.header?.task ?? trace.question) ?? "A trace without a question"
        // A record's question may hold more than anybody reads at the head of a page.
        let line = String(text.prefix(8_000)).withoutImageTags.split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        return RichText(reading: line).text.cut(to: StoryboardBuilder.longestTitle)
    }

    /// The most characters of a question that the head shows; the whole text is in the trace.
    static let longestTitle = 280

    var subtitle: [String] {
        var parts: [String] = []
        let models = Set(trace.agents.compactMap { $0.spawn?.model } + [trace.header?.model].compactMap { $0 })
        if !models.isEmpty { parts.append(models.sorted().joined(separator: ", ")) }
        let steps = trace.agents.reduce(0) { $0 + $1.steps.count }
        let shown = shownSteps.count
        parts.append(shown == steps ? counted(steps, "step") : "\(grouped(shown)) of \(counted(steps, "step")) shown")
        if trace.agents.count > 1 { parts.append(counted(trace.agents.count, "agent")) }
        let regions = trace.agents.flatMap(\.regions)
        if !regions.isEmpty {
            let roots = Set(regions.compactMap { trace.image($0.image)?.root }).sorted()
            var looks = "\(counted(regions.count, "look")) at \(counted(roots.count, "image"))"
            if roots.count == 1, let size = roots.first.flatMap({ trace.image($0) })?.declaration.size {
                looks += " (\(size.width) × \(size.height))"
            }
            parts.append(looks)
        }
        let usage = trace.agents.flatMap(\.generations).compactMap { $0.end?.usage }
        let tokens = usage.reduce(0) { $0 + ($1.input ?? 0) + ($1.output ?? 0) }
        if tokens > 0 { parts.append("\(grouped(tokens)) tokens") }
        if let latest = trace.structure.latestTime, latest > 0 { parts.append(duration(latest)) }
        return parts
    }

    // MARK: Lanes

    func lane(of agent: Int) -> Lane {
        let spawn = trace.agents[agent].spawn
        let name = spawn?.role ?? (agent == 0 ? "root" : spawn?.kind.rawValue ?? "agent")
        return Lane(name: name, detail: "agent \(agent)", color: agent == 0 ? nil : agent - 1)
    }

    private func links(_ panelOfStep: [StepName: Int]) -> [Link] {
        var links: [Link] = []
        func panel(_ agent: Int, _ step: Int?) -> Int? {
            step.flatMap { panelOfStep[StepName(agent: agent, step: $0)] }
        }
        for (n, agent) in trace.agents.enumerated() {
            if let spawn = agent.spawn, let from = panel(spawn.parent, spawn.step), let to = panel(n, firstStep(of: n))
            {
                links.append(Link(from: from, to: to, kind: .spawn))
            }
            for receipt in agent.received {
                let sender = receipt.message.agent
                guard let sent = trace.agent(sender)?.sent, sent.indices.contains(receipt.message.n),
                    let from = panel(sender, sent[receipt.message.n].step), let to = panel(n, receipt.step)
                else { continue }
                links.append(Link(from: from, to: to, kind: .message))
            }
            for join in agent.joins {
                guard let from = panel(n, lastStep(of: n)), let to = panel(join.agent, join.step) else { continue }
                links.append(
                    Link(
                        from: from, to: to, kind: .join, label: agent.answers.last.map(shortAnswer),
                        isDissent: isDissent(n)))
            }
        }
        return links
    }

    /// Whether an agent gave an answer to choose from, and another one was chosen that says something else.
    private func isDissent(_ agent: Int) -> Bool {
        guard let answer = trace.agents[agent].answers.last else { return false }
        return trace.aggregates.contains { aggregate in
            guard aggregate.candidates.contains(where: { $0.agent == agent }),
                let chosen = aggregate.chosen.flatMap({ trace.answer($0) })
            else { return false }
            return answer.text.comparable != chosen.text.comparable
        }
    }

    private func firstStep(of agent: Int) -> Int? {
        trace.agents[agent].steps.indices.first { options.steps?.contains($0) ?? true }
    }

    private func lastStep(of agent: Int) -> Int? {
        trace.agents[agent].steps.indices.last { options.steps?.contains($0) ?? true }
    }

    private func shortAnswer(_ answer: Answer) -> String {
        let line = answer.text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let text = RichText(reading: line).text
        return text.cut(to: 28)
    }

    // MARK: Notes

    func notes(where isWanted: (StoryboardFinding) -> Bool) -> [Note] {
        findings.filter(isWanted).map { Note(tone: $0.tone, rule: $0.rule, text: $0.text) }
    }
}

extension TraceState {
    /// The agent and the step whose tool call made an image.
    fileprivate func maker(of image: Int) -> (agent: Int, step: Int)? {
        guard let state = self.image(image) else { return nil }
        let agent = state.derivation?.agent ?? state.declaration.origin.agent ?? 0
        guard let call = state.derivation?.call ?? state.declaration.origin.call,
            let calls = self.agent(agent)?.calls, calls.indices.contains(call), let step = calls[call].request.step
        else { return nil }
        return (agent, step)
    }
}
