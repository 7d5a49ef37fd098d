import Saccade

/// Writes what one agent received and did.
struct AgentEmitter {
    let n: Int
    let agent: AgentPlan
    let trace: TraceEmitter
    /// The ordinals of the calls' regions, a list for each call.
    var regions: [[Int]]
    /// What each region is called.
    var labels: [LabelMatch.Label?] = []
    /// The texts of each step by channel.
    private var words: [[(channel: TextChannel, text: String)]] = []
    /// The step whose words were looked through last, and its words by channel.
    private var indexed: (step: Int, channels: [(channel: TextChannel, text: LabelMatch.Text)])?
    private(set) var stepCount = 0
    private(set) var generationCount = 0
    private(set) var answerCount = 0
    private let totalAnswers: Int
    private var clock: Int?

    var writer: TraceWriter { trace.writer }
    var images: ImageTable { trace.plan.images }

    init(_ n: Int, _ agent: AgentPlan, _ trace: TraceEmitter) {
        self.n = n
        self.agent = agent
        self.trace = trace
        regions = agent.calls.map { _ in [] }
        totalAnswers = agent.rounds.reduce(0) { $0 + $1.steps.count { $0.answer != nil } }
    }

    /// Writes all rounds; returns what the agent received before its first model call.
    mutating func emit(_ first: [Part]) throws(TraceError) -> [Part] {
        var inputs = first
        var prompt: [Part]?
        for round in agent.rounds {
            inputs.reserveCapacity(inputs.count + round.inputs.count)
            for input in round.inputs { inputs.append(try receive(input)) }
            guard !round.steps.isEmpty else { continue }
            if prompt == nil { prompt = inputs }
            advance(to: round.time)
            try append(
                .generationBegin(
                    GenerationBegin(agent: n, n: generationCount, model: round.model, input: Input(add: inputs))))
            let open = try write(round.steps, of: generationCount)
            advance(to: round.endTime)
            try append(
                .generationEnd(
                    GenerationEnd(agent: n, n: generationCount, finish: round.finish, usage: round.usage)))
            inputs = [.generation(generationCount)]
            generationCount += 1
            try finish(open)
        }
        return prompt ?? inputs
    }

    /// Appends an event of this agent at its time, if the record has one.
    func append(_ body: consuming EventBody) throws(TraceError) { try writer.append(body, at: clock) }

    /// Moves the agent's clock on; times of one agent never run backwards.
    private mutating func advance(to time: Int?) {
        guard let time, time >= 0 else { return }
        clock = max(clock ?? time, time)
    }

    func write(_ remark: Remark, step: Int? = nil, image: Int? = nil) throws(TraceError) {
        try trace.write(remark, agent: n, step: step, image: image)
    }

    /// Returns the words of a step, ready to look for labels in.
    mutating func indexedWords(of step: Int) -> [(channel: TextChannel, text: LabelMatch.Text)] {
        if let indexed, indexed.step == step { return indexed.channels }
        let channels = words[step].map { (channel: $0.channel, text: LabelMatch.Text($0.text)) }
        indexed = (step, channels)
        return channels
    }

    // MARK: What comes in

    private mutating func receive(_ input: AgentPlan.Input) throws(TraceError) -> Part {
        switch input {
        case .system(let text): return .system(text)
        case .outcome(let call): return .call(call)
        case .turn(let pieces, let name, let kind, let time, let remarks):
            advance(to: time)
            var parts: [Part] = []
            parts.reserveCapacity(pieces.count)
            for piece in pieces { parts.append(try trace.part(piece, origin: ImageOrigin(kind: kind))) }
            let turn = writer.counts.turns
            try append(.turn(Turn(n: turn, parts: parts, name: name)))
            for remark in remarks { try write(remark) }
            return .turn(turn)
        }
    }

    // MARK: Steps

    /// A step that waits for the outcomes of calls.
    private typealias OpenStep = (step: Int, calls: [Int])

    /// Writes the steps of a generation and returns those that wait for the outcome of a call.
    private mutating func write(_ planned: [PlannedStep], of generation: Int) throws(TraceError) -> [OpenStep] {
        var open: [OpenStep] = []
        for step in planned {
            let ordinal = stepCount
            stepCount += 1
            try append(
                .stepBegin(
                    StepBegin(agent: n, n: ordinal, kind: step.kind, generation: generation, title: step.title)))
            try write(step.words, of: ordinal)
            for index in step.images { _ = try trace.declare(index, origin: ImageOrigin(kind: .rendered)) }
            for call in step.calls { try request(call, in: ordinal) }
            for place in step.places { _ = try write(place, in: ordinal) }
            for remark in step.remarks { try write(remark, step: ordinal) }
            if let answer = step.answer { try write(answer, in: ordinal) }
            if step.calls.isEmpty {
                try append(.stepEnd(StepEnd(agent: n, step: ordinal)))
            } else {
                open.append((ordinal, step.calls))
            }
        }
        return open
    }

    /// Writes the words of a step; pieces of one channel are parted by an empty line.
    private mutating func write(_ words: [PlannedStep.Words], of step: Int) throws(TraceError) {
        var channels: [(channel: TextChannel, text: String)] = []
        channels.reserveCapacity(words.count)
        var named: [(places: [PlannedPlace], channel: TextChannel, offset: Int)] = []
        for piece in words {
            var (text, offset) = (piece.text, 0)
            if let index = channels.firstIndex(where: { $0.channel == piece.channel }) {
                text = "\n\n" + text
                offset = channels[index].text.utf8.count + 2
                channels[index].text += text
            } else {
                channels.append((piece.channel, text))
            }
            if !piece.places.isEmpty { named.append((piece.places, piece.channel, offset)) }
            try append(
                .stepText(StepText(agent: n, step: step, channel: piece.channel, text: text, form: piece.form)))
        }
        self.words.append(channels)
        for (places, channel, offset) in named {
            for planned in places {
                let span = planned.place.range.map {
                    Span(step: step, channel: channel, bytes: [$0.lowerBound + offset, $0.upperBound + offset])
                }
                _ = try write(planned, in: step, span: span)
            }
        }
    }

    private mutating func write(_ text: String, in step: Int) throws(TraceError) {
        // Only what the answer itself names counts as what it rests on.
        let spoken = ([text] + words[step].map(\.text)).joined(separator: "\n")
        let heard = LabelMatch.Text(labels.contains { $0 != nil } ? spoken : "")
        var cited: [ScopedOrdinal] = []
        for (region, label) in labels.enumerated() {
            if let label, LabelMatch.range(of: label, in: heard) != nil {
                cited.append(ScopedOrdinal(agent: n, n: region))
            }
        }
        try append(
            .answer(
                Answer(
                    agent: n, n: answerCount, step: step, final: answerCount == totalAnswers - 1, text: text,
                    regions: cited)))
        answerCount += 1
    }

    // MARK: Calls

    private mutating func request(_ ordinal: Int, in step: Int) throws(TraceError) {
        let call = agent.calls[ordinal]
        try append(
            .toolRequest(
                ToolRequest(
                    agent: n, n: ordinal, step: step, name: call.call.name, written: call.call.written,
                    arguments: call.call.arguments, id: call.call.id)))
        for place in call.places { regions[ordinal].append(try write(place, in: step, call: ordinal)) }
        for remark in call.remarks { try write(remark, step: step) }
    }

    /// Writes the outcomes of the calls of a generation's steps and ends the steps.
    private mutating func finish(_ open: [OpenStep]) throws(TraceError) {
        for (step, calls) in open {
            var failure: String?
            for call in calls {
                try outcome(of: call, in: step)
                if case .failed(let message) = agent.calls[call].outcome { failure = message }
            }
            try append(.stepEnd(StepEnd(agent: n, step: step, status: failure == nil ? .ok : .failed, error: failure)))
        }
    }

    private mutating func outcome(of ordinal: Int, in step: Int) throws(TraceError) {
        let call = agent.calls[ordinal]
        advance(to: call.time)
        var parts: [Part] = []
        parts.reserveCapacity(call.result.count)
        var made: [(index: Int, ordinal: Int)] = []
        for piece in call.result {
            switch piece {
            case .text(let text): parts.append(.text(text))
            case .image(let index):
                let (image, isNew) = try trace.declare(index, origin: ImageOrigin(kind: .tool, agent: n, call: ordinal))
                parts.append(.image(image))
                if isNew { made.append((index, image)) }
            }
        }
        switch call.outcome {
        case .succeeded: try append(.toolResult(ToolResult(agent: n, call: ordinal, parts: parts)))
        case .failed(let message):
            try append(.toolFail(ToolFail(agent: n, call: ordinal, kind: .failed, message: message, parts: parts)))
        case .unknown(let message):
            try append(
                .toolFail(ToolFail(agent: n, call: ordinal, kind: .indeterminate, message: message, parts: parts)))
        }
        for (index, image) in made { try derive(image, index, by: ordinal, in: step) }
        for place in call.found { _ = try write(place, in: step, call: ordinal) }
        for index in call.unshown {
            let (image, _) = try trace.declare(index, origin: ImageOrigin(kind: .tool, agent: n, call: ordinal))
            let name = images[index].name ?? ""
            try write(
                Remark(
                    .warning, "drawing-not-shown",
                    "the code drew \(name), and the result holds no picture: the model never received it",
                    at: call.call.pointer, excerpt: name), step: step, image: image)
        }
    }
}
