import Saccade

/// Puts a card's parts below each other.
struct CardFlow {
    let context: LayoutContext
    private var x: Double
    /// Where the next part starts.
    private(set) var y: Double
    private var width: Double
    /// The width at which running text is broken.
    private var measure: Double
    private(set) var list = DisplayList()
    private(set) var parts: [Box] = []
    /// How many parts stand before each place where the card may go on in another column.
    private(set) var breaks: [Int] = []
    private var hasParts = false
    /// Whether the title stands beside the kind.
    private var hasTitle = false
    /// Where the card goes on after some parts.
    private var nextColumn: (after: Int, x: Double, y: Double, width: Double)?

    private var metrics: Metrics { context.metrics }
    private var theme: Theme { context.theme }
    private var engine: TextEngine { context.engine }

    init(_ context: LayoutContext, x: Double, y: Double, width: Double) {
        self.context = context
        self.x = x
        self.y = y
        self.width = width
        measure = width
    }

    /// Goes on in another column after some parts, as one of ``breaks`` counts them.
    mutating func breakColumn(after count: Int, x: Double, y: Double, width: Double) {
        nextColumn = (count, x, y, width)
    }

    /// Notes that the card may go on in another column here, and does so if this is where it shall.
    private mutating func allowBreak() {
        // The head does not stand alone.
        guard parts.count > 1 else { return }
        breaks.append(parts.count)
        guard let column = nextColumn, column.after == parts.count else { return }
        nextColumn = nil
        restart(x: column.x, y: column.y, width: column.width)
    }

    private mutating func restart(x: Double, y: Double, width: Double) {
        self.x = x
        self.y = y
        self.width = width
        measure = width
        hasParts = false
    }

    /// Takes a wider column, in which text is broken at a measure of its own.
    mutating func widen(to width: Double, measure: Double) {
        self.width = width
        self.measure = min(width, measure)
    }

    private mutating func advance(_ height: Double) {
        parts.append(Box(x0: x, y0: y, x1: x + width, y1: y + height))
        y += height
        hasParts = true
    }

    private mutating func space(_ units: Double, isBreak: Bool = true) {
        if isBreak { allowBreak() }
        if hasParts { y += metrics.length(units) }
    }

    // MARK: The head

    /// Adds the number, the kind, the agent and the figures: at the right, or on a line of their own where both do not
    /// fit.
    mutating func addHeader(of panel: Panel) throws(RendererError) {
        let height = metrics.length(26)
        let gap = metrics.length(16)
        let number = try engine.layout(String(panel.number.prefix(16)), metrics.chip, theme.card)
        let chip = panel.number.isEmpty ? 0 : max(height, number.width + metrics.length(14))
        let kind = try engine.layout(panel.kind, metrics.kind, theme.ink)
        let agent = try panel.agent.map { agent throws(RendererError) in
            try engine.layout(agent.name, metrics.meta, theme.secondary)
        }
        let meta = try engine.layout(panel.meta, metrics.meta, theme.tertiary)
        let agentWidth = agent.map { $0.width + metrics.length(29) } ?? 0
        let isBeside =
            panel.meta.isEmpty
            || chip + metrics.length(10) + kind.width + agentWidth + gap + meta.width <= width
        let line = y
        var left = x
        var right = x + width
        if !panel.meta.isEmpty, isBeside {
            right -= meta.width
            list.text(meta, x: right, y: line + ((height - meta.height) / 2).rounded())
            right -= gap
        }
        if chip > 0 {
            list.fill(
                Path(Box(x0: left, y0: line, x1: left + chip, y1: line + height), radius: metrics.length(5)), theme.ink)
            list.text(
                number, x: left + ((chip - number.width) / 2), y: line + ((height - number.height) / 2).rounded())
            left += chip + metrics.length(10)
        }
        let room = max(metrics.length(40), right - left)
        let fitting = try engine.layout(
            panel.kind, metrics.kind, theme.ink, width: agent == nil ? room : room * 0.6, lines: 1)
        list.text(fitting, x: left, y: line + ((height - fitting.height) / 2).rounded())
        left += fitting.width + metrics.length(14)
        if let agent = panel.agent, right - left > metrics.length(40) {
            let dot = metrics.length(9)
            list.fill(
                Path(circleAt: Point(x: left + dot / 2, y: line + height / 2), radius: dot / 2),
                agent.color.map { theme.region($0) } ?? theme.ink)
            left += dot + metrics.length(6)
            let name = try engine.layout(
                agent.name, metrics.meta, theme.secondary, width: max(1, right - left), lines: 1)
            list.text(name, x: left, y: line + ((height - name.height) / 2).rounded())
            left += name.width + metrics.length(14)
        }
        if !panel.title.isEmpty {
            // A title that does not fit beside the kind stands on lines of its own.
            let title = try engine.layout(panel.title, metrics.title(beside: metrics.kind), theme.ink)
            if title.width <= right - left {
                list.text(title, x: left, y: line + ((height - title.height) / 2).rounded())
                hasTitle = true
            }
        }
        advance(height)
        guard !isBeside else { return }
        space(4, isBreak: false)
        let below = try engine.layout(panel.meta, metrics.meta, theme.tertiary, width: width, lines: 2)
        list.text(below, x: x, y: y)
        advance(below.height)
    }

    // MARK: The words

    /// Adds the blocks of words, and the regions that could not be drawn.
    mutating func addWords(of panel: Panel, _ shown: PictureLayout?) throws(RendererError) {
        if !panel.title.isEmpty, !hasTitle {
            space(8, isBreak: false)
            let title = try engine.layout(
                panel.title, metrics.title(beside: metrics.kind), theme.ink, width: measure, lines: 3)
            list.text(title, x: x, y: y)
            advance(title.height)
        }
        for block in panel.blocks where !block.text.isEmpty {
            space(block.style == .answer ? 10 : 9)
            if !block.label.isEmpty {
                let label = try engine.layout(block.label, metrics.footnote, theme.tertiary, width: measure)
                list.text(label, x: x, y: y)
                advance(label.height)
                y += metrics.length(1)
            }
            let style =
                switch block.style {
                case .body: metrics.body
                case .answer: metrics.answer
                case .aside: metrics.note
                case .machine: metrics.call
                }
            let color = block.style == .aside ? theme.secondary : theme.ink
            let paragraphs = block.text.cut(toLines: Self.mostLines).paragraphs
            for (number, paragraph) in paragraphs.enumerated() {
                if number > 0 { space(style.lineHeight / metrics.scale * 0.45) }
                let text = try engine.layout(
                    RichTextSetter(theme: theme).styled(paragraph), style, color, width: measure)
                list.text(text, x: x, y: y)
                advance(text.height)
            }
        }
        guard let picture = panel.picture, let shown, !shown.undrawn.isEmpty || shown.omittedBadges > 0 else { return }
        space(8)
        for item in shown.undrawn.prefix(Self.mostUndrawn) {
            let region = picture.regions[item.index]
            var text = StyledText()
            if !region.number.isEmpty { text.appendRing(String(region.number.prefix(12)), theme.mark(region.color)) }
            text.append(region.number.isEmpty ? "not drawn: \(item.reason)" : " not drawn: \(item.reason)")
            try addRemark(text)
        }
        let more = shown.undrawn.count - Self.mostUndrawn
        if more > 0 { try addRemark(StyledText("and \(grouped(more)) more regions that cannot be drawn")) }
        if shown.omittedBadges > 0 {
            try addRemark(
                StyledText("\(grouped(shown.omittedBadges)) more regions are drawn without a number: no room"))
        }
    }

    /// The most lines, as the text breaks them, of a block of words.
    private static let mostLines = 240
    /// The most regions that a card lists as not drawn.
    private static let mostUndrawn = 6

    private mutating func addRemark(_ text: StyledText) throws(RendererError) {
        let layout = try engine.layout(text, metrics.note, theme.secondary, width: measure)
        list.text(layout, x: x, y: y)
        advance(layout.height)
    }

    // MARK: What came of it

    /// Adds the calls, the evidence and the notes.
    mutating func addOutcome(of panel: Panel) throws(RendererError) {
        for call in panel.calls { try add(call) }
        if !panel.evidence.isEmpty { try add(panel.evidence) }
        for (index, note) in panel.notes.enumerated() { try add(note, isFirst: index == 0) }
        for passage in panel.passages { try add(passage) }
    }

    private mutating func addRule() {
        allowBreak()
        guard hasParts else { return }
        y += metrics.length(14)
        let line = metrics.hairline
        list.fill(Path(Box(x0: x, y0: y, x1: x + width, y1: y + line)), theme.hairline)
        y += line + metrics.length(12)
    }

    private mutating func add(_ call: Call) throws(RendererError) {
        addRule()
        var start = y
        var room = width
        // Beside the verdict there must be room for a line of numbers.
        let isNarrow = width < metrics.length(340)
        if let badge = call.badge {
            let pill = try Pill(badge, maximumWidth: isNarrow ? width : width * 0.5, context)
            pill.draw(into: &list, x: isNarrow ? x : x + width - pill.width, y: y, context)
            if isNarrow {
                advance(pill.height)
                space(6, isBreak: false)
                start = y
            } else {
                y += pill.height
                room -= pill.width + metrics.length(16)
            }
        }
        let pillEnd = y
        y = start
        var title = StyledText()
        title.append(call.name, .mono, .weight(.semibold))
        if !call.note.isEmpty {
            title.append("  ")
            title.appendIsolated(call.note, .color(theme.secondary))
        }
        let name = try engine.layout(title, metrics.callNote, theme.ink, width: room)
        list.text(name, x: x, y: y)
        y += name.height
        let isCode = call.written.contains("\n")
        try addNumbers(isCode ? "" : call.written, call.resolved, width: room)
        let end = max(y, pillEnd)
        y = start
        advance(end - start)
        if isCode {
            space(8, isBreak: false)
            try addCode(call.written)
        }
        if let failure = call.failure, !failure.isEmpty {
            space(6)
            try addBox(StyledText(failure), tone: .failure)
        }
        if let result = call.result, !result.isEmpty {
            space(8)
            try addResult(result)
        }
    }

    /// Adds numbers as written and the pixels that they mean: on one line where they fit, else each from a new line.
    private mutating func addNumbers(_ written: String, _ resolved: String, width: Double) throws(RendererError) {
        let ink = theme.ink.mixed(with: theme.card, 0.18)
        let hasBoth = !written.isEmpty && !resolved.isEmpty
        var numbers = StyledText(written)
        if hasBoth { numbers.append("  →  ", .color(theme.tertiary)) }
        numbers.append(resolved)
        guard numbers.count > 0 else { return }
        let line = try engine.layout(numbers, metrics.call, ink)
        if line.width <= width || !hasBoth {
            let line = try engine.layout(numbers, metrics.call, ink, width: width, lines: 4)
            list.text(line, x: x, y: y)
            y += line.height
            return
        }
        var meaning = StyledText()
        meaning.append("→ ", .color(theme.tertiary))
        meaning.append(resolved)
        for (text, lines) in [(StyledText(written), 3), (meaning, 2)] {
            let line = try engine.layout(text, metrics.call, ink, width: width, lines: lines)
            list.text(line, x: x, y: y)
            y += line.height
        }
    }

    /// Adds what the model wrote for a tool in several lines, with a line at its left.
    private mutating func addCode(_ code: String) throws(RendererError) {
        let bar = metrics.length(2)
        let pad = metrics.length(12)
        let text = try engine.layout(code, metrics.call, theme.ink, width: width - bar - pad)
        list.fill(Path(Box(x0: x, y0: y, x1: x + bar, y1: y + text.height)), theme.hairline)
        list.text(text, x: x + bar + pad, y: y)
        advance(text.height)
    }

    /// Adds the text that a tool gave back, on a tinted ground.
    private mutating func addResult(_ result: String) throws(RendererError) {
        let pad = metrics.length(10)
        let text = try engine.layout(result, metrics.call, theme.ink, width: width - 2 * pad)
        let height = text.height + 2 * metrics.length(8)
        ground(Path(Box(x0: x, y0: y, x1: x + width, y1: y + height), radius: metrics.length(4)), theme.neutral)
        list.text(text, x: x + pad, y: y + metrics.length(8))
        advance(height)
    }

    private mutating func add(_ evidence: [RegionMark]) throws(RendererError) {
        addRule()
        var text = StyledText()
        text.append("evidence ", .color(theme.secondary))
        for mark in evidence { text.appendRing(String(mark.number.prefix(12)), theme.mark(mark.color)) }
        let layout = try engine.layout(
            text, TextStyle(size: metrics.body.size * 0.9, lineHeight: metrics.body.lineHeight), theme.ink, width: width
        )
        list.text(layout, x: x, y: y)
        advance(layout.height)
    }

    /// Says where something came from or went to: the agent in its colour, and the page.
    private mutating func add(_ passage: Passage) throws(RendererError) {
        space(10)
        let dot = metrics.length(9)
        var text = StyledText(passage.isLeaving ? "to " : "from ")
        text.append(passage.agent.name, .weight(.semibold), .color(theme.ink))
        if let page = passage.page { text.append(", page \(page)") }
        let inset = dot + metrics.length(8)
        let layout = try engine.layout(text, metrics.note, theme.secondary, width: width - inset, lines: 2)
        list.fill(
            Path(circleAt: Point(x: x + dot / 2, y: y + metrics.note.lineHeight / 2), radius: dot / 2),
            passage.agent.color.map { theme.region($0) } ?? theme.ink)
        list.text(layout, x: x + inset, y: y)
        advance(layout.height)
    }

    private mutating func add(_ note: Note, isFirst: Bool) throws(RendererError) {
        space(isFirst ? 14 : 8)
        var text = StyledText()
        if !note.rule.isEmpty { text.append("\(note.rule)  ", .weight(.bold)) }
        text.append(note.text)
        try addBox(text, tone: note.tone)
    }

    /// Fills the ground of a box; on paper, where all grounds are white, it gets an edge.
    private mutating func ground(_ path: Path, _ colors: Theme.ToneColors) {
        list.fill(path, colors.fill)
        if colors.fill == theme.card { list.stroke(path, colors.border, width: metrics.hairline) }
    }

    private mutating func addBox(_ text: StyledText, tone: Tone) throws(RendererError) {
        let colors = theme.colors(of: tone)
        let bar = metrics.length(3)
        let pad = metrics.length(14)
        let layout = try engine.layout(
            text, metrics.note, colors.text.mixed(with: theme.ink, 0.35), width: width - bar - 2 * pad)
        let height = layout.height + 2 * metrics.length(10)
        let box = Box(x0: x, y0: y, x1: x + width, y1: y + height)
        let corner = metrics.length(4)
        ground(Path(box, topLeft: 0, topRight: corner, bottomRight: corner, bottomLeft: 0), colors)
        list.fill(Path(Box(x0: x, y0: y, x1: x + bar, y1: y + height)), colors.text)
        list.text(layout, x: x + bar + pad, y: y + metrics.length(10))
        advance(height)
    }
}

/// A verdict in a capsule.
struct Pill {
    let width: Double
    let height: Double
    private let text: TextLayout
    private let colors: Theme.ToneColors

    init(_ badge: Badge, maximumWidth: Double, _ context: LayoutContext) throws(RendererError) {
        let metrics = context.metrics
        colors = context.theme.colors(of: badge.tone)
        let side = metrics.length(12)
        text = try context.engine.layout(
            badge.text, metrics.pill, colors.text, width: max(1, maximumWidth - 2 * side), lines: 1)
        width = text.width + 2 * side
        height = metrics.length(26)
    }

    func draw(into list: inout DisplayList, x: Double, y: Double, _ context: LayoutContext) {
        let box = Box(x0: x, y0: y, x1: x + width, y1: y + height)
        let line = context.metrics.hairline
        list.fill(Path(box, radius: height / 2), colors.border)
        list.fill(
            Path(
                Box(x0: box.x0 + line, y0: box.y0 + line, x1: box.x1 - line, y1: box.y1 - line),
                radius: height / 2 - line), colors.fill)
        list.text(text, x: x + (width - text.width) / 2, y: y + ((height - text.height) / 2).rounded())
    }
}
