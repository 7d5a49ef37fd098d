import Saccade
import SaccadeRecorder

/// Records that an agent begins another one, which is a lane of the same trace.
///
/// `kind` is `worker` (or NULL), `sample`, `branch` or `verifier`; `role` says in words what it does, or is NULL.
///
/// Returns the ordinal of the new agent.
@c(saccade_agent_spawn)
public func agentSpawn(
    trace: Int64, parent: Int64, kind: UnsafePointer<CChar>?, role: UnsafePointer<CChar>?
) -> Int64 {
    result {
        let trace = try SaccadeC.trace(trace)
        let kind = try text(kind, "kind").map(AgentKind.init(rawValue:)) ?? .worker
        guard AgentKind.known.contains(kind) else {
            throw Failure(.badArgument, "kind: expected worker, sample, branch or verifier, found \"\(kind.rawValue)\"")
        }
        return try trace.agent(parent).spawn(kind, role: text(role, "role")).n
    }
}

/// Records that an agent has ended; `status` is `ok` (or NULL), `failed` or `cancelled`.
@c(saccade_agent_end)
public func agentEnd(trace: Int64, agent: Int64, status: UnsafePointer<CChar>?) -> Int64 {
    result {
        try SaccadeC.trace(trace).agent(agent).end(status: endStatus(status))
        return 0
    }
}

/// Records that an agent takes the result of another one, which has ended.
@c(saccade_agent_join)
public func agentJoin(trace: Int64, agent: Int64, other: Int64) -> Int64 {
    result {
        let trace = try SaccadeC.trace(trace)
        try trace.agent(agent).join(trace.agent(other))
        return 0
    }
}

/// Records the beginning of a model call and what was added to its input.
///
/// `input` is NULL or a JSON list of parts, as `[{"turn":0},{"image":1},{"call":2},{"text":"…"}]`: what the model receives
/// beside what it received before. `model` is NULL for the one of the trace.
///
/// Returns the ordinal of the model call among those of the agent.
@c(saccade_generation_begin)
public func generationBegin(
    trace: Int64, agent: Int64, input: UnsafePointer<CChar>?, model: UnsafePointer<CChar>?
) -> Int64 {
    result {
        let trace = try SaccadeC.trace(trace)
        let agent = try trace.agent(agent)
        let parts = try text(input, "input") ?? "[]"
        let event = #"{"t":"generation.begin","agent":0,"n":0,"input":{"add":"#
        let body = try reading("input") { () throws(TraceError) in
            // Parsed alone first, so that nothing can end the object early.
            let list = try JSONValue(parsing: parts)
            return try EventDecoder().decode(Array((event + list.canonicalText + "}}").utf8)).body
        }
        guard case .generationBegin(let begin) = body else {
            throw Failure(.badArgument, "input: expected a list of parts")
        }
        return agent.generation(model: try text(model, "model"), input: begin.input).n
    }
}

/// Records the end of a model call.
///
/// `status` is as for `saccade_agent_end`. `fields` is NULL or a JSON object with other fields of `generation.end`:
/// `finish`, `usage` (`{"input":912,"output":31}`), `firstToken` (nanoseconds), `response`, `error`.
@c(saccade_generation_end)
public func generationEnd(
    trace: Int64, agent: Int64, generation: Int64, status: UnsafePointer<CChar>?, fields: UnsafePointer<CChar>?
) -> Int64 {
    result {
        let open = try SaccadeC.trace(trace).generation(generation, of: agent)
        let status = try endStatus(status)
        var given = try members(fields, "fields")
        given += [
            JSONMember("t", .string("generation.end")), JSONMember("agent", .integer(0)), JSONMember("n", .integer(0)),
        ]
        let bytes = Array(JSONValue.object(given).canonicalText.utf8)
        let event = try reading("fields") { () throws(TraceError) in try EventDecoder().decode(bytes) }
        guard case .generationEnd(let end) = event.body, event.unknownFields.isEmpty else {
            let name = event.unknownFields.first?.key ?? ""
            throw Failure(.badArgument, "fields: expected fields of generation.end, found \"\(name)\"")
        }
        open.end(
            status: status, finish: end.finish, usage: end.usage, firstToken: end.firstToken, response: end.response,
            error: end.error)
        return 0
    }
}

/// Records an answer of an agent, and the regions and images that it rests on.
///
/// `final` says that it is the answer of the trace. `regions` are regions of the same agent. `text` has `size` bytes.
///
/// Returns the ordinal of the answer.
@c(saccade_answer)
public func answer(
    trace: Int64, agent: Int64, text: UnsafePointer<CChar>?, size: UInt, final: Bool,
    regions: UnsafePointer<Int64>?, regionCount: UInt, images: UnsafePointer<Int64>?, imageCount: UInt
) -> Int64 {
    result {
        let trace = try SaccadeC.trace(trace)
        let agent = try trace.agent(agent)
        let words = try SaccadeC.text(text, size, "text")
        var places: [LiveRegion] = []
        for value in try elements(regions, regionCount, "regions") {
            guard let region = agent.region(at: try ordinal(value, "region")) else {
                throw trace.unknown("region", value)
            }
            places.append(region)
        }
        var pictures: [LiveImage] = []
        for value in try elements(images, imageCount, "images") { pictures.append(try trace.image(value)) }
        return agent.answer(words, final: final, regions: places, images: pictures).n
    }
}
