public import Saccade
import SaccadeDigest
import Synchronization

/// A trace that is being recorded.
///
/// Its calls and those of what it gives out may come from any thread, take well under a microsecond, never throw and never
/// wait for the disk. A trace that nothing refers to any more is ended as `cancelled`.
public final class LiveTrace: Sendable {
    let recorder: RecorderCore
    /// `nil` for a trace that is left out.
    let core: TraceCore?
    private let header: TraceBegin

    init(_ recorder: RecorderCore, _ core: TraceCore?, header: TraceBegin) {
        self.recorder = recorder
        self.core = core
        self.header = header
    }

    deinit { end(status: .cancelled) }

    /// The trace id: 32 hexadecimal digits, as W3C Trace Context has it.
    public var id: String { header.id }

    /// Whether what is recorded now can still come into the file: false if sampling left the trace out, if it was given up
    /// for want of room, and after its end.
    public var isRecording: Bool { core?.isRecording == true && recorder.isOpen }

    /// Whether nothing of it is recorded from its beginning on, because sampling left it out or too many traces were open: then
    /// a caller may spare itself the work of what it would record.
    public var isLeftOut: Bool { core == nil }

    /// The root agent, which exists from the beginning.
    public var root: LiveAgent { LiveAgent(trace: self, core: core?.root ?? LiveTrace.unrecorded) }

    private static let unrecorded = AgentCore(n: 0)

    // MARK: Events of the whole trace

    /// Records what the user said.
    @discardableResult
    public func turn(_ parts: [Part], name: String? = nil) -> LiveTurn {
        LiveTurn(n: record(.turns) { .turn(Turn(n: $0, parts: parts, name: name)) })
    }

    /// Declares a video; its frames are images whose origin names it.
    @discardableResult
    public func video(_ declaration: VideoDeclaration) -> Int {
        record(.videos) {
            var declaration = declaration
            declaration.n = $0
            return .video(declaration)
        }
    }

    /// Records the truth to measure the trace against.
    public func reference(_ truth: Truth) { record(.reference(truth)) }

    /// Records a named value: a reward, a loss, a rating.
    public func score(_ name: String, _ value: Double, source: String? = nil) {
        record(.score(Score(name: name, value: value, source: source)))
    }

    /// Records a comment.
    public func annotate(_ text: String, by author: String? = nil) {
        record(.annotation(Annotation(text: text, by: author)))
    }

    /// Records an event of the whole trace that needs no ordinal: a diagnostic, a score, an annotation, a redaction.
    ///
    /// Events with ordinals have calls of their own, which give them out. Any other event is refused and counted.
    public func record(_ body: EventBody) {
        switch body {
        case .reference, .diagnostic, .score, .annotation, .redaction, .imagePixels, .imageDerive: break
        default:
            if let core { recorder.refuse(core) }
            return
        }
        _ = record(nil) { _ in body }
    }

    /// Ends the trace: nothing of it is recorded afterwards.
    public func end(status: EndStatus = .ok) {
        guard let core, recorder.isOpen else { return }
        settleLosses(core)
        guard core.end() else { return }
        let time = SystemClock.steady() &- core.began
        if !core.isSurrendered {
            let done = core.scope.withLock { scope in
                scope.packer.removeAll()
                scope.packer.pack(.traceEnd(TraceEnd(status: status, counts: EventCounts(events: 0))))
                return recorder.put(RecordKind.traceEnd, of: core, at: time, .remark, scope.packer.bytes)
            }
            if done { return }
        }
        core.lateEnd.withLock { $0 = (status, time) }
        recorder.table.withLock { $0.finished.append(core) }
    }

    /// Records the gaps of texts that were lost since the last event of each agent.
    private func settleLosses(_ core: TraceCore) {
        guard core.isRecording, core.lostEvents.load(ordering: .relaxed) > 0 else { return }
        let agents = core.scope.withLock { $0.agents }
        for agent in agents { agent.scope.withLock { recorder.settleLosses(&$0, of: agent, in: core) } }
    }

    // MARK: Recording

    /// Records an event under the trace's lock and returns its ordinal.
    @discardableResult
    func record(
        _ counter: Ordinals.Kind?, _ make: (Int) -> EventBody
    ) -> Int {
        guard let core else { return 0 }
        guard core.isRecording, recorder.isOpen else {
            recorder.refuse(core)
            return 0
        }
        return core.scope.withLock { scope in
            let n = counter.map { scope.ordinals[$0] } ?? 0
            let body = make(n)
            guard let kind = body.kind else { return n }
            scope.packer.removeAll()
            scope.packer.pack(body)
            let time = SystemClock.steady() &- core.began
            if recorder.put(RecordKind.of(kind), of: core, at: time, .structure, scope.packer.bytes), let counter {
                scope.ordinals[counter] += 1
            }
            return n
        }
    }
}

/// A turn of the user.
public struct LiveTurn: Sendable, Hashable {
    /// Its ordinal in the trace.
    public let n: Int
}

/// An image of a trace.
public struct LiveImage: Sendable, Hashable {
    /// Its ordinal in the trace.
    public let n: Int
}

/// A region of an agent.
public struct LiveRegion: Sendable, Hashable {
    /// The agent that named it.
    public let agent: Int
    /// Its ordinal among the regions of the agent.
    public let n: Int

    /// As an answer cites it.
    public var name: ScopedOrdinal { ScopedOrdinal(agent: agent, n: n) }
}

/// An answer of an agent.
public struct LiveAnswer: Sendable, Hashable {
    /// The agent that gave it.
    public let agent: Int
    /// Its ordinal among the answers of the agent.
    public let n: Int

    /// As an aggregate names it.
    public var name: ScopedOrdinal { ScopedOrdinal(agent: agent, n: n) }
}

/// A message of an agent.
public struct LiveMessage: Sendable, Hashable {
    /// The agent that sent it.
    public let agent: Int
    /// Its ordinal among the messages of the agent.
    public let n: Int

    /// As a receiver names it.
    public var name: ScopedOrdinal { ScopedOrdinal(agent: agent, n: n) }
}

extension Part {
    /// An image, with what was done to it before the model saw it.
    public static func image(_ image: LiveImage, _ preprocessing: Preprocessing? = nil) -> Part {
        .image(image.n, preprocessing)
    }

    /// A whole turn of the user.
    public static func turn(_ turn: LiveTurn) -> Part { .turn(turn.n) }

    /// The outcome of a tool call of the same agent.
    public static func call(_ call: LiveCall) -> Part { .call(call.n) }

    /// The output of an earlier generation of the same agent.
    public static func generation(_ generation: LiveGeneration) -> Part { .generation(generation.n) }

    /// A message that the agent received.
    public static func message(_ message: LiveMessage) -> Part { .message(message.name) }
}
