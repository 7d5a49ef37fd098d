import Saccade

/// Goes through all texts of an event, whatever its fields are, and replaces what patterns find.
///
/// It works on the event's JSON, so that a field that is added to the format is looked at without anybody thinking of it.
struct EventTexts {
    private var scanner: TextScanner
    private let replacement: String
    /// The rules that were found to apply since the last event, in order.
    private(set) var rules: [Int?] = []

    init(_ scanner: TextScanner, replacement: String) {
        self.scanner = scanner
        self.replacement = replacement
    }

    /// Returns the event without secrets, and itself if it has none.
    ///
    /// - Throws: ``/Saccade/TraceError`` if the event cannot be gone through; then it must not be stored.
    mutating func redact(_ body: EventBody) throws(TraceError) -> EventBody {
        rules.removeAll(keepingCapacity: true)
        let json = try JSONValue(parsing: EventEncoder.bytes(of: Event(body)), limits: .event)
        guard case .object(var members) = json else { throw Self.isNoEvent }
        for index in members.indices where !Self.isStructure(members[index], of: body) {
            let holdsNumbers = members[index].key == "arguments" || members[index].key == "parameters"
            redact(&members[index].value, numbers: holdsNumbers)
        }
        if rules.isEmpty { return body }
        return try EventDecoder().decode(Array(JSONValue.object(members).canonicalText.utf8)).body
    }

    private static let isNoEvent = TraceError(.invalidField, "expected an event that is an object")

    private mutating func redact(_ value: inout JSONValue, numbers: Bool) {
        switch value {
        case .string(var text): if redact(&text) { value = .string(text) }
        case .integer(let number):
            var text = String(number)
            if numbers, redact(&text) { value = .string(text) }
        case .double(let number):
            var text = JSONValue.double(number).canonicalText
            if numbers, redact(&text) { value = .string(text) }
        case .array(var elements):
            for index in elements.indices { redact(&elements[index], numbers: numbers) }
            value = .array(elements)
        case .object(var members):
            for index in members.indices {
                redact(&members[index].value, numbers: numbers)
                // The keys of the format are not secret; those of arguments are the model's, and stay different.
                if numbers, redact(&members[index].key) { members[index].key += " \(index)" }
            }
            value = .object(members)
        case .null, .bool: break
        }
    }

    /// Replaces what patterns find in a text; returns whether there was something.
    private mutating func redact(_ text: inout String) -> Bool {
        scanner.reset()
        scanner.take(text.utf8)
        scanner.end()
        guard !scanner.runs.isEmpty else { return false }
        var whole = ChannelText(scanner)
        let (redacted, found) = whole.handOut(text, replacement: replacement)
        text = redacted
        rules += found
        return true
    }

    /// Whether a field is a part of the trace's structure and has the form of it, so that it holds no words.
    private static func isStructure(_ member: JSONMember, of body: EventBody) -> Bool {
        guard let text = member.value.string else { return member.key == "recorder" || member.key == "environment" }
        switch (body, member.key) {
        case (_, "t"): return true
        case (.traceBegin, "id"), (.traceBegin, "parentTrace"), (.traceBegin, "continues"), (.agentSpawn, "trace"):
            return isHexadecimal(text, 32)
        case (.traceBegin, "spanId"), (.generationBegin, "spanId"): return isHexadecimal(text, 16)
        case (.traceBegin, "format"): return text == FormatVersion.current.description
        case (.traceBegin, "wall"): return text.utf8.allSatisfy { "0123456789-:.TZ+".utf8.contains($0) }
        case (_, "digest"): return isHexadecimal(text, 64)
        default: return false
        }
    }

    private static func isHexadecimal(_ text: String, _ count: Int) -> Bool {
        text.utf8.count == count && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }
}
