@testable import Saccade

extension EventKind {
    /// Makes an event of this kind.
    func make(_ maker: inout EventMaker) -> EventBody {
        switch self {
        case .traceBegin: .traceBegin(maker.fill(TraceBegin.self))
        case .traceEnd: .traceEnd(maker.fill(TraceEnd.self))
        case .layerBegin: .layerBegin(maker.fill(LayerBegin.self))
        case .layerEnd: .layerEnd(maker.fill(LayerEnd.self))
        case .turn: .turn(maker.fill(Turn.self))
        case .agentSpawn: .agentSpawn(maker.fill(AgentSpawn.self))
        case .agentEnd: .agentEnd(maker.fill(AgentEnd.self))
        case .agentJoin: .agentJoin(maker.fill(AgentJoin.self))
        case .messageSend: .messageSend(maker.fill(MessageSend.self))
        case .messageReceive: .messageReceive(maker.fill(MessageReceive.self))
        case .generationBegin: .generationBegin(maker.fill(GenerationBegin.self))
        case .generationEnd: .generationEnd(maker.fill(GenerationEnd.self))
        case .stepBegin: .stepBegin(maker.fill(StepBegin.self))
        case .stepText: .stepText(maker.fill(StepText.self))
        case .stepRetract: .stepRetract(maker.fill(StepRetract.self))
        case .stepEnd: .stepEnd(maker.fill(StepEnd.self))
        case .toolRequest: .toolRequest(maker.fill(ToolRequest.self))
        case .toolResult: .toolResult(maker.fill(ToolResult.self))
        case .toolFail: .toolFail(maker.fill(ToolFail.self))
        case .toolCancel: .toolCancel(maker.fill(ToolCancel.self))
        case .image: .image(maker.fill(ImageDeclaration.self))
        case .imagePixels: .imagePixels(maker.fill(ImagePixels.self))
        case .imageDerive: .imageDerive(maker.fill(ImageDerivation.self))
        case .video: .video(maker.fill(VideoDeclaration.self))
        case .region: .region(maker.fill(Region.self))
        case .answer: .answer(maker.fill(Answer.self))
        case .aggregate: .aggregate(maker.fill(Aggregate.self))
        case .reference: .reference(maker.fill(Truth.self))
        case .diagnostic: .diagnostic(maker.fill(Diagnostic.self))
        case .score: .score(maker.fill(Score.self))
        case .annotation: .annotation(maker.fill(Annotation.self))
        case .redaction: .redaction(maker.fill(Redaction.self))
        case .gap: .gap(maker.fill(Gap.self))
        }
    }
}
