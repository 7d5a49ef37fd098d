public import Saccade
public import SaccadeRecorder

extension TraceRecorder {
    /// Records a task: begins a trace, makes it the current one for everything that the closure calls, and ends it.
    ///
    ///     let answer = try await recorder.trace(question: question) { trace in
    ///         let photo = trace.image(png)
    ///         trace.turn([.image(photo), .text(question)])
    ///         return try await reason(about: photo)        // records steps without getting anything passed
    ///     }
    ///
    /// The trace ends as `ok`, as `cancelled` if the closure throws a `CancellationError`, and as `failed` if it throws
    /// anything else; the root agent is ended by this function, and its end has the error's text.
    ///
    /// If the process has a tracer that speaks W3C Trace Context, the trace gets the id of the current distributed trace and
    /// names the current span. A second task in the same distributed trace gets an id of its own, and names that trace as its
    /// parent.
    ///
    /// - Parameters:
    ///   - question: What the task is, in words.
    ///   - parent: The place in a distributed trace, for servers without a tracer; by default that of the running task.
    ///   - id: The trace id, where the caller knows that it is used once.
    ///   - session: The session that it belongs to.
    ///   - model: The model of agents and generations that name none.
    ///   - environment: What it runs on: decoders and kernels.
    ///   - body: Does the task; what its tasks record belongs to the trace.
    public func trace<Result>(
        question: String? = nil, parent: TraceParent? = nil, id: String? = nil, session: String? = nil,
        model: String? = nil, environment: Environment? = nil,
        _ body: (LiveTrace) async throws -> Result
    ) async rethrows -> Result {
        let parent = parent ?? TraceParent.current
        var id = id
        var parentTrace: String?
        if id == nil, let parent {
            if TakenTraceIDs.shared.take(parent.traceID) { id = parent.traceID } else { parentTrace = parent.traceID }
        }
        let trace = trace(
            id: id, session: session, parent: parentTrace, model: model, task: question, environment: environment,
            span: parent?.spanID)
        let place = Place(trace.root)
        do {
            let result = try await Place.$current.withValue(place) { try await body(trace) }
            place.close()
            trace.root.end()
            trace.end()
            return result
        } catch {
            place.close()
            trace.root.end(status: error.endStatus, error: error.endText)
            trace.end(status: error.endStatus)
            throw error
        }
    }
}

extension LiveTrace {
    /// The trace that the running task records.
    public static var current: LiveTrace? { Place.current?.trace }
}

extension LiveAgent {
    /// The agent that the running task is; a child task becomes one when it asks for the first time.
    public static var current: LiveAgent? { Place.current?.seat().agent }
}

extension LiveGeneration {
    /// The model call that the running task is in.
    public static var current: LiveGeneration? { Place.current?.seat().generation }
}

extension LiveStep {
    /// The step that the running task is in; it may add text, regions and calls to it.
    public static var current: LiveStep? { Place.current?.seat().step }
}

extension Error {
    /// How something ended that threw the error.
    var endStatus: EndStatus { self is CancellationError ? .cancelled : .failed }
    /// What the trace says of the error.
    var endText: String? { self is CancellationError ? nil : String(describing: self) }
}
