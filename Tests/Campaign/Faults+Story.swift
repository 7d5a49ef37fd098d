import Saccade
import TraceGenerator

extension Fault {
    /// What tools did not do as it is told.
    static let calls: [Fault] = [
        Fault("a call without an outcome", "unfinished-call") { story, random in
            guard !story.hasGap, let (at, result) = story.place(.result, &random) else { return nil }
            let request = story.first(from: 0) { $0.asks(result.agent, result.call) }
            story.events.remove(at: at)
            return request.map { $0 + 1 }
        },
        Fault("a call with the id of another", "repeated-call-id") { story, random in
            guard let (at, second) = story.place(.request, &random, where: { $0.n > 0 }),
                let first = story.first(from: 0, where: { $0.asks(second.agent, second.n - 1) }),
                case .toolRequest(var request) = story.events[first].body
            else { return nil }
            request.id = "the-same"
            story.events[first].body = .toolRequest(request)
            request = second
            request.id = "the-same"
            story.events[at].body = .toolRequest(request)
            return at + 1
        },
        Fault("an image of a call that was cancelled before", "product-after-cancel") { story, random in
            story.endEarly(&random) { .toolCancel(ToolCancel(agent: $0, call: $1)) }
        },
        Fault("an image of a call that had failed before", "product-after-cancel") { story, random in
            story.endEarly(&random) { .toolFail(ToolFail(agent: $0, call: $1, kind: .failed)) }
        },
        Fault("a number of the arguments that was changed", "rewritten-arguments") { story, random in
            story.edit(.request, &random) { $0.written = #"{"bbox_2d": [1, 2, 30, 41], "label": "sign"}"# }
        },
        Fault("an argument that was left out", "rewritten-arguments") { story, random in
            story.edit(.request, &random) { $0.written = #"{"bbox_2d": [1, 2, 30, 40], "label": "sign", "zoom": 2}"# }
        },
        Fault("a search that is announced and never made", "claimed-call") { story, random in
            let place = story.place(.stepEnd, &random) { end in
                let at = story.first(from: 0) { $0.ends(end.agent, end.step) } ?? 0
                return !story.events[at...].contains { event in
                    if case .toolRequest(let request) = event.body { request.agent == end.agent } else { false }
                }
            }
            guard !story.hasGap, let (at, end) = place else { return nil }
            return story.put(
                .stepText(
                    StepText(
                        agent: end.agent, step: end.step, channel: .output, text: "I will now search for the pub.")),
                at: at)
        },
        Fault("a picture that the model never gets", "never-shown-image") { story, random in
            let shown = story.place(.result, &random) { result in
                guard let image = result.parts.compactMap(\.image).first else { return false }
                return !story.events.contains { event in
                    if case .imageDerive(let derivation) = event.body {
                        derivation.parents.contains { $0.image == image }
                    } else {
                        false
                    }
                }
            }
            guard !story.hasGap, let (at, result) = shown, let image = result.parts.compactMap(\.image).first else {
                return nil
            }
            var isFollowed = false
            for index in story.events.indices[at...] {
                guard case .generationBegin(var begin) = story.events[index].body else { continue }
                isFollowed = true
                if begin.agent == result.agent { begin.input.add.removeAll { $0.call == result.call } }
                story.events[index].body = .generationBegin(begin)
            }
            guard isFollowed else { return nil }
            return story.first(from: 0) { if case .image(let found) = $0 { found.n == image } else { false } }.map {
                $0 + 1
            }
        },
    ]

    /// What texts do not say.
    static let texts: [Fault] = [
        Fault("a span beyond its text", "span-outside-text") { story, random in
            guard !story.hasGap else { return nil }
            return story.edit(.region, &random, where: { $0.span != nil }) { $0.span?.bytes = [0, 5000] }
        },
        Fault("a span that cuts a character", "split-character") { story, random in
            guard !story.hasGap, let (at, region) = story.place(.region, &random, where: { $0.step != nil }) else {
                return nil
            }
            let text = story.text(region.agent, region.step ?? 0, before: at)
            guard let cut = text.indices.first(where: { text[$0] & 0xC0 == 0x80 }) else { return nil }
            var changed = region
            changed.span = Span(step: region.step ?? 0, channel: .output, bytes: [0, cut])
            story.events[at].body = .region(changed)
            return at + 1
        },
        Fault("a quote of another box", "quote-differs") { story, random in
            let quoted = story.place(.region, &random) { $0.written != nil && $0.step != nil && $0.shape.isBox }
            guard !story.hasGap, let (at, region) = quoted, let step = region.step else { return nil }
            let length = story.text(region.agent, step, before: at).count
            var changed = region
            changed.span = Span(step: step, channel: .output, bytes: [length, length + 26])
            story.events[at].body = .region(changed)
            _ = story.put(
                .stepText(
                    StepText(agent: region.agent, step: step, channel: .output, text: "[91001, 2, 93003.5, 94004]")),
                at: at)
            return at + 2
        },
    ]

    /// What answers rest on, and how they were chosen.
    static let answers: [Fault] = [
        Fault("two last words", "second-final-answer") { story, random in
            let draft = story.place(.answer, &random) { answer in
                !answer.final && story.answer(answer.agent, answer.n + 1)?.answer.final == true
            }
            guard !story.hasGap, let (at, answer) = draft, let next = story.answer(answer.agent, answer.n + 1) else {
                return nil
            }
            var changed = answer
            changed.final = true
            story.events[at].body = .answer(changed)
            return next.at + 1
        },
        Fault("a last word that cites nothing", "answer-without-evidence") { story, random in
            story.edit(.answer, &random, where: { $0.final && !$0.regions.isEmpty }) {
                ($0.regions, $0.images, $0.spans) = ([], [], [])
            }
        },
        Fault("an answer that rests on a call that failed", "evidence-from-failure") { story, random in
            let shown = story.place(.result, &random) { result in
                result.parts.contains { $0.image != nil } && story.answers(of: result.agent).contains { _ in true }
            }
            guard !story.hasGap, let (at, result) = shown, let image = result.parts.compactMap(\.image).first,
                let place = story.answers(of: result.agent).first(where: { $0.at > at })
            else { return nil }
            story.events[at].body = .toolFail(ToolFail(agent: result.agent, call: result.call, kind: .failed))
            var answer = place.answer
            answer.images = [image]
            story.events[place.at].body = .answer(answer)
            return place.at + 1
        },
        Fault("an answer that rests on a step that was cancelled", "evidence-from-failure") { story, random in
            guard !story.hasGap, let (at, region) = story.place(.region, &random, where: { $0.step != nil }),
                let end = story.first(from: at, where: { $0.ends(region.agent, region.step ?? 0) }),
                let place = story.answers(of: region.agent).first(where: { $0.at > end })
            else { return nil }
            story.events[end].body = .stepEnd(StepEnd(agent: region.agent, step: region.step ?? 0, status: .cancelled))
            var answer = place.answer
            answer.regions = [ScopedOrdinal(agent: region.agent, n: region.n)]
            story.events[place.at].body = .answer(answer)
            return place.at + 1
        },
        Fault("a choice that was no candidate", "chosen-outsider") { story, random in
            story.edit(.aggregate, &random) {
                $0.candidates.removeLast()
                $0.weights.removeLast()
            }
        },
        Fault("a candidate without a weight", "chosen-outsider") { story, random in
            story.edit(.aggregate, &random) { $0.weights.removeLast() }
        },
        Fault("a vote that was lost", "outvoted-choice") { story, random in
            story.edit(.aggregate, &random) { ($0.method, $0.chosen) = (.vote, $0.candidates.first) }
        },
        Fault("the second best of n", "outvoted-choice") { story, random in
            story.edit(.aggregate, &random) { ($0.method, $0.chosen) = (.bestOfN, $0.candidates.first) }
        },
    ]

    /// What agents cannot have done.
    static let agents: [Fault] = [
        Fault("an agent that spawns after its end", "spawn-after-end") { story, random in
            guard let (at, end) = story.place(.agentEnd, &random) else { return nil }
            let n = story.structure(before: at).agents.count
            return story.put(.agentSpawn(AgentSpawn(n: n, kind: .worker, parent: end.agent)), at: at + 1)
        },
        Fault("an agent that is joined before its end", "early-join") { story, random in
            guard !story.hasGap, let (at, join) = story.place(.join, &random) else { return nil }
            let end = story.end(of: join.joined)
            let event = story.events.remove(at: at)
            story.events.insert(event, at: end)
            return end + 1
        },
        Fault("an agent whose result nobody takes", "unjoined-agent") { story, random in
            guard !story.hasGap, let (at, join) = story.place(.join, &random) else { return nil }
            story.events.remove(at: at)
            story.silence(join.joined)
            guard
                let at = story.first(
                    from: 0, where: { if case .agentSpawn(let spawn) = $0 { spawn.n == join.joined } else { false } }),
                case .agentSpawn(var spawn) = story.events[at].body
            else { return nil }
            // Samples and branches may stand by themselves.
            spawn.kind = .worker
            story.events[at].body = .agentSpawn(spawn)
            return at + 1
        },
        Fault("a message that another agent receives", "stray-message") { story, random in
            guard !story.hasGap else { return nil }
            return story.edit(.receipt, &random) { $0.agent = $0.message.agent }
        },
        Fault("a message that is received twice", "stray-message") { story, random in
            guard !story.hasGap, let (at, receipt) = story.place(.receipt, &random) else { return nil }
            return story.put(.messageReceive(receipt), at: at + 1)
        },
        Fault("an answer that cites an agent that was never heard", "knowledge-without-path") { story, random in
            guard !story.hasGap, let (at, join) = story.place(.join, &random),
                (story.structure(before: at).agent(join.joined)?.regions ?? 0) > 0,
                let place = story.answers(of: join.agent).first(where: { $0.at > at })
            else { return nil }
            var answer = place.answer
            answer.regions = [ScopedOrdinal(agent: join.joined, n: 0)]
            story.events[place.at].body = .answer(answer)
            story.events.remove(at: at)
            story.silence(join.joined)
            return story.answer(answer.agent, answer.n).map { $0.at + 1 }
        },
        Fault("a place on a picture that the model never got", "region-on-unseen-image") { story, random in
            guard !story.hasGap,
                let last = story.events.lastIndex(where: { if case .image = $0.body { true } else { false } })
            else { return nil }
            let later = story.place(.region, &random) { region in
                let at = story.first(from: 0) { $0.region?.agent == region.agent && $0.region?.n == region.n } ?? 0
                return region.by == .model && at > last
            }
            guard let (at, region) = later else { return nil }
            let n = story.structure(before: at).images.count
            var changed = region
            (changed.image, changed.shape, changed.pixels) = (n, .box(Box(x0: 1, y0: 1, x1: 9, y1: 9)), nil)
            (changed.space, changed.written) = (CoordinateSpace(), nil)
            story.events[at].body = .region(changed)
            _ = story.put(
                .image(
                    ImageDeclaration(
                        n: n, width: 640, height: 480, origin: ImageOrigin(kind: .input), missing: "a test has none")),
                at: at)
            return at + 2
        },
    ]
}

extension Story {
    /// Returns the output of a step before an index, as bytes.
    func text(_ agent: Int, _ step: Int, before index: Int) -> [UInt8] {
        events.prefix(index).flatMap { event -> [UInt8] in
            guard case .stepText(let text) = event.body, text.agent == agent, text.step == step,
                text.channel == .output
            else { return [] }
            return Array(text.text.utf8)
        }
    }

    /// Returns an answer and where it is, or `nil`.
    func answer(_ agent: Int, _ n: Int) -> (at: Int, answer: Answer)? {
        answers(of: agent).first { $0.answer.n == n }
    }

    /// Returns the answers of an agent and where they are.
    func answers(of agent: Int) -> [(at: Int, answer: Answer)] {
        events.indices.compactMap { at in
            guard case .answer(let answer) = events[at].body, answer.agent == agent else { return nil }
            return (at, answer)
        }
    }

    /// Ends a call just before the image that it makes; returns the line of the image, or `nil` if no call makes one.
    mutating func endEarly(_ random: inout SeededRandom, _ outcome: (Int, Int) -> EventBody) -> Int? {
        guard !hasGap, let (at, image) = place(.image, &random, where: { $0.origin.call != nil }),
            let agent = image.origin.agent, let call = image.origin.call,
            let result = first(
                from: at,
                where: {
                    if case .toolResult(let result) = $0 { result.agent == agent && result.call == call } else { false }
                })
        else { return nil }
        events.remove(at: result)
        _ = put(outcome(agent, call), at: at)
        return at + 2
    }

    /// Takes away every way by which other agents hear of an agent.
    mutating func silence(_ agent: Int) {
        events.removeAll { event in
            switch event.body {
            case .messageReceive(let receipt): receipt.message.agent == agent
            case .aggregate(let aggregate): aggregate.candidates.contains { $0.agent == agent }
            case .agentJoin(let join): join.joined == agent
            default: false
            }
        }
    }
}

extension EventBody {
    /// Whether this asks for a call.
    func asks(_ agent: Int, _ call: Int) -> Bool {
        if case .toolRequest(let request) = self { request.agent == agent && request.n == call } else { false }
    }
}

extension Shape {
    /// Whether this is a box.
    var isBox: Bool { if case .box = self { true } else { false } }
}
