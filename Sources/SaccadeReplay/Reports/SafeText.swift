/// Text of a trace made safe for a terminal.
///
/// A trace comes from strangers. Control characters could move the cursor or rename the window, and characters that
/// change the direction of writing could make one text look like another; both are shown by their number.
public enum SafeText {
    /// Returns a text in which such characters are written as `\u{…}`, line ends and tabs too.
    public static func line(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isUnsafe(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // C0 with line ends, DEL and C1.
        case 0..<0x20, 0x7F...0x9F: true
        // Marks, embeddings, overrides and isolates of direction.
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        // Line and paragraph separators; the byte order mark; tags.
        case 0x2028, 0x2029, 0xFEFF, 0xE0000...0xE007F: true
        default: false
        }
    }
}
