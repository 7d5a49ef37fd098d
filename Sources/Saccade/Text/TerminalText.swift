extension String {
    /// The text with everything that could move a terminal's cursor or hide text made visible as `\u{…}`.
    ///
    /// Control characters but the line end, delete, the C1 controls, bidirectional overrides and line separators: traces
    /// come from strangers.
    public var safeForTerminal: String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            let isUnsafe: Bool
            switch scalar.value {
            case 0x0A: isUnsafe = false
            case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
                isUnsafe = true
            default: isUnsafe = false
            }
            if isUnsafe {
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
