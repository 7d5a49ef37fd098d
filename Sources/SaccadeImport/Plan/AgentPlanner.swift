import Saccade

/// Splits the messages of one agent after another into rounds, and what each said into steps.
struct AgentPlanner {
    let dialect: TextDialect
    let scanner: PlaceScanner
    let resolver: ImageResolver
    /// Whether the last words of a round may be its answer.
    var marksAnswers = true
    /// What the variables of the models' code hold.
    var variables: [JSONMember] = []
    /// The images of all agents so far.
    var images = ImageTable()
    /// The agent that is being planned.
    var agent = AgentPlan()
    /// The calls of the last round that have no outcome yet.
    var open: [Int] = []
    /// What is known of the spaces of places before they are inferred: nothing.
    private let unread = SpaceReading()

    init(dialect: TextDialect, scanner: PlaceScanner, resolver: ImageResolver) {
        self.dialect = dialect
        self.scanner = scanner
        self.resolver = resolver
    }

    /// Returns the plan of one agent.
    mutating func plan(_ messages: [Message], thread: AgentThread?) -> AgentPlan {
        agent = AgentPlan(thread: thread)
        open = []
        var round = AgentPlan.Round()
        var index = 0
        while index < messages.count {
            switch messages[index].role {
            case .system:
                round.inputs.append(.system(pieces(of: messages[index]).text))
                index += 1
            case .user:
                receive(messages[index], into: &round)
                index += 1
            case .tool:
                result(messages[index], into: &round)
                index += 1
            case .assistant:
                closeOpenCalls(into: &round)
                var end = index + 1
                while end < messages.count, messages[end].role == .assistant, !messages[end].isCall { end += 1 }
                round.pointer = messages[index].pointer
                describe(&round, from: messages[index..<end])
                round.steps = steps(of: messages[index..<end])
                agent.rounds.append(round)
                round = AgentPlan.Round()
                index = end
            }
        }
        closeOpenCalls(into: &round)
        if !round.inputs.isEmpty { agent.rounds.append(round) }
        if marksAnswers { markLastAnswer() }
        return agent
    }

    private func describe(_ round: inout AgentPlan.Round, from messages: ArraySlice<Message>) {
        round.model = messages.first?.model
        round.time = messages.first?.time
        for index in messages.indices {
            if let usage = messages[index].usage { round.usage = usage }
            if let finish = messages[index].finish { round.finish = finish }
            if let time = messages[index].endTime ?? messages[index].time { round.endTime = time }
        }
    }

    /// Calls of which the record says nothing more.
    private mutating func closeOpenCalls(into round: inout AgentPlan.Round) {
        for call in open where agent.calls[call].call.isDone { agent.calls[call].outcome = .succeeded }
        closeCalls(into: &round)
    }

    /// The last thing that a model says without a call is its answer, even without a tag.
    ///
    /// So is what it says before the user speaks again.
    private mutating func markLastAnswer() {
        for (index, round) in agent.rounds.enumerated() {
            guard round.steps.allSatisfy({ $0.answer == nil && $0.calls.isEmpty }), let last = round.steps.last else {
                continue
            }
            // What follows without a word of the user in between goes on with the same.
            if index + 1 < agent.rounds.count {
                let isAnswered = agent.rounds[index + 1].inputs.contains { if case .turn = $0 { true } else { false } }
                guard isAnswered else { continue }
            }
            let spoken = last.words.filter { $0.channel == .output }
            guard !spoken.isEmpty else { continue }
            last.kind = .answer
            last.answer = spoken.map(\.text).joined(separator: "\n").trimmed
        }
    }

    // MARK: Images and places

    mutating func image(_ name: String, alias: String?, at pointer: String) -> Int {
        images.add(resolver.resolve(name, at: pointer), alias: alias)
    }

    /// Returns a place with its image, or `nil` if the record has no such image.
    func planned(_ place: WrittenPlace, calls: [PlannedCall]) -> PlannedPlace? {
        guard case .found(let index, _) = ImageReference(images: images, calls: calls).image(place.image) else {
            return nil
        }
        return PlannedPlace(place, image: index, reading: unread)
    }

    /// Finds the places of a call and the image that they are on.
    func planned(_ call: WrittenCall) -> PlannedCall {
        let planned = PlannedCall(call: call)
        var places = call.places ?? ArgumentScanner.places(in: call)
        if places.isEmpty, let crop = call.crop {
            var place = WrittenPlace(
                written: crop.written, numbers: [crop.box.x0, crop.box.y0, crop.box.x1, crop.box.y1])
            place.reading = .declared(.pixels)
            places = [place]
        }
        for focus in call.focuses { places += focus.places(in: variables) }
        guard !places.isEmpty else { return planned }
        let reference = ImageReference(images: images, calls: agent.calls)
        // Places that name images of their own go there, all others to the image of the call.
        let common = reference.image(of: call)
        planned.places.reserveCapacity(places.count)
        for var place in places {
            if place.group == nil { place.group = call.name }
            if call.isAction, place.reading == .open, let family = scanner.family { place.reading = family.reading }
            place.pointer = call.pointer
            switch place.image == .first ? common : reference.image(place.image) {
            case .found(let index, let remark):
                planned.places.append(PlannedPlace(place, image: index, reading: unread))
                if let remark, planned.places.count == 1 { planned.remarks.append(remark) }
            case .unknown(let reason):
                planned.remarks.append(
                    Remark(.warning, "unknown-image", reason, at: call.pointer, excerpt: call.written))
                return planned
            }
        }
        return planned
    }
}
