import Saccade

extension PlaceGrammar {
    /// `<point x="10.5" y="20.1" alt="a">a</point>`, `<points x1="…" y1="…" x2="…" …>`, `<point p=123, 456>` and
    /// `<points 1=123,456 2=…>`, as Molmo writes: percent, and thousandths in the forms without x and y.
    static let molmoPoints = PlaceGrammar("<point>", mark: "<point", reading: .usual(.percent)) { text in
        var places: [WrittenPlace] = []
        var position = 0
        while let open = text.range(of: Array("<point".utf8), from: position) {
            position = open.upperBound
            guard let end = text[open.upperBound...].firstIndex(of: UInt8(ascii: ">")) else { break }
            position = end + 1
            let inside = text[open.upperBound..<end]
            // UI-TARS writes <point>x y</point>, which has no attributes.
            if inside.trimmed.isEmpty || inside.trimmed.elementsEqual([UInt8(ascii: "s")]) { continue }
            let close = text.range(of: Array("</point".utf8), from: position)
            let last = close.flatMap { text[$0.upperBound...].firstIndex(of: UInt8(ascii: ">")) }.map { $0 + 1 }
            let attributes = attributes(of: inside)
            let label = attributes.first { $0.key == "alt" }?.value
            func add(_ numbers: [Double]?, _ written: String, _ rule: SpaceRule) {
                var place =
                    numbers.map { WrittenPlace(written: written, numbers: $0) }
                    ?? WrittenPlace(written: written, form: .none("expected x and y of a point as numbers"))
                place.reading = .declared(rule)
                place.label = label
                place.range = open.lowerBound..<(last ?? position)
                places.append(place)
            }
            var count = 0
            for (key, value) in attributes {
                if key.hasPrefix("x") {
                    let suffix = key.dropFirst()
                    let other = attributes.first { $0.key == "y" + suffix }?.value
                    let written = "\(key)=\"\(value)\" y\(suffix)=\"\(other ?? "")\""
                    let numbers = [value, other ?? ""].map { NumberList.all(in: Array($0.utf8)[...]) ?? [] }
                    add(numbers.allSatisfy { $0.count == 1 } ? numbers.flatMap { $0 } : nil, written, .percent)
                    count += 1
                } else if key == "p" || key.utf8.allSatisfy(\.isDigit) {
                    let numbers = NumberList.all(in: Array(value.utf8)[...])
                    add(numbers?.count == 2 ? numbers : nil, "\(key)=\(value)", .permille)
                    count += 1
                }
            }
            if count == 0 { add(nil, inside.trimmed.text.cut(to: 200), .percent) }
        }
        return places
    }

    /// Returns the attributes of a tag: `key="value"`, or `key=1, 2` up to the next key.
    private static func attributes(of text: ArraySlice<UInt8>) -> [(key: String, value: String)] {
        var result: [(key: String, value: String)] = []
        let signs = text.indices.filter { text[$0] == UInt8(ascii: "=") }
        for (number, sign) in signs.enumerated() {
            var start = sign
            while start > text.startIndex, text[start - 1].isWord { start -= 1 }
            let key = text[start..<sign].text
            guard !key.isEmpty else { continue }
            var index = sign + 1
            if index < text.endIndex, text[index] == UInt8(ascii: "\"") || text[index] == UInt8(ascii: "'") {
                let quote = text[index]
                index += 1
                let end = text[index...].firstIndex(of: quote) ?? text.endIndex
                result.append((key, text[index..<end].text))
            } else {
                var end = text.endIndex
                if number + 1 < signs.count {
                    end = signs[number + 1]
                    while end > index, text[end - 1].isWord { end -= 1 }
                }
                result.append((key, text[index..<max(index, end)].trimmed.text))
            }
        }
        return result
    }

    /// `(x, y)` in running text, as ViGoRL writes.
    static let barePoints = PlaceGrammar("(x, y)", mark: "(") { text in
        groups(in: text, open: "(", close: ")") { $0.count == 2 || $0.count == 3 || $0.count == 4 }
    }

    /// `x1, y1, x2, y2` in running text, as GRIT writes.
    static let bareBoxes = PlaceGrammar("x1, y1, x2, y2", mark: ",") { text in
        var places: [WrittenPlace] = []
        var index = 0
        while index < text.count {
            guard text[index].isDigit, index == 0 || !(text[index - 1].isWord || text[index - 1] == UInt8(ascii: "."))
            else {
                index += 1
                continue
            }
            let start = index
            var numbers: [Double] = []
            var end = index
            // Whole numbers with a comma between each two.
            while index < text.count, text[index].isDigit, numbers.count < 12 {
                let first = index
                while index < text.count, text[index].isDigit { index += 1 }
                guard index - first <= 6, let value = Double(text[first..<index].text) else { break }
                numbers.append(value)
                end = index
                var next = index
                while next < text.count, text[next] == UInt8(ascii: " ") { next += 1 }
                guard next < text.count, text[next] == UInt8(ascii: ",") else { break }
                next += 1
                while next < text.count, text[next] == UInt8(ascii: " ") { next += 1 }
                index = next
            }
            index = max(end, start + 1)
            while index < text.count, text[index].isDigit { index += 1 }
            // Two and three numbers are lists, dates and counts; four are a box, more are none.
            guard numbers.count >= 4 else { continue }
            var place = WrittenPlace(written: text[start..<end].text, numbers: numbers)
            if numbers.count != 4 { place.form = .none("expected 4 numbers, found \(numbers.count)") }
            place.range = start..<end
            places.append(place)
        }
        return places
    }

    /// `[0.542, 0.686, 0.592, 0.786]` in running text, as LLaVA and Shikra write.
    static let bracketed = PlaceGrammar("[x1, y1, x2, y2]", mark: "[") { text in
        groups(in: text, open: "[", close: "]") { $0.count >= 2 }
    }

    /// Finds lists of numbers between two brackets.
    private static func groups(
        in text: [UInt8], open: String, close: String, isPlace: ([Double]) -> Bool
    ) -> [WrittenPlace] {
        var places: [WrittenPlace] = []
        guard let opening = open.utf8.first, let closing = close.utf8.first else { return [] }
        var start: Int?
        for index in text.indices {
            if text[index] == opening { start = index }
            guard text[index] == closing, let first = start else { continue }
            start = nil
            let inside = text[(first + 1)..<index]
            // Lists of words, and numbers without a comma between them, are none.
            guard inside.contains(UInt8(ascii: ",")) || inside.contains(UInt8(ascii: ";")),
                let numbers = NumberList.all(in: inside), isPlace(numbers)
            else { continue }
            var place = WrittenPlace(written: text[first...index].text, numbers: numbers)
            place.range = first..<(index + 1)
            places.append(place)
        }
        return places
    }
}
