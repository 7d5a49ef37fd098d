public import Saccade

/// Something that a rule found in a trace.
public struct Finding: Sendable, Hashable {
    /// The rule's id.
    public var ruleID: String
    /// The rule's code in the catalogue.
    public var code: String
    /// How much it matters.
    public var severity: Severity
    /// The file, the line and the column.
    public var location: TraceError.Location
    /// The ordinal of the event in its trace, from 0; `nil` for a line that is no event.
    public var event: Int?
    /// The agent that it concerns.
    public var agent: Int?
    /// The step of that agent.
    public var step: Int?
    /// The image that it concerns.
    public var image: Int?
    /// The region that it concerns.
    public var region: ScopedOrdinal?
    /// What is wrong; lower case, no full stop.
    public var message: String
    /// What was expected, where that is a short value.
    public var expected: String?
    /// What was found, where that is a short value.
    public var found: String?
    /// How to put it right.
    public var hint: String?
}

/// A place in a log that a rule keeps for a later finding.
public struct Place: Sendable, Hashable {
    /// The line, from 1.
    public var line: Int
    /// The ordinal of the event in its trace.
    public var event: Int
    /// The agent of the event.
    public var agent: Int?
    /// The step of the event.
    public var step: Int?
    /// The image of the event.
    public var image: Int?

    /// Creates the place of an event of the whole trace.
    init(line: Int, event: Int) {
        self.line = line
        self.event = event
    }

    /// Creates the place of an event.
    public init(_ entry: LogEntry) {
        line = entry.line
        event = entry.index
        agent = entry.event.body.agent
        step = entry.event.body.step
        image = entry.event.body.image
    }
}

extension EventBody {
    /// The image that an event is about, or `nil`.
    package var image: Int? {
        switch self {
        case .image(let event): event.n
        case .imagePixels(let event): event.image
        case .imageDerive(let event): event.image
        case .region(let event): event.image
        default: nil
        }
    }
}
