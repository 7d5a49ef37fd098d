import Saccade
import SaccadeImaging

extension StoryboardBuilder {
    /// The texts of a step and its answers.
    func blocks(of step: StepState, _ agent: Int, _ answers: [Answer]) -> [TextBlock] {
        let answerTexts = answers.map { trimmed($0.text) }
        var blocks = asked(before: step, agent) + received(by: agent, in: step.begin.n)
        // The arguments of a call stand on the call already.
        for text in step.texts where text.channel != .toolArguments || step.calls.isEmpty {
            let named = mentions(step.begin.n, agent, text.channel)
            let cut = shownRange(text.text, showing: named.map(\.range.lowerBound).min())
            let bytes = Array(text.text.utf8)
            let shown = String(decoding: bytes[cut], as: UTF8.self)
            if text.form == .encrypted || text.form == .withheld {
                let label = text.form == .encrypted ? "encrypted" : "withheld"
                blocks.append(TextBlock(RichText("the provider keeps this reasoning"), style: .aside, label: label))
            } else if !shown.isEmpty, !answerTexts.contains(trimmed(text.text)) {
                let spans = named.filter {
                    cut.lowerBound <= $0.range.lowerBound && $0.range.upperBound <= cut.upperBound
                }
                .map { $0.moved(by: -cut.lowerBound) }
                let isMachine = text.channel == .toolArguments
                var rich = RichText(shown, spans: spans)
                if !isMachine { rich.read() }
                rich.addRest(before: cut, of: text.text)
                rich.addRest(after: cut, of: text.text)
                blocks.append(
                    TextBlock(
                        rich, style: isMachine ? .machine : .body,
                        label: text.form == .summary ? "summary" : ""))
            }
        }
        for answer in answers where !answer.text.isEmpty {
            let cut = shownRange(answer.text)
            let text = String(decoding: Array(answer.text.utf8)[cut], as: UTF8.self)
            let isShort = answer.text.count <= StoryboardBuilder.longestLargeAnswer
            var rich = RichText(reading: text)
            rich.addRest(after: cut, of: answer.text)
            blocks.append(TextBlock(rich, style: isShort ? .answer : .body))
        }
        return blocks + sent(by: agent, in: step.begin.n)
    }

    /// What the user said since the model was called before; the first question is the title of the page.
    private func asked(before step: StepState, _ agent: Int) -> [TextBlock] {
        let state = trace.agents[agent]
        guard let n = step.begin.generation, state.generations.indices.contains(n),
            state.steps.first(where: { $0.begin.generation == n })?.begin.n == step.begin.n
        else { return [] }
        return state.generations[n].begin.input.add.compactMap { part in
            guard let turn = part.turn, turn > 0, trace.turns.indices.contains(turn) else { return nil }
            let text = trimmed(trace.turns[turn].parts.compactMap(\.text).joined(separator: "\n"))
            guard !text.isEmpty else { return nil }
            return TextBlock(RichText(reading: text.cut(to: options.textLimit)), style: .body, label: "asked")
        }
    }

    /// What other agents told an agent in a step.
    private func received(by agent: Int, in step: Int) -> [TextBlock] {
        trace.agents[agent].received.filter { $0.step == step }.compactMap { receipt in
            let sender = receipt.message.agent
            guard let sent = trace.agent(sender)?.sent, sent.indices.contains(receipt.message.n) else { return nil }
            return block(sent[receipt.message.n], label: "from \(lane(of: sender).name)")
        }
    }

    /// What an agent told others in a step.
    private func sent(by agent: Int, in step: Int) -> [TextBlock] {
        trace.agents[agent].sent.filter { $0.step == step }.compactMap { message in
            trace.agents.indices.contains(message.to)
                ? block(message, label: "to \(lane(of: message.to).name)") : nil
        }
    }

    private func block(_ message: MessageSend, label: String) -> TextBlock? {
        let text = trimmed(message.parts.compactMap(\.text).joined(separator: "\n"))
        guard !text.isEmpty else { return nil }
        return TextBlock(RichText(reading: text.cut(to: options.textLimit)), style: .body, label: label)
    }

    /// The most characters of an answer that is set larger than the rest.
    static let longestLargeAnswer = 240

    /// The words of a text that name regions.
    private func mentions(_ step: Int, _ agent: Int, _ channel: TextChannel) -> [RichText.Span] {
        trace.agents[agent].regions.compactMap { region in
            guard let span = region.span, span.step == step, span.channel == channel, span.bytes.count == 2,
                span.bytes[0] >= 0, span.bytes[0] < span.bytes[1]
            else { return nil }
            return RichText.Span(
                span.bytes[0]..<span.bytes[1], .region(number: number(of: region), color: color(of: region)))
        }
    }

    /// The bytes of a text without white space at its ends.
    private func trimmedRange(_ text: String) -> Range<Int> {
        let bytes = Array(text.utf8)
        guard let first = bytes.firstIndex(where: { !$0.isSpace }), let last = bytes.lastIndex(where: { !$0.isSpace })
        else { return 0..<0 }
        return first..<(last + 1)
    }

    /// The bytes of a text that a card shows: without white space at its ends, and no more than the limit, cut after a
    /// sentence or between words where there are some.
    ///
    /// - Parameter mention: Where the first words are that name a region: a card must show them, even if that takes the
    ///   beginning of a long text away.
    private func shownRange(_ text: String, showing mention: Int? = nil) -> Range<Int> {
        let whole = trimmedRange(text)
        let limit = max(1, options.textLimit)
        guard whole.count > limit else { return whole }
        let bytes = Array(text.utf8)
        var first = whole.lowerBound
        if let mention, whole.contains(mention), mention - first > limit * 3 / 4 {
            let earliest = mention - limit / 2
            first = bytes[earliest..<mention].startOfSentence ?? bytes[earliest..<mention].startOfWord ?? mention
        }
        let start = text.utf8.index(text.utf8.startIndex, offsetBy: first)
        guard let end = text.index(start, offsetBy: limit, limitedBy: text.endIndex) else {
            return first..<whole.upperBound
        }
        let last = min(whole.upperBound, text.utf8.distance(from: text.utf8.startIndex, to: end))
        // The words that say how much is missing are as long as that.
        guard whole.upperBound - last > Self.shortestRest else { return first..<whole.upperBound }
        let third = bytes[first + (last - first) * 2 / 3..<last]
        let half = bytes[first + (last - first) / 2..<last]
        return first..<(third.startOfSentence ?? half.startOfWord ?? last)
    }

    /// The fewest bytes of a text's end that are left out.
    private static let shortestRest = 40

    private func trimmed(_ text: String) -> String {
        String(decoding: Array(text.utf8)[trimmedRange(text)], as: UTF8.self)
    }

    // MARK: Calls

    /// The tool calls of a step.
    func calls(of step: StepState, by agentNumber: Int) -> [Call] {
        let agent = trace.agents[agentNumber]
        return calls(of: step, agent, agentNumber)
    }

    /// The verdict on the images that a call made: the worst of them, with their number where it holds for several.
    private func badge(of images: [Int]) -> Badge? {
        let found = images.compactMap { verdicts[$0] }
        let ranks: [Tone] = [.failure, .warning, .neutral, .pass]
        for tone in ranks {
            let same = found.filter { $0.tone == tone }
            guard let first = same.first else { continue }
            return same.count == 1 ? first : Badge("\(same.count) × \(first.text)", tone: tone)
        }
        return nil
    }

    private func calls(of step: StepState, _ agent: AgentState, _ agentNumber: Int) -> [Call] {
        step.calls.map { n in
            let state = agent.calls[n]
            let regions = agent.regions.filter { $0.call == n && $0.by == .model }
            var call = Call(name: state.request.name)
            if let region = regions.first {
                call.note = region.label ?? ""
                call.written = written(region)
                call.resolved = resolved(region)
                if let cut = executed(for: region) {
                    let numbers = "\(whole(cut.x0)), \(whole(cut.y0)) – \(whole(cut.x1)), \(whole(cut.y1))"
                    call.resolved += call.resolved.isEmpty ? "cut \(numbers) px" : ", cut \(numbers)"
                }
                if regions.count > 1 { call.note += " (+\(regions.count - 1) more)" }
            } else {
                call.written = shortened(trimmed(state.request.written ?? state.request.arguments?.canonicalText ?? ""))
            }
            call.badge = badge(of: products.images(ofCall: n, by: agentNumber))
            switch state.outcome {
            case .succeeded: break
            case .failed(let failure): call.failure = failure.message ?? failure.kind.rawValue
            case .cancelled(let cancel): call.failure = "cancelled\(cancel.reason.map { ": \($0)" } ?? "")"
            case nil: call.failure = "no outcome was recorded"
            }
            let text = state.parts.compactMap(\.text).joined(separator: "\n")
            // Tags around a picture that came back say nothing.
            if !text.isEmpty, text != call.failure, !text.withoutTags.allSatisfy(\.isWhitespace) {
                call.result = shortened(trimmed(text))
            }
            return call
        }
    }

    /// Returns a machine's text with the middle of a long one replaced by the number of lines that it had, and long
    /// lines cut.
    private func shortened(_ text: String) -> String {
        let limit = max(2, options.lineLimit)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.utf8.count > options.textLimit ? Substring(String(line).cut(to: options.textLimit)) : line
        }
        guard lines.count > limit else { return lines.joined(separator: "\n") }
        let head = max(1, limit * 2 / 3)
        let tail = max(1, limit - head - 1)
        let dropped = "… \(lines.count - head - tail) more lines …"
        return (lines.prefix(head) + [Substring(dropped)] + lines.suffix(tail)).joined(separator: "\n")
    }

    /// Regions that no call asked for, each with its numbers: what was written without one, and what a tool marked.
    func loneRegions(_ regions: [Region]) -> [Call] {
        let written = regions.filter { $0.call == nil && $0.written != nil }
        let marked = regions.filter { $0.by == .tool || $0.call == nil && $0.written == nil }
        let shown = written + marked.prefix(max(1, Self.mostMarked - written.count))
        var calls = shown.sorted { $0.n < $1.n }.map { region in
            Call(
                name: "region \(number(of: region))", note: region.label ?? "", written: self.written(region),
                resolved: resolved(region))
        }
        let rest = written.count + marked.count - shown.count
        if rest > 0, !calls.isEmpty { calls[calls.count - 1].note += " (+\(grouped(rest)) more)" }
        return calls
    }

    /// The most regions without written numbers that a card has a line for; a detector may find hundreds.
    private static let mostMarked = 4

    private func written(_ region: Region) -> String {
        guard let written = region.written else { return "" }
        // The unit of numbers whose space was not found is no more than the importer's first guess.
        if region.spaceSource == .unresolved { return "\(written.cut(to: 400)) of an unknown space" }
        let doubt = region.spaceSource == .inferred ? ", inferred" : region.spaceSource == .standard ? ", assumed" : ""
        return "\(written.cut(to: 400)) \(region.space.words)\(doubt)"
    }

    private func resolved(_ region: Region) -> String {
        // On a page with several images, the numbers are those of the one that was looked at.
        let isDerived = trace.image(region.image).map { $0.root != region.image } ?? false
        let unit = isDerived ? "px of image \(region.image)" : "px"
        let isWritten = region.written != nil && region.space == .pixels
        switch pixels(of: region) {
        case .invalid(let reason): return region.spaceSource == .unresolved ? "" : reason
        case .point(let point):
            return isWritten && !isDerived ? "" : "\(whole(point.x)), \(whole(point.y)) \(unit)"
        case let shape:
            guard let box = shape.bounds else { return "" }
            let numbers = "\(whole(box.x0)), \(whole(box.y0)) – \(whole(box.x1)), \(whole(box.y1)) \(unit)"
            if case .box = shape { return isWritten && !isDerived && region.space.order == .xyxy ? "" : numbers }
            return "within \(numbers)"
        }
    }

    // MARK: Evidence and notes

    /// The regions that answers rest on.
    func evidence(of answers: [Answer]) -> [RegionMark] {
        answers.flatMap(\.regions).compactMap { trace.region($0) }.map {
            RegionMark(number: number(of: $0), color: color(of: $0))
        }
    }

    /// The importer's remarks about a step.
    func diagnostics(of name: StepName) -> [Note] {
        trace.diagnostics.filter { $0.step == name.step && ($0.agent ?? 0) == name.agent && $0.severity != .info }
            .map { Note(tone: $0.severity == .error ? .failure : .warning, rule: $0.code, text: $0.message) }
    }

    /// The most scores that a card shows.
    private static let mostScores = 6

    /// What was measured of a step or of an answer in it.
    func scores(of name: StepName) -> [Note] {
        let agent = trace.agents[name.agent]
        let scores = trace.scores.filter { score in
            guard (score.agent ?? 0) == name.agent else { return false }
            if let answer = score.answer { return agent.steps[name.step].answers.contains(answer) }
            // What is said of the agent as a whole stands on its last card.
            return score.step == name.step || score.step == nil && name.step == agent.steps.count - 1
        }
        return scores.prefix(Self.mostScores).map {
            Note(tone: .neutral, rule: $0.name.cut(to: 60), text: decimal($0.value))
        }
    }

    /// How candidate answers became one in a step.
    func aggregates(of name: StepName) -> [Note] {
        trace.aggregates.filter { $0.agent == name.agent && $0.step == name.step }.map(note)
    }

    /// The candidates of an aggregate, and why one was chosen.
    func note(of aggregate: Aggregate) -> Note {
        let votes = aggregate.candidates.compactMap { name in
            trace.answer(name).map {
                "\(lane(of: name.agent).name): \(RichText(reading: firstLine($0.text)).text)"
            }
        }
        let why = aggregate.why.map { " — \($0)" } ?? ""
        return Note(tone: .neutral, rule: aggregate.method.rawValue, text: votes.joined(separator: " · ") + why)
    }

    private func firstLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    }
}

extension CoordinateSpace {
    /// The space in words that follow a number: `of 0–1000`.
    var words: String {
        let base: String
        switch unit {
        case .pixel: base = "px"
        case .resized: base = size.count == 2 ? "px of \(size[0])×\(size[1])" : "px after a resize"
        case .unit: base = "of 0–1"
        case .unitSquare: base = "of 0–1, square-padded"
        case .percent: base = "of 0–100"
        case .permille999: base = "of 0–999"
        case .permille: base = "of 0–1000"
        case .bins: base = "of \(bins ?? 0) bins"
        case .grid: base = size.count == 2 ? "of a \(size[0])×\(size[1]) grid" : "of a grid"
        default: base = "in an unknown space"
        }
        return order == .xyxy ? base : "\(base), \(order.rawValue)"
    }
}

// MARK: Numbers

/// Returns a count with its noun.
func counted(_ count: Int, _ noun: String) -> String { "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")" }

/// Returns a whole number with commas between thousands.
func grouped(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
        text.append(digit)
    }
    return text
}

/// Returns a number with at most one decimal.
func decimal(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e12, let tenths = Int(exactly: (value * 10).rounded()) else { return "?" }
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\((tenths % 10).magnitude)"
}

/// Returns a coordinate as a whole number.
func whole(_ value: Double) -> String { Int(exactly: value.rounded()).map(String.init) ?? "?" }

/// Returns a duration in nanoseconds in words.
func duration(_ nanoseconds: Int) -> String {
    let seconds = Double(nanoseconds) / 1e9
    if seconds < 1 { return "\(Int((seconds * 1000).rounded())) ms" }
    if seconds < 120 { return "\(decimal(seconds)) s" }
    return "\(Int(seconds / 60)) min"
}

extension ArraySlice<UInt8> {
    /// Where the last sentence of a text starts: after the end of another and white space.
    fileprivate var startOfSentence: Int? {
        let ends: [UInt8] = [UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ":")]
        return indices.dropFirst(2).last { place in
            !self[place].isSpace && self[place - 1].isSpace
                && (self[place - 1] == 0x0A || self[place - 2] == 0x0A || ends.contains(self[place - 2]))
        }
    }

    /// Where the last word of a text starts.
    fileprivate var startOfWord: Int? {
        indices.dropFirst().last { !self[$0].isSpace && self[$0 - 1].isSpace }
    }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
