import Saccade

/// The places of a dataset of ms-swift, which its texts name by `<bbox>` and whose things they name by `<ref-object>`.
///
/// It is the one format of the field that says what its numbers mean: `bbox_type` is `real` for pixels or `norm1` for 0 to 1.
struct DatasetBoxes {
    private let names: [String]
    private let boxes: [JSONValue]
    private let images: [Int]
    private let rule: SpaceRule?
    private let pointer: String
    private var nextName = 0
    private(set) var nextBox = 0

    /// How many boxes the record lists.
    var count: Int { boxes.count }

    init?(_ value: JSONValue?, at pointer: String) {
        guard let value, let boxes = value["bbox"]?.array else { return nil }
        self.boxes = boxes
        self.pointer = pointer
        names = value["ref"]?.array?.map { $0.string ?? "" } ?? []
        images = value["image_id"]?.array?.map { $0.integer ?? 0 } ?? []
        switch value["bbox_type"]?.string ?? "real" {
        case "real": rule = .pixels
        case "norm1": rule = .unit
        default: rule = nil
        }
    }

    /// Returns a text with names in place of `<ref-object>`, and the places that its `<bbox>` stand for.
    mutating func take(from text: String, by role: Message.Role) -> (String, [WrittenPlace]) {
        var words: [UInt8] = []
        var places: [WrittenPlace] = []
        let bytes = Array(text.utf8)
        let (ref, box) = (Array("<ref-object>".utf8), Array("<bbox>".utf8))
        var label: String?
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "<") else {
                words.append(bytes[index])
                index += 1
                continue
            }
            if bytes[index...].starts(with: ref), names.indices.contains(nextName) {
                label = names[nextName]
                words += names[nextName].utf8
                nextName += 1
                index += ref.count
            } else if bytes[index...].starts(with: box), boxes.indices.contains(nextBox) {
                let place = place(nextBox, label: label, by: role)
                words += place.written.utf8
                places.append(place)
                nextBox += 1
                index += box.count
            } else {
                words.append(bytes[index])
                index += 1
            }
        }
        return (words.text, places)
    }

    private func place(_ index: Int, label: String?, by role: Message.Role) -> WrittenPlace {
        let value = boxes[index]
        let numbers = value.array?.compactMap(\.number) ?? []
        var place = WrittenPlace(written: value.canonicalText, numbers: numbers)
        if numbers.count != value.array?.count { place.form = .none("expected numbers, found something else") }
        place.reading = rule.map { .declared($0) } ?? .open
        place.image = .number(images.indices.contains(index) ? images[index] : 0)
        place.label = names.count == boxes.count ? names[index] : label
        place.group = "objects"
        place.pointer = "\(pointer)/bbox/\(index)"
        if role != .assistant {
            place.author = .human
            place.role = .target
        }
        return place
    }
}
