import Saccade
import TraceGenerator

extension Fault {
    /// All faults that need no pixels.
    static let all: [Fault] =
        lines + ordinals + openings + ends + numbers + calls + texts + answers + agents + regions + images + derivations

    private static let digest = Digest(hex: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08") ?? .zero
    private static let other = Digest(hex: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752") ?? .zero

    /// Puts a text in the place of a random line after the header, made from the one that is there.
    private static func line(
        _ title: String, _ rule: String, _ change: @escaping @Sendable (String, inout SeededRandom) -> String?
    ) -> Fault {
        Fault(title, rule) { story, random in
            let at = random.number(1...story.events.count - 1)
            guard let text = change(story.line(at), &random) else { return nil }
            story.lines[at] = text
            return at + 1
        }
    }

    /// What makes a line unreadable.
    static let lines: [Fault] = [
        line("a comma too many", "malformed-json") { line, _ in String(line.dropLast()) + ",}" },
        line("a lone surrogate", "malformed-json") { line, _ in String(line.dropLast()) + #","x":"\ud800"}"# },
        line("a number that is none", "malformed-json") { line, _ in String(line.dropLast()) + #","x":NaN}"# },
        line("two events in a line", "malformed-json") { line, _ in line + line },
        line("a line that is cut off", "truncated-event") { line, random in
            guard line.utf8.allSatisfy({ $0 < 128 }), line.count > 12 else { return nil }
            return String(line.prefix(random.number(8...line.count - 2)))
        },
        line("a key that is there twice", "duplicate-key") { line, _ in #"{"t":"x","# + line.dropFirst() },
        line("an event that is too deep", "oversized-event") { line, _ in
            let deep = String(repeating: "[", count: 80) + String(repeating: "]", count: 80)
            return String(line.dropLast()) + #","x":\#(deep)}"#
        },
        Fault("a field that is missing", "malformed-field") { story, random in
            guard let (at, _) = story.place(.stepBegin, &random) else { return nil }
            story.lines[at] = #"{"t":"step.begin","agent":0,"kind":"look"}"#
            return at + 1
        },
        Fault("a number that is written as a text", "malformed-field") { story, random in
            guard let (at, _) = story.place(.region, &random) else { return nil }
            story.lines[at] = story.line(at).replacing(#""image":"#, with: #""image":"0","was":"#)
            return at + 1
        },
        Fault("an ordinal beyond every exact integer", "malformed-field") { story, random in
            guard let (at, step) = story.place(.stepEnd, &random) else { return nil }
            story.lines[at] = #"{"t":"step.end","agent":\#(step.agent),"step":9007199254740993}"#
            return at + 1
        },
        Fault("the header is gone", "missing-header") { story, _ in
            story.events.removeFirst()
            return 1
        },
        Fault("an event of a kind that nobody knows", "unknown-event") { story, random in
            story.put(.unknown(name: "step.txet"), at: random.number(1...story.events.count - 1))
        },
    ]

    /// What is counted wrongly.
    static let ordinals: [Fault] = [
        Fault("a region that is taken out", "ordinal-out-of-order") { story, random in
            let taken = story.place(.region, &random) { region in
                !story.events.contains { $0.body.cites(region) }
            }
            guard let (at, region) = taken,
                let next = story.first(from: at + 1, where: { $0.region?.agent == region.agent })
            else { return nil }
            story.events.remove(at: at)
            return next
        },
        Fault("a region that is there twice", "ordinal-out-of-order") { story, random in
            guard let (at, _) = story.place(.region, &random) else { return nil }
            story.events.insert(story.events[at], at: at + 1)
            return at + 2
        },
        Fault("an image that is there twice", "ordinal-out-of-order") { story, random in
            guard let (at, _) = story.place(.image, &random) else { return nil }
            story.events.insert(story.events[at], at: at + 1)
            return at + 2
        },
        Fault("two regions that changed places", "ordinal-out-of-order") { story, random in
            let pair = story.events.indices.dropLast().filter { at in
                let (one, two) = (story.events[at].body.region, story.events[at + 1].body.region)
                return one != nil && one?.agent == two?.agent
            }
            guard let at = random.any(of: Array(pair)) else { return nil }
            story.events.swapAt(at, at + 1)
            return at + 1
        },
        Fault("a call that skips an ordinal", "ordinal-out-of-order") { story, random in
            story.edit(.request, &random) { $0.n += 1 }
        },
        Fault("a region on an image that is not there", "undeclared-reference") { story, random in
            story.edit(.region, &random) { $0.image = 9999 }
        },
        Fault("an answer that cites a region that is not there", "undeclared-reference") { story, random in
            story.edit(.answer, &random) { $0.regions.append(ScopedOrdinal(agent: $0.agent, n: 9999)) }
        },
        Fault("an input of a turn that is not there", "undeclared-reference") { story, random in
            story.edit(.generationBegin, &random) { $0.input.add.append(.turn(77)) }
        },
        Fault("a result that shows an image that is not there", "undeclared-reference") { story, random in
            story.edit(.result, &random) { $0.parts.append(.image(9999)) }
        },
        Fault("a step of a generation that is not there", "undeclared-reference") { story, random in
            story.edit(.stepBegin, &random) { $0.generation = 9999 }
        },
        Fault("a message from an agent that is not there", "undeclared-reference") { story, random in
            story.edit(.receipt, &random) { $0.message = ScopedOrdinal(agent: 99, n: 0) }
        },
    ]

    /// What goes on after it was over.
    static let openings: [Fault] = [
        Fault("a step that ends twice", "step-not-open") { story, random in
            guard let (at, end) = story.place(.stepEnd, &random) else { return nil }
            return story.put(.stepEnd(end), at: at + 1)
        },
        Fault("text after the end of its step", "step-not-open") { story, random in
            guard let (at, end) = story.place(.stepEnd, &random) else { return nil }
            return story.put(
                .stepText(StepText(agent: end.agent, step: end.step, channel: .output, text: "late")), at: at + 1)
        },
        Fault("a call with two results", "call-not-open") { story, random in
            guard let (at, result) = story.place(.result, &random) else { return nil }
            return story.put(.toolResult(result), at: at + 1)
        },
        Fault("a call that fails after its result", "call-not-open") { story, random in
            guard let (at, result) = story.place(.result, &random) else { return nil }
            return story.put(.toolFail(ToolFail(agent: result.agent, call: result.call, kind: .failed)), at: at + 1)
        },
        Fault("a generation that ends twice", "generation-not-open") { story, random in
            guard let (at, end) = story.place(.generationEnd, &random) else { return nil }
            return story.put(.generationEnd(end), at: at + 1)
        },
        Fault("an agent that thinks after its end", "agent-after-end") { story, random in
            guard let (at, end) = story.place(.agentEnd, &random) else { return nil }
            let n = story.structure(before: at).agent(end.agent)?.steps ?? 0
            return story.put(.stepBegin(StepBegin(agent: end.agent, n: n, kind: .think)), at: at + 1)
        },
        Fault("an event after the end", "event-after-end") { story, random in
            story.put(.score(Score(name: "late", value: 1)), at: story.events.count)
        },
        Fault("an image that is made from itself", "derivation-out-of-order") { story, random in
            story.edit(.derivation, &random) { $0.parents[0].image = $0.image }
        },
        Fault("an image that is made twice", "derivation-out-of-order") { story, random in
            guard let (at, derivation) = story.place(.derivation, &random) else { return nil }
            return story.put(.imageDerive(derivation), at: at + 1)
        },
    ]

    /// What never ends, or ends with the wrong sums.
    static let ends: [Fault] = [
        Fault("the end is gone", "unfinished-trace") { story, _ in
            story.events.removeLast()
            return story.lastLine
        },
        Fault("a piece of text that is taken out", "wrong-counts") { story, random in
            guard !story.hasGap, let (at, _) = story.place(.text, &random) else { return nil }
            story.countsAreKept = false
            story.events.remove(at: at)
            return story.lastLine
        },
        Fault("a remark that is put in", "wrong-counts") { story, random in
            guard !story.hasGap else { return nil }
            story.countsAreKept = false
            _ = story.put(.score(Score(name: "nice", value: 1)), at: random.number(1...story.events.count - 1))
            return story.lastLine
        },
        Fault("a word that is exchanged", "wrong-digest") { story, random in
            guard !story.hasGap, case .traceEnd(let end)? = story.events.last?.body, end.digest != nil else {
                return nil
            }
            story.digestIsMadeAnew = false
            guard story.edit(.text, &random, { $0.text = String($0.text.reversed()) + "!" }) != nil else { return nil }
            return story.lastLine
        },
        Fault("a step that never ends", "unfinished-step") { story, random in
            guard !story.hasGap, let (at, step) = story.place(.stepEnd, &random) else { return nil }
            story.events.remove(at: at)
            return story.end(of: step.agent) + 1
        },
        Fault("a generation that never ends", "unfinished-step") { story, random in
            guard !story.hasGap, let (at, generation) = story.place(.generationEnd, &random) else { return nil }
            story.events.remove(at: at)
            return story.end(of: generation.agent) + 1
        },
        Fault("a parent that ends before its child", "parent-ends-first") { story, random in
            guard !story.hasGap, let (at, child) = story.place(.stepBegin, &random, where: { $0.parent != nil }),
                let end = story.first(from: at, where: { $0.ends(child.agent, child.n) }),
                let outer = story.first(from: end, where: { $0.ends(child.agent, child.parent ?? 0) })
            else { return nil }
            let event = story.events.remove(at: end)
            story.events.insert(event, at: outer)
            return outer
        },
        Fault("a gap that goes back", "impossible-gap") { story, random in
            guard let (at, _) = story.place(.region, &random) else { return nil }
            return story.put(.gap(Gap(reason: .pressure, images: 0)), at: at)
        },
        Fault("a gap that admits too little", "impossible-gap") { story, random in
            guard let (at, region) = story.place(.region, &random) else { return nil }
            let scope = GapScope(agent: region.agent, regions: region.n + 9)
            return story.put(.gap(Gap(reason: .pressure, events: 1, scopes: [scope])), at: at)
        },
    ]

    /// What cannot be by its numbers.
    static let numbers: [Fault] = [
        Fault("a first token after the last", "impossible-duration") { story, random in
            guard story.hasTimes else { return nil }
            return story.edit(.generationEnd, &random) { $0.firstToken = 1 << 50 }
        },
        Fault("a time before the beginning", "impossible-duration") { story, random in
            guard let (at, _) = story.place(.stepBegin, &random) else { return nil }
            story.events[at].time = -5
            return at + 1
        },
        Fault("a message that is received before it was sent", "effect-before-cause") { story, random in
            guard story.hasTimes, let (at, _) = story.place(.receipt, &random) else { return nil }
            story.events[at].time = 0
            return at + 1
        },
        Fault("a step that ends before it began", "time-runs-backwards") { story, random in
            guard story.hasTimes, let (at, _) = story.place(.stepEnd, &random) else { return nil }
            story.events[at].time = 0
            return at + 1
        },
        Fault("more reasoning than output", "impossible-token-count") { story, random in
            story.edit(.generationEnd, &random) { $0.usage = Usage(input: 900, reasoning: 81, output: 80) }
        },
        Fault("more cached tokens than input", "impossible-token-count") { story, random in
            story.edit(.generationEnd, &random) { $0.usage = Usage(input: 900, cached: 901, output: 80) }
        },
        Fault("fewer tokens than none", "impossible-token-count") { story, random in
            story.edit(.generationEnd, &random) { $0.usage = Usage(input: -1, output: 80) }
        },
    ]
}

extension Story {
    /// Whether something is missing from it by its own account.
    var hasGap: Bool { events.contains { if case .gap = $0.body { true } else { false } } }

    /// Whether events have times that grow.
    var hasTimes: Bool { events.count > 1 && (events[1].time ?? 0) > 0 }

    /// Returns the index of the event with which an agent ends.
    func end(of agent: Int) -> Int {
        first(from: 0) { if case .agentEnd(let end) = $0 { end.agent == agent } else { false } } ?? events.count - 1
    }
}

extension EventBody {
    /// The region that this is, if it is one.
    var region: Region? { if case .region(let region) = self { region } else { nil } }

    /// Whether this ends a step.
    func ends(_ agent: Int, _ step: Int) -> Bool {
        if case .stepEnd(let end) = self { end.agent == agent && end.step == step } else { false }
    }

    /// Whether this names a region.
    func cites(_ region: Region) -> Bool {
        switch self {
        case .imageDerive(let event): event.agent == region.agent && event.region == region.n
        case .answer(let event): event.regions.contains(ScopedOrdinal(agent: region.agent, n: region.n))
        case .annotation(let event): event.agent == region.agent && event.region == region.n
        default: false
        }
    }
}
