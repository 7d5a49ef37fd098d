/// The kinds of events that this version knows, each with its name in the log.
public enum EventKind: String, Sendable, Hashable, CaseIterable {
    /// The beginning of a trace.
    case traceBegin = "trace.begin"
    /// The end of a trace.
    case traceEnd = "trace.end"
    /// The beginning of a layer.
    case layerBegin = "layer.begin"
    /// The end of a layer.
    case layerEnd = "layer.end"
    /// What the user said.
    case turn = "turn"
    /// The birth of an agent.
    case agentSpawn = "agent.spawn"
    /// The end of an agent.
    case agentEnd = "agent.end"
    /// An agent takes another's result.
    case agentJoin = "agent.join"
    /// A message goes out.
    case messageSend = "message.send"
    /// A message comes in.
    case messageReceive = "message.receive"
    /// The beginning of a model call.
    case generationBegin = "generation.begin"
    /// The end of a model call.
    case generationEnd = "generation.end"
    /// The beginning of a step.
    case stepBegin = "step.begin"
    /// A piece of a step's text.
    case stepText = "step.text"
    /// Text taken back.
    case stepRetract = "step.retract"
    /// The end of a step.
    case stepEnd = "step.end"
    /// A tool is called.
    case toolRequest = "tool.request"
    /// A tool has succeeded.
    case toolResult = "tool.result"
    /// A tool has failed.
    case toolFail = "tool.fail"
    /// A call was cancelled.
    case toolCancel = "tool.cancel"
    /// An image.
    case image = "image"
    /// What decoding an image gave.
    case imagePixels = "image.pixels"
    /// How an image was made.
    case imageDerive = "image.derive"
    /// A video.
    case video = "video"
    /// A place on an image.
    case region = "region"
    /// An answer.
    case answer = "answer"
    /// How answers became one.
    case aggregate = "aggregate"
    /// The truth to measure against.
    case reference = "reference"
    /// A remark.
    case diagnostic = "diagnostic"
    /// A named value.
    case score = "score"
    /// A comment.
    case annotation = "annotation"
    /// Something made unreadable.
    case redaction = "redaction"
    /// An honest hole.
    case gap = "gap"

    /// The name in the log.
    public var name: String { rawValue }

    /// The name as bytes that live as long as the program.
    var staticName: StaticString {
        switch self {
        case .traceBegin: "trace.begin"
        case .traceEnd: "trace.end"
        case .layerBegin: "layer.begin"
        case .layerEnd: "layer.end"
        case .turn: "turn"
        case .agentSpawn: "agent.spawn"
        case .agentEnd: "agent.end"
        case .agentJoin: "agent.join"
        case .messageSend: "message.send"
        case .messageReceive: "message.receive"
        case .generationBegin: "generation.begin"
        case .generationEnd: "generation.end"
        case .stepBegin: "step.begin"
        case .stepText: "step.text"
        case .stepRetract: "step.retract"
        case .stepEnd: "step.end"
        case .toolRequest: "tool.request"
        case .toolResult: "tool.result"
        case .toolFail: "tool.fail"
        case .toolCancel: "tool.cancel"
        case .image: "image"
        case .imagePixels: "image.pixels"
        case .imageDerive: "image.derive"
        case .video: "video"
        case .region: "region"
        case .answer: "answer"
        case .aggregate: "aggregate"
        case .reference: "reference"
        case .diagnostic: "diagnostic"
        case .score: "score"
        case .annotation: "annotation"
        case .redaction: "redaction"
        case .gap: "gap"
        }
    }

    /// Returns the kind with a name, or `nil`.
    @inline(__always) static func named(_ start: UnsafePointer<UInt8>, count: Int) -> EventKind? {
        guard count >= 3, let candidate = lookup[slot(start, count)] else { return nil }
        let name = candidate.staticName
        guard name.utf8CodeUnitCount == count else { return nil }
        for index in 0..<count where start[index] != name.utf8Start[index] { return nil }
        return candidate
    }

    /// A table without collisions for the names above; a test holds it to that.
    private static let lookup: [EventKind?] = {
        var table = [EventKind?](repeating: nil, count: 256)
        for kind in allCases {
            let name = kind.staticName
            table[slot(name.utf8Start, name.utf8CodeUnitCount)] = kind
        }
        return table
    }()

    @inline(__always) private static func slot(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int {
        let first = Int(start[0])
        let middle = Int(start[count >> 1])
        let last = Int(start[count &- 1])
        let late = Int(start[count &- 3])
        return (first &* 2 &+ middle &* 42 &+ last &* 35 &+ late &* 1 &+ count &* 61) & 255
    }
}
