public import Saccade

/// How a recorder behaves.
public struct RecorderOptions: Sendable {
    /// What the names of the segments begin with; a number and `.mcap` follow.
    ///
    /// If another recorder, in this process or another one, writes under the name already, `-2`, `-3` and so on is added.
    public var name = "trace"
    /// The program that records, as each trace says it.
    public var recorder = Recorder(name: "saccade", version: "0.1.0")
    /// What a call does when there is no room.
    public var mode = RecordMode.neverBlock
    /// The most bytes of memory that records and images may take while they wait for the disk.
    ///
    /// A quarter of it, and 16 MiB at most, is the ring for records; the rest is for images.
    public var memoryLimit = 64 << 20
    /// How many traces may be open at once; a trace beyond is not recorded and is counted.
    public var maximumTraces = 10_000
    /// How long the worker sleeps between two looks at the ring, in nanoseconds: so much is lost at most if the process is
    /// killed, beside what waits in an open chunk.
    public var drainInterval = 5_000_000
    /// When the file is made to survive a loss of power.
    public var durability = Durability.grouped(every: 1_000_000_000, bytes: 8 << 20)
    /// How long the worker waits after the disk has failed before it tries again, in nanoseconds.
    public var retryInterval = 5_000_000_000
    /// How segments are packed, rotated and kept.
    public var segments = SegmentedWriter.Options()
    /// Which traces are recorded.
    public var sampling = TraceSampling.all
    /// Decides at the end of a trace whether it is kept; see ``TraceSampling/keepsFailures``.
    public var keepTrace: (@Sendable (TraceSummary) -> Bool)?
    /// How many bytes traces may take in memory that wait for a decision at their end; a trace beyond that is kept.
    public var heldLimit = 64 << 20
    /// Makes pictures unreadable where the caller says so, before anything is stored.
    public var imageFilter: (any ImageFilter)?
    /// Looks at every event and image before it gets its bytes, and takes out what must not be stored.
    public var traceFilter: (any TraceFilter)?
    /// Whether the process's exit is preceded by a flush.
    public var flushesAtExit = true
    /// How long that flush may hold up the exit, in nanoseconds; what is not written by then is lost.
    public var exitFlushLimit = 100_000_000

    /// Creates options with the defaults.
    public init() {}

    /// The bytes of the ring: a power of two.
    var ringSize: Int {
        var size = 64 << 10
        while size * 2 <= min(memoryLimit / 4, 16 << 20) { size *= 2 }
        return size
    }

    func validate() throws(RecorderError) {
        func refuse(_ message: String) throws(RecorderError) { throw RecorderError(.invalidOptions, message) }
        if memoryLimit < 256 << 10 {
            try refuse("expected a memory limit of at least 262144 bytes, found \(memoryLimit)")
        }
        if maximumTraces < 1 { try refuse("expected room for at least 1 trace, found \(maximumTraces)") }
        if drainInterval < 100_000 {
            try refuse("expected a drain interval of at least 100000 ns, found \(drainInterval)")
        }
        if retryInterval < 1_000_000 {
            try refuse("expected a retry interval of at least 1000000 ns, found \(retryInterval)")
        }
        if !(0...1).contains(sampling.rate) { try refuse("expected a rate from 0 to 1, found \(sampling.rate)") }
        if heldLimit < 0 { try refuse("expected a limit of at least 0 bytes for held traces, found \(heldLimit)") }
    }
}

/// What a recording call does when there is no room, because the disk is too slow or stands still.
public enum RecordMode: Sendable, Hashable {
    /// It returns at once. Images are let go first, then text, then whole traces, the newest first; all is counted.
    case neverBlock
    /// It waits for room up to a time in nanoseconds, and then does as ``neverBlock``.
    case block(maxWait: Int)
    /// It waits until there is room, however long that takes. For tests and audits: a dead disk stops the host.
    case mustKeep
}

/// When what was written is made to survive a loss of power.
public enum Durability: Sendable, Hashable {
    /// Only when a segment is finished, and by `sync()`.
    case atEnd
    /// In groups: after a time in nanoseconds or a number of bytes, whichever comes first.
    case grouped(every: Int, bytes: Int)
    /// After each drain. For audits; slow.
    case always
}

/// Which traces are recorded.
///
/// A trace that is not recorded costs a comparison a call.
public struct TraceSampling: Sendable {
    /// The share of traces to record, from 0 to 1, decided by the trace id: services that share an id decide alike.
    public var rate: Double
    /// Decides by the trace id, as 32 hexadecimal digits, instead of the rate; `nil` to leave it to the rate.
    public var decide: (@Sendable (_ id: String) -> Bool?)?
    /// Whether traces outside the share are held in memory and kept if they end as failed.
    public var keepsFailures: Bool

    /// Creates a sampling.
    public init(rate: Double, keepsFailures: Bool = false, decide: (@Sendable (_ id: String) -> Bool?)? = nil) {
        self.rate = rate
        self.keepsFailures = keepsFailures
        self.decide = decide
    }

    /// Every trace.
    public static let all = TraceSampling(rate: 1)

    /// Returns whether a trace is in the share.
    public func includes(_ id: String) -> Bool {
        if let decision = decide?(id) { return decision }
        if rate >= 1 { return true }
        // As W3C Trace Context has it: the last 56 bits of an id are random.
        guard rate > 0, let random = UInt64(id.suffix(14), radix: 16) else { return false }
        return Double(random) < rate * Double(UInt64(1) << 56)
    }
}

/// What is known of a trace at its end, for ``RecorderOptions/keepTrace``.
public struct TraceSummary: Sendable {
    /// Its id.
    public var id: String
    /// How it ended.
    public var status: EndStatus
    /// How many of everything it has.
    public var counts: EventCounts
    /// Whether a step, a generation, a tool call or an agent of it failed.
    public var hasFailure: Bool
    /// How long it took, in nanoseconds.
    public var duration: Int
}

/// Makes pictures unreadable in some places; it is the host's, because the recorder decodes nothing.
public protocol ImageFilter: Sendable {
    /// The name that the trace gives as the author of a redaction.
    var name: String { get }

    /// Returns the file of a picture with boxes painted over, called from the recorder's worker.
    ///
    /// - Parameters:
    ///   - bytes: The file of the picture.
    ///   - media: Its media type, if it is known.
    ///   - boxes: What to paint over, in pixels of the picture as stored; empty means the whole picture.
    /// - Returns: The new file and its media type. `nil` or an error means that it cannot be done; then nothing of the
    ///   picture is stored.
    func redact(_ bytes: [UInt8], media: String?, boxes: [Box]) throws -> (bytes: [UInt8], media: String)?
}

/// What a recorder has done, counted since it was opened.
public struct RecorderStatistics: Sendable, Hashable {
    /// Traces begun that are recorded.
    public var traces = 0
    /// Traces that sampling left out, at their beginning or end.
    public var sampledOut = 0
    /// Events that were written to segments, those that the recorder adds itself included.
    public var events = 0
    /// Images whose bytes were written or were there already.
    public var images = 0
    /// Images let go of for want of room.
    public var elidedImages = 0
    /// Bytes of those images.
    public var elidedBytes = 0
    /// Events lost for want of room: text, and all of surrendered traces.
    public var lostEvents = 0
    /// Bytes of those events.
    public var lostBytes = 0
    /// Traces surrendered for want of room.
    public var surrenderedTraces = 0
    /// Events that did not fit their trace, as text for a step that has ended, or that came after its end.
    public var refusedEvents = 0
    /// Writes to disk that failed, each attempt.
    public var failedWrites = 0
    /// Syncs that failed; the segments are left for recovery.
    public var failedSyncs = 0
    /// Bytes of events and images that were handed to segments, before packing.
    public var writtenBytes = 0
    /// How full the ring is, from 0 to 1.
    public var ringFill = 0.0
    /// Bytes of memory that records and images take now.
    public var memory = 0
    /// The most bytes of memory that records and images have taken.
    public var peakMemory = 0
    /// Why the disk takes nothing now, or `nil` if all is well.
    public var problem: String?

    /// Creates counters at 0.
    public init() {}
}
