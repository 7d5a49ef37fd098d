import Saccade

extension PlaceGrammar {
    /// `{"bbox_2d":[x1,y1,x2,y2],"label":"x"}` and `point_2d`, as Qwen2.5-VL and Qwen3-VL write.
    static let jsonBoxes = PlaceGrammar("bbox_2d", mark: "_2d") { keyed(["bbox_2d", "point_2d"], in: $0) }

    /// `{"box_2d":[y1,x1,y2,x2],"label":"x"}` and `point`, as Gemini writes.
    static let jsonBoxes2D = PlaceGrammar(
        "box_2d", mark: "box_2d", reading: .usual(SpaceRule(CoordinateSpace(unit: .permille, order: .yxyx)))
    ) { keyed(["box_2d"], in: $0) }

    /// Gemini's boxes and points.
    static let geminiPlaces = PlaceGrammar("box_2d", mark: "\"") { keyed(["box_2d", "point"], in: $0) }

    /// Finds the lists behind keys in something like JSON, whole or cut off.
    ///
    /// The text is not parsed as JSON: models add fences and words, forget brackets, and stop in the middle.
    static func keyed(_ keys: [String], in text: [UInt8]) -> [WrittenPlace] {
        var places: [WrittenPlace] = []
        for key in keys {
            for quote in ["\"", "'"] {
                for range in text.ranges(of: Array((quote + key + quote).utf8)) {
                    if let place = place(behind: range.upperBound, key: key, in: text) { places.append(place) }
                }
            }
        }
        return places.sorted { ($0.range?.lowerBound ?? 0) < ($1.range?.lowerBound ?? 0) }
    }

    private static func place(behind position: Int, key: String, in text: [UInt8]) -> WrittenPlace? {
        var index = position
        while index < text.count, text[index].isSpace { index += 1 }
        guard index < text.count, text[index] == UInt8(ascii: ":") else { return nil }
        index += 1
        while index < text.count, text[index].isSpace { index += 1 }
        guard index < text.count else { return nil }
        let start = index
        var place: WrittenPlace
        var end: Int
        if text[index] == UInt8(ascii: "["), let close = text[index...].firstIndex(of: UInt8(ascii: "]")) {
            end = close + 1
            let written = text[start..<end]
            if let numbers = NumberList.all(in: written) {
                place = WrittenPlace(written: written.text, numbers: numbers)
            } else {
                place = WrittenPlace(written: written.text.cut(to: 200), form: .none("expected numbers behind \(key)"))
            }
        } else {
            end = text[index...].firstIndex { $0 == UInt8(ascii: "}") || $0 == UInt8(ascii: "\n") } ?? text.count
            let written = text[start..<end].trimmed.text.cut(to: 200)
            let isCut = text[index] == UInt8(ascii: "[")
            place = WrittenPlace(
                written: written,
                form: .none("expected a list of numbers behind \(key)\(isCut ? ", found one without an end" : "")"))
        }
        place.range = start..<end
        place.label = label(around: start..<end, in: text)
        return place
    }

    /// Returns the label in the object around a range.
    private static func label(around range: Range<Int>, in text: [UInt8]) -> String? {
        var first = range.lowerBound
        let earliest = max(0, range.lowerBound - 2000)
        while first > earliest, text[first - 1] != UInt8(ascii: "{"), text[first - 1] != UInt8(ascii: "}") {
            first -= 1
        }
        var last = range.upperBound
        let latest = min(text.count, range.upperBound + 2000)
        while last < latest, text[last] != UInt8(ascii: "}"), text[last] != UInt8(ascii: "{") { last += 1 }
        let object = Array(text[first..<last])
        for key in ["label", "sub_label", "name", "description", "element"] {
            guard let found = object.range(of: Array("\"\(key)\"".utf8)) else { continue }
            let rest = object[found.upperBound...].drop { $0.isSpace || $0 == UInt8(ascii: ":") }
            guard rest.first == UInt8(ascii: "\"") else { continue }
            let value = rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
            if !value.isEmpty { return value.text.cut(to: 200) }
        }
        return nil
    }
}
