import Saccade

/// Splits a conversation into rounds, and what the model said into steps.
struct ConversationPlanner {
    private let conversation: Conversation
    private let resolver: ImageResolver
    private let isSketchpad: Bool
    private var plan: RecordPlan
    private var indexOfKey: [String: Int] = [:]
    /// The calls of the last round that have no outcome yet.
    private var open: [Int] = []

    private init(_ conversation: Conversation, images: ImageResolver) {
        self.conversation = conversation
        self.resolver = images
        self.plan = RecordPlan(conversation: conversation)
        self.isSketchpad = conversation.isSketchpad
    }

    /// Returns the plan of the whole record.
    static func plan(_ conversation: Conversation, images: ImageResolver) -> RecordPlan {
        var planner = ConversationPlanner(conversation, images: images)
        planner.run()
        StrayMatcher(resolver: images).complete(&planner.plan)
        return planner.plan
    }

    private mutating func run() {
        var round = RecordPlan.Round()
        var index = 0
        let messages = conversation.messages
        if isSketchpad, plan.conversation.task == nil { plan.conversation.task = request(in: messages) }
        while index < messages.count {
            let message = messages[index]
            switch message.role {
            case .system:
                round.inputs.append(.system(pieces(of: message).text))
                index += 1
            case .user:
                receive(message, into: &round)
                index += 1
            case .tool:
                result(message, into: &round)
                index += 1
            case .assistant:
                closeOpenCalls(into: &round)
                var end = index
                while end < messages.count, messages[end].role == .assistant { end += 1 }
                round.pointer = message.pointer
                round.steps = steps(of: Array(messages[index..<end]))
                plan.rounds.append(round)
                round = RecordPlan.Round()
                index = end
            }
        }
        closeOpenCalls(into: &round)
        if !round.inputs.isEmpty { plan.rounds.append(round) }
        markLastAnswer()
    }

    private func request(in messages: [Message]) -> String? {
        for part in messages.first(where: { $0.role == .user })?.parts ?? [] {
            if case .text(let text) = part.content, let request = SketchpadText.request(in: text) { return request }
        }
        return nil
    }

    // MARK: What comes in

    /// Returns the parts of a message that are texts and images, and remarks on those that are neither.
    private mutating func pieces(of message: Message) -> (pieces: [RecordPlan.Piece], text: String, remarks: [Remark]) {
        var pieces: [RecordPlan.Piece] = []
        var remarks: [Remark] = []
        for part in message.parts {
            switch part.content {
            case .text(let text): if !text.isEmpty { pieces.append(.text(text)) }
            case .reasoning(let text): pieces.append(.text(text))
            case .image(let name): pieces.append(.image(image(name, at: part.pointer)))
            case .call(let call): pieces.append(.text(call.written))
            case .unreadable(let reason, let excerpt):
                remarks.append(Remark(.warning, "unreadable-part", reason, at: part.pointer, excerpt: excerpt))
            }
        }
        let texts = pieces.compactMap { piece -> String? in
            if case .text(let text) = piece { return text }
            return nil
        }
        return (pieces, texts.joined(separator: "\n"), remarks)
    }

    private mutating func image(_ name: String, at pointer: String) -> Int {
        let image = resolver.resolve(name, at: pointer)
        if let known = indexOfKey[image.key] { return known }
        let index = plan.images.count
        indexOfKey[image.key] = index
        plan.images.append(image)
        return index
    }

    /// Takes a message of the user: a turn, or the results of calls that stand in a text.
    private mutating func receive(_ message: Message, into round: inout RecordPlan.Round) {
        let (pieces, text, remarks) = pieces(of: message)
        let textCalls = open.filter { plan.calls[$0].call.isInText }
        if !textCalls.isEmpty {
            deliver(pieces, to: textCalls, text: text, remarks: remarks, into: &round)
            return
        }
        // The chat interface has no images in results: harnesses send them as a message of the user right after.
        let hasImage = pieces.contains { if case .image = $0 { true } else { false } }
        if hasImage, let call = lastLook(in: round), plan.calls[call].resultImages.isEmpty {
            plan.calls[call].result += pieces
            plan.calls[call].remarks += remarks
            plan.calls[call].remarks.append(
                Remark(
                    .info, "result-in-user-message",
                    "the picture that the tool returned stands in the message of the user after it", at: message.pointer
                ))
            return
        }
        round.inputs.append(.turn(pieces, name: message.name, remarks: remarks))
    }

    /// The last call of a round's outcomes, if it looks at an image and nothing came after it.
    private func lastLook(in round: RecordPlan.Round) -> Int? {
        guard case .outcome(let call)? = round.inputs.last, !plan.calls[call].regions.isEmpty,
            case .succeeded = plan.calls[call].outcome
        else { return nil }
        return call
    }

    /// Gives one message to the calls of a text: one picture to each, as long as there are calls.
    private mutating func deliver(
        _ pieces: [RecordPlan.Piece], to calls: [Int], text: String, remarks: [Remark],
        into round: inout RecordPlan.Round
    ) {
        let imageCount = pieces.count { if case .image = $0 { true } else { false } }
        let isSplit = calls.count > 1 && imageCount == calls.count
        var current = 0
        for (position, piece) in pieces.enumerated() {
            plan.calls[calls[current]].result.append(piece)
            guard isSplit, case .image = piece, current + 1 < calls.count else { continue }
            let rest = pieces[(position + 1)...]
            if rest.contains(where: { if case .image = $0 { true } else { false } }) { current += 1 }
        }
        plan.calls[calls[0]].remarks += remarks
        for call in isSplit ? calls : [calls[0]] { settle(call) }
        for call in open where isSplit ? !calls.contains(call) : call != calls[0] {
            plan.calls[call].outcome = .unknown("the record holds one result for several calls")
        }
        round.inputs += open.map { .outcome($0) }
        open = []
    }

    /// Takes a message of a tool.
    private mutating func result(_ message: Message, into round: inout RecordPlan.Round) {
        let (pieces, _, remarks) = pieces(of: message)
        let byID = message.callID.flatMap { id in open.first { plan.calls[$0].call.id == id } }
        let byName = message.name.flatMap { name in open.first { plan.calls[$0].call.name == name } }
        guard let call = byID ?? byName ?? open.first else {
            var remarks = remarks
            remarks.append(
                Remark(
                    .warning, "result-without-call", "expected a call before the result of a tool, found none",
                    at: message.pointer))
            round.inputs.append(.turn(pieces, name: message.name, remarks: remarks))
            return
        }
        if let id = message.callID, byID == nil {
            plan.calls[call].remarks.append(
                Remark(
                    .warning, "result-of-unknown-call",
                    "no open call has the id \"\(id)\"; the result was given to the first one", at: message.pointer))
        }
        plan.calls[call].result += pieces
        plan.calls[call].remarks += remarks
        settle(call)
        open.removeAll { $0 == call }
        round.inputs.append(.outcome(call))
    }

    /// Says how a call came out, by what came back.
    private mutating func settle(_ call: Int) {
        let text = plan.calls[call].result.compactMap { piece -> String? in
            if case .text(let text) = piece { return text }
            return nil
        }.joined(separator: "\n")
        plan.calls[call].outcome = ToolErrors.message(in: text).map { .failed($0) } ?? .succeeded
    }

    /// Calls of which the record says nothing more.
    private mutating func closeOpenCalls(into round: inout RecordPlan.Round) {
        round.inputs += open.map { .outcome($0) }
        open = []
    }

    // MARK: What the model did

    private mutating func steps(of messages: [Message]) -> [PlannedStep] {
        var steps: [PlannedStep] = []
        var step: PlannedStep?
        func finish() {
            if let done = step { steps.append(done) }
            step = nil
        }
        for message in messages {
            for part in message.parts {
                for saying in sayings(of: part) {
                    switch saying {
                    case .reasoning(let text):
                        if let current = step, !current.calls.isEmpty || current.answer != nil { finish() }
                        say(text, .reasoning, at: part.pointer, in: &step)
                    case .output(let text):
                        if let current = step, current.answer != nil || (!current.calls.isEmpty && !isSketchpad) {
                            finish()
                        }
                        say(text, .output, at: part.pointer, in: &step)
                    case .call(let call):
                        if step?.answer != nil { finish() }
                        let ordinal = plan.calls.count
                        plan.calls.append(planned(call))
                        open.append(ordinal)
                        step = step ?? PlannedStep(kind: .act, pointer: part.pointer)
                        let isLook = !plan.calls[ordinal].regions.isEmpty || ToolProfile.looks(call.name)
                        if step?.calls.isEmpty ?? true { step?.kind = isLook ? .look : .act }
                        step?.calls.append(ordinal)
                    case .answer(let text, let isQuoted):
                        if !isQuoted, step != nil { finish() }
                        step = step ?? PlannedStep(kind: .answer, pointer: part.pointer)
                        if step?.calls.isEmpty ?? true { step?.kind = .answer }
                        if !isQuoted { step?.words.append(PlannedStep.Words(channel: .output, text: text)) }
                        step?.answer = text
                    case .remark(let remark):
                        step = step ?? PlannedStep(kind: .think, pointer: part.pointer)
                        step?.remarks.append(remark)
                    }
                }
                if case .image(let name) = part.content {
                    step = step ?? PlannedStep(kind: .think, pointer: part.pointer)
                    step?.images.append(image(name, at: part.pointer))
                }
                // Words after a call belong to what comes next, unless they stand in the same text.
                if let current = step, !current.calls.isEmpty, case .text = part.content { finish() }
            }
        }
        finish()
        return steps
    }

    private func say(_ text: String, _ channel: TextChannel, at pointer: String, in step: inout PlannedStep?) {
        step = step ?? PlannedStep(kind: .think, pointer: pointer)
        step?.words.append(PlannedStep.Words(channel: channel, text: text))
    }

    private func sayings(of part: MessagePart) -> [Saying] {
        switch part.content {
        case .text(let text):
            if isSketchpad { return SketchpadText.sayings(of: text, at: part.pointer) }
            return TaggedText.sayings(of: text, at: part.pointer)
        case .reasoning(let text): return [.reasoning(text)]
        case .call(let call):
            guard call.arguments == nil, !call.written.isEmpty else { return [.call(call)] }
            return [
                .remark(
                    Remark(
                        .warning, "malformed-arguments", "expected the arguments of \(call.name) as JSON",
                        at: call.pointer, excerpt: call.written)), .call(call),
            ]
        case .image: return []
        case .unreadable(let reason, let excerpt):
            return [.remark(Remark(.warning, "unreadable-part", reason, at: part.pointer, excerpt: excerpt))]
        }
    }

    /// Finds the regions of a call and the image that they are on.
    private func planned(_ call: WrittenCall) -> PlannedCall {
        var planned = PlannedCall(call: call)
        let places = ArgumentScanner.places(in: call)
        guard !places.isEmpty else { return planned }
        switch ImageReference(images: plan.images, calls: plan.calls).image(named: call) {
        case .found(let index, let remark):
            planned.regions = places.map {
                WrittenRegion(
                    written: $0.written, numbers: $0.numbers, label: $0.label, problem: $0.problem, image: index)
            }
            if let remark { planned.remarks.append(remark) }
        case .unknown(let reason):
            planned.remarks.append(
                Remark(.warning, "unknown-image", reason, at: call.pointer, excerpt: call.written))
        }
        return planned
    }

    /// The last thing that a model says without a call is its answer, even without a tag.
    ///
    /// So is what it says before the user speaks again.
    private mutating func markLastAnswer() {
        for (index, round) in plan.rounds.enumerated() {
            guard round.steps.allSatisfy({ $0.answer == nil && $0.calls.isEmpty }), let last = round.steps.last else {
                continue
            }
            let isSpoken = last.words.contains { $0.channel == .output }
            guard isSpoken else { continue }
            let place = round.steps.count - 1
            plan.rounds[index].steps[place].kind = .answer
            plan.rounds[index].steps[place].answer =
                last.words.filter { $0.channel == .output }.map(\.text)
                .joined(separator: "\n").trimmed
        }
    }
}
