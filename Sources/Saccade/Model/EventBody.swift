/// What happened: one case per kind of event.
///
/// New kinds may come in any version; a reader keeps them as `unknown`.
public enum EventBody: Sendable, Hashable {
    /// The beginning of a trace.
    indirect case traceBegin(TraceBegin)
    /// The end of a trace.
    indirect case traceEnd(TraceEnd)
    /// The beginning of a layer.
    indirect case layerBegin(LayerBegin)
    /// The end of a layer.
    case layerEnd(LayerEnd)
    /// What the user said.
    case turn(Turn)
    /// The birth of an agent.
    indirect case agentSpawn(AgentSpawn)
    /// The end of an agent.
    case agentEnd(AgentEnd)
    /// An agent takes another's result.
    case agentJoin(AgentJoin)
    /// A message goes out.
    case messageSend(MessageSend)
    /// A message comes in.
    case messageReceive(MessageReceive)
    /// The beginning of a model call.
    indirect case generationBegin(GenerationBegin)
    /// The end of a model call.
    indirect case generationEnd(GenerationEnd)
    /// The beginning of a step.
    case stepBegin(StepBegin)
    /// A piece of a step's text.
    case stepText(StepText)
    /// Text taken back.
    case stepRetract(StepRetract)
    /// The end of a step.
    case stepEnd(StepEnd)
    /// A tool is called.
    indirect case toolRequest(ToolRequest)
    /// A tool has succeeded.
    case toolResult(ToolResult)
    /// A tool has failed.
    case toolFail(ToolFail)
    /// A call was cancelled.
    case toolCancel(ToolCancel)
    /// An image.
    indirect case image(ImageDeclaration)
    /// What decoding an image gave.
    indirect case imagePixels(ImagePixels)
    /// How an image was made.
    indirect case imageDerive(ImageDerivation)
    /// A video.
    indirect case video(VideoDeclaration)
    /// A place on an image.
    indirect case region(Region)
    /// An answer.
    indirect case answer(Answer)
    /// How answers became one.
    indirect case aggregate(Aggregate)
    /// The truth to measure against.
    indirect case reference(Truth)
    /// A remark.
    indirect case diagnostic(Diagnostic)
    /// A named value.
    indirect case score(Score)
    /// A comment.
    indirect case annotation(Annotation)
    /// Something made unreadable.
    indirect case redaction(Redaction)
    /// An honest hole.
    indirect case gap(Gap)
    /// An event of a kind that this version does not know; its fields are in ``Event/unknownFields``.
    case unknown(name: String)

    /// The kind, or `nil` if this version does not know it.
    public var kind: EventKind? {
        switch self {
        case .traceBegin: .traceBegin
        case .traceEnd: .traceEnd
        case .layerBegin: .layerBegin
        case .layerEnd: .layerEnd
        case .turn: .turn
        case .agentSpawn: .agentSpawn
        case .agentEnd: .agentEnd
        case .agentJoin: .agentJoin
        case .messageSend: .messageSend
        case .messageReceive: .messageReceive
        case .generationBegin: .generationBegin
        case .generationEnd: .generationEnd
        case .stepBegin: .stepBegin
        case .stepText: .stepText
        case .stepRetract: .stepRetract
        case .stepEnd: .stepEnd
        case .toolRequest: .toolRequest
        case .toolResult: .toolResult
        case .toolFail: .toolFail
        case .toolCancel: .toolCancel
        case .image: .image
        case .imagePixels: .imagePixels
        case .imageDerive: .imageDerive
        case .video: .video
        case .region: .region
        case .answer: .answer
        case .aggregate: .aggregate
        case .reference: .reference
        case .diagnostic: .diagnostic
        case .score: .score
        case .annotation: .annotation
        case .redaction: .redaction
        case .gap: .gap
        case .unknown: nil
        }
    }

    /// The kind's name in the log.
    public var name: String {
        if case .unknown(let name) = self { return name }
        return kind?.name ?? ""
    }
}

extension EventKind {
    /// Reads the fields of an event of this kind.
    @inline(__always) func decode<C: FieldCoder & ~Copyable>(
        _ reader: inout C
    ) throws(TraceError) -> EventBody where C.Failure == TraceError {
        switch self {
        case .traceBegin: .traceBegin(try TraceBegin.payload(&reader))
        case .traceEnd: .traceEnd(try TraceEnd.payload(&reader))
        case .layerBegin: .layerBegin(try LayerBegin.payload(&reader))
        case .layerEnd: .layerEnd(try LayerEnd.payload(&reader))
        case .turn: .turn(try Turn.payload(&reader))
        case .agentSpawn: .agentSpawn(try AgentSpawn.payload(&reader))
        case .agentEnd: .agentEnd(try AgentEnd.payload(&reader))
        case .agentJoin: .agentJoin(try AgentJoin.payload(&reader))
        case .messageSend: .messageSend(try MessageSend.payload(&reader))
        case .messageReceive: .messageReceive(try MessageReceive.payload(&reader))
        case .generationBegin: .generationBegin(try GenerationBegin.payload(&reader))
        case .generationEnd: .generationEnd(try GenerationEnd.payload(&reader))
        case .stepBegin: .stepBegin(try StepBegin.payload(&reader))
        case .stepText: .stepText(try StepText.payload(&reader))
        case .stepRetract: .stepRetract(try StepRetract.payload(&reader))
        case .stepEnd: .stepEnd(try StepEnd.payload(&reader))
        case .toolRequest: .toolRequest(try ToolRequest.payload(&reader))
        case .toolResult: .toolResult(try ToolResult.payload(&reader))
        case .toolFail: .toolFail(try ToolFail.payload(&reader))
        case .toolCancel: .toolCancel(try ToolCancel.payload(&reader))
        case .image: .image(try ImageDeclaration.payload(&reader))
        case .imagePixels: .imagePixels(try ImagePixels.payload(&reader))
        case .imageDerive: .imageDerive(try ImageDerivation.payload(&reader))
        case .video: .video(try VideoDeclaration.payload(&reader))
        case .region: .region(try Region.payload(&reader))
        case .answer: .answer(try Answer.payload(&reader))
        case .aggregate: .aggregate(try Aggregate.payload(&reader))
        case .reference: .reference(try Truth.payload(&reader))
        case .diagnostic: .diagnostic(try Diagnostic.payload(&reader))
        case .score: .score(try Score.payload(&reader))
        case .annotation: .annotation(try Annotation.payload(&reader))
        case .redaction: .redaction(try Redaction.payload(&reader))
        case .gap: .gap(try Gap.payload(&reader))
        }
    }

    /// Describes the fields of events of this kind.
    func describe(_ definitions: inout SchemaDefinitions) -> GroupDescription {
        switch self {
        case .traceBegin: GroupDescription(of: TraceBegin.self, &definitions)
        case .traceEnd: GroupDescription(of: TraceEnd.self, &definitions)
        case .layerBegin: GroupDescription(of: LayerBegin.self, &definitions)
        case .layerEnd: GroupDescription(of: LayerEnd.self, &definitions)
        case .turn: GroupDescription(of: Turn.self, &definitions)
        case .agentSpawn: GroupDescription(of: AgentSpawn.self, &definitions)
        case .agentEnd: GroupDescription(of: AgentEnd.self, &definitions)
        case .agentJoin: GroupDescription(of: AgentJoin.self, &definitions)
        case .messageSend: GroupDescription(of: MessageSend.self, &definitions)
        case .messageReceive: GroupDescription(of: MessageReceive.self, &definitions)
        case .generationBegin: GroupDescription(of: GenerationBegin.self, &definitions)
        case .generationEnd: GroupDescription(of: GenerationEnd.self, &definitions)
        case .stepBegin: GroupDescription(of: StepBegin.self, &definitions)
        case .stepText: GroupDescription(of: StepText.self, &definitions)
        case .stepRetract: GroupDescription(of: StepRetract.self, &definitions)
        case .stepEnd: GroupDescription(of: StepEnd.self, &definitions)
        case .toolRequest: GroupDescription(of: ToolRequest.self, &definitions)
        case .toolResult: GroupDescription(of: ToolResult.self, &definitions)
        case .toolFail: GroupDescription(of: ToolFail.self, &definitions)
        case .toolCancel: GroupDescription(of: ToolCancel.self, &definitions)
        case .image: GroupDescription(of: ImageDeclaration.self, &definitions)
        case .imagePixels: GroupDescription(of: ImagePixels.self, &definitions)
        case .imageDerive: GroupDescription(of: ImageDerivation.self, &definitions)
        case .video: GroupDescription(of: VideoDeclaration.self, &definitions)
        case .region: GroupDescription(of: Region.self, &definitions)
        case .answer: GroupDescription(of: Answer.self, &definitions)
        case .aggregate: GroupDescription(of: Aggregate.self, &definitions)
        case .reference: GroupDescription(of: Truth.self, &definitions)
        case .diagnostic: GroupDescription(of: Diagnostic.self, &definitions)
        case .score: GroupDescription(of: Score.self, &definitions)
        case .annotation: GroupDescription(of: Annotation.self, &definitions)
        case .redaction: GroupDescription(of: Redaction.self, &definitions)
        case .gap: GroupDescription(of: Gap.self, &definitions)
        }
    }
}

extension EventBody {
    /// Writes the fields of the event after its kind and its time.
    @inline(__always) func encodeFields(into emitter: inout JSONEmitter) {
        switch self {
        case .traceBegin(let event): emitter.fields(of: event)
        case .traceEnd(let event): emitter.fields(of: event)
        case .layerBegin(let event): emitter.fields(of: event)
        case .layerEnd(let event): emitter.fields(of: event)
        case .turn(let event): emitter.fields(of: event)
        case .agentSpawn(let event): emitter.fields(of: event)
        case .agentEnd(let event): emitter.fields(of: event)
        case .agentJoin(let event): emitter.fields(of: event)
        case .messageSend(let event): emitter.fields(of: event)
        case .messageReceive(let event): emitter.fields(of: event)
        case .generationBegin(let event): emitter.fields(of: event)
        case .generationEnd(let event): emitter.fields(of: event)
        case .stepBegin(let event): emitter.fields(of: event)
        case .stepText(let event): emitter.fields(of: event)
        case .stepRetract(let event): emitter.fields(of: event)
        case .stepEnd(let event): emitter.fields(of: event)
        case .toolRequest(let event): emitter.fields(of: event)
        case .toolResult(let event): emitter.fields(of: event)
        case .toolFail(let event): emitter.fields(of: event)
        case .toolCancel(let event): emitter.fields(of: event)
        case .image(let event): emitter.fields(of: event)
        case .imagePixels(let event): emitter.fields(of: event)
        case .imageDerive(let event): emitter.fields(of: event)
        case .video(let event): emitter.fields(of: event)
        case .region(let event): emitter.fields(of: event)
        case .answer(let event): emitter.fields(of: event)
        case .aggregate(let event): emitter.fields(of: event)
        case .reference(let event): emitter.fields(of: event)
        case .diagnostic(let event): emitter.fields(of: event)
        case .score(let event): emitter.fields(of: event)
        case .annotation(let event): emitter.fields(of: event)
        case .redaction(let event): emitter.fields(of: event)
        case .gap(let event): emitter.fields(of: event)
        case .unknown: break
        }
    }
}

/// A group of fields that is an event.
protocol EventPayload: FieldGroup {
    static var kind: EventKind { get }
}

extension EventPayload {
    @inline(__always) static func payload<C: FieldCoder & ~Copyable>(
        _ reader: inout C
    ) throws(TraceError) -> Self where C.Failure == TraceError {
        var payload = Self()
        try payload.fields(&reader)
        if reader.refusesContradictions, let contradiction = payload.contradiction {
            throw TraceError(.invalidField, "\(kind.name): \(contradiction)", offset: 0)
        }
        return payload
    }
}
