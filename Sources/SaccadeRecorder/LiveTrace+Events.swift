public import Saccade

extension LiveTrace {
    /// Records an event of any kind that a caller may record, and gives it its ordinal; its own `n` does not count.
    ///
    /// It is for those who have events as data, as bindings to other languages do. The calls that are made for a kind cost
    /// less.
    ///
    /// - Returns: The ordinal in its scope, 0 for an event without one.
    /// - Throws: ``/Saccade/TraceError`` with code `misplaced-event` for the beginning or end of a trace, a gap, a kind that is not
    ///   known, or an agent that the trace does not have; `invalid-field` for an image whose `inline` is no base64.
    @discardableResult
    public func append(_ body: EventBody) throws(TraceError) -> Int {
        switch body {
        case .turn(var event):
            return record(.turns) {
                event.n = $0
                return .turn(event)
            }
        case .image(var event):
            if let inline = event.inline {
                // Bytes in an event go the way of all bytes: by the filters, and into the file under their digest.
                guard let bytes = Base64.decode(inline.utf8) else {
                    throw TraceError(.invalidField, "expected \"inline\" to be base64, found other text")
                }
                event.inline = nil
                return image(bytes, as: event).n
            }
            return record(.images) {
                event.n = $0
                return .image(event)
            }
        case .video(let event): return video(event)
        case .reference, .diagnostic, .score, .annotation, .redaction, .imagePixels, .imageDerive:
            record(body)
            return 0
        case .agentSpawn(let event):
            let parent = try lane(event.parent)
            return parent.spawn(
                event.kind, role: event.role, model: event.model,
                from: event.step.map { LiveStep(agent: parent, n: $0) }, otherTrace: event.trace
            ).n
        default:
            guard let agent = body.agent else {
                throw TraceError(.misplacedEvent, "expected an event that a recorder takes, found \"\(body.name)\"")
            }
            return try lane(agent).append(body)
        }
    }

    private func lane(_ n: Int) throws(TraceError) -> LiveAgent {
        guard let agent = agent(at: n) else {
            throw TraceError(.misplacedEvent, "expected an agent that was spawned, found \(n)")
        }
        return agent
    }
}

extension LiveAgent {
    /// Records an event that belongs to the agent.
    fileprivate func append(_ body: EventBody) -> Int {
        switch body {
        case .generationBegin(var event):
            return record(.generations) {
                event.n = $0
                return .generationBegin(event)
            }
        case .stepBegin(var event):
            return record(.steps) {
                event.n = $0
                return .stepBegin(event)
            }
        case .region(var event):
            return record(.regions) {
                event.n = $0
                return .region(event)
            }
        case .toolRequest(var event):
            return record(.calls) {
                event.n = $0
                return .toolRequest(event)
            }
        case .answer(var event):
            return record(.answers) {
                event.n = $0
                return .answer(event)
            }
        case .messageSend(var event):
            return record(.messages) {
                event.n = $0
                return .messageSend(event)
            }
        case .stepText(let event):
            LiveStep(agent: self, n: event.step).text(event.text, channel: event.channel, form: event.form)
            return 0
        default:
            // The others have no ordinal of their own.
            record { _ in body }
            return 0
        }
    }
}
