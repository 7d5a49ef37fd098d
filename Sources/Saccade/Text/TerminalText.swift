extension String {
    /// The text with everything that could move a terminal's cursor or hide text made visible as `\u{…}`; line ends stay.
    ///
    /// Traces come from strangers. Control characters could move the cursor or rename the window, and characters that
    /// change the direction of writing could make one text look like another.
    public var safeForTerminal: String { escaped(keepingLineEnds: true) }

    /// The text made visible like ``safeForTerminal``, its line ends too, so that it stays one line.
    public var safeLineForTerminal: String { escaped(keepingLineEnds: false) }

    private func escaped(keepingLineEnds: Bool) -> String {
        func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.value {
            case 0x0A: !keepingLineEnds
            // C0, DEL and C1.
            case 0..<0x20, 0x7F...0x9F: true
            // Marks, embeddings, overrides and isolates of direction.
            case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
            // Line and paragraph separators; the byte order mark; tags.
            case 0x2028, 0x2029, 0xFEFF, 0xE0000...0xE007F: true
            default: false
            }
        }
        guard unicodeScalars.contains(where: isUnsafe) else { return self }
        var result = ""
        for scalar in unicodeScalars {
            if isUnsafe(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
