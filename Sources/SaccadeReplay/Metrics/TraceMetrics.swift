public import Saccade

/// The right answer and the right places for one trace, from a file of references or the trace itself.
public struct MetricReference: Sendable {
    /// The right answer.
    public var answer: String?
    /// The right places, in pixels of their images.
    public var regions: [TruthRegion]

    /// Creates a reference.
    public init(answer: String? = nil, regions: [TruthRegion] = []) {
        self.answer = answer
        self.regions = regions
    }

    /// The reference that a trace carries: its last answer and all of its places; `nil` if it has none.
    public init?(in trace: TraceState) {
        guard !trace.truths.isEmpty else { return nil }
        self.init(
            answer: trace.truths.last { $0.answer != nil }?.answer, regions: trace.truths.flatMap(\.regions))
    }
}

/// What is measured on one trace.
///
/// Places are compared on the root images. `nil` means that a figure has no meaning here: no reference, no regions, no
/// token counts.
public struct TraceMetrics: Sendable {
    /// The id of the trace.
    public let id: String?
    /// Whether the final answer is the reference's, without case, spaces at the ends and a full stop.
    public let isRight: Bool?
    /// Whether the evidence meets the reference: the mean over the right places of the best intersection over union is at
    /// least 0.5.
    public let isGrounded: Bool?
    /// The mean, over the right places, of the best intersection over union with a place of the evidence: TreeBench's mIoU
    /// (Wang and others 2025).
    public let meanOverlap: Double?
    /// The share of right places that a place of the evidence meets with an intersection over union of at least 0.5: Acc@0.5
    /// of referring expressions (Mao and others 2016).
    public let recall: Double?
    /// The share of places of the evidence that meet a right place in the same way.
    public let precision: Double?
    /// The share of clicks and other action points that lie in a right place: the click accuracy of ScreenSpot (Cheng and
    /// others 2024).
    public let clicksInside: Double?
    /// The share of the right places' area that the evidence covers.
    public let coverage: Double?
    /// How many places the model looked at.
    public let looks: Int
    /// How many of those it had looked at before: an intersection over union above 0.95 on the same root image.
    public let repeatedLooks: Int
    /// How many tool calls there are.
    public let calls: Int
    /// How many of those succeeded.
    public let succeededCalls: Int
    /// How many agents took part.
    public let agents: Int
    /// The input tokens of all generations.
    public let inputTokens: Int?
    /// The image tokens among them.
    public let imageTokens: Int?
    /// The output tokens of all generations.
    public let outputTokens: Int?
    /// The output tokens of the generations whose steps only looked at what had been looked at before.
    public let redundantTokens: Int?
    /// The wall time in nanoseconds, from the first to the last event with a time.
    public let duration: Int?
    /// The answers of the other agents, or of the candidates of the last aggregate, that agree with the final answer.
    public let agreement: Double?
    /// Whether the root's own first answer was right, where other agents took part: what one agent alone would have said.
    public let isAloneRight: Bool?
    /// The tokens, in and out, that the root had used by its own first answer, where other agents took part.
    public let aloneTokens: Int?
    /// The nanoseconds until the root's own first answer, where other agents took part.
    public let aloneDuration: Int?
    /// The nanoseconds that all agents worked, one after the other: more than the wall time where they work at once.
    public let workDuration: Int?

    /// All tokens, in and out.
    public var tokens: Int? {
        guard inputTokens != nil || outputTokens != nil else { return nil }
        let (sum, overflow) = (inputTokens ?? 0).addingReportingOverflow(outputTokens ?? 0)
        return overflow ? .max : sum
    }

    /// The four quadrants of answer and evidence.
    public enum Quadrant: String, Sendable, Hashable, CaseIterable {
        /// The answer is right, and so is the evidence.
        case rightAndGrounded = "right-grounded"
        /// The answer is right for the wrong reason.
        case rightNotGrounded = "right-ungrounded"
        /// The evidence is right, and the answer is not.
        case wrongButGrounded = "wrong-grounded"
        /// Neither is right.
        case wrongNotGrounded = "wrong-ungrounded"
    }

    /// Where the trace belongs; `nil` without a reference for both.
    public var quadrant: Quadrant? {
        guard let isRight, let isGrounded else { return nil }
        if isRight { return isGrounded ? .rightAndGrounded : .rightNotGrounded }
        return isGrounded ? .wrongButGrounded : .wrongNotGrounded
    }

    /// Measures a trace.
    ///
    /// The evidence is what the final answer cites; where it cites nothing, everything that the root's model attended to.
    public init(_ trace: TraceState, reference: MetricReference?) {
        id = trace.header?.id
        agents = trace.agents.count
        let answer = trace.finalAnswer
        isRight = reference?.answer.map { right in answer.map { Self.same($0.text, right) } ?? false }

        let evidence = Self.evidence(trace, answer).map { RootPlace($0, trace) }.filter { $0.box != nil }
        let truth = (reference?.regions ?? []).compactMap { Self.place($0, trace) }
        if truth.isEmpty {
            (meanOverlap, recall, precision, coverage, isGrounded) = (nil, nil, nil, nil, nil)
        } else {
            let best = truth.map { right in evidence.map { Self.overlap($0, right) }.max() ?? 0 }
            let mean = best.reduce(0, +) / Double(truth.count)
            meanOverlap = mean
            isGrounded = mean >= 0.5
            recall = Double(best.count { $0 >= 0.5 }) / Double(truth.count)
            let hits = evidence.count { place in truth.contains { Self.overlap(place, $0) >= 0.5 } }
            precision = evidence.isEmpty ? nil : Double(hits) / Double(evidence.count)
            coverage = Self.covered(truth, by: evidence)
        }
        let clicks = trace.agents.flatMap(\.regions).filter { region in
            guard region.role == .action, case .point = region.shape else { return false }
            return true
        }.map { RootPlace($0, trace) }
        clicksInside =
            truth.isEmpty || clicks.isEmpty
            ? nil
            : Double(
                clicks.count { click in
                    truth.contains { right in
                        guard let point = click.box, click.root == right.root else { return false }
                        return right.box.contains(point)
                    }
                }) / Double(clicks.count)

        let redundant = Looks(trace)
        looks = redundant.count
        repeatedLooks = redundant.repeated
        let all = trace.agents.flatMap(\.calls)
        calls = all.count
        succeededCalls = all.count { call in
            if case .succeeded = call.outcome { return true }
            return false
        }
        let usages = trace.agents.flatMap(\.generations).compactMap { $0.end?.usage }
        inputTokens = Self.sum(usages.map(\.input))
        imageTokens = Self.sum(usages.map(\.image))
        outputTokens = Self.sum(usages.map(\.output))
        redundantTokens = usages.isEmpty ? nil : redundant.tokens
        duration = trace.structure.latestTime
        let others = Self.otherAnswers(trace)
        agreement =
            others.isEmpty
            ? nil
            : answer.map { final in
                Double(others.count { Self.same($0.text, final.text) }) / Double(others.count)
            }
        isAloneRight =
            trace.agents.count > 1
            ? reference?.answer.flatMap { right in trace.agents.first?.answers.first.map { Self.same($0.text, right) } }
            : nil
        let alone = trace.agents.count > 1 ? Alone(trace) : nil
        aloneTokens = alone?.tokens
        aloneDuration = alone?.duration
        workDuration = Self.work(trace)
    }

    /// Returns the time that all agents worked, from their first step or spawn to their end.
    private static func work(_ trace: TraceState) -> Int? {
        sum(
            trace.agents.map { agent in
                let begin = agent.spawnTime ?? agent.steps.first?.beginTime
                let end = agent.endTime ?? agent.steps.last?.endTime
                guard let begin, let end, end >= begin else { return nil }
                return end - begin
            })
    }

    // MARK: Parts

    private static func evidence(_ trace: TraceState, _ answer: Answer?) -> [Region] {
        let cited = answer?.regions.compactMap(trace.region) ?? []
        if !cited.isEmpty { return cited }
        return (trace.agents.first?.regions ?? []).filter {
            $0.by == .model && ($0.role == nil || $0.role == .attended || $0.role == .evidence || $0.role == .answer)
        }
    }

    private static func place(_ region: TruthRegion, _ trace: TraceState) -> (root: Int, box: Box)? {
        guard let bounds = region.pixels.bounds else { return nil }
        guard let image = trace.image(region.image) else { return (region.image, bounds) }
        return image.mapToRoot?.apply(bounds).map { (image.root, $0) }
    }

    private static func overlap(_ place: RootPlace, _ right: (root: Int, box: Box)) -> Double {
        guard place.root == right.root, let box = place.box else { return 0 }
        return box.overlap(with: right.box)
    }

    /// Returns the share of the right places' area that boxes cover, by the strips between all edges.
    private static func covered(_ truth: [(root: Int, box: Box)], by evidence: [RootPlace]) -> Double? {
        var (part, whole) = (0.0, 0.0)
        for right in truth {
            let boxes = evidence.filter { $0.root == right.root }.compactMap { $0.box?.intersection(right.box) }
                .filter { !$0.isEmpty }
            whole += right.box.area
            part += Box.unionArea(Array(boxes.prefix(256)))
        }
        return whole > 0 ? part / whole : nil
    }

    private static func sum(_ values: [Int?]) -> Int? {
        let known = values.compactMap { $0 }
        guard !known.isEmpty else { return nil }
        return known.reduce(0) { sum, value in
            let (result, overflow) = sum.addingReportingOverflow(value)
            return overflow ? .max : result
        }
    }

    private static func otherAnswers(_ trace: TraceState) -> [Answer] {
        if let candidates = trace.aggregates.last?.candidates { return candidates.compactMap(trace.answer) }
        return trace.agents.dropFirst().compactMap { $0.answers.last(where: \.final) ?? $0.answers.last }
    }

    /// Whether two answers are the same but for case, spaces at the ends and a full stop.
    static func same(_ a: String, _ b: String) -> Bool { normalized(a) == normalized(b) }

    private static func normalized(_ text: String) -> String {
        var words = text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        while words.hasSuffix(".") { words.removeLast() }
        return words
    }
}
