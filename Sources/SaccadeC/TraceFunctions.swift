import Saccade
import SaccadeRecorder

/// Begins a trace: one task, from what the user asked to the answer.
///
/// `model` is the one of agents that name none, `task` says in words what the task is; both may be NULL. `fields` is NULL
/// or a JSON object with other fields of `trace.begin`: `id` (32 hexadecimal digits, as W3C Trace Context has it),
/// `session`, `parentTrace`, `continues`, `environment`.
///
/// Returns the handle of the trace, which `saccade_trace_end` closes. Agent 0, the root, is there from the beginning.
@c(saccade_trace_begin)
public func traceBegin(
    recorder: Int64, model: UnsafePointer<CChar>?, task: UnsafePointer<CChar>?, fields: UnsafePointer<CChar>?
) -> Int64 {
    result {
        let recorder = try SaccadeC.recorder(recorder)
        let model = try text(model, "model")
        let task = try text(task, "task")
        let (header, isNamed) = try header(fields)
        let live = recorder.trace(
            id: isNamed ? header.id : nil, session: header.session, parent: header.parentTrace,
            continues: header.continues, model: model, task: task, environment: header.environment)
        return HandleTable.shared.add(.trace(OpenTrace(live, of: recorder)))
    }
}

/// Reads the fields of a header that a caller may give.
private func header(_ fields: UnsafePointer<CChar>?) throws(Failure) -> (fields: TraceBegin, isNamed: Bool) {
    var given = try members(fields, "fields")
    let known = ["id", "session", "parentTrace", "continues", "environment"]
    if let other = given.first(where: { !known.contains($0.key) }) {
        throw Failure(.badArgument, "fields: expected \(known.joined(separator: ", ")), found \"\(other.key)\"")
    }
    let isNamed = given.contains { $0.key == "id" }
    // The decoder wants an id; the recorder makes a random one where the caller gives none.
    if !isNamed { given.append(JSONMember("id", .string(String(repeating: "1", count: 32)))) }
    given += [
        JSONMember("t", .string("trace.begin")), JSONMember("format", .string(FormatVersion.current.description)),
        JSONMember("recorder", .object([JSONMember("name", .string("")), JSONMember("version", .string(""))])),
    ]
    let bytes = Array(JSONValue.object(given).canonicalText.utf8)
    let event = try reading("fields") { () throws(TraceError) in try EventDecoder().decode(bytes) }
    guard case .traceBegin(let header) = event.body else { throw Failure(.badArgument, "fields: expected a header") }
    return (header, isNamed)
}

/// Writes the id of a trace, 32 hexadecimal digits and a 0, to a place of at least 33 bytes.
@c(saccade_trace_id)
public func traceID(trace: Int64, id: UnsafeMutablePointer<CChar>?, size: UInt) -> Int64 {
    result {
        let digits = Array(try SaccadeC.trace(trace).live.id.utf8CString)
        guard let id, size >= UInt(digits.count) else {
            throw Failure(.badArgument, "id: expected a place of at least \(digits.count) bytes, found \(size)")
        }
        id.update(from: digits, count: digits.count)
        return 0
    }
}

/// Returns 1 for a trace that is left out as a whole, because of sampling or because too many were open when it began, else 0.
///
/// Calls on such a trace do nothing. A caller may spare itself the work of what it would record, as encoding a picture.
@c(saccade_trace_is_left_out)
public func traceIsLeftOut(trace: Int64) -> Int64 {
    result { try SaccadeC.trace(trace).live.isLeftOut ? 1 : 0 }
}

/// Ends a trace and closes its handle; `status` is `ok` (or NULL), `failed` or `cancelled`.
@c(saccade_trace_end)
public func traceEnd(trace: Int64, status: UnsafePointer<CChar>?) -> Int64 {
    result {
        let status = try endStatus(status)
        guard case .trace(let open)? = HandleTable.shared.object(trace),
            case .trace? = HandleTable.shared.remove(trace)
        else { throw bad("trace", trace) }
        open.live.end(status: status)
        return 0
    }
}

/// Returns how something ended.
func endStatus(_ pointer: UnsafePointer<CChar>?) throws(Failure) -> EndStatus {
    guard let name = try text(pointer, "status") else { return .ok }
    let status = EndStatus(rawValue: name)
    guard EndStatus.known.contains(status) else {
        throw Failure(.badArgument, "status: expected ok, failed or cancelled, found \"\(name)\"")
    }
    return status
}

/// Records any event of the format, written as JSON without `n` and `at`, which the recorder gives.
///
/// The other functions are for what is common; this one is for everything, with all fields of `Docs/Format.md`:
/// `{"t":"region","agent":0,"step":2,"image":1,"shape":{"point":[310,94]},"role":"action"}`. The place in pixels of a
/// region in another space is added if the size of its image is known. A field that is not known is an error.
///
/// Returns the ordinal of what was recorded, 0 for an event without one.
@c(saccade_record)
public func record(trace: Int64, event: UnsafePointer<CChar>?, size: UInt) -> Int64 {
    result {
        let trace = try SaccadeC.trace(trace)
        let bytes = try buffer(UnsafeRawPointer(event), size, "event")
        return try reading("event") { () throws(TraceError) in try trace.append(EventText.read(bytes)) }
    }
}

/// Records what the user said: a text, and images that were recorded before, in that order images first.
///
/// Returns the ordinal of the turn.
@c(saccade_turn)
public func turn(
    trace: Int64, text: UnsafePointer<CChar>?, size: UInt, images: UnsafePointer<Int64>?, count: UInt
) -> Int64 {
    result {
        let trace = try SaccadeC.trace(trace)
        return trace.live.turn(try parts(text, size, images, count, in: trace)).n
    }
}

/// Returns images and a text as parts.
func parts(
    _ pointer: UnsafePointer<CChar>?, _ size: UInt, _ images: UnsafePointer<Int64>?, _ count: UInt,
    in trace: OpenTrace
) throws(Failure) -> [Part] {
    var parts: [Part] = []
    for image in try elements(images, count, "images") { parts.append(.image(try trace.image(image))) }
    let words = try text(pointer, size, "text")
    if !words.isEmpty { parts.append(.text(words)) }
    return parts
}
