import Saccade
import TraceGenerator

/// One way to make a true trace lie in any place that allows it, and the rule that must name it there.
struct Fault: Sendable {
    /// What is done to the trace.
    let title: String
    /// The id of the rule that must find it.
    let rule: String
    /// Puts the fault into a random place; returns the line, from 1, where the rule must report it, or `nil` if the trace
    /// has no place for it.
    let inject: @Sendable (_ story: inout Story, _ random: inout SeededRandom) -> Int?

    init(
        _ title: String, _ rule: String,
        _ inject: @escaping @Sendable (_ story: inout Story, _ random: inout SeededRandom) -> Int?
    ) {
        self.title = title
        self.rule = rule
        self.inject = inject
    }
}

/// How the payload of one kind of event comes out of a body and goes back.
struct Payload<Value>: Sendable {
    let get: @Sendable (EventBody) -> Value?
    let put: @Sendable (Value) -> EventBody
}

extension Payload<Region> {
    static let region = Payload(
        get: { if case .region(let value) = $0 { value } else { nil } }, put: { .region($0) })
}
extension Payload<ImageDeclaration> {
    static let image = Payload(get: { if case .image(let value) = $0 { value } else { nil } }, put: { .image($0) })
}
extension Payload<ImageDerivation> {
    static let derivation = Payload(
        get: { if case .imageDerive(let value) = $0 { value } else { nil } }, put: { .imageDerive($0) })
}
extension Payload<Answer> {
    static let answer = Payload(get: { if case .answer(let value) = $0 { value } else { nil } }, put: { .answer($0) })
}
extension Payload<Aggregate> {
    static let aggregate = Payload(
        get: { if case .aggregate(let value) = $0 { value } else { nil } }, put: { .aggregate($0) })
}
extension Payload<ToolRequest> {
    static let request = Payload(
        get: { if case .toolRequest(let value) = $0 { value } else { nil } }, put: { .toolRequest($0) })
}
extension Payload<ToolResult> {
    static let result = Payload(
        get: { if case .toolResult(let value) = $0 { value } else { nil } }, put: { .toolResult($0) })
}
extension Payload<GenerationBegin> {
    static let generationBegin = Payload(
        get: { if case .generationBegin(let value) = $0 { value } else { nil } }, put: { .generationBegin($0) })
}
extension Payload<GenerationEnd> {
    static let generationEnd = Payload(
        get: { if case .generationEnd(let value) = $0 { value } else { nil } }, put: { .generationEnd($0) })
}
extension Payload<StepBegin> {
    static let stepBegin = Payload(
        get: { if case .stepBegin(let value) = $0 { value } else { nil } }, put: { .stepBegin($0) })
}
extension Payload<StepEnd> {
    static let stepEnd = Payload(
        get: { if case .stepEnd(let value) = $0 { value } else { nil } }, put: { .stepEnd($0) })
}
extension Payload<StepText> {
    static let text = Payload(
        get: { if case .stepText(let value) = $0 { value } else { nil } }, put: { .stepText($0) })
}
extension Payload<MessageReceive> {
    static let receipt = Payload(
        get: { if case .messageReceive(let value) = $0 { value } else { nil } }, put: { .messageReceive($0) })
}
extension Payload<ImagePixels> {
    static let pixels = Payload(
        get: { if case .imagePixels(let value) = $0 { value } else { nil } }, put: { .imagePixels($0) })
}
extension Payload<AgentEnd> {
    static let agentEnd = Payload(
        get: { if case .agentEnd(let value) = $0 { value } else { nil } }, put: { .agentEnd($0) })
}
extension Payload<AgentJoin> {
    static let join = Payload(
        get: { if case .agentJoin(let value) = $0 { value } else { nil } }, put: { .agentJoin($0) })
}

extension Story {
    /// Returns a random place of a payload that fits, or `nil`.
    func place<Value>(
        _ payload: Payload<Value>, _ random: inout SeededRandom, where fits: (Value) -> Bool = { _ in true }
    ) -> (at: Int, value: Value)? {
        let places = events.indices.filter { at in payload.get(events[at].body).map(fits) ?? false }
        guard let at = random.any(of: Array(places)), let value = payload.get(events[at].body) else { return nil }
        return (at, value)
    }

    /// Changes a random payload that fits; returns its line, or `nil` if none fits.
    mutating func edit<Value>(
        _ payload: Payload<Value>, _ random: inout SeededRandom, where fits: (Value) -> Bool = { _ in true },
        _ change: (inout Value) -> Void
    ) -> Int? {
        guard let (at, found) = place(payload, &random, where: fits) else { return nil }
        var value = found
        change(&value)
        events[at].body = payload.put(value)
        return at + 1
    }

    /// Puts events in before an index, with the time of the one there; returns the line of the first.
    mutating func put(_ bodies: EventBody..., at index: Int) -> Int {
        let time = events.indices.contains(index) ? events[index].time : events.last?.time
        events.insert(contentsOf: bodies.map { Event($0, time: time) }, at: index)
        return index + 1
    }

    /// Returns the index of the first event from an index on that fits, or `nil`.
    func first(from index: Int, where fits: (EventBody) -> Bool) -> Int? {
        events.indices.dropFirst(index).first { fits(events[$0].body) }
    }

    /// Returns the events up to an index, folded.
    func structure(before index: Int) -> LogStructure {
        var structure = LogStructure()
        for event in events.prefix(index) { structure.apply(event) }
        return structure
    }

    /// Returns the line of an event as text.
    func line(_ index: Int) -> String {
        var encoder = EventEncoder()
        encoder.encode(events[index])
        return String(decoding: encoder.bytes, as: UTF8.self)
    }

    /// The last line.
    var lastLine: Int { events.count }
}
