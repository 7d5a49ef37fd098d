public import Saccade

/// What two traces say differently.
///
/// Agents are aligned by their spawn path, steps by kind, tools and text, regions by where they lie on the root image,
/// images by digest and then by how they were made. Clocks, ids, hosts and durations never count. The diff of a trace with
/// itself is empty, and the diff of B and A mirrors that of A and B.
public struct TraceDiff: Sendable {
    /// What a difference is about.
    public enum Category: String, Sendable, Hashable, CaseIterable {
        /// The model, the task, the decoders.
        case environment
        /// Agents that were spawned or joined.
        case agents
        /// Steps.
        case steps
        /// What was said.
        case text
        /// Images and how they were made.
        case images
        /// Regions.
        case regions
        /// Tool calls and their outcomes.
        case calls
        /// Answers and what they cite.
        case answers
        /// What generations received and the tokens that they used.
        case tokens
        /// What the user said.
        case turns
        /// How a trace or an agent ended, and gaps.
        case integrity
    }

    /// How a difference goes.
    public enum Kind: String, Sendable, Hashable {
        /// Only in the first trace.
        case onlyInFirst = "only-in-first"
        /// Only in the second trace.
        case onlyInSecond = "only-in-second"
        /// In both, and not the same.
        case changed
    }

    /// One difference.
    public struct Difference: Sendable, Hashable {
        /// What it is about.
        public var category: Category
        /// How it goes.
        public var kind: Kind
        /// The thing in the first trace, as `agent 0 step 3`.
        public var first: String?
        /// The thing in the second trace.
        public var second: String?
        /// What differs, as `label`; `nil` if the whole thing is missing.
        public var field: String?
        /// The value in the first trace.
        public var before: String?
        /// The value in the second trace.
        public var after: String?
        /// For regions: the intersection over union on the root image.
        public var overlap: Double?
        /// For regions: how far the left top corner moved, in pixels of the root.
        public var shift: Point?
        /// The step of the first trace that it is in, where it is in one.
        public var firstStep: ScopedOrdinal?
        /// The step of the second trace that it is in.
        public var secondStep: ScopedOrdinal?
        /// The place in the story: what comes first diverges first.
        var order: Int

        /// The same difference, seen from the second trace.
        public var mirrored: Difference {
            var result = self
            result.kind = kind == .onlyInFirst ? .onlyInSecond : kind == .onlyInSecond ? .onlyInFirst : .changed
            (result.first, result.second) = (second, first)
            (result.before, result.after) = (after, before)
            (result.firstStep, result.secondStep) = (secondStep, firstStep)
            result.shift = shift.map { Point(x: 0 - $0.x, y: 0 - $0.y) }
            return result
        }
    }

    /// A step of each trace that stand for each other, or one that only one trace has.
    public struct StepPair: Sendable, Hashable {
        /// The step of the first trace: agent and ordinal.
        public var first: ScopedOrdinal?
        /// The step of the second trace.
        public var second: ScopedOrdinal?
        /// The place in the story.
        var order: Int

        /// The same pair, seen from the second trace.
        var mirrored: StepPair { StepPair(first: second, second: first, order: order) }
    }

    /// How far two traces agree; each level includes the ones below it.
    public enum Equality: Int, Sendable, Hashable, Comparable, CustomStringConvertible {
        /// They differ.
        case different
        /// They differ by no more than rounding: regions by a pixel, texts by white space.
        case tolerance
        /// They say the same, apart from clocks, ids and hosts.
        case semantic
        /// Every event is the same, perhaps spelled otherwise: white space, the order of fields, `1.0` for `1`.
        case canonical
        /// Every event is the same, byte for byte.
        case identical

        /// The value as text.
        public var description: String {
            switch self {
            case .different: "different"
            case .tolerance: "equal within tolerance"
            case .semantic: "equal"
            case .canonical: "equal event by event"
            case .identical: "identical"
            }
        }

        /// Returns whether the first agrees less than the second.
        public static func < (a: Equality, b: Equality) -> Bool { a.rawValue < b.rawValue }
    }

    /// The differences, in the order of the story.
    public let differences: [Difference]
    /// How many small differences were taken for none.
    public let tolerated: Int
    /// What several differences have in common, in words.
    public let causes: [String]
    /// Which step of the second trace stands for which of the first, in the order of the story; a step that only one of
    /// them has stands alone.
    public let steps: [StepPair]
    /// How far the logs are the same, if nothing differs in what they say.
    private let spelling: Equality

    /// Whether nothing differs beyond tolerance.
    public var isEmpty: Bool { differences.isEmpty }

    /// How far the traces agree.
    public var equality: Equality {
        // The same bytes say the same, whatever is ignored.
        if spelling > .semantic { return spelling }
        return isEmpty ? (tolerated == 0 ? .semantic : .tolerance) : .different
    }

    /// The first difference in the story; later ones may follow from it.
    public var firstDivergence: Difference? { differences.first }

    /// The diff of the second trace and the first.
    public var mirrored: TraceDiff {
        TraceDiff(
            differences: differences.map(\.mirrored), tolerated: tolerated, steps: steps.map(\.mirrored),
            spelling: spelling)
    }

    init(differences: [Difference], tolerated: Int, steps: [StepPair], spelling: Equality = .semantic) {
        self.differences = differences
        self.tolerated = tolerated
        self.steps = steps
        self.spelling = spelling
        self.causes = TraceDiff.causes(of: differences)
    }

    /// Compares two traces as they stand in their logs, so that the same spelling is told from the same story.
    ///
    /// - Parameters:
    ///   - first: The one.
    ///   - second: The other.
    ///   - ignoring: What may differ.
    public init(_ first: SpelledTrace, _ second: SpelledTrace, ignoring: Set<Category> = []) {
        let diff = TraceDiff(first.state, second.state, ignoring: ignoring)
        self.init(
            differences: diff.differences, tolerated: diff.tolerated, steps: diff.steps,
            spelling: first.source == second.source
                ? .identical : first.canonical == second.canonical ? .canonical : .semantic)
    }

    /// Compares two traces.
    ///
    /// - Parameters:
    ///   - first: The one.
    ///   - second: The other.
    ///   - ignoring: What may differ.
    public init(_ first: TraceState, _ second: TraceState, ignoring: Set<Category> = []) {
        // The alignment breaks ties, and must break them alike from both sides: so it always starts from the same one.
        let isSwapped = second.comesBefore(first)
        var comparison = TraceComparison(isSwapped ? second : first, isSwapped ? first : second, ignoring: ignoring)
        comparison.run()
        let sorted = comparison.differences.enumerated().sorted {
            ($0.element.order, $0.offset) < ($1.element.order, $1.offset)
        }
        .map(\.element)
        let steps = comparison.steps.enumerated().sorted {
            ($0.element.order, $0.offset) < ($1.element.order, $1.offset)
        }
        .map(\.element)
        self.init(
            differences: isSwapped ? sorted.map(\.mirrored) : sorted, tolerated: comparison.tolerated,
            steps: isSwapped ? steps.map(\.mirrored) : steps)
    }

    /// Names what several moved regions have in common.
    private static func causes(of differences: [Difference]) -> [String] {
        var shifts: [(shift: Point, count: Int)] = []
        for shift in differences.compactMap(\.shift) {
            let rounded = Point(x: shift.x.rounded(), y: shift.y.rounded())
            guard rounded.x != 0 || rounded.y != 0 else { continue }
            if let index = shifts.firstIndex(where: { $0.shift == rounded }) {
                shifts[index].count += 1
            } else {
                shifts.append((rounded, 1))
            }
        }
        return shifts.filter { $0.count >= 2 }.map {
            "\($0.count) regions differ by (\(number($0.shift.x)), \(number($0.shift.y))): another origin of a crop, or another space"
        }
    }
}

extension TraceState {
    /// Whether the alignment of two traces starts from this one: by their counts, or by all that they say.
    fileprivate func comesBefore(_ other: TraceState) -> Bool {
        let (a, b) = (structure.counts, other.structure.counts)
        let mine = [a.events, a.steps, a.regions, a.images, a.calls, a.answers, a.agents, a.turns, a.generations]
        let theirs = [b.events, b.steps, b.regions, b.images, b.calls, b.answers, b.agents, b.turns, b.generations]
        if mine != theirs { return mine.lexicographicallyPrecedes(theirs) }
        return json.canonicalText.utf8.lexicographicallyPrecedes(other.json.canonicalText.utf8)
    }
}
