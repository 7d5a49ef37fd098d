import Saccade

extension MappedReader {
    /// Numbers that were found, and what may stand beside them.
    private struct Sighting {
        var place: WrittenPlace
        /// What the label, the score and the image are looked for in.
        var beside: MapPath.Found
        /// Whether only this place stands there.
        var isAlone: Bool
    }

    /// Returns the places that a part of a mapping leads to.
    mutating func places(_ boxes: MappedBoxes, in found: MapPath.Found) -> [WrittenPlace] {
        var sightings: [Sighting] = []
        for entry in find(boxes.at, in: found) {
            let isObject = entry.value.object != nil
            let before = sightings.count
            var places: [WrittenPlace] = []
            collect(boxes, entry, into: &places)
            for place in places {
                sightings.append(Sighting(place: place, beside: isObject ? entry : found, isAlone: isObject))
            }
            if sightings.count - before > 1 {
                for index in before..<sightings.count { sightings[index].isAlone = false }
            }
        }
        // A list of labels beside a list of places goes with it, one by one.
        let labels = sightings.first.map { $0.isAlone ? [] : texts(boxes.label, in: $0.beside) } ?? []
        for index in sightings.indices {
            let sighting = sightings[index]
            var place = sighting.place
            let own = sighting.isAlone ? texts(boxes.label, in: sighting.beside) : labels
            place.label = own.count == sightings.count && !sighting.isAlone ? own[index] : own.count == 1 ? own[0] : nil
            let scores = boxes.score.map { find($0, in: sighting.beside) } ?? []
            let numbers = scores.flatMap { $0.value.array ?? [$0.value] }.map(\.number)
            if numbers.count == sightings.count, !sighting.isAlone {
                place.score = numbers[index]
            } else if numbers.count == 1 {
                place.score = numbers[0]
            }
            place.image = image(boxes.image, beside: sighting.beside)
            place.role = boxes.role
            place.author = boxes.author
            place.group = boxes.at.written
            settle(&place, boxes.space, beside: sighting.beside)
            sightings[index].place = place
        }
        return sightings.map(\.place)
    }

    private mutating func texts(_ text: MappedText?, in found: MapPath.Found) -> [String] {
        switch text {
        case nil: return []
        case .constant(let words): return [words]
        case .path(let path):
            return find(path, in: found).flatMap { $0.value.array ?? [$0.value] }.map { value in
                value.string ?? value.number?.plain ?? (value == .null ? "" : value.canonicalText)
            }
        }
    }

    private mutating func image(_ reference: MappedImageReference?, beside found: MapPath.Found) -> ImageMention {
        guard let reference else { return shown }
        switch reference.text {
        case .constant(let name): return Int(name).map { .number($0) } ?? .named(name)
        case .path(let path):
            guard let value = find(path, in: found).first else { return shown }
            if let number = value.value.integer { return .number(number - reference.first) }
            if let name = value.value.string { return .named(name) }
            remark("expected the name or the number of an image, found \(value.value.kindName)", value)
            return shown
        }
    }

    // MARK: Numbers

    private mutating func collect(
        _ boxes: MappedBoxes, _ found: MapPath.Found, into places: inout [WrittenPlace], depth: Int = 0
    ) {
        if depth == 0, boxes.numbers.count > 1 { return gather(boxes, found, into: &places) }
        if depth == 0, let path = boxes.numbers.first {
            for inner in find(path, in: found) { collect(boxes, inner, into: &places, depth: 1) }
            return
        }
        func add(_ place: WrittenPlace) {
            var place = place
            place.pointer = found.pointer
            places.append(place)
        }
        let written = found.value.canonicalText
        switch found.value {
        case .null: break
        case .string(let text):
            if let numbers = NumberList.all(in: Array(text.utf8)[...]), !numbers.isEmpty {
                add(WrittenPlace(written: text, numbers: numbers))
            } else if depth < 2, let parsed = try? JSONValue(parsing: text), parsed.array != nil || parsed.object != nil
            {
                collect(boxes, MapPath.Found(value: parsed, pointer: found.pointer), into: &places, depth: depth + 1)
            } else if !text.trimmed.isEmpty {
                add(WrittenPlace(written: text.cut(to: 200), form: .none("expected numbers, found a text")))
            }
        case .array(let elements):
            let numbers = elements.compactMap(\.number)
            if elements.isEmpty { return }
            if numbers.count == elements.count { return add(WrittenPlace(written: written, numbers: numbers)) }
            if boxes.form != .single, let points = points(elements) {
                return add(joined(points, written, boxes.form))
            }
            guard depth < 3, elements.allSatisfy({ $0.number == nil }) else {
                return add(
                    WrittenPlace(written: written.cut(to: 200), form: .none("expected numbers, found something else")))
            }
            for (index, element) in elements.enumerated() {
                let inner = MapPath.Found(value: element, pointer: "\(found.pointer)/\(index)")
                collect(boxes, inner, into: &places, depth: depth + 1)
            }
        case .object:
            if let edges = ArgumentScanner.edges(of: found.value) {
                return add(WrittenPlace(written: written, numbers: edges))
            }
            add(
                WrittenPlace(
                    written: written.cut(to: 200),
                    form: .none("expected x and y, or edges by name; \"numbers\" in the mapping says where they stand"))
            )
        default:
            add(
                WrittenPlace(written: written, form: .none("expected a list of numbers, found \(found.value.kindName)"))
            )
        }
    }

    /// Makes one place of numbers that stand behind a key each.
    private mutating func gather(_ boxes: MappedBoxes, _ found: MapPath.Found, into places: inout [WrittenPlace]) {
        var numbers: [Double] = []
        var problem: String?
        for path in boxes.numbers {
            let value = find(path, in: found).first?.value
            if let number = value?.number ?? value?.string.flatMap(Double.init) {
                numbers.append(number)
            } else {
                problem = problem ?? "expected a number at \"\(path.written)\", found \(value?.kindName ?? "nothing")"
            }
        }
        let written = "[\(numbers.map(\.plain).joined(separator: ","))]"
        var place = WrittenPlace(written: written, numbers: numbers)
        if let problem { place = WrittenPlace(written: found.value.excerpt, form: .none(problem)) }
        place.pointer = found.pointer
        places.append(place)
    }

    private func points(_ elements: [JSONValue]) -> [[Double]]? {
        let points = elements.compactMap { element -> [Double]? in
            let numbers = element.array?.compactMap(\.number) ?? ArgumentScanner.edges(of: element) ?? []
            return numbers.count == 2 ? numbers : nil
        }
        return points.count == elements.count ? points : nil
    }

    private func joined(_ points: [[Double]], _ written: String, _ form: MappedBoxes.Form) -> WrittenPlace {
        let numbers = points.flatMap { $0 }
        if form == .polygon { return WrittenPlace(written: written, form: .polygon(numbers)) }
        guard points.count == 2 else {
            return WrittenPlace(written: written, form: .none("expected 2 corners, found \(points.count)"))
        }
        return WrittenPlace(written: written, numbers: numbers)
    }

    // MARK: Spaces

    private mutating func settle(_ place: inout WrittenPlace, _ space: MappedSpace, beside found: MapPath.Found) {
        switch space {
        case .findOut: place.isCandidate = true
        case .rule(let rule): place.reading = .declared(rule)
        case .read(let path, let words):
            guard let value = find(path, in: found).first else {
                place.isCandidate = true
                return
            }
            let text = value.value.string ?? value.value.canonicalText
            if let known = words.first(where: { $0.word == text }) {
                place.reading = .declared(known.rule)
            } else if let rule = try? SpaceRule(parsing: text) {
                place.reading = .declared(rule)
            } else {
                place.isCandidate = true
                let known = words.map { "\"\($0.word)\"" }.joined(separator: ", ")
                remark(
                    "expected a space\(known.isEmpty ? "" : ", or one of \(known),") found \(value.value.excerpt)",
                    value)
            }
        case .resized(let width, let height, let order):
            let sides = find(width, in: found).prefix(1) + find(height, in: found).prefix(1)
            let numbers = sides.compactMap(\.value.integer).filter { $0 > 0 }
            guard numbers.count == 2 else {
                place.isCandidate = true
                if let side = sides.first(where: { $0.value.integer ?? 0 <= 0 }) {
                    remark("expected a width or a height of at least 1, found \(side.value.excerpt)", side)
                }
                return
            }
            place.reading = .declared(SpaceRule(CoordinateSpace(unit: .resized, size: numbers, order: order)))
        }
    }
}
