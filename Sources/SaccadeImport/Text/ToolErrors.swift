/// Tells from a tool's words whether it failed.
enum ToolErrors {
    private static let beginnings = [
        "execution error", "error:", "error executing", "execution failed", "traceback (most recent call last)",
        "an error occurred", "exception:",
    ]

    /// Returns what went wrong in one line, or `nil` if the tool succeeded.
    static func message(in text: String) -> String? {
        let bytes = Array(text.utf8)
        var words = bytes[...].trimmed
        for label in ["OBSERVATION:", "<tool_response>", "<observation>", "<sandbox_output>", "<interpreter>"]
        where words.starts(with: label.utf8) {
            words = words.dropFirst(label.utf8.count).trimmed
        }
        let lowered = words.prefix(64).map(\.lowercased)
        let begins = beginnings.contains { lowered.starts(with: $0.utf8) }
        guard begins || bytes.range(of: Array("Traceback (most recent call last)".utf8)) != nil else { return nil }
        let lines = words.split(separator: UInt8(ascii: "\n")).map(\.trimmed).filter { !$0.isEmpty }
        let named = lines.last(where: isException) ?? lines.first ?? words
        return named.text.cut(to: 500)
    }

    /// Whether a line is like `ValueError: what is wrong`.
    private static func isException(_ line: ArraySlice<UInt8>) -> Bool {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), line.index(after: colon) < line.endIndex else {
            return false
        }
        let name = line[..<colon]
        let isName = name.allSatisfy { $0.isWord || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }
        let hasCapital = name.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        let hasSmall = name.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        return isName && hasCapital && hasSmall && name.count > 3 && line[line.index(after: colon)] == 0x20
    }
}
