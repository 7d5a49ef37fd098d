import Saccade

// Text and places: most of all events. What is usual goes into the ring in the short form of ``PackedLook``.
extension RecorderCore {
    /// Puts a piece of text into the ring, or counts it.
    func put(
        text: String, _ channel: TextChannel, _ form: TextForm, of step: LiveStep, in trace: TraceCore, at time: Int,
        _ scope: inout AgentScope
    ) {
        if scope.lostEvents > 0 {
            if ring.used > resumeLimit { return lose(text, &scope, trace) }
            // Nothing of this agent's may come before the gap that its losses need.
            settleLosses(&scope, of: step.agent.core, in: trace)
        }
        if form == .verbatim, !text.isEmpty {
            let isPut = put(
                look: text, channel, agent: step.agent.n, step: step.n, in: trace, at: time, limit: textLimit, &scope)
            if isPut { return }
        }
        scope.packer.removeAll()
        scope.packer.pack(StepText(agent: step.agent.n, step: step.n, channel: channel, text: text, form: form))
        let size = text.utf8.count
        if !put(RecordKind.text, of: trace, at: time, .text, scope.packer.bytes, size: size) {
            scope.lostEvents += 1
            scope.lostBytes += size
        }
    }

    private func lose(_ text: String, _ scope: inout AgentScope, _ trace: TraceCore) {
        scope.lostEvents += 1
        scope.lostBytes += text.utf8.count
        _ = lose(trace, .text, text.utf8.count)
    }

    /// Puts a region of a step into the ring and sets its ordinal.
    func put(
        _ region: inout Region, of step: LiveStep, in trace: TraceCore, at time: Int, _ scope: inout AgentScope
    ) {
        // What was lost of the text comes before what may speak of it.
        settleLosses(&scope, of: step.agent.core, in: trace)
        guard trace.isRecording else { return refuse(trace) }
        region.n = scope.ordinals[.regions]
        if region.isPlain {
            let isPut = put(
                look: "", agent: step.agent.n, step: step.n, image: region.image, 1, space: region.space, in: trace,
                at: time, limit: traceLimit, &scope
            ) { packer in
                packer.pack(
                    mark: region.shape, label: region.label, role: region.role, score: region.score,
                    written: region.written, pixels: region.pixels)
            }
            if isPut { return }
        }
        scope.packer.removeAll()
        scope.packer.pack(region)
        if put(RecordKind.region, of: trace, at: time, .structure, scope.packer.bytes) {
            scope.ordinals[.regions] += 1
        }
    }

    /// Puts a piece of text and places on an image into the ring as one record, where nothing about them is unusual and
    /// there is room.
    ///
    /// - Parameters:
    ///   - text: What the model says; empty for none.
    ///   - image: The image of the places.
    ///   - count: How many places there are.
    ///   - limit: How many bytes of the ring may be used after this record.
    ///   - pack: Packs the places, or returns false if one cannot be.
    /// - Returns: False where it must be recorded event by event; then nothing was changed.
    @inline(__always) func put(
        look text: String, _ channel: TextChannel = .reasoning, agent: Int, step: Int, image: Int = 0, _ count: Int = 0,
        space: CoordinateSpace = .pixels, in trace: TraceCore, at time: Int, limit: Int, _ scope: inout AgentScope,
        _ pack: (inout EventPacker) -> Bool = { _ in true }
    ) -> Bool {
        guard scope.lostEvents == 0, let channel = PackedLook.number(of: channel),
            let unit = PackedLook.number(of: space),
            scope.packer.begin(
                look: text, channel: channel, agent: agent, step: step, image: image,
                region: scope.ordinals[.regions], marks: count, unit: unit), pack(&scope.packer)
        else { return false }
        let head = RecordHead(slot: trace.slot, serial: trace.serial, time: time, payload: 0)
        guard ring.write(RecordKind.look, head, scope.packer.bytes, limit: limit) else { return false }
        scope.ordinals[.regions] += count
        return true
    }
}

extension Region {
    /// Whether it has no fields but those that the short form knows.
    fileprivate var isPlain: Bool {
        by == .model && spaceSource == .declared && alternatives.isEmpty && span == nil && call == nil
            && timeRange.isEmpty && track == nil
    }
}
