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
        var request = request
        let body = try await request.collectBody(upTo: Self.largestRequest)
        var outgoing = HTTPClientRequest(url: upstream + request.uri.description)
        outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
        for field in request.headers where !Self.hopByHop.contains(field.name.canonicalName) {
            // An answer that is packed could not be read on the way.
            if field.name == .acceptEncoding { continue }
            outgoing.headers.add(name: field.name.rawName, value: field.value)
        }
        if body.readableBytes > 0 { outgoing.body = .bytes(body) }

        let exchange = await Exchange(request, body, conversations, logger)
        do {
            let answer = try await client.execute(outgoing, timeout: .hours(1), logger: logger)
            return response(answer, exchange)
        } catch {
            await exchange?.end(error: "the upstream cannot be reached: \(error)")
            logger.error("the upstream cannot be reached", metadata: ["error": "\(error)"])
            return Response(
                status: .badGateway, headers: [.contentType: "application/json"],
                body: ResponseBody(
                    byteBuffer: ByteBuffer(
                        string: ChatResponse.error("the upstream cannot be reached", type: "server_error").canonicalText
                    )))
        }
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
