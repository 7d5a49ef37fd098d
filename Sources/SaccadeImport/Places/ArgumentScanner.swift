import Saccade

/// Finds places in the arguments of a tool call.
enum ArgumentScanner {
    /// The keys of places, as the tools of the field name them.
    static let keys = [
        "bbox_2d", "bbox", "box_2d", "box", "bboxes", "boxes", "region", "regions", "coordinate", "coordinates",
        "point_2d", "point", "start_box", "end_box", "bounding_box",
    ]
    private static let labels = ["label", "target", "object", "description", "element", "name"]

    /// Returns the places of a call, in the order of its arguments.
    static func places(in call: WrittenCall) -> [WrittenPlace] {
        guard let members = call.arguments?.object else { return [] }
        let label = self.label(of: call.arguments)
        var found: [WrittenPlace] = []
        for index in members.indices where keys.contains(members[index].key) {
            let raw = rawValue(of: members[index].key, in: call.written)
            collect(members[index].value, written: raw, label: label, depth: 0, into: &found)
        }
        return found
    }

    /// Returns the places of a value that stands behind a key for places.
    static func places(of value: JSONValue) -> [WrittenPlace] {
        var found: [WrittenPlace] = []
        collect(value, written: nil, label: nil, depth: 0, into: &found)
        return found
    }

    /// Returns what an object calls the thing that it describes.
    static func label(of value: JSONValue?) -> String? {
        value.flatMap { object in labelKey(of: object).flatMap { object[$0]?.string } }
    }

    /// Returns the key behind which an object has what it calls the thing that it describes.
    static func labelKey(of value: JSONValue) -> String? {
        labels.first { value[$0]?.string?.isEmpty == false }
    }

    private static func collect(
        _ value: JSONValue, written: String?, label: String?, depth: Int, into found: inout [WrittenPlace]
    ) {
        var text: String { written ?? value.canonicalText }
        func add(_ place: consuming WrittenPlace) {
            place.label = label
            found.append(place)
        }
        func invalid(_ problem: String) { add(WrittenPlace(written: text, form: .none(problem))) }
        switch value {
        case .string(let inner):
            // Boxes stand in strings in some tools, as "[1, 2, 3, 4]" or "(1, 2)".
            if depth == 0, let numbers = NumberList.all(in: Array(inner.utf8)[...]), !numbers.isEmpty {
                add(WrittenPlace(written: inner, numbers: numbers))
            } else if depth == 0, let parsed = try? JSONValue(parsing: inner), parsed.array != nil {
                collect(parsed, written: inner, label: label, depth: 1, into: &found)
            } else {
                invalid("expected numbers, found a string")
            }
        case .array(let elements):
            if !elements.isEmpty, elements.allSatisfy({ $0.array != nil || $0.object != nil }), depth < 2 {
                for element in elements { collect(element, written: nil, label: label, depth: depth + 1, into: &found) }
                return
            }
            var numbers: [Double] = []
            numbers.reserveCapacity(elements.count)
            for element in elements {
                guard let number = element.number else { return invalid("expected numbers, found something else") }
                numbers.append(number)
            }
            add(WrittenPlace(written: text, numbers: numbers))
        case .object(let members):
            let own = self.label(of: value) ?? label
            var isPlace = false
            for member in members where keys.contains(member.key) && depth < 2 {
                isPlace = true
                let before = found.count
                collect(member.value, written: nil, label: own, depth: depth + 1, into: &found)
                if let score = value["score"]?.number ?? value["confidence score"]?.number {
                    for index in before..<found.count { found[index].score = score }
                }
            }
            // Four named edges, as {"x1":…,"y1":…,"x2":…,"y2":…}.
            if !isPlace, let numbers = edges(of: value) {
                found.append(WrittenPlace(written: text, numbers: numbers))
                found[found.count - 1].label = own
            }
        default: invalid("expected a list of numbers, found \(value.kindName)")
        }
    }

    /// Returns the edges of a box that is written with a name each, or a point's coordinates.
    static func edges(of value: JSONValue) -> [Double]? {
        for names in [
            ["x1", "y1", "x2", "y2"], ["xmin", "ymin", "xmax", "ymax"], ["left", "top", "right", "bottom"],
        ] {
            let numbers = names.compactMap { value[$0]?.number }
            if numbers.count == 4 { return numbers }
        }
        if let x = value["x"]?.number, let y = value["y"]?.number {
            if let width = (value["width"] ?? value["w"])?.number, let height = (value["height"] ?? value["h"])?.number
            {
                return [x, y, x + width, y + height]
            }
            return [x, y]
        }
        return nil
    }

    /// Returns the list that stands behind a key, to the letter.
    private static func rawValue(of key: String, in text: String) -> String? {
        var (text, quoted) = (text, "\"" + key + "\"")
        return text.withUTF8 { bytes in
            guard let range = quoted.withUTF8({ bytes.range(of: $0, from: 0) }) else { return nil }
            var index = range.upperBound
            while index < bytes.count, bytes[index].isSpace || bytes[index] == UInt8(ascii: ":") { index += 1 }
            guard index < bytes.count, bytes[index] == UInt8(ascii: "[") else { return nil }
            let start = index
            var depth = 0
            while index < bytes.count {
                if bytes[index] == UInt8(ascii: "[") { depth += 1 }
                if bytes[index] == UInt8(ascii: "]") { depth -= 1 }
                if bytes[index] == UInt8(ascii: "\"") { return nil }
                index += 1
                if depth == 0 { return bytes.text(start..<index) }
            }
            return nil
        }
    }
}
