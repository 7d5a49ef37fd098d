/// Tells from a tool's words whether it failed.
enum ToolErrors {
    private static let beginnings = [
        "execution error", "error:", "error executing", "execution failed", "traceback (most recent call last)",
        "an error occurred", "exception:",
    ].map { Array($0.utf8) }
    /// What may stand before the words of a tool.
    private static let labels = [
        "OBSERVATION:", "<tool_response>", "<observation>", "<sandbox_output>", "<interpreter>",
    ].map { Array($0.utf8) }

    /// Returns what went wrong in one line, or `nil` if the tool succeeded.
    static func message(in text: String) -> String? {
        var copy = text
        var start = 0
        let begins = copy.withUTF8 { bytes in
            start = self.start(of: bytes)
            return beginnings.contains { holds(bytes, $0, at: start, lowercased: true) }
        }
        guard begins || text.holds("Traceback (most recent call last)") else { return nil }
        let words = Array(text.utf8)[start...].trimmed
        let lines = words.split(separator: UInt8(ascii: "\n")).map(\.trimmed).filter { !$0.isEmpty }
        let named = lines.last(where: isException) ?? lines.first ?? words
        return named.text.cut(to: 500)
    }

    /// Returns where the words of a tool begin, behind labels.
    private static func start(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var index = 0
        func skipSpace() { while index < bytes.count, bytes[index].isSpace { index += 1 } }
        skipSpace()
        for label in labels where holds(bytes, label, at: index) {
            index += label.count
            skipSpace()
        }
        return index
    }

    /// Whether some words stand at a place of a text.
    private static func holds(
        _ bytes: UnsafeBufferPointer<UInt8>, _ words: [UInt8], at start: Int, lowercased: Bool = false
    ) -> Bool {
        guard bytes.count - start >= words.count else { return false }
        for (index, word) in words.enumerated() {
            let byte = bytes[start + index]
            guard (lowercased ? byte.lowercased : byte) == word else { return false }
        }
        return true
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
