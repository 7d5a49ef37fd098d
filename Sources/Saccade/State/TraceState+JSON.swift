extension TraceState {
    /// The state as JSON: what another implementation must come to after the same log.
    ///
    /// `Tests/Conformance` holds logs with their expected states in this form.
    public var json: JSONValue {
        var members: [JSONMember] = []
        if let header { members.append(JSONMember("header", .group(header))) }
        members.append(JSONMember("status", end.map { .string($0.status.rawValue) } ?? .string("unfinished")))
        members.append(JSONMember("counts", .group(structure.counts)))
        members.append(JSONMember("turns", .array(turns.map { .group($0) })))
        members.append(JSONMember("images", .array(images.map(\.json))))
        members.append(JSONMember("agents", .array(agents.map(\.json))))
        func add(_ key: String, _ values: [JSONValue]) {
            if !values.isEmpty { members.append(JSONMember(key, .array(values))) }
        }
        add("videos", videos.map { .group($0) })
        add("aggregates", aggregates.map { .group($0) })
        add("references", truths.map { .group($0) })
        add("diagnostics", diagnostics.map { .group($0) })
        add("scores", scores.map { .group($0) })
        add("annotations", annotations.map { .group($0) })
        add("redactions", redactions.map { .group($0) })
        add("gaps", gaps.map { .group($0) })
        add(
            "misfits",
            misfits.map {
                .object([JSONMember("kind", .string($0.kind.rawValue)), JSONMember("field", .string($0.field))])
            })
        if unknownEvents > 0 { members.append(JSONMember("unknownEvents", .integer(Int64(unknownEvents)))) }
        return .object(members)
    }
}

extension JSONValue {
    /// Returns a group of fields as a tree.
    fileprivate static func group(_ group: some FieldGroup) -> JSONValue {
        var emitter = JSONEmitter()
        group.encode(into: &emitter)
        // What the emitter writes is JSON.
        return (try? JSONValue(parsing: emitter.bytes)) ?? .null
    }

    /// Returns the object with more members at its end.
    fileprivate func adding(_ more: [JSONMember]) -> JSONValue {
        .object((object ?? []) + more)
    }
}

extension ImageState {
    fileprivate var json: JSONValue {
        var more: [JSONMember] = []
        if let derivation { more.append(JSONMember("derivation", .group(derivation))) }
        if let pixels { more.append(JSONMember("pixels", .group(pixels))) }
        more.append(JSONMember("root", .integer(Int64(root))))
        if root != declaration.n, let mapToRoot {
            var emitter = JSONEmitter()
            mapToRoot.encode(into: &emitter)
            more.append(JSONMember("mapToRoot", (try? JSONValue(parsing: emitter.bytes)) ?? .null))
        }
        return JSONValue.group(declaration).adding(more)
    }
}

extension AgentState {
    fileprivate var json: JSONValue {
        var members: [JSONMember] = []
        if let spawn { members.append(JSONMember("spawn", .group(spawn))) }
        if let end { members.append(JSONMember("end", .group(end))) }
        if !joins.isEmpty { members.append(JSONMember("joins", .array(joins.map { .group($0) }))) }
        members.append(JSONMember("generations", .array(generations.map(\.json))))
        members.append(JSONMember("steps", .array(steps.map(\.json))))
        members.append(JSONMember("regions", .array(regions.map { .group($0) })))
        members.append(JSONMember("calls", .array(calls.map(\.json))))
        members.append(JSONMember("answers", .array(answers.map { .group($0) })))
        if !sent.isEmpty { members.append(JSONMember("sent", .array(sent.map { .group($0) }))) }
        if !received.isEmpty { members.append(JSONMember("received", .array(received.map { .group($0) }))) }
        return .object(members)
    }
}

extension GenerationState {
    fileprivate var json: JSONValue {
        var more: [JSONMember] = [JSONMember("images", .array(images.map { .integer(Int64($0)) }))]
        if let end { more.append(JSONMember("end", .group(end))) }
        return JSONValue.group(begin).adding(more)
    }
}

extension StepState {
    fileprivate var json: JSONValue {
        let texts = texts.map { text in
            JSONValue.object([
                JSONMember("channel", .string(text.channel.rawValue)), JSONMember("form", .string(text.form.rawValue)),
                JSONMember("text", .string(text.text)),
            ])
        }
        func ordinals(_ values: [Int]) -> JSONValue { .array(values.map { .integer(Int64($0)) }) }
        var more = [
            JSONMember("texts", .array(texts)), JSONMember("regions", ordinals(regions)),
            JSONMember("calls", ordinals(calls)), JSONMember("answers", ordinals(answers)),
        ]
        if let end { more.append(JSONMember("end", .group(end))) }
        return JSONValue.group(begin).adding(more)
    }
}

extension CallState {
    fileprivate var json: JSONValue {
        let outcome: JSONMember
        switch self.outcome {
        case .succeeded(let result): outcome = JSONMember("succeeded", .group(result))
        case .failed(let failure): outcome = JSONMember("failed", .group(failure))
        case .cancelled(let cancel): outcome = JSONMember("cancelled", .group(cancel))
        case nil: outcome = JSONMember("open", .bool(true))
        }
        return JSONValue.group(request).adding([JSONMember("outcome", .object([outcome]))])
    }
}
