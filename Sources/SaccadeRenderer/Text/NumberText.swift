/// Numbers as short text, without a formatter.
enum NumberText {
    /// Returns a number with at most three significant digits, for example `0.125`, `12.5` or `1e+20`.
    static func short(_ value: Double) -> String {
        guard value.isFinite else { return "\(value)" }
        guard value != 0 else { return "0" }
        var unit = 1.0
        let size = abs(value)
        guard size < 1e15, size > 1e-6 else { return "\(value)" }
        while size / unit >= 1_000 { unit *= 10 }
        while size / unit < 100 { unit /= 10 }
        let digits = (value / unit).rounded()
        // Dividing by a whole power of ten rounds once; multiplying by a fraction would show 0.30000000000000004.
        let result = unit >= 1 ? digits * unit : digits / (1 / unit).rounded()
        let text = "\(result)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
