import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import OpenAIWire
import Saccade
import SaccadeRecorder
import SaccadeServer
import Synchronization

/// One request and its answer on their way into a trace.
final class Exchange: Sendable {
    private let request: ChatRequest
    private let lane: Lane
    private let generation: LiveGeneration
    private let conversations: Conversations
    private let reply = Mutex(Reply(isStream: false))

    /// Begins to record a chat completion; `nil` for any other request, and for one that cannot be read: that is the
    /// upstream's to refuse.
    init?(_ request: Request, _ body: ByteBuffer, _ conversations: Conversations, _ logger: Logger) async {
        guard request.method == .post, request.uri.path.hasSuffix("/chat/completions") else { return nil }
        do {
            self.request = try ChatRequest(parsing: [UInt8](body.readableBytesView))
        } catch {
            logger.notice("a request was not recorded", metadata: ["reason": "\(error)"])
            return nil
        }
        let parent = HTTPField.Name("traceparent").flatMap { request.headers[$0] }.flatMap { TraceParent($0) }
        let (lane, known, how) = await conversations.open(self.request, parent)
        (self.lane, self.conversations) = (lane, conversations)
        generation = await lane.task.begin(self.request, on: lane, known: known, how)
    }

    /// The answer begins.
    func begin(isStream: Bool) { reply.withLock { $0 = Reply(isStream: isStream) } }

    /// Some bytes of the answer go by.
    func take(_ bytes: ByteBufferView) { lane.say(reply.withLock { $0.take(bytes) }, in: generation) }

    /// The answer is over.
    func end(error: String?) async {
        lane.say(reply.withLock { $0.end() }, in: generation)
        let reply = reply.withLock { $0 }
        await lane.task.end(generation, on: lane, reply, error: error)
        if error == nil { await conversations.note(lane, after: request, reply) }
    }
}
