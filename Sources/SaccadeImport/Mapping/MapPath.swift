public import Saccade

/// A way into a record: keys and numbers between slashes, with `*` for every element of a list or member of an object.
///
/// A path that begins with a slash begins at the record, any other at the step or the agent that it is written for; the
/// empty path is that itself. Within a key `~0` is `~`, `~1` is `/`, `~2` is `*` and `~3` is `?`.
struct MapPath: Sendable, Hashable {
    fileprivate enum Component: Sendable, Hashable {
        case key(String)
        case each
    }

    /// The path as the mapping has it.
    let written: String
    /// JSON pointer of the path in the mapping.
    let place: String
    /// Whether it begins at the record.
    let isAbsolute: Bool
    /// Whether it may lead to nothing, which a question mark at the end says.
    let isOptional: Bool
    private let components: [Component]

    /// A value of a record and its JSON pointer there.
    struct Found {
        var value: JSONValue
        var pointer: String
    }

    /// Where a path did not go on.
    struct Miss {
        fileprivate var component: Component
        /// JSON pointer of the last value that it led to.
        var pointer: String
        fileprivate var value: JSONValue

        /// What was expected and what was found instead, with the nearest name.
        var words: String {
            let place = pointer.isEmpty ? "the record" : pointer
            guard case .key(let key) = component else {
                return "expected a list or an object at \(place) for *, found \(value.kindName)"
            }
            switch value {
            case .object(let members):
                let names = members.map(\.key)
                let shown = names.prefix(12).map { "\"\($0.cut(to: 40))\"" }.joined(separator: ", ")
                let more = names.count > 12 ? " and \(names.count - 12) more" : ""
                let near = NearestName.of(key, among: names).map { "; did you mean \"\($0)\"?" } ?? ""
                return names.isEmpty
                    ? "found no \"\(key)\" in \(place), which is an empty object"
                    : "found no \"\(key)\" in \(place), which has \(shown)\(more)\(near)"
            case .array(let elements):
                return
                    "found a list of \(elements.count) at \(place), which has no \"\(key)\"; * stands for all its elements"
            default: return "found \(value.kindName) at \(place), which has no \"\(key)\""
            }
        }
    }

    /// Reads a path.
    ///
    /// - Throws: ``/Saccade/TraceError`` with code `invalid-mapping`.
    init(parsing text: String, at place: String) throws(TraceError) {
        var rest = text[...]
        isOptional = rest.utf8.last == UInt8(ascii: "?")
        if isOptional { rest.removeLast() }
        isAbsolute = rest.utf8.first == UInt8(ascii: "/")
        if isAbsolute { rest.removeFirst() }
        written = text
        self.place = place
        var components: [Component] = []
        if !rest.isEmpty {
            for part in rest.split(separator: "/", omittingEmptySubsequences: false) {
                if part.isEmpty {
                    throw TraceError.mapping(
                        "expected a path like /steps/*/box, found \"\(text)\" with nothing between two slashes",
                        at: place)
                }
                components.append(part == "*" ? .each : .key(try MapPath.unescaped(part, of: text, at: place)))
            }
        }
        self.components = components
    }

    private static func unescaped(_ part: Substring, of text: String, at place: String) throws(TraceError) -> String {
        var key = ""
        var rest = part.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "~" else {
                key.unicodeScalars.append(scalar)
                continue
            }
            switch rest.popFirst() {
            case "0": key.unicodeScalars.append("~")
            case "1": key.unicodeScalars.append("/")
            case "2": key.unicodeScalars.append("*")
            case "3": key.unicodeScalars.append("?")
            default:
                throw TraceError.mapping(
                    "expected ~0, ~1, ~2 or ~3 for one of ~ / * ? in a key, found \"\(text)\"", at: place)
            }
        }
        return key
    }

    /// Returns a key as it stands in a path.
    static func escaped(_ key: String) -> String {
        var result = ""
        for scalar in key.unicodeScalars {
            switch scalar {
            case "~": result += "~0"
            case "/": result += "~1"
            case "*": result += "~2"
            case "?": result += "~3"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Returns all that the path leads to from a value, in order, and where it first did not go on.
    func find(from start: Found) -> (found: [Found], miss: Miss?) {
        var current = [start]
        var miss: Miss?
        for component in components {
            var next: [Found] = []
            for found in current {
                let before = next.count
                step(component, from: found, into: &next)
                let isEmptyList = component == .each && (found.value.array != nil || found.value.object != nil)
                if next.count == before, miss == nil, !isEmptyList {
                    miss = Miss(component: component, pointer: found.pointer, value: found.value)
                }
            }
            current = next
        }
        return (current, miss)
    }

    private func step(_ component: Component, from found: Found, into next: inout [Found]) {
        switch (component, found.value) {
        case (.each, .array(let elements)):
            for (index, element) in elements.enumerated() {
                next.append(Found(value: element, pointer: "\(found.pointer)/\(index)"))
            }
        case (.each, .object(let members)):
            for member in members {
                next.append(Found(value: member.value, pointer: "\(found.pointer)/\(member.key)"))
            }
        case (.key(let key), .object):
            if let value = found.value[key] { next.append(Found(value: value, pointer: "\(found.pointer)/\(key)")) }
        case (.key(let key), .array):
            if let index = Int(key), let value = found.value[index] {
                next.append(Found(value: value, pointer: "\(found.pointer)/\(index)"))
            }
        default: break
        }
    }
}

extension TraceError {
    /// An error of a mapping at a place in its file.
    static func mapping(_ message: String, at place: String) -> TraceError {
        TraceError(.invalidMapping, "\(place.isEmpty ? "/" : place): \(message)")
    }
}

extension TraceError.Code {
    /// A mapping is not one: an unknown key, a path that is none, a space that is none.
    public static let invalidMapping = TraceError.Code("invalid-mapping")
    /// A mapping does not fit a record: a path leads to nothing there.
    public static let mappingMismatch = TraceError.Code("mapping-mismatch")
}
