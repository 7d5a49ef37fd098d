import Saccade

extension EventBody {
    /// The images that an event speaks of, beside the one that it declares.
    var usedImages: [Int] {
        switch self {
        case .turn(let turn): turn.parts.compactMap(\.image)
        case .messageSend(let message): message.parts.compactMap(\.image)
        case .toolResult(let result): result.parts.compactMap(\.image)
        case .toolFail(let failure): failure.parts.compactMap(\.image)
        case .generationBegin(let begin): begin.input.add.compactMap(\.image)
        case .imageDerive(let made): made.parents.map(\.image)
        case .imagePixels(let pixels): [pixels.image]
        case .region(let region): [region.image]
        case .answer(let answer): answer.images
        case .reference(let truth): truth.regions.map(\.image)
        default: []
        }
    }

    /// Returns the event with the ranges of text that it names moved.
    func movingSpans(_ move: (_ agent: Int, _ span: Span) -> [Int]) -> EventBody {
        func moved(_ span: Span?, _ agent: Int) -> Span? {
            guard var span else { return nil }
            span.bytes = move(agent, span)
            return span
        }
        switch self {
        case .region(var region):
            region.span = moved(region.span, region.agent)
            return .region(region)
        case .toolRequest(var request):
            request.span = moved(request.span, request.agent)
            return .toolRequest(request)
        case .answer(var answer):
            answer.spans = answer.spans.compactMap { moved($0, answer.agent) }
            return .answer(answer)
        case .stepRetract(var retraction):
            let span = Span(step: retraction.step, channel: retraction.channel, bytes: retraction.bytes)
            retraction.bytes = move(retraction.agent, span)
            return .stepRetract(retraction)
        default: return self
        }
    }
}
