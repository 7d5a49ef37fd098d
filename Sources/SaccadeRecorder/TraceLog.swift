import Saccade
import SaccadeDigest

/// What the worker knows of one trace: its structure, its digest, and where its events go.
final class TraceLog {
    let core: TraceCore
    @exclusivity(unchecked) var structure = LogStructure()
    @exclusivity(unchecked) var digest = LineDigest()
    /// The trace in the segments; `nil` while it is held.
    @exclusivity(unchecked) var handle: SegmentedWriter.Handle?
    /// What waits for the decision at its end; `nil` once it is written.
    @exclusivity(unchecked) var held: HeldTrace?
    /// What the host's filter knows of the trace, if there is one.
    @exclusivity(unchecked) var filter: (any FilteredTrace)?
    /// How many of its events were refused.
    var refusals = 0
    /// What was refused and is not said yet, because many were.
    var unsaid: Gap?
    /// Whether something of it failed.
    var hasFailure = false

    init(_ core: TraceCore) {
        self.core = core
        if core.isHeld { held = HeldTrace() }
    }

    /// The time of an event in nanoseconds since 1970.
    func wall(_ time: Int) -> UInt64 { UInt64(max(0, core.wall + max(0, time))) }

    func note(_ body: borrowing EventBody) {
        switch body {
        case .stepEnd(let end): hasFailure = hasFailure || end.status == .failed
        case .generationEnd(let end): hasFailure = hasFailure || end.status == .failed
        case .agentEnd(let end): hasFailure = hasFailure || end.status == .failed
        case .toolFail: hasFailure = true
        default: break
        }
    }
}

extension Gap {
    /// Says which scopes an event touched that is left out, and moves its ordinal on.
    mutating func skip(_ body: EventBody, _ structure: LogStructure) {
        switch body {
        case .turn(let event): turns = event.n + 1
        case .image(let event): images = event.n + 1
        case .agentSpawn(let event): agents = event.n + 1
        default: break
        }
        guard let agent = body.agent, structure.agent(agent) != nil else { return }
        var scope = GapScope(agent: agent)
        switch body {
        case .generationBegin(let event): scope.generations = event.n + 1
        case .stepBegin(let event): scope.steps = event.n + 1
        case .region(let event): scope.regions = event.n + 1
        case .toolRequest(let event): scope.calls = event.n + 1
        case .answer(let event): scope.answers = event.n + 1
        case .messageSend(let event): scope.messages = event.n + 1
        default: break
        }
        scopes = [scope]
    }
}

extension Gap {
    /// Whether it moves an ordinal on, so that what comes next fits only behind it.
    var movesOrdinals: Bool {
        turns != nil || images != nil || agents != nil
            || scopes.contains { scope in
                [scope.generations, scope.steps, scope.regions, scope.calls, scope.answers, scope.messages]
                    .contains { $0 != nil }
            }
    }

    /// Says what another one says, too.
    mutating func add(_ other: Gap) {
        events = (events ?? 0) + (other.events ?? 0)
        turns = later(turns, other.turns)
        images = later(images, other.images)
        agents = later(agents, other.agents)
        for scope in other.scopes {
            guard let index = scopes.firstIndex(where: { $0.agent == scope.agent }) else {
                scopes.append(scope)
                continue
            }
            scopes[index].generations = later(scopes[index].generations, scope.generations)
            scopes[index].steps = later(scopes[index].steps, scope.steps)
            scopes[index].regions = later(scopes[index].regions, scope.regions)
            scopes[index].calls = later(scopes[index].calls, scope.calls)
            scopes[index].answers = later(scopes[index].answers, scope.answers)
            scopes[index].messages = later(scopes[index].messages, scope.messages)
        }
    }

    private func later(_ a: Int?, _ b: Int?) -> Int? {
        guard let a, let b else { return a ?? b }
        return max(a, b)
    }
}

/// The digest of a trace's lines; small lines wait until they are worth a call.
struct LineDigest {
    private var hasher = SHA256Hasher()
    private var waiting: [UInt8] = []

    /// Adds a line without its end.
    mutating func add(line bytes: UnsafeRawBufferPointer) {
        waiting.append(contentsOf: bytes)
        waiting.append(UInt8(ascii: "\n"))
        guard waiting.count >= 2048 else { return }
        hasher.update(waiting)
        waiting.removeAll(keepingCapacity: true)
    }

    var value: Digest {
        var whole = hasher
        whole.update(waiting)
        return whole.finalize()
    }
}

/// A trace in memory, until its end decides whether it is kept.
struct HeldTrace {
    /// What is written if it is kept, in order.
    enum Piece {
        case event(Range<Int>, time: UInt64)
        case image([UInt8], Digest, ImageDeclaration, time: UInt64)
    }

    var bytes: [UInt8] = []
    var pieces: [Piece] = []
    /// The bytes that it takes.
    var size = 0

    mutating func append(_ event: UnsafeRawBufferPointer, at time: UInt64) {
        let start = bytes.count
        bytes.append(contentsOf: event)
        pieces.append(.event(start..<bytes.count, time: time))
        size += event.count + MemoryLayout<Piece>.stride
    }

    mutating func append(_ image: [UInt8], _ digest: Digest, _ declaration: ImageDeclaration, at time: UInt64) {
        pieces.append(.image(image, digest, declaration, time: time))
        size += image.count + MemoryLayout<Piece>.stride
    }
}
