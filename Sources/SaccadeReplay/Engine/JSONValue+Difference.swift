import Saccade

extension JSONValue {
    /// A place at which two values differ.
    struct Difference {
        /// The place, as `bbox[2]`.
        var path: String
        /// What stands there here.
        var mine: String
        /// What stands there in the other value.
        var other: String
    }

    /// Returns the first place at which this value says something else than another one, or `nil` if they agree.
    ///
    /// The order of members does not matter, nor how a number is spelt.
    func firstDifference(from other: JSONValue, path: String = "") -> Difference? {
        func differ() -> Difference {
            Difference(path: path.isEmpty ? "arguments" : path, mine: canonicalText, other: other.canonicalText)
        }
        switch (self, other) {
        case (.object(let members), .object(let others)):
            for member in members {
                let inner = path.isEmpty ? member.key : "\(path).\(member.key)"
                guard let value = other[member.key] else {
                    return Difference(path: inner, mine: member.value.canonicalText, other: "nothing")
                }
                if let difference = member.value.firstDifference(from: value, path: inner) { return difference }
            }
            for member in others where self[member.key] == nil {
                let inner = path.isEmpty ? member.key : "\(path).\(member.key)"
                return Difference(path: inner, mine: "nothing", other: member.value.canonicalText)
            }
            return nil
        case (.array(let elements), .array(let others)):
            guard elements.count == others.count else { return differ() }
            for (index, (a, b)) in zip(elements, others).enumerated() {
                if let difference = a.firstDifference(from: b, path: "\(path)[\(index)]") { return difference }
            }
            return nil
        default:
            if let a = number, let b = other.number { return a == b ? nil : differ() }
            return self == other ? nil : differ()
        }
    }
}
