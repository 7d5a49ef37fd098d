public import Saccade

extension TraceDiff {
    /// The diff as text for a person: the first divergence, then all differences, then counts by category.
    ///
    /// The text of traces is made safe for a terminal.
    public func text(maximum: Int? = nil) -> String {
        guard let first = differences.first else {
            let note =
                tolerated == 0 ? "" : " (\(TraceReport.count(tolerated, "small difference", "small differences")))"
            return "the traces are \(equality)\(note)\n"
        }
        var lines = ["first divergence: \(first.words)"]
        lines += causes.map { "cause: \($0)" }
        let rest = differences.dropFirst()
        if !rest.isEmpty { lines.append("then, perhaps as a consequence:") }
        lines += rest.prefix(maximum ?? .max).map { "  \($0.words)" }
        let left = rest.count - (maximum ?? .max)
        if left > 0 { lines.append("  and \(left) more") }
        let counts = Category.allCases.compactMap { category -> String? in
            let count = differences.count { $0.category == category }
            return count == 0 ? nil : "\(category.rawValue) \(count)"
        }
        lines.append("the traces are \(equality): " + counts.joined(separator: ", "))
        return lines.map { $0.safeLineForTerminal + "\n" }.joined()
    }

    /// The diff as JSON of a stable form: fields may be added, never changed.
    public var json: JSONValue {
        .members(
            ("schema", .string("saccade-diff/1")), ("equality", .string("\(equality)")),
            ("tolerated", .count(tolerated)),
            ("causes", .array(causes.map(JSONValue.string))), ("differences", .array(differences.map(\.json))))
    }
}

extension TraceDiff.Difference {
    /// The difference in one line.
    public var words: String {
        switch kind {
        case .onlyInFirst: return "only in the first: \(first ?? "") \(before ?? "")".trimmed
        case .onlyInSecond: return "only in the second: \(second ?? "") \(after ?? "")".trimmed
        case .changed:
            let name = first == second ? first ?? "" : "\(first ?? "") / \(second ?? "")"
            var text = "\(name): \(field ?? "") \(quoted(before)) → \(quoted(after))"
            if let overlap { text += " (IoU \(number(overlap)))" }
            return text
        }
    }

    /// The difference without the name of the thing, for where that is seen.
    public var brief: String {
        guard kind == .changed else { return words }
        return "\(quoted(before)) → \(quoted(after))" + (overlap.map { " (IoU \(number($0)))" } ?? "")
    }

    private func quoted(_ value: String?) -> String { value.map { $0.isEmpty ? "\"\"" : $0 } ?? "nothing" }

    fileprivate var json: JSONValue {
        .members(
            ("category", .string(category.rawValue)), ("kind", .string(kind.rawValue)),
            ("first", first.map(JSONValue.string)), ("second", second.map(JSONValue.string)),
            ("field", field.map(JSONValue.string)), ("before", before.map(JSONValue.string)),
            ("after", after.map(JSONValue.string)), ("overlap", overlap.map(JSONValue.double)),
            ("shift", shift.map { .array([.double($0.x), .double($0.y)]) }))
    }
}

extension String {
    /// The text without spaces at its end.
    fileprivate var trimmed: String { String(reversed().drop { $0 == " " }.reversed()) }
}
