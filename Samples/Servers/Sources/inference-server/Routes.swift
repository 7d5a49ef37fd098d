import Dispatch
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import OpenAIWire
import Saccade
import SaccadeRecorder
import SaccadeRenderer
import SaccadeServer

/// The server's routes.
struct Routes: Sendable {
    let recorder: TraceRecorder?
    /// How long a word of the stand-in takes.
    let delay: Duration
    let logger: Logger

    /// The most bytes of a request.
    static let largestRequest = 64 << 20

    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("health") { _, _ in "ok\n" }
        router.get("v1/models") { _, _ in models() }
        router.post("v1/chat/completions") { request, _ in try await complete(request) }
        router.get("traces/:id/storyboard.png") { _, context in try await storyboard(context.parameters.require("id")) }
        return router
    }

    private func models() -> Response {
        let list = ReasoningTask.models.map { name in
            JSONValue.object([
                JSONMember("id", .string(name)), JSONMember("object", .string("model")),
                JSONMember("created", .integer(0)),
                JSONMember("owned_by", .string("saccade")),
            ])
        }
        return json(.object([JSONMember("object", .string("list")), JSONMember("data", .array(list))]))
    }

    // MARK: Completions

    private func complete(_ request: Request) async throws -> Response {
        var request = request
        let body = try await request.collectBody(upTo: Self.largestRequest)
        let task: ReasoningTask
        do {
            let parent = HTTPField.Name("traceparent").flatMap { request.headers[$0] }.flatMap { TraceParent($0) }
            task = try ReasoningTask(ChatRequest(parsing: [UInt8](body.readableBytesView)), parent: parent)
        } catch let error as WireError {
            return json(ChatResponse.error(error.message, field: error.path), status: .badRequest)
        } catch let error as TraceError {
            return json(ChatResponse.error(error.message), status: .badRequest)
        }
        return task.request.streams ? stream(task) : try await whole(task)
    }

    private func whole(_ task: ReasoningTask) async throws -> Response {
        let reasoning = Said()
        let (id, answer, usage) = try await task.run(recorder, delay: delay) { channel, text in
            if channel == .reasoning { reasoning.add(text) }
        }
        return json(
            ChatResponse.completion(
                id: id, model: task.request.model, content: answer, reasoning: reasoning.text, usage: usage))
    }

    private func stream(_ task: ReasoningTask) -> Response {
        let (recorder, delay, logger, model) = (recorder, delay, logger, task.request.model)
        let body = ResponseBody { writer in
            let (events, queue) = AsyncStream.makeStream(of: JSONValue.self)
            let id = Said()
            // The task runs beside the writer, so that a slow client does not change what is recorded.
            async let outcome = Result {
                defer { queue.finish() }
                return try await task.run(recorder, delay: delay) {
                    id.add($0)
                    queue.yield(
                        ChatResponse.chunk(id: $0, model: model, delta: [JSONMember("role", .string("assistant"))]))
                } say: { channel, text in
                    let key = channel == .reasoning ? "reasoning_content" : "content"
                    queue.yield(ChatResponse.chunk(id: id.text, model: model, delta: [JSONMember(key, .string(text))]))
                }
            }
            for await event in events { try await writer.write(ByteBuffer(string: ChatResponse.event(event))) }
            switch await outcome {
            case .success(let (id, _, usage)):
                let last = ChatResponse.chunk(id: id, model: model, delta: [], finish: "stop", usage: usage)
                try await writer.write(ByteBuffer(string: ChatResponse.event(last) + ChatResponse.done))
            case .failure(let error):
                logger.error("a task failed", metadata: ["error": "\(error)"])
                let last = ChatResponse.error("the task failed", type: "server_error")
                try await writer.write(ByteBuffer(string: ChatResponse.event(last)))
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-cache"], body: body)
    }

    // MARK: Traces

    /// Draws a trace that is in the recorder's folder.
    private func storyboard(_ id: String) async throws -> Response {
        guard let recorder else { throw HTTPError(.notFound, message: "nothing is recorded") }
        try await recorder.flush()
        let folder = recorder.folder
        // Reading and drawing take a while, and not on a thread that serves.
        let picture = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Swift.Result { try Self.draw(id, folder) })
            }
        }
        guard let picture else { throw HTTPError(.notFound, message: "there is no such trace") }
        return Response(
            status: .ok, headers: [.contentType: "image/png"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: picture)))
    }

    private static func draw(_ id: String, _ folder: String) throws -> [UInt8]? {
        guard id.count == 32 else { return nil }
        for path in try TraceFolder.files(at: folder) {
            let file = TraceFile(path: path)
            guard let trace = try file.load(selecting: .id(id)).first else { continue }
            return try Storyboard(trace, images: ImageLibrary(file)).png()
        }
        return nil
    }

    private func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: value.canonicalText)))
    }
}
