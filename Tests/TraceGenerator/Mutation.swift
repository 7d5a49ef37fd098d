import Saccade

/// One way to make a true trace lie, and the rule that must say so.
public struct Mutation: Sendable {
    /// What is done to the trace.
    public let title: String
    /// The id of the rule that must find it.
    public let rule: String
    /// Does it.
    public let change: @Sendable (inout Story) -> Void

    init(_ title: String, _ rule: String, _ change: @escaping @Sendable (inout Story) -> Void) {
        self.title = title
        self.rule = rule
        self.change = change
    }
}

extension Mutation {
    private static let digest = Digest(hex: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08") ?? .zero
    private static let other = Digest(hex: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752") ?? .zero

    /// Faults, at least one for each rule that needs no pixels.
    public static let all: [Mutation] = lines + structure + story + agents + geometry

    private static let lines: [Mutation] = [
        Mutation("the header is gone", "missing-header") { $0.drop(.traceBegin) },
        Mutation("a line is no JSON", "malformed-json") { $0.lines[$0.index(.region)] = #"{"t":"region",}"# },
        Mutation("a line is cut off", "truncated-event") { $0.lines[$0.events.count - 1] = #"{"t":"trace.end","cou"# },
        Mutation("a key is there twice", "duplicate-key") {
            $0.lines[$0.index(.turn)] = #"{"t":"turn","n":0,"n":0}"#
        },
        Mutation("a field is missing", "malformed-field") { $0.lines[$0.index(.turn)] = #"{"t":"turn","parts":[]}"# },
        Mutation("an event is too deep", "oversized-event") {
            let deep = String(repeating: "[", count: 80) + String(repeating: "]", count: 80)
            $0.lines[$0.index(.turn)] = #"{"t":"turn","n":0,"x":\#(deep)}"#
        },
        Mutation("an event has a kind that nobody knows", "unknown-event") {
            $0.insert(.unknown(name: "step.txet"), before: .stepEnd)
        },
    ]

    private static let structure: [Mutation] = [
        Mutation("a step is taken out", "ordinal-out-of-order") { $0.drop(.stepBegin, 1) },
        Mutation("a region comes twice", "ordinal-out-of-order") {
            $0.events.insert($0.events[$0.index(.region)], at: $0.index(.region, 1))
        },
        Mutation("a region is on an image that is not there", "undeclared-reference") { $0.region(0) { $0.image = 9 } },
        Mutation("an answer cites a region that is not there", "undeclared-reference") {
            $0.answer(2) { $0.regions = [ScopedOrdinal(agent: 0, n: 99)] }
        },
        Mutation("a step ends twice", "step-not-open") {
            $0.insert(.stepEnd(StepEnd(agent: 0, step: 0)), before: .generationEnd)
        },
        Mutation("text comes after the end of its step", "step-not-open") {
            $0.insert(.stepText(StepText(agent: 0, step: 0, channel: .output, text: "late")), before: .generationEnd)
        },
        Mutation("a call has two results", "call-not-open") {
            $0.insert(.toolResult(ToolResult(agent: 0, call: 0)), before: .stepEnd)
        },
        Mutation("a generation ends twice", "generation-not-open") {
            $0.insert(.generationEnd(GenerationEnd(agent: 0, n: 0)), before: .agentSpawn)
        },
        Mutation("an agent acts after its end", "agent-after-end") {
            $0.insert(.stepBegin(StepBegin(agent: 1, n: 1, kind: .think)), before: .agentJoin)
        },
        Mutation("an image is made from itself", "derivation-out-of-order") {
            $0.derivation { $0.parents[0].image = 1 }
        },
        Mutation("an image is made twice", "derivation-out-of-order") {
            $0.events.insert($0.events[$0.index(.imageDerive)], at: $0.index(.toolResult))
        },
        Mutation("something follows the end", "event-after-end") {
            $0.events.append(Event(.turn(Turn(n: 1))))
        },
        Mutation("the end is gone", "unfinished-trace") { $0.events.removeLast() },
        Mutation("an event is taken out of the middle", "wrong-counts") {
            $0.countsAreKept = false
            $0.drop(.stepText)
        },
        Mutation("the digest is that of something else", "wrong-digest") {
            $0.events[$0.events.count - 1].body = .traceEnd(TraceEnd(counts: EventCounts(events: 0), digest: digest))
        },
        Mutation("a step never ends", "unfinished-step") { $0.drop(.stepEnd, 3) },
        Mutation("a generation never ends", "unfinished-step") { $0.drop(.generationEnd, 1) },
        Mutation("a parent ends before its child", "parent-ends-first") {
            $0.insert(.stepBegin(StepBegin(agent: 0, n: 1, kind: .verify, parent: 0)), before: .stepEnd)
            // The steps behind it move up by one.
            for at in $0.events.indices where at > $0.index(.stepBegin, 1) {
                switch $0.events[at].body {
                case .stepBegin(var begin) where begin.agent == 0 && begin.n >= 1:
                    begin.n += 1
                    $0.events[at].body = .stepBegin(begin)
                case .stepEnd(var end) where end.agent == 0 && end.step >= 1:
                    end.step += 1
                    $0.events[at].body = .stepEnd(end)
                default: break
                }
            }
            $0.insert(.stepEnd(StepEnd(agent: 0, step: 1)), before: .generationEnd)
        },
        Mutation("a gap goes back", "impossible-gap") {
            $0.insert(.gap(Gap(reason: .pressure, images: 0)), before: .agentSpawn)
        },
        Mutation("a gap admits too little", "impossible-gap") {
            $0.insert(
                .gap(Gap(reason: .pressure, events: 1, scopes: [GapScope(agent: 1, messages: 5)])), before: .agentEnd)
        },
    ]

    private static let story: [Mutation] = [
        Mutation("decoding gave another size", "contradictory-pixels") {
            $0.insert(
                .imagePixels(ImagePixels(image: 0, digest: digest, width: 1, height: 1, decoder: "a/1")), before: .turn)
        },
        Mutation("decoding gave other pixels the second time", "contradictory-pixels") {
            $0.insert(
                .imagePixels(ImagePixels(image: 0, digest: digest, width: 640, height: 480, decoder: "a/1")),
                .imagePixels(ImagePixels(image: 0, digest: other, width: 640, height: 480, decoder: "a/1")),
                before: .turn)
        },
        Mutation("two images go by one name", "ambiguous-name") {
            $0.image(0) { $0.names = ["a.png"] }
            $0.image(1) { $0.names = ["a.png"] }
        },
        Mutation("the first token comes after the last", "impossible-duration") {
            let at = $0.index(.generationEnd)
            guard case .generationEnd(var end) = $0.events[at].body else { return }
            end.firstToken = 1 << 40
            $0.events[at].body = .generationEnd(end)
        },
        Mutation("a time is negative", "impossible-duration") { $0.events[$0.index(.turn)].time = -5 },
        Mutation("a message is received before it was sent", "effect-before-cause") {
            $0.events[$0.index(.messageReceive)].time = 5
        },
        Mutation("a step ends before it began", "time-runs-backwards") { $0.events[$0.index(.stepEnd)].time = 1 },
        Mutation("a call has no outcome", "unfinished-call") { $0.drop(.toolResult) },
        Mutation("a call takes the id of another", "repeated-call-id") {
            let at = $0.index(.toolRequest)
            guard case .toolRequest(var request) = $0.events[at].body else { return }
            request.id = "call-1"
            $0.events[at].body = .toolRequest(request)
            $0.insert(
                .toolRequest(ToolRequest(agent: 0, n: 1, step: 0, name: "ocr", id: "call-1")),
                .toolResult(ToolResult(agent: 0, call: 1)), before: .stepEnd)
        },
        Mutation("an image comes from a call that was cancelled", "product-after-cancel") {
            $0.insert(.toolCancel(ToolCancel(agent: 0, call: 0)), before: .image, 1)
            $0.drop(.toolResult)
        },
        Mutation("the arguments were clamped", "rewritten-arguments") {
            let at = $0.index(.toolRequest)
            guard case .toolRequest(var request) = $0.events[at].body else { return }
            request.written = #"{"box":[100,50,700,150]}"#
            $0.events[at].body = .toolRequest(request)
        },
        Mutation("a search is announced and never made", "claimed-call") {
            $0.insert(
                .stepText(StepText(agent: 0, step: 2, channel: .output, text: "I will now search for the pub.")),
                before: .region, 3)
        },
        Mutation("reasoning is more than the output", "impossible-token-count") {
            let at = $0.index(.generationEnd)
            $0.events[at].body = .generationEnd(
                GenerationEnd(agent: 0, n: 0, usage: Usage(input: 900, reasoning: 500, output: 80)))
        },
        Mutation("a count of tokens is negative", "impossible-token-count") {
            let at = $0.index(.generationEnd)
            $0.events[at].body = .generationEnd(GenerationEnd(agent: 0, n: 0, usage: Usage(input: -1)))
        },
        Mutation("a span goes beyond its text", "span-outside-text") {
            $0.region(0) { $0.span = Span(step: 0, channel: .output, bytes: [9, 500]) }
        },
        Mutation("a span cuts a character", "split-character") {
            $0.events[$0.index(.stepText)].body = .stepText(
                StepText(agent: 0, step: 0, channel: .output, text: "Größe des Schildes am Haus links"))
            $0.region(0) { $0.span = Span(step: 0, channel: .output, bytes: [3, 9]) }
        },
        Mutation("the quote is another box", "quote-differs") {
            $0.events[$0.index(.stepText)].body = .stepText(
                StepText(agent: 0, step: 0, channel: .output, text: "The sign [100, 50, 300, 151] is small."))
        },
        Mutation("an image is too large to open", "oversized-image") {
            $0.image(0) { ($0.width, $0.height) = (1 << 40, 1 << 40) }
        },
        Mutation("an image comes from two calls", "contradictory-origin") {
            $0.insert(
                .toolRequest(ToolRequest(agent: 0, n: 1, step: 0, name: "zoom")),
                .toolResult(ToolResult(agent: 0, call: 1)), before: .imageDerive)
            $0.derivation { $0.call = 1 }
        },
        Mutation("an image is behind an address", "remote-image") {
            $0.image(0) { $0.names = ["https://a.example/b.png"] }
        },
        Mutation("the model never gets the crop", "never-shown-image") {
            let at = $0.index(.generationBegin, 1)
            $0.events[at].body = .generationBegin(
                GenerationBegin(agent: 0, n: 1, input: Input(add: [.text("go on")])))
        },
        Mutation("the final answer cites nothing", "answer-without-evidence") { $0.answer(2) { $0.regions = [] } },
        Mutation("there are two last words", "second-final-answer") { $0.answer(1) { $0.final = true } },
        Mutation("an answer rests on a call that failed", "evidence-from-failure") {
            $0.events[$0.index(.toolResult)].body = .toolFail(ToolFail(agent: 0, call: 0, kind: .failed))
            $0.answer(2) { $0.images = [1] }
        },
        Mutation("an answer rests on a step that was cancelled", "evidence-from-failure") {
            $0.events[$0.index(.stepEnd)].body = .stepEnd(StepEnd(agent: 0, step: 0, status: .cancelled))
            $0.answer(2) { $0.regions = [ScopedOrdinal(agent: 0, n: 0)] }
        },
        Mutation("the chosen answer was no candidate", "chosen-outsider") {
            let at = $0.index(.aggregate)
            $0.events[at].body = .aggregate(
                Aggregate(
                    agent: 0, method: .judge, candidates: [ScopedOrdinal(agent: 0, n: 0)],
                    chosen: ScopedOrdinal(agent: 1, n: 0)))
        },
        Mutation("the vote was lost", "outvoted-choice") {
            let at = $0.index(.aggregate)
            guard case .aggregate(var aggregate) = $0.events[at].body else { return }
            aggregate.chosen = ScopedOrdinal(agent: 1, n: 0)
            $0.events[at].body = .aggregate(aggregate)
        },
    ]

    private static let agents: [Mutation] = [
        Mutation("an agent spawns after its end", "spawn-after-end") {
            $0.insert(.agentSpawn(AgentSpawn(n: 2, kind: .worker, parent: 1)), before: .agentJoin)
        },
        Mutation("an agent is joined before its end", "early-join") {
            let join = $0.events.remove(at: $0.index(.agentJoin))
            $0.events.insert(join, at: $0.index(.agentEnd))
        },
        Mutation("nobody takes the result of an agent", "unjoined-agent") {
            $0.drop(.agentJoin)
            $0.drop(.aggregate)
        },
        Mutation("a message is received by another agent", "stray-message") {
            $0.events[$0.index(.messageReceive)].body = .messageReceive(
                MessageReceive(agent: 0, message: ScopedOrdinal(agent: 0, n: 0)))
        },
        Mutation("a message is received twice", "stray-message") {
            $0.events.insert($0.events[$0.index(.messageReceive)], at: $0.index(.messageReceive))
        },
        Mutation("a model names a place on a picture that it never got", "region-on-unseen-image") {
            $0.insert(
                .image(
                    ImageDeclaration(
                        n: 2, width: 640, height: 480, origin: ImageOrigin(kind: .input), missing: "a test has none")),
                before: .region, 3)
            $0.region(3) { $0.image = 2 }
        },
        Mutation("an answer cites an agent that was never heard", "knowledge-without-path") {
            $0.drop(.agentJoin)
            $0.answer(2) { $0.regions = [ScopedOrdinal(agent: 1, n: 0)] }
        },
    ]

    private static let geometry: [Mutation] = [
        Mutation("a coordinate is enormous", "unbounded-number") {
            $0.region(2) { $0.shape = .box(Box(x0: 0, y0: 0, x1: 1e300, y1: 9)) }
        },
        Mutation("a box has no width", "empty-box") {
            $0.region(2) { $0.shape = .box(Box(x0: 9, y0: 9, x1: 9, y1: 20)) }
        },
        Mutation("a polygon has two points", "degenerate-polygon") {
            $0.region(2) { $0.shape = .polygon([[Point(x: 1, y: 1), Point(x: 9, y: 9)]]) }
        },
        Mutation("the runs of a mask are too short", "broken-mask") {
            $0.region(2) { $0.shape = .mask(Mask(size: Story.image, order: .row, runs: [5, 2])) }
        },
        Mutation("the space is not known", "unresolved-space") { $0.region(2) { $0.spaceSource = .unresolved } },
        Mutation("pixels are called fractions", "value-outside-unit") {
            $0.region(2) { $0.space = CoordinateSpace(unit: .unit) }
        },
        Mutation("fractions are called pixels", "fractions-as-pixels") {
            $0.region(2) { $0.shape = .box(Box(x0: 0.1, y0: 0.2, x1: 0.5, y1: 0.6)) }
        },
        Mutation("a region is beside its image", "region-outside-image") {
            $0.region(2) { $0.shape = .box(Box(x0: 700, y0: 10, x1: 760, y1: 60)) }
        },
        Mutation("a region leaves its image", "region-leaves-image") {
            $0.region(2) { $0.shape = .box(Box(x0: 600, y0: 10, x1: 700, y1: 60)) }
        },
        Mutation("the corner of the crop was not subtracted", "coordinates-of-another-frame") {
            $0.region(3) { $0.shape = .box(Box(x0: 300, y0: 160, x1: 380, y1: 190)) }
        },
        Mutation("the pixels are another place", "wrong-pixels") {
            $0.region(1) { $0.pixels = .box(Box(x0: 100, y0: 100, x1: 200, y1: 200)) }
        },
        Mutation("a digit changed", "written-box-differs") {
            $0.region(0) { $0.shape = .box(Box(x0: 110, y0: 50, x1: 300, y1: 150)) }
        },
        Mutation("the crop lost a row", "wrong-derived-size") { $0.image(1) { $0.height = 99 } },
        Mutation("the map forgot the corner", "wrong-derived-map") { $0.derivation { $0.parents[0].map = .identity } },
        Mutation("the crop leaves the image", "crop-outside-image") {
            $0.derivation {
                $0.executed = Box(x0: 500, y0: 50, x1: 700, y1: 150)
                $0.requested = $0.executed
                $0.parents[0].map = .crop(x: 500, y: 50)
            }
        },
        Mutation("the box grew in silence", "silent-box-change") {
            $0.derivation { $0.requested = Box(x0: 150, y0: 80, x1: 250, y1: 120) }
        },
        Mutation("the box was rounded by another rule", "wrong-rounding") {
            $0.derivation {
                $0.requested = Box(x0: 100.5, y0: 50, x1: 300.5, y1: 150)
                $0.executed = Box(x0: 101, y0: 50, x1: 301, y1: 150)
                $0.parents[0].map = .crop(x: 101, y: 50)
            }
        },
        Mutation("a region is on rows that ask to be turned", "sideways-region") { $0.image(0) { $0.orientation = 6 } },
        Mutation("a crop has no map", "missing-map") { $0.derivation { $0.parents[0].map = nil } },
        Mutation("nothing says where a crop comes from", "orphan-image") { $0.drop(.imageDerive) },
        Mutation("an image is made by a long chain", "deep-derivation") {
            var bodies: [EventBody] = []
            for n in 2...80 {
                bodies.append(
                    .image(
                        ImageDeclaration(
                            n: n, width: 200, height: 100, origin: ImageOrigin(kind: .rendered), missing: "a test")))
                bodies.append(
                    .imageDerive(
                        ImageDerivation(
                            image: n, parents: [ImageParent(image: n - 1, map: .identity)], operation: .draw)))
            }
            let at = $0.index(.toolResult)
            $0.events.insert(contentsOf: bodies.map { Event($0) }, at: at)
        },
        Mutation("a resize claims to keep the aspect", "broken-aspect") {
            $0.derivation {
                $0.operation = .resize
                ($0.executed, $0.requested) = (nil, nil)
                $0.parents[0].map = .resize(from: Story.image, to: PixelSize(width: 200, height: 100))
                $0.parameters = .object([JSONMember("keepAspect", .bool(true))])
            }
        },
        Mutation("a picture is turned and still asks to be", "double-orientation") {
            $0.image(1) {
                ($0.width, $0.height) = (640, 480)
                $0.orientation = 3
            }
            $0.derivation {
                $0.operation = .orient
                ($0.executed, $0.requested) = (nil, nil)
                $0.parents[0].map = .turn(quarters: 2, of: Story.image)
            }
        },
        Mutation("an operation is somebody's own", "unknown-operation") {
            $0.derivation { $0.operation = Operation(rawValue: "superres") }
        },
        Mutation("the tool is not the one that is named", "recipe-not-followed") {
            $0.derivation {
                $0.recipe = "plain@1"
                $0.requested = Box(x0: 90, y0: 50, x1: 300, y1: 150)
                $0.reason = "moved"
            }
        },
        Mutation("a tool returns what it was given", "unchanged-result") {
            $0.image(0) { $0.digest = digest }
            $0.image(1) { $0.digest = digest }
        },
    ]
}
