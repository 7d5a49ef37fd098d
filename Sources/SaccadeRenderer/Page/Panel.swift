/// A card: one step, its picture, its words and what came of it.
public struct Panel: Sendable {
    /// The step's number or the answer's letter, in the dark square.
    public var number: String
    /// What kind of step it is, for example `think + look`.
    public var kind: String
    /// What the step is about, in the words of who recorded it; empty for none.
    public var title: String
    /// The agent's name and colour index, where the page has more than one agent.
    public var agent: Lane?
    /// What stands at the right, for example `230 → 31 tok`.
    public var meta: String
    /// What the model saw and where it looked.
    public var picture: Picture?
    /// The words, one block a channel or answer.
    public var blocks: [TextBlock]
    /// The tools that were called, with what came back.
    public var calls: [Call]
    /// The regions that an answer rests on.
    public var evidence: [RegionMark]
    /// What a checker found.
    public var notes: [Note]
    /// What passed between this panel and panels on other pages.
    public var passages: [Passage] = []
    /// For `lanes`: the index of the panel's lane.
    public var lane: Int
    /// For `lanes`: the start in nanoseconds since the trace began; `nil` where times are unknown.
    public var start: Int64?
    /// Whether the panel takes a whole row of a grid, its picture at the left.
    public var isWide: Bool
    /// Whether the panel and the next one stand side by side in a grid, whatever they hold.
    public var isBesideNext = false

    /// Creates a panel.
    public init(
        number: String, kind: String, title: String = "", agent: Lane? = nil, meta: String = "",
        picture: Picture? = nil,
        blocks: [TextBlock] = [], calls: [Call] = [], evidence: [RegionMark] = [], notes: [Note] = [], lane: Int = 0,
        start: Int64? = nil, isWide: Bool = false
    ) {
        self.number = number
        self.kind = kind
        self.title = title
        self.agent = agent
        self.meta = meta
        self.picture = picture
        self.blocks = blocks
        self.calls = calls
        self.evidence = evidence
        self.notes = notes
        self.lane = lane
        self.start = start
        self.isWide = isWide
    }
}

/// A block of words on a card.
public struct TextBlock: Sendable, Hashable {
    /// How the words are set.
    public enum Style: Sendable, Hashable {
        /// As running text.
        case body
        /// Larger, as the answer.
        case answer
        /// Smaller and grey, as what was withheld, encrypted or only summed up.
        case aside
        /// In the fixed-width family, as what a tool or program wrote.
        case machine
    }

    /// A word in front, for example `summary` or `observation`; empty for none.
    public var label: String
    /// The words.
    public var text: RichText
    /// How the words are set.
    public var style: Style

    /// Creates a block.
    public init(_ text: RichText, style: Style = .body, label: String = "") {
        self.text = text
        self.style = style
        self.label = label
    }
}

/// A tool call: the numbers as the model wrote them, the pixels they mean, and what came of it.
public struct Call: Sendable, Hashable {
    /// The tool's name.
    public var name: String
    /// What the call was for, in the model's words.
    public var note: String
    /// The numbers as written, with their space, for example `[574, 301, 660, 468] of 0–1000`.
    public var written: String
    /// The pixels they mean, for example `1412, 485 – 1624, 754 px`.
    public var resolved: String
    /// The check's verdict.
    public var badge: Badge?
    /// Why the call failed.
    public var failure: String?
    /// The text that came back.
    public var result: String?

    /// Creates a call.
    public init(
        name: String, note: String = "", written: String = "", resolved: String = "", badge: Badge? = nil,
        failure: String? = nil, result: String? = nil
    ) {
        self.name = name
        self.note = note
        self.written = written
        self.resolved = resolved
        self.badge = badge
        self.failure = failure
        self.result = result
    }
}

/// A region's number and colour where it is only named.
public struct RegionMark: Sendable, Hashable {
    /// The number in the ring.
    public var number: String
    /// The colour's index in the theme.
    public var color: Int

    /// Creates a mark.
    public init(number: String, color: Int) {
        self.number = number
        self.color = color
    }
}

/// Something that came from, or went to, a panel on another page.
public struct Passage: Sendable, Hashable {
    /// The agent on the other page.
    public var agent: Lane
    /// Whether it left this panel.
    public var isLeaving: Bool
    /// The other page's number, from 1, where it is known.
    public var page: Int?

    /// Creates a passage.
    public init(agent: Lane, isLeaving: Bool, page: Int? = nil) {
        self.agent = agent
        self.isLeaving = isLeaving
        self.page = page
    }
}

/// A finding on the card that it is about.
public struct Note: Sendable, Hashable {
    /// How bad it is.
    public var tone: Tone
    /// The rule's id and name, for example `TUL-17 claimed-call`.
    public var rule: String
    /// The sentence that a person can act on.
    public var text: String

    /// Creates a note.
    public init(tone: Tone, rule: String, text: String) {
        self.tone = tone
        self.rule = rule
        self.text = text
    }
}
