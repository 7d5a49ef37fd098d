import Saccade

extension PlaceGrammar {
    /// Actions on a screen: `click(start_box='(197,525)')`, as UI-TARS and GLM-V write.
    static let actions = PlaceGrammar("actions", mark: "(") { text in
        var places: [WrittenPlace] = []
        for action in ActionScript.actions(in: text.text) {
            let call = ActionScript.call(action, reading: .open, image: .first, at: "")
            let range = text.range(of: Array(action.written.utf8), from: places.last?.range?.upperBound ?? 0)
            for var place in call.places ?? [] {
                place.range = range
                place.group = nil
                places.append(place)
            }
        }
        return places
    }

    /// The JSON that Florence-2's processor makes of the tokens: `bboxes` or `quad_boxes` with `labels`, in pixels.
    static let florenceParsed = PlaceGrammar("bboxes", mark: "boxes\"") { text in
        guard let start = text.firstIndex(of: UInt8(ascii: "{")), let end = text.lastIndex(of: UInt8(ascii: "}")),
            start < end, let value = try? JSONValue(parsing: Array(text[start...end]))
        else { return [] }
        var places: [WrittenPlace] = []
        for task in value.object ?? [] {
            let labels = task.value["labels"]?.array ?? task.value["bboxes_labels"]?.array ?? []
            for key in ["bboxes", "quad_boxes", "polygons"] {
                for (index, box) in (task.value[key]?.array ?? []).enumerated() {
                    let numbers = box.array?.compactMap(\.number) ?? []
                    var place = WrittenPlace(written: box.canonicalText, numbers: numbers)
                    if numbers.count > 8, numbers.count % 2 == 0 { place.form = .polygon(numbers) }
                    place.reading = .declared(.pixels)
                    place.label = labels.indices.contains(index) ? labels[index].string : nil
                    places.append(place)
                }
            }
        }
        return places
    }
}
