import Saccade

/// What a call of ReFocus' tools looks at: columns, rows or values of a chart by their names, whose boxes a variable holds.
struct CodedFocus: Sendable, Hashable {
    /// The words for the image, mostly `image_1`.
    var image: String
    /// The names; `nil` if they are not written as a list of texts.
    var names: [String]?
    /// The words for the boxes: a variable as `columns_bbox`, or a dictionary.
    var boxes: String
    /// The call to the letter.
    var written: String

    /// Returns the places, one for each name, by what a record has for the variables of the code.
    ///
    /// A place whose box the record does not have is none, and says so.
    func places(in variables: [JSONMember]) -> [WrittenPlace] {
        guard let names else {
            return [WrittenPlace(written: written, form: .none("expected the names as a list of texts"))]
        }
        let table = variables.first { $0.key == boxes }?.value ?? dictionary
        return names.map { name in
            var place = place(of: name, in: table)
            place.label = name
            place.image = mention
            // The tools multiply with the width and the height of the image.
            place.reading = .declared(.unit)
            return place
        }
    }

    private func place(of name: String, in table: JSONValue?) -> WrittenPlace {
        func none(_ problem: String) -> WrittenPlace { WrittenPlace(written: written, form: .none(problem)) }
        guard let table else {
            return none(
                "the box of \"\(name)\" stands in the variable \(boxes), whose values the record does not hold")
        }
        guard let box = table[name] else { return none("\(boxes.cut(to: 60)) has no box of \"\(name)\"") }
        guard let edges = ArgumentScanner.edges(of: box) else {
            return none("expected x1, y1, x2 and y2 of \"\(name)\", found \(box.kindName)")
        }
        return WrittenPlace(written: box.canonicalText, numbers: edges)
    }

    /// The boxes where they stand in the call itself, as Python writes a dictionary.
    private var dictionary: JSONValue? {
        guard boxes.utf8.first == UInt8(ascii: "{") else { return nil }
        return try? JSONValue(parsing: boxes.utf8.map { $0 == UInt8(ascii: "'") ? UInt8(ascii: "\"") : $0 })
    }

    /// The image: `image_1` is the first one that was loaded.
    private var mention: ImageMention {
        let mark = Array("image_".utf8)
        let bytes = Array(image.utf8)
        guard bytes.starts(with: mark), let number = Int(bytes.dropFirst(mark.count).text), number > 0 else {
            return .first
        }
        return .number(number - 1)
    }
}

/// Finds the calls of ReFocus' tools in a model's code: `focus_on_columns_with_draw(image_1, ["Year"], columns_bbox)`.
enum FocusScanner {
    /// Returns the calls in order.
    static func focuses(in code: String) -> [CodedFocus] {
        guard code.holds("focus_on_") else { return [] }
        let bytes = Array(code.utf8)
        return bytes.ranges(of: Array("focus_on_".utf8)).compactMap { found in
            var open = found.upperBound
            while open < bytes.count, bytes[open].isWord || bytes[open] == UInt8(ascii: "_") { open += 1 }
            guard open < bytes.count, bytes[open] == UInt8(ascii: "("), let (parts, end) = arguments(bytes, from: open),
                parts.count == 3
            else { return nil }
            return CodedFocus(
                image: parts[0].trimmed.text, names: names(parts[1].trimmed), boxes: parts[2].trimmed.text,
                written: bytes[found.lowerBound..<end].text)
        }
    }

    /// Splits what stands between an opening bracket and the one that closes it at the commas of the outermost level.
    private static func arguments(_ bytes: [UInt8], from open: Int) -> ([ArraySlice<UInt8>], end: Int)? {
        var parts: [ArraySlice<UInt8>] = []
        var start = open + 1
        var depth = 0
        var quote: UInt8?
        var index = open
        while index < bytes.count {
            let byte = bytes[index]
            if let mark = quote {
                if byte == UInt8(ascii: "\\") { index += 1 } else if byte == mark { quote = nil }
            } else {
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
                case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
                    depth -= 1
                    if depth == 0 {
                        parts.append(bytes[start..<index])
                        return (parts, index + 1)
                    }
                case UInt8(ascii: ",") where depth == 1:
                    parts.append(bytes[start..<index])
                    start = index + 1
                default: break
                }
            }
            index += 1
        }
        return nil
    }

    /// Returns the texts of a list of texts, or `nil` if it holds anything else.
    private static func names(_ list: ArraySlice<UInt8>) -> [String]? {
        guard list.first == UInt8(ascii: "["), let (parts, end) = arguments(Array(list), from: 0), end == list.count
        else { return nil }
        var names: [String] = []
        for part in parts.map(\.trimmed) where !part.isEmpty {
            guard part.count >= 2, let quote = part.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
                part.last == quote
            else { return nil }
            names.append(unescaped(part.dropFirst().dropLast()))
        }
        return names
    }

    private static func unescaped(_ text: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        var isEscaped = false
        for byte in text {
            if byte == UInt8(ascii: "\\"), !isEscaped {
                isEscaped = true
            } else {
                isEscaped = false
                bytes.append(byte)
            }
        }
        return bytes.text
    }
}
