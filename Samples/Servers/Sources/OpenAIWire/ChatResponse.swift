public import Saccade

/// Builds what a server answers.
public enum ChatResponse {
    /// Returns a whole completion.
    public static func completion(
        id: String, model: String, content: String, reasoning: String?, finish: String = "stop", usage: Usage
    ) -> JSONValue {
        var message = [JSONMember("role", .string("assistant")), JSONMember("content", .string(content))]
        if let reasoning { message.append(JSONMember("reasoning_content", .string(reasoning))) }
        return envelope(
            id, "chat.completion", model,
            .object([
                JSONMember("index", .integer(0)), JSONMember("message", .object(message)),
                JSONMember("finish_reason", .string(finish)),
            ]), usage)
    }

    /// Returns a piece of a completion that is streamed.
    ///
    /// - Parameters:
    ///   - delta: What is new: `role`, `content`, `reasoning_content`.
    ///   - finish: The finish reason, with the last piece.
    public static func chunk(
        id: String, model: String, delta: [JSONMember], finish: String? = nil, usage: Usage? = nil
    ) -> JSONValue {
        envelope(
            id, "chat.completion.chunk", model,
            .object([
                JSONMember("index", .integer(0)), JSONMember("delta", .object(delta)),
                JSONMember("finish_reason", finish.map { .string($0) } ?? .null),
            ]), usage)
    }

    /// Returns an error as OpenAI's clients read it.
    public static func error(_ message: String, type: String = "invalid_request_error", field: String? = nil)
        -> JSONValue
    {
        .object([
            JSONMember(
                "error",
                .object([
                    JSONMember("message", .string(message)), JSONMember("type", .string(type)),
                    JSONMember("param", field.map { .string($0) } ?? .null), JSONMember("code", .null),
                ]))
        ])
    }

    /// Returns an event of a stream.
    public static func event(_ json: JSONValue) -> String { "data: \(json.canonicalText)\n\n" }

    /// The end of a stream.
    public static let done = "data: [DONE]\n\n"

    private static func envelope(
        _ id: String, _ kind: String, _ model: String, _ choice: JSONValue, _ usage: Usage?
    ) -> JSONValue {
        var members = [
            JSONMember("id", .string(id)), JSONMember("object", .string(kind)), JSONMember("created", .integer(0)),
            JSONMember("model", .string(model)), JSONMember("choices", .array([choice])),
        ]
        if let usage {
            let (input, output) = (usage.input ?? 0, usage.output ?? 0)
            members.append(
                JSONMember(
                    "usage",
                    .object([
                        JSONMember("prompt_tokens", .integer(Int64(input))),
                        JSONMember("completion_tokens", .integer(Int64(output))),
                        JSONMember("total_tokens", .integer(Int64(input + output))),
                    ])))
        }
        return .object(members)
    }
}
