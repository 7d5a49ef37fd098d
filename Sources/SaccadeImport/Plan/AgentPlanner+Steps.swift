import Saccade

extension AgentPlanner {
    /// Splits what a model said in one round into steps.
    mutating func steps(of messages: ArraySlice<Message>) -> [PlannedStep] {
        var builder = StepBuilder()
        // By their indices: a copy of a message counts references to all that it holds.
        for index in messages.indices {
            let title = messages[index].title
            if title != nil { builder.finish() }
            builder.title = title
            for part in messages[index].parts {
                for saying in sayings(of: part) { take(saying, at: part.pointer, into: &builder) }
                // Words after a call belong to what comes next, unless they stand in the same text.
                if case .text = part.content, builder.hasCalls { builder.finish() }
            }
            if title != nil { builder.finish() }
        }
        builder.finish()
        return builder.steps
    }

    private mutating func take(_ saying: Saying, at pointer: String, into builder: inout StepBuilder) {
        switch saying {
        case .reasoning(let text, let form):
            if builder.hasCalls || builder.hasAnswer { builder.finish() }
            say(text, .reasoning, form, at: pointer, into: &builder)
        case .output(let text):
            if builder.hasAnswer || (builder.hasCalls && !dialect.keepsWordsAfterCalls) { builder.finish() }
            say(text, .output, .verbatim, at: pointer, into: &builder)
        case .call(let call):
            if builder.hasAnswer { builder.finish() }
            let ordinal = agent.calls.count
            let planned = planned(call)
            agent.calls.append(planned)
            open.append(ordinal)
            let looks = !call.isAction && (!planned.places.isEmpty || ToolProfile.looks(call.name))
            builder.call(ordinal, kind: looks ? .look : .act, at: pointer)
        case .place(let place):
            guard let planned = planned(place, calls: agent.calls) else {
                builder.remark(
                    Remark(
                        .warning, "unknown-image", "a place names an image that the record does not have so far",
                        at: pointer, excerpt: place.written), at: pointer)
                return
            }
            builder.change(kind: place.role == .action ? .act : .look, at: pointer) {
                $0.places.append(planned)
                if $0.kind == .think { $0.kind = place.role == .action ? .act : .look }
            }
        case .image(let name, let alias):
            let index = image(name, alias: alias, at: pointer)
            builder.change(kind: .think, at: pointer) { $0.images.append(index) }
        case .answer(let text, let isQuoted):
            if !isQuoted { builder.finish() }
            let places = isQuoted ? [] : self.places(in: text, at: pointer, into: &builder)
            builder.answer(text, isQuoted: isQuoted, places: places, at: pointer)
        case .stated(let text): builder.answer(text, isQuoted: builder.title != nil, places: [], at: pointer)
        case .remark(let remark): builder.remark(remark, at: pointer)
        }
    }

    private mutating func say(
        _ text: String, _ channel: TextChannel, _ form: TextForm, at pointer: String, into builder: inout StepBuilder
    ) {
        let places = form == .verbatim ? self.places(in: text, at: pointer, into: &builder) : []
        builder.change(kind: places.isEmpty ? .think : .look, at: pointer) {
            $0.words.append(PlannedStep.Words(channel: channel, text: text, form: form, places: places))
            if !places.isEmpty, $0.kind == .think { $0.kind = .look }
        }
    }

    /// Finds the places that a text names.
    private func places(in text: String, at pointer: String, into builder: inout StepBuilder) -> [PlannedPlace] {
        var found: [PlannedPlace] = []
        for var place in scanner.places(in: text) {
            place.pointer = pointer
            if let planned = planned(place, calls: agent.calls) {
                found.append(planned)
            } else {
                builder.remark(
                    Remark(
                        .warning, "unknown-image", "expected an image before a place on it, found none", at: pointer,
                        excerpt: place.written), at: pointer)
            }
        }
        return found
    }

    private func sayings(of part: MessagePart) -> [Saying] {
        switch part.content {
        case .text(let text): return dialect.sayings(text, part.pointer)
        case .reasoning(let text): return [.reasoning(text, .verbatim)]
        case .withheld(let text, let form): return [.reasoning(text, form)]
        case .call(let call):
            guard call.arguments == nil, !call.written.isEmpty, !call.isInText, !call.isCode, !call.isAction else {
                return [.call(call)]
            }
            return [
                .remark(
                    Remark(
                        .warning, "malformed-arguments", "expected the arguments of \(call.name) as JSON",
                        at: call.pointer, excerpt: call.written)), .call(call),
            ]
        case .image(let name, let alias): return [.image(name, alias)]
        case .place(let place): return [.place(place)]
        case .answer(let text): return [.stated(text)]
        case .remark(let remark): return [.remark(remark)]
        case .unreadable(let reason, let excerpt):
            return [.remark(Remark(.warning, "unreadable-part", reason, at: part.pointer, excerpt: excerpt))]
        }
    }
}

/// Puts together the steps of one round.
private struct StepBuilder {
    private(set) var steps: [PlannedStep] = []
    private var step: PlannedStep?
    /// The title of steps that begin from now on.
    var title: String?

    var hasCalls: Bool { !(step?.calls.isEmpty ?? true) }
    var hasAnswer: Bool { step?.answer != nil }

    mutating func finish() {
        if let done = step { steps.append(done) }
        step = nil
    }

    /// Changes the open step, which is begun if there is none.
    mutating func change(kind: StepKind, at pointer: String, _ body: (PlannedStep) -> Void) {
        let current = step ?? PlannedStep(kind: kind, title: title, pointer: pointer)
        body(current)
        step = current
    }

    mutating func call(_ ordinal: Int, kind: StepKind, at pointer: String) {
        change(kind: kind, at: pointer) {
            if $0.calls.isEmpty { $0.kind = kind }
            $0.calls.append(ordinal)
        }
    }

    mutating func answer(_ text: String, isQuoted: Bool, places: [PlannedPlace], at pointer: String) {
        change(kind: .answer, at: pointer) {
            if $0.calls.isEmpty { $0.kind = .answer }
            if !isQuoted { $0.words.append(PlannedStep.Words(channel: .output, text: text, places: places)) }
            $0.answer = text
        }
    }

    mutating func remark(_ remark: Remark, at pointer: String) {
        change(kind: .think, at: pointer) { $0.remarks.append(remark) }
    }
}
