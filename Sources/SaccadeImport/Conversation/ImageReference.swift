import Saccade

/// Finds the image that a call names.
struct ImageReference {
    /// The images so far.
    let images: [RecordImage]
    /// The calls so far.
    let calls: [PlannedCall]

    /// What was found.
    enum Found {
        case found(Int, Remark?)
        case unknown(String)
    }

    /// Returns the image of a call: the one that it names, else the first.
    func image(named call: WrittenCall) -> Found {
        for argument in ToolProfile.imageArguments {
            switch argument {
            case .number(let key, let first):
                guard let value = call.arguments?[key] else { continue }
                guard let number = value.integer ?? value.string.flatMap({ Int($0) }) else {
                    return .unknown("expected \"\(key)\" as a whole number, found \(value.kindName)")
                }
                let (index, overflow) = number.subtractingReportingOverflow(first)
                guard !overflow, images.indices.contains(index) else {
                    return .unknown(
                        "expected \"\(key)\" from \(first) to \(images.count - 1 + first), found \(number)")
                }
                return .found(index, nil)
            case .name(let key):
                guard let name = call.arguments?[key]?.string, !name.isEmpty else { continue }
                if let index = index(of: name) { return .found(index, nil) }
                return .unknown("the record has no image called \"\(name.cut(to: 200))\" so far")
            }
        }
        guard !images.isEmpty else { return .unknown("expected an image before a call that names a place, found none") }
        guard images.count > 1 else { return .found(0, nil) }
        return .found(
            0,
            Remark(
                .info, "image-assumed", "\(call.name) names no image; the first of \(images.count) was taken",
                at: call.pointer))
    }

    private func index(of name: String) -> Int? {
        if let index = images.firstIndex(where: { $0.name == name || $0.key == name }) { return index }
        if let path = ImageResolver.normalized(name), let index = images.firstIndex(where: { $0.name == path }) {
            return index
        }
        if ["original_image", "original", "input_image"].contains(name) { return images.isEmpty ? nil : 0 }
        guard let number = trailingNumber(of: name) else { return nil }
        if name.utf8.starts(with: "observation".utf8) {
            let returned = calls.flatMap(\.resultImages)
            return returned.indices.contains(number - 1) ? returned[number - 1] : nil
        }
        for prefix in ["image-", "image_", "image_clue_", "img_", "image"] where name.utf8.starts(with: prefix.utf8) {
            return images.indices.contains(number) ? number : nil
        }
        return nil
    }

    private func trailingNumber(of name: String) -> Int? {
        let bytes = Array(name.utf8)
        let start = bytes.lastIndex { !$0.isDigit }.map { $0 + 1 } ?? 0
        return start < bytes.count ? Int(bytes[start...].text) : nil
    }
}
