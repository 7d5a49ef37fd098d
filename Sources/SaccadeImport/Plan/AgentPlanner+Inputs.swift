import Saccade

extension AgentPlanner {
    /// What came in with a message.
    struct Received {
        var pieces: [AgentPlan.Piece] = []
        var places: [PlannedPlace] = []
        var remarks: [Remark] = []

        /// The texts, one below the other.
        var text: String { pieces.words }
    }

    /// Returns the parts of a message that are texts and images, the places, and remarks on what is neither.
    mutating func pieces(of message: Message) -> Received {
        var received = Received()
        received.pieces.reserveCapacity(message.parts.count)
        for part in message.parts {
            switch part.content {
            case .text(let text), .reasoning(let text), .withheld(let text, _), .answer(let text):
                if !text.isEmpty { received.pieces.append(.text(text)) }
            case .image(let name, let alias):
                received.pieces.append(.image(image(name, alias: alias, at: part.pointer)))
            case .call(let call): received.pieces.append(.text(call.written))
            case .place(let place):
                if let planned = planned(place, calls: agent.calls) {
                    received.places.append(planned)
                } else {
                    received.remarks.append(
                        Remark(
                            .warning, "unknown-image", "a place names an image that the record does not have so far",
                            at: part.pointer, excerpt: place.written))
                }
            case .remark(let remark): received.remarks.append(remark)
            case .unreadable(let reason, let excerpt):
                received.remarks.append(Remark(.warning, "unreadable-part", reason, at: part.pointer, excerpt: excerpt))
            }
        }
        return received
    }

    /// Takes a message of the user: a turn, or the results of calls that stand in a text.
    mutating func receive(_ message: Message, into round: inout AgentPlan.Round) {
        let received = pieces(of: message)
        let textCalls = open.isEmpty ? [] : open.filter { agent.calls[$0].call.isInText }
        if !textCalls.isEmpty {
            deliver(received, to: textCalls, of: message, into: &round)
            return
        }
        // The chat interface has no images in results: harnesses send them as a message of the user right after.
        if message.imageKind == nil, received.pieces.contains(where: \.isImage), let call = lastLook(in: round),
            agent.calls[call].resultImages.isEmpty
        {
            agent.calls[call].result += received.pieces
            agent.calls[call].found += received.places
            agent.calls[call].remarks += received.remarks
            agent.calls[call].remarks.append(
                Remark(
                    .info, "result-in-user-message",
                    "the picture that the tool returned stands in the message of the user after it", at: message.pointer
                ))
            return
        }
        var remarks = received.remarks
        if !received.places.isEmpty {
            remarks.append(
                Remark(
                    .info, "places-without-call", "\(received.places.count) places of a message belong to no call",
                    at: message.pointer))
        }
        round.inputs.append(
            .turn(
                received.pieces, name: message.name, kind: message.imageKind ?? .input, time: message.time,
                remarks: remarks))
    }

    /// The last call of a round's outcomes, if it looks at an image and nothing came after it.
    private func lastLook(in round: AgentPlan.Round) -> Int? {
        guard case .outcome(let call)? = round.inputs.last, !agent.calls[call].places.isEmpty,
            !agent.calls[call].call.isAction, case .succeeded = agent.calls[call].outcome
        else { return nil }
        return call
    }

    /// Gives one message to the calls of a text: one picture to each, as long as there are calls.
    private mutating func deliver(
        _ received: Received, to calls: [Int], of message: Message, into round: inout AgentPlan.Round
    ) {
        let isSplit = calls.count > 1 && received.pieces.count(where: \.isImage) == calls.count
        if isSplit {
            var current = 0
            for (position, piece) in received.pieces.enumerated() {
                agent.calls[calls[current]].result.append(piece)
                guard piece.isImage, current + 1 < calls.count else { continue }
                if received.pieces[(position + 1)...].contains(where: \.isImage) { current += 1 }
            }
        } else {
            agent.calls[calls[0]].result += received.pieces
        }
        if !received.remarks.isEmpty { agent.calls[calls[0]].remarks += received.remarks }
        if !received.places.isEmpty { agent.calls[calls[0]].found += received.places }
        let settled = calls.prefix(isSplit ? calls.count : 1)
        for call in settled { settle(call, message) }
        for call in open where !settled.contains(call) {
            agent.calls[call].outcome = .unknown("the record holds one result for several calls")
        }
        closeCalls(into: &round)
    }

    /// Says that the outcomes of all open calls came in.
    mutating func closeCalls(into round: inout AgentPlan.Round) {
        for call in open { round.inputs.append(.outcome(call)) }
        open.removeAll(keepingCapacity: true)
    }

    /// Takes a message of a tool.
    mutating func result(_ message: Message, into round: inout AgentPlan.Round) {
        let received = pieces(of: message)
        let byID = message.callID.flatMap { id in open.first { agent.calls[$0].call.id == id } }
        let byName = message.name.flatMap { name in open.first { agent.calls[$0].call.name == name } }
        guard let call = byID ?? byName ?? open.first else {
            var remarks = received.remarks
            remarks.append(
                Remark(
                    .warning, "result-without-call", "expected a call before the result of a tool, found none",
                    at: message.pointer))
            round.inputs.append(
                .turn(
                    received.pieces, name: message.name, kind: message.imageKind ?? .input, time: message.time,
                    remarks: remarks))
            return
        }
        if let id = message.callID, byID == nil {
            agent.calls[call].remarks.append(
                Remark(
                    .warning, "result-of-unknown-call",
                    "no open call has the id \"\(id)\"; the result was given to the first one", at: message.pointer))
        }
        agent.calls[call].result += received.pieces
        agent.calls[call].found += received.places
        agent.calls[call].remarks += received.remarks
        settle(call, message)
        open.removeAll { $0 == call }
        round.inputs.append(.outcome(call))
    }

    /// Says how a call came out, by what came back.
    private mutating func settle(_ call: Int, _ message: Message) {
        let text = agent.calls[call].result.words
        agent.calls[call].time = message.time
        if let failure = ToolErrors.message(in: text) {
            agent.calls[call].outcome = .failed(failure)
        } else if message.isError {
            agent.calls[call].outcome = .failed(text.isEmpty ? "the record says that it failed" : text.cut(to: 500))
        } else {
            agent.calls[call].outcome = .succeeded
        }
    }
}

extension [AgentPlan.Piece] {
    /// The texts, one below the other.
    fileprivate var words: String {
        if count == 1, case .text(let text) = self[0] { return text }
        return compactMap { piece -> String? in
            if case .text(let text) = piece { return text }
            return nil
        }.joined(separator: "\n")
    }
}
