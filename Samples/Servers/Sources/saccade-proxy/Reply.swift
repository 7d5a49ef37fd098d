import OpenAIWire
import Saccade

/// What a model answered, put together from the bytes that went by: one JSON object, or a stream of pieces.
struct Reply {
    /// Something that was said just now.
    enum Piece {
        case reasoning(String)
        case content(String)
    }

    private(set) var content = ""
    private(set) var finish: String?
    private(set) var id: String?
    private(set) var usage: Usage?
    /// What was wrong with the bytes, if anything: they went to the client all the same.
    private(set) var problem: String?
    private var calls: [Int: (id: String, name: String, arguments: String)] = [:]
    private let isStream: Bool
    private var rest: [UInt8] = []

    /// The most bytes that are looked at; what is beyond is not recorded.
    static let limit = 64 << 20
    private var seen = 0

    init(isStream: Bool) { self.isStream = isStream }

    /// The calls that the model makes, in order.
    var toolCalls: [(id: String, name: String, arguments: String)] { calls.sorted { $0.key < $1.key }.map(\.value) }

    /// Takes the next bytes; returns what they say.
    mutating func take(_ bytes: some Collection<UInt8>) -> [Piece] {
        seen += bytes.count
        guard seen <= Self.limit else {
            problem = "the answer is longer than \(Self.limit) bytes"
            return []
        }
        rest += bytes
        guard isStream else { return [] }
        var pieces: [Piece] = []
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            pieces += line(Array(rest[..<end]))
            rest.removeSubrange(...end)
        }
        return pieces
    }

    /// Takes the end; returns what is left to say.
    mutating func end() -> [Piece] {
        defer { rest = [] }
        if isStream { return line(rest) }
        guard problem == nil else { return [] }
        do {
            let json = try JSONValue(parsing: rest)
            note(json)
            return json["choices"]?[0].map { choice($0, $0["message"]) } ?? []
        } catch {
            problem = "the answer is no JSON: \(error)"
            return []
        }
    }

    private mutating func line(_ bytes: [UInt8]) -> [Piece] {
        let text = String(decoding: bytes, as: UTF8.self).trimmed
        guard text.hasPrefix("data:") else { return [] }
        let data = String(text.dropFirst(5)).trimmed
        if data.isEmpty || data == "[DONE]" { return [] }
        do {
            let json = try JSONValue(parsing: data)
            note(json)
            return json["choices"]?[0].map { choice($0, $0["delta"]) } ?? []
        } catch {
            problem = problem ?? "a piece of the stream is no JSON: \(error)"
            return []
        }
    }

    private mutating func note(_ json: JSONValue) {
        id = id ?? json["id"]?.string
        guard let counts = json["usage"], counts.object != nil else { return }
        usage = Usage(
            input: counts["prompt_tokens"]?.integer, cached: counts["prompt_tokens_details"]?["cached_tokens"]?.integer,
            reasoning: counts["completion_tokens_details"]?["reasoning_tokens"]?.integer,
            output: counts["completion_tokens"]?.integer)
    }

    private mutating func choice(_ choice: JSONValue, _ message: JSONValue?) -> [Piece] {
        finish = choice["finish_reason"]?.string ?? finish
        var pieces: [Piece] = []
        if let text = message?["reasoning_content"]?.string, !text.isEmpty { pieces.append(.reasoning(text)) }
        if let text = message?["content"]?.string, !text.isEmpty {
            content += text
            pieces.append(.content(text))
        }
        for (place, call) in (message?["tool_calls"]?.array ?? []).enumerated() {
            let index = call["index"]?.integer ?? place
            var known = calls[index] ?? ("", "", "")
            known.id += call["id"]?.string ?? ""
            known.name += call["function"]?["name"]?.string ?? ""
            known.arguments += call["function"]?["arguments"]?.string ?? ""
            calls[index] = known
        }
        return pieces
    }
}

extension String {
    /// The text without white space around it.
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
