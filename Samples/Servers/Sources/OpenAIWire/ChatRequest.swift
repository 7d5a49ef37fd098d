import Foundation
public import Saccade

/// A request for a chat completion, as far as it is about reasoning over images; the rest is passed over.
public struct ChatRequest: Sendable {
    /// The model that is asked for.
    public var model: String
    /// The conversation so far.
    public var messages: [ChatMessage]
    /// Whether the answer comes in pieces.
    public var streams: Bool
    /// The definitions of the tools, as they were sent.
    public var tools: String?
    /// How the model chooses its tokens.
    public var sampling: Sampling?

    /// Reads a request.
    ///
    /// - Throws: ``WireError`` that says which field is wrong, or `TraceError` if it is no JSON.
    public init(parsing body: [UInt8]) throws {
        let json = try JSONValue(parsing: body)
        guard json.object != nil else { throw WireError("expected an object", at: "") }
        guard let model = json["model"]?.string else { throw WireError("expected the name of a model", at: "model") }
        guard let messages = json["messages"]?.array else { throw WireError("expected a list", at: "messages") }
        self.model = model
        self.messages = try messages.enumerated().map { try ChatMessage($1, at: "messages[\($0)]") }
        streams = json["stream"]?.bool ?? false
        tools = json["tools"].flatMap { $0 == .null ? nil : $0.canonicalText }
        let sampling = Sampling(
            temperature: json["temperature"]?.number, topP: json["top_p"]?.number, seed: json["seed"]?.integer,
            maxTokens: (json["max_completion_tokens"] ?? json["max_tokens"])?.integer)
        self.sampling = sampling == Sampling() ? nil : sampling
    }
}

/// One message of a conversation.
public struct ChatMessage: Sendable, Hashable {
    /// A part of what a message says.
    public enum Part: Sendable, Hashable {
        /// A text.
        case text(String)
        /// An image whose file is in the request.
        case image([UInt8])
        /// An image that is somewhere else.
        case link(String)
    }

    /// A tool call that the model made.
    public struct Call: Sendable, Hashable {
        /// Its id.
        public var id: String
        /// The tool.
        public var name: String
        /// The arguments as the model wrote them.
        public var arguments: String
    }

    /// Who speaks: `system`, `user`, `assistant`, `tool`, `developer`.
    public var role: String
    /// What is said, in order.
    public var parts: [Part]
    /// The calls that an assistant makes.
    public var calls: [Call]
    /// The call that a tool answers.
    public var callID: String?
    /// The message as canonical JSON: what tells it from others.
    public var canonical: String

    /// All its texts, joined.
    public var text: String {
        parts.compactMap { if case .text(let text) = $0 { text } else { nil } }.joined(separator: "\n")
    }

    init(_ json: JSONValue, at path: String) throws {
        guard let role = json["role"]?.string else { throw WireError("expected a role", at: "\(path).role") }
        self.role = role
        switch json["content"] {
        case .string(let text): parts = [.text(text)]
        case .array(let items): parts = try items.enumerated().map { try Part($1, at: "\(path).content[\($0)]") }
        case nil, .null: parts = []
        default: throw WireError("expected a text or a list of parts", at: "\(path).content")
        }
        calls = try (json["tool_calls"]?.array ?? []).enumerated().map { try Call($1, at: "\(path).tool_calls[\($0)]") }
        callID = json["tool_call_id"]?.string
        canonical = json.canonicalText
    }
}

extension ChatMessage.Part {
    init(_ json: JSONValue, at path: String) throws {
        switch json["type"]?.string {
        case "text":
            guard let text = json["text"]?.string else { throw WireError("expected a text", at: "\(path).text") }
            self = .text(text)
        case "image_url":
            guard let url = json["image_url"]?["url"]?.string ?? json["image_url"]?.string else {
                throw WireError("expected a URL", at: "\(path).image_url.url")
            }
            guard url.hasPrefix("data:") else {
                self = .link(url)
                return
            }
            let comma = url.utf8.firstIndex(of: UInt8(ascii: ",")) ?? url.startIndex
            guard url[..<comma].hasSuffix(";base64"),
                let data = Data(base64Encoded: String(url[url.utf8.index(after: comma)...]))
            else { throw WireError("expected a data URL in base64", at: "\(path).image_url.url") }
            self = .image([UInt8](data))
        case let type:
            throw WireError("expected a part of type text or image_url, found \(type ?? "none")", at: "\(path).type")
        }
    }
}

extension ChatMessage.Call {
    /// Reads a call of a message or of an answer.
    public init(_ json: JSONValue, at path: String) throws {
        guard let id = json["id"]?.string else { throw WireError("expected an id", at: "\(path).id") }
        guard let name = json["function"]?["name"]?.string else {
            throw WireError("expected the name of a function", at: "\(path).function.name")
        }
        (self.id, self.name, arguments) = (id, name, json["function"]?["arguments"]?.string ?? "")
    }
}

/// What is wrong with a request, and where.
public struct WireError: Error, CustomStringConvertible {
    /// What was expected.
    public let message: String
    /// The field.
    public let path: String

    /// Creates an error.
    public init(_ message: String, at path: String) { (self.message, self.path) = (message, path) }

    /// The value as text.
    public var description: String { path.isEmpty ? message : "\(path): \(message)" }
}
