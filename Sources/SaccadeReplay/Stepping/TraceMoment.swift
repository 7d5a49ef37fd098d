public import Saccade

/// The state of a trace at one moment: how much there was, what was open, and the step that one looks at.
public struct TraceMoment: Sendable {
    /// One agent at the moment.
    public struct Agent: Sendable, Hashable {
        /// The steps that had begun and not ended.
        public internal(set) var openSteps: [Int] = []
        /// The calls without an outcome.
        public internal(set) var openCalls: [Int] = []
        /// The generations that had begun and not ended.
        public internal(set) var openGenerations: [Int] = []
        /// How many steps it had begun.
        public internal(set) var steps = 0
        /// How many regions it had named.
        public internal(set) var regions = 0
        /// How many calls it had made.
        public internal(set) var calls = 0
        /// How many answers it had given.
        public internal(set) var answers = 0
        /// Whether it had ended.
        public internal(set) var isEnded = false
    }

    /// The last event that had happened, by its ordinal.
    public internal(set) var event = 0
    /// The time of the latest event that has one, in nanoseconds since `trace.begin`.
    public internal(set) var time: Int?
    /// How many images had been declared.
    public internal(set) var images = 0
    /// How many turns there had been.
    public internal(set) var turns = 0
    /// The agents.
    public internal(set) var agents: [Agent] = [Agent()]
    /// The last answer that had been given.
    public internal(set) var lastAnswer: Answer?

    mutating func apply(_ event: Event, index: Int) {
        self.event = index
        if let now = event.time { time = max(time ?? now, now) }
        switch event.body {
        case .image: images += 1
        case .turn: turns += 1
        case .agentSpawn: agents.append(Agent())
        case .agentEnd(let end): update(end.agent) { $0.isEnded = true }
        case .stepBegin(let begin):
            update(begin.agent) {
                $0.openSteps.append(begin.n)
                $0.steps += 1
            }
        case .stepEnd(let end): update(end.agent) { $0.openSteps.removeAll { $0 == end.step } }
        case .generationBegin(let begin): update(begin.agent) { $0.openGenerations.append(begin.n) }
        case .generationEnd(let end): update(end.agent) { $0.openGenerations.removeAll { $0 == end.n } }
        case .toolRequest(let request):
            update(request.agent) {
                $0.openCalls.append(request.n)
                $0.calls += 1
            }
        case .toolResult(let result): update(result.agent) { $0.openCalls.removeAll { $0 == result.call } }
        case .toolFail(let failure): update(failure.agent) { $0.openCalls.removeAll { $0 == failure.call } }
        case .toolCancel(let cancel): update(cancel.agent) { $0.openCalls.removeAll { $0 == cancel.call } }
        case .region(let region): update(region.agent) { $0.regions += 1 }
        case .answer(let answer):
            lastAnswer = answer
            update(answer.agent) { $0.answers += 1 }
        default: break
        }
    }

    private mutating func update(_ n: Int, _ change: (inout Agent) -> Void) {
        if agents.indices.contains(n) { change(&agents[n]) }
    }
}

/// One step with everything that happened in it.
public struct SteppedStep: Sendable {
    /// Where the step stands among all steps of the trace, from 0.
    public var position: Int
    /// Its beginning.
    public var begin: StepBegin
    /// When it began, in nanoseconds since `trace.begin`.
    public var beginTime: Int?
    /// Its end, if it has one.
    public var end: StepEnd?
    /// When it ended.
    public var endTime: Int?
    /// Its texts by channel, in the order in which they began.
    public var texts: [(channel: TextChannel, text: String)] = []
    /// The regions that were named in it.
    public var regions: [Region] = []
    /// The calls that were made in it.
    public var calls: [ToolRequest] = []
    /// The outcomes of those calls that came before it ended, by the ordinal of the call.
    public var outcomes: [Int: EventBody] = [:]
    /// The images that its calls made.
    public var images: [ImageDeclaration] = []
    /// The answers that were given in it.
    public var answers: [Answer] = []

    init(position: Int, begin: StepBegin, time: Int?) {
        self.position = position
        self.begin = begin
        self.beginTime = time
    }

    mutating func apply(_ event: Event) {
        switch event.body {
        case .stepText(let text) where text.agent == begin.agent && text.step == begin.n:
            if let index = texts.firstIndex(where: { $0.channel == text.channel }) {
                texts[index].text += text.text
            } else {
                texts.append((text.channel, text.text))
            }
        case .stepRetract(let retract) where retract.agent == begin.agent && retract.step == begin.n:
            if let index = texts.firstIndex(where: { $0.channel == retract.channel }) {
                texts[index].text.take(back: retract)
            }
        case .region(let region) where region.agent == begin.agent && region.step == begin.n: regions.append(region)
        case .toolRequest(let request) where request.agent == begin.agent && request.step == begin.n:
            calls.append(request)
        case .toolResult(let result): settle(result.agent, result.call, event.body)
        case .toolFail(let failure): settle(failure.agent, failure.call, event.body)
        case .toolCancel(let cancel): settle(cancel.agent, cancel.call, event.body)
        case .image(let image):
            if image.origin.agent == begin.agent, let call = image.origin.call, calls.contains(where: { $0.n == call })
            {
                images.append(image)
            }
        case .answer(let answer) where answer.agent == begin.agent && answer.step == begin.n: answers.append(answer)
        case .stepEnd(let end) where end.agent == begin.agent && end.step == begin.n:
            self.end = end
            endTime = event.time
        default: break
        }
    }

    private mutating func settle(_ agent: Int, _ call: Int, _ body: EventBody) {
        if agent == begin.agent, calls.contains(where: { $0.n == call }) { outcomes[call] = body }
    }
}
