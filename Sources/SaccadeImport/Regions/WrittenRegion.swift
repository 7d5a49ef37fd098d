import Saccade

/// A place that a model wrote down, before its space is known.
struct WrittenRegion: Sendable {
    /// The numbers as they stand in the text.
    var written: String
    /// The numbers.
    var numbers: [Double]
    /// What is there.
    var label: String?
    /// Why it is no place at all, whatever the space.
    var problem: String?
    /// The image, as an index into the images of the record.
    var image: Int

    /// Returns the shape in a space, not yet in pixels.
    func shape(in space: CoordinateSpace) -> Shape {
        if let problem { return .invalid(reason: problem) }
        if numbers.count == 2 { return .point(space.point(numbers[0], numbers[1])) }
        let box = space.box(numbers[0], numbers[1], numbers[2], numbers[3])
        if box.isEmpty {
            return .invalid(
                reason: "expected left < right and top < bottom, found "
                    + "[\(box.x0.plain), \(box.y0.plain), \(box.x1.plain), \(box.y1.plain)]")
        }
        return .box(box)
    }

    /// Returns the place in pixels without any rounding, or `nil` if there is none.
    func pixelBox(in space: CoordinateSpace, of size: PixelSize) -> Box? {
        guard case .box(let box) = shape(in: space), let scale = try? space.pixelScale(for: size) else { return nil }
        let first = scale.apply(Point(x: box.x0, y: box.y0))
        let last = scale.apply(Point(x: box.x1, y: box.y1))
        return Box(x0: first.x, y0: first.y, x1: last.x, y1: last.y)
    }
}

extension Double {
    /// The number without a fraction of zero.
    var plain: String { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
}

/// Finds places in the arguments of a tool call.
enum ArgumentScanner {
    /// The keys of places, as the tools of the field name them.
    static let keys = [
        "bbox_2d", "bbox", "box_2d", "box", "bboxes", "boxes", "region", "regions", "coordinate", "coordinates",
        "point_2d", "point",
    ]
    private static let labels = ["label", "target", "object", "description", "element", "name"]

    /// A place without its image.
    struct Found {
        var written: String
        var numbers: [Double]
        var label: String?
        var problem: String?
    }

    /// Returns the places of a call, in the order of its arguments.
    static func places(in call: WrittenCall) -> [Found] {
        guard let members = call.arguments?.object else { return [] }
        let label = self.label(of: call.arguments)
        var found: [Found] = []
        for member in members where keys.contains(member.key) {
            let raw = rawValue(of: member.key, in: Array(call.written.utf8))
            collect(member.value, written: raw, label: label, depth: 0, into: &found)
        }
        return found
    }

    private static func label(of value: JSONValue?) -> String? {
        for key in labels { if let text = value?[key]?.string, !text.isEmpty { return text } }
        return nil
    }

    private static func collect(
        _ value: JSONValue, written: String?, label: String?, depth: Int, into found: inout [Found]
    ) {
        let text = written ?? value.canonicalText
        func invalid(_ problem: String) {
            found.append(Found(written: text, numbers: [], label: label, problem: problem))
        }
        switch value {
        case .string(let inner):
            // Boxes stand in strings in some tools, as "[1, 2, 3, 4]".
            if depth == 0, let parsed = try? JSONValue(parsing: inner), parsed.array != nil {
                collect(parsed, written: inner, label: label, depth: 1, into: &found)
            } else {
                invalid("expected numbers, found a string")
            }
        case .array(let elements):
            if !elements.isEmpty, elements.allSatisfy({ $0.array != nil || $0.object != nil }), depth < 2 {
                for element in elements { collect(element, written: nil, label: label, depth: depth + 1, into: &found) }
                return
            }
            let numbers = elements.compactMap(\.number)
            guard numbers.count == elements.count else { return invalid("expected numbers, found something else") }
            guard numbers.count == 4 || numbers.count == 2 else {
                return invalid("expected 2 or 4 numbers, found \(numbers.count)")
            }
            found.append(Found(written: text, numbers: numbers, label: label, problem: nil))
        case .object(let members):
            let own = self.label(of: value) ?? label
            for member in members where keys.contains(member.key) && depth < 2 {
                collect(member.value, written: nil, label: own, depth: depth + 1, into: &found)
            }
        default: invalid("expected a list of numbers, found \(value.kindName)")
        }
    }

    /// Returns the list that stands behind a key, to the letter.
    private static func rawValue(of key: String, in bytes: [UInt8]) -> String? {
        guard let range = bytes.range(of: Array("\"\(key)\"".utf8)) else { return nil }
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
            if depth == 0 { return bytes[start..<index].text }
        }
        return nil
    }
}
