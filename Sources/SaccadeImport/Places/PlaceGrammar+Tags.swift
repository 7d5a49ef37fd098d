import Saccade

extension PlaceGrammar {
    /// `<|object_ref_start|>x<|object_ref_end|><|box_start|>(x1,y1),(x2,y2)<|box_end|>`, as Qwen2-VL writes.
    static let boxTokens = PlaceGrammar("box tokens", mark: "<|box_start|>", reading: .usual(.permille)) { text in
        places(
            in: text, open: "<|box_start|>", close: "<|box_end|>",
            label: ("<|object_ref_start|>", "<|object_ref_end|>"),
            joinsGroups: true)
    }

    /// `<ref>x</ref><box>[[x1, y1, x2, y2]]</box>`, as InternVL writes; TreeVGR writes one pair of brackets.
    static let boxTag = PlaceGrammar("<box>", mark: "<box>") { text in
        places(in: text, open: "<box>", close: "</box>", label: ("<ref>", "</ref>")).map { place in
            var place = place
            // InternVL alone writes two pairs; its numbers run to 1000.
            if let range = place.range, text[range].text.utf8.contains(where: { $0 == UInt8(ascii: "[") }),
                let open = text.range(of: Array("<box>".utf8), from: range.lowerBound),
                text[open.upperBound...].trimmed.starts(with: Array("[[".utf8))
            {
                place.reading = .usual(.permille)
            }
            return place
        }
    }

    /// `<|ref|>x<|/ref|><|det|>[[x1, y1, x2, y2]]<|/det|>`, as DeepSeek-VL2 writes.
    static let detTag = PlaceGrammar("<|det|>", mark: "<|det|>", reading: .usual(.permille999)) { text in
        places(in: text, open: "<|det|>", close: "<|/det|>", label: ("<|ref|>", "<|/ref|>"))
    }

    /// `<|begin_of_box|>[[x1,y1,x2,y2]]<|end_of_box|>`, as GLM-V writes; the tokens hold plain answers, too.
    static let glmBox = PlaceGrammar("<|begin_of_box|>", mark: "<|begin_of_box|>", reading: .usual(.permille)) { text in
        places(in: text, open: "<|begin_of_box|>", close: "<|end_of_box|>", label: nil, isOnlyNumbers: true)
    }

    /// Finds what stands between two marks: lists of numbers, each a place.
    ///
    /// - Parameters:
    ///   - label: The tags around the name before the mark.
    ///   - joinsGroups: Whether all groups of one pair of marks make one place, as `(1,2),(3,4)`.
    ///   - isOnlyNumbers: Whether marks with words between them are no places.
    private static func places(
        in text: [UInt8], open: String, close: String, label: (String, String)?, joinsGroups: Bool = false,
        isOnlyNumbers: Bool = false
    ) -> [WrittenPlace] {
        var places: [WrittenPlace] = []
        var position = 0
        while let found = text.between(open, close, from: position) {
            position = found.whole.upperBound
            let inside = text[found.inside]
            let name = label.flatMap { text.label(in: $0.0, $0.1, before: found.whole.lowerBound) }
            let range = (name?.start ?? found.whole.lowerBound)..<found.whole.upperBound
            func add(_ written: ArraySlice<UInt8>, _ numbers: [Double]?) {
                var place: WrittenPlace
                if let numbers {
                    place = WrittenPlace(written: written.trimmed.text, numbers: numbers)
                } else {
                    place = WrittenPlace(
                        written: written.trimmed.text.cut(to: 200),
                        form: .none("expected numbers between \(open) and \(close)"))
                }
                place.label = name?.text
                place.range = range
                places.append(place)
            }
            if isOnlyNumbers, NumberList.all(in: inside)?.isEmpty ?? true { continue }
            if found.whole.upperBound == text.count, found.inside.upperBound == text.count {
                add(inside, nil)
            } else if joinsGroups {
                add(inside, NumberList.all(in: inside))
            } else {
                let groups = NumberList.groups(in: inside)
                if groups.isEmpty { add(inside, nil) }
                for group in groups { add(inside[group.range], group.numbers) }
            }
        }
        return places
    }

    /// `[[086,540,400,760]]` with three digits each, as CogVLM writes; several boxes are parted by semicolons.
    static let doubleBrackets = PlaceGrammar("[[…]]", mark: "[[") { text in
        var places: [WrittenPlace] = []
        var position = 0
        while let found = text.between("[[", "]]", from: position) {
            position = found.whole.upperBound
            let isOpen = found.inside.upperBound == text.count
            for group in isOpen ? [(found.inside, nil)] : NumberList.groups(in: text[found.inside]) {
                let written = text[group.range].trimmed.text.cut(to: 200)
                var place: WrittenPlace
                if let numbers = group.numbers {
                    place = WrittenPlace(written: written, numbers: numbers)
                } else {
                    place = WrittenPlace(written: written, form: .none("expected numbers between [[ and ]]"))
                }
                place.range = found.whole
                places.append(place)
            }
        }
        return places
    }
}
