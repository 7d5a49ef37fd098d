import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import OpenAIWire
import Saccade
import SaccadeServer

/// Hands requests on to the upstream and its answers back, byte for byte, and records chat completions on the way.
struct Forwarder: Sendable {
    let upstream: String
    let client: HTTPClient
    let conversations: Conversations
    let logger: Logger

    static let largestRequest = 64 << 20
    /// Headers that are about one connection, not about the request.
    private static let hopByHop: Set<String> = [
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding",
        "upgrade", "host", "content-length", "expect",
    ]

    func forward(_ request: Request) async throws -> Response {
        // What does not begin with a slash would go on with the name of the upstream.
        guard request.uri.description.hasPrefix("/") else {
            return Self.refusal(.badRequest, "expected a path that begins with a slash", type: "invalid_request_error")
        }
        var reading = request
        let body = try await reading.collectBody(upTo: Self.largestRequest)
        var outgoing = HTTPClientRequest(url: upstream + request.uri.description)
        outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
        for field in request.headers where !Self.hopByHop.contains(field.name.canonicalName) {
            // An answer that is packed could not be read on the way.
            if field.name == .acceptEncoding { continue }
            outgoing.headers.add(name: field.name.rawName, value: field.value)
        }
        if body.readableBytes > 0 { outgoing.body = .bytes(body) }

        // The upstream works while the request is recorded, which takes a while where pictures are compared.
        async let recorded = Exchange(request, body, conversations, logger)
        do {
            let answer = try await client.execute(outgoing, timeout: .hours(1), logger: logger)
            return response(answer, await recorded)
        } catch {
            await recorded?.end(error: "the upstream cannot be reached: \(error)")
            logger.error("the upstream cannot be reached", metadata: ["error": "\(error)"])
            return Self.refusal(.badGateway, "the upstream cannot be reached", type: "server_error")
        }
    }

    private static func refusal(_ status: HTTPResponse.Status, _ message: String, type: String) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(
                byteBuffer: ByteBuffer(string: ChatResponse.error(message, type: type).canonicalText)))
    }

    private func response(_ answer: HTTPClientResponse, _ exchange: Exchange?) -> Response {
        var headers = HTTPFields()
        for (name, value) in answer.headers where !Self.hopByHop.contains(name.lowercased()) {
            if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
        }
        let status = HTTPResponse.Status(code: Int(answer.status.code), reasonPhrase: answer.status.reasonPhrase)
        let isStream = answer.headers.first(name: "content-type")?.contains("event-stream") ?? false
        exchange?.begin(isStream: isStream)
        let length = answer.headers.first(name: "content-length").flatMap { Int($0) }
        let body = ResponseBody(contentLength: length) { writer in
            do {
                for try await piece in answer.body {
                    exchange?.take(piece.readableBytesView)
                    try await writer.write(piece)
                }
            } catch {
                await exchange?.end(error: "the answer was cut off: \(error)")
                throw error
            }
            // Before the client has the end, so that its next request finds what this one has recorded.
            let failure = answer.status.code < 400 ? nil : "the upstream answered \(answer.status.code)"
            await exchange?.end(error: failure)
            try await writer.finish(nil)
        }
        return Response(status: status, headers: headers, body: body)
    }
}
