public import Saccade
public import SaccadeImaging
public import SaccadeReplay

/// Two traces side by side: each step beside the one that stands for it, with what differs on the card.
///
///     try DiffBoard(left, right, TraceDiff(left.trace, right.trace)).pages { page in … }
public struct DiffBoard {
    /// What the cards of one trace are called.
    public struct Side {
        /// The trace.
        public var trace: TraceState
        /// Its pictures.
        public var images: ImageLibrary
        /// Its name, for example of its file.
        public var name: String

        /// Creates a side.
        public init(_ trace: TraceState, images: ImageLibrary, name: String) {
            self.trace = trace
            self.images = images
            self.name = name
        }
    }

    private let first: StoryboardBuilder
    private let second: StoryboardBuilder
    private let names: (String, String)
    private let diff: TraceDiff
    private let showsEqualSteps: Bool

    /// Creates the board of two traces.
    ///
    /// - Parameters:
    ///   - first: The first trace, at the left.
    ///   - second: The second trace, at the right.
    ///   - diff: What differs between them.
    ///   - options: What is shown of each; the layout is always rows of two cards.
    ///   - showsEqualSteps: Whether steps that say the same are shown, too.
    public init(
        _ first: Side, _ second: Side, _ diff: TraceDiff, options: StoryboardBuilder.Options = .init(),
        showsEqualSteps: Bool = false
    ) {
        var options = options
        options.layout = .grid
        self.first = StoryboardBuilder(trace: first.trace, images: first.images, options: options)
        self.second = StoryboardBuilder(trace: second.trace, images: second.images, options: options)
        names = (first.name, second.name)
        self.diff = diff
        self.showsEqualSteps = showsEqualSteps
    }

    /// Draws the board as PNG pages of a bounded height, one after the other; each row has two cards.
    ///
    /// Throws what drawing throws, and what `each` throws.
    public func pages(
        _ drawing: StoryboardRenderer.Options = .init(), encoder: PNGEncoder = PNGEncoder(),
        _ each: (Storyboard.Output) throws -> Void
    ) throws {
        var drawing = drawing
        drawing.columns = 2
        var encoder = encoder
        encoder.text.append((key: "Software", value: "saccade"))
        try StoryboardRenderer(options: drawing).renderPages(page) { result, number, count in
            try each(
                Storyboard.Output(
                    bytes: try result.png(encoder), number: number, count: count, step: nil,
                    warnings: result.warnings))
        }
    }

    /// The page: plain values, which can be changed before they are drawn.
    public var page: StoryboardPage {
        var panels: [Panel] = []
        var (seenFirst, seenSecond): (Set<Int>, Set<Int>) = ([], [])
        var hidden = 0
        for pair in diff.steps {
            let differences = diff.differences.filter { $0.firstStep == pair.first && $0.secondStep == pair.second }
            guard !differences.isEmpty || showsEqualSteps else {
                hidden += 1
                continue
            }
            var left = cards(of: pair.first, first, &seenFirst, .first, differences)
            var right = cards(of: pair.second, second, &seenSecond, .second, differences)
            // A step with several images has several cards; rows stay rows.
            while left.count < right.count { left.append(empty(.first, pair.first == nil && left.isEmpty)) }
            while right.count < left.count { right.append(empty(.second, pair.second == nil && right.isEmpty)) }
            for index in left.indices { left[index].isBesideNext = true }
            panels += zip(left, right).flatMap { [$0, $1] }
        }
        let rest = diff.differences.filter { $0.firstStep == nil && $0.secondStep == nil }
        if !rest.isEmpty || panels.isEmpty { panels.append(summary(of: rest)) }
        var subtitle = ["left: \(names.0)", "right: \(names.1)"]
        if hidden > 0 { subtitle.append("\(counted(hidden, "equal step")) not shown") }
        return StoryboardPage(
            title: first.title, subtitle: subtitle, badges: badges, layout: .grid, panels: panels,
            footerLeading:
                "traces \(first.trace.header?.id ?? "without header") and \(second.trace.header?.id ?? "without header")",
            footerTrailing: "saccade")
    }

    // MARK: Cards

    private var badges: [Badge] {
        var badges = [Badge("\(diff.equality)", tone: diff.isEmpty ? .pass : .warning)]
        for category in TraceDiff.Category.allCases {
            let count = diff.differences.count { $0.category == category }
            if count > 0 { badges.append(Badge("\(category.rawValue) \(count)", tone: .neutral)) }
        }
        return badges
    }

    /// Returns the cards of a step with its differences on the first one, or none.
    private func cards(
        of step: ScopedOrdinal?, _ builder: StoryboardBuilder, _ seen: inout Set<Int>, _ side: Side.Place,
        _ differences: [TraceDiff.Difference]
    ) -> [Panel] {
        guard let step else { return [] }
        let name = StoryboardBuilder.StepName(agent: step.agent, step: step.n)
        var panels = builder.panels(of: name, seen: &seen, isLast: false)
        for index in panels.indices {
            panels[index].agent = lane(side, step.agent, of: builder.trace)
            panels[index].notes = index == 0 ? notes(differences, side) : []
        }
        return panels
    }

    /// What differs in a step, seen from one side.
    private func notes(_ differences: [TraceDiff.Difference], _ side: Side.Place) -> [Note] {
        let most = 6
        var notes = differences.prefix(most).compactMap { difference -> Note? in
            switch (difference.kind, side) {
            case (.onlyInFirst, .second), (.onlyInSecond, .first): return nil
            case (.onlyInFirst, .first), (.onlyInSecond, .second):
                let name = (side == .first ? difference.first : difference.second) ?? ""
                return Note(tone: .warning, rule: "only here", text: name)
            case (.changed, _):
                let name = (side == .first ? difference.first : difference.second) ?? ""
                let value = (side == .first ? difference.before : difference.after) ?? "nothing"
                let overlap = difference.overlap.map { " · IoU \(decimal($0))" } ?? ""
                return Note(
                    tone: .warning, rule: difference.field ?? difference.category.rawValue,
                    text: "\(name.hasPrefix("agent") ? "" : name + ": ")\(value)\(overlap)")
            }
        }
        if differences.count > most {
            notes.append(Note(tone: .neutral, rule: "", text: "and \(differences.count - most) more"))
        }
        return notes
    }

    /// A card where the other trace has one and this has none.
    private func empty(_ side: Side.Place, _ isWholeStep: Bool) -> Panel {
        var panel = Panel(number: "–", kind: isWholeStep ? "not in this trace" : "no such image")
        panel.agent = Lane(name: side == .first ? "left" : "right", color: side.rawValue)
        return panel
    }

    /// What differs outside all steps.
    private func summary(of differences: [TraceDiff.Difference]) -> Panel {
        var panel = Panel(number: "∑", kind: "beyond the steps", isWide: true)
        let most = 20
        panel.notes = differences.prefix(most).map {
            Note(tone: .warning, rule: $0.category.rawValue, text: $0.words)
        }
        if differences.count > most {
            panel.notes.append(Note(tone: .neutral, rule: "", text: "and \(differences.count - most) more"))
        }
        if differences.isEmpty {
            panel.kind = "the whole trace"
            panel.blocks = [TextBlock(RichText("The traces are \(diff.equality)."), style: .body)]
        }
        panel.notes += diff.causes.map { Note(tone: .neutral, rule: "cause", text: $0) }
        return panel
    }

    private func lane(_ side: Side.Place, _ agent: Int, of trace: TraceState) -> Lane {
        let name = side == .first ? "left" : "right"
        return Lane(name: trace.agents.count > 1 ? "\(name) · agent \(agent)" : name, color: side.rawValue)
    }
}

extension DiffBoard.Side {
    /// At which side a trace stands; the value is the index of its colour.
    fileprivate enum Place: Int {
        case first = 0
        case second = 1
    }
}
