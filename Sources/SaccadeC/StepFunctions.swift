import Saccade
import SaccadeRecorder

/// Records the beginning of a step of reasoning.
///
/// `generation` is the model call that it belongs to, or `SACCADE_NONE`. `kind` is `think`, `look`, `act`, `delegate`,
/// `verify` or `answer`.
///
/// Returns the ordinal of the step among those of the agent.
@c(saccade_step_begin)
public func stepBegin(trace: Int64, agent: Int64, generation: Int64, kind: UnsafePointer<CChar>?) -> Int64 {
    result {
        let trace = try SaccadeC.trace(trace)
        let kind = StepKind(rawValue: try required(kind, "kind"))
        guard StepKind.known.contains(kind) else {
            let names = StepKind.known.map(\.rawValue).joined(separator: ", ")
            throw Failure(.badArgument, "kind: expected one of \(names), found \"\(kind.rawValue)\"")
        }
        let within =
            generation == Status.none.rawValue ? nil : try trace.generation(generation, of: agent)
        return try trace.agent(agent).step(kind, in: within).n
    }
}

/// Records a piece of a step's text, whole characters of UTF-8, as it comes from the model.
///
/// `channel` is `reasoning` (or NULL), `output` or `tool-arguments`. Tokens may end within a character:
/// `saccade_whole_text` says how much of them can be recorded already.
@c(saccade_step_text)
public func stepText(
    trace: Int64, agent: Int64, step: Int64, channel: UnsafePointer<CChar>?, text: UnsafePointer<CChar>?, size: UInt
) -> Int64 {
    result {
        let step = try SaccadeC.trace(trace).step(step, of: agent)
        step.text(try SaccadeC.text(text, size, "text"), channel: try textChannel(channel))
        return 0
    }
}

private func textChannel(_ pointer: UnsafePointer<CChar>?) throws(Failure) -> TextChannel {
    guard let name = try text(pointer, "channel") else { return .reasoning }
    let channel = TextChannel(rawValue: name)
    guard TextChannel.known.contains(channel) else {
        throw Failure(.badArgument, "channel: expected reasoning, output or tool-arguments, found \"\(name)\"")
    }
    return channel
}

/// Records a box on an image: four numbers as the model wrote them, left, top, right, bottom.
///
/// `unit` says what they count: `pixel` (or NULL), `unit` (0 to 1), `unit-square`, `percent`, `permille`, `permille-999`.
/// The place in pixels is computed where the size of the image is known. `label` says what is there, or is NULL. Other
/// shapes, spaces and fields are for `saccade_record`.
///
/// Returns the ordinal of the region among those of the agent.
@c(saccade_step_box)
public func stepBox(
    trace: Int64, agent: Int64, step: Int64, image: Int64, box: UnsafePointer<Double>?, unit: UnsafePointer<CChar>?,
    label: UnsafePointer<CChar>?
) -> Int64 {
    result {
        let trace = try SaccadeC.trace(trace)
        let step = try trace.step(step, of: agent)
        let unit = try text(unit, "unit").map(SpaceUnit.init(rawValue:)) ?? .pixel
        guard unitsWithoutSize.contains(unit) else {
            let names = unitsWithoutSize.map(\.rawValue).joined(separator: ", ")
            throw Failure(.badArgument, "unit: expected one of \(names), found \"\(unit.rawValue)\"")
        }
        var region = Region(
            agent: 0, n: 0, image: try trace.image(image).n, shape: .box(try SaccadeC.box(box, "box")),
            space: CoordinateSpace(unit: unit), label: try text(label, "label"))
        trace.resolve(&region)
        return step.region(region).n
    }
}

private let unitsWithoutSize: [SpaceUnit] = [.pixel, .unit, .unitSquare, .percent, .permille, .permille999]

/// Records the end of a step; `status` is `ok` (or NULL), `failed` or `cancelled`.
@c(saccade_step_end)
public func stepEnd(trace: Int64, agent: Int64, step: Int64, status: UnsafePointer<CChar>?) -> Int64 {
    result {
        try SaccadeC.trace(trace).step(step, of: agent).end(status: endStatus(status))
        return 0
    }
}

/// Records that a step calls a tool; `written` is the text of the arguments as the model wrote it, or NULL.
///
/// Returns the ordinal of the call among those of the agent.
@c(saccade_call_begin)
public func callBegin(
    trace: Int64, agent: Int64, step: Int64, name: UnsafePointer<CChar>?, written: UnsafePointer<CChar>?
) -> Int64 {
    result {
        let step = try SaccadeC.trace(trace).step(step, of: agent)
        return step.call(try required(name, "name"), written: try text(written, "written")).n
    }
}

/// Records that a tool call has succeeded, and what it returned: images that were recorded before, and a text.
@c(saccade_call_succeed)
public func callSucceed(
    trace: Int64, agent: Int64, call: Int64, text: UnsafePointer<CChar>?, size: UInt, images: UnsafePointer<Int64>?,
    count: UInt
) -> Int64 {
    result {
        let trace = try SaccadeC.trace(trace)
        let call = try trace.call(call, of: agent)
        call.succeed(try parts(text, size, images, count, in: trace))
        return 0
    }
}

/// Records that a tool call has failed: `kind` is `failed` (or NULL), `timed-out`, `indeterminate` or `cancelled`.
@c(saccade_call_fail)
public func callFail(
    trace: Int64, agent: Int64, call: Int64, kind: UnsafePointer<CChar>?, message: UnsafePointer<CChar>?
) -> Int64 {
    result {
        let call = try SaccadeC.trace(trace).call(call, of: agent)
        let message = try text(message, "message")
        let name = try text(kind, "kind") ?? "failed"
        if name == "cancelled" {
            call.cancel(reason: message)
            return 0
        }
        let failure = CallFailure(rawValue: name)
        guard CallFailure.known.contains(failure) else {
            throw Failure(
                .badArgument, "kind: expected failed, timed-out, indeterminate or cancelled, found \"\(name)\"")
        }
        call.fail(failure, message: message)
        return 0
    }
}
