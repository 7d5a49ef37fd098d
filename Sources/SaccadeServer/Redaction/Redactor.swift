public import Saccade
public import SaccadeImaging
public import SaccadeRecorder
import Synchronization

/// Makes secrets unreadable before anything of a trace is stored: texts by pattern, places of pictures with solid colour.
///
///     options.traceFilter = Redactor(patterns: TextPattern.known)
///
/// It sees every event, whatever call recorded it, and fails closed: what it cannot decide on, decode or follow is not
/// stored. Each change is followed by a `redaction` event that says who, by which rule, and where, and keeps neither the
/// text nor a digest of what was there.
///
/// *Texts.* Patterns are looked for in all texts of all events, also across the pieces that a step's text came in, and
/// replaced by ``replacement``. Ranges that name text are moved along. A piece whose end may be the beginning of a secret
/// waits for the next one, or for the end of the step, and so does what the trace records after it.
///
/// *Pictures.* What `trace.image(_:redacting:)` names is painted over, in that picture, in others with the same bytes, and
/// in what is cropped from it. A picture that was made in another way from one that has been painted over is not stored if
/// it may show the place; nor is one of which the trace does not say what it was made from, unless the user sent it.
public struct Redactor: TraceFilter {
    /// The name that a redaction gives as its author.
    public let name: String
    /// What stands in place of a secret.
    public let replacement: String
    /// Paints pictures over.
    public let painter: SolidPainter
    let machine: PatternMachine
    let held = HeldBytes()

    /// Creates a redactor.
    ///
    /// - Parameters:
    ///   - patterns: What secrets in texts look like.
    ///   - name: What redactions are said to be by.
    ///   - color: What pictures are painted over with.
    ///   - replacement: What stands in place of a secret; must not be a secret itself.
    public init(
        patterns: [TextPattern], name: String = "redactor", color: PixelColor = .black,
        replacement: String = "[redacted]"
    ) {
        self.name = name
        self.replacement = replacement
        painter = SolidPainter(name: name, color: color)
        machine = PatternMachine(patterns)
    }

    /// Returns what goes through the events of a trace that begins.
    public func begin(_ header: TraceBegin) -> any FilteredTrace { RedactedTrace(self) }
}

/// The bytes that wait in all traces of a redactor.
final class HeldBytes: Sendable {
    private let count = Atomic<Int>(0)
    /// The most that may wait in one trace: events, and files of pictures.
    static let eventLimit = 1 << 20
    static let pictureLimit = 32 << 20
    /// The most that may wait in all traces.
    static let limit = 64 << 20

    func add(_ bytes: Int) { count.wrappingAdd(bytes, ordering: .relaxed) }
    var isFull: Bool { count.load(ordering: .relaxed) > Self.limit }
}
