public import Saccade

/// What rules may look at: the state of the trace as an event arrives, before it is taken in.
public final class ReplayState {
    // What changes with every event is not checked for exclusive access: rules are called between changes, never during
    // one, and cannot change it (Docs/Decisions/0072).

    /// The structure of the log: counts, what is open, images and agents.
    @exclusivity(unchecked) public internal(set) var structure = LogStructure()
    /// The texts of the steps that are open or have ended lately.
    @exclusivity(unchecked) public internal(set) var texts = TextMemory()
    /// The place of the region, while a region arrives.
    @exclusivity(unchecked) public internal(set) var region: PlacedRegion?
    /// The sizes and maps of the derivation, while one from a single parent arrives.
    public internal(set) var derivation: PlacedDerivation?
    /// Whether the reader has met a line that it could not read.
    public internal(set) var hasUnreadableLines = false
    /// The last event of the trace, once it has ended.
    public internal(set) var lastPlace: Place?
    /// The digest of all events before the one that arrives, while `trace.end` arrives.
    public internal(set) var digest: Digest?
    /// What came of making a derived image again, while `image.derive` arrives at L3.
    public internal(set) var reexecution: Reexecution?
    /// What a drawing changed beside the box that it names, while `image.derive` arrives at L3.
    var strayMarks: RasterDifference?
    /// The picture of an image, while `image` or `image.pixels` arrives at L3.
    var picture: PictureTable.Content?
    /// The pictures of the trace, at L3.
    var pictures: PictureTable?
    /// What runs tools again, at L4.
    public let tools: (any ToolRunner)?
    /// How many calls were run again.
    public internal(set) var toolCoverage = ToolCoverage()
    /// What the trace must have.
    public let requirements: Set<Requirement>
    let gaps = GapMemory()

    init(_ options: CheckOptions) {
        requirements = options.requirements
        tools = options.level >= .l4 ? options.tools : nil
    }

    /// Returns whether a hole in the log has touched an agent, or anything if none is named.
    public func isTouchedByGap(agent: Int? = nil) -> Bool { gaps.touches(agent) }

    /// Returns why an event does not fit, or `nil`; the structure is looked at in its place, because a copy of it counts
    /// references for every event.
    func misfit(of entry: LogEntry) -> Misfit? {
        structure.misfitInPlace(of: entry.event)
    }

    /// Works out the place of the region that arrives.
    func place(_ body: EventBody) {
        guard case .region(let arriving) = body else { return }
        let image = structure.image(arriving.image)
        let root = image.flatMap { $0.depth > 0 ? structure.image($0.root)?.size : nil }
        region = PlacedRegion.place(of: arriving, on: image, root: root)
    }

    /// Returns the greatest time of an agent so far in nanoseconds since `trace.begin`, or `nil`.
    func latestTime(ofAgent agent: Int) -> Int? {
        structure.agents.indices.contains(agent) ? structure.agents[agent].latestTime : nil
    }

    /// Returns the stored size of an image, where it is known.
    public func size(ofImage image: Int) -> PixelSize? { structure.image(image)?.size }
}
