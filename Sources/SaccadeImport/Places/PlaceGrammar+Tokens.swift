import Saccade

extension PlaceGrammar {
    /// `car<loc_52><loc_332><loc_932><loc_774>`, as Florence-2 writes: 1000 bins, each read at its centre.
    static let florence = PlaceGrammar(
        "<loc_…>", mark: "<loc_", reading: .usual(SpaceRule(CoordinateSpace(unit: .bins, bins: 1000)))
    ) { text in
        runs(of: "<loc_", in: text).map { run in
            let label = words(before: run.range.lowerBound, in: text)
            return place(run, numbers: run.values.map { $0 + 0.5 }, label: label, in: text)
        }
    }

    /// `<loc0722><loc0047><loc0895><loc0378> car ; `, as PaliGemma writes: top, left, bottom, right of 1024.
    static let paliGemma = PlaceGrammar(
        "<loc…>", mark: "<loc", reading: .usual(SpaceRule(CoordinateSpace(unit: .bins, bins: 1024, order: .yxyx)))
    ) { text in
        runs(of: "<loc", in: text).map { run in
            // The tokens of the mask need the weights of a network; they stay in the text as written.
            var end = run.range.upperBound
            while let token = segment(at: end, in: text) { end = token }
            let label = words(after: end, in: text)
            var place = place(run, numbers: run.values, label: label, in: text)
            if case .polygon = place.form { place.form = .none("expected 4 numbers, found \(run.values.count)") }
            place.range = run.range.lowerBound..<end
            place.written = text[run.range.lowerBound..<end].text
            return place
        }
    }

    /// `<phrase>a snowman</phrase><object><patch_index_0044><patch_index_0863></object>`, as Kosmos-2 writes: cells of a
    /// grid of 32×32, each read at its centre unless the box is one cell wide or high.
    static let kosmos = PlaceGrammar(
        "<patch_index_…>", mark: "<patch_index_",
        reading: .usual(SpaceRule(CoordinateSpace(unit: .grid, size: [32, 32])))
    ) { text in
        var places: [WrittenPlace] = []
        var position = 0
        while let object = text.between("<object>", "</object>", from: position) {
            position = object.whole.upperBound
            let name = text.label(in: "<phrase>", "</phrase>", before: object.whole.lowerBound)
            let inside = Array(text[object.inside])
            for run in runs(of: "<patch_index_", in: inside) {
                var found: WrittenPlace
                if run.values.count == 2, let numbers = cells(run.values[0], run.values[1]) {
                    found = WrittenPlace(written: inside[run.range].text, numbers: numbers)
                } else if run.values.count == 2 {
                    found = WrittenPlace(
                        written: inside[run.range].text, form: .none("expected cells from 0 to 1023"))
                } else {
                    found = WrittenPlace(
                        written: inside[run.range].text,
                        form: .none("expected 2 cells, upper left and lower right, found \(run.values.count)"))
                }
                found.label = name?.text
                found.range = (name?.start ?? object.whole.lowerBound)..<object.whole.upperBound
                places.append(found)
            }
        }
        return places
    }

    private static func cells(_ first: Double, _ last: Double) -> [Double]? {
        guard let a = Int(exactly: first), let b = Int(exactly: last), (0..<1024).contains(a), (0..<1024).contains(b)
        else { return nil }
        let (x0, y0, x1, y1) = (Double(a % 32), Double(a / 32), Double(b % 32), Double(b / 32))
        if x0 == x1 || y0 == y1 { return [x0, y0, x1 + 1, y1 + 1] }
        return [x0 + 0.5, y0 + 0.5, x1 + 0.5, y1 + 0.5]
    }

    /// A run of tokens, one right after the other.
    private struct Run {
        var range: Range<Int>
        var values: [Double]
    }

    /// Finds runs of tokens `<name123>`.
    private static func runs(of token: String, in text: [UInt8]) -> [Run] {
        let open = Array(token.utf8)
        var runs: [Run] = []
        var position = 0
        while let found = text.range(of: open, from: position) {
            position = found.upperBound
            guard let (value, end) = value(behind: found.upperBound, in: text) else { continue }
            position = end
            if let last = runs.last, last.range.upperBound == found.lowerBound {
                runs[runs.count - 1].values.append(value)
                runs[runs.count - 1].range = last.range.lowerBound..<end
            } else {
                runs.append(Run(range: found.lowerBound..<end, values: [value]))
            }
        }
        return runs
    }

    private static func value(behind position: Int, in text: [UInt8]) -> (Double, Int)? {
        var index = position
        while index < text.count, text[index].isDigit, index - position < 6 { index += 1 }
        guard index > position, index < text.count, text[index] == UInt8(ascii: ">"),
            let value = Double(text[position..<index].text)
        else { return nil }
        return (value, index + 1)
    }

    private static func segment(at position: Int, in text: [UInt8]) -> Int? {
        var index = position
        while index < text.count, text[index] == UInt8(ascii: " ") { index += 1 }
        let open = Array("<seg".utf8)
        guard text[index...].starts(with: open) else { return nil }
        return value(behind: index + open.count, in: text)?.1
    }

    private static func place(_ run: Run, numbers: [Double], label: String?, in text: [UInt8]) -> WrittenPlace {
        let written = text[run.range].text
        var place: WrittenPlace
        if numbers.count > 4, numbers.count % 2 == 0 {
            place = WrittenPlace(written: written, form: .polygon(numbers))
        } else {
            place = WrittenPlace(written: written, numbers: numbers)
        }
        place.range = run.range
        place.label = label
        return place
    }

    /// Returns the words right before a position, back to the last token.
    private static func words(before position: Int, in text: [UInt8]) -> String? {
        let before = text[..<position]
        let start = before.lastIndex { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "\n") }.map { $0 + 1 } ?? 0
        let words = before[start...].trimmed
        return words.isEmpty ? nil : words.suffix(200).text
    }

    /// Returns the words right after a position, up to a semicolon or the next token.
    private static func words(after position: Int, in text: [UInt8]) -> String? {
        let words = text[position...].prefix {
            $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: "\n")
        }.trimmed
        return words.isEmpty ? nil : words.prefix(200).text
    }
}
