/// How much of a trace a check has covered.
public struct Coverage: Sendable, Hashable {
    /// Events.
    public var events = 0
    /// Events of kinds that this version does not know.
    public var unknownEvents = 0
    /// Lines that could not be read.
    public var unreadableLines = 0
    /// Gaps.
    public var gaps = 0
    /// Findings that a gap explains.
    public var explained = 0
    /// Agents, the root included.
    public var agents = 0
    /// Generations.
    public var generations = 0
    /// Steps.
    public var steps = 0
    /// Tool calls.
    public var calls = 0
    /// Tool calls with an outcome.
    public var finishedCalls = 0
    /// Images.
    public var images = 0
    /// Images that `image.derive` says the origin of.
    public var derivedImages = 0
    /// Derived images with a map to a root image.
    public var mappedImages = 0
    /// Regions.
    public var regions = 0
    /// Regions with a place on a root image.
    public var mappedRegions = 0
    /// Answers.
    public var answers = 0
    /// Pictures, at L3.
    public var pixels = PixelCoverage()
    /// Tool calls, at L4.
    public var tools = ToolCoverage()
}
