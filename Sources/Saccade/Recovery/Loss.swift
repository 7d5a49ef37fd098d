/// Something that could not be read from a damaged file.
public struct Loss: Sendable, Hashable {
    /// The line in a text log, from 1; `nil` for the binary encoding.
    public var line: Int?
    /// The offset of the first byte that is lost, in the file as it was read; for a packed text log in its unpacked text.
    public var offset: Int
    /// How many bytes are lost, if that is known.
    public var bytes: Int?
    /// How many events are missing, if that is known.
    public var events: Int?
    /// Why a gap says that something is missing: the file is damaged, or its writer ended early.
    public var reason: GapReason
    /// What is wrong, in words; lower case, no full stop.
    public var note: String

    /// Creates a loss.
    public init(
        line: Int? = nil, offset: Int, bytes: Int? = nil, events: Int? = nil, reason: GapReason = .damage, note: String
    ) {
        self.line = line
        self.offset = offset
        self.bytes = bytes
        self.events = events
        self.reason = reason
        self.note = note
    }

    /// Takes in a loss that follows this one without anything whole between.
    mutating func merge(_ other: Loss) {
        bytes = bytes.flatMap { mine in other.bytes.map { mine + $0 } }
        events = events.flatMap { mine in other.events.map { mine + $0 } }
        if other.note != note, !note.hasSuffix("; and more") { note += "; and more" }
    }
}

/// What was recovered from a damaged file, and what was not.
public struct RecoveryReport: Sendable, Hashable {
    /// The number of events that are whole.
    public internal(set) var events = 0
    /// The number of traces.
    public internal(set) var traces = 0
    /// The number of traces that have no `trace.end`: their writer was not done.
    public internal(set) var unfinished = 0
    /// What is lost, in the order of the file.
    public internal(set) var losses: [Loss] = []
    /// What is wrong though no event is missing, in words.
    public internal(set) var doubts: [String] = []
    /// What is damaged without any event being lost, in words: an index, a header that a summary repeats.
    public internal(set) var repairs: [String] = []

    /// Whether nothing is lost and nothing in doubt.
    public var isClean: Bool { losses.isEmpty && doubts.isEmpty }

    /// Creates the report of an empty file.
    public init() {}
}
