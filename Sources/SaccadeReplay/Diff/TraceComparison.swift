import Saccade

/// Compares two traces; one run.
struct TraceComparison {
    let a: TraceState
    let b: TraceState
    private let ignoring: Set<TraceDiff.Category>
    private(set) var differences: [TraceDiff.Difference] = []
    private(set) var tolerated = 0
    /// The image of the second trace that stands for one of the first.
    private var partners: [Int: Int] = [:]
    /// The region of the second trace that stands for one of the first.
    private var regionPartners: [ScopedOrdinal: ScopedOrdinal] = [:]
    private var order = 0
    /// The steps that stand for each other.
    private(set) var steps: [TraceDiff.StepPair] = []
    /// The steps that are compared now.
    private var current = TraceDiff.StepPair(first: nil, second: nil, order: 0)

    init(_ a: TraceState, _ b: TraceState, ignoring: Set<TraceDiff.Category>) {
        self.a = a
        self.b = b
        self.ignoring = ignoring
    }

    mutating func run() {
        compare(.environment, "model", a.header?.model, b.header?.model, "trace", "trace")
        compare(.environment, "task", a.header?.task, b.header?.task, "trace", "trace")
        compareTurns()
        alignImages()
        let (first, second) = (AgentPaths(a), AgentPaths(b))
        for path in first.order {
            guard let n = first.agents[path] else { continue }
            guard let m = second.agents[path] else {
                add(.agents, .onlyInFirst, first: "agent \(n)", second: nil, order: first.position(n))
                continue
            }
            compareAgents(n, m)
        }
        for path in second.order where first.agents[path] == nil {
            guard let m = second.agents[path] else { continue }
            add(.agents, .onlyInSecond, first: nil, second: "agent \(m)", order: second.position(m))
        }
        order = .max
        compare(
            .integrity, "status", a.end.map { "\($0.status)" } ?? "unfinished",
            b.end.map { "\($0.status)" } ?? "unfinished", "trace", "trace")
        compare(.integrity, "gaps", "\(a.gaps.count)", "\(b.gaps.count)", "trace", "trace")
    }

    // MARK: Reporting

    private mutating func add(
        _ category: TraceDiff.Category, _ kind: TraceDiff.Kind, first: String?, second: String?, field: String? = nil,
        before: String? = nil, after: String? = nil, overlap: Double? = nil, shift: Point? = nil, order: Int? = nil
    ) {
        guard !ignoring.contains(category) else { return }
        differences.append(
            TraceDiff.Difference(
                category: category, kind: kind, first: first, second: second, field: field, before: before,
                after: after, overlap: overlap, shift: shift, firstStep: current.first, secondStep: current.second,
                order: order ?? self.order))
    }

    /// Compares two values.
    private mutating func compare(
        _ category: TraceDiff.Category, _ field: String, _ x: String?, _ y: String?, _ first: String, _ second: String
    ) {
        guard x != y else { return }
        add(category, .changed, first: first, second: second, field: field, before: x, after: y)
    }

    /// Compares two texts: white space does not count.
    private mutating func compareText(
        _ category: TraceDiff.Category, _ field: String, _ x: String, _ y: String, _ first: String, _ second: String
    ) {
        if x.utf8.elementsEqual(y.utf8) { return }
        let (words, others) = (x.split(whereSeparator: \.isWhitespace), y.split(whereSeparator: \.isWhitespace))
        if words == others {
            tolerated += 1
            return
        }
        let start = zip(words, others).prefix { $0 == $1 }.count
        func excerpt(_ all: [Substring]) -> String {
            let shown = all.dropFirst(max(0, start - 2)).prefix(10).joined(separator: " ")
            return (start > 2 ? "… " : "") + shown + (all.count > max(0, start - 2) + 10 ? " …" : "")
        }
        add(
            category, .changed, first: first, second: second, field: field, before: excerpt(words),
            after: excerpt(others))
    }

    // MARK: The whole trace

    private mutating func compareTurns() {
        for n in 0..<max(a.turns.count, b.turns.count) {
            guard n < a.turns.count else {
                add(.turns, .onlyInSecond, first: nil, second: "turn \(n)")
                continue
            }
            guard n < b.turns.count else {
                add(.turns, .onlyInFirst, first: "turn \(n)", second: nil)
                continue
            }
            let (x, y) = (a.turns[n].parts, b.turns[n].parts)
            let name = "turn \(n)"
            compareText(
                .turns, "text", x.compactMap(\.text).joined(separator: "\n"),
                y.compactMap(\.text).joined(separator: "\n"), name, name)
            compare(
                .turns, "images", "\(x.count { $0.image != nil })", "\(y.count { $0.image != nil })", name, name)
        }
    }

    private mutating func alignImages() {
        let (x, y) = (a.images.map(ImageKey.init), b.images.map(ImageKey.init))
        for (i, j) in Alignment.pairs(x, y) { partners[i] = j }
        // What is left is paired by how it came to be, in order.
        var taken = Set(partners.values)
        for i in x.indices where partners[i] == nil {
            guard let j = y.indices.first(where: { !taken.contains($0) && y[$0].isAkin(x[i]) }) else { continue }
            partners[i] = j
            taken.insert(j)
        }
        for i in a.images.indices {
            guard let j = partners[i] else {
                add(.images, .onlyInFirst, first: "image \(i)", second: nil, order: position(ofImage: i, a))
                continue
            }
            order = min(position(ofImage: i, a), position(ofImage: j, b))
            compareImages(a.images[i], b.images[j])
        }
        for j in b.images.indices where !taken.contains(j) {
            add(.images, .onlyInSecond, first: nil, second: "image \(j)", order: position(ofImage: j, b))
        }
        order = 0
    }

    /// Where an image belongs in the story: inputs first, those of tools with the step that called.
    private func position(ofImage n: Int, _ trace: TraceState) -> Int {
        guard let agent = trace.images[n].declaration.origin.agent, let call = trace.images[n].declaration.origin.call,
            let calls = trace.agent(agent)?.calls, calls.indices.contains(call), let step = calls[call].request.step,
            let steps = trace.agent(agent)?.steps, steps.indices.contains(step)
        else { return 0 }
        return steps[step].index
    }

    private mutating func compareImages(_ x: ImageState, _ y: ImageState) {
        let (first, second) = ("image \(x.declaration.n)", "image \(y.declaration.n)")
        if x.declaration.size != y.declaration.size {
            compare(
                .images, "size", x.declaration.size.map { "\($0)" }, y.declaration.size.map { "\($0)" }, first, second)
        } else if let p = x.declaration.digest, let q = y.declaration.digest, p != q,
            x.pixels == nil || y.pixels == nil || x.pixels?.digest != y.pixels?.digest
        {
            compare(.images, "bytes", String(p.description.prefix(12)), String(q.description.prefix(12)), first, second)
        }
        compare(
            .images, "operation", x.derivation?.operation.rawValue, y.derivation?.operation.rawValue, first, second)
        if let p = x.derivation?.executed, let q = y.derivation?.executed, p != q {
            compare(.images, "executed", place(p), place(q), first, second)
        }
        compare(.images, "recipe", x.derivation?.recipe, y.derivation?.recipe, first, second)
    }

    // MARK: Agents and steps

    private mutating func compareAgents(_ n: Int, _ m: Int) {
        guard let x = a.agent(n), let y = b.agent(m) else { return }
        let (first, second) = ("agent \(n)", "agent \(m)")
        order = min(x.steps.first?.index ?? 0, y.steps.first?.index ?? 0)
        compare(.agents, "kind", x.spawn?.kind.rawValue, y.spawn?.kind.rawValue, first, second)
        compare(.agents, "role", x.spawn?.role, y.spawn?.role, first, second)
        compare(.agents, "model", x.spawn?.model, y.spawn?.model, first, second)
        compare(.agents, "joined", "\(!x.joins.isEmpty)", "\(!y.joins.isEmpty)", first, second)
        compareGenerations(x, y, first, second)
        let keys = (x.steps.map { StepKey($0, of: x) }, y.steps.map { StepKey($0, of: y) })
        let pairs = Alignment.steps(keys.0, keys.1)
        let (left, right) = (Dictionary(uniqueKeysWithValues: pairs), Set(pairs.map(\.1)))
        for i in x.steps.indices {
            let name = "\(first) step \(i)"
            let mine = ScopedOrdinal(agent: n, n: i)
            guard let j = left[i] else {
                begin(mine, nil, x.steps[i].index)
                add(.steps, .onlyInFirst, first: name, second: nil, before: x.steps[i].summary)
                continue
            }
            begin(mine, ScopedOrdinal(agent: m, n: j), min(x.steps[i].index, y.steps[j].index))
            compareSteps(x, i, y, j, name, "\(second) step \(j)")
        }
        for j in y.steps.indices where !right.contains(j) {
            begin(nil, ScopedOrdinal(agent: m, n: j), y.steps[j].index)
            add(.steps, .onlyInSecond, first: nil, second: "\(second) step \(j)", after: y.steps[j].summary)
        }
        current = TraceDiff.StepPair(first: nil, second: nil, order: 0)
        order = max(x.steps.last?.index ?? 0, y.steps.last?.index ?? 0)
        compareStrays(x, y, first, second)
        compare(.integrity, "end", x.end?.status.rawValue, y.end?.status.rawValue, first, second)
    }

    /// Goes on to two steps, or to one that stands alone.
    private mutating func begin(_ first: ScopedOrdinal?, _ second: ScopedOrdinal?, _ order: Int) {
        self.order = order
        current = TraceDiff.StepPair(first: first, second: second, order: order)
        steps.append(current)
    }

    private mutating func compareGenerations(_ x: AgentState, _ y: AgentState, _ first: String, _ second: String) {
        compare(.tokens, "generations", "\(x.generations.count)", "\(y.generations.count)", first, second)
        func total(_ agent: AgentState, _ part: (Usage) -> Int?) -> Int {
            agent.generations.reduce(0) { sum, generation in
                let value = generation.end?.usage.flatMap(part) ?? 0
                let (result, overflow) = sum.addingReportingOverflow(value)
                return overflow ? sum : result
            }
        }
        compare(.tokens, "input tokens", "\(total(x, \.input))", "\(total(y, \.input))", first, second)
        compare(.tokens, "output tokens", "\(total(x, \.output))", "\(total(y, \.output))", first, second)
    }

    private mutating func compareSteps(
        _ x: AgentState, _ i: Int, _ y: AgentState, _ j: Int, _ first: String, _ second: String
    ) {
        let (p, q) = (x.steps[i], y.steps[j])
        compare(.steps, "kind", p.begin.kind.rawValue, q.begin.kind.rawValue, first, second)
        compare(.steps, "title", p.begin.title, q.begin.title, first, second)
        compare(.steps, "status", p.end?.status.rawValue, q.end?.status.rawValue, first, second)
        for channel in TextChannel.known {
            compareText(.text, channel.rawValue, p.text(channel), q.text(channel), first, second)
        }
        compareRegions(p.regions.map { x.regions[$0] }, q.regions.map { y.regions[$0] })
        compareCalls(p.calls.map { x.calls[$0] }, q.calls.map { y.calls[$0] })
        compareAnswers(p.answers.map { x.answers[$0] }, q.answers.map { y.answers[$0] })
    }

    /// Compares what belongs to no step.
    private mutating func compareStrays(_ x: AgentState, _ y: AgentState, _ first: String, _ second: String) {
        compareRegions(x.regions.filter { $0.step == nil }, y.regions.filter { $0.step == nil })
        compareCalls(x.calls.filter { $0.request.step == nil }, y.calls.filter { $0.request.step == nil })
        compareAnswers(x.answers.filter { $0.step == nil }, y.answers.filter { $0.step == nil })
        compare(.agents, "messages", "\(x.sent.count)", "\(y.sent.count)", first, second)
    }

    // MARK: What is in a step

    private mutating func compareRegions(_ x: [Region], _ y: [Region]) {
        let places = (x.map { RootPlace($0, a) }, y.map { RootPlace($0, b) })
        let pairs = RegionMatching.pairs(places.0, places.1) { [partners] in partners[$0] == $1 }
        let (left, right) = (Dictionary(uniqueKeysWithValues: pairs), Set(pairs.map(\.1)))
        for i in x.indices {
            let name = "region \(x[i].agent).\(x[i].n)"
            guard let j = left[i] else {
                add(.regions, .onlyInFirst, first: name, second: nil, before: places.0[i].words)
                continue
            }
            regionPartners[ScopedOrdinal(agent: x[i].agent, n: x[i].n)] = ScopedOrdinal(agent: y[j].agent, n: y[j].n)
            compareRegions(x[i], places.0[i], y[j], places.1[j])
        }
        for j in y.indices where !right.contains(j) {
            add(
                .regions, .onlyInSecond, first: nil, second: "region \(y[j].agent).\(y[j].n)", after: places.1[j].words)
        }
    }

    private mutating func compareRegions(_ x: Region, _ p: RootPlace, _ y: Region, _ q: RootPlace) {
        let (first, second) = ("region \(x.agent).\(x.n)", "region \(y.agent).\(y.n)")
        if let r = p.box, let s = q.box, r != s {
            let overlap = r.overlap(with: s)
            if overlap >= 0.98 || r.isClose(to: s, within: 1) {
                tolerated += 1
            } else {
                add(
                    .regions, .changed, first: first, second: second, field: "place", before: p.words, after: q.words,
                    overlap: overlap, shift: Point(x: s.x0 - r.x0, y: s.y0 - r.y0))
            }
        } else if (p.box == nil) != (q.box == nil) {
            compare(.regions, "place", p.words, q.words, first, second)
        }
        compare(.regions, "shape", x.shape.kindName, y.shape.kindName, first, second)
        compare(.regions, "label", x.label, y.label, first, second)
        compare(.regions, "role", x.role?.rawValue, y.role?.rawValue, first, second)
        compare(.regions, "by", x.by.rawValue, y.by.rawValue, first, second)
        if partners[x.image] != y.image { compare(.regions, "image", "\(x.image)", "\(y.image)", first, second) }
    }

    private mutating func compareCalls(_ x: [CallState], _ y: [CallState]) {
        let pairs = Alignment.pairs(x.map(\.request.name), y.map(\.request.name))
        let (left, right) = (Dictionary(uniqueKeysWithValues: pairs), Set(pairs.map(\.1)))
        func name(_ call: CallState) -> String { "call \(call.request.agent).\(call.request.n) \(call.request.name)" }
        for i in x.indices {
            guard let j = left[i] else {
                add(.calls, .onlyInFirst, first: name(x[i]), second: nil)
                continue
            }
            let (p, q) = (x[i], y[j])
            let arguments = (p.request.arguments ?? .null, q.request.arguments ?? .null)
            if let difference = arguments.0.firstDifference(from: arguments.1) {
                compare(.calls, difference.path, difference.mine, difference.other, name(p), name(q))
            }
            compare(.calls, "outcome", p.outcomeName, q.outcomeName, name(p), name(q))
            compareText(
                .calls, "result", p.parts.compactMap(\.text).joined(separator: "\n"),
                q.parts.compactMap(\.text).joined(separator: "\n"), name(p), name(q))
            compare(
                .calls, "images", "\(p.parts.count { $0.image != nil })", "\(q.parts.count { $0.image != nil })",
                name(p), name(q))
        }
        for j in y.indices where !right.contains(j) {
            add(.calls, .onlyInSecond, first: nil, second: name(y[j]))
        }
    }

    private mutating func compareAnswers(_ x: [Answer], _ y: [Answer]) {
        for n in 0..<max(x.count, y.count) {
            guard n < y.count else {
                add(.answers, .onlyInFirst, first: "answer \(x[n].agent).\(x[n].n)", second: nil, before: x[n].text)
                continue
            }
            guard n < x.count else {
                add(.answers, .onlyInSecond, first: nil, second: "answer \(y[n].agent).\(y[n].n)", after: y[n].text)
                continue
            }
            let (p, q) = (x[n], y[n])
            let (first, second) = ("answer \(p.agent).\(p.n)", "answer \(q.agent).\(q.n)")
            compareText(.answers, "text", p.text, q.text, first, second)
            compare(.answers, "final", "\(p.final)", "\(q.final)", first, second)
            let cited = Set(p.regions.map { regionPartners[$0] })
            if cited != Set(q.regions.map(Optional.some)) {
                compare(
                    .answers, "cited regions", p.regions.map(\.description).joined(separator: ", "),
                    q.regions.map(\.description).joined(separator: ", "), first, second)
            }
            if Set(p.images.map { partners[$0] }) != Set(q.images.map(Optional.some)) {
                compare(
                    .answers, "cited images", p.images.map(String.init).joined(separator: ", "),
                    q.images.map(String.init).joined(separator: ", "), first, second)
            }
        }
    }
}

extension StepState {
    /// What the step is, in a few words.
    fileprivate var summary: String {
        let text = (texts.first?.text ?? "").split(whereSeparator: \.isWhitespace).prefix(8).joined(separator: " ")
        return "\(begin.kind)\(begin.title.map { " \"\($0)\"" } ?? "")\(text.isEmpty ? "" : ": \(text)")"
    }
}

extension CallState {
    /// How the call came out, in one word.
    var outcomeName: String {
        switch outcome {
        case .succeeded: "succeeded"
        case .failed(let failure): failure.kind.rawValue
        case .cancelled: "cancelled"
        case nil: "open"
        }
    }
}

extension Shape {
    /// The name of the shape's kind, as in the log.
    var kindName: String {
        switch self {
        case .box: "box"
        case .rotatedBox: "rotated box"
        case .point: "point"
        case .polyline: "polyline"
        case .polygon: "polygon"
        case .ellipse: "ellipse"
        case .mask: "mask"
        case .arrow: "arrow"
        case .heatmap: "heat map"
        case .mark: "mark"
        case .invalid: "invalid"
        }
    }
}
