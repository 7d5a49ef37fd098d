/// One page that shows how a model reasoned: what it saw, where it looked, what it said and what came back.
///
/// A page holds only what is drawn; it knows nothing of traces.
public struct StoryboardPage: Sendable {
    /// How the panels are arranged.
    public enum Layout: String, Sendable, Hashable, CaseIterable {
        /// Cards in rows, in reading order.
        case grid
        /// Small cards side by side, in one row as long as there is room.
        case strip
        /// Each image once with everything that was looked at on it, the words beside.
        case poster
        /// A column for each agent, time downwards.
        case lanes
        /// What several agents looked at on one image, then each agent alone.
        case compare
        /// One card alone, with the place of its step among all steps.
        case frame
    }

    /// Where one step stands among all steps.
    public struct Progress: Sendable, Hashable {
        /// The step's place, from 0.
        public var place: Int
        /// The number of steps.
        public var count: Int

        /// Creates a place among steps.
        public init(place: Int, count: Int) {
            self.place = place
            self.count = count
        }
    }

    /// What the trace was asked, in full.
    public var title: String
    /// What stands under the title, for example model, steps, looks, tokens and time; joined by dots.
    public var subtitle: [String]
    /// The verdicts at the right of the title.
    public var badges: [Badge]
    /// How the panels are arranged.
    public var layout: Layout
    /// The panels in reading order.
    public var panels: [Panel]
    /// The images, for `poster`.
    public var pictures: [Picture]
    /// The place of the step, for `frame`.
    public var progress: Progress?
    /// Whether pages went before this one, so that its head is a line.
    public var isContinued: Bool
    /// The agents, for `lanes`; a panel names its lane by its place here.
    public var lanes: [Lane]
    /// What passed between panels, for `lanes`.
    public var links: [Link]
    /// What stands at the bottom left, for example the trace's id.
    public var footerLeading: String
    /// What stands at the bottom right, for example the page's number.
    public var footerTrailing: String

    /// Creates a page.
    public init(
        title: String, subtitle: [String] = [], badges: [Badge] = [], layout: Layout = .grid, panels: [Panel],
        pictures: [Picture] = [], progress: Progress? = nil, isContinued: Bool = false, lanes: [Lane] = [],
        links: [Link] = [], footerLeading: String = "", footerTrailing: String = ""
    ) {
        self.title = title
        self.subtitle = subtitle
        self.badges = badges
        self.layout = layout
        self.panels = panels
        self.pictures = pictures
        self.progress = progress
        self.isContinued = isContinued
        self.lanes = lanes
        self.links = links
        self.footerLeading = footerLeading
        self.footerTrailing = footerTrailing
    }
}

/// How good or bad something is.
public enum Tone: Sendable, Hashable, CaseIterable {
    /// It is as it should be.
    case pass
    /// A person should look at it.
    case warning
    /// It is wrong.
    case failure
    /// It is only said.
    case neutral
}

/// A short verdict in a coloured capsule.
public struct Badge: Sendable, Hashable {
    /// The words, for example `crop exact`.
    public var text: String
    /// How good or bad it is.
    public var tone: Tone

    /// Creates a badge.
    public init(_ text: String, tone: Tone) {
        self.text = text
        self.tone = tone
    }
}

/// An agent's column.
public struct Lane: Sendable, Hashable {
    /// What the agent is called.
    public var name: String
    /// What stands at the right of the name, for example `agent 2`.
    public var detail: String
    /// The colour's index in the theme; `nil` for ink, as the root agent has.
    public var color: Int?

    /// Creates a lane.
    public init(name: String, detail: String = "", color: Int?) {
        self.name = name
        self.detail = detail
        self.color = color
    }
}

/// Something that passed from one panel to another.
public struct Link: Sendable, Hashable {
    /// What passed.
    public enum Kind: Sendable, Hashable {
        /// One agent started another.
        case spawn
        /// One agent told another something.
        case message
        /// An agent's result came back.
        case join
    }

    /// The index of the panel it left from.
    public var from: Int
    /// The index of the panel it went to.
    public var to: Int
    /// What passed.
    public var kind: Kind
    /// A word at the end of the line, for example a vote.
    public var label: String?
    /// Whether what came back is not what was chosen in the end.
    public var isDissent: Bool

    /// Creates a link between two panels by their indices.
    public init(from: Int, to: Int, kind: Kind, label: String? = nil, isDissent: Bool = false) {
        self.from = from
        self.to = to
        self.kind = kind
        self.label = label
        self.isDissent = isDissent
    }
}
