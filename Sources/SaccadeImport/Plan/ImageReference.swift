import Saccade

/// Finds the image that a call or a place names.
struct ImageReference {
    /// The images so far.
    let images: ImageTable
    /// The calls so far.
    let calls: [PlannedCall]

    /// What was found.
    enum Found {
        case found(Int, Remark?)
        case unknown(String)
    }

    /// Returns the image of a call: the one that it names, else the first.
    func image(of call: WrittenCall) -> Found {
        if let mention = call.image {
            let found = image(mention)
            // Code names files of the machine that it ran on; what it opens is the picture at hand all the same.
            guard case .unknown(let reason) = found, call.crop != nil, images.count > 0 else { return found }
            return .found(
                0, Remark(.info, "image-assumed", "\(reason); the first image was taken", at: call.pointer))
        }
        for argument in ToolProfile.imageArguments {
            switch argument {
            case .number(let key, let first):
                guard let value = call.arguments?[key] else { continue }
                guard let number = value.integer ?? value.string.flatMap({ Int($0) }) else {
                    return .unknown("expected \"\(key)\" as a whole number, found \(value.kindName)")
                }
                let (index, overflow) = number.subtractingReportingOverflow(first)
                guard !overflow, index >= 0, index < images.count else {
                    return .unknown(
                        "expected \"\(key)\" from \(first) to \(images.count - 1 + first), found \(number)")
                }
                return .found(index, nil)
            case .name(let key):
                guard let name = call.arguments?[key]?.string, !name.isEmpty else { continue }
                return image(.named(name))
            }
        }
        guard images.count > 0 else {
            return .unknown("expected an image before a call that names a place, found none")
        }
        guard images.count > 1 else { return .found(0, nil) }
        return .found(
            0,
            Remark(
                .info, "image-assumed", "\(call.name) names no image; the first of \(images.count) was taken",
                at: call.pointer))
    }

    /// Returns the image that a record mentions.
    func image(_ mention: ImageMention) -> Found {
        switch mention {
        case .first, .latest:
            guard images.count > 0 else { return .unknown("expected an image before a place on it, found none") }
            return .found(mention == .first ? 0 : images.count - 1, nil)
        case .lastShown:
            let returned = Set(calls.flatMap(\.resultImages))
            guard let index = (0..<images.count).last(where: { !returned.contains($0) }) else {
                return .unknown("expected an image before a place on it, found none")
            }
            return .found(index, nil)
        case .number(let number):
            guard number >= 0, number < images.count else {
                return .unknown("expected an image from 0 to \(images.count - 1), found \(number)")
            }
            return .found(number, nil)
        case .named(let name):
            if let index = index(of: name) { return .found(index, nil) }
            return .unknown("the record has no image called \"\(name.cut(to: 200))\" so far")
        }
    }

    private func index(of name: String) -> Int? {
        if let index = images.index(of: name) { return index }
        if ["original_image", "original", "input_image"].contains(name) { return images.count > 0 ? 0 : nil }
        guard let number = trailingNumber(of: name) else { return nil }
        if name.utf8.starts(with: "observation".utf8) {
            let returned = calls.flatMap(\.resultImages)
            return returned.indices.contains(number - 1) ? returned[number - 1] : nil
        }
        for prefix in ["image-", "image_", "image_clue_", "img_", "image"] where name.utf8.starts(with: prefix.utf8) {
            return number < images.count ? number : nil
        }
        return nil
    }

    private func trailingNumber(of name: String) -> Int? {
        let bytes = Array(name.utf8)
        let start = bytes.lastIndex { !$0.isDigit }.map { $0 + 1 } ?? 0
        return start < bytes.count ? Int(bytes[start...].text) : nil
    }
}
