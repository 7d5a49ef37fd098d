extension TraceState {
    /// The state as JSON: what another implementation must come to after the same log.
    ///
    /// `Tests/Conformance` holds logs with their expected states in this form.
    public var json: JSONValue {
        var bytes: [UInt8] = []
        // What the emitter writes is JSON, and nothing here fails.
        try? writeJSON { bytes.append(contentsOf: $0) }
        return (try? JSONValue(parsing: bytes)) ?? .null
    }

    /// Writes the state as JSON in one line, in pieces of about a MiB: the state of a long log is as long as the log.
    ///
    /// - Parameter sink: Takes the pieces in order; the bytes are valid only while it runs.
    /// - Throws: What `sink` throws.
    public func writeJSON(to sink: (UnsafeRawBufferPointer) throws(TraceError) -> Void) throws(TraceError) {
        var emitter = JSONEmitter(capacity: 1 << 20)
        emitter.byte(UInt8(ascii: "{"))
        if let header {
            emitter.key("header")
            header.encode(into: &emitter)
        }
        emitter.key("status")
        emitter.string(end?.status.rawValue ?? "unfinished")
        emitter.key("counts")
        structure.counts.encode(into: &emitter)
        emitter.key("turns")
        try emitter.list(turns, to: sink) { $1.encode(into: &$0) }
        emitter.key("images")
        try emitter.list(images, to: sink) { $1.encode(into: &$0) }
        emitter.key("agents")
        try emitter.list(agents.indices, to: sink) { (emitter, n) throws(TraceError) in
            try write(agent: n, &emitter, sink)
        }
        try write("videos", videos, &emitter, sink)
        try write("aggregates", aggregates, &emitter, sink)
        try write("references", truths, &emitter, sink)
        try write("diagnostics", diagnostics, &emitter, sink)
        try write("scores", scores, &emitter, sink)
        try write("annotations", annotations, &emitter, sink)
        try write("redactions", redactions, &emitter, sink)
        try write("gaps", gaps, &emitter, sink)
        if !misfits.isEmpty {
            emitter.key("misfits")
            try emitter.list(misfits, to: sink) { $1.encode(into: &$0) }
        }
        if unknownEvents > 0 {
            emitter.key("unknownEvents")
            emitter.integer(Int64(unknownEvents))
        }
        emitter.byte(UInt8(ascii: "}"))
        try emitter.flush(to: sink)
    }

    private func write(
        agent n: Int, _ emitter: inout JSONEmitter, _ sink: (UnsafeRawBufferPointer) throws(TraceError) -> Void
    ) throws(TraceError) {
        let agent = agents[n]
        emitter.byte(UInt8(ascii: "{"))
        if let spawn = agent.spawn {
            emitter.key("spawn")
            spawn.encode(into: &emitter)
        }
        if let end = agent.end {
            emitter.key("end")
            end.encode(into: &emitter)
        }
        try write("joins", agent.joins, &emitter, sink)
        emitter.key("generations")
        try emitter.list(agent.generations, to: sink) { $1.encode(into: &$0) }
        if !agent.generations.isEmpty {
            emitter.key("sees")
            emitter.ordinals(images(receivedBy: agent.generations.count - 1, of: n))
        }
        emitter.key("steps")
        try emitter.list(agent.steps, to: sink) { $1.encode(into: &$0) }
        emitter.key("regions")
        try emitter.list(agent.regions, to: sink) { $1.encode(into: &$0) }
        emitter.key("calls")
        try emitter.list(agent.calls, to: sink) { $1.encode(into: &$0) }
        emitter.key("answers")
        try emitter.list(agent.answers, to: sink) { $1.encode(into: &$0) }
        try write("sent", agent.sent, &emitter, sink)
        try write("received", agent.received, &emitter, sink)
        emitter.byte(UInt8(ascii: "}"))
    }

    /// Writes a list that is left out where it is empty.
    private func write<G: FieldGroup>(
        _ key: StaticString, _ groups: ChunkedArray<G>, _ emitter: inout JSONEmitter,
        _ sink: (UnsafeRawBufferPointer) throws(TraceError) -> Void
    ) throws(TraceError) {
        guard !groups.isEmpty else { return }
        emitter.key(key)
        try emitter.list(groups, to: sink) { $1.encode(into: &$0) }
    }
}

extension JSONEmitter {
    /// Writes an array, and gives out what is there whenever it is more than a MiB.
    fileprivate mutating func list<C: Collection>(
        _ elements: C, to sink: (UnsafeRawBufferPointer) throws(TraceError) -> Void,
        each: (inout JSONEmitter, C.Element) throws(TraceError) -> Void
    ) throws(TraceError) {
        byte(UInt8(ascii: "["))
        var isFirst = true
        for element in elements {
            if !isFirst { byte(UInt8(ascii: ",")) }
            isFirst = false
            try each(&self, element)
            // A comma or a bracket follows, neither of which looks at what stands before it.
            if count > 1 << 20 { try flush(to: sink) }
        }
        byte(UInt8(ascii: "]"))
    }

    fileprivate mutating func flush(to sink: (UnsafeRawBufferPointer) throws(TraceError) -> Void) throws(TraceError) {
        try sink(UnsafeRawBufferPointer(start: base, count: count))
        removeAll()
    }

    fileprivate mutating func ordinals(_ values: some Sequence<Int>) {
        byte(UInt8(ascii: "["))
        var isFirst = true
        for value in values {
            if !isFirst { byte(UInt8(ascii: ",")) }
            isFirst = false
            integer(Int64(value))
        }
        byte(UInt8(ascii: "]"))
    }

    /// Writes the fields of a group and leaves the object open for more.
    fileprivate mutating func open(_ group: some FieldGroup) {
        byte(UInt8(ascii: "{"))
        fields(of: group)
    }

    fileprivate mutating func member(_ key: StaticString, _ group: (some FieldGroup)?) {
        guard let group else { return }
        self.key(key)
        group.encode(into: &self)
    }

    fileprivate mutating func close() { byte(UInt8(ascii: "}")) }
}

extension ImageState {
    fileprivate func encode(into emitter: inout JSONEmitter) {
        emitter.open(declaration)
        emitter.member("derivation", derivation)
        emitter.member("pixels", pixels)
        emitter.key("root")
        emitter.integer(Int64(root))
        if root != declaration.n, let mapToRoot {
            emitter.key("mapToRoot")
            mapToRoot.encode(into: &emitter)
        }
        emitter.close()
    }
}

extension GenerationState {
    fileprivate func encode(into emitter: inout JSONEmitter) {
        emitter.open(begin)
        emitter.key("newImages")
        emitter.ordinals(added)
        emitter.member("end", end)
        emitter.close()
    }
}

extension StepState {
    fileprivate func encode(into emitter: inout JSONEmitter) {
        emitter.open(begin)
        emitter.key("texts")
        emitter.byte(UInt8(ascii: "["))
        for (position, text) in texts.enumerated() {
            if position > 0 { emitter.byte(UInt8(ascii: ",")) }
            emitter.byte(UInt8(ascii: "{"))
            emitter.key("channel")
            emitter.string(text.channel.rawValue)
            emitter.key("form")
            emitter.string(text.form.rawValue)
            emitter.key("text")
            emitter.string(text.text)
            emitter.close()
        }
        emitter.byte(UInt8(ascii: "]"))
        for (key, values) in [("regions", regions), ("calls", calls), ("answers", answers)] as [(StaticString, [Int])] {
            emitter.key(key)
            emitter.ordinals(values)
        }
        emitter.member("end", end)
        emitter.close()
    }
}

extension CallState {
    fileprivate func encode(into emitter: inout JSONEmitter) {
        emitter.open(request)
        emitter.key("outcome")
        emitter.byte(UInt8(ascii: "{"))
        switch outcome {
        case .succeeded(let result): emitter.member("succeeded", result)
        case .failed(let failure): emitter.member("failed", failure)
        case .cancelled(let cancel): emitter.member("cancelled", cancel)
        case nil:
            emitter.key("open")
            emitter.bool(true)
        }
        emitter.close()
        emitter.close()
    }
}

extension Misfit {
    fileprivate func encode(into emitter: inout JSONEmitter) {
        emitter.byte(UInt8(ascii: "{"))
        emitter.key("kind")
        emitter.string(kind.rawValue)
        emitter.key("field")
        emitter.string(field)
        emitter.close()
    }
}
