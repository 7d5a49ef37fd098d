public import Saccade
public import SaccadeRecorder

/// Records a step of the current agent around a closure; it ends when the closure returns or throws.
///
/// Without a current trace the closure gets `nil` and runs all the same.
///
/// - Parameters:
///   - kind: What the step is for.
///   - title: A short title.
///   - body: What the step does; it gets the step.
public func withStep<Result>(
    _ kind: StepKind, title: String? = nil,
    _ body: (LiveStep?) async throws -> Result
) async rethrows -> Result {
    guard let outer = Place.current else { return try await body(nil) }
    let seat = outer.seat()
    let step = seat.agent.step(kind, in: seat.generation, parent: seat.step, title: title)
    let place = Place(seat.agent, generation: seat.generation, step: step, outer: outer)
    do {
        let result = try await Place.$current.withValue(place) { try await body(step) }
        place.close()
        step.end()
        return result
    } catch {
        place.close()
        step.end(status: error.endStatus, error: error.endText)
        throw error
    }
}

/// Records an agent that the current one begins, and makes it the current one for a closure.
///
/// Child tasks become agents by themselves, as workers without a name; this gives one a role, a kind and a model. The agent
/// ends when the closure returns or throws, and the one that began it takes its result.
public func withAgent<Result>(
    _ kind: AgentKind = .worker, role: String? = nil, model: String? = nil,
    _ body: (LiveAgent?) async throws -> Result
) async rethrows -> Result {
    guard let outer = Place.current else { return try await body(nil) }
    // Not `seat`: in a child task that would begin another agent between the two.
    let parent = outer.glance()
    let agent = parent.agent.spawn(kind, role: role, model: model, from: parent.step)
    let place = Place(agent, outer: outer)
    do {
        let result = try await Place.$current.withValue(place) { try await body(agent) }
        place.close()
        agent.end()
        parent.agent.join(agent, in: parent.step)
        return result
    } catch {
        place.close()
        agent.end(status: error.endStatus, error: error.endText)
        parent.agent.join(agent, in: parent.step)
        throw error
    }
}

/// Records a model call of the current agent around a closure; steps inside belong to it.
///
/// The closure tells ``GenerationScope`` what the call gave. The span that the task is in is the span of the call.
///
/// - Parameters:
///   - model: The model, if that is not the agent's.
///   - input: The parts that were added to the context since the agent's call before, and those taken out.
///   - sampling: How the model chooses its tokens.
///   - request: The provider's id of the request.
///   - body: Calls the model.
public func withGeneration<Result>(
    model: String? = nil, input: Input = Input(), sampling: Sampling? = nil, request: String? = nil,
    _ body: (GenerationScope) async throws -> Result
) async rethrows -> Result {
    guard let outer = Place.current else { return try await body(GenerationScope(nil)) }
    let seat = outer.seat()
    let generation = seat.agent.generation(
        model: model, input: input, sampling: sampling, request: request, span: TraceParent.current?.spanID)
    let scope = GenerationScope(generation)
    let place = Place(seat.agent, generation: generation, step: seat.step, outer: outer)
    do {
        let result = try await Place.$current.withValue(place) { try await body(scope) }
        place.close()
        scope.end(status: .ok)
        return result
    } catch {
        place.close()
        scope.end(status: error.endStatus, error: error.endText)
        throw error
    }
}

/// Records a tool call of the current step around a closure, which returns its result and the parts that say it.
///
/// If the closure throws the call has failed, or was cancelled.
///
/// - Parameters:
///   - name: The name of the tool.
///   - written: The arguments as the model wrote them.
///   - arguments: The arguments as they were executed.
///   - id: The id that the model gave the call.
///   - body: Runs the tool.
public func withToolCall<Result>(
    _ name: String, written: String? = nil, arguments: JSONValue? = nil, id: String? = nil,
    _ body: (LiveCall?) async throws -> (result: Result, parts: [Part])
) async rethrows -> Result {
    guard let step = LiveStep.current else { return try await body(nil).result }
    let call = step.call(name, written: written, arguments: arguments, id: id)
    do {
        let (result, parts) = try await body(call)
        call.succeed(parts)
        return result
    } catch {
        if error is CancellationError { call.cancel() } else { call.fail(message: error.endText) }
        throw error
    }
}
