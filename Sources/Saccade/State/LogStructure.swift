/// The structure of a log so far: how many of everything there are, and what is open.
///
/// This is what decides whether the next event fits: an ordinal is right if it is the next one of its scope, and a
/// reference is right if it is below the count. Memory grows with what is open and with images, not with events or text.
/// `apply` never fails: an event that does not fit changes as little as it can, and saying so is left to the reader.
public struct LogStructure: Sendable {
    /// The header of a trace.
    public internal(set) var header: TraceBegin? {
        get { heads?.trace }
        set { heads = Heads(trace: newValue, layer: heads?.layer) }
    }
    /// The header of a layer.
    public internal(set) var layer: LayerBegin? {
        get { heads?.layer }
        set { heads = Heads(trace: heads?.trace, layer: newValue) }
    }
    /// Whether the log is a layer.
    var isLayer: Bool { heads?.isLayer ?? false }
    private var heads: Heads?

    /// The headers, in one place of their own: a copy of the structure is then a few references, and not one for each of
    /// their texts.
    private final class Heads: Sendable {
        let trace: TraceBegin?
        let layer: LayerBegin?
        let isLayer: Bool

        init(trace: TraceBegin?, layer: LayerBegin?) {
            self.trace = trace
            self.layer = layer
            isLayer = layer != nil
        }
    }

    /// Whether `trace.end` or `layer.end` has been seen.
    public internal(set) var isEnded = false
    /// How many of everything the log holds so far.
    public internal(set) var counts = EventCounts(events: 0)
    /// The number of videos.
    public internal(set) var videos = 0
    /// The agents; agent 0, the root, is there from the beginning.
    public internal(set) var agents: [Agent] = [Agent(isSpawned: true)]
    /// The images.
    public internal(set) var images: ChunkedArray<Image> = []
    /// Whether a gap has been seen: what it swallowed is unknown.
    public internal(set) var hasGap = false
    /// Whether an event of an unknown kind has been seen.
    public internal(set) var hasUnknownEvents = false
    /// The greatest time so far in nanoseconds since `trace.begin`.
    public internal(set) var latestTime: Int?

    /// One agent.
    public struct Agent: Sendable {
        /// The number of its generations.
        public internal(set) var generations = 0
        /// The number of its steps.
        public internal(set) var steps = 0
        /// The number of its regions.
        public internal(set) var regions = 0
        /// The number of its tool calls.
        public internal(set) var calls = 0
        /// The number of its answers.
        public internal(set) var answers = 0
        /// The number of messages that it has sent.
        public internal(set) var messages = 0
        /// The number of parts that its context has had; the position of the next one.
        public internal(set) var contextParts = 0
        /// The steps that have begun and not ended, in that order.
        public internal(set) var openSteps: [Int] = []
        /// The calls without an outcome, in order.
        public internal(set) var openCalls: [Int] = []
        /// The generations that have begun and not ended, in order.
        public internal(set) var openGenerations: [Int] = []
        /// What was there when a gap touched the agent: of these things nobody knows whether they are open.
        public internal(set) var unknown = Unknown()
        /// The calls that failed or were cancelled.
        public internal(set) var failedCalls: Set<Int> = []
        /// The steps that failed or were cancelled.
        public internal(set) var failedSteps: Set<Int> = []
        /// The agent that spawned it.
        public internal(set) var parent: Int?
        /// Whether it is the root or a spawn has named it.
        public internal(set) var isSpawned: Bool
        /// Whether it has ended.
        public internal(set) var isEnded = false
        /// Whether another agent has taken its result.
        public internal(set) var isJoined = false
        /// Whether it has given a final answer.
        public internal(set) var hasFinalAnswer = false
        /// Its greatest time so far.
        public internal(set) var latestTime: Int?
    }

    /// The ordinals below which things of an agent may be open or not, because a gap may have ended them.
    public struct Unknown: Sendable {
        /// Steps.
        public internal(set) var steps = 0
        /// Tool calls.
        public internal(set) var calls = 0
        /// Generations.
        public internal(set) var generations = 0
    }

    /// One image, in few bytes, because a long log has a million of them.
    public struct Image: Sendable {
        private var width: UInt32 = 0
        private var height: UInt32 = 0
        private var rootNumber: UInt32
        private var depthNumber: UInt16 = 0
        /// Whether `image.derive` has said how it was made.
        public internal(set) var isDerived = false
        /// Whether the bytes are there by their digest.
        public internal(set) var hasDigest: Bool
        /// The map from this image to its root; `nil` if a parent's map cannot be composed.
        public internal(set) var mapToRoot: PlaneMap?
        /// The kind of its origin.
        public internal(set) var origin: OriginKind

        init(size: PixelSize?, root: Int, mapToRoot: PlaneMap?, hasDigest: Bool, origin: OriginKind) {
            rootNumber = UInt32(clamping: root)
            self.mapToRoot = mapToRoot
            self.hasDigest = hasDigest
            self.origin = origin
            // A side beyond 2^32 fits no file; `oversized-image` reports it, and the size counts as unknown here.
            if let size, let width = UInt32(exactly: size.width), let height = UInt32(exactly: size.height) {
                (self.width, self.height) = (width, height)
            }
        }

        /// The stored size, where it is known.
        public var size: PixelSize? {
            width == 0 || height == 0 ? nil : PixelSize(width: Int(width), height: Int(height))
        }

        /// The image at the root of the chain of parents: itself, if it has none or no map.
        public internal(set) var root: Int {
            get { Int(rootNumber) }
            set { rootNumber = UInt32(clamping: newValue) }
        }

        /// The number of parents between it and its root; 65,535 stands for more.
        public internal(set) var depth: Int {
            get { Int(depthNumber) }
            set { depthNumber = UInt16(clamping: newValue) }
        }
    }

    /// Creates the structure of an empty log.
    public init() {}

    /// Returns an agent, or `nil` for an ordinal that is none.
    public func agent(_ n: Int) -> Agent? { agents.indices.contains(n) ? agents[n] : nil }

    /// Returns an image, or `nil` for an ordinal that is none.
    public func image(_ n: Int) -> Image? { images.indices.contains(n) ? images[n] : nil }
}
